"""Landing is all or nothing, the same bytes count once, and a kill leaves no trace."""

import json
from pathlib import Path

import pytest

from loaders import load as loading
from loaders.files import files
from loaders.load import land
from loaders.manifest import exports, manifests
from loaders.meaning import Options
from metrics.errors import Ask, ExportError
from tests.loaders.exports import events, landed, log_text, write


def tree(home: Path) -> list[str]:
    return sorted(str(path.relative_to(home)) for path in (home / "landing").rglob("*"))


def test_same_bytes_land_once(tmp_path: Path) -> None:
    first, _ = landed(tmp_path, log_text())
    before = tree(tmp_path / "home")

    second, _ = landed(tmp_path, log_text(), name="renamed.csv")

    assert (first.is_new, second.is_new) == (True, False)
    assert tree(tmp_path / "home") == before


def test_other_options_supersede_and_can_come_back(tmp_path: Path) -> None:
    """The zone was wrong at first: the later reading counts alone, whichever it is."""
    landed(tmp_path, log_text(), time_zone="UTC")
    landed(tmp_path, log_text(), time_zone="Europe/Berlin")
    home = tmp_path / "home"

    assert [export.options["time_zone"] for export in exports(home)] == ["Europe/Berlin"]
    again, _ = landed(tmp_path, log_text(), time_zone="UTC")
    assert again.is_new
    assert [export.options["time_zone"] for export in exports(home)] == ["UTC"]


@pytest.mark.parametrize(
    "text, options, message",
    [
        (log_text(), {}, "--time-zone"),
        (log_text("C1,05/06/2026 10:00,created,New,P1,,,"), {"time_zone": "UTC"}, "--date-order"),
        (log_text(), {"time_zone": "Europe/Berlim"}, "Europe/Berlin"),
    ],
)
def test_question_lands_nothing(
    tmp_path: Path, text: str, options: dict[str, str], message: str
) -> None:
    """Where the file cannot say it, a person must; until then nothing is there."""
    path = write(tmp_path / "in", text)

    with pytest.raises(Ask, match=message):
        land(path, tmp_path / "home", Options(**options))

    assert tree(tmp_path / "home") == []


def test_file_that_no_source_knows_names_the_ways_out(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"for --mapping, .*with --source \(accounts"):
        landed(tmp_path, "x,y\n1,2026-01-05\n")

    assert tree(tmp_path / "home") == []


def test_file_with_no_usable_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"no row can be used \(missing_id; line 2"):
        landed(tmp_path, log_text(",2026-01-05 08:00:00,created,New,P1,Desk,,Ann"))


def test_unknown_source_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match='Did you mean "generic_events"'):
        landed(tmp_path, log_text(), source="generic_event")


def test_source_that_does_not_fit_the_header_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="which the file lacks"):
        landed(tmp_path, log_text(), source="servicenow_event_log")


def test_file_is_recognised_by_its_header_not_its_name(tmp_path: Path) -> None:
    outcome, _ = landed(tmp_path, log_text(), name="servicenow_event_log.csv")

    assert outcome.manifest.source == "generic_events"


def test_mapping_without_columns_sets_options_of_a_known_format(tmp_path: Path) -> None:
    write(tmp_path / "in", "time_zone: Europe/Berlin\n", "log.mapping.yaml")

    outcome, _ = landed(tmp_path, log_text(), time_zone=None)

    assert (outcome.manifest.source, outcome.manifest.time_zone) == (
        "generic_events",
        "Europe/Berlin",
    )


def test_killed_load_leaves_no_export_and_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """kill -9 right before the rename: a draft folder is left, and the next load removes it."""
    with monkeypatch.context() as dying:
        dying.setattr(loading.shutil, "rmtree", lambda *_, **__: None)
        dying.setattr(loading.os, "rename", _die)
        with pytest.raises(KeyboardInterrupt):
            landed(tmp_path, log_text())
    home = tmp_path / "home"
    assert exports(home) == []
    assert [name for name in tree(home) if name.endswith(".tmp")] != []

    landed(tmp_path, log_text())

    assert len(exports(home)) == 1
    assert [name for name in tree(home) if ".tmp" in name] == []


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_manifest_tells_how_the_file_was_read(tmp_path: Path) -> None:
    outcome, _ = landed(tmp_path, log_text(newline="\r\n"))

    ((folder, _),) = manifests(tmp_path / "home")
    told = json.loads((folder / "manifest.json").read_text())
    assert told["load_id"] == folder.name == outcome.manifest.load_id
    assert (told["rows"], told["time_zone"], told["encoding"]) == (4, "UTC", "utf-8")


def test_damaged_manifest_is_named(tmp_path: Path) -> None:
    landed(tmp_path, log_text())
    ((folder, _),) = manifests(tmp_path / "home")
    (folder / "manifest.json").write_text("{")

    with pytest.raises(ExportError, match="without a readable manifest"):
        exports(tmp_path / "home")


def test_folder_gives_its_exports_by_name(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv.gz", "README.md", "a.mapping.yaml"):
        write(tmp_path, "x", name)

    assert [path.name for path in files([tmp_path])] == ["a.csv.gz", "b.csv"]


def test_folder_without_exports_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="holds no file"):
        files([tmp_path])


def test_a_file_landed_before_its_source_knew_a_date_is_still_read(tmp_path: Path) -> None:
    """A newer version of a source may see other parts or dates in what was landed long ago."""
    _, before = landed(tmp_path, log_text())
    ((folder, _),) = manifests(tmp_path / "home")
    told = json.loads((folder / "manifest.json").read_text())
    told["dating"] = []
    (folder / "manifest.json").write_text(json.dumps(told))

    (after,) = exports(tmp_path / "home")

    assert events(after) == events(before)
