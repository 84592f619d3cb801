"""A region's pre-study laid out: ten points from a ledger and the market's bids, winners and values, and a proposed
decision. Every number stands with its base; what the data cannot tell has a section of its own.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from omlopp.documents.plan import (
    Block,
    Bullets,
    Callout,
    Document,
    Facts,
    Heading,
    Paragraph,
    Reference,
    Sources,
)
from omlopp.documents.plans.programme_common import section
from omlopp.documents.plans.programme_prestudy_market import Market
from omlopp.documents.plans.programme_prestudy_told import DASH, SHOWN, Prestudy, Row
from omlopp.documents.words import say
from omlopp.domain.model.text import Language
from omlopp.library.numbers import day


def prestudy(found: Prestudy, language: Language, owner: str = "", number_: str = "") -> Document:
    """`owner`: who makes it; `number_`: its diary number, said to be missing where it is."""
    laid = _Laid(found, language)
    parts: Sequence[tuple[str, Sequence[tuple[str, Sequence[Block]]]]] = (
        (
            "part.decision",
            (
                ("decide", laid.decide()),
                ("short", [Bullets(laid.short())]),
                ("unknown", [Bullets(laid.unknown())]),
            ),
        ),
        ("part.purchases", (("1", laid.spend()), ("2", laid.footprint()), ("3", laid.potential()))),
        ("part.market", (("4", laid.suppliers()), ("5", laid.pooled()))),
        ("part.ground", (("6", laid.asked("law", 5)), ("7", laid.asked("mature", 5)))),
        ("part.proposal", (("8", laid.pilots()), ("9", laid.effects()), ("10", laid.following()))),
        ("part.sources", (("method", laid.method()),)),
    )
    blocks: list[Block] = []
    for name, points in parts:
        blocks.append(Heading(laid.say(name), 1))
        for key, body in points:
            blocks += section(laid.say(key), body, 2)
    stamps = ((laid.say("stamp"),) if found.exercise else ()) + (laid.say("draft"),)
    return Document(
        kind="publication",
        language=language,
        title=laid.say("title", county=found.county_name),
        subtitle=laid.say("subtitle", on=day(found.on, language)),
        marks=(
            (say("prog.mark.owner", language), owner or laid.say("fill")),
            (say("prog.mark.diary", language), number_ or laid.say("fill")),
            (laid.say("mark.ledger"), found.ledger),
            (laid.say("mark.statistics"), laid.say("statistics")),
            (say("prog.mark.made", language), day(found.on, language)),
        ),
        made_on=found.on,
        blocks=tuple(blocks),
        exercise=found.exercise,
        stamps=stamps,
        cover=True,
        contents=True,
    )


class _Laid(Market):
    """The sections of the ledger, and of what is proposed."""

    def decide(self) -> list[Block]:
        named = ", ".join(row["short"] for row in self.found.pilots)
        second = (
            self.say("decide_2", n=len(self.found.pilots), groups=named)
            if named
            else self.say("decide_2_none")
        )
        return [
            Paragraph(self.say("decide_lead")),
            Bullets((self.say("decide_1"), second, self.say("decide_3")), ordered=True),
            *(
                [Callout("warning", self.say("exercise"), self.say("decide_exercise"))]
                if self.found.exercise
                else []
            ),
            Callout("missing", self.say("fill"), self.say("decide_fill")),
            Paragraph(self.say("about", county=self.found.county_name, ledger=self.found.ledger)),
        ]

    def short(self) -> tuple[str, ...]:
        read, here, nation = self.found.read, self.here, self.nation
        bids, other = here["bids"], nation["bids"]
        lines = [
            self.say("short_spend", purchases=self.kr(read["purchases"]), share=self.share(read["share"])),
            self.say(
                "short_market",
                buyers=len(self.found.buyers),
                procurements=here["procurements"],
                known=bids["procurements"],
            ),
        ]
        if bids["lots"] and other["lots"]:
            facts = {
                "county": self.n(bids["mean_by_procurement"], 2),
                "nation": self.n(other["mean_by_procurement"], 2),
                "county_lots": self.n(bids["mean"], 2),
                "nation_lots": self.n(other["mean"], 2),
            }
            lines.append(self.say("short_bids_fewer" if self.fewer() else "short_bids", **facts))
            lines.append(
                self.say("short_single_split" if self.splits() else "short_single", **self._single())
            )
        lines.append(self.say("short_wins", here=here["won_here_only"], wins=self.n(here["wins"])))
        lines.append(self.say("short_value", **self.valued()))
        lines.append(self.say("short_pools", n=len(self.found.pools)))
        return tuple(lines)

    def _single(self) -> dict[str, str]:
        bids, other = self.here["bids"], self.nation["bids"]
        return {
            "lots_share": self.share(bids["single_bid_lots"] / bids["lots"]),
            "lots": self.n(bids["single_bid_lots"]),
            "lots_of": self.n(bids["lots"]),
            "proc_share": self.share(bids["single_bid_share_by_procurement"]),
            "proc_of": self.n(bids["procurements"]),
            "nation_lots": self.share(other["single_bid_lots"] / other["lots"]),
            "nation_proc": self.share(other["single_bid_share_by_procurement"]),
        }

    def spend(self) -> list[Block]:
        read, groups = self.found.read, sorted(self.found.groups, key=lambda row: -row["sek"])
        top = groups[:SHOWN]
        whole = read["purchases"]
        taken = sum((row["sek"] for row in top), Decimal(0))
        rows = [
            (
                f"{row['name']} ({row['cpv']})",
                self.n(row["sek"]),
                self.n(row["rows"]),
                self.n(row["payees"]),
                self.ending(row),
            )
            for row in top
        ]
        share = self.share(taken / whole if whole else None)
        caption = self.say("table.spend", n=len(top), all=len(groups), share=share, total=self.kr(whole))
        facts = {"rows": self.n(read["rows"]), "used": self.n(read["used"]), "left": self.n(read["left"])}
        key = "register" if self.found.register else "no_register"
        return [
            Paragraph(self.say("read", **facts)),
            self.found.treemap,
            self.table(
                ("group", "sek", "rows", "payees", "ending"), rows, caption, (1, 2, 3, 4), (6, 3, 2, 3, 3)
            ),
            Paragraph(self.say(key, months=self.found.months, file=self.found.register)),
        ]

    def ending(self, row: Row) -> str:
        return self.say("not_known") if row["contracts_ending"] is None else self.n(row["contracts_ending"])

    def footprint(self) -> list[Block]:
        known = sorted(
            (row for row in self.found.groups if row["kgco2e"] is not None), key=lambda row: -row["kgco2e"]
        )
        rows: list[tuple[str, ...]] = []
        for place, row in enumerate(known[:SHOWN], 1):
            low, high = row["kgco2e_low"], row["kgco2e_high"]
            spread = DASH if low is None or high is None else f"{self.n(low / 1000)}–{self.n(high / 1000)}"
            rows.append((str(place), f"{row['name']} ({row['cpv']})", self.n(row["kgco2e"] / 1000), spread))
        heads: tuple[str, ...] = ("place", "group", "footprint", "interval")
        if all(row[3] == DASH for row in rows):  # the set has no ranges
            rows, heads = [row[:3] for row in rows], heads[:3]
        caption = self.say("table.footprint", n=len(rows), all=len(known), factors=self.found.factors)
        return [
            Callout("info", self.say("ranks_title"), self.say("ranks")),
            self.table(heads, rows, caption, (0, 2, 3), (1, 6, 3, 3)[: len(heads)]),
            *(Paragraph(one, "note") for one in self.found.notes),
        ]

    def potential(self) -> list[Block]:
        rows = [
            (
                str(row["place"]),
                f"{row['name']} ({row['cpv']})",
                self.say(f"potential.{row['potential']}"),
                str(row["circular"]),
                str(row["front"]),
            )
            for row in self.found.groups[:SHOWN]
        ]
        table = self.table(
            ("place", "group", "potential", "levers", "front"),
            rows,
            self.say("table.potential"),
            (0, 3, 4),
            (3, 14, 6, 4, 4),
        )
        return [self.found.matrix, table]

    def asked(self, about: str, many: int) -> list[Block]:
        rows = [(self.say(f"{about}_{place}"), self.say("fill")) for place in range(1, many + 1)]
        return [
            Paragraph(self.say(f"{about}_say")),
            self.table(("question", "answer"), rows, self.say(f"table.{about}"), (), (3, 2)),
        ]

    def pilots(self) -> list[Block]:
        if not self.found.pilots:
            return [Paragraph(self.say("pilots_none"))]
        blocks: list[Block] = [Paragraph(self.say("pilots_lead"))]
        for row in self.found.pilots:
            pairs = [(self.say("why"), ". ".join(_capital(one) for one in row["why"]) + ".")]
            if row["year_sek"]:
                pairs.append((self.say("year_sek", year=row["year"] or DASH), self.kr(row["year_sek"])))
            if row["value_sek"]:
                pairs.append((self.say("value_sek"), self.say("value_why", value=self.kr(row["value_sek"]))))
            pairs.append((self.say("market"), self.market(row["supply"])))
            if row["with"]:
                pairs.append((self.say("with"), ", ".join(row["with"])))
            if row["not_known"]:
                pairs.append((self.say("lacks"), ". ".join(_capital(one) for one in row["not_known"]) + "."))
            blocks += [Heading(f"{row['name']} ({row['cpv']})", 3), Facts(tuple(pairs))]
        return [*blocks, Heading(self.say("case"), 3), Paragraph(self.say("case_say"))]

    def effects(self) -> list[Block]:
        rows = [
            (
                pilot["short"],
                _capital(one["does"]),
                one["step"],
                f"{one['goal']} {one['goal_name']}",
                one["indicator"] or self.say("no_measure"),
            )
            for pilot in self.found.pilots
            for one in pilot["effects"]
        ]
        if not rows:
            return [Paragraph(self.say("pilots_none"))]
        return [
            self.table(
                ("group", "does", "step", "goal", "indicator"),
                rows,
                self.say("table.effects"),
                (),
                (4, 4, 2, 4, 5),
            )
        ]

    def following(self) -> list[Block]:
        rows = [(self.say(f"act_{place}"), self.say(f"act_{place}r"), "", "") for place in range(1, 6)]
        return [
            Paragraph(self.say("next_lead")),
            self.table(
                ("activity", "result", "hours", "cost"), rows, self.say("table.next"), (2, 3), (5, 5, 2, 2)
            ),
            Paragraph(self.say("next_case")),
        ]

    def unknown(self) -> tuple[str, ...]:
        found = self.found
        lines = [self.say("u.exercise")] if found.exercise else []
        lines.append(self.say("u.one", ledger=found.ledger, years=found.years or DASH))
        if found.read["share"] is not None:
            lines.append(self.say("u.open", share=self.share(1 - found.read["share"])))
        lines += [self.say("u.ends")] if not found.register else []
        return (*lines, *(self.say(f"u.{key}") for key in ("local", "half", "effect", "mature")))

    def method(self) -> list[Block]:
        found, here = self.found, self.here
        known = sum(row["kgco2e"] is not None for row in found.groups)
        groups = self.say("m.groups_base", n=known, all=len(found.groups))
        lots = self.say(
            "m.lots_base", lots=here["bids"]["lots"], n=here["bids"]["procurements"], all=here["procurements"]
        )
        wins = self.say("m.wins_base", n=here["wins"], masked=self.count(here["masked_wins"]))
        valued = self.say(
            "m.values_base", n=sum(row["valued"] for row in found.buyers), all=here["procurements"]
        )
        spend = self.say("m.rows_base", n=self.n(found.read["used"]), sek=self.kr(found.read["purchases"]))
        every: list[tuple[str, str, str]] = [
            ("spend", spend, found.ledger),
            ("foot", groups, f"{found.factors} ({found.licence})"),
            ("potential", groups, "library/spend/levers.csv"),
            ("bids", lots, found.source),
            ("wins", wins, found.source),
            ("values", valued, found.source),
        ]
        tell: Callable[[str], str] = self.say
        rows = [(tell(f"m.{key}"), base, source, tell(f"m.{key}_how")) for key, base, source in every]
        return [
            self.table(("figure", "base", "source", "how"), rows, self.say("table.method"), (), (3, 4, 5, 5)),
            Sources((Reference(self.say("credit")), *(Reference(one) for one in found.credits))),
        ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".")
