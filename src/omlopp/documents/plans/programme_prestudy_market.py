"""The market in a pre-study: who bids and wins, by lot and by procurement, and what was bought apart."""

from omlopp.documents.plan import Block, Heading, Paragraph, Table
from omlopp.documents.plans.programme_prestudy_told import DASH, SHOWN, SIZES, Row, Teller

CLEAR = 0.05  # a difference between shares from which it is told
CONCENTRATED = 0.4  # of a county's lots in its two largest procurements: from here it is said


class Market(Teller):
    """Points 4 and 5."""

    def suppliers(self) -> list[Block]:
        found = self.found
        shown = []
        for place, row in enumerate(found.regions):
            shown.append((row["name"], row["bids"]))
            if place == 1:
                shown.append((self.say("without", area=row["name"]), row["without_largest"]))
        by_lot = self.table(
            ("where", "lots", "bids_lot", "median", "single_lots", "share"),
            [self._by_lot(name, bids) for name, bids in shown],
            self.say("table.by_lot"),
            range(1, 6),
            (6, 2, 3, 2, 3, 3),
        )
        by_procurement = self.table(
            ("where", "procurements", "bids_proc", "single_proc"),
            [self._by_procurement(name, bids) for name, bids in shown],
            self.say("table.by_procurement", least=found.least_base),
            range(1, 4),
            (6, 4, 5, 5),
        )
        here, less = self.here["bids"], self.here["without_largest"]
        taken = here["lots"] - less["lots"]
        concentrated = here["lots"] and taken / here["lots"] >= CONCENTRATED
        others = "; ".join(f"{row['name']} ({row['about']})" for row in found.regions[2:] if row["about"])
        said = [self.say("contrast", counties=others)] if others else []
        said.append(self.say("bids_plain"))
        if concentrated:
            said.append(
                self.say("bids_two", share=self.share(taken / here["lots"]), taken=taken, lots=here["lots"])
            )
        said += [self.say("bids_fewer")] if self.fewer() else []
        said += [self.say("single_split")] if self.splits() else []
        sizes = [
            (name, self.n(total), *(self.withheld(one) for one in counts))
            for name, counts, total in found.sizes
        ]
        size_heads = ("where", "wins", *(f"size.{size}" for size in SIZES))
        groups = [
            (
                f"{row['name']} ({row['group']})",
                self.count(row["wins"]),
                self.count(row["suppliers"]),
                self.n(row["bids"]["lots"]),
                self.n(row["bids"]["procurements"]),
                self.n(row["bids"]["mean_by_procurement"], 1),
                self.single(row["bids"]),
            )
            for row in found.county_groups
        ]
        group_heads = ("group", "wins", "payees", "lots", "procurements", "bids_proc", "single")
        return [
            by_lot,
            by_procurement,
            Paragraph(" ".join(said)),
            *([Paragraph(self.platforms())] if found.alike else []),
            Paragraph(
                self.say(
                    "half",
                    known=here["procurements"],
                    all=self.here["procurements"],
                    source=self.n(self.nation["procurements"]),
                ),
                "note",
            ),
            Heading(self.say("winners"), 3),
            self.table(size_heads, sizes, self.say("table.sizes"), range(1, 7), (4, 2, 2, 2, 3, 2, 3)),
            Paragraph(found.size_rule, "note"),
            Paragraph(self.say("here", here=self.here["won_here_only"], wins=self.here["wins"])),
            self.table(
                group_heads,
                groups,
                self.say("table.groups", least=found.least_base),
                range(1, 7),
                (7, 4, 5, 3, 5, 5, 4),
            ),
            Heading(self.say("value_head"), 3),
            Paragraph(self.say("value", placeholders=found.placeholders, **self.valued())),
            self._buyers(),
        ]

    def platforms(self) -> str:
        """Whether fewer bids may come of which databases the county's buyers use."""
        alike = self.found.alike
        assert alike is not None
        facts = {
            "platforms": ", ".join(alike["platforms"]),
            "bids": self.n(alike["bids"], 2),
            "share": self.share(alike["single_share"]),
        }
        fewer = self.here["bids"]["mean_by_procurement"] < alike["bids"]
        key = "platforms_fewer" if self.fewer() and fewer else "platforms"
        return self.say(key, **facts)

    def valued(self) -> dict[str, object]:
        """How many procurements have a contracted value, of how many, and their sum: promised, never spend."""
        return {
            "valued": sum(row["valued"] for row in self.found.buyers),
            "all": self.here["procurements"],
            "sum": self.millions(self.here["contracted_sek"]),
        }

    def fewer(self) -> bool:
        """Fewer bids than in all of the source, both by lot and by procurement."""
        here, all_ = self.here["bids"], self.nation["bids"]
        if not here["lots"] or not all_["lots"]:
            return False
        return bool(here["mean"] < all_["mean"] and here["mean_by_procurement"] < all_["mean_by_procurement"])

    def splits(self) -> bool:
        """Clearly more single bids by lot, and not by procurement: then it cannot be told whether there are more."""
        here, all_ = self.here["bids"], self.nation["bids"]
        if not here["lots"] or not all_["lots"]:
            return False
        by_lot = here["single_bid_lots"] / here["lots"] - all_["single_bid_lots"] / all_["lots"]
        by_procurement = here["single_bid_share_by_procurement"] - all_["single_bid_share_by_procurement"]
        return bool(by_lot > CLEAR >= by_procurement)

    def _by_lot(self, name: str, bids: Row) -> tuple[str, ...]:
        lots, single = bids["lots"], bids["single_bid_lots"]
        few = bids["procurements"] < self.found.least_base
        share = self.say("few") if few else self.share(single / lots)
        return name, self.n(lots), self.n(bids["mean"], 2), self.n(bids["median"], 1), self.n(single), share

    def _by_procurement(self, name: str, bids: Row) -> tuple[str, ...]:
        few = bids["procurements"] < self.found.least_base
        share = self.say("few") if few else self.share(bids["single_bid_share_by_procurement"])
        return name, self.n(bids["procurements"]), self.n(bids["mean_by_procurement"], 2), share

    def _buyers(self) -> Table:
        rows = [
            (
                row["name"],
                self.n(row["procurements"]),
                self.n(row["known"]),
                self.n(row["valued"]),
                self.n(row["sek"] / 1_000_000, 1) if row["valued"] else DASH,
            )
            for row in self.found.buyers
        ]
        caption = self.say("table.buyers", n=len(rows))
        heads = ("buyer", "procurements", "known_bids", "valued", "promised")
        return self.table(heads, rows, caption, (1, 2, 3, 4), (6, 3, 3, 2, 3))

    def single(self, bids: Row) -> str:
        if not bids["lots"]:
            return DASH
        if bids["procurements"] < self.found.least_base:
            return self.say("few")
        return self.say("of", n=bids["single_bid_lots"], of=bids["lots"])

    def pooled(self) -> list[Block]:
        pools = self.found.pools
        if not pools:
            return [Paragraph(self.say("pools_none"))]
        rows = [
            (
                f"{row['name']} ({row['cpv']})" if row["name"] else row["cpv"],
                str(len(row["buyers"])),
                str(row["procurements"]),
                self.say("of", n=row["with_value"], of=row["procurements"]),
                self.n(row["contracted_sek"] / 1_000_000, 1) if row["with_value"] else DASH,
            )
            for row in pools[:SHOWN]
        ]
        caption = self.say("table.pools", n=len(rows), all=len(pools))
        heads = ("cpv", "buyers", "procurements", "valued", "promised")
        return [
            self.table(heads, rows, caption, (1, 2, 3, 4), (6, 2, 3, 3, 3)),
            Paragraph(self.say("pool_say")),
        ]

    def market(self, supply: Row | None) -> str:
        if supply is None or not supply["wins"]:
            return self.say("market_none")
        if supply["suppliers"] < self.found.least_count:
            return self.say("market_few", least=self.found.least_count)
        bids = supply["bids"]
        facts = {"suppliers": supply["suppliers"], "lots": bids["lots"], "procurements": bids["procurements"]}
        if bids["procurements"] < self.found.least_base:
            return self.say("market_no_mean", **facts)
        return self.say("market_say", mean=self.n(bids["mean_by_procurement"], 1), **facts)
