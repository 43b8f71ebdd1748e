"""Cases whose subjects read alike, on the page of recurring blockers."""

import pandas as pd

from pages.ui import answers, cards, export, states, tables
from pages.ui.board import Board
from pages.ui.export import Download

CLUSTERS = 40


def clusters_card(board: Board) -> None:
    """Cases whose subjects read alike, with the window before; open one for its cases."""
    with cards.card("clusters"):
        cards.heading(
            "What reads alike", "cases opened, grouped by subject; select one for its cases"
        )
        frame = _clusters(board)
        if frame.empty:
            states.nothing("No two subjects of this period read alike.")
            return
        links = [board.scope.cases("cases_opened", {"cluster": name}) for name in frame["cluster"]]
        alt = f"{len(frame)} clusters of subjects, the largest first"
        tables.linked(frame, "cluster", "cluster_rows", alt, links)
        asked = board.scope.question("cases_opened", by=("cluster",))
        download = Download(lambda: answers.ask(asked), "clusters", asked)
        export.foot(download, "clusters", f"The {len(frame)} largest.")


def _clusters(board: Board) -> pd.DataFrame:
    """cluster, cases, before, change: the largest, without what is in none."""
    now = board.by("cases_opened", "cluster").rename(columns={"value": "cases"})
    now = now[~now["cluster"].str.startswith("No ")]
    frame = now[["cluster", "cases"]].nlargest(CLUSTERS, "cases")
    before = board.scope.before
    if before is not None and board.covers(before):
        asked = board.scope.question("cases_opened", before, by=("cluster",))
        earlier = answers.ask(asked).set_index("cluster")["value"]
        frame["before"] = frame["cluster"].map(earlier).fillna(0)
    return frame.reset_index(drop=True)
