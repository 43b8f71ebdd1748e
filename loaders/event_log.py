"""An event log, one row per event, as contract tables: SQL over the view `landed`.

One window pass finds what each row changed against the case's row before it; a row gives one
event per change and one for its activity.
"""

from loaders.check import broken, rejected
from loaders.words import AS_OF, NO_TEXT, STATUS_OF_TYPE, Words

# Columns whose change is an event: (event type, our column).
CHANGES = (
    ("status_changed", "status"),
    ("priority_changed", "severity"),
    ("team_assigned", "team"),
    ("assigned", "owner"),
)
_DERIVED = ("resolved", "reopened", "closed", "cancelled", "merged", "status_changed")


def selects(words: Words) -> dict[str, str]:
    """Contract table -> SQL for one event log."""
    tables = {
        "cases": _cases(words),
        "case_events": _events(words),
        "rejected_rows": rejected(words.rules(("case_id", "event_at"))),
    }
    if words.has("vendor_met") or words.has("vendor_resolved_at"):
        tables["vendor_verdicts"] = _verdicts(words)
    return tables


def _cases(words: Words) -> str:
    account = words.text("account_id") if words.has("account_id") else words.text("account")
    severity = words.severity_column()
    texts = ("subject", "category", "system", "data_domain", "stage", "dependency")
    later = ("team", "owner", "tier", "region", "parent_id")
    return f"""
    with {_last(words)}
    select
        our_case_id as case_id, {words.kind()} as kind, {account} as account_id,
        {_listed(words, texts)},
        {words.severity(severity)} as severity, {severity} as priority,
        {_listed(words, later)},
        {_is_drill(words)} as is_drill, our_event_at as seen_at,
        our_row_number as row_number
    from landed join last on landed.row_number = our_row_number
    """


def _verdicts(words: Words) -> str:
    resolved, created = words.instant("vendor_resolved_at"), words.instant("created_at")
    return f"""
    with {_last(words)}
    select
        our_case_id as case_id, {words.flag("vendor_met")} as vendor_met,
        {words.instant("vendor_decided_at")} as vendor_decided_at,
        {resolved} as vendor_resolved_at,
        cast(epoch({resolved}) - epoch({created}) as bigint) as vendor_resolution_seconds,
        try_cast({words.text("vendor_reopen_count")} as bigint) as vendor_reopen_count,
        our_row_number as row_number
    from landed join last on landed.row_number = our_row_number
    """


def _last(words: Words) -> str:
    """Each case's last row at or before the watermark, in the order of the log."""
    return f"""kept as (
        select {words.text("case_id")} as case_id, {words.instant("event_at")} as event_at,
            {_seq(words)} as seq, row_number
        from landed where not {broken(words.rules(("case_id", "event_at")))}
    ), last as (
        select case_id as our_case_id, max(event_at) as our_event_at,
            arg_max(row_number, (event_at, seq, row_number)) as our_row_number
        from kept where event_at <= {AS_OF} group by case_id
    )"""


def _events(words: Words) -> str:
    kinds = _kinds(words)
    names = ", ".join(f"({place})" for place in range(len(kinds)))
    return f"""
    with kept as ({_kept(words)}),
    changes as (
        select *, {", ".join(_befores(words))}
        from kept where event_at <= {AS_OF}
        window in_order as (partition by case_id order by event_at, seq, row_number)
    )
    select
        case_id, {_by_kind(kinds, "event_at")} as event_at, seq, {_by_kind(kinds, "type")} as type,
        {_by_kind(kinds, "from_value")} as from_value, {_by_kind(kinds, "to_value")} as to_value,
        actor, level, {_by_kind(kinds, "is_public")} as is_public, is_bot,
        {_by_kind(kinds, "inferred")} as inferred, row_number
    from changes cross join (values {names}) as kinds (kind)
    where {_by_kind(kinds, "condition")}
    """


def _kept(words: Words) -> str:
    return f"""
        select {words.text("case_id")} as case_id, {words.instant("event_at")} as event_at,
            {words.instant("created_at")} as created_at, {_seq(words)} as seq,
            {words.text("activity")} as activity,
            {words.activity_type(words.text("activity"))} as activity_type,
            {_status(words)} as status, {words.severity_column()} as severity,
            {words.text("team")} as team, {words.text("owner")} as owner,
            {words.text("actor")} as actor, {_level(words)} as level,
            {words.is_bot()} as is_bot, row_number
        from landed where not {broken(words.rules(("case_id", "event_at")))}"""


def _status(words: Words) -> str:
    """Status after the row; without a status column, what the activity makes of it."""
    if words.has("status"):
        return words.text("status")
    return words.activity_status(words.text("activity")) if words.has("activity") else NO_TEXT


