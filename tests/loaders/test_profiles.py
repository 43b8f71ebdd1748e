"""Answers are remembered by source, shown and changed; a bad one is refused with the cure."""

from pathlib import Path

import pytest

from loaders.__main__ import main
from loaders.profiles import Profile, forget, profile, profiles, remember
from metrics.errors import Ask, ExportError


def test_answers_of_a_source_add_up(tmp_path: Path) -> None:
    remember(tmp_path, "desk", {"time_zone": "Europe/Berlin"})
    remember(tmp_path, "desk", {"date_order": "dmy"})

    assert profile(tmp_path, "desk") == Profile(time_zone="Europe/Berlin", date_order="dmy")
    assert profile(tmp_path, "other") == Profile()


@pytest.mark.parametrize("source", ["My desk", "../../evil", "a/b", "Büro: 1", "."])
def test_any_name_of_a_source_stays_in_the_folder(tmp_path: Path, source: str) -> None:
    """A mapping names its source freely; the name must not choose the place of the file."""
    home = tmp_path / "deep" / "home"

    remember(home, source, {"time_zone": "UTC"})

    assert list(profiles(home)) == [source]
    assert [path.parent for path in tmp_path.rglob("*.yaml")] == [home / "profiles"]


@pytest.mark.parametrize(
    "answers, said",
    [
        ({"time_zone": "Europe/Berlim"}, 'Did you mean "Europe/Berlin"'),
        ({"date_order": "dym"}, "date_order"),
        ({"zone": "UTC"}, 'Did you mean "time_zone"'),
    ],
)
def test_wrong_answer_is_refused_and_changes_nothing(
    tmp_path: Path, answers: dict[str, str], said: str
) -> None:
    remember(tmp_path, "desk", {"time_zone": "UTC"})

    with pytest.raises(ExportError, match=said):
        remember(tmp_path, "desk", answers)

    assert profile(tmp_path, "desk") == Profile(time_zone="UTC")


@pytest.mark.parametrize("text", ["time_zone: [", "zone: UTC", "- a", b"\xff\xfe"])
def test_damaged_profile_is_named(tmp_path: Path, text: str | bytes) -> None:
    remember(tmp_path, "desk", {"time_zone": "UTC"})
    path = tmp_path / "profiles" / "desk.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)

    with pytest.raises(ExportError, match="profiles forget desk"):
        profile(tmp_path, "desk")


def test_profile_with_an_unknown_zone_asks(tmp_path: Path) -> None:
    remember(tmp_path, "desk", {"time_zone": "UTC"})
    (tmp_path / "profiles" / "desk.yaml").write_text("time_zone: Mars/Base\n", encoding="utf-8")

    with pytest.raises(Ask, match="is no time zone"):
        profile(tmp_path, "desk")


def test_killed_write_keeps_the_old_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    remember(tmp_path, "desk", {"time_zone": "UTC"})
    with monkeypatch.context() as dying:
        dying.setattr("loaders.disk.os.replace", die)
        with pytest.raises(KeyboardInterrupt):
            remember(tmp_path, "desk", {"time_zone": "Asia/Tokyo"})

    assert profiles(tmp_path) == {"desk": Profile(time_zone="UTC")}


def test_forgetting_what_is_not_there_names_the_nearest(tmp_path: Path) -> None:
    remember(tmp_path, "desk", {"time_zone": "UTC"})

    with pytest.raises(ExportError, match='Did you mean "desk"'):
        forget(tmp_path, "dask")


def test_commands_show_set_and_forget(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--home counts before the action as well as after it."""
    place = ["--home", str(tmp_path)]

    assert main(["profiles", *place]) == 0
    assert main(["profiles", *place, "set", "jira", "time_zone=Europe/Berlin"]) == 0
    assert main(["profiles", "set", "jira", "date_order=dmy", *place]) == 0
    assert main(["profiles", *place]) == 0
    assert main(["profiles", "forget", "jira", *place]) == 0
    assert main(["profiles", "set", "jira", "Europe/Berlin", *place]) == 1

    said, wrong = capsys.readouterr()
    assert said.splitlines()[0] == "nothing is remembered yet"
    assert "jira: time_zone Europe/Berlin, date_order dmy\n" in said
    assert said.endswith("jira: forgotten\n")
    assert "is no NAME=VALUE" in wrong
