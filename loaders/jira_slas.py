"""JSM's SLAs as verdicts: SQL over `file_rows`, from issues, the SLA endpoint or CSV cells.

One row per promise and cycle; the last cycle is the current one. A cycle that runs and is not
breached has no verdict yet.
"""

import re
from collections.abc import Mapping as Dictionary

from loaders.jira_words import CUSTOM
from loaders.mapping import Mapping
from loaders.quoting import identifier, literal
from loaders.source import Part
from loaders.words import translated

# Names of Jira's own goals; others keep the name that somebody gave them.
PROMISES = {
    "Time to resolution": "resolve",
    "Time to first response": "first_response",
    "Time to done": "resolve",
    "Tiempo hasta resolución": "resolve",
    "Tiempo hasta la resolución": "resolve",
    "Tiempo hasta la primera respuesta": "first_response",
    "Zeit bis zur Lösung": "resolve",
    "Zeit bis zur ersten Antwort": "first_response",
    "Délai de résolution": "resolve",
    "Délai de première réponse": "first_response",
    "Tempo até a resolução": "resolve",
    "Tempo até a primeira resposta": "first_response",
}
_COLUMNS: dict[str, str | list[str]] = {
    name: name
    for name in ("case_id", "promise", "cycle", "met", "started_at", "due_at", "decided_at",
                 "target_seconds", "elapsed_seconds")
}  # fmt: skip
_IN_ISSUES = """
    select json_extract_string(record, '$.key') as key, row_number, line,
        unnest(list_filter(json_extract(record, '$.fields.*'), lambda one:
            json_exists(one, '$.completedCycles') or json_exists(one, '$.ongoingCycle'))) as sla
    from file_rows
    where contains(record, '"completedCycles"') or contains(record, '"ongoingCycle"')"""


_GOAL = re.compile(
    rf"(?:{'|'.join(CUSTOM)}) \(((?:Time to|Tiempo hasta|Zeit bis|Délai de|Tempo até) .+)\)",
    re.IGNORECASE,
)
_LEFT = "^-?[0-9]+:[0-9]{2}$"


def goal(header: str) -> str | None:
    """The promise behind the header of a CSV column that says what is left of an SLA."""
    named = _GOAL.fullmatch(header)
    return _promise(named[1]) if named else None


def cells(goals: Dictionary[str, str], key: str, is_done: str) -> Part:
    """The verdicts in cells such as 1:42 or -3:05, what was left of the time when it stopped.

    What is over is breached whether it runs or not; what is left counts as met once the issue is
    done.
    """
    told = " union all ".join(
        f"select {identifier(key)} as case_id, {literal(promise)} as promise,"
        f" if(starts_with({identifier(name)}, '-'), 'false', 'true') as met, row_number, line"
        f" from file_rows where regexp_matches({identifier(name)}, '{_LEFT}')"
        f" and (starts_with({identifier(name)}, '-') or {is_done})"
        for name, promise in goals.items()
    )
    columns: dict[str, str | list[str]] = {one: one for one in ("case_id", "promise", "met")}
    return Part(Mapping(table="verdicts", columns=columns), told)


def _promise(name: str) -> str:
    known = {one.casefold(): promise for one, promise in PROMISES.items()}
    return known.get(name.casefold(), name)


def part(slas: str = _IN_ISSUES) -> Part:
    """The verdicts behind `slas`: SQL that gives key, row_number, line and the JSON of an SLA."""
    return Part(Mapping(table="verdicts", columns=_COLUMNS), _rows(slas))


def _rows(slas: str) -> str:
    return f"""
    with sla as ({slas}),
    cycle as (
        select key, row_number, line, json_extract_string(sla, '$.name') as name, unnest(
            list_concat(json_extract(sla, '$.completedCycles[*]'),
                list_filter([json_extract(sla, '$.ongoingCycle')], lambda one:
                    coalesce(json_type(one) = 'OBJECT', false)))) as cycle,
            generate_subscripts(list_concat(json_extract(sla, '$.completedCycles[*]'),
                list_filter([json_extract(sla, '$.ongoingCycle')], lambda one:
                    coalesce(json_type(one) = 'OBJECT', false))), 1) as place
        from sla
    ),
    told as (
        select key, row_number, line, name, place, {_at("startTime")} as started_at,
            {_at("stopTime")} as stopped_at, {_at("breachTime")} as due_at,
            json_extract_string(cycle, '$.breached') as breached,
            {_seconds("goalDuration")} as target_seconds,
            {_seconds("elapsedTime")} as elapsed_seconds
        from cycle
    )
    select key as case_id, {translated("name", PROMISES, "name")} as promise,
        cast(place as varchar) as cycle, case when breached = 'true' then 'false'
            when stopped_at is not null and breached = 'false' then 'true' end as met,
        started_at, due_at, if(breached = 'true', coalesce(due_at, stopped_at), stopped_at)
            as decided_at, target_seconds, elapsed_seconds, row_number, line
    from told
    """


def _at(name: str) -> str:
    """A date as text with its offset: Jira gives it in several ways, or as a text."""
    paths = [f"$.{name}.iso8601", f"$.{name}.jira", f"$.{name}.epochMillis", f"$.{name}"]
    iso, jira, millis, plain = (f"json_extract_string(cycle, '{path}')" for path in paths)
    epoch = f"strftime(make_timestamp_ms(try_cast({millis} as bigint)), '%Y-%m-%dT%H:%M:%SZ')"
    text = f"if(starts_with({plain}, '{{'), null, {plain})"
    return f"coalesce({iso}, {jira}, {epoch}, {text})"


def _seconds(name: str) -> str:
    millis = f"try_cast(json_extract_string(cycle, '$.{name}.millis') as bigint)"
    return f"cast({millis} // 1000 as varchar)"
