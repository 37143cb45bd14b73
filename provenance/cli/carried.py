"""From the carriers of sentences to what ``where`` prints: a table for people, JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TextIO

    from provenance.index.carriers import Carrier, Sentence
    from provenance.model import Attribution, Document
    from provenance.settings import Config

    Writer = Callable[[Sequence["Looked"], str, TextIO, Config], Iterator[str]]

_ROWS = 5  # documents that the table shows for each sentence
_SHOWN = 60  # columns of a sentence
_HEADER = ("document", "published", "source", "words", "place")


class Looked(NamedTuple):
    """A text, its sentences with their carriers, and what these documents say about themselves, by number."""

    document: Document
    text: str
    sentences: Sequence[Sentence]
    attributions: Mapping[int, Attribution]

    def first(self, sentence: Sentence) -> Carrier | None:
        """Return the carrier that came first of those that have the most of a *sentence*; None: that is not sure."""
        from provenance.index.carriers import first_of

        most = [one for one in sentence.carriers if one.words == sentence.carriers[0].words]
        at = first_of([self.attributions[one.number] for one in most])
        return None if at is None else most[at]


def as_table(looked: Sequence[Looked], index: str, stream: TextIO, config: Config) -> Iterator[str]:
    """Yield for each text a line that says how many sentences are carried, and a table for each of these."""
    from provenance.reporters.display import count, encodable, one_line

    for number, one in enumerate(looked):
        if number:
            yield "\n"
        carried = [sentence for sentence in one.sentences if sentence.carriers]
        every = count(len(one.sentences), "sentence")
        name = encodable(one_line(one.document.id), stream)
        yield f"{name}: {len(carried):,} of {every} carried by documents of the index\n"
        for sentence in carried:
            yield from _sentence(one, sentence, stream)
        short = sum(sentence.short and not sentence.carriers for sentence in one.sentences)
        if short:
            yield f"  {count(short, 'sentence')} too short to be looked up: not found, but perhaps there\n"


def _sentence(one: Looked, sentence: Sentence, stream: TextIO) -> Iterator[str]:
    from provenance.reporters.display import aligned, count, encodable, one_line, shorten

    shown = shorten(one_line(one.text[sentence.span.start : sentence.span.end]), _SHOWN)
    parts = len(sentence.carriers) - sentence.whole
    said = [count(sentence.whole, "document")] if sentence.whole else []
    said += [f"{count(parts, 'document')} a part of it"] if parts else []
    first = one.first(sentence)
    if first is not None and len(sentence.carriers) > 1:
        said.append(f"first {encodable(one_line(first.document.id), stream)}")
    yield f'  "{encodable(shown, stream)}": {", ".join(said)}\n'
    rows: list[tuple[str, ...]] = [_HEADER]
    for carrier in sentence.carriers[:_ROWS]:
        about = one.attributions[carrier.number]
        rows.append(
            (
                encodable(one_line(carrier.document.id), stream),
                about.published,
                encodable(one_line(about.source), stream),
                f"{carrier.words:,} of {sentence.words:,}",
                f"{carrier.there.start}-{carrier.there.end}",
            )
        )
    yield from (f"    {line}\n" for line in aligned(rows))
    if len(sentence.carriers) > _ROWS:
        yield f"    and {count(len(sentence.carriers) - _ROWS, 'more document')}; -f json lists all\n"
    if sentence.crowded:
        yield f"    more documents than these share a phrase of it; {_most():,} were looked at\n"


def _most() -> int:
    from provenance.index.matching import MOST_CARRIERS

    return MOST_CARRIERS


def as_json(looked: Sequence[Looked], index: str, stream: TextIO, config: Config) -> Iterator[str]:
    """Yield one JSON object with all texts."""
    from provenance.reporters.encode import encode

    yield encode({"tool": "provenance", "index": index, "texts": [_record(one) for one in looked]}) + "\n"


def as_json_lines(looked: Sequence[Looked], index: str, stream: TextIO, config: Config) -> Iterator[str]:
    """Yield a JSON object for each text."""
    from provenance.reporters.encode import encode

    for one in looked:
        yield encode(_record(one)) + "\n"


def _record(one: Looked) -> dict[str, object]:
    from provenance.cli.matched import document_record

    return {
        **document_record(one.document),
        "sentences": [_sentence_record(one, sentence) for sentence in one.sentences],
    }


def _sentence_record(one: Looked, sentence: Sentence) -> dict[str, object]:
    from provenance.cli.matched import document_record, span_record

    first = one.first(sentence) if sentence.carriers else None
    return {
        **span_record(sentence.span),
        "text": one.text[sentence.span.start : sentence.span.end],
        "words": sentence.words,
        "too_short": sentence.short,
        "crowded": sentence.crowded,
        "documents": len(sentence.carriers),
        "whole": sentence.whole,
        "first": first.document.id if first is not None else "",
        "carriers": [
            {
                **document_record(carrier.document),
                "words": carrier.words,
                "whole": carrier.whole,
                "text": span_record(carrier.here),
                "document": span_record(carrier.there),
                "published": one.attributions[carrier.number].published,
                "source": one.attributions[carrier.number].source,
                "title": one.attributions[carrier.number].title,
            }
            for carrier in sentence.carriers
        ],
    }


WRITERS: dict[str, Writer] = {"table": as_table, "json": as_json, "jsonl": as_json_lines}
