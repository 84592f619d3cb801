"""What reading, unpacking and fetching notices may refuse. Sentences: library/messages/notices.yaml."""

from dataclasses import dataclass

from omlopp.domain.model.errors import OmloppError


class NoticeRefused(OmloppError):
    """A file that cannot be read as a notice. Every refusal has the fact `file`."""

    code = "notices.refused"


class EmptyFile(NoticeRefused):
    code = "notices.empty"


class NotXml(NoticeRefused):
    """Facts: file, line, says (the parser's own words)."""

    code = "notices.not_xml"


class BrokenOff(NotXml):
    """XML whose end is missing. Facts as NotXml."""

    code = "notices.broken_off"


class WrongEncoding(NotXml):
    """Bytes that are not in the encoding the file names, or in none that is known. Facts as NotXml."""

    code = "notices.wrong_encoding"


class AnotherXml(NoticeRefused):
    """Well-formed XML of another kind. Facts: file, root."""

    code = "notices.another_xml"


class UnsafeXml(NoticeRefused):
    """A DTD or entities of its own: never needed in a notice, and how entity bombs are built."""

    code = "notices.unsafe_xml"


class TooLarge(NoticeRefused):
    """Facts: file, limit_mb, and size_mb when known."""

    code = "notices.too_large"


class TedVersion(NoticeRefused):
    """A TED_EXPORT release without a field table. Facts: file, version."""

    code = "notices.ted_version"


class NoForm(NoticeRefused):
    """A TED_EXPORT whose FORM_SECTION holds no form."""

    code = "notices.no_form"


class NoSuchSource(NoticeRefused):
    code = "notices.no_such_source"


class NotOneNotice(NoticeRefused):
    """A folder or archive where one notice was asked for."""

    code = "notices.not_one"


class BrokenArchive(NoticeRefused):
    """Facts: file, says."""

    code = "notices.broken_archive"


class LockedArchive(BrokenArchive):
    """An archive whose members ask for a password."""

    code = "notices.locked_archive"


class NestedArchive(NoticeRefused):
    """An archive within an archive: they are opened one level deep."""

    code = "notices.nested_archive"


class NothingToRead(NoticeRefused):
    """An archive without a file of a kind that is read."""

    code = "notices.nothing_to_read"


class ArchiveBomb(NoticeRefused):
    """A file that unpacks to more than is believable. Facts: file, times, limit_mb."""

    code = "notices.archive_bomb"


class TooManyMembers(ArchiveBomb):
    """Facts: file, limit."""

    code = "notices.too_many_members"


class ClimbingPath(NoticeRefused):
    """A member whose path leads out of the archive. Facts: file, member."""

    code = "notices.climbing_path"


class NotJson(NoticeRefused):
    """Facts: file, line, column, says (the parser's own words)."""

    code = "notices.not_json"


class AnotherJson(NoticeRefused):
    """Well-formed JSON without anything of OCDS. Facts: file, found (its first keys)."""

    code = "notices.another_json"


class LinkedReleases(NoticeRefused):
    """An OCDS record that only links to its releases: nothing is fetched. Facts: file, number."""

    code = "notices.linked_releases"


class BrokenRow(NoticeRefused):
    """A row with more cells than the table has columns: none can be trusted. Facts: file, table, line."""

    code = "notices.broken_row"


class NotUtf8(NoticeRefused):
    """Text in another encoding than UTF-8, where only UTF-8 is allowed (JSON). Facts: file, place (byte)."""

    code = "notices.not_utf8"


class AnotherTable(NoticeRefused):
    """A table of another kind than the registry's. Facts: file, found (columns), expected (columns)."""

    code = "notices.another_table"


class RowWithoutId(NoticeRefused):
    """A row of the registry that says not which procurement it belongs to. Facts: file, table, line."""

    code = "notices.row_without_id"


class RowWithoutProcurement(NoticeRefused):
    """A row of bids, winners or values whose procurement the procurement file lacks. Facts: file, table, id, line."""

    code = "notices.row_without_procurement"


class UnknownDocument(NoticeRefused):
    """Neither a notice nor a document that is read. Facts: file."""

    code = "notices.unknown_document"


class OldDocument(NoticeRefused):
    """A document of Office 97–2003 (.doc, .xls). Facts: file."""

    code = "notices.old_document"


class LockedDocument(NoticeRefused):
    """A document that asks for a password. Facts: file."""

    code = "notices.locked_document"


class BrokenDocument(NoticeRefused):
    """Facts: file, says (the reader's own words)."""

    code = "notices.broken_document"


class NoTextInDocument(NoticeRefused):
    """A document without a word: an empty one, or scanned pages. Facts: file, pages."""

    code = "notices.no_text"


class NoTextInPdf(NoTextInDocument):
    """Pages that are pictures. Facts: file, pages."""

    code = "notices.no_text_pdf"


class DocumentTooSlow(NoticeRefused):
    """Facts: file, seconds."""

    code = "notices.document_too_slow"


class TooManyPages(NoticeRefused):
    """Facts: file, pages, limit."""

    code = "notices.too_many_pages"


class Unreadable(NoticeRefused):
    """A document that Omlopp stumbles on in a way nobody foresaw. Facts: file, says."""

    code = "notices.unreadable"


class WorkerDied(NoticeRefused):
    """A file that took the process that read it down, twice. Facts: file."""

    code = "notices.worker_died"


class RunBusy(OmloppError):
    """Another run is writing to the folder. Facts: folder."""

    code = "notices.run_busy"


class AnotherRun(OmloppError):
    """The folder holds the rows of another version or of other settings. Facts: folder, then, now."""

    code = "notices.another_run"


class SourceChanged(OmloppError):
    """The sources are not those the folder's rows were read from. Facts: folder, first, last (files), unit."""

    code = "notices.source_changed"


class DiskFull(OmloppError):
    """Facts: folder, says, units (how many are done and kept)."""

    code = "notices.disk_full"


class UnknownProcurement(NoticeRefused):
    """A file of choices a draft was to be held against that cannot be read as one. Facts: file, says."""

    code = "notices.unknown_procurement"


class FetchFailed(OmloppError):
    """The service did not answer as it should. Facts: address, says."""

    code = "notices.fetch_failed"


class NoNetwork(OmloppError):
    """Nobody answered. Facts: address, says."""

    code = "notices.no_network"


class NoSuchColumn(OmloppError):
    """A table without the column asked for. Facts: file, column, columns."""

    code = "notices.no_such_column"


class ColumnTaken(OmloppError):
    """A table that has a column Omlopp would add. Facts: file, columns."""

    code = "notices.column_taken"


class TableUnreadable(OmloppError):
    """A row that is not as long as its header. Facts: file, line, says."""

    code = "notices.table_unreadable"


class NotATable(OmloppError):
    """A file that holds no text, where a table (CSV) was asked for. Facts: file."""

    code = "notices.not_a_table"


class DoubledColumn(OmloppError):
    """Two columns of the same name: one would be lost. Facts: file, columns."""

    code = "notices.doubled_column"


class CannotWrite(OmloppError):
    """The result cannot be written where it was asked for. Facts: file, says."""

    code = "notices.cannot_write"


class NoLabels(OmloppError):
    """A table that holds no labels to measure against. Facts: file, columns."""

    code = "notices.no_labels"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file, or a part of one, that was left out, and why. `error.facts["file"]` is its name."""

    file: str
    error: OmloppError
