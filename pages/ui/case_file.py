"""One case as its page shows it: who, which promises, which clocks, which events. No Streamlit."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import pandas as pd

from metrics.errors import QuestionError
from pages.ui import answers, formats, words
from pages.ui.hours import Span, cut, joined
from pages.ui.timeline import Clock, Happening, Stretch

DONE, AT_WORK = ("resolved", "closed"), ("new", "open", "pending", "hold")
COLOURS = {"met": "green", "breached": "red", "at_risk": "orange"}


@dataclass(frozen=True)
class CaseFile:
    """A case, found by source and id."""

    source: str
    case_id: str

    @cached_property
    def row(self) -> pd.Series:
        """Its row of fct_cases. Raises `QuestionError` when there is none."""
        found = answers.read("case", source=self.source, case_id=self.case_id)
        if found.empty:
            raise QuestionError(
                f'there is no case "{self.case_id}" of source "{self.source}" in this warehouse',
                next_step="Open a case from Weekly resilience or from a list of cases.",
            )
        return found.iloc[0]

    @property
    def key(self) -> int:
        return int(self.row["case_key"])

    @cached_property
    def zone(self) -> str:
        return answers.zone()

    @property
    def title(self) -> str:
        subject = self.row["subject"]
        return self.case_id if subject == "No subject" else f"{self.case_id} · {subject}"

    @cached_property
    def promises(self) -> pd.DataFrame:
        """Every promise and cycle, in the order acknowledge, first response, resolve."""
        found = answers.read("promises", case_key=self.key)
        order = {name: i for i, name in enumerate(words.PROMISES)}
        places = found["promise"].map(order).fillna(len(order))
        return found.assign(_place=places).sort_values(["_place", "cycle"]).reset_index(drop=True)

    @cached_property
    def segments(self) -> pd.DataFrame:
        return answers.read("segments", case_key=self.key)

    @property
    def tiles(self) -> list[tuple[str, str, str, str]]:
        """(title, value, note, colour) of the last cycle of every promise."""
        last = self.promises.groupby("promise", sort=False).tail(1)
        return [self._tile(row) for row in last.itertuples()]

    def _tile(self, row: Any) -> tuple[str, str, str, str]:
        cycle = f" · cycle {row.cycle}" if row.cycle > 1 else ""
        target = "no target" if formats.is_nothing(row.target_seconds) else _target(row)
        title = f"{words.promise(row.promise)} · {target}{cycle}"
        return title, stands(row), self._note(row), COLOURS.get(row.state, "gray")

    def _note(self, row: Any) -> str:
        when = {
            "met": ("met", row.met_at),
            "breached": ("breached", row.breached_at),
            "running": ("due", row.due_at),
            "at_risk": ("due", row.due_at),
        }
        if row.state in when:
            verb, at = when[row.state]
            told = f"{verb} {formats.when(at, self.zone)}"
            still = " · still open" if row.state == "breached" and row.is_open else ""
            return told + still + self._drill(row)
        left = formats.clock(row.left_seconds)
        notes = {
            "paused": f"{left} left · paused, so no due time yet",
            "cancelled": "merged or cancelled before it was decided",
            "not_applicable": "this promise does not apply to the case",
            "unknown": "the export does not say when this happened",
        }
        return notes.get(row.state, str(row.state))

    def _drill(self, row: Any) -> str:
        """What a promise of a drill does not count for, where the case became one on its way."""
        if row.is_drill:
            return " · counts nowhere"
        is_drill = _left_as_a_drill(row)
        return (
            f" · a drill since {formats.stamp(row.breach_left_at, self.zone)}" if is_drill else ""
        )

    @property
    def clocks(self) -> list[Clock]:
        """What the timeline draws above the axis: one row per promise, cycles on one row."""
        found = []
        for name, group in self.promises.groupby("promise", sort=False):
            rows: list[Any] = list(group.itertuples())
            breached = [r.breached_at for r in rows if not formats.is_nothing(r.breached_at)]
            stretches = [
                part for s in self._of(str(name)).itertuples() for part in self._stretches(s)
            ]
            at = formats.local(breached[0], self.zone) if breached else None
            state = rows[-1].state
            found.append(Clock(words.promise(str(name)), stretches, at, state, stands(rows[-1])))
        return [clock for clock in found if clock.stretches]

    def _of(self, promise: str) -> pd.DataFrame:
        return self.segments[self.segments["promise"] == promise]

    @cached_property
    def _hours(self) -> dict[str, list[Span]]:
        """Open hours by calendar, as far as the clocks of the case reach."""
        found = answers.read("hours", case_key=self.key)
        return {
            str(name): joined(zip(part["from_at"], part["until_at"], strict=True))
            for name, part in found.groupby("calendar")
        }

    def _stretches(self, row: Any) -> list[Stretch]:
        """A row of the ledger as bars: a clock that ran stood still outside its hours."""
        whole = (row.from_at, row.to_at)
        known = self._hours.get(row.calendar) if row.is_running else None
        parts = cut(whole, known) if known else [(*whole, bool(row.is_running))]
        return [self._stretch(row, *part) for part in parts]

    def _stretch(self, row: Any, start: datetime, end: datetime, is_open: bool) -> Stretch:
        first, last = formats.local(start, self.zone), formats.local(end, self.zone)
        verb, why = ("ran", row.reason) if is_open else ("stood still", _why(row))
        if row.is_running and not is_open:
            why = f"outside the hours of {row.calendar}"
        span = f"{first:%a %-d %b %H:%M} to {last:%a %-d %b %H:%M}"
        hover = f"<b>{verb}</b>: {formats.chart_escape(why)}<br>{span}"
        return Stretch(first, last, is_open, hover)

    @cached_property
    def events(self) -> pd.DataFrame:
        """What happened, each with `says`, local `when`, and `place`: file and line."""
        found = answers.events(self.source, self.case_id)
        says = [event_says(row) for row in found.itertuples()]
        when = [formats.when(t, self.zone, year=True) for t in found["event_at"]]
        return found.assign(says=says, when=when, place=_places(found))

    @property
    def happenings(self) -> list[Happening]:
        """The dots of the timeline: events of one instant share a dot."""
        found = []
        for at, group in self.events.groupby("event_at", sort=True):
            local = formats.local(pd.Timestamp(str(at)), self.zone)
            said = list(dict.fromkeys(group["says"]))
            name = said[0] if len(said) == 1 else f"{said[0]} +{len(said) - 1}"
            hover = [f"{local:%a %-d %b %H:%M}", *map(formats.chart_escape, said)]
            found.append(Happening(local, name, "<br>".join(hover)))
        return found

    def ledger(self, promise: str) -> pd.DataFrame:
        """from, to, clock, why, elapsed, left after, target and whose it is, tier, severity,
        calendar, policy, cycle of one promise."""
        rows = self._of(promise)
        targets = zip(rows["target_seconds"], rows["target_scope"], strict=True)
        return pd.DataFrame(
            {
                "from": [formats.stamp(t, self.zone) for t in rows["from_at"]],
                "to": [formats.stamp(t, self.zone) for t in rows["to_at"]],
                "clock": ["ran" if ran else "stood still" for ran in rows["is_running"]],
                "why": [_why(row) for row in rows.itertuples()],
                "elapsed": [formats.clock(s) for s in rows["elapsed_seconds"]],
                "left after": [formats.clock(s) for s in rows["left_after_seconds"]],
                "target": [f"{formats.clock(s)} {words.scope(w)}" for s, w in targets],
                "tier": rows["tier"],
                "severity": rows["severity"],
                "calendar": rows["calendar"],
                "policy": [f"v{v}" for v in rows["policy_version"]],
                "cycle": rows["cycle"],
            }
        )


def stands(row: Any) -> str:
    """`11 min`, `22 min over`, `69 % used`, ...: how a promise stands, in two words."""
    if row.state == "met":
        return formats.clock(row.elapsed_seconds)
    if row.state == "breached":
        return "breached" if _left_as_a_drill(row) else f"{formats.clock(-row.left_seconds)} over"
    if row.state in ("running", "at_risk", "paused") and row.target_seconds:
        return f"{formats.percent(row.elapsed_seconds / row.target_seconds)} used"
    return str(row.state).replace("_", " ")


def _left_as_a_drill(row: Any) -> bool:
    """A breach that nobody waits for since its case became a drill: no hours come of it."""
    return not formats.is_nothing(row.breach_left_at) and row.breach_left_at != row.stopped_at


def _why(row: Any) -> str:
    """The reason; a pause names the status that caused it."""
    is_pause = not row.is_running and "status" in row.reason
    return f"status: {words.status(row.status)}" if is_pause else str(row.reason)


def event_says(row: Any) -> str:
    """`status: waiting on customer`, `assigned: Ana`, `acknowledged (inferred)`."""
    word = words.EVENTS.get(row.type, str(row.type))
    if row.type == "status_changed" and row.from_value in DONE and row.to_value in AT_WORK:
        return "reopened (inferred)" if row.inferred else "reopened"
    to = None if formats.is_nothing(row.to_value) else str(row.to_value)
    if row.type == "status_changed" and to:
        word = words.status(to)
    elif to:
        word = f"{word}: {to}"
    return f"{word} (inferred)" if row.inferred and row.type != "assigned" else word


def _target(row: Any) -> str:
    return f"{formats.clock(row.target_seconds)}, {row.calendar}"


def _places(events: pd.DataFrame) -> list[str]:
    """`line 8,812 of file.csv`, or the row number where the landing file is gone: a column may cut
    a long name, and never the number."""
    lines: dict[tuple[str, int], int] = {}
    for load_id, part in events.groupby("load_id"):
        found = answers.lines(str(load_id), [int(n) for n in part["row_number"]])
        lines |= {(str(load_id), row): line for row, line in found.items()}
    return [_place(row, lines) for row in events.itertuples()]


def _place(row: Any, lines: dict[tuple[str, int], int]) -> str:
    line = lines.get((row.load_id, row.row_number))
    number = f"line {line:,}" if line else f"row {row.row_number:,}"
    return f"{number} of {row.file_name}"
