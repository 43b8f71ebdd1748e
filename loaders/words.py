"""SQL for one landed column at a time: text, instants, statuses, severities, rules of a row."""

from collections.abc import Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass

from loaders.check import Rule
from loaders.dates import APART, Dating, readable_expression, utc_expression, wall_expression
from loaders.mapping import DAYS, INSTANTS, Mapping
from loaders.quoting import identifier, literal
from metrics.warehouse.contract import STATUSES

NO_TEXT = "cast(null as varchar)"
NO_INSTANT = "cast(null as timestamp)"
AS_OF = "coalesce(cast(getvariable('as_of') as timestamp), timestamp '9999-01-01')"
BREAK = "\u241f"  # between a status and its category, where a source gives both
MOST_SECONDS = 4_102_444_800  # from 1970 to 2100: no date that we read lies outside
KINDS = ("ticket", "incident", "blocker")
YES = ("true", "1", "yes", "y", "met")
NO = ("false", "0", "no", "n", "breached")
FLAGS = (*YES, *NO)
STATUS = "status:"  # an activity that only sets a status, such as status:pending
# A case with more words repeats its operand for each and takes seconds to plan (Jira's hundred
# statuses in five languages: 3 s for five rows); a map looks the word up once.
FEW = 12
# What these event types do to the status of a case.
STATUS_OF_TYPE = {
    "resolved": "resolved",
    "reopened": "open",
    "closed": "closed",
    "cancelled": "cancelled",
    "merged": "merged",
}


