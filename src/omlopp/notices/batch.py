"""Reading and detection as pure functions of one Arrow batch, run by a process pool and by Spark (`mapInArrow`).

    read      SOURCE (source, file, content)  → tables.read_schema(), a row per notice or refusal
    evidence  tables.read_schema()            → tables.evidence_schema(), the same rows with what was found

Neither raises for what a document holds: what cannot be read becomes a row with its reason under `rejected`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from omlopp.domain.model.errors import OmloppError
from omlopp.library.detection import state
from omlopp.notices import columns
from omlopp.notices.audit import audit
from omlopp.notices.errors import Rejected, Unreadable
from omlopp.notices.evidence import Verdict, classify
from omlopp.notices.evidence import evidence as passages
from omlopp.notices.read import notices
from omlopp.notices.registry_files import RegistryFiles
from omlopp.notices.schema import Notice
from omlopp.notices.tables import FOUND, NESTED, TYPES, evidence_schema, read_schema
from omlopp.notices.tables import columns as documented

SOURCE = pa.schema([("source", pa.string()), ("file", pa.string()), ("content", pa.binary())])
_REGISTRY = b"\x00omlopp-registry\n"  # no file of any format read begins with a zero byte


def source(contents: Iterable[tuple[str, bytes | RegistryFiles]], label: str = "") -> pa.RecordBatch:
    """Files of one source as `read` takes them. The tables of a registry delivery travel as one content."""
    every = list(contents)
    return pa.RecordBatch.from_arrays(
        [
            pa.repeat(_storable(label), len(every)),
            pa.array([_storable(name) for name, _ in every], pa.string()),
            pa.array([_packed(content) for _, content in every], pa.binary()),
        ],
        schema=SOURCE,
    )


def read(batch: pa.RecordBatch, on: date | None = None) -> pa.RecordBatch:
    """Every notice in the files of a batch, in their order. `on`: the day dates are held against, as in `audit`."""
    found: list[tuple[str, Notice]] = []
    refused: list[columns.Refusal] = []
    files = (batch.column(name).to_pylist() for name in ("source", "file"))
    for label, name, content in zip(*files, batch.column("content"), strict=True):
        try:
            for one in notices(_unpacked(content.as_buffer()), name):
                if isinstance(one, Rejected):
                    refused.append(columns.refusal(one, label))
                else:
                    found.append((label, one))
        except OmloppError as error:
            refused.append(columns.refusal(Rejected(name, error), label))
        except Exception as error:
            refused.append(columns.refusal(Rejected(name, Unreadable(file=name, says=_said(error))), label))
    try:
        return _rows(found, refused, on)
    except _NO_PLACE:  # some value has no place in the tables
        whole: list[tuple[str, Notice]] = []
        for label, one in found:
            try:
                _rows([(label, one)], [], on)
                whole.append((label, one))
            except _NO_PLACE as error:
                name = _storable(one.file)
                refused.append(
                    columns.refusal(Rejected(name, Unreadable(file=name, says=_said(error))), label)
                )
        return _rows(whole, refused, on)


_NO_PLACE = (ValueError, OverflowError, pa.ArrowException)


def evidence(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch of `read` with the passages found and the class of each notice. Refusals have none."""
    judged = [_judged(notice) for notice in columns.notices(batch, whole=False)]
    rejected = pc.list_value_length(batch.column("rejected")).to_pylist()
    order = iter(judged)
    every = [_NOTHING if refused else next(order) for refused in rejected]
    made = [*batch.columns]
    made += [
        pa.array([one.found[name] for one in every], TYPES[column.type])
        for column in documented("notices")
        if (name := column.name) in FOUND
    ]
    made.append(columns.lists("evidence", [one.passages for one in every]))
    return pa.RecordBatch.from_arrays(made, schema=evidence_schema())


class _Judged:
    """What detection says of one notice, as its columns."""

    __slots__ = ("found", "passages")

    def __init__(self, found: dict[str, Any], passages: list[Any]) -> None:
        self.found, self.passages = found, passages


_NOTHING = _Judged(dict.fromkeys(FOUND), [])


def _judged(notice: Notice) -> _Judged:
    try:
        found = passages(notice)
        verdict: Verdict = classify(notice, found)
        own = {
            "circular": verdict.circular,
            "circular_score": verdict.score,
            "waste_service": verdict.waste_service,
            "barrier": verdict.barrier,
            "intent": verdict.intent or None,
            "concepts": _each(one.concept for one in found),
            "r_strategies": list(verdict.r_strategy),
            "goals": _each(goal for one in found for goal in one.goals),
            "lexicon_state": state(notice.language),
        }
        return _Judged(own, columns.placed(notice, found))
    except Exception:
        return _Judged({**_NOTHING.found, "lexicon_state": state(notice.language)}, [])


def _each(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _rows(
    labelled: Sequence[tuple[str, Notice]], refused: Sequence[columns.Refusal], on: date | None
) -> pa.RecordBatch:
    """Notices first, then a row for each refusal that has only its source, its file and its reason."""
    schema = read_schema()
    found = [one for _, one in labelled]
    names = [name for name in schema.names if name not in NESTED]
    parts: dict[str, list[Sequence[Any]]] = {
        "lots": [one.lots for one in found],
        "criteria": [columns.criteria(one) for one in found],
        "texts": [columns.numbered(one) for one in found],
        "winners": [one.winners for one in found],
        "audit": [audit(one, on) for one in found],
        "rejected": [[] for _ in found],
    }
    nested = [columns.lists(table, some) for table, some in parts.items()]
    own = columns.of_notices(found, names)
    own[names.index("source")] = pa.array([label for label, _ in labelled], pa.string())
    batch = pa.RecordBatch.from_arrays([*own, *nested], schema=schema)
    if not refused:
        return batch
    [joined] = pa.Table.from_batches([batch, refusals(refused)]).combine_chunks().to_batches()
    return joined


def refusals(refused: Sequence[columns.Refusal]) -> pa.RecordBatch:
    """Files left out before they could be read, as `read` gives them: file and reason, all else null."""
    made = []
    for field in read_schema():
        if field.name == "rejected":
            made.append(columns.lists("rejected", [[one] for one in refused]))
        elif field.name in NESTED:
            made.append(columns.lists(field.name, [[] for _ in refused]))
        elif field.name in ("file", "source"):
            made.append(pa.array([getattr(one, field.name) for one in refused], field.type))
        else:
            made.append(pa.nulls(len(refused), field.type))
    return pa.RecordBatch.from_arrays(made, schema=read_schema())


def _packed(content: bytes | RegistryFiles) -> bytes:
    if isinstance(content, RegistryFiles):
        return _REGISTRY + msgspec.msgpack.encode(content)
    return content


def _unpacked(content: pa.Buffer) -> bytes | RegistryFiles:
    data: bytes = content.to_pybytes()
    if data.startswith(_REGISTRY):
        return msgspec.msgpack.decode(data[len(_REGISTRY) :], type=RegistryFiles)
    return data


def _storable(text: str) -> str:
    """Names of files may hold bytes that are no UTF-8; Arrow's strings may not."""
    return text.encode("utf-8", "backslashreplace").decode()


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300].encode("utf-8", "backslashreplace").decode()
