"""Jira's CSV export, as three Jiras in the wild wrote it and in five languages."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from loaders.load import Landed
from metrics.errors import ExportError
from metrics.warehouse.contract import LandedExport
from tests.loaders.exports import events, landed, rows

APACHE, SUPPORT = "jira_csv_apache", "jira_csv_support/jira_cloud_support_redacted.csv"
HEADER = (
    "Summary,Issue key,Issue id,Issue Type,Status,Priority,Resolution,Created,Updated,Resolved,"
    "Parent,Parent key,Status Category,Status Category Changed"
)
DONE = "24/Jun/26 5:39 PM,25/Jun/26 9:00 AM"
LANGUAGES = {
    "es": (
        "Resumen,Clave de incidencia,ID de la incidencia,Tipo de Incidencia,Estado,Prioridad,"
        "Creada,Actualizada,Resuelta,Categoría de estado",
        "x,A-1,1,Incidencia,Listo ya,Alta,18/ene/26 9:00 a. m.,19/ene/26 9:00 a. m.,"
        "18/ene/26 5:39 p. m.,Listo",
    ),
    "de": (
        "Zusammenfassung,Vorgangsschlüssel,Vorgangs-ID,Vorgangstyp,Status,Priorität,"
        "Erstellt,Aktualisiert,Erledigt,Statuskategorie",
        "x,A-1,1,Aufgabe,Abgehakt,Hoch,18/Jän./26 09:00,19/Jän./26 09:00,18/Jän./26 17:39,Fertig",
    ),
    "fr": (
        "Résumé,Clé de ticket,ID de ticket,Type de ticket,État,Priorité,Création,Mise à jour,"
        "Résolue,Catégorie d'état",
        "x,A-1,1,Tâche,Fini,Élevée,18/janv./26 09:00,19/janv./26 09:00,18/janv./26 17:39,Terminé",
    ),
    "pt": (
        "Resumo,Chave da item,ID da item,Tipo de item,Status,Prioridade,Criado,Atualizado(a),"
        "Resolvido,Categoria do status",
        "x,A-1,1,Tarefa,Pronto,Alta,18/jan/26 9:00 AM,19/jan/26 9:00 AM,18/jan/26 5:39 PM,"
        "Itens concluídos",
    ),
}


def jira(folder: Path, *lines: str, header: str = HEADER) -> tuple[Landed, LandedExport]:
    """An export with those lines, landed in UTC."""
    return landed(folder, "\n".join((header, *lines)) + "\n")


def real(shared: Path, folder: Path, name: str) -> tuple[Landed, LandedExport]:
    """A real export, landed in UTC."""
    return landed(folder, (shared / "data" / name).read_bytes())


def records(path: Path, width: int) -> Iterator[dict[str, str]]:
    """The rows of a CSV by header, the first column of a repeated one; of that width only."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *lines = csv.reader(file)
    for line in lines:
        assert len(line) == width
        yield dict(reversed(list(zip(header, line, strict=True))))


def test_379_columns_of_a_support_team(shared: Path, tmp_path: Path) -> None:
    """311 open issues: their categories, parents and creation are those in the file."""
    told = list(records(shared / "data" / SUPPORT, 379))
    written = [datetime.strptime(row["Created"], "%d/%b/%y %I:%M %p") for row in told]

    outcome, export = real(shared, tmp_path, SUPPORT)

    cases = rows(export, "cases", "case_id")
    created = sorted(row["event_at"] for row in rows(export, "case_events", "event_at")
                     if row["type"] == "created")  # fmt: skip
    assert (outcome.manifest.reader, outcome.set_aside) == ("jira_csv", {})
    assert [case["case_id"] for case in cases] == sorted(row["Issue key"] for row in told)
    assert created == sorted(written)
    assert (created[0], created[-1]) == (
        datetime(2020, 10, 2, 11, 13),
        datetime(2026, 1, 27, 15, 21),
    )
    assert sum(case["parent_id"] is not None for case in cases) == 92
    assert Counter(case["severity"] for case in cases) == {"S3": 258, "S2": 29, "S1": 23, "S4": 1}
    assert sum(case["owner"] is not None for case in cases) == 217
    assert Counter(to for _, kind, to in events(export) if kind != "created") == {"open": 89}


