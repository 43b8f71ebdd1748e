-- One row per case that says what it is about, drills left out: the case of the same kind,
-- category and system that was resolved last before it opened, the first one that opened after
-- it was resolved for the first time (and, apart, the first of the same account), and how many
-- of its account opened in the window that it closes. A first resolve is decided at the earlier
-- of the recurrence and the end of the window; null while it can still go either way.
with described as (
    select
        case_key,
        kind,
        category,
        system,
        account,
        created_at,
        first_resolved_at,
    from fct_cases
    where not is_drill
        and category <> 'No category'
),

-- A topic is one kind, category and system, a thread is a topic of one account.
threads as (
    select
        kind,
        category,
        system,
        account,
        dense_rank() over (order by kind, category, system) as topic,
        row_number() over (order by kind, category, system, account) as thread,
    from described
    group by kind, category, system, account
),

cases as (
    select
        described.case_key,
        threads.topic,
        threads.thread,
        described.account <> 'No account' as has_account,
        described.created_at,
        cast(epoch(described.created_at) as bigint) as created,
        cast(epoch(described.first_resolved_at) as bigint) as resolved,
    from described
    join threads
        on threads.kind = described.kind
        and threads.category = described.category
        and threads.system = described.system
        and threads.account = described.account
),

-- In one second what opens stands before what is resolved: nothing follows itself. Seconds to
-- the year 2100 fit into 2^32, a moment of them into 2^33: below, one whole number sorts by
-- topic or thread and moment. A window over it costs a third of one with long partitions.
moments as (
    select
        case_key,
        topic,
        thread,
        created * 2 as moment,
        0 as is_resolve,
    from cases
    union all
    select
        case_key,
        topic,
        thread,
        resolved * 2 + 1 as moment,
        1 as is_resolve,
    from cases
    where resolved is not null
),

-- The number of a moment and its case in one whole number, so that the last moment names both.
numbered as (
    select
        case_key,
        is_resolve,
        2147483648 * row_number() over (
            order by topic * 8589934592 + moment, case_key
        ) + case_key as place,
    from moments
),

-- Neighbours of another topic, and below of another thread, are left out where they are read.
neighbours as (
    select
        case_key,
        is_resolve,
        max(case when is_resolve = 1 then place end) over (
            order by place
            rows between unbounded preceding and current row
        ) % 2147483648 as previous_case_key,
        min(case when is_resolve = 0 then place end) over (
            order by place
            rows between current row and unbounded following
        ) % 2147483648 as next_case_key,
    from numbered
),

successors as (
    select
        case_key,
        is_resolve,
        min(case when is_resolve = 0 then thread * 8589934592 + moment end) over (
            order by thread * 8589934592 + moment
            rows between current row and unbounded following
        ) - thread * 8589934592 as next_moment,
    from moments
),

openings as (
    select
        case_key,
        lag(created, 2) over (partition by thread order by created, case_key) as third_last,
    from cases
    where has_account
),

windows as (
    select
        as_of,
        recurrence_window_days * interval '1' day as recurrence_window,
        recurrence_window_days * 86400 as window_seconds,
    from watermark
),

followed as (
    select
        cases.case_key,
        cases.has_account,
        previous.case_key as previous_case_key,
        cases.created - previous.resolved as repeat_seconds,
        following.case_key as next_case_key,
        following.created_at as recurred_at,
        case when cases.has_account and successors.next_moment < 8589934592
                and successors.next_moment <= (cases.resolved + windows.window_seconds) * 2
            then timestamp '1970-01-01 00:00:00'
                + cast(floor(successors.next_moment / cast(2 as double)) as bigint) * interval '1' second
        end as account_recurred_at,
        coalesce(openings.third_last + windows.window_seconds >= cases.created, false) as is_chronic,
    from cases
    cross join windows
    join neighbours as before
        on before.case_key = cases.case_key
        and before.is_resolve = 0
    left join cases as previous
        on previous.case_key = before.previous_case_key
        and previous.topic = cases.topic
        and previous.resolved + windows.window_seconds >= cases.created
    left join neighbours as after
        on after.case_key = cases.case_key
        and after.is_resolve = 1
    left join cases as following
        on following.case_key = after.next_case_key
        and following.topic = cases.topic
        and following.created <= cases.resolved + windows.window_seconds
    left join successors
        on successors.case_key = cases.case_key
        and successors.is_resolve = 1
    left join openings
        on openings.case_key = cases.case_key
)

select
    fct_cases.case_key,
    fct_cases.case_id,
    fct_cases.source,
    fct_cases.kind,
    fct_cases.account,
    fct_cases.tier,
    fct_cases.region,
    fct_cases.severity,
    fct_cases.team,
    fct_cases.category,
    fct_cases.system,
    fct_cases.created_at,
    fct_cases.first_resolved_at,
    followed.previous_case_key,
    followed.repeat_seconds,
    followed.next_case_key,
    followed.recurred_at,
    case
        when followed.recurred_at is not null then followed.recurred_at
        when fct_cases.first_resolved_at + windows.recurrence_window <= windows.as_of
            then fct_cases.first_resolved_at + windows.recurrence_window
    end as decided_at,
    followed.account_recurred_at,
    case
        when not followed.has_account then null
        when followed.account_recurred_at is not null then followed.account_recurred_at
        when fct_cases.first_resolved_at + windows.recurrence_window <= windows.as_of
            then fct_cases.first_resolved_at + windows.recurrence_window
    end as account_decided_at,
    followed.is_chronic,
from fct_cases
cross join windows
join followed
    on followed.case_key = fct_cases.case_key
order by fct_cases.created_at, fct_cases.case_key
