"""A table of drills: one row per exercise and its result."""

from loaders.flat_source import flat_source

SOURCE = flat_source(
    "drills",
    "Drills",
    {
        "drill_id": ("drill_id", "drill", "exercise_id", "exercise"),
        "subject": ("scenario", "subject", "title"),
        "system": ("system", "service", "module"),
        "team": ("team", "group"),
        "held_at": ("held_at", "held_on", "date", "performed_at"),
        "result": ("result", "outcome"),
        "target_seconds": ("target_seconds",),
        "elapsed_seconds": ("elapsed_seconds", "seconds"),
    },
    telling=(),
)
