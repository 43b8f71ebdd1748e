"""What a URL asks, read with care: period, comparison, filters. It knows no warehouse.

`week=2026-W46`, `last=13w` (closed weeks; `d` for closed days) or `from=2026-09-01&to=2026-10-01`
(both days included); `compare=previous|quarter|none`; any breakdown as a filter, several values by
repeating it: `tier=Gold&tier=Silver`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from metrics.dimension import DIMENSIONS
from metrics.errors import did_you_mean

PERIOD = ("week", "last", "from", "to")
COMPARE = "compare"
# The page whose mark was clicked, the filters that the click added, and the period it replaced.
VIA, PICKED, BACK = "via", "picked", "back"
CAME = (VIA, PICKED, BACK)
LEAVING = ("list", "metric", "case", "case_source")  # what names a list of cases, and a case
GRAMMAR = (*PERIOD, COMPARE, *DIMENSIONS)
MOST_DAYS = 1100  # three years: what a chart of weeks can still show
Filters = tuple[tuple[str, tuple[str, ...]], ...]
Query = Mapping[str, Sequence[str]]


class Link(BaseModel):
    """What the keys of a URL ask. Raises pydantic's `ValidationError` in plain words."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    week: str | None = None
    last: str | None = None
    first_day: date | None = Field(None, alias="from")
    last_day: date | None = Field(None, alias="to")
    compare: Literal["previous", "quarter", "none"] | None = None
    where: Filters = ()

    @field_validator("week")
    @classmethod
    def _is_week(cls, text: str | None) -> str | None:
        found = re.fullmatch(r"(\d{4})-W(\d\d)", text or "")
        try:
            if found:
                date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            found = None
        if text is not None and not found:
            raise ValueError("is no ISO week; write 2026-W46")
        return text

    @field_validator("last")
    @classmethod
    def _is_length(cls, text: str | None) -> str | None:
        found = re.fullmatch(r"([1-9]\d{0,3})([dw])", text or "")
        if text is not None and not found:
            raise ValueError("is no length; write 13w for weeks or 30d for days")
        if found and int(found[1]) * (7 if found[2] == "w" else 1) > MOST_DAYS:
            raise ValueError("is longer than three years")
        return text

    @model_validator(mode="after")
    def _forwards(self) -> "Link":
        if (self.first_day is None) != (self.last_day is None):
            raise ValueError("A range needs both from= and to=.")
        if self.first_day and self.last_day:
            if self.last_day < self.first_day:
                raise ValueError(
                    f"The range runs backwards: from {self.first_day} to {self.last_day}."
                )
            if (self.last_day - self.first_day).days >= MOST_DAYS:
                raise ValueError("The range is longer than three years.")
        return self

    @property
    def has_period(self) -> bool:
        return bool(self.week or self.last or self.first_day)


def read(query: Query) -> tuple[Link, list[str]]:
    """The link and, in words, what of it cannot be used and was left out."""
    fields: dict[str, Any] = {key: query[key][-1] for key in (*PERIOD, COMPARE) if key in query}
    filters = [(key, tuple(dict.fromkeys(query[key]))) for key in DIMENSIONS if key in query]
    fields["where"] = tuple((key, values) for key, values in filters if any(values))
    notes: list[str] = []
    while True:
        try:
            found = Link.model_validate(fields)
        except ValidationError as error:
            _leave_out(fields, error, notes)
            continue
        return _one_period(found, notes), notes


def write(link: Link) -> dict[str, list[str]]:
    """The link as the keys and values of a URL."""
    texts = {
        "week": link.week,
        "last": link.last,
        "from": link.first_day,
        "to": link.last_day,
        COMPARE: link.compare if link.compare != "previous" else None,
    }
    found = {key: [str(text)] for key, text in texts.items() if text is not None}
    return found | {key: list(values) for key, values in link.where}


def period(link: Link) -> str:
    """The period in one word: `2026-W46`, `13w`, `2026-09-01..2026-10-01`."""
    days = f"{link.first_day}..{link.last_day}" if link.first_day else ""
    return link.week or link.last or days


def period_of(word: str) -> dict[str, list[str]]:
    """The keys of a URL for a period in one word, as `period` writes it."""
    if ".." in word:
        first, _, last = word.partition("..")
        return {"from": [first], "to": [last]}
    return {"week" if "W" in word else "last": [word]} if word else {}


def returned(query: Query, slug: str) -> dict[str, list[str]]:
    """What a page was asked before a mark of it was clicked.

    On the way to another page the server writes the other page's query to this page's address,
    and the browser keeps that: Back leads there. It is known by `via`, which names this page.
    """
    kept = {key: list(values) for key, values in query.items()}
    if kept.get(VIA) != [slug]:
        return kept
    gone = {*LEAVING, *CAME, *"".join(kept.get(PICKED, [""])).split(",")}
    back = period_of("".join(kept.get(BACK, [""])))
    if back:
        gone |= {*PERIOD}
    return {key: values for key, values in kept.items() if key not in gone} | back


def unknown(query: Query, own: Iterable[str] = ()) -> list[str]:
    """A sentence for every key of the URL that is no word of the grammar nor of the page."""
    known = [*GRAMMAR, *CAME, *own]
    said = []
    for key in query:
        if key not in known:
            near = did_you_mean(key, known)
            hint = f" Did you mean {near}?" if near else ""
            said.append(f'There is no filter "{key}" here; it was left out.{hint}')
    return said


def _leave_out(fields: dict[str, Any], error: ValidationError, notes: list[str]) -> None:
    first = error.errors()[0]
    key = str(first["loc"][0]) if first["loc"] else ""
    if not key:
        notes.append(str(first["msg"]).removeprefix("Value error, "))
        fields.pop("from", None)
        fields.pop("to", None)
        return
    asked = fields.pop(key)
    notes.append(f'{key} "{asked}" {_words(key, first)}.')
    if key in ("from", "to"):
        fields.pop("from", None)
        fields.pop("to", None)


def _words(key: str, error: Any) -> str:
    if key in ("from", "to"):
        return "is no date; write 2026-11-09"
    if key == COMPARE:
        return "is no comparison; it knows previous, quarter and none"
    return str(error["msg"]).removeprefix("Value error, ")


def _one_period(link: Link, notes: list[str]) -> Link:
    """The week before the length before the range; two of them cannot both hold."""
    asked = [name for name in ("week", "last", "first_day") if getattr(link, name)]
    if len(asked) < 2:
        return link
    names = {"week": "week", "last": "last", "first_day": "from and to"}
    kept = asked[0]
    dropped = " and ".join(names[name] for name in asked[1:])
    notes.append(f"The link names more than one period; {names[kept]} holds, not {dropped}.")
    gone: dict[str, None] = {"last": None} if kept == "week" else {}
    return link.model_copy(update={**gone, "first_day": None, "last_day": None})
