"""A table of SLA verdicts: the source's own word on each promise of a case."""

from loaders.flat_source import flat_source

SOURCE = flat_source(
    "verdicts",
    "SLA verdicts",
    {
        "case_id": ("case_id", "ticket_id", "incident_id", "issue_key"),
        "promise": ("promise", "sla", "metric"),
        "cycle": ("cycle",),
        "met": ("met", "sla_met"),
        "started_at": ("started_at",),
        "due_at": ("due_at",),
        "decided_at": ("decided_at",),
        "target_seconds": ("target_seconds",),
        "elapsed_seconds": ("elapsed_seconds",),
    },
    telling=("met",),
)
