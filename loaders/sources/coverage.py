"""A table of playbooks: which module has one, whose it is, and when it was last reviewed."""

from loaders.flat_source import flat_source

SOURCE = flat_source(
    "coverage",
    "Playbook coverage",
    {
        "module": ("module", "process", "system", "service"),
        "playbook": ("playbook", "runbook", "guide"),
        "team": ("team", "group"),
        "owner": ("owner",),
        "reviewed_at": ("reviewed_at", "last_reviewed", "reviewed_on", "last_review"),
    },
    telling=("playbook",),
)
