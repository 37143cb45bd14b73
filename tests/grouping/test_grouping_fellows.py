"""Pairs of documents that have much in common with the same third one."""

import numpy as np

from provenance.corpus import batch_of
from provenance.grouping.fellows import LISTED_CARRIERS, fellows
from provenance.grouping.ties import tie
from provenance.kernels.rows import rows_of
from provenance.model import RELATIONS
from provenance.model.passages import Overlaps
from provenance.pipeline import no_pairs
from provenance.sketch import shingle_sets


def words(start, count):
    return " ".join(f"word{number:03d}" for number in range(start, start + count))


LETTERS = 8  # of a word with its space


def overlap(left, right, count, *, quoted=False):
    """Return an overlap of *count* words, which begins at those places, counted in words."""
    ends = (place * LETTERS for at in (left, right) for place in (at, at + count))
    return *ends, count, 1.0, 0, quoted, count, count


def found(rows, sizes):
    """Return the pairs that *rows* of (head, carrier, overlap) tie, in documents of so many words."""
    return fellows(*columns(rows), np.array(sizes))


def columns(rows):
    heads, carriers, overlaps = zip(*rows, strict=True)
    ends = np.array(heads, np.int32), np.array(carriers, np.int32)
    return ends, Overlaps(rows_of(list(zip(heads, overlaps, strict=True))))


def pairs(rows, sizes):
    told = found(rows, sizes)
    return list(zip(told.left.tolist(), told.right.tolist(), strict=True))


def test_two_carriers_of_one_part_are_a_pair():
    """The whole of document 1 is in document 2, though both were only compared with document 0."""
    assert pairs([(0, 1, overlap(0, 0, 60)), (0, 2, overlap(0, 0, 60))], [100, 62, 300]) == [(1, 2)]


def test_two_carriers_of_different_parts_are_none():
    """What one has of the third document, the other has not."""
    assert pairs([(0, 1, overlap(0, 0, 60)), (0, 2, overlap(60, 0, 60))], [120, 62, 62]) == []


def test_a_part_that_is_less_than_half_of_both_is_none():
    """Many documents share a paragraph."""
    assert pairs([(0, 1, overlap(0, 0, 60)), (0, 2, overlap(0, 0, 60))], [100, 200, 300]) == []


def test_parts_of_several_documents_add_up():
    """Half of document 2 is in document 3: a quarter by document 0, a quarter by document 1."""
    rows = [
        (0, 2, overlap(0, 0, 30)), (0, 3, overlap(0, 50, 30)),
        (1, 2, overlap(0, 30, 30)), (1, 3, overlap(0, 80, 30)),
    ]  # fmt: skip

    assert pairs(rows, [300, 300, 100, 400]) == [(2, 3)]


def test_what_a_link_has_of_an_earlier_document_its_carriers_have_too():
    """Document 2 was compared with 1 only, and 1 has its part from 0."""
    assert (0, 2) in pairs([(0, 1, overlap(0, 40, 60)), (1, 2, overlap(20, 0, 80))], [64, 120, 90])


def test_a_link_that_has_another_part_of_the_earlier_document_ties_nothing():
    """What document 2 has of document 1, that one did not have from document 0."""
    assert pairs([(0, 1, overlap(0, 0, 60)), (1, 2, overlap(60, 0, 60))], [64, 120, 64]) == []


def test_quotations_alone_are_said_to_be():
    """All that both have of the third document is in quotation marks."""
    told = found([(0, 1, overlap(0, 0, 60, quoted=True)), (0, 2, overlap(0, 0, 60))], [100, 62, 300])

    assert told.quoted.tolist() == [True]


def test_of_many_carriers_none_is_compared_with_the_others():
    """Beyond the limit they are counted, so that a notice can say so."""
    many = LISTED_CARRIERS + 10

    told = found([(0, at, overlap(0, 0, 60)) for at in range(1, many + 1)], [100] + [62] * many)

    assert told.crowded > 0
    assert len(told.left) < many * (many - 1) // 2


def tied(texts, rows):
    def shingles(positions):
        some = batch_of([texts[position] for position in positions.tolist()])
        return shingle_sets(some.buffer, some.offsets, some.starts)

    return tie(no_pairs(), *columns(rows), np.array([len(text.split()) for text in texts]), shingles, texts.__getitem__)


STAR = (words(0, 60) + " " + words(500, 60), words(0, 60), words(0, 60) + " " + words(700, 240))
ROWS = [(0, 1, overlap(0, 0, 60)), (0, 2, overlap(0, 0, 60))]


def test_a_text_that_another_has_whole_is_listed():
    """With its exact shares."""
    pairs, notices = tied(STAR, ROWS)

    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2)]
    assert pairs.left_in_right[2] == 1
    assert RELATIONS[pairs.relation[2]] == "contained"
    assert notices == ()


def test_a_text_of_which_another_has_less_than_half_is_not():
    """That passages meet does not mean that shingles do."""
    texts = (STAR[0], words(0, 3) + " other " + words(4, 3) + " other " + words(2000, 54), STAR[2])

    pairs, _ = tied(texts, ROWS)

    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == [(0, 1), (0, 2)]


def test_the_notice_counts_the_documents():
    """More carriers than are compared with each other."""
    many = LISTED_CARRIERS + 10
    texts = [words(0, 60)] + [words(0, 60) + f" end{at}" for at in range(many)]

    _, (notice,) = tied(texts, [(0, at, overlap(0, 0, 60)) for at in range(1, many + 1)])

    assert "share a passage with more than 50 others" in notice.message
