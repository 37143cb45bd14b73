"""What ties two documents with a passage: what they share besides it, less its figures and names."""

from __future__ import annotations

import numpy as np
import pytest
from alignment_texts import THEIRS, passage

from provenance.alignment.formulas import with_formulas
from provenance.alignment.slots import figures, slots
from provenance.kernels.rows import LAYOUT
from provenance.model import Carrier, Passage, Span
from provenance.model.passages import CARRIER, Passages

FORM = "The harbour office said {} ships waited on {}, after {} a week ago, and tolls of {} crowns a ton were paid."
OTHERS = 300  # texts of nothing but common phrases
PHRASE = "told a room of people in the town hall that"


def spans(text, piece):
    start = text.index(piece)
    return start, start + len(piece)


def is_formula(ones, others, *, similarity, common=(), count=0):
    """Return whether the first of the pieces *ones* is a formula: two texts have them, and *others* in their place.

    The overlaps of the corpus are all of these.  *count* further texts have the *common* phrases.
    """
    texts = [f"{passage(30, 1)} {' '.join(ones)}", f"{passage(30, 2)} {' '.join(others)}"]
    texts += [f"{passage(20, 9 + at, THEIRS)} {' '.join(common)}" for at in range(count)]
    rows = np.zeros(len(ones), LAYOUT)
    for row, one, other in zip(rows, ones, others, strict=True):
        row["left_start"], row["left_end"] = spans(texts[0], one)
        row["right_start"], row["right_end"] = spans(texts[1], other)
        row["words"], row["similarity"] = len(one.split()), 1.0 if one == other else similarity
    kind = "verbatim" if ones[0] == others[0] else "near"
    places = [Span(*spans(text, piece)) for text, piece in zip(texts, (ones[0], others[0]), strict=False)]
    words = len(ones[0].split())
    some = Passages.of(
        [
            Passage(
                (
                    Carrier(0, places[0], words, 1.0, "verbatim"),
                    Carrier(1, places[1], words, float(rows["similarity"][0]), kind),
                )
            )
        ]
    )
    overlaps = np.ones(len(rows), np.int32), rows
    return bool(with_formulas(some, lambda at: [texts[each] for each in at], np.arange(len(texts)), overlaps).stock[0])


def test_forms_do_not_vouch_for_each_other():
    """Two reports that share their sentences but for the figures share nothing that says one is from the other."""
    ones, others = (
        [FORM.format(*figures), FORM.format(*figures[::-1]).replace("harbour", "river")]
        for figures in ((12, 14, 15, 16), (23, 25, 27, 29))
    )
    common = ["The harbour office said", "a week ago, and tolls of", "crowns a ton were paid."]

    assert is_formula(ones, others, similarity=0.8, common=common, count=20)


def test_another_passage_vouches():
    """The same report ties the two texts if they share a paragraph without other figures besides."""
    ones, others = ([FORM.format(*figures), passage(60, 5)] for figures in ((12, 14, 15, 16), (23, 25, 27, 29)))
    common = ["The harbour office said", "a week ago, and tolls of", "crowns a ton were paid."]

    assert not is_formula(ones, others, similarity=0.8, common=common, count=20)


def test_a_copy_with_another_date():
    """A long passage of common words is a copy though one figure in it differs, and a form if many do."""
    long = f"{FORM.format(12, 14, 15, 16)} {FORM.format(3, 8, 17, 4)} {FORM.format(9, 2, 5, 10)}"
    common = [
        "The harbour office said",
        "a week ago, and tolls of",
        "crowns a ton were paid. 3 8 17 4 9 2 5 10 12 14 15",
    ]

    assert not is_formula([long], [long.replace("12", "13")], similarity=0.98, common=common, count=20)
    other = long
    for figure in ("12", "14", "15", "16", "17", "10"):
        other = other.replace(figure, f"9{figure}")
    assert is_formula([long], [other], similarity=0.9, common=common, count=20)


@pytest.mark.parametrize(("count", "found"), [(OTHERS, True), (20, False)])
def test_short_phrases_in_many_texts(count, found):
    """Where there are many texts, two of them have a phrase of ten words by chance; a few have not."""
    assert is_formula([PHRASE], [PHRASE], similarity=1.0, common=["nothing of it here"], count=count) == found


def test_long_passages_in_many_texts():
    """A sentence is no phrase, however many texts there are."""
    sentence = f"{PHRASE} nobody had asked the mayor about the old bridge before"

    assert not is_formula([sentence], [sentence], similarity=1.0, common=["nothing of it here"], count=OTHERS)


@pytest.mark.parametrize(
    ("one", "other", "differing", "same"),
    [
        ("Tolls rose to 12 crowns on Monday", "Tolls rose to 14 crowns on Monday", 1, 1),
        ("Tolls rose to 12 crowns on Monday", "Tolls rose to 14 crowns on Friday", 2, 1),
        ("Tolls rose to 12 crowns", "Tolls fell to 12 crowns", 0, 1),
        ("Tolls rose from 8 to 12 crowns", "Tolls rose from 8 to 12 crowns", 0, 2),
    ],
)
def test_slots(one, other, differing, same):
    """Figures and names that differ on both sides are slots; other words are none."""
    texts = [one, other]
    carriers = np.zeros(2, CARRIER)
    carriers["document"], carriers["end"] = (0, 1), (len(one), len(other))

    assert slots(carriers[:1], carriers[1:], lambda at: [texts[each] for each in at]).tolist() == [differing]
    assert figures(carriers[:1], lambda at: [texts[each] for each in at]).tolist() == [same]
