"""Sketches: the numbers that grouping starts from."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_words import locate, shingles
from words_twin import texts

from provenance.model import Batch
from provenance.sketch import datasketch_minhash, permutations, shingle_sets, sketch


def batch_of(found: list[str], headers: list[int] | None = None) -> Batch:
    """A batch of texts whose articles begin at the code points *headers*."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in found]
    heads = [text[:header] for text, header in zip(found, headers or [0] * len(found), strict=True)]
    before = [len(head.encode("utf-8", "surrogatepass")) for head in heads]
    offsets = np.concatenate(([0], np.cumsum([len(text) for text in encoded]))).astype(np.int64)
    return Batch((), b"".join(encoded), offsets, offsets[:-1] + np.array(before, np.int64))


def test_permutations_are_those_of_datasketch() -> None:
    """The table holds what datasketch draws for seed 1 in its affine32 scheme."""
    datasketch = pytest.importorskip("datasketch")
    wanted = datasketch.MinHash(num_perm=128, seed=1, scheme="affine32").permutations

    assert (np.stack(permutations()) == wanted).all()


@given(st.lists(texts(), max_size=5))
def test_signatures_are_those_of_datasketch(found: list[str]) -> None:
    """A signature equals that of a MinHash which was fed the same shingle hashes."""
    datasketch = pytest.importorskip("datasketch")
    batch = batch_of(found)
    values, bounds = shingle_sets(batch.buffer, batch.offsets, batch.starts)

    for row, begin, end in zip(sketch(batch).signatures, bounds[:-1], bounds[1:], strict=True):
        wanted = datasketch.MinHash(num_perm=128, seed=1, scheme="affine32", hashfunc=int)
        wanted.update_batch((values[begin:end] >> np.uint64(32)).tolist())
        assert (row == wanted.hashvalues).all()


def test_a_signature_goes_to_datasketch() -> None:
    """The interchange object compares with others and estimates the similarity of its texts."""
    pytest.importorskip("datasketch")
    rows = sketch(batch_of(["one two three four five six", "one two three four five seven", ""])).signatures
    one, other, empty = (datasketch_minhash(row) for row in rows)

    assert one.jaccard(one) == 1
    assert 0 < one.jaccard(other) < 1
    assert empty.is_empty()


@given(st.lists(texts(), max_size=5))
def test_shingle_sets_count_as_the_slow_twins(found: list[str]) -> None:
    """Sets are as large, and share as much, as the slow twin's; they ascend and hold nothing twice."""
    batch = batch_of(found)
    values, bounds = shingle_sets(batch.buffer, batch.offsets, batch.starts)
    sets = [values[begin:end].tolist() for begin, end in pairwise(bounds)]

    assert sets == [sorted(set(one)) for one in sets]
    for text, one in zip(found, sets, strict=True):
        assert len(one) == len(shingles(text))
        assert len(set(one) & set(sets[0])) == len(shingles(text) & shingles(found[0]))


@given(texts(), texts())
def test_equal_words_have_equal_digests(one: str, other: str) -> None:
    """The digest tells word sequences apart and sees nothing else of the text."""
    again = " ".join(word for _, _, word in locate(one))
    same = [word for _, _, word in locate(one)] == [word for _, _, word in locate(other)]
    found = sketch(batch_of([one, other, again]))

    assert (found.digests[0] == found.digests[1] and found.words[0] == found.words[1]) == same
    if len(locate(again)) == len(locate(one)):
        assert found.digests[0] == found.digests[2]


@given(texts(), st.integers(0, 10))
def test_headers_do_not_count(text: str, header: int) -> None:
    """A document whose article starts later is sketched as the article alone."""
    header = min(header, len(text))
    found = sketch(batch_of([text, text[header:]], [header, 0]))

    assert found.words[0] == found.words[1] == len(locate(text[header:]))
    assert (found.signatures[0] == found.signatures[1]).all()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("an engineer cancelled all ferries", "an engi-\nneer can-\n  celled all fer-\r\nries"),
        ("chuyến phà đã hoãn", "chuyen pha da hoan"),
        ("le café « fermé »", "le cafÃ© Â« fermÃ© Â»"),
    ],
)
def test_the_same_words_written_otherwise_are_identical(one: str, other: str) -> None:
    """Divided lines, plain letters and mojibake change neither digest nor signature, with a header or without."""
    found = sketch(batch_of([one, other, f"Überschrift fer-\n{other}"], [0, 0, 17]))

    assert len(set(found.digests.tolist())) == 1
    assert (found.signatures == found.signatures[0]).all()


def test_texts_without_words() -> None:
    """They have no words, digest 0 and a signature of ones; an empty batch has no rows."""
    found = sketch(batch_of(["", " … ", "word"]))

    assert found.words.tolist() == [0, 0, 1]
    assert found.digests[:2].tolist() == [0, 0]
    assert (found.signatures[:2] == 0xFFFFFFFF).all()
    assert sketch(batch_of([])).signatures.shape == (0, 128)


def test_order_of_words_counts() -> None:
    """The same words in another order have another digest and other shingles."""
    found = sketch(batch_of(["a b c d e f", "f e d c b a", "a b", "b a"]))

    assert len(set(found.digests.tolist())) == 4
    assert not (found.signatures[2] == found.signatures[3]).all()
