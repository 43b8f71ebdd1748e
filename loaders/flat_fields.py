"""Our words for the flat tables: what a mapping may name in them, and what it must.

Flat tables have one contract row per row of the export and no events of their own.
"""

TEXTS = {
    "impact": "the source's own word for how bad it was, such as partial_outage",
    "weight": "how much of the service was gone, from 0 to 1",
    "maintenance_id": "id of the window, by which a later export moves it",
    "survey_id": "id of the answer",
    "score": "the score given",
    "max_score": "the best score that could be given",
    "comment": "what the customer wrote",
    "drill_id": "id of the drill",
    "result": "how it went, such as passed or failed",
    "target_seconds": "seconds allowed",
    "elapsed_seconds": "seconds used",
    "module": "module or process that somebody must be able to handle",
    "playbook": "name of the playbook or guide",
    "person": "name of the person",
    "course": "course or subject of the training",
    "role": "role of the contact",
    "promise": "what was promised, such as resolve",
    "cycle": "number of the cycle, from 1, after a reopen",
    "met": "true when the promise was met",
}
INSTANTS = {
    "started_at": "when it began",
    "ended_at": "when it ended",
    "answered_at": "when the customer answered",
    "held_at": "when the drill was held",
    "reviewed_at": "when it was last reviewed",
    "completed_at": "when the training was completed",
    "expires_at": "when it must be repeated",
    "verified_at": "when the contact was last verified",
    "decided_at": "when the verdict fell",
    "due_at": "when the promise was due",
}
# Mapping's table -> the contract table that it fills.
TABLES = {
    "impacts": "impacts",
    "maintenance": "maintenance",
    "surveys": "surveys",
    "drills": "drills",
    "coverage": "coverage",
    "training": "training",
    "contacts": "contacts",
    "verdicts": "vendor_promises",
}
REQUIRED = {
    "impacts": ("case_id", "started_at"),
    "maintenance": ("started_at",),
    "surveys": ("answered_at", "score"),
    "drills": ("drill_id", "held_at"),
    "coverage": ("module",),
    "training": ("person", "course"),
    "contacts": ("person",),
    "verdicts": ("case_id", "promise"),
}
ALIASES = {"surveyed_at": "answered_at", "incident": "case_id"}
