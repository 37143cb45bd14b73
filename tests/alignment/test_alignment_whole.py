"""A passage is found whole: its pieces are one overlap, and it ends where the texts stop saying the same."""

from __future__ import annotations

import pytest
from alignment_texts import THEIRS, passage, words

from provenance.alignment import align

TALK = (
    "The miller had lived beside the weir for thirty years and knew every stone of the path.",
    "He sold flour.",
    "His daughter kept the ledgers in a blue tin under the stairs where no flood had reached.",
    "She was rather proud of them.",
    "On market days they crossed the river by the upper bridge with two mules and a borrowed cart.",
)


def between(left: list[str], right: list[str]) -> list[tuple[str, str]]:
    """Return the two sides of what texts share that have other words before and after it."""
    texts = [
        f"{passage(30, 10 + side, THEIRS)} {' '.join(middle)} {passage(30, 20 + side, THEIRS)}"
        for side, middle in enumerate((left, right))
    ]
    return [
        (texts[0][one.left.start : one.left.end], texts[1][one.right.start : one.right.end]) for one in align(*texts)
    ]


def test_short_sentences_at_the_ends_of_another_order():
    """Sentences in another order are one passage, though a short one stands at an end of it on one side only."""
    order = [TALK[at] for at in (1, 2, 0, 4, 3)]

    (found,) = between(list(TALK), order)

    assert found == (" ".join(TALK).rstrip("."), " ".join(order).rstrip("."))


def test_a_few_words_far_from_a_passage():
    """A few words that both texts have further on are no part of the passage."""
    same, few = words(30, 1), words(3, 2)
    apart = [words(8, seed, THEIRS) for seed in (3, 4)]

    (found,) = between(same + apart[0] + few, same + apart[1] + few)

    assert found == (" ".join(same), " ".join(same))


# Words of the second piece, of those that only one side has, and whether that is one passage.
PUT_IN = {"as long as the piece": (12, 12, 1), "much longer than the piece": (12, 40, 2)}


@pytest.mark.parametrize("name", PUT_IN)
def test_words_put_in(name):
    """Words that one side has between two pieces divide a passage if they are more than the smaller piece."""
    size, added, count = PUT_IN[name]
    first, second = words(40, 1), words(size, 2)

    found = between(first + second, first + words(added, 3, THEIRS) + second)

    assert len(found) == count


def test_other_words_on_both_sides():
    """Two pieces with other words between them on both sides are two, however long they are."""
    first, second = words(60, 1), words(60, 2)

    found = between(first + words(30, 3, THEIRS) + second, first + words(30, 4, THEIRS) + second)

    assert found == [(" ".join(first),) * 2, (" ".join(second),) * 2]


DAMAGED = {
    "another word": (["qqqqq"], ["rrrrr"]),
    "a word put in": ([], ["rrrrr"]),
    "a word left out": (["qqqqq"], []),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_an_end_past_a_damaged_word(name):
    """A passage goes on past a damaged word to a long word, at its start and at its end."""
    same, (one, other) = words(30, 1), DAMAGED[name]

    (found,) = between(["jjjjjjj", *one, *same, *one, "aaaaaaa"], ["jjjjjjj", *other, *same, *other, "aaaaaaa"])

    for side in found:
        assert side.startswith("jjjjjjj ")
        assert side.endswith(" aaaaaaa")


def test_no_end_past_a_damaged_word_to_a_short_one():
    """One short word after a damaged one is chance: the passage ends before it."""
    same = words(30, 1)

    (found,) = between(["iff", "qqqqq", *same, "qqqqq", "for"], ["iff", "rrrrr", *same, "rrrrr", "for"])

    assert found == (" ".join(same),) * 2


def test_a_piece_said_twice():
    """A sentence of a passage that one text says once more elsewhere is no overlap of its own; a whole copy is."""
    long, sentence = words(80, 1), words(14, 2)
    whole = long[:40] + sentence + long[40:]

    again = between(whole + words(40, 3, THEIRS) + sentence, whole)
    twice = between(whole + words(40, 3, THEIRS) + whole, whole)

    assert again == [(" ".join(whole),) * 2]
    assert twice == [(" ".join(whole),) * 2] * 2
