"""Which text sets another's prose in quotation marks: the quick search against plain reading of both texts."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.derivation.quotes import quoters, quoting
from provenance.model import Pairs

PROSE = (
    "The ferry to the island sails four times a day from June",
    "Straße after STRASSE was closed while the rope of the ferry was changed",
    "Nobody in the town had to wait for so long before",
    "Too few words",
)
MARKS = ("{}", '"{}"', "“{}”", "«{}.»", "“{}, he said, and {}”")
texts = st.lists(
    st.builds(lambda mark, one, two: mark.format(one, two), *map(st.sampled_from, (MARKS, PROSE, PROSE))), max_size=4
).map(". ".join)


def plain(text):
    return " ".join(re.findall(r"\w+", text.casefold()))


def has_as_prose(text, words):
    """Whether *text* has *words*, and none of its quotations has them."""
    quotations = re.findall(r'"[^"]+"|“[^”]+”|«[^»]+»', text)
    return f" {words} " in f" {plain(text)} " and not any(f" {words} " in f" {plain(one)} " for one in quotations)


def slowly(one, two):
    """Which of two texts quotes the other, told by reading all words of both."""
    sides = [
        any(
            len(plain(quotation).split()) >= 8 and has_as_prose(source, plain(quotation))
            for quotation in re.findall(r'"[^"]+"|“[^”]+”|«[^»]+»', page)
        )
        for page, source in ((two, one), (one, two))
    ]
    return sides[0] - sides[1]


def in_part(rows):
    """Pairs of documents, from (left, right)."""
    left, right = (np.array(side, np.int32) for side in zip(*rows, strict=True))
    none, nothing = np.zeros(len(rows)), np.zeros(len(rows), np.int8)
    return Pairs(left, right, none, none, none, nothing, nothing, nothing)


@given(texts, texts)
def test_who_quotes_whom_is_what_all_the_words_of_both_say(one, two):
    """To look for single words first passes over no quotation, and finds none that is not there."""
    assert quoting(one, two) == slowly(one, two)


@given(st.lists(texts, min_size=4, max_size=4))
def test_each_pair_is_told_as_if_it_were_alone(some):
    """Pairs that are not asked for are told nothing of."""
    rows = [(0, 1), (0, 2), (1, 3), (2, 3)]

    found = quoters(in_part(rows), np.array([0, 1, 3]), some.__getitem__)

    assert found.tolist() == [quoting(some[0], some[1]), quoting(some[0], some[2]), 0, quoting(some[2], some[3])]


def test_a_text_is_opened_twice_however_many_quote_it():
    """Once for what it quotes itself, once for what stands in it."""
    some = [PROSE[0], *[f"“{PROSE[0]}”"] * 30]
    opened = []

    found = quoters(
        in_part([(0, at) for at in range(1, 31)]), np.arange(30), lambda place: opened.append(place) or some[place]
    )

    assert found.tolist() == [1] * 30
    assert opened.count(0) == 2
