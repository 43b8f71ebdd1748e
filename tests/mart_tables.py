"""The columns of every mart, as metrics and pages read them."""

_DIMENSIONS = (
    "source text, kind text, account_id text, account text, tier text, region text, "
    "severity text, team text, category text, system text"
)
MOMENTS = ("opened", "acknowledged", "responded", "resolved")
STATE = ("tier", "region", "severity", "team")
TABLES: dict[str, str] = {
    "meta": "version text, as_of timestamp, policy_version bigint, "
    "policy_effective_from timestamp, policy_digest text, reporting_zone text, "
    "reopen_window_days bigint, built_at text",
    "sources": "source text, cases bigint, events bigint, newest_event_at timestamp, "
    "oldest_event_at timestamp, landed_at text, files bigint, records text",
    "loads": "load_id text, source text, file_name text, sha256 text, landed_at text, "
    "rows_landed bigint, first_line bigint, rows_rejected bigint, rows_duplicate bigint, "
    "options text, is_used boolean",
    "rejected_rows": "load_id text, source text, file_name text, line bigint, "
    "row_number bigint, case_id text, column_name text, value text, rule text, cure text",
    "unmapped_values": "source text, column_name text, value text, cases bigint, treated text",
    "policy_warnings": "warning text",
    "policy_tiers": "tier text, position bigint",
    "policy_severities": "severity text, position bigint, is_major boolean",
    "case_events": "case_key bigint, case_id text, source text, event_at timestamp, seq bigint, "
    "type text, from_value text, to_value text, actor text, level bigint, is_public boolean, "
    "is_bot boolean, inferred boolean, load_id text, row_number bigint",
    "coverage": "source text, module text, playbook text, team text, owner text, "
    "reviewed_at timestamp",
    "fct_links": "case_key bigint, parent_key bigint",
    "fct_downtime": "system text, day text, from_at timestamp, until_at timestamp, "
    "case_key bigint, case_id text, source text, severity text, team text, category text, "
    "account text, tier text, region text, weight double, depth text, "
    "impact_key bigint, "
    "weighted_seconds bigint",
    "fct_service_days": "system text, day text, from_at timestamp, until_at timestamp, "
    "case_key bigint, case_id text, observed_seconds bigint, maintenance_seconds bigint, "
    "weighted_seconds bigint, objective double, allowed_ppm bigint, users_key bigint",
    "fct_account_days": "account_id text, account text, tier text, region text, day text, "
    "from_at timestamp, until_at timestamp, case_key bigint, case_id text, "
    "service_seconds bigint, weighted_seconds bigint",
    "fct_incidents": "case_key bigint, case_id text, source text, kind text, account text, "
    "tier text, region text, severity text, team text, category text, system text, "
    "is_drill boolean, created_at timestamp, impact_started_at timestamp, "
    "is_retroactive boolean, major_at timestamp, major_tier text, major_region text, "
    "major_severity text, major_team text, mitigated_at timestamp, restored_at timestamp, "
    "is_restored boolean, restored_tier text, restored_region text, restored_severity text, "
    "restored_team text, postmortem_owed_at timestamp, postmortem_due_at timestamp, "
    "postmortem_at timestamp",
    "maintenance": "source text, maintenance_id text, system text, subject text, "
    "started_at timestamp, ended_at timestamp, row_number bigint",
    "fct_felt": "case_key bigint, case_id text, source text, account text, tier text, region text, "
    "system text, day text, from_at timestamp, until_at timestamp, felt_at timestamp, "
    "weighted_ppm bigint",
    "fct_disorders": f"case_key bigint, case_id text, disorder text, {_DIMENSIONS}, "
    "is_drill boolean, found_at timestamp",
    "fct_touches": "case_key bigint, account text, first_case_at timestamp, case_count bigint, "
    "tier text, region text",
    "dim_accounts": "account_id text, account text, tier text, region text, time_zone text, "
    "owner text, renewal_on date",
    "dim_dates": "utc_day date, from_at timestamp, until_at timestamp, day text, week text, "
    "month text, quarter text",
    "dim_periods": "grain text, period text, start_at timestamp, end_at timestamp",
    "dim_hours": "slot bigint, weekday text, hour text",
    "dim_calendar_days": "calendar_key integer, calendar text, utc_day date, from_at timestamp, "
    "until_at timestamp, is_open boolean, open_seconds_before bigint",
    "fct_cases": f"case_key bigint, case_id text, {_DIMENSIONS}, cluster text, "
    "subject text, priority text, "
    "data_domain text, stage text, dependency text, owner text, status text, parent_id text, "
    "is_drill boolean, drill_at timestamp, is_agent_created boolean, "
    "is_merged boolean, is_cancelled boolean, is_open boolean, "
    "created_at timestamp, acknowledged_at timestamp, is_acknowledge_inferred boolean, "
    "first_responded_at timestamp, first_resolved_at timestamp, resolved_at timestamp, "
    "closed_at timestamp, first_reopened_at timestamp, first_ended_at timestamp, "
    "reopen_count bigint, "
    "ended_at timestamp, records_acknowledged boolean, records_replied boolean, "
    "customer_acknowledge_seconds bigint, customer_first_response_seconds bigint, "
    "customer_first_resolution_seconds bigint, customer_resolution_seconds bigint, "
    "customer_last_resolution_seconds bigint, contract_acknowledge_seconds bigint, "
    "contract_first_response_seconds bigint, contract_resolution_seconds bigint, "
    "vendor_met boolean, vendor_decided_at timestamp, vendor_resolved_at timestamp, "
    "vendor_resolution_seconds bigint, vendor_reopen_count bigint, landed_load_id text, "
    "landed_row_number bigint, "
    + ", ".join(f"{moment}_{name} text" for moment in MOMENTS for name in STATE),
    "fct_recurrences": "case_key bigint, case_id text, source text, kind text, account text, "
    "tier text, region text, severity text, team text, category text, system text, "
    "resolved_tier text, resolved_region text, resolved_severity text, resolved_team text, "
    "created_at timestamp, first_resolved_at timestamp, previous_case_key bigint, "
    "repeat_seconds bigint, next_case_key bigint, recurred_at timestamp, decided_at timestamp, "
    "account_recurred_at timestamp, account_decided_at timestamp, is_chronic boolean",
    "fct_cycles": f"case_key bigint, case_id text, cycle bigint, {_DIMENSIONS}, "
    "is_drill boolean, is_merged boolean, created_at timestamp, started_at timestamp, "
    "opened_at timestamp, resolved_at timestamp, reopened_at timestamp, ended_at timestamp, "
    "is_undated boolean, carried_seconds bigint, is_last boolean, "
    + ", ".join(f"opened_{name} text" for name in STATE),
    "fct_backlog": f"case_key bigint, case_id text, cycle bigint, {_DIMENSIONS}, "
    "is_drill boolean, started_at timestamp, from_at timestamp, until_at timestamp, "
    "is_opening boolean, is_ending boolean",
    "fct_promises": "case_key bigint, case_id text, promise text, cycle bigint, "
    f"{_DIMENSIONS}, stage text, dependency text, is_drill boolean, is_merged boolean, "
    "policy_version bigint, target_scope text, calendar text, target_seconds bigint, "
    "objective double, "
    "started_at timestamp, due_at timestamp, stopped_at timestamp, breached_at timestamp, "
    "met_at timestamp, decided_at timestamp, is_kept boolean, state text, elapsed_seconds bigint, "
    "carried_seconds bigint, left_seconds bigint, is_open boolean, breach_left_at timestamp",
    "vendor_promises": "source text, case_id text, promise text, cycle bigint, met boolean, "
    "started_at timestamp, due_at timestamp, decided_at timestamp, target_seconds bigint, "
    "elapsed_seconds bigint",
    "fct_vendor_figures": f"case_key bigint, case_id text, figure text, {_DIMENSIONS}, "
    "is_drill boolean, decided_at timestamp, value bigint",
    "fct_surveys": f"survey_key bigint, case_key bigint, case_id text, {_DIMENSIONS}, "
    "is_drill boolean, resolve_verdict text, answered_at timestamp, score double, "
    "max_score double, comment text",
    "fct_clock_moves": f"case_key bigint, case_id text, cycle bigint, move text, {_DIMENSIONS}, "
    "is_drill boolean, moved_at timestamp, target_seconds bigint, elapsed_seconds bigint",
    "fct_standings": "case_key bigint, case_id text, promise text, cycle bigint, segment bigint, "
    "state text, source text, kind text, account text, tier text, region text, severity text, "
    "team text, category text, system text, is_drill boolean, entered_at timestamp, "
    "left_at timestamp",
    "fct_stays": "case_key bigint, case_id text, stay text, source text, kind text, account text, "
    "tier text, region text, severity text, team text, status text, level text, category text, "
    "system text, is_drill boolean, from_at timestamp, until_at timestamp, "
    "contract_seconds bigint, is_paused boolean",
    "fct_handoffs": "case_key bigint, case_id text, source text, kind text, account text, "
    "tier text, region text, severity text, from_team text, team text, category text, "
    "system text, is_drill boolean, moved_at timestamp, is_return boolean",
    "fct_silences": "case_key bigint, case_id text, source text, kind text, account text, "
    "tier text, region text, severity text, team text, category text, system text, "
    "is_drill boolean, from_at timestamp, until_at timestamp",
    "fct_follow_ups": "case_key bigint, case_id text, source text, kind text, account text, "
    "tier text, region text, severity text, team text, category text, system text, "
    "is_drill boolean, acknowledged_at timestamp, target_seconds bigint, followed_at timestamp, "
    "decided_at timestamp, is_hollow boolean",
    "fct_segments": "case_key bigint, case_id text, promise text, cycle bigint, "
    "segment bigint, from_at timestamp, to_at timestamp, is_running boolean, reason text, "
    "status text, tier text, severity text, calendar text, target_seconds bigint, "
    "elapsed_seconds bigint, elapsed_after_seconds bigint, left_after_seconds bigint, "
    "policy_version bigint, target_scope text",
    "risk_backtest": "promise text, mondays bigint, watches bigint, breached bigint, "
    "brier double, brier_bands double, brier_tier double, verdict text",
    "risk_calibration": "promise text, from_chance double, to_chance double, watches bigint, "
    "expected double, breached bigint",
    "risk_curves": "promise text, tier text, severity text, kind text, team text, "
    "used_share double, chance double, group_name text, group_n bigint, paused_factor double",
}
