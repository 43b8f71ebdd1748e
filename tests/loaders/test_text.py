"""One pass over the bytes says the same wherever its pieces are cut."""

from pathlib import Path

import pytest

from loaders import text


@pytest.mark.parametrize("chunk", [1, 2, 3, 4, 5, 7, 100])
def test_facts_do_not_depend_on_where_the_pieces_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """Blanks of two and three bytes and blank lines may stand across a cut."""
    monkeypatch.setattr(text, "CHUNK", chunk)
    path = tmp_path / "a.csv"
    said = {}
    for content in ("a,b\n1,\u00a0x\n", "a,b\n1,\u202fx\n", "a,b\n1,ü\n", "a,b\n\n1,x\n"):
        path.write_text(content, encoding="utf-8")
        facts = text.scan(path)
        said[content] = (facts.has_wide_blanks, facts.has_blank_lines, facts.newlines)

    assert list(said.values()) == [
        (True, False, 2),
        (True, False, 2),
        (False, False, 2),
        (False, True, 3),
    ]


def test_the_mark_of_utf_8_is_no_blank(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a,b\n1,ü\n".encode("utf-8-sig"))

    assert not text.scan(path).has_wide_blanks


@pytest.mark.parametrize("chunk", [1, 2, 3, 100])
@pytest.mark.parametrize("delimiter", [",", ";", "|"])
def test_what_may_be_padded_is_seen_wherever_the_pieces_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int, delimiter: str
) -> None:
    """A space inside a text is none; at either end of a value, or nothing in quotes, is."""
    monkeypatch.setattr(text, "CHUNK", chunk)
    path = tmp_path / "a.csv"
    padded = {}
    for row in ("1,b c", "1, b", "1 ,b", " 1,b", "1,b ", '1,""', '" 1",b', '"1 ",b'):
        for end in ("\n", "\r\n", ""):
            path.write_bytes(f"a,b\n{row}{end}".replace(",", delimiter).encode())
            padded[row, end] = text.scan(path).blanks

    assert {blanks for (row, _), blanks in padded.items() if row == "1,b c"} == {""}
    assert {blanks for (row, _), blanks in padded.items() if row != "1,b c"} == {" "}
