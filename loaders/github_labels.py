"""What GitHub's issues and events share: the id of an issue, its actors, what its labels mean."""

from loaders.quoting import literal

# An issue is named as GitHub writes it across repositories: owner/repository#13.
_REPOSITORY = "regexp_extract({url}, '/repos/([^/]+/[^/]+)/issues', 1)"
# Bare words that mean a severity; the others need a "priority:" or "severity/" before them.
_BARE = "p[0-5]|s[1-5]|sev-?[0-5]|critical|urgent|blocker"
_SEVERITY = rf"^(?:({_BARE})|(?:priority|prio|severity|sev|impact)[ :/_-]+(\w+))$"
_TEAM = r"^team[ :/_-]+(.+)$"
PRIORITIES = {
    **dict.fromkeys(("blocker", "critical", "urgent", "highest", "p0", "p1", "sev0"), "S1"),
    **dict.fromkeys(("high", "major", "p2"), "S2"),
    **dict.fromkeys(("medium", "moderate", "normal", "p3"), "S3"),
    **dict.fromkeys(("low", "minor", "p4"), "S4"),
    **dict.fromkeys(("lowest", "trivial", "p5"), "S5"),
    **{f"{s}{number}": f"S{number}" for number in range(1, 6) for s in ("", "s")},
    **{f"sev{dash}{number}": f"S{number}" for number in range(1, 6) for dash in ("", "-")},
}
STATUSES = {
    "open": "new",
    "closed": "resolved",
    "closed/completed": "resolved",
    "closed/not_planned": "cancelled",
    "closed/duplicate": "merged",
    "reopened": "open",
    "open/reopened": "open",
}
APP = "App: "  # before the name of an actor that is a program


def case_id(url: str, number: str) -> str:
    """SQL for the id of an issue by an address under it; its bare number without one."""
    repository = f"nullif({_REPOSITORY.format(url=url)}, '')"
    return f"coalesce({repository} || '#', '') || {number}"


def actor(login: str, type_: str) -> str:
    """SQL for the name of an actor, marked when it is a program."""
    return f"if({type_} = 'Bot', concat({literal(APP)}, {login}), {login})"


def severity(label: str) -> str:
    """SQL for the severity word in one label's name; null when it has none."""
    found = f"regexp_extract(lower({label}), {literal(_SEVERITY)}, ['bare', 'named'])"
    return f"coalesce(nullif({found}.named, ''), nullif({found}.bare, ''))"


def team(label: str) -> str:
    """SQL for the team in one label's name; null when it has none."""
    return f"nullif(regexp_extract({label}, {literal('(?i)' + _TEAM)}, 1), '')"


def first(labels: str, meaning: str) -> str:
    """SQL for the first label of a list that has a meaning, given as SQL over `one`."""
    return (
        f"list_filter(list_transform({labels}, lambda one: {meaning}),"
        " lambda found: found is not null)[1]"
    )


def plain(label: str) -> str:
    """SQL for a label's name that is neither a team nor a severity."""
    return f"if({severity(label)} is null and {team(label)} is null, {label}, null)"
