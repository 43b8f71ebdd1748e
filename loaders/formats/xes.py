"""XES, the process miners' XML: traces of events, packed, as OpenXES writes it."""

import gzip
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import quoteattr

from loaders.formats import life
from loaders.formats.format import EVERYTHING, Files, Format
from loaders.sample_cases import Case, Event

_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- This file has been generated with the OpenXES library. It conforms -->
<!-- to the XML serialization of the XES standard for log storage and -->
<!-- management. -->
<log xes.version="1.0" xes.features="nested-attributes" openxes.version="1.0RC7" \
xmlns="http://www.xes-standard.org/">
\t<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
\t<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
\t<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
\t<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
\t<global scope="trace">
\t\t<string key="concept:name" value="UNKNOWN"/>
\t</global>
\t<global scope="event">
\t\t<date key="time:timestamp" value="1970-01-01T00:00:00+01:00"/>
\t\t<string key="concept:name" value="UNKNOWN"/>
\t</global>
"""
# Our mapping file for it: the names of the attributes are the log's own.
MAPPING = """\
# Which attribute of desk_log.xes.gz is what, and what its words mean.
table: events
kind: ticket
bots: [Assist Bot]
records: [acknowledged, replied, resolved]

columns: # our word: the attribute
  case_id: case:concept:name
  event_at: time:timestamp
  activity: concept:name
  actor: org:resource
  status: status
  severity: severity
  team: org:group
  owner: owner
  account_id: case:account
  kind: case:kind
  subject: case:subject
  category: case:category
  system: case:system

activities: # the log's word: our event
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


def files(cases: Sequence[Case]) -> Files:
    """One packed log and its mapping."""
    text = _HEAD + "".join(line for case in cases for line in _trace(case)) + "</log>\n"
    return {
        "desk_log.xes.gz": gzip.compress(text.encode(), mtime=0),
        "desk_log.mapping.yaml": MAPPING.encode(),
    }


def _trace(case: Case) -> Iterator[str]:
    """One case; its fixed facts are attributes of the trace."""
    yield "\t<trace>\n"
    facts = {
        "concept:name": case.case_id, "account": life.account(case), "kind": case.kind,
        "subject": case.subject, "category": case.line.category, "system": case.line.system,
    }  # fmt: skip
    yield from (_text(2, name, value) for name, value in facts.items())
    for event in case.events:
        yield "\t\t<event>\n"
        yield from _event(event)
        yield "\t\t</event>\n"
    yield "\t</trace>\n"


def _event(event: Event) -> Iterator[str]:
    values = {
        "org:group": event.team, "org:resource": event.actor, "owner": event.owner,
        "status": event.status, "severity": event.severity, "concept:name": event.type,
        "lifecycle:transition": "complete",
    }  # fmt: skip
    yield from (_text(3, name, value) for name, value in values.items())
    stamp = life.at(event.at).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    yield f'\t\t\t<date key="time:timestamp" value="{stamp}"/>\n'


def _text(depth: int, key: str, value: str) -> str:
    if not value:
        return ""
    return "\t" * depth + f'<string key="{key}" value={quoteattr(value)}/>\n'


FORMATS = (
    Format("xes", "XES event log (packed), with a mapping", EVERYTHING, files,
           lambda case: case.case_id),
)  # fmt: skip
