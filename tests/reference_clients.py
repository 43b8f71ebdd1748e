"""The slow second implementation of whose a case was, and when: tier and region over time."""

from datetime import datetime
from typing import Any

from tests.reference_accounts import called
from tests.reference_repeats import Row

EVER = datetime(1, 1, 1)


def clients_of(log: list[Row], length: int | None = None) -> dict[str, list[tuple[datetime, str]]]:
    """Tier and region as the log itself tells them, empty where it does not. The first word it has
    for one holds from the beginning: before its first change what that came from, if it says so."""
    found = {}
    for name in ("tier", "region"):
        told = [(e, e["to_value"]) for e in log if e["type"] == f"{name}_changed" and e["to_value"]]
        begun = [(EVER, e["from_value"] or word) for e, word in told[:1]]
        known = log[:length]
        found[name] = begun + [(e["event_at"], word) for e, word in told if e in known]
    return found


class Clients:
    """The list of accounts, and what a replayed case takes from it."""

    def __init__(self, accounts: list[Row]) -> None:
        self.accounts: dict[str, list[Row]] = {}
        for row in accounts:
            self.accounts.setdefault(row["account_id"], []).append(row)
        for rows in self.accounts.values():
            rows.sort(key=lambda r: r["effective_from"] or EVER)
            for number, row in enumerate(rows[1:]):  # an empty cell says nothing
                kept = {name: row[name] or rows[number][name] for name in ("tier", "region")}
                rows[number + 1] = row | kept

        self.names: dict[str | None, str | None] = {}

    def called(self, account: str | None) -> str | None:
        """What people read for an account; asked of every row, so it is kept."""
        if account not in self.names:
            self.names[account] = called(self.accounts, account)
        return self.names[account]

    def client_steps(self, story: Any, column: str) -> list[tuple[datetime, str | None]]:
        """The tier or region of a case over time: by its own log, else by itself or its account."""
        return [*story.clients[column]] or self.account_steps(story.case, column)

    def changes(self, story: Any) -> set[datetime]:
        """When severity, tier or region of a case, or its account, may have changed."""
        steps = [story.severities, *story.clients.values()]
        rows = self.accounts.get(story.case.get("account_id") or "", [])
        return {at for told in steps for at, _ in told} | {
            row["effective_from"] for row in rows if row["effective_from"]
        }

    def account_steps(self, case: Row, column: str) -> list[tuple[datetime, str | None]]:
        """The case's own tier or region if it has one, else its account's over time."""
        if case.get(column):
            return [(EVER, case[column])]
        rows = self.accounts.get(case.get("account_id") or "", [])
        return [(r["effective_from"] or EVER, r[column]) for r in rows]
