"""Ids: every document has one of its own in the end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Document
from provenance.readers import unique_ids
from provenance.readers.collect import MAX_NOTICES
from provenance.readers.ids import place

OWN = st.sampled_from(["a", "b", "x.jsonl#1", "x.jsonl#2", "y.jsonl#1", "t.txt", "17"])


def record(path, line, own):
    return Document(own or f"{path}#{line}", path, b"", line, 1)


@st.composite
def corpora(draw):
    documents = [Document("t.txt", "t.txt", b"", None, 1)] * draw(st.integers(0, 1))
    for path in ("x.jsonl", "y.jsonl"):
        owns = draw(st.lists(st.none() | OWN, max_size=5))
        documents += [record(path, line, own) for line, own in enumerate(owns, 1)]
    return documents


@given(corpora())
def test_ids_are_unique_and_only_shared_ones_change(documents):
    """A document whose id is its own keeps it, unless it is the place of one that lost its own."""
    mended, notices = unique_ids(documents)

    ids = [document.id for document in mended]
    before = [document.id for document in documents]
    assert len(set(ids)) == len(ids)
    assert [place(document) for document in mended] == [place(document) for document in documents]
    places = {place(document) for document, one in zip(documents, ids, strict=True) if one == place(document)}
    for document, own, one in zip(documents, before, ids, strict=True):
        if before.count(own) > 1:
            assert one == place(document)
        else:
            assert one in (own, place(document))
            assert one == own or own in places
    assert bool(notices) == (ids != before or len(set(before)) < len(before))


@given(corpora(), st.randoms())
def test_the_order_of_documents_does_not_matter(documents, random):
    """Each gets the id that it gets in any other order."""
    expected = {place(document): document.id for document in unique_ids(documents)[0]}
    random.shuffle(documents)

    assert {place(document): document.id for document in unique_ids(documents)[0]} == expected


def test_every_one_of_the_documents_that_share_an_id_is_renamed():
    """Not all but the first; and one notice names the id and its first place."""
    documents = [record("a.jsonl", line, own) for line, own in enumerate(["x", "y", "x", "x"], 1)]

    mended, notices = unique_ids(documents)

    assert [document.id for document in mended] == ["a.jsonl#1", "y", "a.jsonl#3", "a.jsonl#4"]
    assert [(notice.kind, notice.path, notice.line) for notice in notices] == [("duplicate id", "a.jsonl", 1)]
    assert "'x' names 3 documents (a.jsonl#1, a.jsonl#3, …)" in notices[0].message


def test_unique_ids_stay_the_same_documents():
    """Nothing is copied when nothing is to do."""
    documents = [record("a.jsonl", line, None) for line in range(3)]

    mended, notices = unique_ids(documents)

    assert all(left is right for left, right in zip(documents, mended, strict=True))
    assert notices == ()


def test_a_record_that_is_called_like_a_file_does_not_take_its_name():
    """A file's id is its path, come what may."""
    mended, _ = unique_ids([Document("t.txt", "t.txt", b"", None, 1), record("x.jsonl", 1, "t.txt")])

    assert [document.id for document in mended] == ["t.txt", "x.jsonl#1"]


def test_many_shared_ids_are_summed_up():
    """A thousand notices, and one that counts the rest."""
    many = MAX_NOTICES + 5
    documents = [record("a.jsonl", line, f"own {line % many}") for line in range(2 * many)]

    _, notices = unique_ids(documents)

    assert len(notices) == MAX_NOTICES + 1
    assert notices[-1].count == 5
    assert "a.jsonl#1000" in notices[-1].message
