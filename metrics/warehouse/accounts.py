"""Which client account a case means: by id, by name, by another of its names, or by domain.

Exports say it as they please (ACC-001, Nordwind Logistik, ann@nordwind.example). A text that
two accounts could mean matches neither; what is left over is listed in unmatched_accounts. The
accounts that targets of the policy name are found in the same way. A name that does not mean its
account alone is shown with the id, `Acme (A-2)`: an account is told apart by the word people read.
"""

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from metrics.errors import did_you_mean
from metrics.policy import Policy
from metrics.warehouse.tables import TEXT, table

_SEPARATOR = "[;|]"  # between several names or domains in one cell; names hold commas
_HOST = r"(?:^[^@\s]+@|^(?:https?://)?(?:www\.)?)([a-z0-9-]+(?:\.[a-z0-9-]+)+)"
# Each name of an account -> whom it means, if one alone (is_one).
_NAMES = f"""
    create temp table account_words as
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
        union all select account_id, account || ' (' || account_id || ')', 2 from contract_accounts
        union all select account_id, name, place from several
    ),
    folded as (select account_id, lower(trim(name)) as name, place from told),
    first_places as (select name, min(place) as place from folded where name <> '' group by name)
    select name, min(account_id) as account_id, count(distinct account_id) = 1 as is_one
    from folded join first_places using (name, place)
    group by name
"""
_MEANT = """
    create temp view account_names as select name, account_id from account_words where is_one
"""
_SAYING = ("cases", "surveys", "contacts")  # the tables whose account_id may be any of its names
_MATCHES = f"""
    create temp table account_matches as
    with texts as (
        {" union ".join(f"select account_id as text from contract_{table}" for table in _SAYING)}
    ),
    said as (
        select text, lower(trim(text)) as name from texts
        where text is not null and text not in (select account_id from contract_accounts)
    )
    select text, coalesce(named.account_id, hosted.account_id) as account_id
    from said left join account_names as named on named.name = said.name
    left join account_names as hosted on hosted.name = regexp_extract(said.name, '{_HOST}', 1)
    where coalesce(named.account_id, hosted.account_id) is not null
"""
_SHOWN = """
    update contract_accounts set account = account || ' (' || account_id || ')'
    where account <> account_id and not exists (
        select 1 from account_names as named
        where named.name = lower(trim(contract_accounts.account))
            and named.account_id = contract_accounts.account_id
    )
"""
# What a policy names may also be an account that only cases tell of, in any letter case; not what
# two of the listed accounts are called.
_NAMED = f"""
    create temp table named_accounts as
    with said as (select word, lower(trim(word)) as name from policy_words),
    listed as (
        select said.word, said.name,
            coalesce(own.account_id, named.account_id, hosted.account_id) as account_id
        from said
        left join (select distinct account_id from contract_accounts) as own
            on own.account_id = said.word
        left join account_names as named on named.name = said.name
        left join account_names as hosted
            on hosted.name = regexp_extract(said.name, '{_HOST}', 1)
    ),
    told as (select distinct account_id from contract_cases where account_id is not null),
    meant as (
        select word, account_id from listed where account_id is not null
        union
        select listed.word, told.account_id
        from listed join told on lower(trim(told.account_id)) = listed.name
        where listed.account_id is null
            and listed.name not in (select name from account_words where not is_one)
    )
    select word, account_id, dense_rank() over (order by account_id) as account_code from meant
"""
_KNOWN = """
    with known as (
        select account_id as name from contract_accounts
        union select account from contract_accounts union select account_id from contract_cases
    )
    select name from known
    where name <> '' and lower(trim(name)) not in (select name from account_words where not is_one)
    order by name
"""


def match(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the account's id where a case, a survey or a contact names the account otherwise, and
    into contract_accounts a name for each that no other account has, nor any case's text. What
    the accounts were called before stays for `named`."""
    connection.execute(_NAMES)
    connection.execute(_MEANT)
    connection.execute(_MATCHES)
    if connection.sql("select 1 from account_matches limit 1").fetchall():
        for table in _SAYING:
            connection.execute(
                f"update contract_{table} set account_id = account_matches.account_id from"
                f" account_matches where contract_{table}.account_id = account_matches.text"
            )
    connection.execute(_SHOWN)
    connection.execute("drop table account_matches")


def named(connection: duckdb.DuckDBPyConnection, policy: Policy) -> Iterator[str]:
    """Make named_accounts: the accounts that each word of a target means, with a number from 1 on
    per account; gives a warning for each word that means none. Comes after `match`."""
    words = [(word,) for word in policy.named_accounts]
    table(connection, "temp table policy_words", {"word": TEXT}, words)
    if not words:
        columns = {"word": TEXT, "account_id": TEXT, "account_code": pa.int64()}
        table(connection, "temp table named_accounts", columns, [])
        return
    connection.execute(_NAMED)
    found = connection.sql("select distinct word from named_accounts").fetchall()
    known = [name for (name,) in connection.sql(_KNOWN).fetchall()]
    for word in policy.named_accounts.keys() - {word for (word,) in found}:
        yield _unknown(word, policy.named_accounts[word], known)


def _unknown(word: str, where: str, known: list[str]) -> str:
    nearest = did_you_mean(word, known)
    meant = f" Did you mean {nearest}?" if nearest else ""
    return f'{where}: no one account is meant by "{word}", so its target binds no case.{meant}'
