-- Every landed file: what came, what was set aside, what was a repeat.
with aside as (
    select load_id, count(*) as rows_rejected
    from rejected_rows
    group by load_id
)

select
    loads_in.load_key,
    loads_in.load_id,
    loads_in.source,
    loads_in.file_name,
    loads_in.sha256,
    loads_in.landed_at,
    loads_in.rows_landed,
    loads_in.first_line,
    coalesce(aside.rows_rejected, 0) as rows_rejected,
    coalesce(repeats.rows_duplicate, 0) as rows_duplicate,
    loads_in.options,
    true as is_used,
from loads_in
left join aside
    on aside.load_id = loads_in.load_id
left join repeats
    on repeats.load_key = loads_in.load_key
order by loads_in.load_key
