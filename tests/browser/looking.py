"""What every page must hold: axe's rules (WCAG 2.2 AA and best practice), and what axe does not measure."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OWN_CHECKS = """(language) => {
  const found = [];
  const shown = e => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().width > 0;
  const rgba = text => { const n = (text.match(/[\\d.]+/g) || []).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const light = c => { const l = c.slice(0, 3).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
  const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const behind = e => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] > 0) return c; }
    return [255, 255, 255, 1]; };
  const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + ' ' + (e.textContent || '').trim().slice(0, 30);

  const titles = document.querySelectorAll('h1').length;
  if (titles !== 1) found.push(`${titles} h1`);
  if (document.documentElement.lang !== language) found.push(`lang is ${document.documentElement.lang}`);
  const wide = document.documentElement.scrollWidth, room = document.documentElement.clientWidth;
  if (wide > room) found.push(`the page is ${wide} px wide in a window of ${room}`);
  for (const e of document.querySelectorAll('button, .button, select, input:not([type=hidden])')) {
    if (!shown(e)) continue;
    let box = e.getBoundingClientRect();
    if (e.matches('[type=checkbox], [type=radio]') && e.labels.length) box = e.closest('.choice')?.getBoundingClientRect() ?? box;
    if (Math.round(box.width) < 24 || Math.round(box.height) < 24) found.push(`${name(e)}: ${box.width} × ${box.height} px to hit`);
  }
  for (const e of document.querySelectorAll('input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea')) {
    if (!shown(e)) continue;
    const got = contrast(rgba(getComputedStyle(e).borderTopColor), behind(e.parentElement));
    if (got < 3) found.push(`${name(e)}: border contrast ${got.toFixed(2)}`);
  }
  for (const text of document.querySelectorAll('svg.picture text')) {
    if (!shown(text) || !text.textContent.trim()) continue;
    const box = text.getBoundingClientRect(), figure = text.closest('svg').getBoundingClientRect();
    const size = parseFloat(getComputedStyle(text).fontSize) * figure.width / text.closest('svg').viewBox.baseVal.width;
    if (size < 10) found.push(`picture text ${size.toFixed(1)} px: ${text.textContent.trim().slice(0, 30)}`);
    const under = document.elementsFromPoint ? backdrop(text, box) : null;
    if (under && contrast(rgba(getComputedStyle(text).fill), under) < 4.5)
      found.push(`picture text contrast ${contrast(rgba(getComputedStyle(text).fill), under).toFixed(2)}: ${text.textContent.trim().slice(0, 30)}`);
  }
  function backdrop(text, box) {  // the last filled shape drawn before the text that holds its middle, else the page
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    let colour = null;
    for (const shape of text.closest('svg').querySelectorAll('rect, circle, path')) {
      if (!(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
      const style = getComputedStyle(shape), fill = rgba(style.fill);
      if (style.fill === 'none' || fill.length < 4 || fill[3] === 0 || style.display === 'none') continue;
      const point = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
      if (shape.isPointInFill(point)) colour = fill;
    }
    return colour || behind(text.closest('svg').parentElement);
  }
  return [...new Set(found)];
}"""


def faults(page: Page, language: str = "sv") -> list[str]:
    """Everything wrong with the page as it stands, one line each."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    violations: list[Any] = Axe().run(page, options=options).response["violations"]
    told = [
        f"axe {rule['impact']} {rule['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for rule in violations
        for node in rule["nodes"][:3]
    ]
    return told + page.evaluate(OWN_CHECKS, language)


def no_violations(page: Page, language: str = "sv") -> None:
    found = faults(page, language)
    assert not found, f"{page.url} ({page.title()})\n" + "\n".join(found)
