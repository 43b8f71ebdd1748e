"""The parts of Customers: every account in a table, or one account on one sheet."""

import pandas as pd
import streamlit as st

from metrics import funnel
from metrics.account_sheet import COMPONENTS
from metrics.statistics import FEWEST_DECIDED
from pages.ui import (
    answers,
    cards,
    charts_blockers,
    charts_customers,
    customer_rows,
    export,
    filters,
    formats,
    layout,
    marks,
    page,
    scope,
    states,
    tables,
)
from pages.ui.board import Board
from pages.ui.export import Download
from pages.ui.scope import FILTERS
from pages.ui.sites import CUSTOMERS
from pages.ui.words import promise as promise_word

LONG = 20  # accounts that show without scrolling
FEWEST = 5  # accounts: fewer are seen at a glance in the table
NOBODY = "No account"  # promises of cases that name none
SHEET = tuple(each for each in FILTERS if each not in ("account", "tier"))


def header() -> tuple[Board, pd.Series | None]:
    """Title, filters and stamp; the board, and the account when the filters name just one."""
    named = filters.query().get("account", [])
    title = named[0] if len(named) == 1 and named[0] in scope.values("account") else None
    board = Board(page.opened(CUSTOMERS, front="account", more=("tier", *SHEET), title=title))
    picked = dict(board.scope.where).get("account", ())
    if len(picked) != 1:
        return board, None
    return board, _account(picked[0])


def overview(board: Board) -> None:
    """Every account in one line; a click opens its sheet."""
    frame = customer_rows.overview(board)
    if frame.empty:
        states.nothing("No account is in this data.", "Load a list of accounts, or cases with one.")
        return
    page.sentence(_compared(frame, board))
    figures = [(each.title, board.figure(each.metric, each.title)) for each in COMPONENTS[:6]]
    cards.tiles(
        board.scope, [(title, each, f"n {formats.count(each.n)}") for title, each in figures]
    )
    _funnel_card(board)
    with cards.card("accounts"):
        cards.heading("Every account", "click one for its sheet; sort by any column")
        links = [board.scope.url(account=name) for name in frame["account"]]
        alt = f"{len(frame)} accounts, the most hours past promise first"
        day = st.column_config.DateColumn("renewal", format="YYYY-MM-DD")
        tables.linked(
            frame, "account", "account_rows", alt, links, LONG, path=CUSTOMERS, renewal=day
        )
        said = "Promises kept: met of decided. Sorted by hours past promise; there is no score."
        export.foot(Download(frame, "accounts"), "accounts", said)


def _funnel_card(board: Board) -> None:
    """Whose promises are kept less often, or more often, than chance explains."""
    frame = board.by("sla_adherence", "account")
    frame = frame[(frame["n"] > 0) & (frame["account"] != NOBODY)]
    if len(frame) < FEWEST:
        return
    with cards.card("funnel"):
        whole = float(frame["hits"].sum() / frame["n"].sum())
        side = funnel.sides(frame["hits"].to_numpy(), frame["n"].to_numpy(), whole)
        judged = frame.assign(side=side)
        found = charts_customers.found(judged["side"])
        cards.heading("Who stands out", f"{found}; click for the sheet")
        links = {
            name: (
                f"{name} · {formats.share_of(value, hits, n)}",
                board.scope.url(account=name),
            )
            for name, value, hits, n in zip(
                frame["account"], frame["value"], frame["hits"], frame["n"], strict=True
            )
        }
        chart = charts_customers.funnel(judged, whole, layout.is_narrow())
        download = Download(
            frame, "kept-by-account", board.scope.question("sla_adherence", by=("account",))
        )
        marks.clickable(chart, "funnel_click", "Sheet of an account", links, download, CUSTOMERS)


def summary(board: Board, account: pd.Series) -> None:
    """Who this is, what matters in a sentence, and every component as a tile of its own."""
    st.caption(_who(account))
    figures = {
        each.title: board.figure(each.metric, each.title, aggregation=each.aggregation)
        for each in COMPONENTS
    }
    page.sentence(_sentence(board, account))
    entries = [(title, figure, f"n {formats.count(figure.n)}") for title, figure in figures.items()]
    cards.tiles(board.scope, entries)


def promises_card(board: Board) -> None:
    """Promises kept by kind, with what chance explains."""
    with cards.card("customer_promises"):
        cards.heading("Promises kept", "by kind; click for cases")
        frame = board.by("sla_adherence", "promise")
        frame = frame[frame["n"] > 0]
        if frame.empty:
            states.nothing("No promise to this account was decided in this period.")
            return
        question = board.scope.question("sla_adherence", by=("promise",))
        links = {
            promise_word(kind): (
                promise_word(kind),
                board.scope.cases("sla_adherence", {"promise": kind}),
            )
            for kind in frame["promise"]
        }
        named = frame.assign(name=frame["promise"].map(promise_word))
        whole = float(board.value("sla_adherence")["value"])
        chart = charts_blockers.shares(named, "Promises kept", whole)
        download = Download(frame, "promises-kept", question)
        marks.clickable(chart, "customer_kept", "Cases of a promise", links, download)


