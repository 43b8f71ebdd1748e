"""What a person said once about a source is used where the next file leaves it open, and said."""

from pathlib import Path

import pytest

from loaders.__main__ import main
from loaders.profiles import Profile, profile, remember
from loaders.questions import Asked
from tests.loaders.exports import LOG_ROWS, landed, log_text

NEXT = tuple(row.replace("C1", "C2") for row in LOG_ROWS)
AMBIGUOUS = (
    "C1,05/06/2026 08:00,created,New,P1,Desk,,Ann",
    "C1,06/06/2026 08:00,solved,Resolved,P1,Desk,Bob,Ann",
)


def test_answer_given_with_an_option_serves_the_next_file(tmp_path: Path) -> None:
    first, _ = landed(tmp_path, log_text(), time_zone="Europe/Berlin")

    second, export = landed(tmp_path, log_text(*NEXT), name="next.csv", time_zone=None)

    assert first.learned == {"time_zone": "Europe/Berlin"}
    assert (second.recalled, second.learned) == ({"time_zone": "Europe/Berlin"}, {})
    assert export.options["time_zone"] == "Europe/Berlin"


def test_profile_is_part_of_the_load_and_its_change_changes_no_landed_file(tmp_path: Path) -> None:
    """The same bytes under another profile are another load; the first stays as it was read."""
    home = tmp_path / "home"
    remember(home, "generic_events", {"time_zone": "UTC"})
    first, export = landed(tmp_path, log_text(), time_zone=None)

    remember(home, "generic_events", {"time_zone": "Asia/Tokyo"})
    second, _ = landed(tmp_path, log_text(), time_zone=None)

    assert export.options["time_zone"] == "UTC"
    assert second.is_new
    assert first.manifest.load_id != second.manifest.load_id


def test_option_and_mapping_beat_the_profile(tmp_path: Path) -> None:
    home = tmp_path / "home"
    remember(home, "generic_events", {"time_zone": "Asia/Tokyo"})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "mapped.mapping.yaml").write_text("time_zone: America/New_York\n")

    _, told = landed(tmp_path, log_text(), time_zone="UTC")
    _, mapped = landed(tmp_path, log_text(*NEXT), name="mapped.csv", time_zone=None)

    assert told.options["time_zone"] == "UTC"
    assert mapped.options["time_zone"] == "America/New_York"


def test_date_order_is_remembered_only_where_the_file_needed_it(tmp_path: Path) -> None:
    """ISO dates have no order to tell: an option given in vain says nothing about the source."""
    landed(tmp_path, log_text(), date_order="mdy")
    assert profile(tmp_path / "home", "generic_events") == Profile(time_zone="UTC")

    landed(tmp_path, log_text(*AMBIGUOUS), name="b.csv", date_order="dmy")

    assert profile(tmp_path / "home", "generic_events").date_order == "dmy"


def test_file_that_says_its_order_does_not_ask_the_profile(tmp_path: Path) -> None:
    """A day over 12 decides, whatever was said about an earlier file."""
    remember(tmp_path / "home", "generic_events", {"date_order": "dmy"})
    rows = ("C1,05/26/2026 08:00,created,New,P1,Desk,,Ann",)

    outcome, export = landed(tmp_path, log_text(*rows))

    assert export.options["date_order"] == "mdy"
    assert outcome.recalled == {}


def test_remembered_order_answers_an_ambiguous_file(tmp_path: Path) -> None:
    with pytest.raises(Asked):
        landed(tmp_path, log_text(*AMBIGUOUS))
    remember(tmp_path / "home", "generic_events", {"date_order": "mdy"})

    outcome, export = landed(tmp_path, log_text(*AMBIGUOUS))

    assert outcome.recalled == {"date_order": "mdy"}
    assert export.options["date_order"] == "mdy"


def test_command_says_what_it_remembered_and_what_it_recalled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text(log_text())
    (tmp_path / "b.csv").write_text(log_text(*NEXT))
    place = ["--home", str(tmp_path / "home"), "--no-build"]

    main(["load", str(tmp_path / "a.csv"), "--time-zone", "Europe/Berlin", *place])
    main(["load", str(tmp_path / "b.csv"), *place])

    said = capsys.readouterr().out
    assert "remembered for generic_events: time zone Europe/Berlin (python -m loaders" in said
    assert "time zone Europe/Berlin, as remembered for generic_events" in said
