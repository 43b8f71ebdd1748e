"""A table of client accounts as the contract table: each row holds from its effective_from."""

from loaders.check import broken, rejected
from loaders.words import NO_TEXT, Words


def selects(words: Words) -> dict[str, str]:
    """Contract table -> SQL for one table of accounts."""
    rules = words.rules(("account_id",))
    texts = ("tier", "region", "time_zone", "owner", "other_names", "domains")
    listed = ", ".join(f"{words.text(name)} as {name}" for name in texts)
    return {
        "accounts": f"""
        select {words.text("account_id")} as account_id,
            coalesce({words.text("account")}, {words.text("account_id")}) as account, {listed},
            cast({words.instant("renewal_on")} as date) as renewal_on,
            {words.instant("effective_from")} as effective_from, row_number
        from landed where not {broken(rules)}
        """,
        "rejected_rows": rejected(rules, NO_TEXT),
    }
