"""The compiled alignment of two texts, and of a document with all that it meets, does what the plain one does."""

from __future__ import annotations

import random

import numpy as np
import pytest
from alignment_texts import VOCABULARY, anything, pairs, passage, pieced, words
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from provenance.alignment.meetings import meetings
from provenance.kernels import COMPILED, kernels, plain

pytestmark = pytest.mark.skipif(not COMPILED, reason="the kernels are not compiled here")
LEAST = st.sampled_from([1, 3, 5, 10])
MARKS = ["“", "”", "„", "«", "»", "「", '"', "\n", "\n> ", ",", "-"]


def edited(text: list[str], rng: random.Random) -> list[str]:
    """Return words with some misread, left out, put in, moved and quoted."""
    found = []
    for word in text:
        misread, other, quoted = (
            word[:1] + rng.choice("abcdefghij") + word[2:],
            rng.choice(VOCABULARY),
            rng.choice(MARKS),
        )
        ways = [[word]] * 85 + [[misread]] * 5 + [[]] * 3 + [[other, word]] * 3 + [[quoted + word]] * 4
        found.extend(rng.choice(ways))
    if rng.random() < 0.3:
        at = rng.randrange(len(found) + 1)
        found = found[at:] + found[:at]
    return found


@st.composite
def reused(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts of sentences from one pool, edited, some several times, among words of their own."""
    rng = random.Random(draw(st.integers(0, 10**9)))
    pool = [words(rng.randint(4, 60), rng.randrange(100)) for _ in range(4)]
    sides = []
    for _ in range(2):
        pieces = [edited(rng.choice(pool), rng) for _ in range(rng.randint(1, 6))]
        pieces += [words(rng.randint(0, 60), rng.randrange(1000)) for _ in range(rng.randint(0, 3))]
        rng.shuffle(pieces)
        sides.append(rng.choice([". ", " ", "\n\n"]).join(" ".join(piece) for piece in pieces))
        if rng.random() < 0.2:
            sides[-1] = "> " + rng.choice(["\n> ", "\n > >", " \n>", ":\n", ":  \n> "]).join(sides[-1].split(". "))
    return sides[0], sides[1]


THAI = str.maketrans("abcdefghij", "กขคงจิ่าเส", " ")


def unspaced() -> st.SearchStrategy[tuple[str, str]]:
    """The same in letters and marks of a script without spaces, or in it on one side only, or in parts."""
    cut = st.integers(0, 200)
    return st.tuples(reused(), cut, cut).map(
        lambda drawn: (drawn[0][0].translate(THAI), drawn[0][1][: drawn[1]] + drawn[0][1][drawn[1] :].translate(THAI))
    )


def texts_aligned(which, left, right, least):
    return which.align_texts(which.Letters(left), which.Letters(right), least)


@given(st.one_of(reused(), unspaced(), pairs(), st.tuples(anything(), anything())), LEAST)
@example((passage(30), passage(30)), 10)
@example(("", "a b c"), 1)
@example(("日本語を話す人々がここに住んでいますそして" * 3, "人々がここに住んでいますそして日本語"), 5)
def test_two_texts(texts, least):
    """Compiled and plain give equal overlaps of two texts, and of these the other way round."""
    left, right = texts

    assert texts_aligned(kernels, left, right, least) == texts_aligned(plain, left, right, least)
    assert texts_aligned(kernels, right, left, least) == texts_aligned(plain, right, left, least)


@given(st.one_of(reused().map(" ".join), pieced(), anything()), LEAST)
@example("ab " * 200, 1)
@example(f"{passage(20)} {passage(20)} {passage(20)}", 10)
def test_one_text(text, least):
    """Compiled and plain give equal repeats."""
    fast, slow = (which.align_own(which.Letters(text), least + 2, least) for which in (kernels, plain))

    assert fast == slow


def carried(which, met, texts, least):
    """What a document carries, and which texts it asked for on the way."""
    carrying, asked = which.Carrying(which.Letters(texts[met.document]), met.columns, least), []
    needed = carrying.step()
    while needed >= 0:
        asked.append(needed)
        needed = carrying.step(which.Letters(texts[needed]))
    return carrying.rows().tolist(), asked


def carried_of_each(which, met, texts, least):
    """What a document carries of each of the documents that it meets, as if that were the only one."""
    documents, there, here = (np.asarray(column) for column in met.columns[:3])
    order = np.argsort(documents, kind="stable")
    others = [which.Letters(text) for text in texts]
    columns = tuple(column[order].astype(np.int32) for column in (documents, there, here))
    return which.carry_each(which.Letters(texts[met.document]), others, columns, least).tolist()


@given(st.lists(reused(), min_size=1, max_size=4), LEAST)
@settings(max_examples=40)
def test_what_documents_carry_of_each(some, least):
    """Compiled and plain find the same passages of each document by itself, and those of one do not hide another's."""
    texts = [text for both in some for text in both]
    for met in meetings([*texts, *texts[-2:]]):
        both = [*texts, *texts[-2:]]
        found = carried_of_each(kernels, met, both, least)

        assert found == carried_of_each(plain, met, both, least)
        assert {row[0] for row in found} >= {row[0] for row in carried(kernels, met, both, least)[0] if not row[7]}


@given(st.lists(reused(), min_size=1, max_size=4), LEAST)
@settings(max_examples=60)
def test_what_documents_carry(some, least):
    """Compiled and plain find the same passages of earlier documents, and ask for the same texts."""
    texts = [text for both in some for text in both]
    for met in meetings(texts):
        assert carried(kernels, met, texts, least) == carried(plain, met, texts, least)


def test_a_digest_asks_for_each_text_once():
    """A text that quotes three hundred others is aligned to each of them once, and to nothing else."""
    texts = [" ".join(words(40, seed)) for seed in range(300)]
    texts.append("\n\n".join(" ".join(text.split()[10:30]) for text in texts))

    (met,) = meetings(texts)
    rows, asked = carried(kernels, met, texts, 10)

    assert sorted(asked) == sorted(head for head, *_ in rows) == list(range(300))


def test_a_passage_of_many_is_aligned_to_its_first_carrier():
    """Of three hundred texts with one passage, each of all but the first asks for the first alone."""
    line = passage(30)
    texts = [f"{' '.join(words(15, 2 * seed))} {line} {' '.join(words(15, 2 * seed + 1))}" for seed in range(300)]

    assert [carried(kernels, met, texts, 10)[1] for met in meetings(texts)] == [[0]] * 299


def test_a_long_text_that_carries_much():
    """Meetings of a long text with another are aligned in stretches, as the plain kernel does it."""
    rng = random.Random(5)
    pool = [words(30, seed) for seed in range(300)]
    long = " ".join(" ".join(edited(piece, rng)) for piece in pool)
    rng.shuffle(pool)
    texts = [" ".join(" ".join(piece) for piece in pool), long, " ".join(long.split()[::-1]), long]
    for met in meetings(texts):
        assert carried(kernels, met, texts, 10) == carried(plain, met, texts, 10)


@given(st.data(), st.sampled_from([0, 3, 63, 64, 65, 128, 200]), st.sampled_from([0, 5, 64, 150]))
def test_edit_distance(data, one, other):
    """Replaced, added and missing items are counted as RapidFuzz counts them, over more than one machine word."""
    rng = random.Random(data.draw(st.integers(0, 10**6)))
    most = data.draw(st.sampled_from([1, 3, 1000]))
    left, right = ([rng.randint(0, most) << 50 for _ in range(size)] for size in (one, other))
    near = [value for value in left if rng.random() < 0.9]

    for row in (right, near):
        columns = np.array(left, np.uint64), np.array(row, np.uint64)
        assert kernels.edit_distance(*columns) == Levenshtein.distance(left, row)


@given(st.one_of(anything(), pieced(), st.text(alphabet="aé \u0153\U00010400,", max_size=60)))
def test_letters(text):
    """Compiled and plain give equal columns, and as many words."""
    fast, slow = kernels.Letters(text), plain.Letters(text)

    assert len(fast) == len(slow)
    for one, other in zip(fast.columns, slow.columns, strict=True):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
