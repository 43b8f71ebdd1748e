-- The source's own figures and verdict, one row per case: of each the newest that the newest export
-- tells. A verdict dated later than the watermark is not known yet, nor is what comes with it, but
-- for a resolve dated before; what an earlier row told then still stands.
with told as (
    select
        *,
        (load_key, row_number) as place,
        coalesce(vendor_decided_at <= as_of, true) as is_decided,
        coalesce(vendor_resolved_at <= as_of, false) as is_resolved,
    from contract_vendor_verdicts
    cross join watermark
)

select
    source,
    case_id,
    arg_max_null(vendor_met, place) filter (is_decided) as vendor_met,
    arg_max_null(vendor_decided_at, place) filter (is_decided) as vendor_decided_at,
    arg_max_null(vendor_resolved_at, place) filter (is_decided or is_resolved) as vendor_resolved_at,
    arg_max_null(vendor_resolution_seconds, place) filter (is_decided or is_resolved) as vendor_resolution_seconds,
    arg_max_null(vendor_reopen_count, place) filter (is_decided) as vendor_reopen_count,
from told
group by source, case_id
