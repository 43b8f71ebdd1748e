"""The support desk's history, or the telling part of it, written in any of the formats."""

from collections.abc import Sequence
from pathlib import Path

from loaders.formats.format import Files, Format, all_formats, named
from loaders.sample import world
from loaders.sample_cases import Case

EVERY, EVERY_RARE = 40, 9  # one in so many; with the stories that makes about 280 cases


def support_cases() -> list[Case]:
    """Every case of the support desk but the drills, which most tools cannot tell from others."""
    return [case for case in world() if case.desk == "support" and not case.is_drill]


def telling_cases() -> list[Case]:
    """Every planted case, and ordinary ones at even distances, the unusual ones closer."""
    return [
        case
        for place, case in enumerate(support_cases())
        if case.stories or place % (EVERY_RARE if _is_rare(case) else EVERY) == 0
    ]


def _is_rare(case: Case) -> bool:
    types = {event.type for event in case.events} & {"Reopened", "Priority changed"}
    return bool(types) or case.kind == "incident" or case.status in ("Merged", "Cancelled")


def files(one: Format, cases: Sequence[Case]) -> Files:
    """File name -> bytes of what the tool would have exported of these cases."""
    return one.files([case for case in cases if one.told(case)])


def write(name: str, folder: Path) -> list[Path]:
    """Writes the whole history as the format `name`; `all` writes each into its own folder.

    Raises `ExportError` when there is no such format.
    """
    cases = support_cases()
    if name != "all":
        return write_files(files(named(name), cases), folder)
    return [
        path
        for one in all_formats().values()
        for path in write_files(files(one, cases), folder / one.name)
    ]


def write_files(found: Files, folder: Path) -> list[Path]:
    """The paths written, sorted by name."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in sorted(found)]
    for path in paths:
        path.write_bytes(found[path.name])
    return paths
