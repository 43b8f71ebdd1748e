-- The source's own figures and verdict, newest export first, one row per case. A verdict dated later
-- than the watermark is not known yet, nor is what comes with it, but for a resolve dated before.
with told as (
    select
        *,
        coalesce(vendor_decided_at <= as_of, true) as is_decided,
        coalesce(vendor_resolved_at <= as_of, false) as is_resolved,
    from contract_vendor_verdicts
    cross join watermark
    qualify row_number() over (partition by source, case_id order by load_key desc, row_number desc) = 1
)

select
    source,
    case_id,
    case when is_decided then vendor_met end as vendor_met,
    case when is_decided then vendor_decided_at end as vendor_decided_at,
    case when is_decided or is_resolved then vendor_resolved_at end as vendor_resolved_at,
    case when is_decided or is_resolved then vendor_resolution_seconds end as vendor_resolution_seconds,
    case when is_decided then vendor_reopen_count end as vendor_reopen_count,
from told
