"""REP: pages, passages, titles and leads that occur more than once in their own file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Place
from provenance.rules.find import place
from provenance.rules.rule import Rule, Samples
from provenance.rules.wording import folded, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Finding, Overlap, Repeats, Span
    from provenance.rules.case import Case
    from provenance.rules.find import Find

_LISTED = 5  # places named in a message; the rest are counted
_STOPS = ".!?…。！？।؟\"'”’»)]"  # a finding is the same one whether or not its span ends with them
_TITLE = "The old bridge is open again\n"
_BRIDGE = (
    "The old bridge over the canal was opened again on Monday after nine months of repairs. The mayor thanked the "
    "forty workers who had laid every one of its stones by hand.\n"
)


def repeated_page(case: Case, find: Find) -> Iterator[Finding]:
    """A page or a run of several sentences occurs more than once in the same file.

    What it does: looks for passages of at least twenty words that occur again in the same file, with the same or with
    other line breaks.  However often a passage occurs, it is one finding.  The message names the other places, the
    clean span to keep, and the redundant share of the file: the characters of all repeated pages, titles and leads that
    are not kept, divided by the characters of the file.

    Repetition that belongs to the form of a text is not reported: refrains, numbered clauses and dated items, forms
    that are filled in with other figures or names, quoted messages, signatures, pull quotes.

    Why it matters: the words of the file count twice.  Often one of the copies is worse than the other: flattened
    for search engines, with glued sentences and lists of tags in it.

    What to do: keep the span that the message names, which is the better copy.
    """
    for position, repeats in enumerate(case.evidence.repeats):
        for dropped, kept, words in _families(repeats, repeats.pages):
            copy, *more = dropped
            keep = repeats.keep or kept
            others = [kept, *more]
            yield find(
                position,
                f"passage of {words:,} words repeated at characters {_ranges(others)}; keep "
                f"{keep.start}–{keep.end}; {repeats.share:.1%} of the file is redundant",
                folded(case.evidence.text(position)[copy.start : copy.end].rstrip(_STOPS)),
                span=copy,
                others=tuple(Place(position, one) for one in (*others, *((keep,) if keep != kept else ()))),
                score=repeats.share,
            )


def _ranges(spans: Sequence[Span]) -> str:
    """Return the ranges of *spans*; of many, the first ones and the number of the rest."""
    shown = [f"{span.start}–{span.end}" for span in spans[:_LISTED]]
    if len(spans) > len(shown):
        shown.append(f"{len(spans) - len(shown):,} more")
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


REPEATED_PAGE = Rule(
    "REP001",
    "repeated-page",
    "error",
    repeated_page,
    needs=("repeats",),
    samples=Samples(
        found={"page.txt": f"{_TITLE}\n{_BRIDGE}\n{_TITLE}\n{_BRIDGE}"},
        silent={"page.txt": f"{_TITLE}\n{_BRIDGE}"},
    ),
)


def repeated_lead(case: Case, find: Find) -> Iterator[Finding]:
    """The title or the lead occurs more than once in the same file.

    What it does: looks for a line of at least four words at the head of the text that occurs again as a line, and for
    a first paragraph that occurs again.  Titles and leads inside a repeated page are reported with that page.

    Why it matters: the words of titles count twice, and it shows that the extraction took a page's metadata along with
    its text.

    What to do: keep the copy that is next to the text.
    """
    for position, repeats in enumerate(case.evidence.repeats):
        pages = [copy for dropped, _, _ in _families(repeats, repeats.pages) for copy in dropped]
        leads = [(copy, kept) for dropped, kept, _ in _families(repeats, repeats.leads) for copy in dropped]
        for copy, other in sorted(leads):
            if any(page.start <= copy.start and copy.end <= page.end for page in pages):
                continue
            text = case.evidence.text(position)[copy.start : copy.end]
            yield find(
                position,
                f"repeated at characters {other.start}–{other.end}: {quoted(text)}",
                folded(text),
                span=copy,
                others=place(position, other),
            )


REPEATED_LEAD = Rule(
    "REP002",
    "repeated-lead",
    "warning",
    repeated_lead,
    needs=("repeats",),
    samples=Samples(
        found={"page.txt": f"{_TITLE}{_TITLE}\n{_BRIDGE}"},
        silent={"page.txt": f"{_TITLE}\n{_BRIDGE}"},
    ),
)


def _families(repeats: Repeats, overlaps: Sequence[Overlap]) -> list[tuple[list[Span], Span, int]]:
    """Return for each content in *overlaps* its copies that are not kept, the copy that is kept, and its words.

    The copies are in order, and so are the families by their first copies.
    """
    if not overlaps:
        return []
    partners: dict[Span, list[Overlap]] = {}
    for overlap in overlaps:
        partners.setdefault(overlap.left, []).append(overlap)
        partners.setdefault(overlap.right, []).append(overlap)
    result = []
    seen: set[Span] = set()
    for first in sorted(partners):
        family, waiting = [], [] if first in seen else [first]
        while waiting:
            copy = waiting.pop()
            if copy not in seen:
                seen.add(copy)
                family.append(copy)
                waiting += [side for overlap in partners[copy] for side in (overlap.left, overlap.right)]
        dropped = sorted(copy for copy in family if _dropped(copy, repeats.redundant))
        if dropped:
            own = partners[dropped[0]][0]
            kept = min(set(family).difference(dropped), default=own.left if dropped[0] == own.right else own.right)
            result.append((dropped, kept, own.words))
    return sorted(result)


def _dropped(span: Span, redundant: Sequence[Span]) -> bool:
    """Return whether more than half of *span* lies in *redundant*, which ascends and does not overlap itself."""
    from bisect import bisect_right

    shared = 0
    at = max(bisect_right(redundant, span.start, key=lambda one: one.start) - 1, 0)
    while at < len(redundant) and redundant[at].start < span.end:
        shared += max(min(redundant[at].end, span.end) - max(redundant[at].start, span.start), 0)
        at += 1
    return 2 * shared > len(span)


RULES = (REPEATED_PAGE, REPEATED_LEAD)
