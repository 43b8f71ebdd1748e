-- What a stay is: 1 in a status, 2 with a team, 0 and below at an escalation level.
select
    1 as stay_key,
    cast('status' as stay_word) as stay,
    cast('No level' as level_word) as level,
union all
select
    2 as stay_key,
    cast('team' as stay_word) as stay,
    cast('No level' as level_word) as level,
union all
select
    cast(1 - row_number() over (order by level) as integer) as stay_key,
    cast('level' as stay_word) as stay,
    cast(level as level_word) as level,
from stg_escalations
group by level
