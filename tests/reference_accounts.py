"""The slow second implementation: what an account is called."""

from typing import Any

Accounts = dict[str, list[dict[str, Any]]]


def own_names(accounts: Accounts, account: str | None) -> set[str]:
    """The names of an account that no other account has, as id or name, in any letters."""
    own = {row["account"] for row in accounts.get(account or "", [])}
    others = {one.lower() for one in accounts if one != account}
    for one, rows in accounts.items():
        others |= {row["account"].lower() for row in rows if one != account}
    return {name for name in own if name.lower() not in others}


def called(accounts: Accounts, account: str | None) -> str | None:
    """What people read: the newest name if it means nobody else, else with the id behind it; what
    no list names is called as the cases do."""
    if account not in accounts:
        return account
    name: str = accounts[account][-1]["account"]
    return name if name in own_names(accounts, account) else f"{name} ({account})"
