"""From a report to what texts say about rights, by source: whose they are, where it is said, how much text it is about.

These are figures and places, and no advice: what a notice means is for people to judge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.documents import Ids, sizes
from provenance.reporters.display import count, escaped, piped, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TextIO

    from provenance.model import Claim, Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

_SHOWN = 100  # rows of a table, so that the page of a large corpus still opens
_WIDEST = 120
_SCOPES = {"rights": "text", "photo_rights": "photo"}
# Who speaks from outside of the text: the card of a record or a page, or the settings.
_CARD = frozenset(("container", "markup", "crawl header", "operator", "address"))


class Notice(NamedTuple):
    """A notice of rights in a document: its *scope* (text or photo), and the claim."""

    document: int
    scope: str
    claim: Claim


def write(report: Report, stream: TextIO, _: Config, places: Places) -> None:
    """Write the page to *stream*."""
    notices = list(found(report))
    stream.write("# Provenance report\n\n- notices of rights by source\n")
    stream.write(f"- {count(len(notices), 'notice')} in {count(len({one.document for one in notices}), 'document')}, ")
    stream.write(f"of {count(len(report.evidence.documents), 'document')}\n")
    stream.write("- what a notice allows is not judged here\n")
    for part in (_by_source(report, notices), _by_notice(report, notices), _conflicts(report, notices)):
        stream.writelines(f"{line}\n" for line in part)


def found(report: Report) -> Iterator[Notice]:
    """Yield the notices of rights, in the order of documents and places."""
    for position, one in enumerate(report.evidence.attributions):
        for claim in one.claims:
            if claim.property in _SCOPES:
                yield Notice(position, _SCOPES[claim.property], claim)


def unique_words(report: Report) -> Mapping[int, int]:
    """Return by document the words that are in no copy that is kept instead of it."""
    dropped = {member for group in report.evidence.groups for member in group.members if member != group.keep}
    words = report.evidence.words.tolist()
    return {at: 0 if at in dropped else number for at, number in enumerate(words)}


def _by_source(report: Report, notices: Sequence[Notice]) -> Iterator[str]:
    """Yield the table of sources: documents, with and without a notice, bytes, words, words without copies."""
    bytes_, words = sizes(report.evidence.documents).tolist(), report.evidence.words.tolist()
    unique, noted = unique_words(report), {one.document for one in notices if one.scope == "text"}
    by_source: dict[str, list[int]] = {}
    for at in range(len(words)):
        attributions = report.evidence.attributions
        source = attributions[at].source if attributions else ""
        row = by_source.setdefault(source, [0] * 5)
        for slot, more in enumerate((1, int(at in noted), bytes_[at], words[at], unique[at])):
            row[slot] += more
    yield "\n## Sources\n"
    header = ("source", "documents", "with a notice", "bytes", "words", "words without copies")
    ordered = sorted(by_source.items(), key=lambda item: (-item[1][3], item[0]))
    rows = [(escaped(source or "unknown"), *(f"{value:,}" for value in row)) for source, row in ordered]
    yield from _table(header, rows)


def _by_notice(report: Report, notices: Sequence[Notice]) -> Iterator[str]:
    """Yield the table of notices, the most frequent first, with the first place of each."""
    ids = Ids(report.evidence.documents)
    same: dict[tuple[str, str, str], list[Notice]] = {}
    for one in notices:
        source = report.evidence.attributions[one.document].source
        same.setdefault((one.claim.value, one.scope, source), []).append(one)
    yield "\n## Notices\n"
    rows = []
    for (value, scope, source), some in sorted(same.items(), key=lambda item: (-len(item[1]), item[0])):
        first = some[0]
        span = first.claim.span
        place = ids[first.document] + (f" {span.start}–{span.end}" if span else f" ({first.claim.asserter})")
        cells = (value, scope, source or "unknown", place)
        shown = [escaped(shorten(cell, _WIDEST)) for cell in cells]
        rows.append((shown[0], shown[1], shown[2], f"{len(some):,}", shown[3]))
    yield from _table(("notice", "about", "source", "notices", "first place"), rows)


def _conflicts(report: Report, notices: Sequence[Notice]) -> Iterator[str]:
    """Yield the documents about whose text the card and the text itself say different things."""
    ids = Ids(report.evidence.documents)
    said: dict[int, tuple[set[str], set[str]]] = {}
    for one in notices:
        if one.scope == "text":
            sides = said.setdefault(one.document, (set(), set()))
            sides[one.claim.asserter not in _CARD].add(one.claim.value)
    rows = [
        tuple(escaped(shorten(cell, _WIDEST)) for cell in (ids[at], "; ".join(sorted(card)), "; ".join(sorted(text))))
        for at, (card, text) in said.items()
        if card and text and card != text
    ]
    yield "\n## Cards that say something else than their texts\n"
    yield from _table(("document", "card", "text"), rows)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if not rows:
        yield "None."
        return
    yield piped(header, rows[:_SHOWN])
    if len(rows) > _SHOWN:
        yield f"\nand {len(rows) - _SHOWN:,} more"
