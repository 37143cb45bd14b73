"""Whom to believe first about a source and about a date, and which asserters only collect or only hand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.model import Asserter, Claim, Confidence

# Ranks: the lower is believed first.
LEVELS: dict[Confidence, int] = {"high": 0, "medium": 1, "low": 2}
SOURCES: dict[Asserter, int] = {
    "operator": 0, "dateline": 1, "credit": 2, "masthead": 3, "byline": 4, "markup": 5, "container": 6, "address": 7,
    "body": 8,
}  # fmt: skip
DATES: dict[Asserter, int] = {
    "operator": 0, "masthead": 1, "dateline": 2, "byline": 3, "credit": 4, "markup": 5, "container": 6,
    "crawl header": 7, "file name": 8,
}  # fmt: skip
# Asserters that say when a text was fetched: a date of theirs that is later contradicts nothing.
COLLECTED: tuple[Asserter, ...] = ("crawl header", "file name")
# Asserters that name the page itself: who handed the story on, which does not contradict who wrote it.
OUTLETS: tuple[Asserter, ...] = ("masthead", "container", "markup", "address")


def rank(claim: Claim) -> tuple[bool, int, int]:
    """Return the place of a claim of a source among others: the lower is believed first, an issuer before its wire."""
    return claim.pattern != "issuer", LEVELS[claim.confidence], SOURCES.get(claim.asserter, len(SOURCES))
