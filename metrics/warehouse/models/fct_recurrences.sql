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

-- In one second what opens stands before what is resolved: nothing follows itself.
moments as (
    select
        case_key,
        kind,
        category,
        system,
        account,
        created_at as moment_at,
        0 as is_resolve,
    from described
    union all
    select
        case_key,
        kind,
        category,
        system,
        account,
        first_resolved_at as moment_at,
        1 as is_resolve,
    from described
    where first_resolved_at is not null
),

-- The number of a moment and its case in one whole number, so that the last moment names both.
numbered as (
    select
        *,
        2147483648 * row_number() over (
            partition by kind, category, system
            order by moment_at, is_resolve, case_key
        ) + case_key as place,
    from moments
),

neighbours as (
    select
        case_key,
        moment_at,
        is_resolve,
        max(case when is_resolve = 1 then place end) over (
            partition by kind, category, system
            order by place
            rows between unbounded preceding and current row
        ) % 2147483648 as previous_case_key,
        max(case when is_resolve = 1 then moment_at end) over (
            partition by kind, category, system
            order by place
            rows between unbounded preceding and current row
        ) as previous_resolved_at,
        min(case when is_resolve = 0 then place end) over (
            partition by kind, category, system
            order by place
            rows between current row and unbounded following
        ) % 2147483648 as next_case_key,
        min(case when is_resolve = 0 then moment_at end) over (
            partition by kind, category, system
            order by place
            rows between current row and unbounded following
        ) as next_opened_at,
        min(case when is_resolve = 0 then moment_at end) over (
            partition by kind, category, system, account
            order by place
            rows between current row and unbounded following
        ) as next_of_account_at,
    from numbered
),

openings as (
    select
        case_key,
        created_at,
        lag(created_at, 2) over (
            partition by kind, category, system, account
            order by created_at, case_key
        ) as third_last_at,
    from described
    where account <> 'No account'
),

windows as (
    select
        as_of,
        recurrence_window_days * interval '1' day as recurrence_window,
    from watermark
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
    case when before.previous_resolved_at + windows.recurrence_window >= fct_cases.created_at
        then before.previous_case_key
    end as previous_case_key,
    case when before.previous_resolved_at + windows.recurrence_window >= fct_cases.created_at
        then cast(epoch(fct_cases.created_at) - epoch(before.previous_resolved_at) as bigint)
    end as repeat_seconds,
    case when after.next_opened_at <= fct_cases.first_resolved_at + windows.recurrence_window
        then after.next_case_key
    end as next_case_key,
    case when after.next_opened_at <= fct_cases.first_resolved_at + windows.recurrence_window
        then after.next_opened_at
    end as recurred_at,
    case
        when after.next_opened_at <= fct_cases.first_resolved_at + windows.recurrence_window
            then after.next_opened_at
        when fct_cases.first_resolved_at + windows.recurrence_window <= windows.as_of
            then fct_cases.first_resolved_at + windows.recurrence_window
    end as decided_at,
    case when fct_cases.account <> 'No account'
            and after.next_of_account_at <= fct_cases.first_resolved_at + windows.recurrence_window
        then after.next_of_account_at
    end as account_recurred_at,
    case
        when fct_cases.account = 'No account' then null
        when after.next_of_account_at <= fct_cases.first_resolved_at + windows.recurrence_window
            then after.next_of_account_at
        when fct_cases.first_resolved_at + windows.recurrence_window <= windows.as_of
            then fct_cases.first_resolved_at + windows.recurrence_window
    end as account_decided_at,
    coalesce(openings.third_last_at + windows.recurrence_window >= fct_cases.created_at, false)
        as is_chronic,
from fct_cases
cross join windows
join neighbours as before
    on before.case_key = fct_cases.case_key
    and before.is_resolve = 0
left join neighbours as after
    on after.case_key = fct_cases.case_key
    and after.is_resolve = 1
left join openings
    on openings.case_key = fct_cases.case_key
