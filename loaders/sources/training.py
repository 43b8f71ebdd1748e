"""A table of trainings: who completed which course, and until when it holds."""

from loaders.flat_source import flat_source

SOURCE = flat_source(
    "training",
    "Training records",
    {
        "person": ("person", "name", "employee", "agent"),
        "team": ("team", "group"),
        "course": ("course", "training", "module"),
        "completed_at": ("completed_at", "completed_on", "completed", "date"),
        "expires_at": ("expires_at", "expires_on", "valid_until", "expires"),
    },
    telling=("completed_at",),
)