def test_old_excel_view_with_footer(shared: Path, tmp_path: Path) -> None:
    """100 closed issues, no date of resolution: done when last updated, and that is said."""
    name = f"{APACHE}/ASF_JIRA_2014_from_Excel_view.csv"
    told = [row for row in records(shared / "data" / name, 12) if row["Created"]]
    ends = {row["Key"].strip(): row["Updated"] for row in told}

    outcome, export = real(shared, tmp_path, name)

    found = rows(export, "case_events", "case_id")
    seconds = sum(
        (row["event_at"] - datetime(2000, 1, 1)).total_seconds()
        * (-1 if row["type"] == "created" else 1)
        for row in found
    )
    assert outcome.set_aside == {"no_case": 1}
    assert seconds / 100 / 3600 == pytest.approx(7008.205833, abs=1e-5)
    assert outcome.manifest.cautions == (
        "100 done issues carry no Resolved date: they count as done when they were last"
        " updated (Updated).",
    )
    assert Counter(row["to_value"] for row in found if row["type"] != "created") == {
        "closed": 98, "merged": 1, "cancelled": 1,
    }  # fmt: skip
    assert set(ends) == {row["case_id"] for row in found}


def test_chosen_columns_with_long_texts(shared: Path, tmp_path: Path) -> None:
    """77 bugs with descriptions over many lines and nothing but their creation."""
    outcome, export = real(shared, tmp_path, f"{APACHE}/ASF_JIRA_2020-01-30T07_09_16+0000.csv")

    years = Counter(at[:4] for at, _, _ in events(export))
    assert (outcome.manifest.rows, outcome.set_aside) == (77, {})
    assert sum(years.values()) == 77
    assert (years["2008"], years["2006"], years["2019"]) == (12, 12, 1)


