"""Wrong numbers out of who had a case, one test each; never weakened."""

from pathlib import Path

from tests.soundness.test_ties_and_edges import at, built, events, one


def test_a_later_change_does_not_say_which_team_had_the_case_first(tmp_path: Path) -> None:
    """A first change that does not say who had the case before used to be passed over, and the
    case counted, from its creation on, for the team that the second change left."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("10:00"), "team_assigned", None, "Field"),
        (at("11:00"), "team_assigned", "Field", "Lab"),
    )

    with built(tmp_path, log) as warehouse:
        query = "select team from fct_segments where promise = 'resolve' order by segment limit 1"
        assert one(warehouse, query) == ("No team",)
