"""Does a published folder still say what the base gives? Every figure is reckoned again and looked for in the files."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag

from omlopp.documents.plan import Block, Bullets, Callout, Facts, Heading, Paragraph, Picture, Sources, Table
from omlopp.documents.words import say
from omlopp.domain.model.text import LANGUAGES
from omlopp.flows.publications import manifest as kept
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.build import Building
from omlopp.flows.publications.check_files import PAGE, Haystack, Read, plain, read
from omlopp.flows.publications.digest import of_file
from omlopp.flows.publications.errors import NoManifest
from omlopp.flows.publications.fill import PLACE
from omlopp.flows.publications.forms import form as form_named
from omlopp.flows.publications.job import Job, Laid
from omlopp.flows.publications.manifest import Manifest
from omlopp.flows.publications.plan import Plans
from omlopp.flows.publications.quoted import quoted, without
from omlopp.flows.publications.rules import Rules, rules, words_of

_Titles = Callable[[], tuple[str, ...]]
BaseOn = Callable[[date, bool | None], Base]
CUT = 160  # signs of a passage that are shown
ENOUGH = 8  # signs of a text round a number, by which its place is found


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong. `code`: the sentence publish.check.<code>; `file` as it lies under the folder that was checked."""

    code: str
    file: str
    facts: Mapping[str, object] = field(default_factory=dict)


def check(folder: Path, base_on: BaseOn, known: Plans | None = None) -> list[Found]:
    """Everything wrong with every publication under `folder`; empty means that it holds.

    base_on: the base as of a day, real or exercise. Raises NoManifest where nothing was published, BrokenManifest.
    """
    places = sorted(path.parent for path in folder.rglob(kept.NAME))
    if not places:
        raise NoManifest(path=str(folder))
    bases: dict[tuple[date, bool], Building] = {}
    found: list[Found] = []
    for place in places:
        manifest = kept.read(place)
        key = (manifest.built_on, manifest.exercise)
        if key not in bases:
            bases[key] = Building(base_on(*key), known)
        prefix = place.relative_to(folder).as_posix()
        found += _one(place, manifest, bases[key], "" if prefix == "." else f"{prefix}/")
    return found


def _one(place: Path, manifest: Manifest, at: Building, prefix: str) -> list[Found]:
    plan = at.plans.one(manifest.publication)
    job = at.job(plan, manifest.language)
    files, found = _files(place, manifest, prefix)
    found += _figures(manifest, job, files, prefix)
    for form in manifest.forms:
        names = [one.name for one in manifest.files if one.form == form and one.name in files]
        held = {name: Haystack(files[name].pages) for name in names}
        found += _said(job, form, held, prefix)
    found += _links(place, files, prefix)
    found += [
        Found("alt", prefix + name, {"picture": one}) for name, each in files.items() for one in each.silent
    ]
    found += _marked(job, {name: each for name, each in files.items() if not _real(name, manifest)}, prefix)
    other = at.job(plan, next(one for one in LANGUAGES if one != manifest.language))
    return _once([*found, *_language(job, other, manifest, prefix)])


def _once(found: Sequence[Found]) -> list[Found]:
    return list({(one.code, one.file, tuple(map(str, one.facts.items()))): one for one in found}.values())


def _files(place: Path, manifest: Manifest, prefix: str) -> tuple[dict[str, Read], list[Found]]:
    """The files that can be read, and what is wrong with the others."""
    files: dict[str, Read] = {}
    found: list[Found] = []
    for one in manifest.files:
        path = place / one.name
        if not path.is_file():
            found.append(Found("missing", prefix + one.name))
            continue
        if of_file(path) != one.sha256:
            found.append(Found("altered", prefix + one.name))
        try:
            each = read(one.name, path.read_bytes())
        except ValueError as error:
            found.append(Found("unreadable", prefix + one.name, {"says": str(error)}))
            continue
        if each is not None:
            files[one.name] = each
    return files, found


