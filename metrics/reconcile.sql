-- Every verdict and duration that a source told, beside ours, and why the two differ. Two times
-- are the same within 60 s: vendors count whole minutes. A clock explains a verdict only if it
-- gives the vendor's verdict.
with ledger as (
    select
        case_key,
        promise,
        cycle,
        sum(epoch(to_at) - epoch(from_at)) as wall_seconds,
        sum(case when reason = 'paused by status' then epoch(to_at) - epoch(from_at) else 0 end)
            as paused_seconds,
        min(severity) as least_severity,
        max(severity) as most_severity,
    from fct_segments
    group by case_key, promise, cycle
),

clocks as (
    select
        fct_promises.source,
        fct_promises.case_id,
        fct_promises.promise,
        fct_promises.cycle,
        fct_promises.state,
        fct_promises.target_seconds,
        fct_promises.started_at,
        fct_promises.stopped_at,
        fct_promises.elapsed_seconds,
        fct_promises.is_open,
        sum(ledger.wall_seconds) over so_far as wall_seconds,
        sum(ledger.paused_seconds) over so_far as paused_seconds,
        min(ledger.least_severity) over so_far <> max(ledger.most_severity) over so_far
            as is_other_severity,
        max(case when fct_promises.state = 'breached' then 1 else 0 end) over so_far as was_breached,
        lead(fct_promises.cycle) over so_far is null as is_last,
    from fct_promises
    left join ledger
        on ledger.case_key = fct_promises.case_key
        and ledger.promise = fct_promises.promise
        and ledger.cycle = fct_promises.cycle
    where not fct_promises.is_drill
    window so_far as (
        partition by fct_promises.case_key, fct_promises.promise
        order by fct_promises.cycle
    )
),

told as (
    select
        source,
        case_id,
        promise,
        cycle,
        met,
        started_at,
        cast(null as timestamp) as stopped_at,
        target_seconds,
        elapsed_seconds,
    from vendor_promises
    union all
    select
        fct_cases.source,
        fct_cases.case_id,
        'resolve' as promise,
        cast(null as bigint) as cycle,
        fct_cases.vendor_met as met,
        cast(null as timestamp) as started_at,
        fct_cases.vendor_resolved_at as stopped_at,
        cast(null as bigint) as target_seconds,
        fct_cases.vendor_resolution_seconds as elapsed_seconds,
    from fct_cases
    left join (
        select distinct
            source,
            case_id,
        from vendor_promises
        where promise = 'resolve'
    ) as by_promise
        on by_promise.source = fct_cases.source
        and by_promise.case_id = fct_cases.case_id
    where by_promise.case_id is null
        and (fct_cases.vendor_met is not null or fct_cases.vendor_resolution_seconds is not null)
),

beside as (
    select
        told.source,
        told.case_id,
        told.promise,
        coalesce(told.cycle, clocks.cycle, 1) as cycle,
        told.met as vendor_met,
        told.target_seconds as vendor_target_seconds,
        told.elapsed_seconds as vendor_seconds,
        case
            when told.cycle is null and clocks.was_breached = 1 then 'breached'
            when told.promise = 'first_response' and fct_cases.is_agent_created then 'not_applicable'
            else coalesce(clocks.state, 'no target')
        end as our_state,
        clocks.target_seconds as our_target_seconds,
        coalesce(
            clocks.elapsed_seconds,
            case when told.promise = 'resolve' then fct_cases.customer_resolution_seconds end
        ) as our_seconds,
        coalesce(clocks.wall_seconds, fct_cases.customer_resolution_seconds) as wall_seconds,
        coalesce(clocks.paused_seconds, 0) as paused_seconds,
        coalesce(clocks.is_open, fct_cases.is_open) as is_open,
        told.promise = 'first_response' and fct_cases.is_agent_created as is_agents_own,
        clocks.is_other_severity,
        fct_cases.reopen_count > 0 or coalesce(fct_cases.vendor_reopen_count, 0) > 0 as is_reopened,
        abs(epoch(told.started_at) - epoch(clocks.started_at)) > 60 as is_other_start,
        abs(epoch(told.stopped_at) - epoch(coalesce(clocks.stopped_at, fct_cases.resolved_at))) > 60
            as is_other_stop,
    from told
    join fct_cases
        on fct_cases.source = told.source
        and fct_cases.case_id = told.case_id
    left join clocks
        on clocks.source = told.source
        and clocks.case_id = told.case_id
        and clocks.promise = told.promise
        and (clocks.cycle = told.cycle or (told.cycle is null and clocks.is_last))
    where not fct_cases.is_drill
),

verdicts as (
    select
        *,
        'verdict' as compared,
        case when vendor_met then 'met' else 'breached' end as vendors,
        our_state as ours,
        (vendor_met and our_state = 'met') or (not vendor_met and our_state = 'breached') as is_same,
        coalesce(vendor_target_seconds, our_target_seconds) as target_seconds,
    from beside
    where vendor_met is not null
),

judged as (
    select
        *,
        case
            when is_same then null
            when is_agents_own then 'agent-created'
            when our_state = 'no target' then 'target'
            when our_state in ('unknown', 'cancelled', 'not_applicable') then 'data'
            when vendor_met and our_state <> 'breached' then 'data'
            when is_other_start then 'clock start'
            when vendor_target_seconds <> our_target_seconds then 'target'
            when not vendor_met and wall_seconds - paused_seconds > target_seconds then 'calendar'
            when not vendor_met and wall_seconds > target_seconds then 'pause'
            when is_reopened then 'reopen'
            when is_other_severity then 'priority change'
            when is_other_stop then 'data'
            else 'unexplained'
        end as reason,
    from verdicts
),

durations as (
    select
        *,
        'duration' as compared,
        cast(vendor_seconds as varchar) as vendors,
        cast(our_seconds as varchar) as ours,
        coalesce(not is_open and abs(vendor_seconds - our_seconds) <= 60, false) as is_same,
        coalesce(vendor_target_seconds, our_target_seconds) as target_seconds,
    from beside
    where vendor_seconds is not null
        and (not is_open or coalesce(vendor_met, true))
),

measured as (
    select
        *,
        case
            when is_same then null
            when is_agents_own then 'agent-created'
            when our_seconds is null and our_state = 'no target' and promise <> 'resolve' then 'target'
            when is_open or our_seconds is null or our_state = 'unknown' then 'data'
            when is_other_start then 'clock start'
            when is_other_stop and not is_reopened then 'data'
            when abs(vendor_seconds - wall_seconds) <= 60
                and wall_seconds - paused_seconds - our_seconds >= paused_seconds then 'calendar'
            when abs(vendor_seconds - wall_seconds) <= 60 then 'pause'
            when abs(vendor_seconds - wall_seconds + paused_seconds) <= 60 then 'calendar'
            when is_reopened then 'reopen'
            else 'unexplained'
        end as reason,
    from durations
),

compared_rows as (
    select * from judged
    union all
    select * from measured
)

select
    source,
    case_id,
    promise,
    cycle,
    compared,
    ours,
    vendors,
    our_seconds,
    vendor_seconds,
    our_target_seconds,
    vendor_target_seconds,
    cast(wall_seconds as bigint) as wall_seconds,
    cast(paused_seconds as bigint) as paused_seconds,
    is_same,
    reason,
from compared_rows
where source = $source
order by compared desc, case_id, promise, cycle
