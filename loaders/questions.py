"""What a file cannot say and only a person can: the question, and how each answer would read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from loaders.layouts import ORDERS, reading
from metrics.errors import Ask

Topic = Literal["time_zone", "date_order", "account", "source"]
TOPICS: tuple[Topic, ...] = ("time_zone", "date_order", "account", "source")
OPTIONS = {topic: f"--{topic.replace('_', '-')}" for topic in TOPICS}
SAMPLES = 3  # enough to see a pattern, few enough to read
# Shown as examples when nothing points to a zone: any zone may be given.
EXAMPLES = ("UTC", "Europe/Berlin", "America/New_York")
ORDER_TITLES = {
    "dmy": "day, month, year",
    "mdy": "month, day, year",
    "ymd": "year, month, day",
}


@dataclass(frozen=True)
class Choice:
    """One answer: the `value` to give, and each of the question's samples as it would be read."""

    value: str
    title: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One thing to ask about one file, with the evidence for an answer.

    `problem` is one sentence without its end; `proposed` is the value that the file points to,
    if it does, and `because` says how. For a time zone the choices are examples only.
    """

    topic: Topic
    problem: str
    choices: tuple[Choice, ...]
    column: str | None = None
    samples: tuple[str, ...] = ()
    proposed: str | None = None
    because: str = ""
    source: str = ""
    where: str = ""
    is_optional: bool = False  # the file can be read without an answer
    walls: tuple[datetime, ...] = ()  # the samples as wall clock times, if the zone is asked

    @property
    def option(self) -> str:
        """How the command line is told."""
        return OPTIONS[self.topic]

    def read_in(self, zone: str) -> Choice:
        """The samples as they would be read in another zone than those of the choices."""
        return zone_choice(zone, self.walls)

    def likely(self) -> str | None:
        """The answer to show a preview with until somebody gives one."""
        return self.proposed or (None if self.is_optional else self.choices[0].value)


class Asked(Ask):
    """An `Ask` that carries its question, so that a page can put it and a profile answer it."""

    def __init__(self, question: Question) -> None:
        self.question = question
        evidence = "; ".join(
            f"{choice.value}: {', '.join(choice.readings)}"
            for choice in question.choices
            if choice.readings
        )
        seen = f" ({', '.join(question.samples)}; read as {evidence})" if evidence else ""
        super().__init__(
            question.problem + seen,
            where=question.where or None,
            next_step=f"{_pointer(question)}{_how(question)} Nothing was landed.",
        )


Answerer = Callable[[Question], str | None]


def nobody(question: Question) -> str | None:
    """No answer to any question."""
    return None


@dataclass(frozen=True)
class Answers:
    """Puts the questions about one file of `source`, and keeps what was answered in `given`."""

    answer: Answerer = nobody
    source: str = ""
    given: dict[Topic, str] = field(default_factory=dict)

    def need(self, question: Question) -> str:
        """The answer to `question`.

        Raises `Asked` when there is none.
        """
        found = self.offer(question)
        if found is None:
            raise Asked(replace(question, source=self.source))
        return found

    def offer(self, question: Question) -> str | None:
        """The answer to a question that may stay open."""
        found = self.answer(replace(question, source=self.source))
        if found is not None:
            self.given[question.topic] = found
        return found


def order_question(
    column: str, samples: Sequence[str], possible: Sequence[str], where: str
) -> Question:
    """Day or month first; `possible` are the orders that every date fits, none if there is none."""
    problem = "could be read in more than one order" if possible else "fit no one order"
    return Question(
        "date_order",
        f'the dates in column "{column}" {problem}',
        tuple(
            Choice(order, ORDER_TITLES[order], tuple(reading(one, order) for one in samples))
            for order in possible or ORDERS
        ),
        column,
        tuple(samples),
        where=where,
    )


def zone_choice(zone: str, walls: Sequence[datetime]) -> Choice:
    """Wall clock times as they would be read in `zone`, a known one: UTC to the minute."""
    return Choice(zone, zone, tuple(_utc(wall, zone) for wall in walls))


def zone_question(
    column: str,
    samples: Sequence[str],
    walls: Sequence[datetime],
    where: str,
    proposed: str | None = None,
    because: str = "",
) -> Question:
    """Which clock wrote the `samples`, whose wall clock times are `walls`."""
    zones = dict.fromkeys(([proposed] if proposed else []) + list(EXAMPLES))
    return Question(
        "time_zone",
        f'the times in column "{column}" carry no zone, and nothing else says which clock '
        "wrote them",
        tuple(zone_choice(zone, walls) for zone in zones),
        column,
        tuple(samples),
        proposed,
        because,
        where=where,
        walls=tuple(walls),
    )


def _utc(wall: datetime, zone: str) -> str:
    """The first pass of an ambiguous time, as the build reads it (fold 0)."""
    read = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
    return f"{read:%Y-%m-%d %H:%M}Z"


def _pointer(question: Question) -> str:
    if question.proposed is None:
        return ""
    return f"It looks like {question.proposed}: {question.because}. "


def _how(question: Question) -> str:
    values = [choice.value for choice in question.choices]
    if question.topic == "time_zone":
        first, second = (question.proposed or "Europe/Berlin"), "UTC"
        return f"Say it with --time-zone, for example --time-zone {first} or --time-zone {second}."
    return f"Say it with {question.option} {'|'.join(values)}."
