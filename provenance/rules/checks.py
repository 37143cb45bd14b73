"""Checks that several families share: a finding for each attribution, claim, conflict, trait or notice of some kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Place
from provenance.rules.wording import QUOTED, escaped, folded, listed, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from provenance.model import Attribution, Claim, Finding, NoticeKind, Severity, Span, TraitKind
    from provenance.rules.case import Case
    from provenance.rules.find import Crowd, Find


def of_attributions(
    case: Case, find: Find, wanted: Callable[[Attribution], bool], message: str
) -> Iterator[Finding | Crowd]:
    """Yield a finding with the same *message* for each document whose attribution is *wanted*."""
    import numpy as np

    attributions = case.evidence.attributions
    positions = np.flatnonzero(np.fromiter(map(wanted, attributions), np.bool_, len(attributions)))
    yield from find.each(positions, lambda at: find(int(positions[at]), message))


def of_claims(
    find: Find, claims: Sequence[tuple[int, Claim]], message: Callable[[Claim], str]
) -> Iterator[Finding | Crowd]:
    """Yield a finding for each (position of a document, claim) of *claims*, in the order of their places."""
    import numpy as np

    def order(one: tuple[int, Claim]) -> tuple[int, int, int, str]:
        position, claim = one
        return position, *((claim.span.start, claim.span.end) if claim.span else (-1, -1)), message(claim)

    def make(at: int) -> Finding:
        position, claim = ordered[at]
        return find(position, message(claim), claim.value, span=claim.span)

    ordered = sorted(claims, key=order)
    yield from find.each(np.array([position for position, _ in ordered], np.int64), make)


def of_conflict(find: Find, position: int, claims: Sequence[Claim], noun: str) -> Finding:
    """Return a finding for contradictory *claims* of the document at *position*; *noun* says what they are of."""
    return find(
        position,
        f"{noun} conflict: {listed(claims)}",
        *sorted({claim.value for claim in claims}),
        span=first_span(claims),
        others=tuple(Place(position, claim.span) for claim in claims if claim.span),
    )


def of_traits(case: Case, find: Find, kind: TraitKind, sentence: str, *, quoting: bool = True) -> Iterator[Finding]:
    """Yield a finding for each trait of *kind*; its detail, quoted or not, fills the braces of *sentence*."""
    for position, trait in zip(*case.traits(kind), strict=True):
        detail = quoted(trait.detail) if quoting else escaped(trait.detail, QUOTED)
        message = sentence.format(detail)
        if trait.count > 1:
            message = f"{trait.count:,} places, the first: {message}"
        yield find(position, message, folded(trait.detail), span=trait.span, count=trait.count)


def of_notices(case: Case, find: Find, severities: Mapping[NoticeKind, Severity]) -> Iterator[Finding]:
    """Yield a finding for each notice of a kind in *severities*, with the severity given there."""
    for notice in (*case.evidence.notices, *case.faults):
        if notice.kind in severities:
            yield find.of_notice(notice, severity=severities[notice.kind])


def first_span(claims: Sequence[Claim]) -> Span | None:
    """Return the span of the first of *claims* in the text, None where all stand outside of it."""
    return min((claim.span for claim in claims if claim.span is not None), default=None)
