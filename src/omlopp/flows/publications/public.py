"""What of a procurement may leave the workspace."""

from dataclasses import replace

from omlopp.flows.publications.base import Entry


def open_to_all(entry: Entry) -> Entry:
    """The entry without what is secret: bids, prices, openings and grades of lots that are not decided, and what is
    said about single firms. A bid of a decided lot keeps what its qualities were, which the ladder reads.
    """
    one = entry.procurement
    decided = {each.lot_id for each in one.decisions}
    return replace(
        entry,
        procurement=replace(
            one,
            bids=tuple(each for each in one.bids if each.lot_id in decided),
            evaluations={lot: made for lot, made in one.evaluations.items() if lot in decided},
            inquiries=(),
            rejections=(),
            assessments=(),
            openings=(),
            shared=(),
        ),
    )
