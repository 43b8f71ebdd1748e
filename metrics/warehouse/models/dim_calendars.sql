-- The calendars that the policy's targets name, one row per distinct set of hours.
select calendar_key, calendar from calendar_names
