"""The mapping files that lie beside the generic sample exports and say which column is what."""

SUPPORT_EVENTS = """\
# Which column of support_events.csv.gz is what, and what its words mean.
table: events
time_zone: UTC
kind: ticket
records: [acknowledged, replied, resolved]

columns:
  case_id: Case
  event_at: Timestamp
  activity: Activity
  actor: Actor
  actor_role: Actor type
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

activities:
  Created: created
  Acknowledged: acknowledged
  Public reply: replied
  Customer reply: customer_replied
  Auto reply: commented
  Internal note: commented

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
MAPPINGS: dict[str, str] = {"support_events.mapping.yaml": SUPPORT_EVENTS}
