"""What search may refuse. Sentences: library/messages/search.yaml."""

from omlopp.domain.model.errors import OmloppError


class CannotAsk(OmloppError):
    """A question that search cannot look for."""

    code = "search.cannot_ask"


class NoWords(CannotAsk):
    """Nothing but signs: no letter and no digit. Facts: asked."""

    code = "search.no_words"


class OnlyStopWords(CannotAsk):
    """Only words that stand in nearly every notice. Facts: asked."""

    code = "search.only_stop_words"


class OnlyMinus(CannotAsk):
    """Only words that must not be there, and nothing that narrows besides."""

    code = "search.only_minus"


class ShortPrefix(CannotAsk):
    """A prefix of one letter stands for too much. Facts: prefix."""

    code = "search.short_prefix"


class NoIndex(OmloppError):
    """The workspace has no search index yet."""

    code = "search.no_index"


class DamagedIndex(NoIndex):
    """The index cannot be read; building makes it anew. Facts: folder."""

    code = "search.damaged_index"


class NoStore(OmloppError):
    """There are no read notices to index. Facts: folder."""

    code = "search.no_store"


class BeingBuilt(OmloppError):
    """Another process is building the index. Facts: folder."""

    code = "search.being_built"


class NoRoom(OmloppError):
    """The disk is full. What was indexed before goes on answering. Facts: folder."""

    code = "search.no_room"


class NoSuchNotice(OmloppError):
    """Facts: key."""

    code = "search.no_such_notice"
