"""From two documents' claims and texts to what each shows of itself, and why nothing decides which came first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.derivation.standing import UNNAMED, Standing, order, printed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Attribution

    Shown = tuple[tuple[str, str], ...]


def shown(attribution: Attribution, text: str) -> Shown:
    """Return what a document shows about itself that bears on who copied whom, as (what, value)."""
    standing = Standing(attribution, printed(text))
    seen = [c.value for c in attribution.claims if c.property == "published" and c.asserter == "crawl header"]
    takes = [c.value for c in attribution.claims if c.property == "take"]
    facts = (
        ("published under", _names(standing, standing.publishers)),
        ("an agency's own text", _names(standing, {standing.own} - {""})),
        ("credits", _names(standing, standing.credits)),
        ("dated by its outlet", standing.said[0] if standing.stamp else ""),
        ("dated by its dateline", standing.said[1] if standing.line else ""),
        ("crawled", seen[0] if standing.seen and seen else ""),
        ("take", ", ".join(takes)),
        ("cut short", "sends its readers to the full story" if standing.note else ""),
    )
    return tuple((what, value) for what, value in facts if value)


def undecidable(one: tuple[str, Attribution, str], two: tuple[str, Attribution, str]) -> tuple[str, ...]:
    """Return why nothing says which of two documents (name, attribution, text) came first."""
    (name, first), (other, second) = ((name, Standing(said, printed(text))) for name, said, text in (one, two))
    reasons = []
    if not (first.names & second.credits or second.names & first.credits):
        reasons.append("neither credits the other")
    return (*reasons, _dates((name, first), (other, second)))


def _dates(one: tuple[str, Standing], two: tuple[str, Standing]) -> str:
    dated = [bool(standing.stamp or standing.line) for _, standing in (one, two)]
    if not any(dated):
        seen = any(standing.seen for _, standing in (one, two))
        crawled = ": when one was crawled does not say when it appeared" if seen else ""
        return f"neither bears a date of its own{crawled}"
    if not all(dated):
        return f"only {(one if dated[0] else two)[0]} bears a date of its own"
    days, _ = order(one[1], two[1])
    said = " and ".join(standing.said[not standing.stamp] for _, standing in (one, two))
    if days:
        return f"their dates, {said}, are in order, and that alone does not name the text that was copied"
    if not (one[1].stamp and two[1].stamp):
        return f"their dates, {said}, put neither first: a dateline travels with the text"
    return f"their dates, {said}, put neither first"


def _names(standing: Standing, names: Iterable[str]) -> str:
    """Return folded *names* as the text prints them, in order."""
    spelled = ("an agency that it does not name" if name == UNNAMED else standing.spelled[name] for name in names)
    return ", ".join(sorted(spelled))
