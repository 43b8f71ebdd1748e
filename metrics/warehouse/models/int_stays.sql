-- One row per stay of an open case in one status (stay_key 1), with one team (2), and with one team
-- under one tier, region and severity (3: to the next one, or the end of the cycle). What lasts no second is no
-- stay: it is how a row of the log was read. state_key, team and rule_key are those of the last
-- stretch of the stay, entry_state_key that of the first; contract seconds are what the clock of
-- the promise to resolve ran in it, null where it has no target.
with lasting as (
    select
        stg_stretches.case_key,
        stg_stretches.stretch,
        stg_stretches.from_at,
        stg_stretches.until_at,
        stg_stretches.status,
        stg_stretches.team,
        stg_stretches.class_key,
        stg_stretches.state_key,
        int_ledger.rule_key,
        int_ledger.elapsed_after_seconds,
        int_ledger.elapsed_before_seconds,
    from stg_stretches
    left join int_ledger
        on int_ledger.case_key = stg_stretches.case_key
        and int_ledger.from_at = stg_stretches.from_at
        and int_ledger.until_at > int_ledger.from_at
        and int_ledger.promise_key = 3
    where stg_stretches.status not in ('resolved', 'closed', 'cancelled', 'merged')
        and (stg_stretches.until_at is null or stg_stretches.until_at > stg_stretches.from_at)
),

neighbours as (
    select
        *,
        coalesce(lag(until_at) over by_time = from_at, false) as is_going_on,
        coalesce(lead(from_at) over by_time = until_at, false) as goes_on,
        lag(status) over by_time as status_before,
        lead(status) over by_time as status_after,
        lag(team) over by_time as team_before,
        lead(team) over by_time as team_after,
        lag(class_key) over by_time as class_before,
    from lasting
    window by_time as (partition by case_key order by stretch)
),

bounds as (
    select
        *,
        1 as stay_key,
        not (is_going_on and status_before = status) as is_first,
        not (goes_on and status_after = status) as is_last,
    from neighbours
    union all
    select
        *,
        2 as stay_key,
        not (is_going_on and team_before = team) as is_first,
        not (goes_on and team_after = team) as is_last,
    from neighbours
),

-- Next to the first stretch of a stay stands its last.
paired as (
    select
        *,
        lead(until_at) over by_time as last_until_at,
        lead(team) over by_time as last_team,
        lead(state_key) over by_time as last_state_key,
        lead(rule_key) over by_time as last_rule_key,
        lead(elapsed_after_seconds) over by_time as last_elapsed_seconds,
    from bounds
    where is_first <> is_last
    window by_time as (partition by case_key order by stay_key, stretch)
)

select
    case_key,
    stay_key,
    from_at,
    until_at,
    team,
    state_key as entry_state_key,
    state_key,
    rule_key,
    elapsed_after_seconds - elapsed_before_seconds as contract_seconds,
from bounds
where is_first
    and is_last
union all
select
    case_key,
    stay_key,
    from_at,
    last_until_at as until_at,
    last_team as team,
    state_key as entry_state_key,
    last_state_key as state_key,
    last_rule_key as rule_key,
    last_elapsed_seconds - elapsed_before_seconds as contract_seconds,
from paired
where is_first
union all
select
    case_key,
    3 as stay_key,
    from_at,
    cast(null as timestamp) as until_at,
    team,
    state_key as entry_state_key,
    state_key,
    cast(null as bigint) as rule_key,
    cast(null as bigint) as contract_seconds,
from neighbours
where not (is_going_on and team_before = team and class_before = class_key)
