"""Notices from TED: its search (API v3, no key) names them, then each XML is fetched. Politely, and never twice.

In the folder: <publication number>.xml, SHA256SUMS, and omlopp-fetch.json (where a broken search continues).
Source: TED Search API v3, Publications Office of the European Union, docs.ted.europa.eu/api, 2024.
"""

import hashlib
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from omlopp.library.codelists import country3
from omlopp.notices.errors import FetchFailed, NoNetwork
from omlopp.notices.sources import FILE_LIMIT_MB

SEARCH = "https://api.ted.europa.eu/v3/notices/search"
PAGE = 100  # notices a page; the service allows 250
AGENT = "Omlopp/0.1 (open source for circular public procurement)"
TRIES = 5
LONGEST_WAIT_S = 300.0
STATE, SUMS = "omlopp-fetch.json", "SHA256SUMS"
_NUMBER = re.compile(r"\d{1,8}-\d{4}")


@dataclass(slots=True)
class Fetched:
    """What a fetch did. `left_out`: one line for each notice the search named that is not in the folder."""

    query: str
    fetched: int = 0
    kept: int = 0
    left_out: list[str] = field(default_factory=list)

    def data(self) -> dict[str, Any]:
        return {"query": self.query, "fetched": self.fetched, "kept": self.kept, "left_out": self.left_out}


