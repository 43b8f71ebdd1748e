"""The words of a build as ENUM types: in every row a word is one small integer.

A type lists its words in the order of their bytes, so it sorts and compares as the text would;
whoever reads a mart gets the word.
"""

import duckdb

from metrics.policy.targets import PROMISES, SCOPES
from metrics.warehouse.contract import STATUSES

STATES = (
    *("met", "breached", "cancelled", "not_applicable"),
    *("paused", "at_risk", "running", "unknown"),
)
# A type, the word where nothing is known, and who else says such words.
_EVENT = "select word from event_words where type = '{0}'"
_CASE = "select {0} as word from stg_cases group by {0}"
_ACCOUNT = "select {0} as word from stg_accounts group by {0}"
_TYPES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "status_word": (STATUSES, (_EVENT.format("status_changed"),)),
    "severity_word": (
        ("No severity",),
        (_EVENT.format("priority_changed"), _CASE.format("severity")),
    ),
    "team_word": (("No team",), (_EVENT.format("team_assigned"), _CASE.format("team"))),
    "tier_word": (
        ("No tier",),
        (_EVENT.format("tier_changed"), _CASE.format("tier"), _ACCOUNT.format("tier")),
    ),
    "region_word": (
        ("No region",),
        (_EVENT.format("region_changed"), _CASE.format("region"), _ACCOUNT.format("region")),
    ),
    "source_word": ((), ("select source as word from loads_in",)),
    "kind_word": (("ticket",), (_CASE.format("kind"),)),
    "account_word": (
        ("No account",),
        (_CASE.format("account_id"), _ACCOUNT.format("account_id"), _ACCOUNT.format("account")),
    ),
    "promise_word": (PROMISES, ()),
    "state_word": (STATES, ()),
    "scope_word": (SCOPES, ()),
    "category_word": (("No category",), (_CASE.format("category"),)),
    "system_word": (("No system",), (_CASE.format("system"),)),
    "stage_word": (("No stage",), (_CASE.format("stage"),)),
    "dependency_word": (("No dependency",), (_CASE.format("dependency"),)),
    "stay_word": (("status", "team", "level"), ()),
    "level_word": (("No level",), ("select level as word from stg_escalations group by level",)),
    "cluster_word": (
        ("No subject", "Unclustered"),
        ("select cluster as word from subject_clusters",),
    ),
}
_EVENT_WORDS = """
    create or replace temp table event_words as
    select type, to_value as word
    from case_events
    where type in (
        'status_changed', 'priority_changed', 'team_assigned', 'tier_changed', 'region_changed'
    )
    group by type, to_value
    union
    select type, from_value as word
    from case_events
    where type in ('priority_changed', 'team_assigned', 'tier_changed', 'region_changed')
    group by type, from_value"""


def create_types(connection: duckdb.DuckDBPyConnection) -> None:
    """One type per dimension, from the events, cases and accounts of this build."""
    connection.execute(_EVENT_WORDS)
    for name, (known, said) in _TYPES.items():
        listed = ", ".join(f"('{word}')" for word in known)
        parts = [f"select word from (values {listed}) as known (word)"] if known else []
        create_type(connection, name, " union ".join([*parts, *said]))
    connection.execute("drop table event_words")


def create_type(connection: duckdb.DuckDBPyConnection, name: str, words: str) -> None:
    """The type of the words that a statement selects as `word`."""
    connection.execute(
        f"create type {name} as enum (select word from ({words}) as words"
        " where word is not null order by word)"
    )