def _figures(manifest: Manifest, job: Job, files: Mapping[str, Read], prefix: str) -> Iterator[Found]:
    """Each figure of the manifest, reckoned again."""
    for one in manifest.figures:
        file = prefix + kept.NAME
        if one.id not in job.figures:
            yield Found("figure-gone", file, {"figure": one.id, "shown": _first(one)})
            continue
        now = kept.shown(job.figures[one.id], {}, manifest.language)
        told = False
        for how, text in one.shown.items():
            again = job.figures.show(one.id, how)
            if again != text:
                told = True
                where = [name for name, each in files.items() if _holds(each, text)] or [kept.NAME]
                for name in where:
                    facts = {"figure": one.id, "shown": text, "recomputed": again}
                    yield Found("figure", prefix + name, facts)
        if not told and (now.value, now.base, now.low, now.high) != (one.value, one.base, one.low, one.high):
            facts = {"figure": one.id, "shown": _whole(one), "recomputed": _whole(now)}
            yield Found("figure", file, facts)


def _first(one: kept.Shown) -> str:
    return next(iter(one.shown.values()), one.value or "–")


def _whole(one: kept.Shown) -> str:
    return f"{one.value or '–'} / {one.base if one.base is not None else '–'} ({one.low or '–'}–{one.high or '–'})"


def _holds(each: Read, text: str) -> bool:
    wanted = plain(text)
    return any(wanted in plain(page) for page in each.pages)


def _said(job: Job, form: str, held: Mapping[str, Haystack], prefix: str) -> Iterator[Found]:
    """Every passage, row and number of the form stands in its files."""
    maker = form_named(form)
    if maker.says is not None:
        for name, texts in maker.says(job).items():
            if name in held:
                for wanted in texts:
                    if not held[name].holds(wanted):
                        yield Found("not-in-text", prefix + name, {"passage": _cut(wanted)})
        return
    for name, text in held.items():
        for laid in job.laid(form):
            yield from _laid(laid, text, job, prefix + name, notes=name.endswith(".pptx"))


def _laid(laid: Laid, text: Haystack, job: Job, file: str, *, notes: bool) -> Iterator[Found]:
    block = laid.block
    if isinstance(block, Table):
        for row in block.rows:
            if not text.holds("".join(row)) and not all(
                text.holds(cell) for cell in row if len(plain(cell)) > 2
            ):
                facts = {"passage": _cut(" · ".join(row)), "table": block.caption}
                yield Found("row", file, facts)
        return
    passages = list(passages_of(block))
    templates = laid.templates if len(laid.templates) == len(passages) else ("",) * len(passages)
    for passage, template in zip(passages, templates, strict=True):
        if text.holds(passage):
            continue
        wrong = list(_wrong_numbers(template, text, job, file)) if template else []
        yield from wrong or [Found("not-in-text", file, {"passage": _cut(passage)})]
    if notes and laid.notes and not text.holds(laid.notes):
        yield Found("not-in-text", file, {"passage": _cut(laid.notes)})


def _wrong_numbers(template: str, text: Haystack, job: Job, file: str) -> Iterator[Found]:
    """The sentence stands there but for its numbers: which, what is shown, and what it should be."""
    pattern, wanted, last, signs = "", [], 0, 0
    for match in PLACE.finditer(template):
        if match[1] is None:
            continue
        before = plain(template[last : match.start()])
        pattern += re.escape(before) + "(.{1,60}?)"
        wanted.append((match[1], match[2] or ""))
        last, signs = match.end(), signs + len(before)
    after = plain(template[last:])
    if not wanted or signs + len(after) < ENOUGH:
        return
    found = re.search(pattern + (re.escape(after) if after else "(?=.|$)"), text.text, re.IGNORECASE)
    if found is None:
        return
    for at, (id, how) in enumerate(wanted, 1):
        again = job.figures.show(id, how)
        if found[at] != plain(again):
            shown = text.raw(found.start(at), found.end(at))
            yield Found("figure", file, {"figure": id, "shown": shown, "recomputed": again})


def passages_of(block: Block) -> Iterator[str]:
    """The texts of a block that is no table, as they stand one after another."""
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Bullets():
            yield from block.items
        case Facts():
            for label, text in block.pairs:
                yield label
                yield text
        case Callout():
            yield block.title
            yield block.text
        case Picture():
            yield block.title
            yield block.source
        case Sources():
            yield from (each.text for each in block.references)
        case Table():
            yield block.caption


