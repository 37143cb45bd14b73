"""From what stages found to lists that JSON holds, and back: the values that a cache keeps, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Attribution, Claim, Finding, Group, Overlap, Place, Repeats, Span, Trait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Raw = list[object]
    Found = tuple[tuple[Trait, ...] | None, Repeats | None, Attribution | None]
    Told = tuple[Overlap, tuple[int, int]]
    Part = tuple[int, str, list[Told]]
    Printed = tuple[tuple[str, ...], tuple[str, ...], str, bool, bool, int, int]
    Judged = tuple[tuple[Finding, ...], tuple[Group, ...]]

# What JSON gives is of no type that can be told before it is looked at; the caller takes errors for nothing known.
_trait: Callable[..., Trait] = Trait
_claim: Callable[..., Claim] = Claim
_span: Callable[..., Span] = Span
_overlap: Callable[..., Overlap] = Overlap
_finding: Callable[..., Finding] = Finding
_other: Callable[..., Place] = Place
_group: Callable[..., Group] = Group
_attribution: Callable[..., Attribution] = Attribution
_repeats: Callable[..., Repeats] = Repeats


def found(raw: Raw) -> Found:
    """Return what was found in one text.  Raises TypeError or ValueError for lists that do not hold it."""
    traits, repeats, attribution = raw
    return (
        None if traits is None else tuple(_trait(kind, _place(at), *rest) for kind, at, *rest in _rows(traits)),
        None if repeats is None else _repeats_of(*_row(repeats)),
        None if attribution is None else _attribution_of(*_row(attribution)),
    )


def raw_of_found(found: Found) -> Raw:
    """Return what ``found`` reads."""
    traits, repeats, attribution = found
    return [
        None if traits is None else [[one.kind, _ends(one.span), one.detail, one.count] for one in traits],
        None
        if repeats is None
        else [
            [_raw_overlap(one) for one in repeats.pages],
            [_raw_overlap(one) for one in repeats.leads],
            _ends(repeats.keep),
            [_ends(span) for span in repeats.redundant],
            repeats.share,
        ],
        None if attribution is None else _raw_attribution(attribution),
    ]


def judged(raw: Raw) -> Judged:
    """Return the findings and the groups of a run.  Raises TypeError or ValueError for lists that do not hold them."""
    findings, groups = raw
    return (
        tuple(
            _finding(
                code, severity, document, path, line, _place(span), message,
                tuple(_other(at, _place(ends)) for at, ends in _rows(others)), *rest,
            )
            for code, severity, document, path, line, span, message, others, *rest in _rows(findings)
        ),
        tuple(
            _group(representative, tuple(_row(members)), tuple(_row(similarity)), *rest)
            for representative, members, similarity, *rest in _rows(groups)
        ),
    )  # fmt: skip


def raw_of_judged(judged: Judged) -> Raw:
    """Return what ``judged`` reads."""
    findings, groups = judged
    return [
        [
            [
                one.code, one.severity, one.document, one.path, one.line, _ends(one.span), one.message,
                [[place.document, _ends(place.span)] for place in one.evidence],
                one.fingerprint, one.count, one.score, one.subject,
            ]
            for one in findings
        ],
        [
            [one.representative, one.members, one.similarity, one.keep, one.why, one.independent_sources]
            for one in groups
        ],
    ]  # fmt: skip


def told(raw: object) -> list[Told]:
    """Return what two texts share.  Raises TypeError or ValueError for lists that do not hold it."""
    return [
        (_overlap(_place(left), _place(right), *rest), (_number(ours), _number(theirs)))
        for ours, theirs, left, right, *rest in _rows(raw)
    ]


def parts(raw: object, others: int) -> list[Part]:
    """Return what a document carries of *others*.  Raises TypeError or ValueError for lists that do not hold it."""
    found = [(_number(rank), _string(name), told(some)) for rank, name, some in _rows(raw)]
    if any(not 0 <= rank < others for rank, _, _ in found):
        raise ValueError("there is no such document")
    return found


def raw_of_told(some: Iterable[Told]) -> Raw:
    """Return what ``told`` reads."""
    return [[*words, *_raw_overlap(overlap)] for overlap, words in some]


def printed(raw: Raw) -> Printed:
    """Return what a text's lines name.  Raises TypeError or ValueError for lists that do not hold it."""
    outlets, credited, note, unnamed, headed, words, letters = raw
    names = _strings(outlets), _strings(credited), _string(note)
    return *names, unnamed is True, headed is True, _number(words), _number(letters)


def _repeats_of(pages: object, leads: object, keep: object, redundant: object, share: object) -> Repeats:
    return _repeats(_overlaps(pages), _overlaps(leads), _place(keep), tuple(map(_place, _row(redundant))), share)


def _attribution_of(claims: object, chain: object, days: object, *rest: object) -> Attribution:
    source, confidence, source_standing, published, asserters, standing, title = rest
    return _attribution(
        tuple(
            _claim(name, value, _place(ends), asserter, pattern, sure, tuple(_row(flags)))
            for name, value, ends, asserter, pattern, sure, flags in _rows(claims)
        ),
        source=source,
        source_confidence=confidence,
        source_standing=source_standing,
        chain=tuple(_row(chain)),
        published=published,
        published_asserters=tuple(_row(asserters)),
        published_standing=standing,
        event_dates=tuple(_row(days)),
        title=title,
    )


def _raw_attribution(one: Attribution) -> Raw:
    return [
        [
            [
                claim.property, claim.value, _ends(claim.span), claim.asserter, claim.pattern, claim.confidence,
                claim.flags,
            ]
            for claim in one.claims
        ],
        one.chain,
        one.event_dates,
        one.source,
        one.source_confidence,
        one.source_standing,
        one.published,
        one.published_asserters,
        one.published_standing,
        one.title,
    ]  # fmt: skip


def _overlaps(raw: object) -> tuple[Overlap, ...]:
    return tuple(_overlap(_place(left), _place(right), *rest) for left, right, *rest in _rows(raw))


def _raw_overlap(one: Overlap) -> Raw:
    return [_ends(one.left), _ends(one.right), one.words, one.similarity, one.kind, one.quoted]


def _place(ends: object) -> Span | None:
    return None if ends is None else _span(*_row(ends))


def _ends(span: Span | None) -> tuple[int, int] | None:
    return None if span is None else (span.start, span.end)


def _number(raw: object) -> int:
    if not isinstance(raw, int):
        raise TypeError(f"{type(raw).__name__} is no number")
    return raw


def _string(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError(f"{type(raw).__name__} is no string")
    return raw


def _strings(raw: object) -> tuple[str, ...]:
    return tuple(map(_string, _row(raw)))


def _rows(raw: object) -> Iterable[list[object]]:
    return map(_row, _row(raw))


def _row(raw: object) -> list[object]:
    if not isinstance(raw, list):
        raise TypeError(f"{type(raw).__name__} is no list")
    return raw
