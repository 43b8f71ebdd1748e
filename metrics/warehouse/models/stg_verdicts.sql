-- The source's own figures and verdict, newest export first, one row per case; what it dates later
-- than the watermark is not known yet, be the rest of its row known.
with told as (
    select *
    from contract_vendor_verdicts
    cross join watermark
    qualify row_number() over (partition by source, case_id order by load_key desc, row_number desc) = 1
)

select
    source,
    case_id,
    case when coalesce(vendor_decided_at <= as_of, true) then vendor_met end as vendor_met,
    case when vendor_decided_at <= as_of then vendor_decided_at end as vendor_decided_at,
    case when vendor_resolved_at <= as_of then vendor_resolved_at end as vendor_resolved_at,
    case when coalesce(vendor_resolved_at, vendor_decided_at, as_of) <= as_of then vendor_resolution_seconds end
        as vendor_resolution_seconds,
    case when coalesce(vendor_decided_at <= as_of, true) then vendor_reopen_count end as vendor_reopen_count,
from told
