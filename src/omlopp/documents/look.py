"""How an organisation wants its documents to look: its logo and its own Word template, checked before they are kept.

A template lends styles, header, footer and page set-up. Its body is left out, and nothing in it is ever run or fetched.
"""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import typst
from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE

from omlopp.domain.model.errors import OmloppError

LARGEST_LOGO = 2**20  # bytes
LARGEST_TEMPLATE = 10 * 2**20  # bytes as packed
LARGEST_UNPACKED = 60 * 2**20  # bytes
LEAST_WIDTH_CM = 10.0  # of the text: below it tables cannot be read
LONGEST_LOGO = 8  # so many times as wide as high
MACROS = ("vbaproject.bin", "vbadata.xml")
OWN_TEMPLATE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
NOT_FETCHED = frozenset({RELATIONSHIP_TYPE.HYPERLINK, OWN_TEMPLATE})
"""External parts a template may name: links that a reader opens, and its own template, which is taken away."""


class LogoRefused(OmloppError):
    """No picture that can be drawn, or one that is too large or too long. Facts: file, limit (kB)."""

    code = "papers.logo"


class TemplateRefused(OmloppError):
    """No Word file that can be written into. Facts: file."""

    code = "papers.template-broken"


class TemplateTooLarge(OmloppError):
    """Facts: file, limit (MB)."""

    code = "papers.template-large"


class TemplateHasMacros(OmloppError):
    """A program in the template. Facts: file."""

    code = "papers.template-macros"


class TemplateFetches(OmloppError):
    """The template would fetch something from elsewhere. Facts: file, what."""

    code = "papers.template-fetches"


class TemplateTooNarrow(OmloppError):
    """Facts: file, width, least (cm)."""

    code = "papers.template-narrow"


@dataclass(frozen=True, slots=True)
class Look:
    """`name`: whose look it is, said as the logo's text. `logo`: PNG or JPG; `template`: a .docx. Without: our own."""

    name: str = ""
    logo: bytes | None = None
    template: bytes | None = None


OURS = Look()


def looked_at_logo(name: str, content: bytes) -> bytes:
    """The logo as it was given. Refuses (LogoRefused) what either renderer could not draw."""
    try:
        if len(content) > LARGEST_LOGO:
            raise ValueError("too large")
        image = Image.from_blob(content)
        if image.content_type not in ("image/png", "image/jpeg"):
            raise ValueError("another kind of picture")
        if not 0 < image.px_width <= LONGEST_LOGO * image.px_height <= LONGEST_LOGO**2 * image.px_width:
            raise ValueError("out of proportion")
        typst.compile(
            b"#image(bytes(json(bytes(sys.inputs.logo))))",
            format="pdf",
            sys_inputs={"logo": str(list(content))},
            ignore_system_fonts=True,
        )
    except (
        UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError, ValueError, RuntimeError
    ):  # fmt: skip
        raise LogoRefused(file=name, limit=LARGEST_LOGO // 1024) from None
    return content


def looked_at_template(name: str, content: bytes) -> bytes:
    """The template as it was given. Refuses macros, what is fetched from elsewhere, and what is no Word file."""
    _unpacked(name, content)
    word = _opened(name, content)
    for part in word.part.package.iter_parts():
        for relation in part.rels.values():
            if relation.is_external and relation.reltype not in NOT_FETCHED:
                raise TemplateFetches(file=name, what=relation.target_ref[:200])
    width = text_width_cm(word)
    if width < LEAST_WIDTH_CM:
        raise TemplateTooNarrow(file=name, width=f"{width:.1f}", least=f"{LEAST_WIDTH_CM:.0f}")
    return content


def opened(template: bytes, name: str = "") -> WordDocument:
    """The template, empty: its text is gone, its last section stays. Raises as `looked_at_template`."""
    looked_at_template(name, template)
    word = _opened(name, template)
    body: Any = word.element.body
    for child in list(body):
        if child is not body.sectPr:
            body.remove(child)
    part: Any = word.part._settings_part
    for key, relation in list(part.rels.items()):
        if relation.reltype == OWN_TEMPLATE:
            del part.rels[key]
            for element in word.settings.element.findall(".//{*}attachedTemplate"):
                element.getparent().remove(element)
    return word


def text_width_cm(word: WordDocument) -> float:
    """The width of a line of text in the last section."""
    section = word.sections[-1]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    if page is None or left is None or right is None:
        return 0.0
    return float((page - left - right) / 360000)  # EMU in a centimetre


def _unpacked(name: str, content: bytes) -> None:
    """Only the list of parts is read."""
    if len(content) > LARGEST_TEMPLATE:
        raise TemplateTooLarge(file=name, limit=LARGEST_TEMPLATE // 2**20)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            every = parts.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise TemplateRefused(file=name) from None
    if any(part.filename.lower().endswith(MACROS) for part in every):
        raise TemplateHasMacros(file=name)
    if sum(part.file_size for part in every) > LARGEST_UNPACKED:
        raise TemplateTooLarge(file=name, limit=LARGEST_UNPACKED // 2**20)


def _opened(name: str, content: bytes) -> WordDocument:
    try:
        word = open_word(io.BytesIO(content))
        word.styles  # noqa: B018  a package without styles cannot lend any
        if word.element.body.sectPr is None or not word.sections:
            raise ValueError("no section")
    except Exception:  # python-docx, zipfile and lxml raise of many kinds on a broken package
        raise TemplateRefused(file=name) from None
    return word
