"""Building publications: what is not changed stands, each file is written whole, and an interrupted build goes on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from omlopp.documents.plans.handbook_cases import has_source
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Language
from omlopp.domain.portfolio.figures import Figure
from omlopp.flows.library import require_readable
from omlopp.flows.publications import manifest as kept
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.digest import digest, of_code, of_file, of_plan
from omlopp.flows.publications.errors import BrokenPlan, CannotMake, Stopped, Unsourced
from omlopp.flows.publications.figures import reckoned
from omlopp.flows.publications.fill import Figures
from omlopp.flows.publications.forms import form as form_named
from omlopp.flows.publications.job import Job, Tell, invented
from omlopp.flows.publications.manifest import File, LeftOut, Manifest
from omlopp.flows.publications.plan import Plan, Plans, plans
from omlopp.flows.publish import write_whole
from omlopp.library.messages import sentence
from omlopp.statistics.disclosure import rules


@dataclass(frozen=True, slots=True)
class Step:
    """How far a build has come: `at` of `of` files' forms, and within one form `done` of `parts` (0: not told)."""

    publication: str
    language: Language
    form: str
    at: int
    of: int
    done: int = 0
    parts: int = 0


@dataclass
class Report:
    """`built`, `unchanged`: files. `left_out`: (publication, language, form, why)."""

    built: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    left_out: list[tuple[str, Language, str, OmloppError]] = field(default_factory=list)


Told = Callable[[Step], None]


class Building:
    """One base being published. The figures are reckoned the first time something needs them."""

    def __init__(self, base: Base, known: Plans | None = None) -> None:
        self.base, self.plans = base, known or plans()
        self._of_base = digest(base)
        self._figures: dict[str, Figure] | None = None

    def figures(self, language: Language) -> Figures:
        if self._figures is None:
            self._figures = dict(reckoned(self.base))
        smallest = rules(self.base.on).smallest_base
        return Figures(self._figures, language, self.base.library.names, smallest)

    def job(self, plan: Plan, language: Language) -> Job:
        return Job(plan, self.base, self.figures(language), language)

    def inputs(self, plan: Plan, language: Language, forms: Sequence[str]) -> str:
        return digest([of_code(), of_plan(plan), self._of_base, language, list(forms)])


def build(
    base: Base,
    names: Sequence[str],
    languages: Sequence[Language],
    to: Path,
    *,
    without: Iterable[str] = (),
    told: Told = lambda step: None,
    stop: Callable[[], bool] = lambda: False,
    known: Plans | None = None,
) -> Report:
    """Publications by name (all where none is named) into `to`/name/language. `without`: forms that are left alone.

    Raises UnknownPublication, BrokenPlan (for one that is named), NotPublishable, Stopped.
    """
    require_readable(base.library)
    at = Building(base, known)
    report = Report()
    chosen = [at.plans.one(name) for name in names] if names else list(at.plans.found.values())
    if not names:
        for each in at.plans.problems:  # of all, the others are built
            stem = PurePosixPath(each.file).stem
            report.left_out += [
                (stem, language, "", BrokenPlan(file=each.file, where=each.where, says=each.says))
                for language in languages
            ]
    for case in base.library.cases.values():
        if not has_source(case):
            report.left_out += [
                ("fall", language, case.id, Unsourced(case=case.id)) for language in languages
            ]
    left = set(without)
    order = [
        (plan, language, one)
        for plan in chosen
        for language in languages
        for one in sorted(plan.forms, key=lambda one: form_named(one).slow)
        if one not in left
    ]
    count = 0
    for plan in chosen:
        for language in languages:
            forms = [one for each, lang, one in order if each is plan and lang == language]
            steps = [
                Step(plan.name, language, one, count + number, len(order))
                for number, one in enumerate(forms, 1)
            ]
            count += len(forms)
            if stop():
                raise Stopped
            _one(at, plan, language, to / plan.name / language, steps, report, told, stop)
    return report


def _one(
    at: Building,
    plan: Plan,
    language: Language,
    folder: Path,
    steps: Sequence[Step],
    report: Report,
    told: Told,
    stop: Callable[[], bool],
) -> None:
    forms = [step.form for step in steps]
    inputs = at.inputs(plan, language, forms)
    before = kept.standing(folder)
    files: dict[str, list[File]] = {each.form: [] for each in before.files} if before else {}
    for each in before.files if before else ():
        files[each.form].append(each)
    if (
        before
        and before.done
        and before.inputs == inputs
        and all(_stands(folder, one) for one in before.files)
    ):
        report.unchanged += [folder / one.name for one in before.files]
        for step in steps:
            told(step)
        return
    job = at.job(plan, language)
    job.stop = stop
    made: list[File] = [one for one in (before.files if before else ()) if one.form not in forms]
    fell: list[LeftOut] = []

    def write(done: bool) -> None:
        kept.write(folder, _manifest(job, inputs, made, fell, forms, done))

    for step in steps:
        told(step)
        if stop():
            raise Stopped
        maker = form_named(step.form)
        reads = job.laid(step.form) if maker.reads is None else maker.reads(job)
        key = digest([of_code(), reads, job.title, job.subtitle, job.marks(), job.exercise])
        held = files.get(step.form, [])
        if held and all(one.key == key and _stands(folder, one) for one in held):
            made += held
            report.unchanged += [folder / one.name for one in held]
            continue
        job.on_progress = _within(step, told)
        job.fell_away.clear()
        fallen: list[CannotMake] = []
        new: list[File] = []
        try:
            for output in maker.make(job):
                path = write_whole(folder / output.name, output.content)
                new.append(File(output.name, step.form, key, of_file(path), len(output.content)))
                report.built.append(path)
        except CannotMake as error:
            fallen.append(error)
        for why in (*fallen, *job.fell_away):
            report.left_out.append((plan.name, language, step.form, why))
            fell.append(LeftOut(step.form, why.code, sentence(why, language)))
        if fallen or job.fell_away:  # made as far as it went: tried again when the rest is there
            new = [File(one.name, one.form, "", one.sha256, one.size) for one in new]
        made += new
        for gone in {one.name for one in held} - {one.name for one in new}:
            (folder / gone).unlink(missing_ok=True)
        write(done=False)
    write(done=not fell)


def _within(step: Step, told: Told) -> Tell:
    """How far the maker of one form tells that it has come."""
    return lambda done, parts: told(replace(step, done=done, parts=parts))


def _stands(folder: Path, one: File) -> bool:
    """Is the file there as it was written?"""
    path = folder / one.name
    return path.is_file() and path.stat().st_size == one.size and of_file(path) == one.sha256


def _manifest(
    job: Job, inputs: str, files: Sequence[File], fell: Sequence[LeftOut], forms: Sequence[str], done: bool
) -> Manifest:
    for form in job.plan.forms:  # what an unchanged form shows is listed as well
        job.laid(form)
    figures = job.figures
    return Manifest(
        publication=job.plan.name,
        language=job.language,
        title=job.title,
        built_on=job.base.on,
        exercise=invented(job.base),
        model=job.base.library.model.version,
        inputs=inputs,
        done=done,
        files=tuple(files),
        figures=tuple(
            kept.shown(figures[id], shown, job.language) for id, shown in sorted(figures.used.items())
        ),
        left_out=tuple(fell),
        forms=tuple(forms),
    )
