"""A table of planned maintenance windows: one row per window and service."""

from loaders.flat_source import flat_source

SOURCE = flat_source(
    "maintenance",
    "Maintenance windows",
    {
        "system": ("system", "service", "product", "component"),
        "subject": ("subject", "title", "summary", "maintenance", "window"),
        "started_at": ("window_start", "maintenance_start", "scheduled_for", "planned_start",
                       "started_at", "start_at", "start"),
        "ended_at": ("window_end", "maintenance_end", "scheduled_until", "planned_end",
                     "ended_at", "end_at", "end"),
    },
    telling=("system", "ended_at", "subject"),
)  # fmt: skip
