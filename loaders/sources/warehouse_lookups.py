"""Tables of a warehouse copy that hold no cases, such as groups, schedules and users: refused."""

from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from metrics.errors import ExportError

_SYNCED = "_fivetran_synced"  # Fivetran writes it into every table


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if _SYNCED not in shape.columns or {"status", "state"} & set(shape.columns):
        return None
    return Recognition(0.65, f"the header has {_SYNCED}, and neither a status nor a state")


def _parts(shape: Shape) -> tuple[Part, ...]:
    shown = ", ".join(name for name in shape.columns[:8] if name != _SYNCED)
    raise ExportError(
        f"this table of a warehouse copy holds no case and no event ({shown})",
        where="the header",
        next_step="Load the tables that do: tickets, their field history, comments. Targets and"
        " working hours are written in the policy. Nothing was landed.",
    )


SOURCE = Source("warehouse_lookups", "Lookup table of a warehouse copy", _recognise, _parts)
