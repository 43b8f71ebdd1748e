-- One row per case that says what it is about, drills left out: its neighbours in time (see
-- fct_recurrences), those outside the window left out, and whether it closes a window in which
-- its account opened two more.
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
        cast(dense_rank() over (order by kind, category, system) as integer) as topic,
        cast(row_number() over (order by kind, category, system, account) as integer) as thread,
    from described
    group by kind, category, system, account
),

-- Seconds to the year 2100 fit into 2^32, a case key into 2^31: one whole number sorts by both,
-- and names the case that is found.
cases as (
    select
        described.case_key,
        threads.topic,
        threads.thread,
        described.account <> 'No account' as has_account,
        cast(epoch(described.created_at) as bigint) as created,
        cast(epoch(described.first_resolved_at) as bigint) as resolved,
        created * 2147483648 + case_key as opening,
        resolved * 2147483648 + case_key as resolve,
        lag(created, 2) over (partition by threads.thread order by opening) as third_last,
    from described
    join threads using (kind, category, system, account)
),

neighbours as (
    select
        cases.*,
        previous.resolve // 2147483648 as previous_resolved,
        previous.resolve % 2147483648 as previous_key,
        following.opening // 2147483648 as next_created,
        following.opening % 2147483648 as next_key,
        sibling.opening // 2147483648 as sibling_created,
    from cases
    asof left join (from cases where resolved is not null) as previous
        on previous.topic = cases.topic
        and previous.resolve < cases.created * 2147483648
    asof left join cases as following
        on following.topic = cases.topic
        and following.opening >= (cases.resolved + 1) * 2147483648
    asof left join cases as sibling
        on sibling.thread = cases.thread
        and sibling.opening >= (cases.resolved + 1) * 2147483648
),

windows as (
    select recurrence_window_days * 86400 as window_seconds
    from watermark
)

select
    case_key,
    has_account,
    case when previous_resolved + window_seconds >= created then previous_key::integer end
        as previous_case_key,
    case when previous_resolved + window_seconds >= created then created - previous_resolved end
        as repeat_seconds,
    case when next_created <= resolved + window_seconds then next_key::integer end as next_case_key,
    case when next_created <= resolved + window_seconds then make_timestamp(next_created * 1000000) end
        as recurred_at,
    case when has_account and sibling_created <= resolved + window_seconds
        then make_timestamp(sibling_created * 1000000)
    end as account_recurred_at,
    has_account and coalesce(third_last + window_seconds >= created, false) as is_chronic,
from neighbours
cross join windows
