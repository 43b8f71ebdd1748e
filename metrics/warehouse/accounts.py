"""Which client account a case means: by id, by name, by another of its names, or by domain.

Exports say it as they please (ACC-001, Nordwind Logistik, ann@nordwind.example). A text that
two accounts could mean matches neither; what is left over is listed in unmatched_accounts.
"""

import duckdb

_SEPARATOR = "[;|]"  # between several names or domains in one cell; names hold commas
_HOST = r"(?:^[^@\s]+@|^(?:https?://)?(?:www\.)?)([a-z0-9-]+(?:\.[a-z0-9-]+)+)"
_NAMES = f"""
    create temp table account_names as
    with several as (
        select account_id, 3 as place,
            unnest(regexp_split_to_array(other_names, '{_SEPARATOR}')) as name
        from contract_accounts
        union all
        select account_id, 4, unnest(regexp_split_to_array(domains, '{_SEPARATOR}'))
        from contract_accounts
    ),
    told as (
        select account_id, account_id as name, 1 as place from contract_accounts
        union all select account_id, account, 2 from contract_accounts
        union all select account_id, name, place from several
    ),
    folded as (select account_id, lower(trim(name)) as name, place from told),
    first_places as (select name, min(place) as place from folded where name <> '' group by name)
    select name, min(account_id) as account_id
    from folded join first_places using (name, place)
    group by name having count(distinct account_id) = 1
"""
_MATCHES = f"""
    create temp table account_matches as
    with said as (
        select distinct account_id as text, lower(trim(account_id)) as name from contract_cases
        where account_id is not null
            and account_id not in (select account_id from contract_accounts)
    )
    select text, coalesce(named.account_id, hosted.account_id) as account_id
    from said left join account_names as named on named.name = said.name
    left join account_names as hosted on hosted.name = regexp_extract(said.name, '{_HOST}', 1)
    where coalesce(named.account_id, hosted.account_id) is not null
"""


def match(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the account's id into contract_cases where the case names the account otherwise."""
    connection.execute(_NAMES)
    connection.execute(_MATCHES)
    if connection.sql("select 1 from account_matches limit 1").fetchall():
        connection.execute(
            "update contract_cases set account_id = account_matches.account_id from"
            " account_matches where contract_cases.account_id = account_matches.text"
        )
    connection.execute("drop table account_names")
    connection.execute("drop table account_matches")
