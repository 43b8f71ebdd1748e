"""Which column names the account: taken, offered, said, remembered; never in the way of a load."""

from pathlib import Path

import pytest

from loaders.meaning import Options
from loaders.preview import preview
from loaders.profiles import profile, remember
from metrics.errors import ExportError
from tests.loaders.exports import landed, rows, write

TWO = (
    "Ticket,Company,Customer,Created,Resolved,Status\n"
    "T1,Nordwind,Ann,2026-01-05 08:00:00,2026-01-05 09:00:00,Resolved\n"
)
# servicenow_incidents knows company, account and caller; an export with its own column does not.
OWN = (
    "number,client_name,opened_at,sys_updated_on,short_description,state,priority\n"
    "INC1,Nordwind,2026-01-05 08:00:00,2026-01-05 09:00:00,Down,2,3\n"
)


def accounts(export) -> list[str | None]:
    return [row["account_id"] for row in rows(export, "cases")]


def test_second_column_that_could_name_it_is_offered(tmp_path: Path) -> None:
    """The source takes Customer; whether Company is meant only a person knows. Nothing waits."""
    found = preview(write(tmp_path, TWO), tmp_path / "home", Options(time_zone="UTC"))

    (question,) = found.questions
    assert (question.topic, question.is_optional, question.proposed) == (
        "account",
        True,
        "Customer",
    )
    assert [(one.value, one.readings) for one in question.choices] == [
        ("Customer", ("Ann",)),
        ("Company", ("Nordwind",)),
    ]


def test_column_that_is_said_is_taken_and_remembered(tmp_path: Path) -> None:
    _, plain = landed(tmp_path, TWO)
    outcome, said = landed(tmp_path, TWO, account="Company")

    assert (accounts(plain), accounts(said)) == (["Ann"], ["Nordwind"])
    assert outcome.learned == {"account": "Company"}
    assert outcome.manifest.load_id != plain.load_id


def test_remembered_column_serves_the_next_file(tmp_path: Path) -> None:
    remember(tmp_path / "home", "generic_cases", {"account": "Company"})

    outcome, export = landed(tmp_path, TWO)

    assert accounts(export) == ["Nordwind"]
    assert outcome.recalled == {"account": "Company"}


def test_remembered_column_that_a_file_lacks_is_let_be(tmp_path: Path) -> None:
    remember(tmp_path / "home", "generic_cases", {"account": "Tenant"})

    outcome, export = landed(tmp_path, TWO)

    assert (accounts(export), outcome.recalled) == (["Ann"], {})


def test_column_that_a_source_had_left_out_can_be_taken(tmp_path: Path) -> None:
    """Until then the load goes on and says which column could be meant."""
    plain, without = landed(tmp_path, OWN)
    _, said = landed(tmp_path, OWN, account="client_name")

    assert (accounts(without), accounts(said)) == ([None], ["Nordwind"])
    assert any('"client_name" could be: --account' in one for one in plain.manifest.cautions)


def test_column_that_is_not_there_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match='Did you mean "Company"'):
        landed(tmp_path, TWO, account="Compnay")


def test_option_without_use_is_not_remembered(tmp_path: Path) -> None:
    """Customer is what the source takes by itself."""
    landed(tmp_path, TWO, account="Customer")

    assert profile(tmp_path / "home", "generic_cases").account is None
