-- One row per case that says what it is about, drills left out: the case of the same kind,
-- category and system that was resolved last before it opened, the first one that opened after
-- it was resolved for the first time (and, apart, the first of the same account), and how many
-- of its account opened in the window that it closes. A first resolve is decided at the earlier
-- of the recurrence and the end of the window; null while it can still go either way. Tier, region,
-- severity and team are those of the opening, and with resolved_ those of the first resolve.
with windows as (
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
    fct_cases.opened_tier as tier,
    fct_cases.opened_region as region,
    fct_cases.opened_severity as severity,
    fct_cases.opened_team as team,
    fct_cases.resolved_tier,
    fct_cases.resolved_region,
    fct_cases.resolved_severity,
    fct_cases.resolved_team,
    fct_cases.category,
    fct_cases.system,
    fct_cases.created_at,
    fct_cases.first_resolved_at,
    stg_recurrences.previous_case_key,
    stg_recurrences.repeat_seconds,
    stg_recurrences.next_case_key,
    stg_recurrences.recurred_at,
    case
        when stg_recurrences.recurred_at is not null then stg_recurrences.recurred_at
        when fct_cases.first_resolved_at + windows.recurrence_window <= windows.as_of
            then fct_cases.first_resolved_at + windows.recurrence_window
    end as decided_at,
    stg_recurrences.account_recurred_at,
    case
        when not stg_recurrences.has_account then null
        when stg_recurrences.account_recurred_at is not null then stg_recurrences.account_recurred_at
        when fct_cases.first_resolved_at + windows.recurrence_window <= windows.as_of
            then fct_cases.first_resolved_at + windows.recurrence_window
    end as account_decided_at,
    stg_recurrences.is_chronic,
from fct_cases
cross join windows
join stg_recurrences
    on stg_recurrences.case_key = fct_cases.case_key
order by fct_cases.created_at, fct_cases.case_key
