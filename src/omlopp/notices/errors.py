"""What reading, unpacking and fetching notices may refuse. Sentences: library/messages/notices.yaml."""

from omlopp.domain.model.errors import OmloppError


class NoticeRefused(OmloppError):
    """A file that cannot be read as a notice. Every refusal has the fact `file`."""

    code = "notices.refused"


class EmptyFile(NoticeRefused):
    code = "notices.empty"


class NotXml(NoticeRefused):
    """Facts: file, line, says (the parser's own words)."""

    code = "notices.not_xml"


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


class ArchiveBomb(NoticeRefused):
    """An archive that unpacks to more than is believable. Facts: file, limit."""

    code = "notices.archive_bomb"


class ClimbingPath(NoticeRefused):
    """A member whose path leads out of the archive. Facts: file, member."""

    code = "notices.climbing_path"


class FetchFailed(OmloppError):
    """The service did not answer as it should. Facts: address, says."""

    code = "notices.fetch_failed"


class NoNetwork(OmloppError):
    """Nobody answered. Facts: address, says."""

    code = "notices.no_network"
