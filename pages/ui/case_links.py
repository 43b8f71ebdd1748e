"""The cases that belong together: a ticket and its incident, an incident and its tickets."""

from functools import partial

from pages.ui import answers, cards, formats, tables, words
from pages.ui.case_file import CaseFile

SHOWN = {
    "relation": "link",
    "case_id": "case",
    "subject": "subject",
    "account": "account",
    "tier": "tier",
    "severity": "severity",
    "status": "status",
    "created_at": "opened",
}


def links(found: CaseFile) -> None:
    """Every linked case, one click away, and how many accounts are among them."""
    family = answers.read("family", case_key=found.key)
    if family.empty:
        return
    touched = family.loc[family["relation"] == "belongs to it", "account"]
    with cards.card("links"):
        note = f"{formats.count(len(family))} linked"
        if len(touched):
            note = f"{note}, {formats.count(touched.nunique())} accounts among them"
        cards.heading("Cases that belong together", note)
        opened = partial(formats.when, zone=found.zone, year=True)
        status = family["status"].map(words.status)
        rows = tables.said(family.assign(status=status), {"created_at": opened})
        rows = rows[["source", *SHOWN]].rename(columns=SHOWN)
        tables.cases(rows, "linked_rows", f"{len(rows)} linked cases", {})
