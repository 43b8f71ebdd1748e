"""A workbook as Excel saves it: zipped XML with shared texts and dates as styled numbers."""

import io
import zipfile
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

_EPOCH = datetime(1899, 12, 30)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="{_KIND}.sharedStrings+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>
<sheet name="Export" sheetId="1" r:id="rId1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{_LINKS}/styles" Target="styles.xml"/>
<Relationship Id="rId3" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/>
</Relationships>""",
    "xl/styles.xml": f"""<styleSheet xmlns="{_MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>
<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>
</styleSheet>""",
}


def xlsx(header: Sequence[str], rows: Sequence[Sequence[str]], dated: Collection[int]) -> bytes:
    """A workbook of one sheet; the columns at the places `dated` hold ISO instants."""
    texts: dict[str, int] = {}
    lines = [_line(1, header, (), texts)]
    lines += [_line(number, row, dated, texts) for number, row in enumerate(rows, start=2)]
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    shared = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    counted = f'count="{len(texts)}" uniqueCount="{len(texts)}"'
    parts = _PARTS | {
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}" {counted}>{shared}</sst>',
    }
    return _zipped({name: _HEAD + text for name, text in parts.items()})


def _zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name)  # dated 1980: the same text gives the same bytes
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return out.getvalue()


def _line(number: int, row: Sequence[str], dated: Collection[int], texts: dict[str, int]) -> str:
    cells = "".join(_cells(number, row, dated, texts))
    return f'<row r="{number}">{cells}</row>'


def _cells(
    number: int, row: Sequence[str], dated: Collection[int], texts: dict[str, int]
) -> Iterator[str]:
    """The filled cells; empty ones are left out, as Excel does."""
    for place, text in enumerate(row):
        name = f"{_letters(place)}{number}"
        if text and place in dated:
            yield f'<c r="{name}" s="1"><v>{_serial(text)!r}</v></c>'
        elif text:
            yield f'<c r="{name}" t="s"><v>{texts.setdefault(text, len(texts))}</v></c>'


def _serial(text: str) -> float:
    """Days since the end of 1899."""
    return (datetime.fromisoformat(text) - _EPOCH).total_seconds() / 86400


def _letters(place: int) -> str:
    """0 -> A, 26 -> AA."""
    name, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
