/*
title       = "CSAT score"
definition  = "Share of satisfaction answers that reach at least 80 % of their scale (4 and 5 of 5, 8 to 10 of 10, good of good or bad), by the instant of the answer."
unit        = "share"
better      = "higher"
aggregation = "ratio"
grain       = "one row per satisfaction answer"
time_column = "answered_at"
dimensions  = ["tier", "resolve_verdict", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; answers without a score, a scale or a date. Answers that name no loaded case count, under No case. Who did not answer is not in it: see survey_response_rate. Tier, severity, team and region are those when the answer came."
key         = ["survey_key"]
*/
select
    survey_key,
    case_key,
    case_id,
    tier,
    resolve_verdict,
    severity,
    team,
    kind,
    category,
    system,
    source,
    account,
    region,
    answered_at,
    score,
    max_score,
    comment,
    case when score * 5 >= max_score * 4 then 1 else 0 end as value
from fct_surveys
where score is not null
    and max_score > 0
    and not is_drill
