"""Where passages begin and end, and texts on which a search for repeats could go on without end."""

import pytest

from provenance.alignment import align, repeats

ENDLESS = {
    "figures in parallel sentences": (
        "2003 quarter and six months includes loss nine crowns, or nine pence per share, and 12 crowns, or 7,310,000 "
        "pence per share, respectively, from the sale of old mills.\n\n"
        "2002 quarter and six months includes loss 12 crowns, or 4,100,000 pence per share, and 12 crowns, or 250,000 "
        "pence per share, respectively, from the sale of old mills.\n\n"
        "2002 quarter and six months includes charge one, or one pence per share from repairs of the weir."
    ),
    "one word": "ha " * 5000,
    "two words": "ab cd " * 5000,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_repeats_end_apart(name):
    """The search ends, and the two places of a repeat do not reach into each other."""
    found = repeats(ENDLESS[name])

    assert all(overlap.left.end <= overlap.right.start for overlap in found)


SHARED = (
    "the ferry lay three weeks at the lower stage with a hole in her side, because the only man who could mend a plank "
    "had gone up to the hills for the hay"
)
# Words before and after SHARED on both sides.
BESIDE = {
    "another form before it": (("Our sailors ", ", or so he wrote."), ("Each sailor ", " and stayed until autumn.")),
    "another form after it": (("Old men say ", " harvests."), ("It is known that ", " harvest and more.")),
    "another word of like letters": (("By the mountain ", ", he wrote."), ("Near a fountain ", " and stayed.")),
    "like words two words away": (("Say it: ", " of lemons, then left."), ("They knew ", " on a lemon tree.")),
}


@pytest.mark.parametrize("name", BESIDE)
def test_passages_end_on_the_same_words(name):
    """A word beside shared text that is only like its counterpart is no part of the passage."""
    texts = [before + SHARED + after for before, after in BESIDE[name]]

    (found,) = align(*texts)

    assert [text[span.start : span.end] for text, span in zip(texts, (found.left, found.right), strict=True)] == [
        SHARED,
        SHARED,
    ]


def test_misread_words_at_the_ends_stay():
    """Where words within the passage are misread too, those at its ends are part of it."""
    scan = SHARED.replace("ferry", "ferrv").replace("lower", "lovver").replace("plank", "p1ank").replace("gone", "gonc")

    (found,) = align("So it was. Sailors " + SHARED + " harvest.", "I read: sailorz " + scan + " harvcst. More.")

    assert found.right.start == len("I read: ")
    assert found.right.end == len("I read: sailorz " + scan + " harvcst")
