"""How promises and sources are called in words. Names only."""

PROMISES = {
    "acknowledge": "Acknowledge",
    "first_response": "First response",
    "next_response": "Next response",
    "update": "Update",
    "mitigate": "Mitigate",
    "resolve": "Resolve",
}
SOURCES = {
    "servicenow": "ServiceNow",
    "servicenow_event_log": "ServiceNow event log",
    "servicenow_incidents": "ServiceNow incidents",
    "generic_events": "Event log",
    "generic_cases": "Case list",
}


def promise(name: str) -> str:
    """`First response` for first_response; an unknown kind reads as it is."""
    return PROMISES.get(name, name.replace("_", " ").capitalize())


def source(name: str) -> str:
    """The source as its vendor writes it."""
    return SOURCES.get(name, name.replace("_", " "))