@dataclass(frozen=True)
class Words:
    """One export's columns under our names, as SQL over the view `landed`."""

    mapping: Mapping
    dating: Dating
    zone: str | None

    def has(self, name: str) -> bool:
        """Whether the export has a column for `name`, or counts seconds to it."""
        return name in self.mapping.columns or name in self.mapping.seconds_after

    def text(self, name: str) -> str:
        """The text, null tokens taken out; a null of type text when there is no such column."""
        headers = self.mapping.headers(name)
        if not headers:
            return NO_TEXT
        parts = [self._cleaned(identifier(header)) for header in headers]
        return parts[0] if len(parts) == 1 else f"nullif(concat_ws('/', {', '.join(parts)}), '')"

    def instant(self, name: str) -> str:
        """The naive UTC timestamp; null when absent, unreadable or not mapped.

        Seconds are added in UTC, so that a change of clocks between the two does not count.
        """
        if name not in self.mapping.seconds_after:
            return self._dated(name)
        after = f"{self._dated('created_at')} + to_seconds({self._seconds(name)})"
        return f"coalesce({after}, {self._dated(name)})"

    def is_readable(self, name: str) -> str:
        """Whether there is an instant, never null; mostly cheaper than to work it out."""
        if name in self.mapping.seconds_after:
            return f"{self.instant(name)} is not null"
        used, (header, *_) = self.dating, self.mapping.headers(name)
        years = (used.first_year, used.last_year)
        return readable_expression(
            identifier(header), used.columns[header], self._zone(name), *years
        )

    def happened_at(self, name: str) -> str:
        """SQL for an instant; null where its text stands for nothing (see `null_values`), or where
        it lies after the watermark asked for."""
        instant = self.instant(name)
        if self.mapping.null_values:
            instant = f"(case when {self.text(name)} is not null then {instant} end)"
        return f"(case when {instant} <= {AS_OF} then {instant} end)"

    def is_before(self, name: str, other: str) -> str:
        """Whether one instant comes before another; null or false where one is missing. Most
        are far apart, and then their walls tell it."""
        told = f"{self.instant(name)} < {self.instant(other)}"
        if {name, other} & set(self.mapping.seconds_after):
            return f"({told})"
        wall, beyond = self._wall(name), f"{self._wall(other)} + {APART}"
        return f"(case when coalesce({wall} < {beyond}, false) then {told} else false end)"

    def shown(self, name: str) -> tuple[str, str]:
        """The header behind an instant, and SQL for its text, for messages."""
        if name not in self.mapping.seconds_after:
            return self.mapping.headers(name)[0], self.text(name)
        counted = self._cleaned(identifier(self.mapping.seconds_after[name]))
        return self.mapping.seconds_after[name], f"coalesce({counted}, {self.text(name)})"

    def _seconds(self, name: str) -> str:
        """Whole seconds after creation; null for what is no number or no span of a case."""
        counted = self._cleaned(identifier(self.mapping.seconds_after[name]))
        number = f"try_cast({counted} as double)"
        return (
            f"(case when abs({number}) < {MOST_SECONDS} then cast(floor({number}) as bigint) end)"
        )

    def _dated(self, name: str) -> str:
        headers = self.mapping.headers(name)
        if not headers:
            return NO_INSTANT
        used = self.dating
        layouts, zone = used.columns[headers[0]], self._zone(name)
        return utc_expression(
            identifier(headers[0]), layouts, zone, used.first_year, used.last_year
        )

    def _wall(self, name: str) -> str:
        header = self.mapping.headers(name)[0]
        return wall_expression(identifier(header), self.dating.columns[header])

    def _zone(self, name: str) -> str | None:
        return None if name in DAYS else self.zone

    def status(self, raw: str) -> str:
        """The canonical status behind raw text; unknown ones pass through as they are."""
        ours, named = {one: one for one in STATUSES}, self.mapping.statuses
        if not self.mapping.status_categories:
            return translated(raw, ours | named, raw)
        name, category = (f"split_part({raw}, {literal(BREAK)}, {part})" for part in (1, 2))
        plain = translated(name, ours, name)
        return translated(name, named, translated(category, self.mapping.status_categories, plain))

    def severity(self, raw: str) -> str:
        """S1 to S5 behind raw text; unknown ones pass through."""
        return translated(raw, self.mapping.priorities, raw)

    def severity_column(self) -> str:
        """Raw text of the severity, else of the priority."""
        return self.text("severity") if self.has("severity") else self.text("priority")

    def activity_type(self, raw: str) -> str:
        """Event type of raw activity text; null for one that nothing is said about."""
        told = {
            activity: "status_changed" if target.startswith(STATUS) else target
            for activity, target in self.mapping.activities.items()
        }
        return translated(raw, told, NO_TEXT)

    def activity_status(self, raw: str) -> str:
        """Canonical status that raw activity text sets; null for one that sets none."""
        told = {
            activity: STATUS_OF_TYPE.get(target, target.removeprefix(STATUS))
            for activity, target in self.mapping.activities.items()
            if target in STATUS_OF_TYPE or target.startswith(STATUS)
        }
        return translated(raw, told, NO_TEXT)

    def kind(self) -> str:
        """ticket, incident or blocker; null where a row says nothing of it."""
        if not self.has("kind"):
            return NO_TEXT
        text, kinds = self.text("kind"), {one: one for one in KINDS}
        said = translated(text, kinds, literal(self.mapping.kind))
        return f"(case when {text} is not null then {said} end)"

    def flag(self, name: str) -> str:
        """true or false behind text; null for anything else."""
        words, no = (", ".join(f"'{word}'" for word in side) for side in (YES, NO))
        text = f"lower({self.text(name)})"
        return f"(case when {text} in ({words}) then true when {text} in ({no}) then false end)"

    def is_bot(self, said: str, column: str = "actor") -> str:
        """Whether a column said one of the mapping's bots; "App: *" is all that begin so."""
        if not self.mapping.bots or not self.has(column):
            return "false"
        named = [
            f"starts_with({said}, {literal(bot.removesuffix('*'))})"
            if bot.endswith("*")
            else f"{said} = {literal(bot)}"
            for bot in self.mapping.bots
        ]
        return f"coalesce({' or '.join(named)}, false)"

    def level(self) -> str:
        """The number of an escalation level, also of "L2", "Level 2" and "tier-3"; none else."""
        text = self.text("level")
        digits = f"regexp_extract({text}, '(?i)^(l|level|tier)[ _-]*([0-9]+)$', 2)"
        return f"coalesce(try_cast({text} as bigint), try_cast({digits} as bigint))"

    def rules(self, required: Iterable[str]) -> list[Rule]:
        """Row rules that every table shares: required columns present, dates readable."""
        needed = list(required)
        missing = [self._missing(name) for name in needed]
        dated = [self._unreadable(name) for name in self.mapping.instants()]
        counted = [self._uncounted(name) for name in self.mapping.seconds_after]
        return missing + dated + counted

    def _uncounted(self, name: str) -> Rule:
        header = self.mapping.seconds_after[name]
        text = self._cleaned(identifier(header))
        condition = f"({text} is not null and {self._seconds(name)} is null)"
        cure = "This is no number of seconds. Correct it and load it again."
        return Rule("unreadable_number", header, text, condition, cure)

    def _missing(self, name: str) -> Rule:
        header = "/".join(self.mapping.headers(name))
        rule = "missing_date" if name in INSTANTS else "missing_id"
        cure = f"Fill in {header} in the export and load it again."
        return Rule(rule, header, NO_TEXT, f"{self.text(name)} is null", cure)

    def _unreadable(self, name: str) -> Rule:
        header = self.mapping.headers(name)[0]
        text = self.text(name)
        condition = f"(case when {self.is_readable(name)} then false else {text} is not null end)"
        cure = "This is no date in the layout of the file. Correct it and load it again."
        return Rule("unreadable_date", header, text, condition, cure)

    def _cleaned(self, column: str) -> str:
        nulls = self.mapping.null_values
        if not nulls:
            return column
        return f"(case when {column} not in ({', '.join(map(literal, nulls))}) then {column} end)"


def translated(raw: str, words: Dictionary[str, str], otherwise: str) -> str:
    """SQL that maps text to text, letter case ignored."""
    if not words:
        return otherwise
    folded = {word.casefold(): meaning for word, meaning in words.items()}
    if len(folded) > FEW:
        listed = [", ".join(map(literal, side)) for side in (folded, folded.values())]
        return f"coalesce(map([{listed[0]}], [{listed[1]}])[lower({raw})], {otherwise})"
    whens = " ".join(f"when {literal(w)} then {literal(m)}" for w, m in folded.items())
    return f"(case lower({raw}) {whens} else {otherwise} end)"
