"""Bytes to notice. `read` takes one XML notice, `notices` whatever a source holds; neither opens anything else.

What cannot be read is refused with a named reason: `read` raises it, `notices` gives it among the notices.
"""

import codecs
import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from omlopp.domain.model.errors import OmloppError
from omlopp.notices import eforms, ted
from omlopp.notices.errors import (
    AnotherXml,
    BrokenOff,
    EmptyFile,
    NoForm,
    NotXml,
    Rejected,
    TedVersion,
    TooLarge,
    UnknownDocument,
    UnsafeXml,
    WrongEncoding,
)
from omlopp.notices.fields import collect
from omlopp.notices.registry_files import RegistryFiles, head_of, table_of
from omlopp.notices.schema import Notice

LIMIT_MB = 50
EFORMS = {
    "ContractNotice",
    "ContractAwardNotice",
    "PriorInformationNotice",
    "BusinessRegistrationInformationNotice",
}
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_BRIN = "http://data.europa.eu/p27/eforms-business-registration-information-notice/"
_RELEASE = re.compile(r"R(\d\.\d\.\d+)")
# Form elements of R2.0.9 end in the year of their making (F02_2014) or are named MOVE (T01, T02); older ones are not.
_R209_FORM = re.compile(r"[FT]\d\d_20\d\d|MOVE")


def read(data: bytes, file: str, limit_mb: int = LIMIT_MB) -> Notice:
    """One notice from the bytes of its XML file. `file` is the name shown in the notice and in refusals.

    Raises a NoticeRefused: EmptyFile, TooLarge, UnsafeXml, NotXml (BrokenOff, WrongEncoding), AnotherXml, TedVersion
    or NoForm.
    A notice without lots is read, with no lots: planning notices and registrations may lack them.
    """
    root = _parse(data, file, limit_mb)
    name = etree.QName(root)
    if name.localname in EFORMS and (name.namespace or "").startswith((_UBL, _BRIN)):
        record, unread = collect(root, "eforms")
        return eforms.notice(record, tuple(unread), file)
    if name.localname == "TED_EXPORT":
        release = _one_form(root, file)
        record, unread = collect(root, "ted_r209" if release == "2.0.9" else "ted_r208")
        return ted.notice(record, tuple(unread), file, release)
    foreign = name.localname in EFORMS and name.namespace  # a namesake: say whose
    raise AnotherXml(file=file, root=f"{name.localname} ({name.namespace})" if foreign else name.localname)


def notices(content: bytes | RegistryFiles, file: str) -> Iterator[Notice | Rejected]:
    """Every notice in one content of `sources.contents`, by what it holds: eForms, TED_EXPORT, OCDS, the Swedish
    registry, or a document. Never raises a refusal: what cannot be read is a Rejected.

    A notice within a package is named "package.json!2", "releases.jsonl!3", "upphandlingar_2021.csv.gz!KA1047".
    """
    try:
        yield from _notices(content, file)
    except OmloppError as error:
        yield Rejected(file, error)


def _notices(content: bytes | RegistryFiles, file: str) -> Iterator[Notice | Rejected]:
    # Each format's module is imported when first met: whoever reads XML alone waits for none of them.
    if isinstance(content, RegistryFiles):
        from omlopp.notices import registry

        yield from registry.notices(content, file)
        return
    kind = kind_of(content, file)
    if kind == "json":
        from omlopp.notices import ocds

        yield from ocds.notices(content, file)
    elif kind == "table":
        from omlopp.notices import registry

        yield from registry.one_table(content, file)
    elif kind == "document":
        from omlopp.notices import draft, registry

        if content[:2] == b"PK" and registry.is_workbook(content, file):
            yield from registry.one_table(content, file)
            return
        yield draft.notice(content, file)
    elif kind == "xml":
        yield read(content, file)
    else:
        raise UnknownDocument(file=file)


_DOCUMENTS = (
    ".pdf",
    ".docx",
    ".docm",
    ".odt",
    ".xlsx",
    ".xlsm",
    ".ods",
    ".doc",
    ".xls",
    ".txt",
    ".md",
    ".html",
    ".htm",
)
_MARKS = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # PDF, ZIP, OLE


