"""Two walks of detection: labels against what is found, and a file of titles to the same file with verdicts."""

import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from omlopp.flows.notices import Rejected, each
from omlopp.library.detection import state
from omlopp.notices.errors import (
    CannotWrite,
    ColumnTaken,
    DoubledColumn,
    NoLabels,
    NoSuchColumn,
    NoSuchSource,
    NotATable,
    TableUnreadable,
)
from omlopp.notices.evaluate import Evaluation, Label, Said, compare
from omlopp.notices.evidence import Subject, Verdict, classify, classify_title, in_text, verdict
from omlopp.notices.labels import NoticeLabel, field_of, quotes

ADDED = ("circular", "circular_score", "r_strategy", "evidence")
_TEXTS = ("titel", "title", "text")  # columns that hold the labelled text itself
_NAMES = (
    "notice",
    "file",
    "upphandlings_id",
    "notice_id",
    *_TEXTS,
)  # columns that name what a label is about
_LONGEST = 1 << 28  # characters of a cell; the 131,072 that csv allows by itself refuse a long title
_PLACES = re.compile(r"\d+-\d+(;\d+-\d+)*")


@dataclass(frozen=True, slots=True)
class Classified:
    """What a file of titles came to: rows written, and how many of each class."""

    rows: int
    yes: int
    weak: int
    no: int
    state: str


def evaluate(labels: Path, notices: Path) -> Evaluation:
    """The labels of a CSV file against the notices of a folder, or against tables that `notices read` wrote there.

    Notices are named by the column `notice` (or `file`), titles by `upphandlings_id` (or `notice_id`). The text itself
    may stand beside the labels: `titel`, `title` or `text`, with `cpv`, `language` (Swedish where there is none) and
    `field` (a title where there is none); then no notice is read. Raises NoSuchSource, NoLabels, TableUnreadable.
    """
    if not notices.exists():
        raise NoSuchSource(file=str(notices))
    _, _, rows = _table(labels)
    if not rows or "circular" not in rows[0] or not rows[0].keys() & set(_NAMES):
        raise NoLabels(file=str(labels), columns=list(rows[0]) if rows else [])
    made = [_label(row, notices) for row in rows]
    if held := next((column for column in _TEXTS if column in rows[0]), None):
        found = {_name(row): _said_of_text(row, held) for row in rows}
    elif (notices / "notices").is_dir() and any((notices / "notices").rglob("*.parquet")):
        found = _from_tables(notices)
    else:
        found = _from_files(notices)
    return compare(made, found)


def _said_of_text(row: Mapping[str, str], column: str) -> Said:
    language, cpv = row.get("language") or "sv", row.get("cpv") or ""
    where = row.get("field") or "title"
    if where == "title":
        return _said_of(classify_title(row[column], language, cpv), row[column])
    try:
        text = field_of(where, language, row[column])
    except KeyError as error:
        raise NoLabels(file=_name(row), columns=[f"field={where}"]) from error
    return _said_of(verdict(in_text(text, Subject((cpv,) if cpv else ()))), row[column])


def _name(row: Mapping[str, str]) -> str:
    return next((row[key] for key in _NAMES if row.get(key)), "")


def _label(row: Mapping[str, str], notices: Path) -> Label:
    circular = row["circular"].strip()
    if circular not in ("yes", "weak", "no"):
        raise NoLabels(file=_name(row), columns=[f"circular={circular}"])
    strategies = tuple(one for one in _several(row, "r_strategy") if one != "none")
    return Label(
        name=_name(row),
        circular=circular,  # type: ignore[arg-type]
        language=(row.get("language") or "").lower()[:2] or ("sv" if row.get("upphandlings_id") else ""),
        where=_several(row, "where"),
        r_strategy=strategies,
        quotes=_quotes(row, notices),
        hard_negative="waste-service" if "waste-service" in strategies else row.get("hard_negative") or "",
        note=row.get("note") or "",
        group=row.get("kopare") or "",
        intent=(row.get("intent") or "").strip(),
    )


def _several(row: Mapping[str, str], column: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in (row.get(column) or "").split(";") if part.strip())


def _quotes(row: Mapping[str, str], notices: Path) -> tuple[str, ...]:
    """The reader's quotes: as written, or cut out of the notice's file where the label gives their places."""
    said = (row.get("evidence") or "").strip()
    if not _PLACES.fullmatch(said):
        return tuple(part.strip() for part in said.split(";") if part.strip())
    name = _name(row)
    path = next((path for path in (notices / name, notices / f"{name}.gz") if path.is_file()), None)
    if path is None:
        return ()
    at = tuple(
        (int(start), int(end)) for start, _, end in (place.partition("-") for place in said.split(";"))
    )
    label = NoticeLabel(name, "", "no", (), (), at, "", "", "")
    try:
        return quotes(label, path.read_bytes())
    except (IndexError, UnicodeDecodeError):
        return ()


def _from_files(folder: Path) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for one in each([folder]):
        if isinstance(one, Rejected):
            continue
        said = _said_of(classify(one), one.title)
        found[one.file] = said
        found.setdefault(one.notice_id, said)
        found.setdefault(one.file.rpartition("!")[2], said)
    return found


def _said_of(verdict: Verdict, title: str) -> Said:
    wanted = {"yes": "strong", "weak": "weak"}.get(verdict.circular)
    decided = [one for one in verdict.evidence if one.says == wanted]
    return Said(
        verdict.circular,
        verdict.score,
        verdict.r_strategy,
        tuple(dict.fromkeys(one.quote for one in decided)),
        tuple(dict.fromkeys(one.requirement for one in decided)),
        tuple(dict.fromkeys(one.rule_id for one in decided)),
        title,
        verdict.intent or "",
    )


