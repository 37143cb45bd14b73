"""Where documents meet: their words are located many texts at a time, and are those of each text by itself."""

from __future__ import annotations

import numpy as np
import pytest
from alignment_texts import passage
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.alignment import meetings as module
from provenance.alignment.meetings import _words, meetings
from provenance.words import locate

MARKED = st.sampled_from(
    ["e", "\u0301", "\u0e01", "\u0e34", "日本", "\n", "\r\n", " ", "ß", "\u200b", "\ud800", "1", "_", "\u0903"]
)
TEXTS = st.lists(st.lists(MARKED, max_size=8).map("".join) | st.text(max_size=12), max_size=12)


@given(TEXTS)
@example(["", "\u0301a", "", "a", "\u0301"])
def test_words_are_those_of_each_text(texts):
    """Whatever a text begins or ends with, in any script."""
    alone = [locate(text).ids.tolist() for text in texts]

    ids, counts = _words(texts)

    assert counts.tolist() == list(map(len, alone))
    assert ids.tolist() == [word for words in alone for word in words]


@pytest.mark.parametrize("most", [1, 300, 1 << 20])
def test_documents_meet_whatever_is_located_with_them(monkeypatch, most):
    """However many texts are looked at at a time, of which some have no words."""
    texts = ["", passage(30), "", passage(12, 5), f"{passage(15, 9)} {passage(30)}", "", passage(12, 5)]
    monkeypatch.setattr(module, "TOGETHER", most)

    met = meetings(texts)

    assert set(zip(met.document.tolist(), met.other.tolist(), strict=True)) == {(4, 1), (6, 3)}
    assert np.array_equal(met.place[met.document == 4] - 15, met.other_place[met.document == 4])


def test_short_texts_are_located_together(calls):
    """A thousand of a few words are one look."""
    found, met = calls(_words, lambda: meetings(passage(4, seed) for seed in range(1000)))

    assert (found, len(met)) == (1, 0)
