"""The words of Jira in five languages: headers of its exports, categories, priorities, outcomes.

English, and part of the Spanish and Portuguese headers, are as real exports write them; the
rest follows Jira's own wording and was tried on no real file. A policy may extend the values.
"""

HEADERS: dict[str, tuple[str, ...]] = {
    "key": (
        "Issue key", "Work item key", "Key", "Clave de incidencia", "Clave", "Vorgangsschlüssel",
        "Schlüssel", "Clé de ticket", "Clé du ticket", "Clé", "Chave da item", "Chave do item",
        "Chave",
    ),
    "id": (
        "Issue id", "Work item id", "ID de la incidencia", "Id. de incidencia", "Vorgangs-ID",
        "ID de ticket", "ID du ticket", "ID da item", "ID do item",
    ),
    "type": (
        "Issue Type", "Work type", "Work item type", "Tipo de incidencia", "Vorgangstyp",
        "Type de ticket", "Tipo de item",
    ),
    "status": ("Status", "Estado", "État", "Etat", "Statut"),
    "category": (
        "Status Category", "Categoría de estado", "Statuskategorie", "Catégorie d'état",
        "Catégorie de statut", "Catégorie de l'état", "Categoria do status",
        "Categoria de status",
    ),
    "category_changed": (
        "Status Category Changed", "Categoría de estado modificada",
        "Cambio de categoría de estado", "Se ha cambiado la categoría de estado",
        "Statuskategorie geändert", "Catégorie d'état modifiée", "Catégorie de statut modifiée",
        "Categoria do status alterada", "Categoria de status alterada",
    ),
    "created": ("Created", "Creada", "Creado", "Erstellt", "Création", "Créé", "Créée", "Criado",
                "Criado(a)", "Criada"),
    "updated": (
        "Updated", "Actualizada", "Actualizado", "Aktualisiert", "Mise à jour", "Mis à jour",
        "Atualizado(a)", "Atualizado", "Atualizada",
    ),
    "resolved": (
        "Resolved", "Resuelta", "Resuelto", "Erledigt", "Gelöst", "Résolue", "Résolu",
        "Date de résolution", "Resolvido", "Resolvido(a)", "Resolvida",
    ),
    "resolution": ("Resolution", "Resolución", "Lösung", "Résolution", "Resolução"),
    "priority": ("Priority", "Prioridad", "Priorität", "Priorité", "Prioridade"),
    "assignee": (
        "Assignee", "Persona asignada", "Responsable", "Zugewiesene Person", "Bearbeiter",
        "Personne assignée", "Attribution", "Responsável",
    ),
    "summary": ("Summary", "Resumen", "Zusammenfassung", "Résumé", "Resumo"),
    "project": (
        "Project key", "Clave del proyecto", "Clave de proyecto", "Projektschlüssel",
        "Clé de projet", "Clé du projet", "Chave do projeto",
    ),
    "component": (
        "Component/s", "Components", "Componentes", "Komponenten", "Komponente/n", "Composants",
        "Composant(s)",
    ),
    "organization": ("Organizations", "Organisations", "Organizaciones", "Organisationen",
                     "Organizações", "Organization", "Organisation"),
    "team": ("Team", "Equipo", "Équipe", "Equipe"),
    "parent_key": (
        "Parent key", "Clave principal", "Übergeordneter Schlüssel", "Clé parent",
        "Clé parente", "Chave pai",
    ),
    "parent_id": ("Parent id", "Parent", "ID principal", "Principal", "Übergeordnet", "Pai"),
    "first_response": ("[CHART] Date of First Response",),
}  # fmt: skip
COMMENTS = ("comment", "comentario", "kommentar", "commentaire", "comentário")
CUSTOM = (
    "Custom field", "Campo personalizado", "Benutzerdefiniertes Feld", "Champ personnalisé",
    "Champs personnalisés",
)  # fmt: skip
CATEGORIES = {
    **dict.fromkeys(
        ("new", "To Do", "Tareas por hacer", "Por hacer", "Zu erledigen", "Aufgaben", "À faire",
         "Itens Pendentes", "Itens pendentes", "Tarefas pendentes", "A fazer"),
        "new",
    ),
    **dict.fromkeys(
        ("indeterminate", "In Progress", "En curso", "In Arbeit", "In Bearbeitung", "En cours",
         "Em andamento"),
        "open",
    ),
    **dict.fromkeys(
        ("done", "Complete", "Listo", "Finalizado", "Fertig", "Erledigt", "Terminé", "Terminé(e)",
         "Itens concluídos", "Concluído", "Feito"),
        "resolved",
    ),
}  # fmt: skip
STATES = {
    "To Do": "new", "Backlog": "new", "Open": "new", "New": "new", "Reopened": "open",
    "In Progress": "open", "Work in progress": "open", "Escalated": "open",
    "Waiting for support": "open", "Under review": "open", "In Review": "open",
    "Waiting for customer": "pending", "Waiting for reporter": "pending",
    "Awaiting customer": "pending", "Esperando al cliente": "pending",
    "Warten auf Kunden": "pending", "En attente du client": "pending",
    "Aguardando pelo cliente": "pending", "Aguardando cliente": "pending",
    "Esperando por el cliente": "pending", "Esperando ayuda": "open",
    "Warten auf Support": "open", "En attente de support": "open", "Aguardando suporte": "open",
    "On Hold": "hold", "Pending": "hold", "Waiting for approval": "hold", "Blocked": "hold",
    "Done": "resolved", "Resolved": "resolved", "Completed": "resolved", "Fixed": "resolved",
    "Closed": "closed", "Cerrada": "closed", "Cerrado": "closed", "Geschlossen": "closed",
    "Fermé": "closed", "Fermée": "closed", "Fechado": "closed", "Fechada": "closed",
    "Resuelta": "resolved", "Resuelto": "resolved", "Gelöst": "resolved", "Résolu": "resolved",
    "Résolue": "resolved", "Resolvido": "resolved", "Resolvida": "resolved",
    "Canceled": "cancelled", "Cancelled": "cancelled", "Cancelada": "cancelled",
    "Cancelado": "cancelled", "Abgebrochen": "cancelled", "Annulé": "cancelled",
    "Annulée": "cancelled", "Declined": "cancelled",
}  # fmt: skip
# What a name says beyond its category; of the rest the category is surer (a "To Do" in progress).
FINER_STATES = {
    name: status
    for name, status in STATES.items()
    if status in ("pending", "hold", "closed", "cancelled")
}
# Resolutions that end a case without resolving it; every other one resolves it.
OUTCOMES = {
    **dict.fromkeys(
        ("Won't Do", "Won't Fix", "Won’t Do", "Wont Fix", "Cancelled", "Canceled", "Abandoned",
         "Withdrawn", "No se hará", "No lo haremos", "Wird nicht erledigt", "Wird nicht behoben",
         "Ne sera pas fait", "Ne sera pas corrigé", "Não será feito", "Não será corrigido"),
        "cancelled",
    ),
    **dict.fromkeys(("Duplicate", "Duplicada", "Duplicado", "Duplikat", "Doublon", "Duplicado(a)"),
                    "merged"),
}  # fmt: skip
UNRESOLVED = ("Unresolved", "Sin resolver", "Nicht erledigt", "Ungelöst", "Non résolu",
              "Non résolue", "Não resolvido", "Não resolvida")  # fmt: skip
PRIORITIES = {
    **dict.fromkeys(("Blocker", "Highest", "Critical", "Más alta", "La más alta", "Muy alta",
                     "Crítica", "Höchste", "Am höchsten", "Kritisch", "La plus élevée", "Critique",
                     "Mais alta", "Crítico", "P1", "Bloqueante", "Bloqueador"), "S1"),
    **dict.fromkeys(("High", "Major", "Alta", "Hoch", "Élevée", "Haute", "Alto", "P2"), "S2"),
    **dict.fromkeys(("Medium", "Normal", "Media", "Mittel", "Moyenne", "Média", "Médio", "P3"),
                    "S3"),
    **dict.fromkeys(("Low", "Minor", "Baja", "Niedrig", "Faible", "Basse", "Baixa", "Baixo",
                     "P4"), "S4"),
    **dict.fromkeys(("Lowest", "Trivial", "Más baja", "La más baja", "Muy baja", "Niedrigste",
                     "Am niedrigsten", "La plus faible", "Mais baixa", "P5"), "S5"),
}  # fmt: skip
INCIDENTS = ("Incident", "[System] Incident", "Incidente", "[System] Incidente", "Vorfall",
             "Störung", "[System] Vorfall", "Major incident")  # fmt: skip
