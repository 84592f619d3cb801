"""A held form in the words that people saw: read from the page where the form stands, as it is today.

The page is asked for once more, as the person who is signed in now. Nothing of it is shown but the questions and the
words of the answers; where it cannot be had, the names of the fields stand as they are.
"""

import logging
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, QueryDict
from django.urls import resolve

from omlopp.web.held import Held

VOID = {"input", "br", "img", "hr", "meta", "link", "area", "wbr", "col", "source"}
UNSEEN = ("hidden", "submit", "button", "image", "reset")
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Field:
    """A field of a page. `words`: what each of its values is called there. `seen`: a person could see and fill it."""

    label: str = ""
    words: dict[str, str] = field(default_factory=dict)
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A question with what was answered. `named`: the label is only the field's own name."""

    label: str
    texts: tuple[str, ...]
    named: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A held form as its page shows it. `title` is empty where the page cannot be had."""

    held: Held
    title: str
    rows: tuple[Row, ...]


def told(request: HttpRequest, held: Held) -> Told:
    """The form with the questions in the language of the request."""
    page = held.page or held.path
    read = PageRead()
    read.feed(_page(request, page))
    read.close()
    fields = read.fields_of(held.path, page)
    rows = []
    for name, texts in held.typed:
        known = fields.get(name)
        if known is None:
            rows.append(Row(name, tuple(texts), named=True))
        elif known.seen:
            said = tuple(known.words.get(text, text) for text in texts)
            rows.append(Row(known.label or name, said, named=not known.label))
    return Told(held, read.title, tuple(rows))


class _Nothing(BaseStorage):
    """What the page would say to the person stays unsaid: it waits for a page that is really shown."""

    def _get(self, *_args: object, **_kwargs: object) -> tuple[list[object], bool]:
        return [], True

    def _store(self, *_args: object, **_kwargs: object) -> list[object]:
        return []


def _page(request: HttpRequest, path: str) -> str:
    """The page's text, empty where it is not to be had. Whatever fails there: what was typed must be shown."""
    asked = HttpRequest()
    asked.META = {
        name: value for name, value in request.META.items() if not name.startswith(("HTTP_HX", "CONTENT_"))
    } | {"REQUEST_METHOD": "GET", "QUERY_STRING": urlsplit(path).query}
    asked.method, asked.path = "GET", urlsplit(path).path
    asked.path_info, asked.GET = asked.path, QueryDict(urlsplit(path).query)
    asked.COOKIES, asked.user, asked.session = request.COOKIES, request.user, request.session
    for name in ("LANGUAGE_CODE", "htmx"):
        if hasattr(request, name):
            setattr(asked, name, getattr(request, name))
    asked._messages = _Nothing(asked)  # type: ignore[attr-defined]
    try:
        match = asked.resolver_match = resolve(asked.path)
        answer = match.func(asked, *match.args, **match.kwargs)
        html = answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
        return answer.content.decode() if html and not answer.streaming else ""
    except Exception as error:  # any page of the workbench, in any state: see above
        log.info("A held form is shown without its questions: %s", type(error).__name__)
        return ""


class PageRead(HTMLParser):
    """The forms of a page: each field with its label, or with its fieldset's legend where it is one of several."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self._texts: dict[str, str] = {}  # id → text of its label
        self._legends: list[str] = []  # of the fieldsets that are open
        self._form = 0
        self._actions: dict[int, str] = {}
        self._inputs: list[tuple[int, str, str, str, str, str, str]] = []
        self._options: dict[int, dict[str, str]] = {}  # place in _inputs → value → words
        self._into: tuple[str, str] | None = None  # what text is gathered for: its kind and key
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self._form += 1
                self._actions[self._form] = has.get("action") or has.get("hx-post") or ""
            case "fieldset":
                self._legends.append("")
            case "label":
                self._gather("label", has.get("for", ""))
            case "legend" | "h1":
                self._gather(tag, "")
            case "option":
                self._gather("option", has.get("value", "\0"))
            case "input" | "select" | "textarea" | "button":
                kind = has.get("type", "text") if tag in ("input", "button") else tag
                kind = "submit" if tag == "button" else kind
                legend = next((one for one in reversed(self._legends) if one), "")
                self._inputs.append(
                    (self._form, has.get("name", ""), has.get("id", ""), kind, has.get("value", "on"), legend,
                     has.get("aria-label", ""))
                )  # fmt: skip

    def handle_endtag(self, tag: str) -> None:
        if tag == "fieldset" and self._legends:
            self._legends.pop()
        if self._into is None or tag != self._into[0]:
            return
        (kind, key), words = self._into, " ".join("".join(self._text).split())
        self._into = None
        if kind == "h1":
            self.title = self.title or words
        elif kind == "legend" and self._legends:
            self._legends[-1] = words
        elif kind == "label":
            self._texts[key] = words
        elif kind == "option" and self._inputs:
            options = self._options.setdefault(len(self._inputs) - 1, {})
            options[words if key == "\0" else key] = words

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._text.append(data)

    def _gather(self, kind: str, key: str) -> None:
        self._into, self._text = (kind, key), []

    def fields_of(self, path: str, page: str) -> dict[str, Field]:
        """Name → field. Those of the form that is sent to `path` go before others of the same name."""
        found: dict[str, Field] = {}
        for ours in (True, False):
            there: dict[str, Field] = {}
            for place, (form, name, id, kind, value, legend, aria) in enumerate(self._inputs):
                if not name or (urljoin(page, self._actions.get(form, "")) == path) is not ours:
                    continue
                one = there.setdefault(name, Field(seen=False))
                one.seen = one.seen or kind not in UNSEEN
                label = self._texts.get(id, "") or aria
                if kind in ("radio", "checkbox") and legend:
                    one.words[value], label = label, legend
                one.label = one.label or label
                one.words |= self._options.get(place, {})
            found = there | found
        return found