def _links(place: Path, files: Mapping[str, Read], prefix: str) -> Iterator[Found]:
    """Links within the publication that lead nowhere."""
    for name, each in files.items():
        for link in each.links:
            if re.match(r"[a-z][a-z0-9+.-]*:|//", link, re.IGNORECASE):
                continue
            path, anchor = urldefrag(unquote(link))
            target = (place / name).parent / path if path else place / name
            if target.is_dir():
                target = target / "index.html"
            inside = target.resolve().is_relative_to(place.resolve())
            if not inside or not target.is_file():
                yield Found("link", prefix + name, {"link": link})
            elif anchor:
                known = files.get(target.resolve().relative_to(place.resolve()).as_posix())
                if known is None or anchor not in known.anchors:
                    yield Found("link", prefix + name, {"link": link})


def _real(name: str, manifest: Manifest) -> bool:
    """Does the file tell of nothing invented, whatever the rest does?"""
    return any(
        one.name == name and name.startswith(form_named(one.form).real or "\0") for one in manifest.files
    )


def _marked(job: Job, files: Mapping[str, Read], prefix: str) -> Iterator[Found]:
    """What rests on exercises says so: on every page of what is printed, on every slide, in every file."""
    if not job.exercise:
        return
    word = plain(say("exercise", job.language).split()[0]).casefold()
    for name, each in files.items():
        whole = name.endswith((".pdf", ".html"))
        pages = each.pages if whole else (PAGE.join(each.pages),)
        if name.endswith((".json",)):
            continue
        if not all(word in plain(page).casefold() for page in pages):
            yield Found("exercise", prefix + name)


def _language(job: Job, other: Job, manifest: Manifest, prefix: str) -> Iterator[Found]:
    """Passages that are not translated, are in the other language, or are too long; where a reader meets them."""
    limits = rules()
    longest = job.plan.longest or limits.longest
    same = {plain(each) for each in job.plan.same}
    titles: _Titles = cache(lambda: quoted(job.base))  # asked for when a passage looks wrong
    for form in manifest.forms:
        if form_named(form).says is not None:
            continue
        file = next((prefix + one.name for one in manifest.files if one.form == form), prefix + form)
        theirs = {plain(one) for one in _prose(other, form)}
        for passage in _prose(job, form):
            words = words_of(passage)
            if len(words) >= limits.at_least and plain(passage) in theirs and plain(passage) not in same:
                yield Found("untranslated", file, {"passage": _cut(passage)})
            yield from _foreign(passage, limits, job, titles, file)
            if len(words) > longest:
                facts = {"words": len(words), "longest": longest, "passage": _cut(passage)}
                yield Found("long", file, facts)
    for where, text in job.plan.texts():
        if text.sv == text.en and len(words_of(text.sv)) >= limits.at_least and text.sv not in job.plan.same:
            yield Found("untranslated", f"{prefix}{where}", {"passage": _cut(text.sv)})
        if not text.within(job.language).strip() and text.within(other.language).strip():
            facts = {"language": job.language, "passage": _cut(text.within(other.language))}
            yield Found("no-translation", f"{prefix}{where}", facts)


def _foreign(passage: str, limits: Rules, job: Job, titles: "_Titles", file: str) -> Iterator[Found]:
    def wrong(text: str) -> tuple[bool, list[str], int]:
        foreign, of = limits.foreign(text, job.language)
        return of >= limits.shortest and len(foreign) > limits.threshold * of, foreign, of

    if not wrong(passage)[0]:
        return
    found, foreign, of = wrong(without(passage, titles()))
    if found:
        facts = {"count": len(foreign), "words": of, "found": sorted(set(foreign)), "passage": _cut(passage)}
        yield Found("language", file, facts)


def _prose(job: Job, form: str) -> Iterator[str]:
    """What is written in the publication's language: not quotations, sources and what stands in tables."""
    for laid in job.laid(form):
        block = laid.block
        quoted = isinstance(block, Sources | Table) or (
            isinstance(block, Paragraph) and block.style == "quote"
        )
        if not quoted:
            yield from passages_of(block)
        if laid.notes:
            yield laid.notes


def _cut(text: str) -> str:
    return text if len(text) <= CUT else text[: CUT - 1] + "…"
