"""A table of downtimes: one row per incident and service that it hurt."""

from loaders.flat_source import flat_source

SOURCE = flat_source(
    "impacts",
    "Downtimes of incidents",
    {
        "case_id": ("incident_id", "incident", "case_id", "id"),
        "system": ("system", "service", "component", "product"),
        "started_at": ("impact_start", "downtime_start", "outage_start", "started_at"),
        "ended_at": ("impact_end", "downtime_end", "outage_end", "ended_at"),
        "impact": ("impact",),
        "weight": ("weight",),
    },
    telling=("ended_at",),
)
