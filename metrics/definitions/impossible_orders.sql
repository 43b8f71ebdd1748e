/*
title       = "Impossible orders"
definition  = "Cases whose events stand in an order that cannot be, once for each kind: an event before the creation, a time after the file was landed, a first acknowledgement after the resolve, a reopen of an open case, a resolve after the close, an end before its start, or an update whose number contradicts its time."
unit        = "count"
better      = "lower"
aggregation = "count"
grain       = "one row per case and kind of impossible order, where it first showed"
time_column = "found_at"
dimensions  = ["disorder", "tier", "severity", "team", "kind", "category", "system", "source", "account", "region"]
excludes    = "Drills; rows set aside that name no case or no instant; acknowledgements by bots, and those that are inferred. It counts at the later of the two instants, when both were known; a time in the future counts when its file was landed, so not before the data reach that day. A case of which nothing else is loaded counts without tier, severity and team."
key         = ["source", "case_id", "disorder"]
*/
select
    case_key,
    case_id,
    source,
    disorder,
    tier,
    severity,
    team,
    kind,
    category,
    system,
    account,
    region,
    found_at,
    1 as value
from fct_disorders
where not is_drill
