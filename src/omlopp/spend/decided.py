"""What people have decided about categories, as rules for a supplier on an account, a supplier, an account or a word.

As a file (`rules.yaml`) they go from the workbench to the command line. The narrowest rule decides: a supplier on an
account, then the account, the supplier, and last the longest word. A rule gives a product group, or says that the rows
are no purchase and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

from omlopp.domain.model.errors import OmloppError
from omlopp.library.files import Problem, read_one
from omlopp.library.spend import group_of, reasons
from omlopp.spend.masking import ANONYMOUS, SOLE

Kind = Literal["line", "supplier", "account", "word"]
NO_PURCHASE = "="  # before a reason: a place that is no product group
SHORTEST_WORD = 3
HEAD = "# Omlopp: regler för varugrupper. Används: omlopp spend screen FIL --rules DENNA\n"


class RuleFileWrong(OmloppError):
    """A file of rules that cannot be used. Facts: file, where, says."""

    code = "spend.rule-file-wrong"


class RuleWrong(OmloppError):
    """A rule without what it is about. Facts: what, kind."""

    code = "spend.rule-wrong"


class GroupUnknown(OmloppError):
    """A CPV prefix without a product group, or a reason that is not known. Facts: cpv."""

    code = "spend.group-unknown"


class SupplierMasked(OmloppError):
    """A rule for masked suppliers, who are many and cannot be told apart. Facts: supplier."""

    code = "spend.supplier-masked"


@dataclass(frozen=True, slots=True)
class Decided:
    """One rule. `cpv`: the product group; `left_out`: a reason instead (library/spend/reasons.csv).

    `supplier`: number, else name. Letters' size never matters.
    """

    kind: Kind
    supplier: str = ""
    account: str = ""
    word: str = ""
    cpv: str = ""
    left_out: str = ""
    why: str = ""
    decided_on: date | None = None

    @property
    def target(self) -> str:
        return f"{NO_PURCHASE}{self.left_out}" if self.left_out else self.cpv

    @property
    def about(self) -> tuple[str, str, str]:
        """(supplier, account, word): two rules of one kind about the same are one."""
        return self.supplier.casefold(), self.account.casefold(), self.word.casefold()


@dataclass(frozen=True, slots=True)
class RuleFile:
    rules: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What was decided, ready to place rows by: what it is about (lower case) → product group or `=reason`.

    `lines`: (supplier, account) → . `words`: the longest first.
    """

    suppliers: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[tuple[str, str], str] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    words: Sequence[tuple[str, str]] = ()

    def with_these(self, found: Iterable[Decided]) -> "Rules":
        """These go before those that are there."""
        suppliers, lines, accounts = dict(self.suppliers), dict(self.lines), dict(self.accounts)
        words = dict(self.words)
        for one in found:
            supplier, account, word = one.about
            if one.kind == "supplier":
                suppliers[supplier] = one.target
            elif one.kind == "line":
                lines[supplier, account] = one.target
            elif one.kind == "account":
                accounts[account] = one.target
            else:
                words[word] = one.target
        longest = sorted(words.items(), key=lambda pair: (-len(pair[0]), pair[0]))
        return Rules(suppliers, lines, accounts, tuple(longest))


def rules_of(found: Iterable[Decided]) -> Rules:
    return Rules().with_these(found)


def checked(one: Decided) -> Decided:
    """The rule with the product group that its CPV code belongs to.

    Raises RuleWrong, GroupUnknown, SupplierMasked.
    """
    for part in _NEEDS[one.kind]:
        if not getattr(one, part).strip():
            raise RuleWrong(what=part, kind=one.kind)
    if one.kind in ("line", "supplier") and one.supplier.casefold() in (SOLE, ANONYMOUS):
        raise SupplierMasked(supplier=one.supplier)
    if one.kind == "word" and len(one.word.strip()) < SHORTEST_WORD:
        raise RuleWrong(what="word", kind=one.kind)
    if one.left_out:
        if one.left_out not in reasons():
            raise GroupUnknown(cpv=one.left_out)
        group = ""
    else:
        group = group_of(one.cpv)
        if not group:
            raise GroupUnknown(cpv=one.cpv)
    kept = {name: " ".join(getattr(one, name).split()) for name in _NEEDS[one.kind]}
    return Decided(
        one.kind, kept.get("supplier", ""), kept.get("account", ""), kept.get("word", ""), group, one.left_out,
        one.why.strip(), one.decided_on,
    )  # fmt: skip


_NEEDS: Mapping[str, tuple[str, ...]] = {
    "line": ("supplier", "account"), "supplier": ("supplier",), "account": ("account",), "word": ("word",),
}  # fmt: skip


def read(path: Path) -> tuple[Decided, ...]:
    """Raises RuleFileWrong, with the place in the file, and what `checked` refuses."""
    try:
        found = read_one(path, RuleFile, path.parent)
    except OSError as error:
        raise RuleFileWrong(file=path.name, where="", says=error.strerror or str(error)) from None
    if isinstance(found, Problem):
        raise RuleFileWrong(file=path.name, where=found.where, says=found.says)
    return tuple(checked(one) for one in found.rules)


def written(found: Iterable[Decided]) -> str:
    """The file that `read` reads. Who decided is not in it: it may be passed on."""
    rows: list[dict[str, Any]] = []
    for one in found:
        row = {
            "kind": one.kind, "supplier": one.supplier, "account": one.account, "word": one.word, "cpv": one.cpv,
            "left_out": one.left_out, "why": one.why, "decided_on": one.decided_on,
        }  # fmt: skip
        rows.append({name: value for name, value in row.items() if value})
    return HEAD + yaml.safe_dump({"rules": rows}, allow_unicode=True, sort_keys=False, width=110)
