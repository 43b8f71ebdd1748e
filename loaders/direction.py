"""Whether a log without numbers lists the newest first: the order of its rows of one second."""

from loaders.words import Words

# Rows that tell the direction of a file: a few thousand neighbours of the same case, in 5 ms.
LOOKED_AT = 10_000
# The hour that clocks show twice, or a date corrected by hand, turns a few neighbours of any log
# round; of a list in no order, every other one.
CLEARLY = 9


def newest_first(words: Words) -> str:
    """SQL for whether the file lists the newest first: one row, true or false. Empty where the
    log numbers its rows itself."""
    if words.has("seq"):
        return ""
    return f"""
    with first_rows as (
        select {words.text("case_id")} as case_id, {words.instant("event_at")} as event_at,
            row_number
        from landed limit {LOOKED_AT}
    ),
    steps as (
        select event_at, lag(event_at) over (order by row_number) as in_file,
            lag(event_at) over (partition by case_id order by row_number) as in_case
        from first_rows where event_at is not null
    ),
    counted as (
        select count(*) filter (event_at < in_case) as falls,
            count(*) filter (event_at > in_case) as rises,
            count(*) filter (event_at < in_file) as file_falls,
            count(*) filter (event_at > in_file) as file_rises
        from steps
    )
    select if(falls + rises > 0, falls > {CLEARLY} * rises, file_falls > {CLEARLY} * file_rises)
    from counted
    """
