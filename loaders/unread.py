"""Words of a case's kind and flags that nobody can read: they count as none, and are listed.

So are the cases that count so; where another row or export has a word that can be read, it counts.
"""

from loaders.quoting import literal
from loaders.words import FLAGS, KINDS, Words

TABLE = "unread_words"
# Our column -> the name that a reader knows it by, and the words that it can say.
_KNOWN = {
    "kind": ("kind", KINDS),
    "is_drill": ("drill", FLAGS),
    "is_agent_created": ("opened by an agent", FLAGS),
}


def selects(words: Words) -> dict[str, str]:
    """The contract table of such words -> SQL over `landed`; nothing where the mapping names
    none of the columns."""
    found = [_found(words, name) for name in _KNOWN if words.has(name)]
    return {TABLE: " union all ".join(found)} if found else {}


def _found(words: Words, name: str) -> str:
    (shown, known), text = _KNOWN[name], words.text(name)
    is_yes = name == "is_drill" and words.mapping.drill
    counted = words.mapping.kind if name == "kind" else "yes" if is_yes else "no"
    listed = ", ".join(map(literal, known))
    return f"""
    select {words.text("case_id")} as case_id, '{shown}' as column_name, {text} as value,
        {literal(counted)} as counted_as, min(row_number) as row_number
    from landed where {text} is not null and lower({text}) not in ({listed}) group by 1, 2, 3
    """
