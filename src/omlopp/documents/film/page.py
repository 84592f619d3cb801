"""The film on a page of its own, and all it says as text: for those who read, who listen, and who search."""

import base64
from collections.abc import Mapping

from lxml import etree, html
from lxml.builder import E  # type: ignore[import-not-found]

from omlopp.documents.film.shot import Film, Shot, Timed
from omlopp.documents.film.subtitles import vtt
from omlopp.documents.plan import printable
from omlopp.library.load import ROOT

STYLE = ROOT / "templates" / "style"
OURS = """
video { width: 100%; max-width: 1180px; height: auto; aspect-ratio: 16 / 9; background: var(--soft); display: block; }
video:focus-visible { outline: 3px solid var(--copper); outline-offset: 2px; }
.film { max-width: 1180px; margin: 0 auto; padding: 24px 20px 80px; }
.film > * { max-width: 70ch; }
.film > video { max-width: 100%; }
.files { display: flex; flex-wrap: wrap; gap: 8px 24px; list-style: none; padding: 0; }
.files a { display: inline-block; padding: 8px 0; }
.scene { border-top: 1px solid var(--hair); padding: 4px 0 12px; }
.scene h3 { margin: 20px 0 8px; }
.at { color: var(--muted); font-size: .9375rem; font-variant-numeric: tabular-nums; }
.made-up { color: var(--copper); font-weight: 700; }
"""
Words = Mapping[str, str]
"""What the page says by itself, by key: skip, transcript, said, shown, source, subtitles, files, mp4, vtt, srt, md."""


def page(film: Film, words: Words, lead: tuple[str, ...] = (), exercise: str = "") -> bytes:
    """HTML that stands alone beside the film's files. `lead`: what the film is; `exercise`: said over all."""
    style = "".join((STYLE / name).read_text("utf-8") for name in ("handbook.css",)) + OURS
    stem = film.stem
    made = E.html(
        E.head(
            E.meta(charset="utf-8"),
            E.meta(name="viewport", content="width=device-width, initial-scale=1"),
            E.title(printable(f"{film.title} – {film.subtitle}" if film.subtitle else film.title)),
            E.style(style),
        ),
        E.body(
            E.a(words["skip"], {"class": "skip", "href": "#content"}),
            *([E.div(exercise, {"class": "exercise", "role": "note"})] if exercise else []),
            E.header(
                E.h1(printable(film.title)),
                *([E.p(printable(film.subtitle), {"class": "subtitle"})] if film.subtitle else []),
                {"class": "top"},
            ),
            E.main(
                *(E.p(printable(each), {"class": "lead"}) for each in lead),
                E.video(
                    E.source(src=f"{stem}.mp4", type="video/mp4"),
                    E.track(
                        kind="captions",
                        src=_within(film),
                        srclang=film.language,
                        label=words["subtitles"],
                        default="",
                    ),
                    # the same beside the page, for a site that allows nothing within it
                    E.track(
                        kind="captions",
                        src=f"{stem}.vtt",
                        srclang=film.language,
                        label=f"{words['subtitles']} ({stem}.vtt)",
                    ),
                    E.p(E.a(words["mp4"], href=f"{stem}.mp4")),
                    {
                        "controls": "",
                        "preload": "metadata",
                        "poster": f"{stem}.png",
                        "width": "1920",
                        "height": "1080",
                        "aria-label": printable(film.title),
                    },
                ),
                E.h2(words["files"]),
                E.ul(
                    *(E.li(E.a(words[kind], href=f"{stem}.{kind}")) for kind in ("mp4", "vtt", "srt", "md")),
                    {"class": "files"},
                ),
                E.h2(words["transcript"], id="transcript"),
                *(_scene(timed, words) for timed in film.shots),
                {"id": "content", "class": "film"},
            ),
        ),
        lang=film.language,
    )
    return b"<!doctype html>\n" + html.tostring(made, encoding="utf-8")


def transcript(film: Film, words: Words, lead: tuple[str, ...] = ()) -> bytes:
    """The same as Markdown. Signs that Markdown reads as its own are written as themselves."""
    lines = [f"# {_plain(film.title)}", ""]
    if film.subtitle:
        lines += [_plain(film.subtitle), ""]
    for each in lead:
        lines += [_plain(each), ""]
    for timed in film.shots:
        shot = timed.shot
        lines += [f"## {_plain(shot.title)}", "", _plain(_at(timed)), ""]
        if shot.exercise:
            lines += [f"**{_plain(shot.exercise)}**", ""]
        for label, texts in _told(shot, words):
            lines += [f"**{label}** {_plain(texts[0])}" if len(texts) == 1 else f"**{label}**", ""]
            if len(texts) > 1:
                lines += [*(f"- {_plain(text)}" for text in texts), ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _within(film: Film) -> str:
    """The subtitles within the page: a page opened from a folder may not fetch a track from beside it. A site whose
    policy allows no data: in its media takes the file instead.
    """
    return "data:text/vtt;base64," + base64.b64encode(vtt(film).encode("utf-8", "replace")).decode()


def clock(seconds: float) -> str:
    """`3:07`."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def _at(timed: Timed) -> str:
    """`Problemet · 0:26–0:38`."""
    when = f"{clock(timed.start)}–{clock(timed.start + timed.seconds)}"
    return printable(f"{timed.shot.kicker} · {when}") if timed.shot.kicker else when


def _scene(timed: Timed, words: Words) -> etree._Element:
    shot = timed.shot
    parts = [
        E.h3(printable(shot.title)),
        E.p(_at(timed), {"class": "at"}),
    ]
    if shot.exercise:
        parts.append(E.p(shot.exercise, {"class": "made-up"}))
    for label, texts in _told(shot, words):
        if len(texts) == 1:
            parts.append(E.p(E.strong(label), " ", printable(texts[0])))
        else:
            parts += [E.p(E.strong(label)), E.ul(*(E.li(printable(text)) for text in texts))]
    return E.section(*parts, {"class": "scene"})


def _told(shot: Shot, words: Words) -> list[tuple[str, tuple[str, ...]]]:
    """What is said, what is shown, and what it rests on; each with its label."""
    seen = [each for each in (shot.text, *shot.points) if each]
    values = [
        f"{item.label}: {item.shown}" if item.label and item.shown else item.label or item.shown
        for item in shot.items
    ]
    told: list[tuple[str, tuple[str, ...]]] = []
    if shot.narration:
        told.append((words["said"], (shot.narration,)))
    shown = (*seen, *(value for value in values if value), *((shot.said,) if shot.said else ()))
    if shown:
        told.append((words["shown"], shown))
    if shot.source:
        # the line on the screen begins with the word itself
        told.append((words["source"], (shot.source.removeprefix(words["source"]).lstrip(),)))
    return told


def _plain(text: str) -> str:
    kept = printable(text).replace("\\", "\\\\")
    for sign in "*_`[]<>#":
        kept = kept.replace(sign, f"\\{sign}")
    return kept