def test_export_without_dates_is_refused(shared: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no column Created"):
        real(shared, tmp_path, f"{APACHE}/ASF_JIRA_2020-01-29T09_19_21+0000.csv")


def test_status_without_any_end_is_refused(tmp_path: Path) -> None:
    """A closed issue that says nothing of its end would be resolved in no time at all."""
    with pytest.raises(ExportError, match="every duration would be made up"):
        jira(tmp_path, "A-1,Bug,Closed,24/Jun/26 5:39 PM", header="Key,Issue Type,Status,Created")


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_is_understood(language: str, tmp_path: Path) -> None:
    """Headers, months, priority and the category behind a status that nobody knows."""
    header, line = LANGUAGES[language]

    outcome, export = jira(tmp_path, line, header=header)

    (case,) = rows(export, "cases")
    assert outcome.manifest.reader == "jira_csv"
    assert (case["case_id"], case["severity"], case["subject"]) == ("A-1", "S2", "x")
    assert events(export) == [
        ("2026-01-18 09:00:00", "created", None),
        ("2026-01-18 17:39:00", "resolved", "resolved"),
    ]


def test_empty_resolved_falls_back_to_the_category(tmp_path: Path) -> None:
    """A workflow without resolutions leaves Resolved empty for good; open issues stay open."""
    outcome, export = jira(
        tmp_path,
        f"a,A-1,1,Bug,Shipped,High,,{DONE},,,,Done,25/Jun/26 8:30 AM",
        f"b,A-2,2,Bug,Doing,High,,{DONE},,,,In Progress,25/Jun/26 8:30 AM",
    )

    assert [one for one in events(export) if one[1] != "created"] == [
        ("2026-06-25 08:30:00", "resolved", "resolved"),
        ("2026-06-25 09:00:00", "status_changed", "open"),
    ]
    assert outcome.manifest.cautions == (
        "1 done issues carry no Resolved date: they count as done since Status Category Changed.",
    )


def test_resolution_tells_what_was_not_resolved(tmp_path: Path) -> None:
    """Won't Do is cancelled, a duplicate is merged into its twin; both at their date."""
    header = f"{HEADER},Outward issue link (Duplicate),Outward issue link (Duplicate)"

    _, export = jira(
        tmp_path,
        f"a,A-1,1,Bug,Done,High,Won't Do,{DONE},25/Jun/26 8:00 AM,,,Done,,,",
        f"b,A-2,2,Bug,Done,High,Duplicate,{DONE},25/Jun/26 8:01 AM,,,Done,,,A-9",
        f"c,A-3,3,Bug,Done,High,Done,{DONE},25/Jun/26 8:02 AM,1,A-1,Done,,A-8,",
        header=header,
    )

    assert [one for one in events(export) if one[1] != "created"] == [
        ("2026-06-25 08:00:00", "cancelled", "cancelled"),
        ("2026-06-25 08:01:00", "merged", "merged"),
        ("2026-06-25 08:02:00", "resolved", "resolved"),
    ]
    parents = {case["case_id"]: case["parent_id"] for case in rows(export, "cases")}
    assert parents == {"A-1": None, "A-2": "A-9", "A-3": "A-1"}


def test_parent_number_becomes_its_key(tmp_path: Path) -> None:
    """Old servers give the parent's number only; one outside the file stays a number."""
    _, export = jira(
        tmp_path,
        "A-1,11,,Bug,24/Jun/26 5:39 PM",
        "A-2,12,11,Incident,24/Jun/26 5:39 PM",
        "A-3,13,99,Bug,24/Jun/26 5:39 PM",
        header="Issue key,Issue id,Parent id,Issue Type,Created",
    )

    found = {case["case_id"]: case for case in rows(export, "cases")}
    assert [found[key]["parent_id"] for key in ("A-1", "A-2", "A-3")] == [None, "A-1", "99"]
    assert [found[key]["kind"] for key in ("A-1", "A-2")] == ["ticket", "incident"]


def test_excel_resaved_export(tmp_path: Path) -> None:
    """Turned-over dates beside untouched ones, blank rows, and a cell cut to minutes."""
    outcome, export = jira(
        tmp_path,
        "A-1,1,Bug,16/02/2017 15:26",
        "A-2,2,Bug,16/Feb/17 3:29 PM",
        "A-3,3,Bug,29:10.8",
        ",,,",
        ",,,",
        header="Issue key,Issue id,Issue Type,Created",
    )

    assert outcome.set_aside == {"no_case": 2, "unreadable_date": 1}
    assert [at for at, _, _ in events(export)] == ["2017-02-16 15:26:00", "2017-02-16 15:29:00"]


def test_what_is_left_of_an_sla_is_a_verdict(tmp_path: Path) -> None:
    """H:MM beyond a day and below zero; what still runs is undecided unless it is over."""
    sla = "Custom field (Time to resolution),Custom field (Time to first response)"
    outcome, export = jira(
        tmp_path,
        f"a,A-1,1,Bug,Done,High,Done,{DONE},25/Jun/26 8:00 AM,,,Done,,26:18,-0:05",
        f"b,A-2,2,Bug,Doing,High,,{DONE},,,,In Progress,,1:42,-31:00",
        f"c,A-3,3,Bug,Done,High,Done,{DONE},25/Jun/26 8:00 AM,,,Done,,,junk",
        header=f"{HEADER},{sla}",
    )

    found = rows(export, "vendor_promises", "case_id, promise")
    assert outcome.set_aside == {}
    assert [(row["case_id"], row["promise"], row["met"]) for row in found] == [
        ("A-1", "first_response", False),
        ("A-1", "resolve", True),
        ("A-2", "first_response", False),
    ]
