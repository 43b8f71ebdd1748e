"""The kinds of events that one row of a log can give: its changes, its activity, its creation."""

from loaders.words import NO_TEXT, STATUS, STATUS_OF_TYPE, Words

# Columns whose change is an event: (event type, our column).
CHANGES = (
    ("status_changed", "status"),
    ("priority_changed", "severity"),
    ("team_assigned", "team"),
    ("assigned", "owner"),
)
_DERIVED = ("resolved", "reopened", "closed", "cancelled", "merged", "status_changed")
VALUES = ("event_at", "type", "from_value", "to_value", "is_public", "inferred")
Kind = dict[str, str]


def kinds(words: Words) -> list[Kind]:
    """Every way in which a row of this log can give an event, as SQL over the window."""
    changes = [_change(words, type_, name) for type_, name in CHANGES if carries(words, name)]
    created = _created(words)
    whole = [*changes, *created]
    if words.has("activity"):
        whole += [_activity(words), _unmapped(changes)]
    else:
        whole += [_silent(changes)]
    return [kind | {"inferred": "true"} for kind in whole] if words.mapping.inferred else whole


def carries(words: Words, name: str) -> bool:
    """Whether a change of status, severity, team or owner can be seen in this log."""
    if name == "status":
        told = words.mapping.activities.values() if words.has("activity") else ()
        return words.has("status") or any(target.startswith(STATUS) for target in told)
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
    owner = "owner" if words.has("owner") else "actor" if words.has("actor") else NO_TEXT
    team = "team" if words.has("team") else NO_TEXT
    statuses = " ".join(f"when '{one}' then '{to}'" for one, to in STATUS_OF_TYPE.items())
    to_value = (
        f"case activity_type when 'assigned' then {owner} when 'team_assigned' then {team}"
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


def by_kind(kinds: list[Kind], name: str) -> str:
    """SQL that picks one value of each kind by the number of the kind."""
    values = [kind.get(name, _DEFAULTS.get(name, "true")) for kind in kinds]
    if len(set(values)) == 1:
        return values[0]
    whens = " ".join(f"when {place} then {value}" for place, value in enumerate(values))
    return f"case kind {whens} end"
