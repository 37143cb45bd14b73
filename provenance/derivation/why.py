"""From two documents' claims and texts to what each shows of itself, and why nothing decides which came first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.derivation.profiles import UNNAMED, SourceProfile, order, page_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Attribution

    Facts = tuple[tuple[str, str], ...]


def facts(attribution: Attribution, text: str) -> Facts:
    """Return what a document shows about itself that bears on who copied whom, as (what, value)."""
    profile = SourceProfile(attribution, page_facts(text))
    seen = [c.value for c in attribution.claims if c.property == "published" and c.asserter == "crawl header"]
    takes = [c.value for c in attribution.claims if c.property == "take"]
    rows = (
        ("published under", _names(profile, profile.publishers)),
        ("an agency's own text", _names(profile, {profile.own} - {""})),
        ("credits", _names(profile, profile.credits)),
        ("dated by its outlet", profile.said[0] if profile.stamp else ""),
        ("dated by its dateline", profile.said[1] if profile.line else ""),
        ("crawled", seen[0] if profile.seen and seen else ""),
        ("take", ", ".join(takes)),
        ("cut short", "sends its readers to the full story" if profile.note else ""),
    )
    return tuple((what, value) for what, value in rows if value)


def undecidable(one: tuple[str, Attribution, str], two: tuple[str, Attribution, str]) -> tuple[str, ...]:
    """Return why nothing says which of two documents (name, attribution, text) came first."""
    (name, first), (other, second) = ((name, SourceProfile(said, page_facts(text))) for name, said, text in (one, two))
    reasons = []
    if not (first.names & second.credits or second.names & first.credits):
        reasons.append("neither credits the other")
    return (*reasons, _dates((name, first), (other, second)))


def _dates(one: tuple[str, SourceProfile], two: tuple[str, SourceProfile]) -> str:
    dated = [bool(profile.stamp or profile.line) for _, profile in (one, two)]
    if not any(dated):
        seen = any(profile.seen for _, profile in (one, two))
        crawled = ": when one was crawled does not say when it appeared" if seen else ""
        return f"neither has a date of its own{crawled}"
    if not all(dated):
        return f"only {(one if dated[0] else two)[0]} has a date of its own"
    days, _ = order(one[1], two[1])
    said = " and ".join(profile.said[not profile.stamp] for _, profile in (one, two))
    if days:
        return f"their dates, {said}, are in order, and that alone does not name the text that was copied"
    if not (one[1].stamp and two[1].stamp):
        return f"their dates, {said}, put neither first: a dateline travels with the text"
    return f"their dates, {said}, put neither first"


def _names(profile: SourceProfile, names: Iterable[str]) -> str:
    """Return folded *names* as the text prints them, in order."""
    spelled = ("an agency that it does not name" if name == UNNAMED else profile.spelled[name] for name in names)
    return ", ".join(sorted(spelled))
