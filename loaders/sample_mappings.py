"""The mapping files that lie beside the generic sample exports and say which column is what."""

SUPPORT_EVENTS = """\
# Which column of support_events.csv.gz is what, and what its words mean.
table: events
time_zone: UTC
kind: ticket
bots: [Assist Bot]
records: [acknowledged, replied, resolved]

columns: # our word: the header
  case_id: Case
  event_at: Timestamp
  activity: Activity
  actor: Actor
  status: Status
  severity: Severity
  team: Team
  owner: Owner
  account_id: Account
  kind: Kind
  subject: Subject
  category: Category
  system: System
  parent_id: Parent
  is_drill: Drill
  stage: Stage
  dependency: Dependency

activities: # the log's word: our event
  Created: created
  Acknowledged: acknowledged
  Public reply: replied
  Customer reply: customer_replied
  Auto reply: commented
  Internal note: commented
  Workaround applied: workaround_applied
  Workaround expired: workaround_expired

statuses:
  New: new
  Open: open
  Waiting on customer: pending
  Resolved: resolved
  Closed: closed
  Merged: merged
  Cancelled: cancelled

priorities: {S1: S1, S2: S2, S3: S3, S4: S4}
"""
MAJOR_INCIDENTS = """\
# Which column of major_incidents.csv is what.
table: cases
time_zone: UTC
kind: incident
records: [acknowledged, replied, mitigated, resolved, postmortem]

columns:
  case_id: Incident
  subject: Title
  severity: Severity
  status: Status
  system: Service
  team: Team
  owner: Commander
  created_at: Opened
  acknowledged_at: Acknowledged
  first_responded_at: First update
  resolved_at: Resolved
  mitigated_at: Mitigated
  postmortem_at: Post-mortem
  is_drill: Drill

statuses: {Resolved: resolved}
priorities: {S1: S1, S2: S2, S3: S3, S4: S4}
"""
ACCOUNTS = """\
# Which column of accounts.csv is what; a second line of an account is a later tier.
table: accounts
time_zone: UTC

columns:
  account_id: Account ID
  account: Account
  tier: Tier
  region: Region
  time_zone: Time zone
  owner: Owner
  renewal_on: Renewal
  effective_from: Effective from
"""
SERVICENOW = """\
# The format is known; what the file cannot say is the zone of its times.
time_zone: UTC
"""
MAPPINGS: dict[str, str] = {
    "accounts.mapping.yaml": ACCOUNTS,
    "major_incidents.mapping.yaml": MAJOR_INCIDENTS,
    "servicenow_incident_log.mapping.yaml": SERVICENOW,
    "support_events.mapping.yaml": SUPPORT_EVENTS,
}
