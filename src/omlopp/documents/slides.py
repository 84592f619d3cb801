"""Blocks parted into slides: never more than fits, the same title told once, tables of charts last."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from omlopp.documents.chart import Chart
from omlopp.documents.pictures.drawing import wrap
from omlopp.documents.plan import (
    Block,
    Bullets,
    Callout,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Revised,
    Sources,
    Table,
)
from omlopp.documents.revised import signed
from omlopp.documents.slide_parts import (
    ACROSS,
    BOX,
    BULLET,
    CELL,
    GAP,
    GROWTH,
    LINE,
    MOST_BARS,
    MOST_POINTS,
    MOST_STACKS,
    PICTURE_LEAST,
    SIZES,
    SMALLEST,
    TABLE,
    Box,
    Drawing,
    Line,
    Part,
    Rows,
    Shown,
    Slide,
    Texts,
    lines_of,
    room,
)
from omlopp.documents.words import say


@dataclass
class _Deck:
    """Slides being filled."""

    language: str
    done: list[Slide] = field(default_factory=list)
    title: str = ""
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    pending: bool = False  # a title that nothing stands under yet

    def turn(self, title: str | None = None) -> None:
        """The slide is full, or something new begins."""
        if self.parts or self.pending:
            made = Slide(self.title, tuple(self.parts), "\n\n".join(self.notes), self.foot())
            self.done.append(_grown(made))
        self.parts, self.notes, self.sources, self.pending = [], [], [], False
        if title is not None:
            self.title, self.pending = title, True

    def left(self, more: Sequence[str] = ()) -> float:
        return room(self.foot(more)) - sum(each.height for each in self.parts)

    def foot(self, more: Sequence[str] = ()) -> str:
        """The source line, with `more`. A source that another one names is told once."""
        every = list(dict.fromkeys((*self.sources, *more)))
        told = [
            one.rstrip(".")
            for one in every
            if not any(one != two and one.rstrip(".") in two for two in every)
        ]
        return say("picture_source", self.language, source="; ".join(told)) if told else ""

    def put(self, part: Part, shown: Shown, *, notes: bool = True) -> None:
        """On this slide where it fits, else on the next of the same name."""
        if self.parts and part.height > self.left(shown.sources):
            self.turn()
        self.sources += [one for one in shown.sources if one not in self.sources]
        if isinstance(part, Texts) and self.parts and isinstance(self.parts[-1], Texts):
            self.parts[-1] = Texts((*self.parts[-1].lines, *part.lines))
        else:
            self.parts.append(part)
        if notes and shown.notes and shown.notes not in self.notes:
            self.notes.append(shown.notes)


def _grown(slide: Slide) -> Slide:
    """A slide of a few lines only says them larger."""
    if not slide.parts or not all(isinstance(part, Texts) for part in slide.parts):
        return slide
    every = [line for part in slide.parts if isinstance(part, Texts) for line in part.lines]
    if any(line.style == "note" for line in every):
        return slide
    for times in GROWTH:
        lines = tuple(replace(line, size=line.size * times, air=GAP * times**2) for line in every)
        if Texts(lines).height <= room(slide.foot) * 0.9:
            return replace(slide, parts=(Texts(lines),))
    return slide


def slides(blocks: Iterable[Shown], title: str, language: str) -> tuple[Slide, ...]:
    """The slides after the title slide. Tables of charts stand last; every title is given once."""
    deck, last = _Deck(language, title=title), list[Shown]()
    before: Shown | None = None
    for each in blocks:
        block = each.block
        behind = before is not None and before.chart is not None and isinstance(block, Table)
        if behind and before is not None:
            last.append(replace(each, sources=each.sources or before.sources))
        elif isinstance(block, Heading):
            deck.turn(block.text)
            if each.notes:
                deck.notes.append(each.notes)
        elif isinstance(block, Picture):
            _picture(deck, each, block)
        elif isinstance(block, Table):
            _table(deck, each, block)
        else:
            for part in _parts(block):
                deck.put(part, each)
        before = each
    deck.turn()
    if last:
        deck.done.append(Slide(say("slides.tables", language), notes=say("slides.tables_notes", language)))
        for each in last:
            assert isinstance(each.block, Table)
            deck.turn(say("slides.table_of", language, caption=each.block.caption))
            _table(deck, replace(each, notes=""), each.block)
        deck.turn()
    return tuple(_unique(deck.done))


def _unique(made: Iterable[Slide]) -> Iterator[Slide]:
    held: dict[str, int] = {}
    for each in made:
        key = each.title.casefold()
        held[key] = held.get(key, 0) + 1
        yield each if held[key] == 1 else replace(each, title=f"{each.title} ({held[key]})")


def _parts(block: Block) -> Iterator[Part]:
    """A part of each passage, never higher than a slide."""
    match block:
        case Paragraph():
            yield from _cut(Line(block.text, SIZES[block.style], style=block.style))
        case Bullets():
            for number, item in enumerate(block.items, 1):
                strong = len(item.split("\n")[0]) if block.strong_first else 0
                yield from _cut(Line(item, BULLET, f"{number}." if block.ordered else "•", strong))
        case Facts():
            for label, text in block.pairs:
                yield from _cut(Line(f"{label}: {text}", BULLET, strong=len(label) + 1))
        case Sources():
            for each in block.references:
                yield from _cut(Line(f"{each.text} {each.link}".strip(), SMALLEST, "•", style="note"))
        case Revised():
            yield from _cut(Line(" ".join(signed(kind, text) for kind, text in block.parts), SIZES["plain"]))
        case Callout():
            box = Box(block.kind, block.title, block.text)
            if box.height <= room():
                yield box
            else:  # longer than a slide: told as text
                yield from _cut(Line(f"{block.title}: {block.text}", BOX, strong=len(block.title) + 1))
        case _:
            raise AssertionError(block)


def _cut(line: Line) -> Iterator[Texts]:
    """One passage; longer than a slide it goes on at a word on the next."""
    if line.height <= room() - 30:
        yield Texts((line,))
        return
    words = line.text.split()
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        fits = replace(line, text=" ".join(words[:middle])).height <= room() - 30
        low, high = (middle, high) if fits else (low, middle - 1)
    if low == len(words):  # one endless word
        low_text = line.text[: len(line.text) // 2]
        yield from _cut(replace(line, text=low_text))
        yield from _cut(replace(line, text=line.text[len(low_text) :], mark="", strong=0))
        return
    yield Texts((replace(line, text=" ".join(words[:low])),))
    yield from _cut(replace(line, text=" ".join(words[low:]), mark="", strong=0))


def _picture(deck: _Deck, each: Shown, block: Picture) -> None:
    """Under a heading that has little text yet, else on a slide of its own named by the picture."""
    shown = replace(each, sources=(block.source,))
    caption = block.title
    if each.chart is not None and each.chart.unit:
        caption = f"{block.title}. {each.chart.unit[:1].upper()}{each.chart.unit[1:]}"
    height = PICTURE_LEAST + lines_of(caption, ACROSS, SMALLEST, bold=True) * SMALLEST * LINE + 6
    if deck.parts and deck.left(shown.sources) < height:
        deck.turn(block.title)
    top = None if each.chart is None else _most(each.chart)
    for number, chart in enumerate([None] if each.chart is None else _charts(each.chart)):
        if number:
            deck.turn()
        named = deck.title == block.title and (chart is None or not chart.unit)
        deck.put(Drawing(block, chart, "" if named else caption, height, top), shown)


def _most(chart: Chart) -> float | None:
    """Where the scale ends: beyond the largest value, of a stack the largest sum."""
    columns = zip(*(values for _, values in chart.series), strict=True)
    known = [[one for one in column if one is not None] for column in columns]
    tops = [float(sum(one) if chart.kind == "stacked" else max(one)) for one in known if one]
    top = max(tops, default=0.0)
    return None if top <= 0 else top if chart.kind == "stacked" else top * 1.12


def _charts(chart: Chart) -> Iterator[Chart]:
    """Of so many bars each that their numbers can be read."""
    per = MOST_POINTS if chart.kind in ("column", "line") else MOST_STACKS
    if chart.kind == "bar":
        per = max(MOST_BARS // max(len(chart.series), 1), 1)
    pieces = -(-len(chart.categories) // per) or 1
    per = -(-len(chart.categories) // pieces) or 1  # about alike
    for start in range(0, max(len(chart.categories), 1), per):
        part = slice(start, start + per)
        series = tuple((name, values[part]) for name, values in chart.series)
        yield Chart(chart.kind, chart.categories[part], series, chart.unit)


def _table(deck: _Deck, each: Shown, block: Table) -> None:
    """Rows until the slide is full, with the head anew on each."""
    shares = block.widths or tuple(1 for _ in block.head)
    columns = tuple(ACROSS * share / sum(shares) for share in shares)
    empty = Rows(block.head, (), block.numeric, columns)
    caption = Texts((Line(block.caption, SMALLEST, style="note"),))
    first: list[Part] = [caption] if block.caption and block.caption not in deck.title else []
    if (
        deck.parts
        and deck.left(each.sources) < empty.height + sum(one.height for one in first) + 3 * TABLE * LINE
    ):
        deck.turn()
    for one in first:
        deck.put(one, each)
    waiting = [part for row in block.rows for part in _row(row, empty)]
    pieces = _pieces(waiting, empty, deck.left(each.sources), room(deck.foot(each.sources)))
    for number, rows in enumerate(pieces):
        if number:
            deck.turn()
        deck.put(replace(empty, rows=rows), each)


def _pieces(
    rows: Sequence[tuple[str, ...]], table: Rows, first: float, later: float
) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The rows of each slide: as few slides as hold them, about alike. At least one row a slide."""

    def parted(most: int) -> list[tuple[tuple[str, ...], ...]]:
        found: list[list[tuple[str, ...]]] = [[]]
        height = table.height
        for row in rows:
            tall = table.height_of(row)
            if found[-1] and (
                height + tall > (first if len(found) == 1 else later) or len(found[-1]) >= most
            ):
                found.append([])
                height = table.height
            found[-1].append(row)
            height += tall
        return [tuple(one) for one in found]

    fewest = len(parted(len(rows) + 1))
    for most in range(-(-len(rows) // fewest), len(rows) + 1):
        if len(even := parted(most)) == fewest:
            return tuple(even)
    return tuple(parted(len(rows) + 1))


def _row(row: tuple[str, ...], table: Rows) -> Iterator[tuple[str, ...]]:
    """The row; higher than a slide it goes on in the next row."""
    most = int((room() - table.height - 60) // (TABLE * LINE))
    if table.height_of(row) <= most * TABLE * LINE + CELL:
        yield row
        return
    cut = [
        [line for one in cell.split("\n") for line in wrap(one, width - 2 * CELL, TABLE) or [""]]
        for cell, width in zip(row, table.columns, strict=True)
    ]
    for start in range(0, max(map(len, cut)), most):
        yield tuple(" ".join(lines[start : start + most]) for lines in cut)
