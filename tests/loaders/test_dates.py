"""Dates are read as their file writes them, or asked about; never guessed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.dates import infer, require_zone, utc_expression
from loaders.dating import Dated, Layouts
from loaders.questions import Answers, Asked
from loaders.zones import time_zone
from metrics.errors import Ask
from metrics.warehouse.connection import scratch

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Africa/Casablanca",
)


def read(texts: list[str], zone: str | None = "UTC", order: str | None = None) -> list[str | None]:
    """What a column of texts means, as UTC text."""
    with scratch() as connection:
        connection.register("texts", pa.table({"t": texts}))
        connection.execute("create table landed as select t from texts")
        (dating,) = infer(connection, [Dated("landed", ("t",), ("?",))], order, "f.csv", Answers())
        used = (dating.columns["t"], zone, dating.first_year, dating.last_year)
        found = connection.execute(
            f"select strftime({utc_expression('t', *used)}, '%Y-%m-%d %H:%M:%S') from landed"
        ).fetchall()
    return [row[0] for row in found]


@pytest.mark.parametrize(
    "text, utc",
    [
        ("2026-06-05 23:20:11", "2026-06-05 23:20:11"),
        ("2026-06-05T23:20:11", "2026-06-05 23:20:11"),
        ("2026-06-05 23:20", "2026-06-05 23:20:00"),
        ("2026-06-05", "2026-06-05 00:00:00"),
        ("2026-06-05T23:20:11.987", "2026-06-05 23:20:11"),
        ("2026-06-05T23:20:11.987654Z", "2026-06-05 23:20:11"),
        ("2026-06-05T23:20:11+02:00", "2026-06-05 21:20:11"),
        ("2026-06-05T23:20:11.000-0530", "2026-06-06 04:50:11"),
        ("2026-06-05 23:20:11 +02", "2026-06-05 21:20:11"),
        ("2026/6/5 3:20", "2026-06-05 03:20:00"),
        ("25/6/2026 01:16", "2026-06-25 01:16:00"),
        ("25.06.2026, 01:16:09", "2026-06-25 01:16:09"),
        ("6/25/2026 1:16 PM", "2026-06-25 13:16:00"),
        ("6/25/2026 12:16AM", "2026-06-25 00:16:00"),
        ("24/Jun/26 5:39 PM", "2026-06-24 17:39:00"),
        ("24/jun/2026 17:39", "2026-06-24 17:39:00"),
        ("Jun/24/26 5:39 PM", "2026-06-24 17:39:00"),
        ("24 June 2026 17:39", "2026-06-24 17:39:00"),
        ("June 24, 2026 5:39 PM", "2026-06-24 17:39:00"),
        ("24/September/2026 5:39 pm", "2026-09-24 17:39:00"),
        ("07/Aug/2026 12:54 PM", "2026-08-07 12:54:00"),
        ("24/Jun/26", "2026-06-24 00:00:00"),
        ("2025-12-22 18:45:55.01", "2025-12-22 18:45:55"),
        ("18/ene/26 5:39 p.\u00a0m.", "2026-01-18 17:39:00"),
        ("18/jul/26 5:39\u202fPM", "2026-07-18 17:39:00"),
        ("18/sept./26 9:05 a. m.", "2026-09-18 09:05:00"),
        ("18/Mrz/26 17:39", "2026-03-18 17:39:00"),
        ("18/Dez./26 17:39", "2026-12-18 17:39:00"),
        ("18/févr./26 17:39", "2026-02-18 17:39:00"),
        ("18/juil./26 5:39 PM", "2026-07-18 17:39:00"),
        ("18 août 2026 17:39", "2026-08-18 17:39:00"),
        ("18/out/26 17:39", "2026-10-18 17:39:00"),
        ("18/dezembro/2026 17:39", "2026-12-18 17:39:00"),
    ],
)
def test_layout_is_read(text: str, utc: str) -> None:
    """The layouts that real exports were seen to use."""
    assert read([text]) == [utc]


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2026 10:00",
        "2026-02-30 10:00:00",
        "2026-13-01",
        "not a date",
        "?",
        "25:00",
        "29:10.8",
        "31/abr/26 10:00",
        "18/quintil/26 10:00",
        "0017-01-01",
    ],
)
def test_what_is_no_date_is_null(text: str) -> None:
    """Unreadable text is null and set aside later; it never becomes some other date."""
    assert read(["2026-12-31 10:00:00", "31/12/2026 10:00", text])[2] is None


@pytest.mark.parametrize("year", [1969, 2101])
def test_years_out_of_reach_are_null(year: int) -> None:
    """A year before 1970 or after 2100 is a typing error."""
    assert read([f"{year}-06-01 00:00:00", "2026-06-01 00:00:00"])[0] is None


def test_one_day_over_twelve_decides_the_order_for_the_file() -> None:
    """The whole column is looked at, not its first rows."""
    dmy = read([*["05/06/2026 10:00"] * 1000, "13/06/2026 10:00"])
    mdy = read([*["05/06/2026 10:00"] * 1000, "06/13/2026 10:00"])

    assert (dmy[0], mdy[0]) == ("2026-06-05 10:00:00", "2026-05-06 10:00:00")


def test_order_that_cannot_be_known_is_asked() -> None:
    """DuckDB would read day first, silently, and be wrong for every American export."""
    with pytest.raises(Ask) as asked:
        read(["05/06/2026 10:00", "07/08/2026 10:00"])

    message = str(asked.value)
    assert "--date-order dmy|mdy" in message
    assert "05/06/2026 10:00" in message
    assert "dmy: 2026-06-05" in message
    assert "mdy: 2026-05-06" in message


def test_order_given_is_followed() -> None:
    assert read(["05/06/2026 10:00"], order="mdy") == ["2026-05-06 10:00:00"]
    assert read(["05/06/07 10:00"], order="ymd") == ["2005-06-07 10:00:00"]


def test_orders_that_contradict_are_asked() -> None:
    with pytest.raises(Ask, match="fit no one order"):
        read(["13/06/2026", "06/13/2026"])


def test_two_digit_years_may_be_first() -> None:
    """16/02/17 is a day in 2017 or in 2016: with nothing else to go by, it is asked."""
    with pytest.raises(Ask, match=r"dmy\|ymd"):
        read(["16/02/17 10:00"])


def test_unknown_order_is_asked_again() -> None:
    with pytest.raises(Ask, match="dmy, mdy, ymd"):
        read(["05/06/2026"], order="dym")


def test_two_layouts_in_one_column_are_both_read() -> None:
    """Excel turns some cells of an export over and leaves others alone."""
    found = read(["16/02/2017 15:26", "16/Feb/17 3:29 PM", "16/02/17 15:26"], order="dmy")

    assert found == ["2017-02-16 15:26:00", "2017-02-16 15:29:00", "2017-02-16 15:26:00"]


def test_offset_in_the_text_needs_no_zone_and_heeds_none() -> None:
    """A text with an offset is an instant; the zone is for the texts without one."""
    found = read(["2026-07-01T12:00:00+02:00", "2026-07-01T12:00:00"], zone="America/New_York")

    assert found == ["2026-07-01 10:00:00", "2026-07-01 16:00:00"]


def test_local_times_without_a_zone_are_asked_about() -> None:
    """With the earliest and the latest value, so that both sides of a clock change are seen."""
    texts = "['2026-07-01 12:00:00', '?', '2026-01-01 12:00:00']"
    columns = {"closed": Layouts(), "opened": Layouts(("%Y-%m-%d %H:%M:%S",))}

    with pytest.raises(Asked, match="--time-zone Europe/Berlin") as asked:
        zone_of(texts, columns, Answers())

    question = asked.value.question
    assert (question.column, question.samples) == (
        "opened",
        ("2026-01-01 12:00:00", "2026-07-01 12:00:00"),
    )
    berlin = next(choice for choice in question.choices if choice.value == "Europe/Berlin")
    assert berlin.readings == ("2026-01-01 11:00Z", "2026-07-01 10:00Z")


def test_answered_zone_must_be_one() -> None:
    columns = {"opened": Layouts(("%Y-%m-%d %H:%M:%S",))}

    with pytest.raises(Ask, match='Did you mean "Europe/Berlin"'):
        zone_of("['2026-07-01 12:00:00']", columns, Answers(lambda _: "Europe/Berlim"))


def zone_of(texts: str, columns: dict[str, Layouts], answers: Answers) -> str | None:
    with scratch() as connection:
        connection.execute(f"create table landed as select unnest({texts}) opened, null as closed")
        return require_zone(connection, "landed", columns, "f.csv", answers)


def test_unknown_zone_names_the_nearest() -> None:
    with pytest.raises(Ask, match='Did you mean "Europe/Berlin"'):
        time_zone("Europe/Berlim")


def test_fold_is_its_first_pass_and_gap_the_offset_before() -> None:
    """02:30 happens twice in autumn (first: summer time) and never in spring."""
    found = read(["2026-10-25 02:30:00", "2026-03-29 02:30:00"], zone="Europe/Berlin")

    assert found == ["2026-10-25 00:30:00", "2026-03-29 01:30:00"]


def test_clock_changes_stay_right_to_the_second() -> None:
    """Every second around each change of eight zones, against zoneinfo."""
    for name in ZONES:
        texts, expected = _around_changes(name)
        assert read(texts, zone=name) == expected, name


_WALLS = st.datetimes(datetime(1970, 1, 2), datetime(2100, 12, 30)).map(
    lambda wall: wall.replace(microsecond=0, fold=0)
)


@settings(max_examples=30, deadline=None)
@given(st.lists(_WALLS, min_size=1, max_size=20), st.sampled_from(ZONES))
def test_local_times_agree_with_zoneinfo(walls: list[datetime], zone: str) -> None:
    """DuckDB resolves a fold the other way, so it is never asked for a zone."""
    found = read([str(wall) for wall in walls], zone=zone)

    assert found == [_utc(wall, zone) for wall in walls]


def _utc(wall: datetime, zone: str) -> str:
    return f"{wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _around_changes(zone: str) -> tuple[list[str], list[str | None]]:
    """Wall times near every change from 2010 to 2012, by the second, and their UTC."""
    info = ZoneInfo(zone)
    hours = (datetime(2010, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(3 * 8766))
    walls = {
        change.replace(tzinfo=None) + timedelta(minutes=30 * half, seconds=second)
        for change in (
            hour.astimezone(info)
            for hour in hours
            if hour.astimezone(info).utcoffset()
            != (hour + timedelta(hours=1)).astimezone(info).utcoffset()
        )
        for half in range(-6, 9)
        for second in (-1, 0, 1)
    } | {datetime(2010, 1, 1)}
    ordered = sorted(walls)
    return [str(wall) for wall in ordered], [_utc(wall, zone) for wall in ordered]