def _befores(words: Words) -> list[str]:
    """The values before; a silent status or severity carries on, an empty owner is nobody."""
    columns = ["lag(row_number) over in_order is null as is_first"]
    for _, name in CHANGES:
        silent = " ignore nulls" if name in ("status", "severity") else ""
        columns.append(f"lag({name}{silent}) over in_order as {name}_before")
    return columns


Kind = dict[str, str]


def _kinds(words: Words) -> list[Kind]:
    changes = [_change(words, type_, name) for type_, name in CHANGES if _carries(words, name)]
    created = _created(words)
    whole = [*changes, *created]
    if words.has("activity"):
        return [*whole, _activity(words), _unmapped(changes)]
    return [*whole, _silent(changes)]


def _carries(words: Words, name: str) -> bool:
    if name == "status":
        told = any(target.startswith("status:") for target in words.mapping.activities.values())
        return words.has("status") or told
    return words.has(name) or (name == "severity" and words.has("priority"))


def _change(words: Words, type_: str, name: str) -> Kind:
    meaning = {"status": words.status, "severity": words.severity}.get(name, str)
    before, after = meaning(f"{name}_before"), meaning(name)
    is_told = name == "status" and not words.has("status")
    typed = " and activity_type = 'status_changed'" if is_told else ""
    return {
        "type": f"'{type_}'",
        "from_value": before,
        "to_value": after,
        "condition": f"{name} is not null and {name} is distinct from {name}_before"
        f" and {after} is distinct from {before}{typed}",
    }


def _created(words: Words) -> list[Kind]:
    first = {"type": "'created'", "inferred": "true"}
    if words.has("created_at"):
        condition = "is_first and created_at is not null"
        return [first | {"event_at": "created_at", "condition": condition}]
    if words.mapping.created_from == "first_event":
        return [first | {"condition": "is_first"}]
    return []


def _activity(words: Words) -> Kind:
    """The activity itself, unless a change of the same row already says it."""
    said = [one for one, name in CHANGES if words.has(name)]
    if words.has("severity") or words.has("priority"):
        said.append("priority_changed")
    if words.has("status"):
        said += _DERIVED
    if words.has("created_at") or words.mapping.created_from == "first_event":
        said.append("created")
    left_out = ", ".join(f"'{one}'" for one in sorted({*said, "ignore", "status_changed"}))
    owner = "coalesce(owner, actor)"
    statuses = " ".join(f"when '{one}' then '{to}'" for one, to in STATUS_OF_TYPE.items())
    to_value = (
        f"case activity_type when 'assigned' then {owner} when 'team_assigned' then team"
        f" when 'commented' then activity {statuses} end"
    )
    return {
        "type": "activity_type",
        "to_value": to_value,
        "is_public": "activity_type in ('replied', 'updated', 'customer_replied')",
        "condition": f"activity_type not in ({left_out})",
    }


def _unmapped(changes: list[Kind]) -> Kind:
    """An activity that nothing is said about is shown by its name, if the row says no more."""
    quiet = " and ".join(f"not coalesce({one['condition']}, false)" for one in changes)
    condition = "activity is not null and activity_type is null"
    condition += f" and {quiet}" if quiet else ""
    return {"type": "'commented'", "to_value": "activity", "condition": condition}


def _silent(changes: list[Kind]) -> Kind:
    """A row that changed nothing we follow: still an event."""
    quiet = " and ".join(f"not coalesce({one['condition']}, false)" for one in changes) or "true"
    return {"type": "'commented'", "to_value": "'Update'", "condition": quiet}


_DEFAULTS: Kind = {
    "event_at": "event_at",
    "from_value": NO_TEXT,
    "to_value": NO_TEXT,
    "is_public": "false",
    "inferred": "false",
}


def _by_kind(kinds: list[Kind], name: str) -> str:
    values = [kind.get(name, _DEFAULTS.get(name, "true")) for kind in kinds]
    if len(set(values)) == 1:
        return values[0]
    whens = " ".join(f"when {place} then {value}" for place, value in enumerate(values))
    return f"case kind {whens} end"


def _seq(words: Words) -> str:
    """The log's own number; letters in it carry no order and are left out."""
    if not words.has("seq"):
        return "row_number"
    digits = f"regexp_replace({words.text('seq')}, '[^0-9]', '', 'g')"
    return f"coalesce(try_cast({digits} as bigint), row_number)"


def _level(words: Words) -> str:
    return f"try_cast({words.text('level')} as bigint)" if words.has("level") else "null::bigint"


def _is_drill(words: Words) -> str:
    default = "true" if words.mapping.drill else "false"
    return f"coalesce({words.flag('is_drill')}, {default})"


def _listed(words: Words, names: tuple[str, ...]) -> str:
    return ", ".join(f"{words.text(name)} as {name}" for name in names)