def kind_of(content: bytes, file: str) -> str:
    """xml, json, table (CSV), document or unknown: by what the content begins with, then by the file's name."""
    lower = file.lower().removesuffix(".gz")
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:5] == _MARKS[0] or start[:4] in _MARKS or b"%PDF-" in content[:1024]:
        return "document"
    if lower.endswith(_DOCUMENTS) and content.strip():
        return "document"
    if start[:5] == b"{\\rtf":
        return "unknown"
    if start[:1] in (b"{", b"[") or lower.endswith((".json", ".jsonl", ".ndjson")):
        return "json"
    if start[:1] != b"<" and (lower.endswith((".csv", ".tsv")) or table_of(head_of(content[:8192]))):
        return "table"
    xml = (
        start[:1] == b"<" or content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or not content.strip()
    )
    return "xml" if xml or lower.endswith(".xml") else "unknown"


@cache
def _parser() -> etree.XMLParser:
    """One for all files: to make one takes a third as long as to parse a notice. lxml locks it between threads."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _parse(data: bytes, file: str, limit_mb: int) -> etree._Element:
    if len(data) > limit_mb * 1_000_000:
        raise TooLarge(file=file, limit_mb=limit_mb, size_mb=len(data) // 1_000_000)
    if not data or data.isspace():
        raise EmptyFile(file=file)
    if data[:1000].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise AnotherXml(file=file, root="html")
    if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
        raise UnsafeXml(file=file)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise _fault(error, data, file) from None
    # Encodings other than UTF-8 hide a DTD from the search above.
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeXml(file=file)
    return root


_FIRST_TAG = re.compile(rb"<([A-Za-z_][\w:.-]*)")
_ENCODING = {
    etree.ErrorTypes.ERR_INVALID_ENCODING,
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
    etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
    etree.ErrorTypes.I18N_CONV_FAILED,
}


def _fault(error: etree.XMLSyntaxError, data: bytes, file: str) -> NotXml:
    """What is wrong with a file that does not parse: its end is missing, its encoding is another, or it is no XML."""
    facts = {"file": file, "line": error.lineno or 1, "says": error.msg or ""}
    root = _FIRST_TAG.search(data)
    if root and data.lstrip(codecs.BOM_UTF8)[:1] == b"<" and b"</" + root[1] not in data:
        return BrokenOff(**facts)
    return WrongEncoding(**facts) if getattr(error, "code", None) in _ENCODING else NotXml(**facts)


def _one_form(root: etree._Element, file: str) -> str:
    """The release of a TED_EXPORT, with only the form in the original language left in it."""
    sections = [child for child in root if etree.QName(child).localname == "FORM_SECTION"]
    forms = [form for section in sections for form in section if etree.QName(form).localname != "NOTICE_UUID"]
    if not forms:
        raise NoForm(file=file)
    original = next((form for form in forms if form.get("CATEGORY") == "ORIGINAL"), forms[0])
    for form in forms:
        parent = form.getparent()
        if form is not original and parent is not None:
            parent.remove(form)
    said = _release(root, original)
    known = said or ("2.0.9" if _R209_FORM.fullmatch(etree.QName(original).localname) else "2.0.8")
    if known not in ("2.0.7", "2.0.8", "2.0.9"):
        raise TedVersion(file=file, version=f"R{known}")
    if known == "2.0.7":
        _name_apart(original)
        return "2.0.7"
    # A file may name one release and hold a form of the other: the form decides which table reads it.
    return "2.0.9" if _R209_FORM.fullmatch(etree.QName(original).localname) else "2.0.8"


def _name_apart(form: etree._Element) -> None:
    """R2.0.7 writes an organisation's name where R2.0.8 has an element for it; else the two share their table."""
    for element in form.iter("{*}ORGANISATION"):
        if not len(element) and element.text:
            etree.SubElement(element, "OFFICIALNAME").text = element.text
            element.text = None


def _release(root: etree._Element, form: etree._Element) -> str:
    """The release as the file names it: VERSION, schemaLocation, namespace; "" when nowhere."""
    location = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
    for place in (form.get("VERSION"), root.get("VERSION"), root.get(location), etree.QName(root).namespace):
        if hit := _RELEASE.search(place or ""):
            return hit[1]
    return ""
