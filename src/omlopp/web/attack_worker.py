"""The process that attacks an award model: python -m omlopp.web.attack_worker KEY. Started by the page."""

import sys
import time
import traceback
from datetime import date

from omlopp.documents import docx, html
from omlopp.documents.plans.award_lab import award_lab_report
from omlopp.domain.award.lab.attack import DRAWS, Attack, attack
from omlopp.domain.award.lab.found import Found
from omlopp.domain.award.lab.report import Report
from omlopp.domain.model.award import digest
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Language
from omlopp.flows.lab import Options, market_for
from omlopp.library.messages import sentence
from omlopp.web import attacks
from omlopp.web.attacks import Progress

LANGUAGES: tuple[Language, ...] = ("sv", "en")
BETWEEN_S = 0.7  # seconds between two writings of the report so far, after the first


def main(key: str) -> int:
    with attacks.holding(key) as mine:
        return carry_out(key) if mine else 0


def carry_out(key: str) -> int:
    """Run every test; what came of it, or what went wrong, stands in the folder."""
    try:
        asked = attacks.asked_of(key)
        market = market_for(asked.model, (), Options(price=asked.price, bidders=asked.bidders))
        so_far: list[Found] = []
        written = 0.0

        def keep(report: Report, ended: bool = False) -> None:
            for language in LANGUAGES:
                plan = award_lab_report(report, asked.title, language, date.today(), exercise=asked.exercise)
                attacks.keep(key, language, html.fragment(plan))
                if ended:
                    attacks.keep_document(key, language, docx.render(plan))

        def told(done: int, of: int, found: tuple[Found, ...]) -> None:
            nonlocal written
            so_far.extend(found)
            if time.monotonic() - written > BETWEEN_S and done < of:
                named = tuple(one.title for one in asked.model.criteria if not one.price)
                model = asked.model
                partial = Report(
                    digest(model), model.family, market, 1, DRAWS, {}, tuple(so_far), currency=model.currency,
                    qualities=named,
                )  # fmt: skip
                keep(partial)
                written = time.monotonic()
            attacks.tell(key, Progress("running", done, of))

        report = attack(Attack(asked.model, market), told, lambda: attacks.stop_asked(key))
        keep(report, ended=True)
        done = len({one.test for one in report.found})
        attacks.tell(key, Progress("stopped" if report.stopped else "done", done, done + len(report.missing)))
    except OmloppError as error:
        says: dict[str, str] = {language: sentence(error, language) for language in LANGUAGES}
        attacks.tell(key, Progress("failed", says=says))
        return 1
    except Exception as error:
        traceback.print_exc()
        attacks.tell(key, Progress("failed", says=dict.fromkeys(LANGUAGES, type(error).__name__)))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
