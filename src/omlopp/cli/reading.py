"""omlopp notices read: counted on the spot, or written as tables; what is shown of it."""

import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omlopp.cli.tell import STOPPED, as_json, fail, language, out, plain_errors, t

if TYPE_CHECKING:
    from omlopp.notices.run import Progress

_SHOWN = 20  # refusals listed on the screen; the rest are in the table rejected
_HEADINGS = {
    "format": ("Format", "Format"),
    "kind": ("Slag", "Kind"),
    "country": ("Land", "Country"),
    "language": ("Språk", "Language"),
    "year": ("År", "Year"),
}


def count(sources: list[Path], json: bool) -> int:
    """Reads and counts, writes nothing. Gives the number left out."""
    from omlopp.flows.notices import Rejected, each
    from omlopp.library.messages import sentence

    counts: dict[str, Counter[str]] = {name: Counter() for name in _HEADINGS}
    rejected: list[dict[str, Any]] = []
    number, unread, begun = 0, 0, time.monotonic()
    for one in each(sources):
        if isinstance(one, Rejected):
            rejected.append(
                {"file": one.file, "code": one.error.code, "reason": sentence(one.error, language())}
            )
        else:
            number += 1
            unread += len(one.unread)
            day = one.published_on or one.sent_on
            values = (one.format, one.kind, one.country, one.language, str(day.year) if day else "")
            for name, value in zip(counts, values, strict=True):
                counts[name][value or "?"] += 1
        if (number + len(rejected)) % 200 == 0:
            _line(t(f"{number} lästa, {len(rejected)} utanför", f"{number} read, {len(rejected)} left out"))
    _line(
        t(f"{number} lästa, {len(rejected)} utanför", f"{number} read, {len(rejected)} left out"), last=True
    )
    if json:
        said = {name: dict(counted.most_common()) for name, counted in counts.items()}
        as_json({"read": number, "rejected": rejected, "elements_unread": unread, **said})
    else:
        _show(number, time.monotonic() - begun, counts, [line["reason"] for line in rejected], len(rejected))
    return len(rejected)


def write(sources: list[Path], to: Path, processes: int | None, again: bool, json: bool) -> int:
    """Reads into tables under `to`. Gives the number left out; ends with 130 when stopped."""
    from omlopp.flows.notices import read_market

    def progress(at: "Progress") -> None:
        left = at.left_seconds
        rest = "" if left is None else t(f", {_span(left)} kvar", f", {_span(left)} left")
        _line(
            t(
                f"{at.files} filer, {at.rejected} utanför, {at.per_second:.0f} i sekunden{rest}",
                f"{at.files} files, {at.rejected} left out, {at.per_second:.0f} a second{rest}",
            )
        )

    _line(t("Läser källorna …", "Reading the sources …"))
    try:
        with plain_errors():
            report = read_market(sources, to, processes, again, progress)
    except KeyboardInterrupt:
        _line("", last=True)
        fail(
            t(
                "Stoppad. Det som är klart ligger kvar; samma kommando fortsätter där det slutade.",
                "Stopped. What is done is kept; the same command goes on where it stopped.",
            ),
            STOPPED,
        )
    _line("", last=True)
    if json:
        as_json(
            {
                "read": report.read,
                "files": report.files,
                "rejected": report.reasons(),
                "rejected_in_all": report.rejected,
                "to": str(report.to),
                "units": report.units,
                "units_from_before": report.resumed,
                "seconds": round(report.seconds, 3),
                "rows": report.rows,
                **{name: _most(counted) for name, counted in report.counts.items()},
            }
        )
    else:
        key = "reason_en" if language() == "en" else "reason"
        _show(
            report.read,
            report.seconds,
            report.counts,
            [line[key] for line in report.reasons(_SHOWN)],
            report.rejected,
        )
        rows = " · ".join(f"{name} {number}" for name, number in sorted(report.rows.items()))
        out(t(f"Tabeller i {report.to}: {rows}", f"Tables in {report.to}: {rows}"))
        if report.resumed:
            out(
                t(
                    f"{report.resumed} av {report.units} enheter fanns från en tidigare körning.",
                    f"{report.resumed} of {report.units} units were there from an earlier run.",
                )
            )
    return report.rejected


def _show(
    number: int,
    seconds: float,
    counts: Mapping[str, Mapping[str, int]],
    reasons: Sequence[str],
    rejected: int,
) -> None:
    took = f"{seconds:.1f}"
    out(
        t(
            f"{number} annonser lästa på {took.replace('.', ',')} s.",
            f"{number} notices read in {took} s.",
        )
    )
    for name, heading in _HEADINGS.items():
        most = list(_most(counts.get(name, {})).items())[:12]
        shown = " · ".join(f"{_said(name, value)} {counted}" for value, counted in most)
        out(f"  {t(*heading)}: {shown or '–'}")
    if rejected:
        out(t(f"Lämnades utanför ({rejected}):", f"Left out ({rejected}):"))
        for reason in reasons[:_SHOWN] if len(reasons) < rejected else reasons:
            out(f"  {reason}")
        if len(reasons) < rejected:
            out(t("  … resten står i tabellen rejected.", "  … the rest are in the table rejected."))


def _most(counted: Mapping[str, int]) -> dict[str, int]:
    """Most first, then by name."""
    return dict(
        sorted(
            ((value or "?", number) for value, number in counted.items()), key=lambda one: (-one[1], one[0])
        )
    )


def _said(name: str, value: str) -> str:
    from omlopp.notices.explanation import said

    return said("kind", value)[language()] if name == "kind" else value


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return (
        f"{seconds / 60:.0f} min"
        if seconds < 5400
        else t(f"{seconds / 3600:.1f} tim", f"{seconds / 3600:.1f} h")
    )


def _line(text: str, last: bool = False) -> None:
    """One line on stderr that rewrites itself; only where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r{text:<78}", end="\n" if last else "", file=sys.stderr, flush=True)
