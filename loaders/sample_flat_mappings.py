"""The mapping files beside the sample's flat tables; each is a pattern for a table of its kind."""

SURVEYS = """\
# Which column of surveys.csv is what. source: the cases that the answers are about.
table: surveys
source: support_events
time_zone: UTC

columns:
  survey_id: Answer
  case_id: Case
  account_id: Account
  answered_at: Answered
  score: Score
  max_score: Of
  comment: Comment
"""
DOWNTIMES = """\
# Which column of downtimes.csv is what; a share of 1 means that the service was gone.
table: impacts
source: major_incidents
time_zone: UTC

columns:
  case_id: Incident
  system: Service
  started_at: From
  ended_at: Until
  weight: Share
"""
WINDOWS = """\
# Which column of maintenance.csv is what.
table: maintenance
time_zone: UTC

columns:
  system: Service
  subject: Window
  started_at: From
  ended_at: Until
"""
DRILLS = """\
# Which column of drills.csv is what.
table: drills
source: support_events
time_zone: UTC

columns:
  drill_id: Drill
  subject: Scenario
  system: Service
  team: Team
  held_at: Held
  result: Result
  target_seconds: Allowed seconds
  elapsed_seconds: Seconds
"""
PLAYBOOKS = """\
# Which column of playbooks.csv is what; an empty playbook says that there is none yet.
table: coverage
time_zone: UTC

columns:
  module: Service
  playbook: Playbook
  team: Team
  owner: Owner
  reviewed_at: Reviewed
"""
TRAINING = """\
# Which column of training.csv is what.
table: training
time_zone: UTC

columns:
  person: Name
  team: Team
  course: Training
  completed_at: Completed
  expires_at: Valid until
"""
CONTACTS = """\
# Which column of contacts.csv is what.
table: contacts
time_zone: UTC

columns:
  person: Contact
  role: Role
  team: Team
  level: Level
  verified_at: Verified
"""
FLAT_MAPPINGS: dict[str, str] = {
    "contacts.mapping.yaml": CONTACTS,
    "downtimes.mapping.yaml": DOWNTIMES,
    "drills.mapping.yaml": DRILLS,
    "maintenance.mapping.yaml": WINDOWS,
    "playbooks.mapping.yaml": PLAYBOOKS,
    "surveys.mapping.yaml": SURVEYS,
    "training.mapping.yaml": TRAINING,
}
