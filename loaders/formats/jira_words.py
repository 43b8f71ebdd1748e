"""What a Jira Service Management site calls things, in two languages; both writers use it."""

from dataclasses import dataclass
from typing import NamedTuple

from loaders.formats import life
from loaders.sample_cases import Case, Event

SITE = "https://sample.atlassian.net"
STATUSES = {
    "New": "Open", "Open": "In Progress", "Waiting on customer": "Waiting for customer",
    "Resolved": "Resolved", "Closed": "Closed", "Merged": "Closed", "Cancelled": "Canceled",
}  # fmt: skip
CATEGORIES = {
    "New": "To Do", "Open": "In Progress", "Waiting on customer": "In Progress",
    "Resolved": "Done", "Closed": "Done", "Merged": "Done", "Cancelled": "Done",
}  # fmt: skip
RESOLUTIONS = {
    "Resolved": "Done", "Closed": "Done", "Merged": "Duplicate", "Cancelled": "Won't Do",
}  # fmt: skip
PRIORITIES = {"S1": "Highest", "S2": "High", "S3": "Medium", "S4": "Low"}
TYPES = {"ticket": "Service Request", "incident": "Incident", "blocker": "Task"}


class Person(NamedTuple):
    """A Jira user as it stands in exports."""

    account_id: str
    name: str
    type: str


def person(event: Event, case: Case) -> Person:
    """Who did it; customers are users of their own kind, automation is an app."""
    if event.role == "customer":
        return Person(
            f"qm:{life.code(life.account(case))}", f"Client {life.account(case)}", "customer"
        )
    if event.role == "bot":
        return Person("557058:f58131cb-b67d-43c7-b30d-6b58d40bd077", "Automation for Jira", "app")
    return named(event.actor)


def named(name: str) -> Person:
    """A member of the vendor's staff."""
    return Person(f"70121:{life.code(name, 9):08x}", name, "atlassian")


def issue_id(case: Case) -> int:
    """The number behind the key."""
    return 10_000 + life.number(case)


def done_at(case: Case) -> int | None:
    """When the issue last came into the category Done."""
    done = life.resolved(case)
    return done.at if done else None


def category_changed_at(case: Case) -> int:
    """When the status last went from one category to another."""
    since, before = case.created_at, CATEGORIES[case.events[0].status]
    for event in case.events:
        if (now := CATEGORIES[event.status]) != before:
            since, before = event.at, now
    return since


@dataclass(frozen=True)
class Language:
    """How a site in one language writes a CSV: headers and values as the user sees them."""

    locale: str
    zone: str
    headers: dict[str, str]
    values: dict[str, str]
    custom: str = "Custom field"

    def header(self, name: str) -> str:
        """The header of a system field, or of a custom one written as `(Name)`."""
        return f"{self.custom} {name}" if name.startswith("(") else self.headers.get(name, name)

    def value(self, name: str) -> str:
        """A status, category, priority or resolution as shown."""
        return self.values.get(name, name)


ENGLISH = Language("en_US", "America/New_York", {}, {})
SPANISH = Language(
    "es",
    "Europe/Madrid",
    {
        "Summary": "Resumen", "Issue key": "Clave de incidencia", "Issue id": "ID de la incidencia",
        "Issue Type": "Tipo de Incidencia", "Status": "Estado",
        "Project key": "Clave del proyecto", "Project name": "Nombre del proyecto",
        "Priority": "Prioridad", "Resolution": "Resolución", "Assignee": "Persona asignada",
        "Assignee Id": "ID de persona asignada", "Reporter": "Informador",
        "Reporter Id": "ID de informador", "Creator": "Creador", "Creator Id": "ID de creador",
        "Created": "Creada", "Updated": "Actualizada", "Last Viewed": "Última visualización",
        "Resolved": "Resuelta", "Due date": "Fecha de vencimiento", "Votes": "Votos",
        "Labels": "Etiquetas", "Description": "Descripción", "Environment": "Entorno",
        "Watchers": "Observadores", "Comment": "Comentario", "Component/s": "Componentes",
        "Status Category": "Categoría de estado",
        "Status Category Changed": "Categoría de estado modificada",
    },
    {
        "Open": "Abierta", "In Progress": "En curso",
        "Waiting for customer": "Esperando al cliente",
        "Resolved": "Resuelta", "Closed": "Cerrada", "Canceled": "Cancelado",
        "To Do": "Por hacer", "Done": "Listo", "Duplicate": "Duplicado", "Won't Do": "No se hará",
        "Highest": "Más alta", "High": "Alta", "Medium": "Media", "Low": "Baja",
    },
    "Campo personalizado",
)  # fmt: skip
