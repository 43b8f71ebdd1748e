"""Jira's "Export CSV (all fields)" of a service project, in English and in Spanish.

Headers repeat, wall-clock times without a zone or seconds, SLA cells that say what remains,
and done issues whose workflow never set a resolution.
"""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from loaders.formats import life
from loaders.formats.format import Carries, Files, Format
from loaders.formats.jira_words import (
    CATEGORIES,
    ENGLISH,
    PRIORITIES,
    RESOLUTIONS,
    SPANISH,
    STATUSES,
    TYPES,
    Language,
    category_changed_at,
    done_at,
    issue_id,
    named,
    person,
)  # fmt: skip
from loaders.sample_cases import Case

LABELS = 3
UNSET_EVERY = 9  # one done issue in so many came to Done without a resolution
Cells = list[tuple[str, str]]


def export(cases: Sequence[Case], language: Language) -> bytes:
    """The whole file, newest issue first, with a byte order mark."""
    comments = max(len(_comments(case, language)) for case in cases)
    rows = [list(_cells(case, language, comments)) for case in life.pages(cases)]
    header = [language.header(name) for name, _ in rows[0]]
    return life.csv_bytes(header, ([value for _, value in row] for row in rows), bom=True)


def _cells(case: Case, language: Language, comments: int) -> Iterator[tuple[str, str]]:
    """(header in English, cell) in the order of the export; headers repeat."""
    yield from _identity(case, language)
    yield from _dates(case, language)
    yield from [("Labels", label) for label in _labels(case)]
    yield from [("Description", f"{case.subject}.\n\nReported by the client."), ("Environment", "")]
    yield from [("Watchers", life.last(case).owner), ("Watchers", "")]
    yield ("(Organizations)", life.account(case))
    yield ("(Request Type)", "Ask a question")
    yield ("(Affected services)", case.line.system)
    yield ("(Team)", life.last(case).team)
    yield ("([CHART] Date of First Response)", _first_response(case))
    yield ("(Time to resolution)", remaining(case))
    said = _comments(case, language)
    yield from [("Comment", text) for text in said + [""] * (comments - len(said))]
    yield ("Status Category", language.value(CATEGORIES[life.last(case).status]))
    yield ("Status Category Changed", stamp(category_changed_at(case), language))


def _identity(case: Case, language: Language) -> Cells:
    end = life.last(case)
    assignee, reporter = end.owner, person(case.events[0], case)
    is_unset = done_at(case) is None or _is_unset(case)
    return [
        ("Summary", case.subject), ("Issue key", case.case_id), ("Issue id", str(issue_id(case))),
        ("Issue Type", TYPES[case.kind]), ("Status", language.value(STATUSES[end.status])),
        ("Project key", "T"), ("Project name", "Support"), ("Project type", "service_desk"),
        ("Priority", language.value(PRIORITIES[end.severity])),
        ("Resolution", "" if is_unset else language.value(RESOLUTIONS[end.status])),
        ("Assignee", assignee), ("Assignee Id", named(assignee).account_id if assignee else ""),
        ("Reporter", reporter.name), ("Reporter Id", reporter.account_id),
        ("Creator", reporter.name), ("Creator Id", reporter.account_id),
    ]  # fmt: skip


def _dates(case: Case, language: Language) -> Cells:
    done = done_at(case)
    return [
        ("Created", stamp(case.created_at, language)),
        ("Updated", stamp(life.updated(case), language)),
        ("Last Viewed", stamp(life.ENDS, language)),
        ("Resolved", "" if done is None or _is_unset(case) else stamp(done, language)),
        ("Due date", ""), ("Votes", "0"),
        ("Component/s", case.line.category),
    ]  # fmt: skip


def _labels(case: Case) -> list[str]:
    found = [case.line.category.casefold().replace(" ", "-"), "drill" if case.is_drill else ""]
    return [*found, *[""] * (LABELS - len(found))]


def _is_unset(case: Case) -> bool:
    """Done without a resolution: the export then leaves Resolved empty."""
    return issue_id(case) % UNSET_EVERY == 0 and life.last(case).status in ("Resolved", "Closed")


def _comments(case: Case, language: Language) -> list[str]:
    """'24/Jun/26 5:39 PM;accountId;text'; what the confirmation mail says is no comment."""
    return [
        f"{stamp(event.at, language)};{person(event, case).account_id};{event.text}"
        for event in life.spoken(case)
        if event.role != "bot"
    ]


def _first_response(case: Case) -> str:
    """In UTC, whatever the zone of the other columns; an internal note would count as well."""
    answer = life.first(case, "Public reply")
    if answer is None:
        return ""
    return life.at(answer.at).strftime("%Y-%m-%d %H:%M:%S.0")


def remaining(case: Case) -> str:
    """What is left of the site's own SLA as H:MM, negative when breached."""
    minutes = (life.vendor_goal(case) - life.vendor_elapsed(case)) // 60
    return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02}"


def stamp(second: int, language: Language) -> str:
    """'24/Jun/26 5:39 PM' by the wall clock and in the words of whoever exports."""
    local = life.at(second).astimezone(ZoneInfo(language.zone))
    return format_datetime(local, "dd/MMM/yy h:mm a", locale=language.locale)


def _format(name: str, title: str, language: Language) -> Format:
    carries = Carries(
        creation="minute", withdrawn="yes", categories="type only", verdicts="yes", zone="asked for"
    )

    def files(cases: Sequence[Case]) -> Files:
        return {f"{name}.csv": export(cases, language)}

    return Format(
        name,
        title,
        carries,
        files,
        lambda case: case.case_id,
        zone=language.zone,
        met=life.vendor_met,
    )


FORMATS = (
    _format("jira_csv", "Jira CSV export", ENGLISH),
    _format("jira_csv_spanish", "Jira CSV export of a Spanish site", SPANISH),
)
