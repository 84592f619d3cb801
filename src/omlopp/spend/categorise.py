"""What each row of a ledger is: no purchase (and why), a product group (and by which rule), or not known.

One rule decides, the surest first; where none does, the row stays without a category and is counted as such.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from omlopp.domain.model.errors import OmloppError
from omlopp.library import spend as known
from omlopp.spend.cube import Key
from omlopp.spend.decided import NO_PURCHASE, Rules

WIDEST = "balance"  # a reason that a word in the account's name may tell more closely: VAT, for one


class ChartUnknown(OmloppError):
    """Facts: chart, known."""

    code = "spend.chart-unknown"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a row belongs.

    `reason`: why it is no purchase, "" where it is one. `group`: CPV prefix of the product group, "" where none
    is known; then `candidates` are those that the account leaves open. `because`: account prefix or word.
    """

    reason: str = ""
    group: str = ""
    rule: str = "none"
    because: str = ""
    candidates: tuple[str, ...] = ()
    recalled: bool = False  # rests on a row of the chart that was not read in a source


@dataclass(frozen=True, slots=True)
class Desk:
    """What rows are placed by. `chart` "": told from each buyer's number. `contracts`: contract → CPV code."""

    rules: Rules = field(default_factory=Rules)
    chart: str = ""
    contracts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.chart and self.chart not in known.accounts():
            raise ChartUnknown(chart=self.chart, known=", ".join(known.accounts()))

    def chart_of(self, key: Key) -> str:
        return self.chart or _chart_of(key.buyer_id)

    def place(self, key: Key) -> Placed:
        if found := self._decided_closely(key):
            return found
        chart = self.chart_of(key)
        account = _account(chart, key.account, key.account_name, key.year)
        if account.reason:
            return Placed(account.reason, "", account.rule, account.because, (), account.recalled)
        for name in (key.supplier_id, key.supplier):
            if name and (target := self.rules.suppliers.get(name.casefold())):
                return _decided(target, "remembered", name)
        if self.rules.words:
            text = _spaced(f"{key.account_name} {key.supplier}")
            for word, target in self.rules.words:
                if f" {_spaced(word).strip()}" in text:
                    return _decided(target, "remembered_word", word)
        if key.cpv and (group := known.group_of(key.cpv)):
            return Placed("", group, "cpv", key.cpv[:8])
        if key.contract and (cpv := self.contracts.get(key.contract)) and (group := known.group_of(cpv)):
            return Placed("", group, "contract", key.contract)
        return _by_account(account, key)

    def _decided_closely(self, key: Key) -> Placed | None:
        """What a person said of these very rows, or of their account: it goes before the chart and its reasons."""
        account = key.account.casefold()
        for name in (key.supplier_id, key.supplier) if self.rules.lines else ():
            if name and (target := self.rules.lines.get((name.casefold(), account))):
                return _decided(target, "remembered_line", f"{name} · {key.account}")
        if account and (target := self.rules.accounts.get(account)):
            return _decided(target, "remembered_account", key.account)
        return None


def _decided(target: str, rule: str, because: str) -> Placed:
    if target.startswith(NO_PURCHASE):
        return Placed(target.removeprefix(NO_PURCHASE), "", rule, because)
    return Placed("", target, rule, because)


@dataclass(frozen=True, slots=True)
class _Account:
    """What an account says: a reason, or its product groups and the word in its name."""

    reason: str = ""
    rule: str = ""
    because: str = ""
    groups: tuple[str, ...] = ()
    word: tuple[str, str] = ("", "")  # (word, CPV prefix)
    recalled: bool = False


@lru_cache(4096)
def _chart_of(buyer_id: str) -> str:
    return known.chart_of(buyer_id)


@lru_cache(65_536)
def _account(chart: str, account: str, name: str, year: int) -> _Account:
    """The longest prefix of the chart that holds, then the words of the account's name.

    A word that tells of no purchase goes before the group's products, never before a longer number than its group.
    """
    number = re.sub(r"\D", "", account.split()[0]) if account.strip() else ""
    text = _spaced(f"{name} {account}")
    row = next(
        (one for one in known.accounts().get(chart, ()) if number.startswith(one.prefix) and one.holds(year)),
        None,
    )
    found = _words("clean").first(text)
    if row is not None and row.reason and not (found and row.reason == WIDEST):
        return _Account(row.reason, "account", row.prefix, recalled=row.recalled)
    if found:
        return _Account(found[1], "word_account", found[0])
    word = _words("account").first(text) or ("", "")
    if row is None:
        return _Account(word=word)
    return _Account("", "", row.prefix, row.cpv, word, row.recalled)


@lru_cache(262_144)
def _supplier_word(name: str) -> tuple[str, str]:
    return _words("supplier").first(_spaced(name)) or ("", "")


def _by_account(account: _Account, key: Key) -> Placed:
    word, says = account.word
    groups = account.groups
    if groups and says and (fit := _fitting(groups, says)):
        return Placed(
            "",
            fit,
            "account_word" if len(groups) > 1 or fit != groups[0] else "account",
            word,
            (),
            account.recalled,
        )
    if not groups and says:
        return Placed("", known.group_of(says), "word_account", word)
    if len(groups) == 1 and not says:
        return Placed("", known.group_of(groups[0]), "account", account.because, (), account.recalled)
    supplier, sells = _supplier_word(key.supplier)
    if groups and sells and (fit := _fitting(groups, sells)):
        return Placed("", fit, "account_supplier", supplier, (), account.recalled)
    if says:
        # The name of the account says more than its group, which may be of another chart.
        return Placed("", known.group_of(says), "word_account", word)
    if not groups and sells:
        return Placed("", known.group_of(sells), "word_supplier", supplier)
    return Placed(candidates=groups, because=account.because, recalled=account.recalled)


def _fitting(groups: Sequence[str], says: str) -> str:
    """The product group that account and word agree on: the narrower of the two; "" where they do not agree."""
    if any(says.startswith(group) for group in groups):
        return known.group_of(says)
    within = [group for group in groups if group.startswith(says)]
    return known.group_of(within[0]) if len(within) == 1 else ""


class _Words:
    """A table of words, the first of which that stands in a text decides.

    Found by the letters that words begin with.
    """

    def __init__(self, words: Sequence[known.Word]) -> None:
        self.within = [(rank, one) for rank, one in enumerate(words) if one.word.startswith("*")]
        self.beginning: dict[str, list[tuple[int, known.Word]]] = {}
        for rank, one in enumerate(words):
            if not one.word.startswith("*"):
                self.beginning.setdefault(one.letters[:3], []).append((rank, one))

    def first(self, text: str) -> tuple[str, str] | None:
        """(word, what it gives). `text` between spaces."""
        found = [pair for pair in self.within if pair[1].stands_in(text)]
        for token in text.split():
            found += [pair for pair in self.beginning.get(token[:3], ()) if pair[1].stands_in(text)]
        if not found:
            return None
        best = min(found, key=lambda pair: pair[0])[1]
        return best.letters, best.gives


@cache
def _words(table: str) -> _Words:
    """clean, account or supplier."""
    if table == "clean":
        return _Words(known.clean_words())
    other = {"account": "supplier", "supplier": "account"}[table]
    return _Words([one for one in known.cpv_words() if one.where != other])


def _spaced(text: str) -> str:
    return f" {re.sub(r'[^0-9a-zåäöéü-]+', ' ', text.lower()).strip()} "
