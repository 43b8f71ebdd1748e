"""Dates that were once lost without a word."""

from tests.loaders.test_dates import read


def test_fractions_hide_no_offset_where_other_texts_have_none() -> None:
    """One plain day among instants with microseconds once made every instant of its column
    unreadable: 1,263 of 1,265 records were set aside."""
    assert read(["2021-08-17T13:28:57.801578Z", "2021-08-18", "2021-08-17T13:28:57.8+02:00"]) == [
        "2021-08-17 13:28:57",
        "2021-08-18 00:00:00",
        "2021-08-17 11:28:57",
    ]
