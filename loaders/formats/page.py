"""docs/formats.md: which facts each format can carry, from the formats' own declarations."""

from pathlib import Path

from loaders.formats.format import Format, all_formats

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "formats.md"
_HEAD = """# What each format can carry

Written by `python -m loaders.formats` from the declarations in `loaders/formats`; edit those. \
A format that has no room for a fact cannot bring it back: the table says which promises and \
durations an export can give, and which need another export beside it.

`tests/loaders/test_round_trip.py` holds every line of it to the truth. It writes the sample \
vendor's history in the format, loads it as a person would, and compares every promise and \
duration with those of the vendor's own log. Where a format says *every change*, *yes* and \
*every one* throughout, nothing was left out of that log before the comparison; where it says \
less, exactly that was. `python -m loaders sample --format NAME --out DIR` writes the files.

"""
_TITLES = {
    "creation": "creation, to the",
    "statuses": "status history",
    "priorities": "priority history",
    "teams": "team history",
    "owners": "owner history",
    "acknowledgement": "acknowledgement",
    "replies": "public replies",
    "resolves": "resolves and reopens",
    "withdrawn": "cancelled and merged",
    "accounts": "accounts",
    "categories": "categories",
    "verdicts": "vendor's verdicts",
    "zone": "zone in the file",
}
_WORDS = """
* **without waits**: it says when a case was open and when it was done, not when it waited for \
the customer, so the resolve clock never pauses.
* **open or done**: whether a case is open, and when it was done; nothing in between.
* **last value**: the value at the end of the data stands for the whole life of a case.
* **while queued**: the team is the queue that holds a case while nobody owns it.
* **own words**: the format has a scale of its own that is not ours, so no target can be compared.
* **type only**: the kind of ticket (question, incident, ...) is all that stands for a category.
* **inferred**: no acknowledgement is recorded; the first assignment to a person, or the first \
change of status by one, stands in for it and is marked so.
* **the first, in minutes**: whole minutes after the creation.
* **the last**: of several resolves the last one only; a reopened case has one cycle.
* **by convention** / **asked for**: times carry no zone; the format prescribes it, or a person \
has to say it with `--time-zone`.

Some tools never hold some cases, and were not given them: alerts, pages and incidents of \
PagerDuty, Opsgenie, incident.io and the status pages are not reopened, status pages show \
incidents only, and Statuspage lists the 50 newest. Where files carry no zone, an instant in the \
second pass of an hour that the clock shows twice is read as in the first; those cases are left \
out of the comparison.
"""


def page() -> str:
    """The whole page."""
    found = list(all_formats().values())
    head = "| format | name | " + " | ".join(_TITLES.values()) + " |"
    lines = [head, "|---" * (len(_TITLES) + 2) + "|", *(_line(one) for one in found)]
    return _HEAD + "\n".join(lines) + "\n" + _WORDS


def is_fresh(path: Path = PAGE) -> bool:
    """Whether the page at `path` says what the formats say."""
    return path.is_file() and path.read_text(encoding="utf-8") == page()


def write_page(path: Path = PAGE) -> None:
    """Writes the page, and its folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(), encoding="utf-8")


def _line(one: Format) -> str:
    values = [getattr(one.carries, name) for name in _TITLES]
    return f"| {one.title} | `{one.name}` | " + " | ".join(values) + " |"
