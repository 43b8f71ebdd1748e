"""One plain sentence that says what matters, from the figures and their verdicts alone. Pure."""

from collections.abc import Sequence

from metrics.figures import EARLY, SIGNAL, Figure
from metrics.wording import count

VERBS = {
    # (unit family, is_up): what the figure did
    ("share", True): "rose to",
    ("share", False): "slipped to",
    ("time", True): "lengthened to",
    ("time", False): "shortened to",
    ("count", True): "rose to",
    ("count", False): "fell to",
}
TIMES = ("seconds", "minutes", "hours", "days")


def headline(figures: Sequence[Figure], cells: Sequence[Figure], lead: Figure) -> str:
    """The sentence over the tiles. `lead` is the figure that moved most."""
    adherence = next(f for f in figures if f.metric.name == "sla_adherence")
    if not adherence.n and adherence.is_open:
        return "This week is still open and no promise has been decided in it yet."
    if not adherence.n:
        return "No promise was decided this week."
    if adherence.is_open:
        return f"This week is still open: {_met(adherence)} so far. It is not judged yet."
    signals = [f for f in (*figures, *cells) if f.verdict == SIGNAL]
    if signals:
        return f"{_signal(lead)} {_others(lead, signals)}"
    if adherence.is_few:
        return f"{_met(adherence)}: too few to say more."
    if adherence.verdict == EARLY:
        return (
            f"{_met(adherence)}. With under 12 weeks to compare with it is too early to say more."
        )
    return f"Nothing left its normal range this week: {_met(adherence)}."


def _signal(lead: Figure) -> str:
    verb = VERBS[(_family(lead), lead.is_up)]
    counts = f" ({count(lead.row['hits'])} of {count(lead.n)})" if lead.is_ratio else ""
    their = "their" if lead.name.split(" still")[0].endswith("s") else "its"
    side = "above" if lead.is_up else "below"
    why = (
        f"outside {their} normal range"
        if lead.is_outside
        else f"eight weeks or more in a row {side} {their} average"
    )
    return f"{lead.name} {verb} {lead.text}{counts}: {why}."


def _others(lead: Figure, signals: Sequence[Figure]) -> str:
    rest = [f for f in signals if f is not lead]
    others = sorted(rest, key=lambda f: (not f.is_worse, -f.distance))
    if not others:
        return "Every other change this week is within normal variation."
    said = [_moved(f) for f in others[:2]]
    more = len(others) - len(said)
    said += [f"{more} more {'is a signal' if more == 1 else 'are signals'}"] if more else []
    text = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"{text[0].upper()}{text[1:]}; every other change is normal variation."


def _moved(figure: Figure) -> str:
    """`time to acknowledge improved`, `Platinum breaches still open rose too`."""
    name = figure.name if figure.cell else _lower(figure.name)
    if figure.metric.better == "neither":
        return f"{name} {'rose' if figure.is_up else 'fell'}"
    if not figure.is_worse:
        return f"{name} improved"
    return f"{name} {VERBS[(_family(figure), figure.is_up)].removesuffix(' to')} too"


def _met(adherence: Figure) -> str:
    hits, n = count(adherence.row["hits"]), count(adherence.n)
    if adherence.is_few:
        return f"{hits} of {n} promises were kept"
    return f"{adherence.text} of promises were kept ({hits} of {n} decided)"


def _family(figure: Figure) -> str:
    return "time" if figure.unit in TIMES else "share" if figure.unit == "share" else "count"


def _lower(text: str) -> str:
    """A lower-case first letter inside a sentence; abbreviations and tiers keep theirs."""
    first = text.split(" ")[0]
    is_plain = first in ("Time", "Open", "Major", "Uptime")
    return text[0].lower() + text[1:] if is_plain else text
