"""From answers of an index to what ``match`` prints: a table for people, JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TextIO

    from provenance.index.answers import Answer, Known
    from provenance.model import Document, Overlap, Span
    from provenance.settings import Config

    Writer = Callable[[Sequence[Answer], str, TextIO, Config], Iterator[str]]

_ROWS = 10  # documents that the table shows for each text
_HEADER = ("relation", "document", "alike", "inside", "words", "published", "source", "first")


def as_table(answers: Sequence[Answer], index: str, stream: TextIO, config: Config) -> Iterator[str]:
    """Yield for each text a line that says what is new, and a table of the documents that have parts of it."""
    from provenance.reporters.display import count, encodable, one_line

    for number, answer in enumerate(answers):
        if number and answer.matches:
            yield "\n"
        yield f"{encodable(one_line(answer.document.id), stream)}: {_share(answer)}\n"
        yield from _rows(answer, stream)
        more = len(answer.matches) - _ROWS
        if more > 0:
            yield f"  and {count(more, 'more document')}; -f json lists all\n"
        if answer.left_out:
            yield f"  {count(answer.left_out, 'document')} with less in common were not compared\n"
        if answer.crowded:
            yield "  some of its phrases are in so many documents that not all of these were looked at\n"


def _share(answer: Answer) -> str:
    from provenance.reporters.display import count, percent

    if not answer.matches:
        return "nothing of it is in the index"
    stock = f", {percent(answer.stock)} stock phrases" if answer.stock else ""
    found = count(len(answer.matches), "document")
    return f"{percent(answer.indexed)} in {found} of the index{stock}, {percent(answer.new)} new"


def _rows(answer: Answer, stream: TextIO) -> Iterator[str]:
    from provenance.reporters.display import aligned, encodable, one_line, percent

    if not answer.matches:
        return
    rows: list[tuple[str, ...]] = [_HEADER]
    for known in answer.matches[:_ROWS]:
        match, said = known.match, known.attribution
        rows.append(
            (
                match.relation,
                encodable(one_line(match.document.id), stream),
                percent(match.jaccard),
                percent(match.inside),
                f"{sum(overlap.words for overlap in match.overlaps):,}",
                said.published if said is not None else "",
                encodable(one_line(said.source), stream) if said is not None else "",
                _first(known),
            )
        )
    yield from (f"  {line}\n" for line in aligned(rows))


def _first(known: Known) -> str:
    return known.first if known.first in ("", "undecided") else f"{known.first} ({known.confidence})"


def as_json(answers: Sequence[Answer], index: str, stream: TextIO, config: Config) -> Iterator[str]:
    """Yield one JSON object with all texts."""
    from provenance.reporters.encode import encode

    yield encode({"tool": "provenance", "index": index, "texts": [_record(answer) for answer in answers]}) + "\n"


def as_json_lines(answers: Sequence[Answer], index: str, stream: TextIO, config: Config) -> Iterator[str]:
    """Yield a JSON object for each text."""
    from provenance.reporters.encode import encode

    for answer in answers:
        yield encode(_record(answer)) + "\n"


def _record(answer: Answer) -> dict[str, object]:
    return {
        **document_record(answer.document),
        "published": answer.attribution.published,
        "source": answer.attribution.source,
        "new": round(answer.new, 6),
        "indexed": round(answer.indexed, 6),
        "stock": round(answer.stock, 6),
        "left_out": answer.left_out,
        "crowded": answer.crowded,
        "matches": [_match(known) for known in answer.matches],
    }


def document_record(document: Document) -> dict[str, object]:
    """Return what says which document it is."""
    return {"id": document.id, "path": document.path, "line": document.line, "sha256": document.sha256}


def _match(known: Known) -> dict[str, object]:
    match, said = known.match, known.attribution
    return {
        **document_record(match.document),
        "relation": match.relation,
        "jaccard": round(match.jaccard, 6),
        "text_in_document": round(match.inside, 6),
        "document_in_text": round(match.covers, 6),
        "published": said.published if said is not None else "",
        "source": said.source if said is not None else "",
        "title": said.title if said is not None else "",
        "first": known.first,
        "confidence": known.confidence,
        "why": list(known.why),
        "passages": [_passage(overlap) for overlap in match.overlaps],
    }


def _passage(overlap: Overlap) -> dict[str, object]:
    return {
        "text": span_record(overlap.left),
        "document": span_record(overlap.right),
        "words": overlap.words,
        "similarity": round(overlap.similarity, 6),
        "kind": overlap.kind,
        "quoted": overlap.quoted,
    }


def span_record(span: Span) -> dict[str, int]:
    """Return the bounds of a span, in code points."""
    return {"start": span.start, "end": span.end}


WRITERS: dict[str, Writer] = {"table": as_table, "json": as_json, "jsonl": as_json_lines}
