"""One publication in one language, being laid out: its blocks filled, its figures remembered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from omlopp.documents.chart import Chart
from omlopp.documents.contents import anchored
from omlopp.documents.plan import (
    Block,
    Bullets,
    Callout,
    Document,
    Heading,
    Paragraph,
    Reference,
    Sources,
)
from omlopp.domain.model.text import Language
from omlopp.domain.portfolio.figures import Figure
from omlopp.flows.publications import pictures, sections, tables
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.errors import CannotMake, Stopped
from omlopp.flows.publications.figures import at
from omlopp.flows.publications.fill import Figures
from omlopp.flows.publications.plan import Plan, Spec
from omlopp.library.messages import keyed
from omlopp.library.numbers import day

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Laid:
    """A block as it is shown. `templates`: the texts it was filled from, in its order; empty where code made it.
    `figures`: ids of the figures it shows.
    """

    block: Block
    notes: str = ""
    chart: Chart | None = None
    templates: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """A file of a publication. `name` may hold folders; `text`: what it says, where its bytes cannot be read again."""

    name: str
    content: bytes


@dataclass
class Job:
    """What a form is made from. `fell_away`: parts of it that could not be made, with what to do."""

    plan: Plan
    base: Base
    figures: Figures
    language: Language
    on_progress: Tell = lambda done, of: None
    stop: Callable[[], bool] = lambda: False
    fell_away: list[CannotMake] = field(default_factory=list)
    _kept: dict[str, tuple[Laid, ...]] = field(default_factory=dict)

    @cached_property
    def exercise(self) -> bool:
        """Does it tell of invented procurements?"""
        return self.plan.of == "portfolio" and invented(self.base)

    @property
    def stem(self) -> str:
        return self.plan.file.within(self.language)

    @property
    def title(self) -> str:
        return self.figures.fill(self.plan.title.within(self.language))

    @property
    def subtitle(self) -> str:
        return self.figures.fill(self.plan.subtitle.within(self.language))

    def tell(self, done: int, of: int) -> None:
        """How far a form has come. Raises Stopped when the building is to stop."""
        if self.stop():
            raise Stopped
        self.on_progress(done, of)

    def left_out(self, why: CannotMake) -> None:
        self.fell_away.append(why)

    def laid(self, form: str) -> tuple[Laid, ...]:
        """The blocks of one form, in order. The list of sources tells of this form's figures only."""
        if form not in self._kept:
            before, self.figures.used = self.figures.used, {}
            try:
                self._kept[form] = self._laid(form)
            finally:
                for id, shown in self.figures.used.items():
                    before.setdefault(id, {}).update(shown)
                self.figures.used = before
        return self._kept[form]

    def _laid(self, form: str) -> tuple[Laid, ...]:
        made: list[Laid] = []
        closing: list[int] = []
        for spec in self.plan.blocks:
            if (spec.only and form not in spec.only) or form in spec.without:
                continue
            if spec.when is not None and not self.figures.known(spec.when):
                continue
            if spec.unless is not None and self.figures.known(spec.unless):
                continue
            if spec.kind == "sources":  # tells of what the others have shown: laid when they are
                closing.append(len(made))
            before, self.figures.used = self.figures.used, {}
            laid = self._lay(spec)
            ids = tuple(self.figures.used)
            for id, told in self.figures.used.items():
                before.setdefault(id, {}).update(told)
            self.figures.used = before
            made += [replace(each, figures=ids) for each in laid]
        for place in closing:
            made[place] = Laid(self._sources())
        return tuple(made)

    def document(self, form: str) -> Document:
        """The laid blocks as one document, with what stands on every page."""
        blocks = anchored(each.block for each in self.laid(form))
        index = (
            at("omlopp.flows.publications.handbook:index")(blocks, self.language) if self.plan.index else ()
        )
        return Document(
            kind="publication",
            language=self.language,
            title=self.title,
            subtitle=self.subtitle,
            marks=self.marks(),
            made_on=self.base.on,
            blocks=blocks,
            exercise=self.exercise,
            contents=self.plan.contents,
            cover=self.plan.cover,
            index=index,
        )

    def marks(self) -> tuple[tuple[str, str], ...]:
        """Publisher first (it stands on the first page only), then edition of the model and day of building."""
        say = self.say
        return (
            (say("mark.made_by"), say("mark.omlopp")),
            (say("mark.model"), self.base.library.model.version),
            (say("mark.built_on"), day(self.base.on, self.language)),
        )

    def say(self, key: str, **facts: object) -> str:
        return keyed(f"publish.{key}", facts, self.language)

    def _lay(self, spec: Spec) -> list[Laid]:
        figures, language = self.figures, self.language

        def text(name: str) -> tuple[str, str]:
            template = getattr(spec, name).within(language)
            return figures.fill(template), template

        notes = figures.fill(spec.notes.within(language)) if spec.notes else ""
        match spec.kind:
            case "heading":
                said, template = text("heading")
                return [Laid(Heading(said, spec.level, spec.anchor), notes, None, (template,))]
            case "text":
                said, template = text("text")
                return [Laid(Paragraph(said, spec.style), notes, None, (template,))]
            case "callout":
                (title, over), (said, template) = text("title"), text("text")
                assert spec.callout is not None
                return [Laid(Callout(spec.callout, title, said), notes, None, (over, template))]
            case "bullets":
                given = tuple(each.within(language) for each in spec.bullets or ())
                items = tuple(figures.fill(each) for each in given)
                return [Laid(Bullets(items, spec.ordered, spec.strong_first), notes, None, given)]
            case "picture":
                drawn = pictures.draw(str(spec.picture), self.base, figures, language)
                table = [Laid(drawn.table)] if drawn.table is not None else []
                return [Laid(drawn.picture, notes, drawn.chart), *table]
            case "table":
                return [Laid(tables.lay(str(spec.table), self.base, figures, language), notes)]
            case "each":
                told = sections.tell(str(spec.each), self.base, figures, language)
                return [Laid(each, notes if not number else "") for number, each in enumerate(told)]
            case "sources":
                return [Laid(Sources(()))]

    def _sources(self) -> Sources:
        """Where the figures come from: each source once, with how many figures rest on it and the method's page."""
        shown = [self.figures[id] for id in self.figures.used]
        return Sources(tuple(Reference(each) for each in source_lines(shown, self)))


def source_lines(shown: Iterable[Figure], job: Job) -> list[str]:
    """Each source once, with its methods: `Omlopps bank … Metod: evaluation.md#ladder (12 tal)`."""
    count: dict[str, dict[str, int]] = {}
    for each in shown:
        methods = count.setdefault(each.source[job.language == "en"].rstrip("."), {})
        methods[each.method] = methods.get(each.method, 0) + 1
    return [
        job.say(
            "source_line",
            source=source,
            methods=", ".join(
                job.say("source_method" if found > 1 else "source_method_one", method=method, count=found)
                for method, found in sorted(methods.items())
            ),
        )
        for source, methods in sorted(count.items())
    ]


def invented(base: Base) -> bool:
    """Is anything of the base an exercise?"""
    return any(each.exercise for each in base.entries) or any(each.exercise for each in base.programmes)
