"""The answers of `award lint` as sentences, with numbers as the language writes them."""

from omlopp.domain.award.properties import Verdict
from omlopp.domain.model.findings import Finding
from omlopp.library.messages import keyed, sentences


def property_says(name: str, language: str) -> str:
    """The property itself."""
    return keyed(f"award.property.{name}", {}, language)


def verdict_says(verdict: Verdict, language: str) -> str:
    """Why it holds, the counter-example, or why it does not apply."""
    if verdict.status != "refuted":
        return keyed(f"award.because.{verdict.because}", verdict.facts, language)
    facts = dict(verdict.facts)
    price = "Priset" if language == "sv" else "The price"
    facts["criterion_shown"] = facts.get("criterion") or price
    if facts.get("currency") == "SEK" and language == "sv":
        facts["currency"] = "kr"
    facts["checks_shown"] = _failed_check(verdict, facts, language)
    return keyed(f"award.property.{verdict.property}.refuted", facts, language)


def _failed_check(verdict: Verdict, facts: dict[str, object], language: str) -> str:
    key = verdict.because if verdict.because.startswith("award-") else f"award-{verdict.because}"
    return keyed(f"check.{key}.failed", facts, language) if f"check.{key}.failed" in sentences() else ""


def finding_says(finding: Finding, language: str) -> str:
    facts = dict(finding.facts)
    if facts.get("currency") == "SEK" and language == "sv":
        facts["currency"] = "kr"
    for name in ("ground", "used"):
        if name in facts:
            facts[f"{name}_shown"] = keyed(f"award.ground.{facts[name]}", {}, language)
    return keyed(f"check.{finding.check}.{finding.status}", facts, language)