def breaches_card(board: Board, account: pd.Series) -> None:
    """What was promised to the account and missed, the most over first."""
    with cards.card("customer_breaches"):
        cards.heading("Missed", "the most over first; open a case for its clock")
        rows = _of(board, account, "breaches")
        frame = customer_rows.breaches(rows, board.scope.zone)
        _table(board, frame, "breach", "Nothing promised to this account was missed.")


def incidents_card(board: Board, account: pd.Series) -> None:
    """Incidents that tickets of the account name."""
    with cards.card("customer_incidents"):
        cards.heading("Incidents felt", "those that tickets of this account belong to")
        rows = _of(board, account, "incidents_felt")
        frame = customer_rows.incidents(rows, board.scope.zone)
        _table(board, frame, "incident", "No ticket of this account belongs to an incident.")


def open_card(board: Board, account: pd.Series) -> None:
    """What is open for the account now."""
    with cards.card("customer_open"):
        at = formats.when(answers.meta()["as_of"], board.scope.zone)
        cards.heading("Open now", f"as of {at}, the oldest first")
        rows = answers.listed("open_cases", account=str(account["account"]))
        _table(board, customer_rows.open_cases(rows), "open case", "No case of it is open.")


def _table(board: Board, frame: pd.DataFrame, what: str, empty: str) -> None:
    if frame.empty:
        states.nothing(empty)
        return
    key = f"customer_{what.replace(' ', '_')}_rows"
    said = formats.counted(len(frame), what)
    tables.cases(frame, key, said, board.scope.cases("cases_opened", {}))
    st.space("stretch")
    export.foot(Download(frame, what.replace(" ", "-")), key, said)


def _of(board: Board, account: pd.Series, name: str) -> pd.DataFrame:
    window = board.scope.window
    known = str(account["account"])
    return answers.listed(name, account=known, start=window.start, end=window.end)


def _account(name: str) -> pd.Series:
    """The row of the account; of one that only cases name, nothing but its name."""
    listed = answers.listed("accounts")
    found = listed[listed["account"] == name]
    return found.iloc[0] if len(found) else pd.Series({"account": name}, index=listed.columns)


def _who(account: pd.Series) -> str:
    """`Gold · EU · owner Ana Ruiz · renewal 2027-01-31, in 76 days` from today."""
    if account["account"] == NOBODY:
        return ":material/business: Cases that name no account."
    parts = [account["tier"], account["region"]]
    if not formats.is_nothing(account["owner"]):
        parts.append(f"owner {account['owner']}")
    if not formats.is_nothing(account["renewal_on"]):
        today = formats.local(pd.Timestamp(answers.now()), answers.zone())
        days = (pd.Timestamp(account["renewal_on"]).date() - today.date()).days
        when = f"in {days} days" if days >= 0 else f"{-days} days ago"
        parts.append(f"renewal {pd.Timestamp(account['renewal_on']):%Y-%m-%d}, {when}")
    said = [formats.md_escape(part) for part in parts if not formats.is_nothing(part)]
    return ":material/business: " + (" · ".join(said) or "Only cases name this account.")


def _sentence(board: Board, account: pd.Series) -> str:
    kept, late = board.value("sla_adherence"), board.value("open_breaches")
    n, open_now = int(kept["n"]), int(late["n"])
    name = account["account"]
    if not n:
        return f"No promise to {name} was decided in {board.scope.window.name}."
    hits = int(kept["hits"])
    share = f" ({formats.percent(kept['value'])})" if n >= FEWEST_DECIDED else ""
    said = f"{name}: {hits:,} of {formats.counted(n, 'promise')} kept{share}"
    return f"{said} in {board.scope.window.name}; {_still_open(open_now, board)}."


def _still_open(count: int, board: Board) -> str:
    """`1 is breached and still open`; of a period that is over, as it stood at its end."""
    is_over = not board.scope.window.is_open
    verb = ("was" if count < 2 else "were") if is_over else ("is" if count < 2 else "are")
    end = " at its end" if is_over else ""
    return f"{count or 'none'} {verb} breached and still open{end}"


def _compared(frame: pd.DataFrame, board: Board) -> str:
    frame = frame[frame["account"] != NOBODY]
    late = frame[frame["late, h"] > 0]
    if late.empty:
        return f"No account waited past a promise in {board.scope.window.name}."
    worst = late.iloc[0]
    said = f"{formats.count(len(late))} of {formats.counted(len(frame), 'account')} waited"
    longest = f"{worst['account']} longest, {worst['late, h']:,.1f} h"
    return f"{said} past a promise in {board.scope.window.name}; {longest}."
