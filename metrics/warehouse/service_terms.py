"""What policy says of services, as tables of half-open spans."""

from datetime import datetime

import duckdb
import pyarrow as pa

from metrics.policy import Policy, Services
from metrics.policy.services import PPM
from metrics.warehouse.calendars import BEGINNING, FOREVER
from metrics.warehouse.tables import TEXT, TIME, table

SPAN = {"from_at": TIME, "until_at": TIME}


def service_tables(connection: duckdb.DuckDBPyConnection, policy: Policy) -> None:
    """policy_services (the severe weight of each version), policy_objectives (its rows by name,
    null for every other service) and policy_weights (its words)."""
    spans = list(_spans(policy.services))
    severe = [(*span, version.severe_from) for span, version in spans]
    table(connection, "temp table policy_services", SPAN | {"severe_from": pa.float64()}, severe)
    objectives = [
        (*span, position, name, row.allowed_ppm, (PPM - row.allowed_ppm) / PPM)
        for span, version in spans
        for position, row in enumerate(version.services, start=1)
        for name in row.service or (None,)
    ]
    columns = SPAN | {"position": pa.int64(), "system": TEXT}
    columns |= {"allowed_ppm": pa.int64(), "objective": pa.float64()}
    table(connection, "temp table policy_objectives", columns, objectives)
    weights = [
        (*span, word, weight) for span, version in spans for word, weight in version.weights.items()
    ]
    columns = SPAN | {"impact": TEXT, "weight": pa.float64()}
    table(connection, "temp table policy_weights", columns, weights)


def _spans(
    versions: tuple[Services, ...],
) -> list[tuple[tuple[datetime, datetime], Services]]:
    """Each version with the span in which it is in force; the first one from the beginning."""
    starts = [BEGINNING, *(version.effective_from or BEGINNING for version in versions[1:])]
    return list(zip(zip(starts, [*starts[1:], FOREVER], strict=True), versions, strict=True))