class Fetcher:
    """Use as a context manager. `pause_s` is the least time between two requests; `sleep` is there for tests."""

    def __init__(
        self,
        folder: Path,
        search: str = SEARCH,
        pause_s: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.folder, self.search, self.pause_s, self.sleep, self.progress = (
            folder,
            search,
            pause_s,
            sleep,
            progress,
        )
        self._last = 0.0
        self._client = httpx.Client(
            headers={"User-Agent": AGENT},
            timeout=60,
            follow_redirects=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def fetch(self, country: str, since: date) -> Fetched:
        """Notices of buyers in a country published from `since` on. Run again, it continues and adds what is new.

        Raises NoNetwork or FetchFailed; what was fetched before that stays.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        buyers = f"buyer-country = {country3(country)}"
        query = f"{buyers} AND publication-date >= {since:%Y%m%d} SORT BY publication-number ASC"
        hits = self._search(query)
        result = Fetched(query)
        sums = self._sums()
        for place, (number, address) in enumerate(sorted(hits.items()), start=1):
            path = self.folder / f"{number}.xml"
            if path.is_file() and sums.get(path.name) == hashlib.sha256(path.read_bytes()).hexdigest():
                result.kept += 1
            elif reason := self._save(address, path, sums):
                result.left_out.append(f"{number}: {reason}")
            else:
                result.fetched += 1
            if self.progress:
                self.progress(place, len(hits))
        (self.folder / STATE).unlink(missing_ok=True)
        return result

    def _search(self, query: str) -> dict[str, str]:
        """Publication number → address of the XML. Kept on disk page by page, so that a stop loses one page."""
        state = self._state(query)
        while not state["done"]:
            body = {
                "query": query,
                "fields": ["publication-number", "links"],
                "limit": PAGE,
                "scope": "ALL",
                "paginationMode": "ITERATION",
                "onlyLatestVersions": False,
            }
            if state["token"]:
                body["iterationNextToken"] = state["token"]
            response = self._request("POST", self.search, json=body)
            if response.status_code >= 400 and state["token"]:
                state = self._fresh(query)  # the token has grown too old: begin the search again
                continue
            answer = self._answer(response)
            before = len(state["hits"])
            state["hits"] |= {
                number: link
                for notice in answer["notices"]
                if (number := _number(notice)) and (link := self._own(_xml(notice)))
            }
            state["token"] = answer.get("iterationNextToken")
            # The service may give a token after the last page too: an empty page, or one with nothing new, ends it.
            state["done"] = not state["token"] or not answer["notices"] or len(state["hits"]) == before
            (self.folder / STATE).write_text(json.dumps(state), "utf-8")
        hits: dict[str, str] = state["hits"]
        return hits

    def _own(self, address: str) -> str:
        """The address, if it leads to the Union's own servers or to where the search is; else nothing."""
        host = urlsplit(address).hostname or ""
        own = host == urlsplit(self.search).hostname or host == "europa.eu" or host.endswith(".europa.eu")
        return address if own else ""

    def _state(self, query: str) -> dict[str, Any]:
        """Where the same search stopped last time, else a fresh beginning."""
        try:
            state = json.loads((self.folder / STATE).read_text("utf-8"))
        except (OSError, ValueError):
            return self._fresh(query)
        known: dict[str, Any] = (
            state if isinstance(state, dict) and state.get("query") == query else self._fresh(query)
        )
        return known

    def _fresh(self, query: str) -> dict[str, Any]:
        return {"query": query, "token": None, "hits": {}, "done": False}

    def _answer(self, response: httpx.Response) -> dict[str, Any]:
        if response.status_code >= 400:
            raise FetchFailed(address=self.search, says=f"HTTP {response.status_code}: {response.text[:200]}")
        try:
            answer = response.json()
        except ValueError:
            raise FetchFailed(address=self.search, says="svaret är inte JSON") from None
        if not isinstance(answer, dict) or not isinstance(answer.get("notices"), list):
            raise FetchFailed(address=self.search, says="svaret saknar listan notices")
        return answer

    def _save(self, address: str, path: Path, sums: dict[str, str]) -> str:
        """Fetch one file and note its checksum; the reason when it is left out. A broken transfer leaves nothing."""
        response = self._request("GET", address)
        data = response.content
        if response.status_code >= 400:
            return f"HTTP {response.status_code}"
        if len(data) > FILE_LIMIT_MB * 1_000_000:
            return f"> {FILE_LIMIT_MB} MB"
        if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            return "inte XML"
        partial = path.with_suffix(".xml.partial")
        partial.write_bytes(data)
        partial.replace(path)
        sums[path.name] = hashlib.sha256(data).hexdigest()
        (self.folder / SUMS).write_text("".join(f"{sums[name]}  {name}\n" for name in sorted(sums)), "utf-8")
        return ""

    def _sums(self) -> dict[str, str]:
        try:
            lines = (self.folder / SUMS).read_text("utf-8").splitlines()
        except OSError:
            return {}
        return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}

    def _request(self, method: str, address: str, **given: Any) -> httpx.Response:
        """One request, with the pause kept, and tried again when the service is busy or the line breaks."""
        says = ""
        for attempt in range(TRIES):
            wait = self._last + self.pause_s - time.monotonic()
            if wait > 0:
                self.sleep(wait)
            self._last = time.monotonic()
            delay = min(2.0**attempt, LONGEST_WAIT_S)
            try:
                response = self._client.request(method, address, **given)
            except httpx.TransportError as error:
                says = str(error) or type(error).__name__
            else:
                if response.status_code != 429 and response.status_code < 500:
                    return response
                says = f"HTTP {response.status_code}"
                delay = min(_retry_after(response) or delay, LONGEST_WAIT_S)
            if attempt + 1 < TRIES:
                self.sleep(delay)
        raise (FetchFailed if says.startswith("HTTP") else NoNetwork)(address=address, says=says)


def _retry_after(response: httpx.Response) -> float:
    """Seconds the service asks us to wait: a number or a date; 0 when it does not say."""
    said = response.headers.get("Retry-After", "")
    if said.isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _number(notice: Any) -> str:
    """The publication number ("541259-2025"); it becomes a file name, so anything else is passed over."""
    said = notice.get("publication-number", "") if isinstance(notice, dict) else ""
    said = said[0] if isinstance(said, list) and said else said
    return said if isinstance(said, str) and _NUMBER.fullmatch(said) else ""


def _xml(notice: dict[str, Any]) -> str:
    """The address of the XML: links.xml holds one per language, the XML itself is the same (MUL)."""
    links = notice.get("links")
    addresses = links.get("xml") if isinstance(links, dict) else None
    found = next(iter(addresses.values()), "") if isinstance(addresses, dict) else addresses
    return found if isinstance(found, str) and found.startswith(("http://", "https://")) else ""
