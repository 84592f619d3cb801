"""The main job: a workspace with notices read, a portfolio, its documents and a summary. Run again, it continues."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from omlopp.domain.model.process import Entrance
from omlopp.flows import fill
from omlopp.flows.papers import write_documents
from omlopp.flows.publish import write_handbook, write_whole
from omlopp.library.load import ROOT, library
from omlopp.library.packs import pack_folders, packs
from omlopp.notices.opening import opening
from omlopp.notices.run import Progress as RunProgress
from omlopp.notices.sources import contents
from omlopp.web.exercise import carry_exercise as carry_exercise  # one alone, which the tests stand on
from omlopp.web.exercise_programme import carry_programme
from omlopp.web.records import convert, papers
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.actions.notices import keep_notices
from omlopp.web.records.models import NoticeRecord, ProcurementRecord, ProgrammePilot
from omlopp.web.records.reading import records_of

Progress = Callable[[str], None]
SAMPLES = ROOT / "samples"
MARKET = ("notices", "registry")  # kinds of packs that hold procurements
BATCH = 50  # notices kept at a time: what a stopped run has kept stays


@dataclass
class Summary:
    """What OMLOPP_HOME/out/summary.json says."""

    notices_read: int = 0
    notices_rejected: int = 0
    rejected: list[dict[str, str]] = field(default_factory=list)
    notice_sources: list[str] = field(default_factory=list)
    samples_only: bool = False
    market: dict[str, int] = field(default_factory=dict)  # source → notices and registry rows in the market
    market_left_out: int = 0
    procurements: list[dict[str, Any]] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    model_version: str = ""
    seconds: float = 0.0


def build(home: Path, username: str, today: date, language: str, tell: Progress) -> dict[str, Any]:
    """Everything but serving. Each part looks at what is there first: a second run adds what is missing."""
    began = time.monotonic()
    user = User.objects.get(username=username)
    summary = Summary(model_version=library().model.version)
    read_notices(home, user, summary, tell, language)
    fill_market(home, summary, tell)
    begin_from_notice(user, today)
    tell("övning: tio upphandlingar / exercise: ten procurements")
    carry_programme(user, SAMPLES / "exercise" / "programme.yaml")
    write_all(home / "out", summary, today, tell)
    for row in ProcurementRecord.objects.select_related("from_notice").order_by("pk"):
        summary.procurements.append(
            {
                "title": row.title,
                "outcome": row.outcome,
                "exercise": row.exercise,
                "from_notice": row.from_notice.notice_id if row.from_notice else None,
            }
        )
    summary.seconds = round(time.monotonic() - began, 1)
    told = asdict(summary)
    write_whole(
        home / "out" / "summary.json", (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
    )
    return told


def read_notices(home: Path, user: User, summary: Summary, tell: Progress, language: str) -> None:
    """The notices of any pack at hand, else the project's own samples."""
    from omlopp.library.messages import sentence

    folders = [
        pack.folder for pack in packs(pack_folders(home)) if pack.kind == "notices" and not pack.problems
    ]
    summary.samples_only = not folders
    summary.notice_sources = [folder.name for folder in folders] or ["samples"]
    known = frozenset(NoticeRecord.objects.values_list("digest", flat=True))
    done = 0
    for batch in batches(contents(folders or [SAMPLES / "notices"])):
        rows, refused = records_of(batch, known)
        keep_notices(by=user.get_username(), notices=rows, source=", ".join(summary.notice_sources))
        done += len(batch)
        for error in refused:
            file = str(error.facts.get("file", ""))
            summary.rejected.append({"file": file, "code": error.code, "reason": sentence(error, language)})
        tell(f"annonser / notices: {done}")
    summary.notices_read = NoticeRecord.objects.count()
    summary.notices_rejected = len(summary.rejected)


def fill_market(home: Path, summary: Summary, tell: Progress) -> None:
    """Packs of notices and registries into the market, by the run of `omlopp notices read`; without any, the samples.

    What has not changed since the last run is not read again; a pack that is gone is taken out.
    """
    at_hand = [pack for pack in packs(pack_folders(home)) if pack.kind in MARKET and not pack.problems]
    wanted = {f"pack-{pack.name}": pack.folder for pack in at_hand}
    kept = [name for name in fill.sources(home) if not name.startswith("pack-") and name != fill.INVENTED]
    if not wanted and not kept:
        wanted = {fill.INVENTED: SAMPLES / "notices"}
    for name in fill.sources(home):
        if name not in wanted and name.startswith("pack-"):
            fill.drop(name, home)
    for name, folder in wanted.items():
        said = name.removeprefix("pack-")

        def told(run: RunProgress, said: str = said) -> None:
            tell(f"marknaden / market: {said} {run.files}")

        few = 0 if name == fill.INVENTED else None
        filled = fill.fill(name, [folder], base=home, processes=few, progress=told)
        summary.market[said] = filled.read
        summary.market_left_out += filled.rejected
    tell("sökregister / search index")
    fill.index(home)


def batches(pairs: Iterator[Any]) -> Iterator[list[Any]]:
    held: list[Any] = []
    for pair in pairs:
        held.append(pair)
        if len(held) == BATCH:
            yield held
            held = []
    if held:
        yield held


def begin_from_notice(user: User, today: date) -> None:
    """One procurement begun from a real Swedish call (else a sample), unless there is one already."""
    calls = NoticeRecord.objects.filter(country="SE", kind="competition").exclude(cpv="")
    begun = ProcurementRecord.objects.filter(from_notice__isnull=False)
    if calls.filter(sample=False).exists():  # samples may have come first: real ones are begun from too
        begun = begun.filter(from_notice__sample=False)
    if begun.exists():
        return
    real = list(calls.filter(sample=False).order_by("-found", "-published_on").defer("explanation"))
    candidates = [*(each for each in real if in_bank(each.cpv)), *real, *calls.order_by("-found")]
    if not candidates:
        return
    notice = candidates[0]
    filled = opening(notice.explanation)
    begin_procurement(
        by=user,
        title=filled["title"],
        buyer_name=filled["buyer_name"],
        buyer_kind=filled["buyer_kind"] or "other_authority",
        buyer_number=filled["buyer_number"],
        entrance=Entrance.NEED,
        object_kind=filled["object_kind"],
        value_sek=filled["value_sek"],
        cpv=filled["cpv"],
        lots=filled["lots"],
        from_notice=notice,
        exercise=notice.sample,
        on=today,
    )


def in_bank(cpv: str) -> bool:
    """Does the bank hold requirements for this object?"""
    return any(
        cpv.startswith(prefix) for criterion in library().criteria.values() for prefix in criterion.cpv
    )


def write_all(out: Path, summary: Summary, today: date, tell: Progress) -> None:
    """Documents of procurements – in Swedish as Word and PDF, in English as PDF – and the handbook in Swedish.

    Of the exercise's programme only the first pilot: the others' take their time, and are made on their own pages.
    """
    out.mkdir(parents=True, exist_ok=True)
    written = write_handbook(library(), out, "sv", on=today)
    pilots = ProgrammePilot.objects.filter(programme__exercise=True).values_list("procurement", flat=True)
    for row in ProcurementRecord.objects.exclude(pk__in=list(pilots)[1:]).order_by("pk"):
        own, known, look = papers.dossier(row), convert.library_of(row), papers.look(row)[0]
        tell(row.title)
        written += write_documents(own, known, out, "sv", today, look=look)
        written += write_documents(own, known, out, "en", today, forms=("pdf",), look=look)
    summary.documents = sorted(str(path.relative_to(out)) for path in written)
