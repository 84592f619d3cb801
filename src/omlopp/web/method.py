"""The method pages of docs/method as parts of a page: headings, text, lists, code, tables. Nothing else is in them."""

import html
import re

from django.utils.safestring import SafeString, mark_safe

from omlopp.library.load import ROOT

FOLDER = ROOT.parents[2] / "docs" / "method"
NAME = re.compile(r"(?:[a-z0-9-]+/)*[a-z0-9-]+\.md")


def read(name: str) -> str | None:
    """The page's text; None where there is none of that name, or where the program is installed without its pages."""
    path = FOLDER / name
    return path.read_text("utf-8") if NAME.fullmatch(name) and path.is_file() else None


def title(name: str) -> str:
    """What the page is called; empty where there is none."""
    return (read(name) or "").split("\n", 1)[0].lstrip("# ")


def as_html(text: str) -> SafeString:
    """First and second level become h1 and h2; lines between blank lines are one block."""
    made, tables = [], 0
    for block in _blocks(text):
        lines = block.split("\n")
        if block.startswith("```"):
            made.append(f"<pre tabindex='0'><code>{html.escape(chr(10).join(lines[1:-1]))}</code></pre>")
        elif heading := re.match(r"(#{1,4}) (.+)", lines[0]):
            level = len(heading[1])
            made.append(f"<h{level}>{_inline(heading[2])}</h{level}>")
            if len(lines) > 1:
                made.append(f"<p>{_inline(' '.join(lines[1:]))}</p>")
        elif lines[0].startswith("|") and len(lines) > 1:
            tables += 1
            made.append(_table(lines, tables))
        else:
            made.append(_text(lines))
    return mark_safe("\n".join(made))


def _blocks(text: str) -> list[str]:
    found: list[list[str]] = [[]]
    code = False
    for line in text.split("\n"):
        if line.startswith("```"):
            if not code:
                found.append([])
            found[-1].append(line)
            code = not code
            if not code:
                found.append([])
        elif line.startswith("**") and not code:
            found.append([line])
        elif line.strip() or code:
            found[-1].append(line)
        else:
            found.append([])
    return ["\n".join(lines) for lines in found if lines]


def _text(lines: list[str]) -> str:
    """A paragraph, or a paragraph that a list follows."""
    before: list[str] = []
    items: list[str] = []
    for line in lines:
        if mark := re.match(r"\s*(?:[-*]|\d+\.) (.+)", line):
            items.append(mark[1])
        elif items:
            items[-1] += " " + line.strip()
        else:
            before.append(line)
    made = f"<p>{_inline(' '.join(before))}</p>" if before else ""
    return made + ("<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>" if items else "")


def _table(lines: list[str], number: int) -> str:
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    head = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in cells[0])
    rows = "".join(
        "<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>" for row in cells[2:]
    )
    scroll = f'<div class="scroll" role="region" aria-label="Tabell {number}" tabindex="0">'
    return f"{scroll}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"


def _inline(text: str) -> str:
    shown = html.escape(text, quote=False)
    shown = re.sub(r"`([^`]+)`", r"<code>\1</code>", shown)
    shown = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", shown)
    shown = re.sub(r"(?<![*\w])\*([^*]+)\*(?!\w)", r"<em>\1</em>", shown)
    shown = re.sub(r"\[([^\]]+)\]\((https://[^)\s]+)\)", r'<a href="\2">\1</a>', shown)
    return re.sub(r"\[([^\]]+)\]\([^)\s]*\)", r"\1", shown)
