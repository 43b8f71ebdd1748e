"""The kinds of events that one row of a log can give: its changes, its activity, its creation."""

from collections.abc import Callable, Iterator

from loaders.words import NO_TEXT, STATUS, STATUS_OF_TYPE, Words

# Columns whose change is an event: (event type, our column).
CHANGES = (
    ("status_changed", "status"),
    ("priority_changed", "severity"),
    ("team_assigned", "team"),
    ("assigned", "owner"),
)
# Whose the client is over time. Nobody does that to the case, so such a change is a sign of no work
# and makes no row of it more than it was.
CLIENT_CHANGES = (("tier_changed", "tier"), ("region_changed", "region"))
SILENT = "'Update'"  # what a row says that changed nothing we follow
_DERIVED = ("resolved", "reopened", "closed", "cancelled", "merged", "status_changed")
VALUES = ("event_at", "type", "from_value", "to_value", "is_public", "inferred")
Kind = dict[str, str]


def kinds(words: Words) -> list[Kind]:
    """Every way in which a row of this log can give an event, as SQL over `log_changes`."""
    client = [_change(words, type_, name) for type_, name in CLIENT_CHANGES if words.has(name)]
    return _kinds(words) + [_DEFAULTS | kind | _inferred(words) for kind in client]


def _kinds(words: Words) -> list[Kind]:
    """Those that are something done on the case."""
    changes = [_change(words, type_, name) for type_, name in CHANGES if carries(words, name)]
    created = _created(words)
    whole = [*changes, *created]
    if words.has("activity"):
        whole += [_activity(words), _unmapped(changes)]
    else:
        whole += [_silent(changes)]
    return [_DEFAULTS | kind | _inferred(words) for kind in whole]


def _inferred(words: Words) -> Kind:
    return {"inferred": "true"} if words.mapping.inferred else {}


def signs(words: Words) -> Iterator[str]:
    """SQL over `log_changes` for when somebody, no bot, did something: a row once, however many
    events it gives, and whether none of them is more than a reply of the client."""
    whole = _kinds(words)
    for event_at in dict.fromkeys(kind["event_at"] for kind in whole):
        told = [kind for kind in whole if kind["event_at"] == event_at]
        given = " or ".join(f"({kind['condition']})" for kind in told)
        more = " or ".join(
            f"({kind['condition']}) and {kind['type']} <> 'customer_replied'" for kind in told
        )
        yield f"""
    select case_id, {event_at} as event_at, not coalesce({more}, false) as is_by_client
    from log_changes where ({given}) and not {words.is_bot("actor")}
    """


def carries(words: Words, name: str) -> bool:
    """Whether a change of status, severity, team or owner can be seen in this log."""
    if name == "status":
        told = words.mapping.activities.values() if words.has("activity") else ()
        return words.has("status") or any(target.startswith(STATUS) for target in told)
    return words.has(name) or (name == "severity" and words.has("priority"))


def meaning(words: Words, name: str) -> Callable[[str], str]:
    """What turns the text of a column into our words."""
    return {"status": words.status, "severity": words.severity}.get(name, str)


def said(words: Words) -> str | None:
    """What an activity says besides its type, as text; null where there is no activity."""
    if not words.has("activity"):
        return None
    owner = "owner" if words.has("owner") else "actor"
    texts = {"assigned": words.text(owner), "team_assigned": words.text("team")}
    texts |= {"commented": words.text("activity")}
    texts |= {one: f"'{to}'" for one, to in STATUS_OF_TYPE.items()}
    whens = " ".join(f"when '{one}' then {text}" for one, text in texts.items())
    activity = words.text("activity")
    type_ = words.activity_type(activity)
    return f"(case when {type_} is null then {activity} else case {type_} {whens} end end)"


def _change(words: Words, type_: str, name: str) -> Kind:
    """A change of one column; an owner who is a bot is marked, so as to be nobody's evidence."""
    is_told = name == "status" and not words.has("status")
    typed = " and activity_type = 'status_changed'" if is_told else ""
    return {
        "type": f"'{type_}'",
        "from_value": f"{name}_before",
        "to_value": name,
        "condition": f"{name} is not null and {name} is distinct from {name}_before{typed}",
    } | ({"inferred": words.is_bot(name, name)} if name == "owner" else {})


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
    said = [one for one, name in (*CHANGES, *CLIENT_CHANGES) if words.has(name)]
    if words.has("severity") or words.has("priority"):
        said.append("priority_changed")
    if words.has("status"):
        said += _DERIVED
    if words.has("created_at") or words.mapping.created_from == "first_event":
        said.append("created")
    left_out = ", ".join(f"'{one}'" for one in sorted({*said, "ignore", "status_changed"}))
    return {
        "type": "activity_type",
        "to_value": "activity",
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
    return {"type": "'commented'", "to_value": SILENT, "condition": quiet}


_DEFAULTS: Kind = {
    "event_at": "event_at",
    "from_value": NO_TEXT,
    "to_value": NO_TEXT,
    "is_public": "false",
    "inferred": "false",
    "condition": "true",
}
