"""The brief: every figure is that of its command and of the page, and a file needs nothing else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from metrics import brief as briefs
from metrics import brief_files
from metrics.__main__ import main
from metrics.answers import WarehouseAnswers
from metrics.brief import Brief
from metrics.errors import QuestionError
from metrics.names import promise
from metrics.statistics import FEWEST_DECIDED
from metrics.warehouse.connection import open_warehouse
from metrics.week_board import WeekBoard
from metrics.wording import count, total
from pages.ui.formats import md_escape
from tests.builders import T, marts
from tests.pages.conftest import Opened, one_case, opened
from tests.printed import printed, rows

__all__ = ["one_case", "opened"]
Printed = pytest.CaptureFixture[str]
AS_OF = T("2026-11-15 23:58")
GOLD = (("tier", ("Gold",)), ("team", ("Frontline",)))
LINKS = [("2026-W46", (), "previous"), ("2026-W30", GOLD, "quarter")]


@contextmanager
def board(home: Path, week: str | None = "2026-W46", *asked: object) -> Iterator[WeekBoard]:
    """The board of a week straight from a warehouse."""
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        yield briefs.board_of(WarehouseAnswers(cursor), week, *asked)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def told(sample_home: Path) -> Brief:
    """The brief of the week in which Gold slipped."""
    with board(sample_home) as found:
        return briefs.brief(found)


def words(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [" ".join(text.split()) for text in found]


@pytest.fixture(scope="module", params=LINKS, ids=["week", "filtered"])
def linked(request: pytest.FixtureRequest, sample_home: Path) -> Brief:
    """The brief of a link."""
    with board(sample_home, *request.param) as found:
        return briefs.brief(found)


def test_a_tile_is_what_its_command_prints(sample_home: Path, linked: Brief) -> None:
    """Value and n."""
    lines = dict(linked.commands)

    for tile in linked.tiles:
        assert tile.value == printed(sample_home, tile.command)
        assert tile.n == count(rows(sample_home, tile.command)[0]["n"])
        assert tile.command == lines[tile.title]


def test_a_note_says_what_its_command_prints(sample_home: Path, linked: Brief) -> None:
    """The p90s, the breaches of all tiers, the post-mortems."""
    notes = {tile.title: tile.note for tile in linked.tiles}
    said = {what: printed(sample_home, line) for what, line in linked.commands if "report" in line}

    for title in ("Acknowledged in", "Resolved in"):
        assert f"p90 {said[f'{title}, p90']} " in notes[title]
    assert f"of {said['Open breaches, all tiers']} in all tiers" in notes["Open breaches"]
    quarter = {"2026-W46": "2026-Q4", "2026-W30": "2026-Q3"}[linked.week]
    assert f"budget of {quarter}" in notes["Uptime"]
    assert notes["Major incidents"].startswith(f"{said['Open post-mortems']} post-mortem")


def test_matrix_and_bars_are_what_their_commands_print(sample_home: Path, linked: Brief) -> None:
    lines = dict(linked.commands)
    squares = {
        (row.name, name): square
        for row in linked.matrix
        for name, square in zip(linked.columns, row.squares, strict=True)
    }

    for row in rows(sample_home, lines["Adherence by tier and promise"]):
        square = squares[(row["tier"], promise(row["promise"]))]
        assert square.counts == f"{round(row['value'] * row['n'])}/{row['n']}"
        assert bool(square.percent) == (row["n"] >= FEWEST_DECIDED)
    found = rows(sample_home, lines["What blocked customers most"])
    assert "Z" not in lines["What blocked customers most"].split("--where")[0]  # at midnight
    longest = max(found, key=lambda row: row["value"])
    assert linked.blockers is not None
    assert f". {longest['category']} {total(longest['value'], 'hours')};" in linked.blockers.alt


def test_the_page_says_the_same(opened: Opened, sample_home: Path, told: Brief) -> None:
    """Sentence, values and notes, word for word."""
    app = opened(sample_home, "weekly", week="2026-W46")

    captions = " | ".join(each.value for each in app.caption)
    assert md_escape(told.headline) in [each.value for each in app.subheader]
    assert [each.value for each in app.metric] == [tile.value for tile in told.tiles]
    assert all(md_escape(tile.note) in captions for tile in told.tiles)
    assert all(md_escape(part) in captions for part in told.stamp)
    waiting = next(each.value for each in app.dataframe if "what" in each.value)
    assert [row[1] for row in told.attention.rows] == list(waiting["what"])[: briefs.WAITING]


def test_every_page_says_that_the_sample_is_invented(
    opened: Opened, sample_home: Path, told: Brief
) -> None:
    """In the words of the badge of the pages, also on a second sheet that lies apart."""
    badges = [each for each in opened(sample_home, "weekly").get("page_link") if each.help]

    said = [f"Sample data: {each.help.lower()}" for each in badges if "Sample data" in each.label]
    assert [told.sample] == said
    assert all(told.sample in page for page in words(brief_files.pdf(told, AS_OF)))
    assert told.sample in brief_files.html(told).decode()


def test_other_data_are_not_called_a_sample(one_case: Path) -> None:
    """Whoever loaded exports of their own reads nothing of it."""
    with board(one_case) as found:
        told = briefs.brief(found)

    pages = [brief_files.html(told).decode(), *words(brief_files.pdf(told, AS_OF))]
    assert not any("Sample data" in page for page in pages)


def test_the_same_week_gives_the_same_bytes(sample_home: Path, told: Brief) -> None:
    """No clock is read, no order is left to chance."""
    with board(sample_home) as found:
        again = briefs.brief(found)

    for kind in brief_files.FORMATS:
        assert brief_files.made(kind, told, AS_OF) == brief_files.made(kind, again, AS_OF)


def test_two_pages_of_paper_hold_all_of_it(told: Brief) -> None:
    """What is read first stands on the first page; text can be found and copied."""
    first, second = words(brief_files.pdf(told, AS_OF))

    assert "Gold acknowledgements slipped to 80.6" in first
    assert all(tile.note[:12] in first for tile in told.tiles)
    assert all(row[0] in first for row in told.attention.rows)
    assert all(line in second for _, line in told.commands)  # to be copied: no word is cut


def test_the_page_of_html_needs_nothing_else(told: Brief) -> None:
    """No script, no address to fetch; both grounds and paper."""
    page = brief_files.html(told).decode()

    assert not re.search(r"<script|<link|<img|@import|url\(|\son\w+=", page)
    assert set(re.findall(r"https?://[^\"]+", page)) <= {"http://www.w3.org/2000/svg"}
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_words_of_the_data_are_no_markup(told: Brief) -> None:
    """A subject may say anything."""
    harm = '<script>x</script> #panic("x") *b* $a$ {{ 1 }}'
    spoilt = replace(told, headline=harm, filters=[harm])

    assert "<script>" not in brief_files.html(spoilt).decode()
    assert harm in words(brief_files.pdf(spoilt, AS_OF))[0]


@pytest.mark.parametrize("week, said", [("2026-W46", "too early"), ("2026-W47", "still open")])
def test_a_young_or_open_week_has_a_brief(one_case: Path, week: str, said: str) -> None:
    """One case: counts, no verdict, empty parts in words."""
    with board(one_case, week) as found:
        told = briefs.brief(found)

    pages = [brief_files.html(told).decode(), " ".join(words(brief_files.pdf(told, AS_OF)))]
    assert all(said in page for page in pages)
    assert all("No incident became major in this week." in page for page in pages)


@pytest.mark.parametrize(
    "asked, said",
    [
        (["--week", "2026-W64"], 'Did you mean "2026-W4'),
        (["--where", "tier=Glod"], 'Did you mean "Gold"'),
        (["--where", "teir=Gold"], 'Did you mean "tier"'),
        (["--where", "region=EU"], "The brief knows tier, team"),
        (["--format", "pdf"], "Name a file: --out brief.pdf"),
        (["--out", "/nowhere/brief.html"], "cannot be written"),
    ],
)
def test_what_cannot_be_is_named(
    one_case: Path, capsys: Printed, asked: list[str], said: str
) -> None:
    code = main(["brief", "--home", str(one_case), *asked])

    printed = capsys.readouterr()
    assert code == 1
    assert said in printed.err
    assert printed.out == ""


def test_without_data_there_is_no_brief() -> None:
    with marts(as_of=None) as found, pytest.raises(QuestionError, match="no week has data yet"):  # type: ignore[arg-type]
        briefs.board_of(WarehouseAnswers(found), None)


def test_the_command_writes_the_file(one_case: Path, tmp_path: Path) -> None:
    out = tmp_path / "brief.pdf"

    code = main(["brief", "--format", "pdf", "--out", str(out), "--home", str(one_case)])

    assert code == 0
    assert "2 of 4 promises were kept" in words(out.read_bytes())[0]
