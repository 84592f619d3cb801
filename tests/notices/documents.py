"""Invented procurement documents, made when a test asks for them: the same words in every format."""

import io
import zipfile

TITLE = "ÖVNING – Upphandling av kontorsmöbler till Övningskommunen"
REQUIREMENT = "Möblerna ska vara återbrukade där det går. Reservdelar ska finnas i 10 år."
BARRIER = "Endast fabriksnya stolar accepteras."
TERM = "Leverantören ska ta tillbaka möblerna när avtalet upphör."
WEIGHTS = (("Pris", "50 %"), ("Andel återbrukade möbler", "30 %"), ("Garanti", "20 %"))

TEXT = (
    f"""{TITLE}

1 Bakgrund
Kommunen behöver möbler till sextio arbetsplatser. CPV-kod: 39130000-2.

2 Kravspecifikation

2.1 Krav på föremålet
{REQUIREMENT}

{BARRIER}

3 Utvärdering
"""
    + "".join(f"{name}: {weight}\n\n" for name, weight in WEIGHTS)
    + f"""Summa: 100 %

4 Avtalsvillkor
{TERM}
"""
)


def docx() -> bytes:
    """With headings numbered by Word: the numbers stand in numbering.xml, not in the text."""
    import docx as python_docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    made = python_docx.Document()
    numbering = made.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in enumerate(("%1", "%1.%2"))
    )
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def heading(text: str, level: int) -> None:
        about = made.add_heading(text, level)._p.get_or_add_pPr()
        about.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/><w:numId w:val="77"/></w:numPr>')
        )

    made.add_paragraph(TITLE, "Title")
    heading("Bakgrund", 1)
    made.add_paragraph("Kommunen behöver möbler till sextio arbetsplatser. CPV-kod: 39130000-2.")
    heading("Kravspecifikation", 1)
    heading("Krav på föremålet", 2)
    made.add_paragraph(REQUIREMENT)
    made.add_paragraph(BARRIER)
    heading("Utvärdering", 1)
    table = made.add_table(rows=0, cols=2)
    for row in (("Kriterium", "Vikt"), *WEIGHTS, ("Summa", "100 %")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    heading("Avtalsvillkor", 1)
    made.add_paragraph(TERM)
    return saved(made)


def saved(document) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def odt() -> bytes:
    row = "<table:table-row>{}</table:table-row>".format
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format
    head = '<text:h text:outline-level="{}">{}</text:h>'.format
    rows = "".join(
        row(cell(name) + cell(weight))
        for name, weight in (("Kriterium", "Vikt"), *WEIGHTS, ("Summa", "100 %"))
    )
    body = (
        f"<text:p>{TITLE}</text:p>{head(1, '1 Bakgrund')}<text:p>CPV-kod: 39130000-2.</text:p>"
        f"{head(1, '2 Kravspecifikation')}{head(2, '2.1 Krav på föremålet')}<text:p>{REQUIREMENT}</text:p>"
        f"<text:list><text:list-item><text:p>{BARRIER}</text:p></text:list-item></text:list>"
        f"{head(1, '3 Utvärdering')}<table:table>{rows}</table:table>{head(1, '4 Avtalsvillkor')}<text:p>{TERM}</text:p>"
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
            ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
            ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        }
    )


def packed(parts: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def pdf(source: str = "") -> bytes:
    """Set by typst, as the project's own documents are; a running head and page numbers on each page."""
    import typst

    rows = "".join(
        f"[{name}], [{weight}], " for name, weight in (("Kriterium", "Vikt"), *WEIGHTS, ("Summa", "100 %"))
    )
    text = source or (
        '#set page(paper: "a4", header: [Övningskommunen dnr 1], numbering: "1")\n#set text(11pt, lang: "sv")\n'
        '#set heading(numbering: "1.1")\n'
        f"#align(center, text(20pt)[{TITLE}])\n= Bakgrund\n{'Kommunen behöver möbler till sextio arbetsplatser. ' * 6}"
        f"CPV-kod: 39130000-2.\n#pagebreak()\n= Kravspecifikation\n== Krav på föremålet\n{REQUIREMENT}\n\n{BARRIER}\n"
        f"#pagebreak()\n= Utvärdering\n#table(columns: 2, {rows})\n= Avtalsvillkor\n{TERM}\n"
    )
    return typst.compile(text.encode())


def xlsx(sheets: dict[str, list[list[object]]]) -> bytes:
    """A workbook with inline strings and numbers; a cell that begins with = is a formula with its last value 42."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    }
    listed, related = "", ""
    for number, (name, rows) in enumerate(sheets.items(), 1):
        listed += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
        related += (
            f'<Relationship Id="r{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
            f' Target="worksheets/sheet{number}.xml"/>'
        )
        body = "".join(
            f'<row r="{place}">{"".join(_cell(f"{chr(65 + column)}{place}", value) for column, value in enumerate(row))}</row>'
            for place, row in enumerate(rows, 1)
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            f"<sheetData>{body}</sheetData></worksheet>"
        )
    parts["xl/workbook.xml"] = (
        '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        f' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{listed}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{related}</Relationships>"
    )
    return packed(parts)


def _cell(place: str, value: object) -> str:
    from xml.sax.saxutils import escape

    if value in (None, ""):
        return ""
    if isinstance(value, str) and value.startswith("="):
        return f'<c r="{place}"><f>{escape(value[1:])}</f><v>42</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def workbook() -> bytes:
    return xlsx(
        {
            "Krav": [["Nr", "Krav", "Svar"], ["K1", REQUIREMENT, ""], ["K2", BARRIER, ""]],
            "Utvärdering": [
                ["Kriterium", "Vikt (%)"],
                ["Pris", 50],
                ["Andel återbrukade möbler", 30],
                ["Garanti", 20],
            ],
        }
    )
