"""Exports to land: Zendesk tickets as JSON lines and as one list, Jira issues as CSV."""

from pathlib import Path

from metrics.warehouse.connection import scratch

_CREATED = "timestamp '2024-01-01' + to_seconds(i * 37)"
_WORDS = "'the quick brown customer cannot log in to the portal since the upgrade, error 500 on '"
_TICKET = f"""
    'https://example.zendesk.com/api/v2/tickets/' || i || '.json' as url, i as id,
    null::varchar as external_id,
    {{'channel': 'email', 'source': {{'from': {{'address': 'user' || i % 5000 || '@example.com'}},
        'to': {{'name': 'Support'}}, 'rel': null::varchar}}}} as via,
    strftime({_CREATED}, '%Y-%m-%dT%H:%M:%SZ') as created_at,
    strftime({_CREATED} + to_hours(i * 7919 % 300 + 1), '%Y-%m-%dT%H:%M:%SZ') as updated_at,
    ['incident', 'question', 'problem'][i * 7919 % 3 + 1] as type, {_WORDS} || i as subject,
    repeat({_WORDS}, 6) || '"quoted" line' || chr(10) || i as description,
    ['low', 'normal', 'high', 'urgent'][i * 7919 % 4 + 1] as priority,
    ['new', 'open', 'pending', 'hold', 'solved', 'closed'][i * 7919 % 6 + 1] as status,
    i % 5000 as requester_id, i % 5000 as submitter_id, i % 50 as assignee_id,
    i % 300 as organization_id,
    i % 12 as group_id, ['login', 'portal'] as tags,
    list_transform(range(8), lambda n: {{'id': 360000000 + n, 'value': 'option ' || n}})
        as custom_fields,
    {{'score': 'unoffered'}} as satisfaction_rating, false as allow_channelback
"""
_JIRA_DATE = "strftime({}, '%d/%b/%y %-I:%M %p')"
_PLAIN = ("Project", "Reporter", "Environment", "Component", "Fix version", "Sprint", "Labels")


def files(folder: Path, rows: int) -> dict[str, Path]:
    """The three files by name, made once for a folder and a number of rows."""
    made = {
        "lines": folder / f"tickets-{rows}.jsonl",
        "list": folder / f"tickets-{rows}.json",
        "jira": folder / f"issues-{rows}.csv",
    }
    tickets = f"select {_TICKET} from range(1, {rows + 1}) as numbers (i)"
    issues = f"select {_issue()} from range(1, {rows + 1}) as numbers (i)"
    _write(tickets, made["lines"], "format json")
    _write(tickets, made["list"], "format json, array true")
    _write(issues, made["jira"], "header")
    return made


def _issue() -> str:
    """Forty columns, dates as Jira writes them."""
    created, later = _JIRA_DATE.format(_CREATED), f"{_CREATED} + to_hours(i * 7919 % 300 + 1)"
    columns = {
        "Summary": f"{_WORDS} || i",
        "Issue key": "'HELP-' || i",
        "Issue id": "i",
        "Issue Type": "['Bug', 'Incident', 'Task'][i * 7919 % 3 + 1]",
        "Status": "['To Do', 'In Progress', 'Done'][i * 7919 % 3 + 1]",
        "Status Category": "['To Do', 'In Progress', 'Done'][i * 7919 % 3 + 1]",
        "Priority": "['Low', 'Medium', 'High', 'Highest'][i * 7919 % 4 + 1]",
        "Resolution": "case when i * 7919 % 3 = 2 then 'Done' end",
        "Created": created,
        "Updated": _JIRA_DATE.format(later),
        "Resolved": f"case when i * 7919 % 3 = 2 then {_JIRA_DATE.format(later)} end",
        "Assignee": "'person ' || i % 50",
        "Description": f"{_WORDS} || 'a comma, and {'more ' * 10}' || i",
    }
    columns |= {name: f"'{name} ' || i % 40" for name in _PLAIN}
    custom = range(40 - len(columns))
    columns |= {f"Custom field (Field {n})": f"'value ' || (i + {n}) * 7919 % 99" for n in custom}
    return ", ".join(f'{sql} as "{name}"' for name, sql in columns.items())


def _write(query: str, path: Path, form: str) -> None:
    if path.exists():
        return
    draft = path.with_name(path.name + ".part")
    with scratch() as connection:
        connection.execute(f"copy ({query}) to '{draft}' ({form})")
    draft.replace(path)
