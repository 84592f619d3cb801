"""What is wrong with a text in two languages: a missing or equal language, figures that lead nowhere, length."""

from collections.abc import Collection, Iterator, Mapping

from omlopp.domain.model.text import LANGUAGES, Text
from omlopp.flows.publications.fill import SHOWS, placed, stray
from omlopp.flows.publications.rules import words_of

Fault = tuple[str, str, dict[str, object]]
"""Where in the file, the key of its sentence, and what the sentence tells."""


def text_faults(
    where: str,
    text: Text,
    units: Mapping[str, str],
    longest: int,
    same: Collection[str] = (),
    based: Collection[str] = (),
) -> Iterator[Fault]:
    """`units`: figure → unit. `longest` in words. `same`: texts that rightly read alike. `based`: shares whose base
    stands beside the text.
    """
    if not text.sv.strip() or not text.en.strip():
        yield where, "library-publication-language", {}
        return
    if text.sv == text.en and text.sv not in same and words_of(text.sv):
        yield where, "library-publication-same", {}
    shown = {language: placed(text.within(language)) for language in LANGUAGES}
    here, there = ({id for id, _ in shown[language]} for language in LANGUAGES)
    for id in sorted(here ^ there):
        yield where, "library-publication-twins", {"name": id}
    for language in LANGUAGES:
        said = text.within(language)
        for id, how in dict.fromkeys(shown[language]):
            if id not in units:
                yield f"{where}.{language}", "library-publication-figure", {"name": id}
            elif how not in SHOWS:
                yield f"{where}.{language}", "library-publication-show", {"name": how}
            elif (
                units[id] == "share"
                and how == "plain"
                and not ({(id, "base")} & {*shown[language]} or id in based)
            ):
                yield f"{where}.{language}", "library-publication-share", {"name": id}
        if brace := stray(said):
            yield f"{where}.{language}", "library-publication-brace", {"name": brace}
        if (count := len(words_of(said))) > longest:
            yield f"{where}.{language}", "library-publication-long", {"words": count, "longest": longest}
