"""The documents' sentences: both languages, the same facts, each used."""

import re
import string
from pathlib import Path

import omlopp.documents
from omlopp.library.messages import sentences

OWN = {key: text for key, text in sentences().items() if key.startswith("documents.")}


def source(room: str) -> str:
    """Every module of a room of Omlopp, one after the other."""
    found = sorted((Path(omlopp.documents.__file__).parents[1] / room).rglob("*.py"))
    return "\n".join(path.read_text("utf-8") for path in found)


SOURCE = source("documents")


def facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_sentence_is_in_both_languages_with_the_same_facts() -> None:
    assert len(OWN) > 100
    for key, text in OWN.items():
        assert set(text) == {"sv", "en"} and text["sv"].strip() and text["en"].strip(), key
        assert facts(text["sv"]) == facts(text["en"]), key


def test_every_sentence_the_code_names_exists_and_none_is_left_over() -> None:
    """Names built from a code of the domain stand in the code as f-strings; their braces match anything."""
    every = SOURCE + source("flows/publications")  # which says some of it in chapters of its own
    quoted = set(re.findall(r"""["']([a-z_0-9]+(?:[._{][^"'\s]*)?)["']""", every))
    patterns = [re.compile(re.sub(r"\\\{.*?\\\}", ".+", re.escape(one)) + "$") for one in quoted]
    unused = [key for key in OWN if not any(one.match(key.removeprefix("documents.")) for one in patterns)]
    assert unused == []
    said = set(re.findall(r'(?<![\w.])say\(\s*"([^"]+)"', SOURCE))
    said |= {f"letter.{one}" for one in re.findall(r'case\.say\(\s*"([^"]+)"', SOURCE)}
    said |= {f"question.{one}" for one in re.findall(r'(?<![\w.])told\("([^"]+)"', SOURCE)}
    assert len(said) > 100 and {one for one in said if f"documents.{one}" not in OWN} == set()
