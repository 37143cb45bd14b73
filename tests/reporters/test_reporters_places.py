"""The places of a report in bytes: each text is read once, and every place is that of a slice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sample_report import bare

from provenance.model import Attribution, Carrier, Claim, Document, Evidence, Passage, Span
from provenance.reporters.html.index import passage_texts
from provenance.reporters.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIGNS = "ab ầ\U0001f600\ud800"


def spans(text: str) -> st.SearchStrategy[Span]:
    """Any span of *text*, empty ones too."""
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    return ends.map(lambda ends: Span(min(ends), max(ends)))


@st.composite
def corpora(draw: st.DrawFn) -> tuple[tuple[str, ...], Evidence]:
    """Some texts, with claims and passages anywhere in them."""
    texts = tuple(draw(st.lists(st.text(SIGNS, max_size=8), min_size=1, max_size=5)))
    places = st.integers(0, len(texts) - 1).flatmap(lambda at: st.tuples(st.just(at), spans(texts[at])))
    found = [draw(st.lists(st.none() | spans(text), max_size=3)) for text in texts]
    carriers = draw(st.lists(st.lists(places, min_size=1, max_size=3), max_size=4))
    evidence = attrs.evolve(
        bare().evidence,
        documents=tuple(Document(str(at), "", b"", None, 0) for at in range(len(texts))),
        words=np.zeros(len(texts), np.int64),
        text=texts.__getitem__,
        attributions=tuple(
            Attribution(tuple(Claim("source", "x", span, "text", "p", "low") for span in own)) for own in found
        ),
        passages=tuple(Passage(tuple(Carrier(at, span, 1, 1.0, "near") for at, span in own)) for own in carriers),
    )
    return texts, evidence


def slow(text: str, point: int) -> int:
    """The length of what stands before *point*, in bytes."""
    return len(text[:point].encode("utf-8", "surrogatepass"))


@given(corpora())
def test_claims_stand_where_their_slices_do(corpus: tuple[tuple[str, ...], Evidence]) -> None:
    """A claim has its place in code points and bytes and its words; one outside the text has none."""
    texts, evidence = corpus

    blocks = Places(evidence).claims()

    found = [row for block in blocks for row in zip(*block[3:], strict=True)]
    assert found == [
        (None, None, None, None, "")
        if claim.span is None
        else (
            claim.span.start,
            claim.span.end,
            slow(text, claim.span.start),
            slow(text, claim.span.end),
            text[claim.span.start : claim.span.end],
        )
        for text, attribution in zip(texts, evidence.attributions, strict=True)
        for claim in attribution.claims
    ]
    assert [count for block in blocks for count in block.counts] == [len(own.claims) for own in evidence.attributions]


@given(corpora(), st.booleans())
def test_carriers_stand_where_their_slices_do(corpus: tuple[tuple[str, ...], Evidence], attributed: bool) -> None:
    """Every carrier has its place in bytes, whether anybody looked for claims or not."""
    texts, evidence = corpus
    evidence = evidence if attributed else attrs.evolve(evidence, attributions=())

    starts, ends = Places(evidence).carriers()

    carriers = [carrier for passage in evidence.passages for carrier in passage.carriers]
    assert starts.tolist() == [slow(texts[carrier.document], carrier.span.start) for carrier in carriers]
    assert ends.tolist() == [slow(texts[carrier.document], carrier.span.end) for carrier in carriers]


@given(corpora())
def test_only_texts_with_places_are_read_and_each_once(corpus: tuple[tuple[str, ...], Evidence]) -> None:
    """They are asked for in their order, so that a corpus on disk is read along."""
    texts, evidence = corpus
    read: list[int] = []

    def texts_at(positions: Sequence[int]) -> Iterable[str]:
        read.extend(positions)
        return map(texts.__getitem__, positions)

    places = Places(attrs.evolve(evidence, texts_at=texts_at))
    places.claims()
    places.carriers()

    carrying = {carrier.document for passage in evidence.passages for carrier in passage.carriers}
    claimed = {
        at for at, own in enumerate(evidence.attributions) if any(claim.span is not None for claim in own.claims)
    }
    assert read == sorted(carrying | claimed)


@given(corpora())
def test_the_page_reads_a_text_once_for_all_its_passages(corpus: tuple[tuple[str, ...], Evidence]) -> None:
    """However many passages begin in it; the words of each are those at its first carrier."""
    texts, evidence = corpus
    read: list[int] = []

    def text(position: int) -> str:
        read.append(position)
        return texts[position]

    found = passage_texts(attrs.evolve(evidence, text=text))

    firsts = [passage.carriers[0] for passage in evidence.passages]
    assert found == [texts[first.document][first.span.start : first.span.end] for first in firsts]
    assert read == sorted({first.document for first in firsts})
