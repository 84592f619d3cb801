"""The process that builds publications: python -m omlopp.web.publication_worker publish. Started by the page."""

import contextlib
import sys
import time
import traceback
from datetime import date

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import LANGUAGES
from omlopp.library.messages import sentence
from omlopp.web import background, publications
from omlopp.web.publications import Progress

BETWEEN_S = 0.5  # seconds between two tellings of how far it has come


class BuildFailed(OmloppError):
    """The building stopped on a fault: a full disk, or one of ours. Facts: says."""

    code = "publish.failed"


def main() -> int:
    from omlopp.web.server import set_up_django

    set_up_django()
    with background.holding(publications.place()) as mine:
        return carry_out() if mine else 0


def carry_out() -> int:
    """Build what was asked to its end, to a stop or to a fault; what happened stands in its progress."""
    from omlopp.flows import market_effect
    from omlopp.flows.publications.build import Step, build
    from omlopp.flows.publications.errors import Stopped
    from omlopp.web.publishing import gather
    from omlopp.web.records.actions.publications import end_publications

    asked, last, step = publications.asked(), [0.0], [Progress()]

    def told(one: Step) -> None:
        step[0] = Progress("running", one.publication, one.language, one.form, one.at, one.of)
        if time.monotonic() - last[0] > BETWEEN_S:
            last[0] = time.monotonic()
            _tell(step[0])

    try:
        market_effect.at_hand(progress=lambda _: _tell(step[0]))
        report = build(
            gather(date.today()),
            asked.names,
            asked.languages,
            publications.target(),
            told=told,
            stop=lambda: background.stop_asked(publications.place()),
        )
    except Stopped:
        _tell(Progress("stopped", at=step[0].at, of=step[0].of))
        return 130
    except OmloppError as error:
        return _failed(error)
    except OSError as error:
        traceback.print_exc()
        return _failed(BuildFailed(says=error.strerror or str(error)))
    except Exception as error:
        traceback.print_exc()
        return _failed(BuildFailed(says=type(error).__name__))
    left: dict[str, list[str]] = {
        language: [
            f"{name} ({lang}): {sentence(error, language)}" for name, lang, _, error in report.left_out
        ]
        for language in LANGUAGES
    }
    end_publications(
        by=asked.by, built=len(report.built), unchanged=len(report.unchanged), left_out=len(report.left_out)
    )
    whole = step[0].of
    _tell(
        Progress(
            "done",
            at=whole,
            of=whole,
            built=len(report.built),
            unchanged=len(report.unchanged),
            left_out=left,
        )
    )
    return 0


def _failed(error: OmloppError) -> int:
    _tell(Progress("failed", says={language: sentence(error, language) for language in LANGUAGES}))
    return 1


def _tell(now: Progress) -> None:
    with contextlib.suppress(OSError):  # a full disk must not hide the first fault
        publications.tell(now)


if __name__ == "__main__":
    sys.exit(main())