def _from_tables(folder: Path) -> dict[str, Said]:
    """What a run of `notices read` wrote: the same facts, from its tables."""
    import pyarrow.dataset as ds

    columns = ["notice_id", "file", "title", "circular", "circular_score", "intent", "r_strategies"]
    notices = (
        ds.dataset(folder / "notices", format="parquet", partitioning="hive").to_table(columns).to_pylist()
    )
    wanted = {"yes": "strong", "weak": "weak"}
    classes = {row["file"]: row["circular"] for row in notices}
    quotes_of: dict[str, list[dict[str, str]]] = {}
    if (folder / "evidence").is_dir():
        table = ds.dataset(folder / "evidence", format="parquet", partitioning="hive")
        for row in table.to_table(["file", "quote", "requirement", "rule_id", "says"]).to_pylist():
            if row["says"] == wanted.get(classes.get(row["file"], "no")):
                quotes_of.setdefault(row["file"], []).append(row)
    found: dict[str, Said] = {}
    for row in notices:
        some = quotes_of.get(row["file"], [])
        said = Said(
            row["circular"],
            row["circular_score"] or 0.0,
            tuple(row["r_strategies"] or ()),
            _once(some, "quote"),
            _once(some, "requirement"),
            _once(some, "rule_id"),
            row["title"] or "",
            row["intent"] or "",
        )
        found[row["file"]] = said
        found.setdefault(row["notice_id"], said)
        found.setdefault(row["file"].rpartition("!")[2], said)
    return found


def _once(rows: Iterable[Mapping[str, str]], column: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row[column] for row in rows))


def classify_titles(
    source: Path, to: Path, column: str, language: str = "sv", cpv_column: str = ""
) -> Classified:
    """The file again, row by row in its order, with four columns more (ADDED). Delimiter and encoding as they were.

    `cpv_column`: where the main code stands; without one a column named `cpv` is used, where there is one.

    Raises NoSuchColumn, ColumnTaken, DoubledColumn, TableUnreadable, NotATable, NoSuchSource, CannotWrite.
    """
    delimiter, mark, rows = _table(source)
    header = list(rows[0]) if rows else _header(source)
    for asked in (column, cpv_column):
        if asked and asked not in header:
            raise NoSuchColumn(file=str(source), column=asked, columns=header)
    cpv_column = cpv_column or next((name for name in header if name.strip().lower() == "cpv"), "")
    if taken := [name for name in ADDED if name in header]:
        raise ColumnTaken(file=str(source), columns=taken)
    counts = {"yes": 0, "weak": 0, "no": 0}
    partial = to.with_name(to.name + ".part")
    try:
        with partial.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as out:
            writer = csv.DictWriter(out, [*header, *ADDED], delimiter=delimiter, lineterminator="\n")
            writer.writeheader()
            for row in rows:
                verdict = classify_title(
                    row[column] or "", language, (row.get(cpv_column) or "") if cpv_column else ""
                )
                counts[verdict.circular] += 1
                writer.writerow({**row, **_added(verdict)})
        partial.replace(to)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise CannotWrite(file=str(to), says=error.strerror or str(error)) from error
    return Classified(len(rows), counts["yes"], counts["weak"], counts["no"], state(language))


def _added(verdict: Verdict) -> dict[str, str]:
    said = _said_of(verdict, "")
    return {
        "circular": verdict.circular,
        "circular_score": f"{verdict.score:.4f}",
        "r_strategy": ";".join(verdict.r_strategy),
        "evidence": " | ".join(said.quotes),
    }


def _table(path: Path) -> tuple[str, bool, list[dict[str, str]]]:
    """Delimiter, whether a byte order mark came first, and the rows. Lines with # before the header are notes."""
    delimiter, mark, lines = _lines(path)
    reader = csv.DictReader(lines, delimiter=delimiter)
    allowed = csv.field_size_limit(_LONGEST)
    try:
        names = [name for name in reader.fieldnames or () if name]
        if doubled := sorted({name for name in names if names.count(name) > 1}):
            raise DoubledColumn(file=str(path), columns=doubled)
        rows = [_whole(row, path, reader.line_num) for row in reader]
    except csv.Error as error:
        raise TableUnreadable(file=str(path), line=reader.line_num, says=str(error)) from error
    finally:
        csv.field_size_limit(allowed)  # one limit for the whole process: other readers count on theirs
    return delimiter, mark, rows


def _header(path: Path) -> list[str]:
    delimiter, _, lines = _lines(path)
    return next(csv.reader(lines, delimiter=delimiter), [])


def _lines(path: Path) -> tuple[str, bool, Iterator[str]]:
    if not path.is_file():
        raise NoSuchSource(file=str(path))
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    mark = data.startswith(b"\xef\xbb\xbf")
    text = _decoded(data)
    if "\0" in text:
        raise NotATable(file=str(path))
    lines = io.StringIO(text, newline="")
    first = next((line for line in io.StringIO(text) if not line.startswith("# ") and line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    return delimiter, mark, _without_notes(lines)


def _without_notes(lines: Iterable[str]) -> Iterator[str]:
    """Notes stand at the head only: further down a # may open a title."""
    head = True
    for line in lines:
        head = head and (line.startswith("# ") or not line.strip())
        if not head:
            yield line


def _decoded(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else Windows-1252 as Excel in Sweden writes it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _whole(row: dict[str | None, str | None], path: Path, line: int) -> dict[str, str]:
    """A row as long as its header; a longer one means another delimiter or a quote left open."""
    if None in row:
        raise TableUnreadable(file=str(path), line=line, says="more cells than the header")
    return {str(key): value or "" for key, value in row.items()}
