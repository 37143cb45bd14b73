"""Texts that are printed as a whole more than once, whatever they consist of."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lawful_texts import FORMS, lawful

from provenance.alignment import repeats
from provenance.form import inspect, repetition
from provenance.form.prints import prints
from provenance.model import Document

BETWEEN = {"nothing": "\n\n", "a line": "\n\nPrint this page\n\n", "a number": "\n\nPage {}\n\n"}
SENTENCES = [
    "The keeper of the lock counts the boats by hand, and writes their names into a book that nobody reads.",
    "In a dry summer she counts four a day, and in a wet one she has no time to count.",
    "Her mother kept the same book, and so did the brother of her mother, who drew a fish for every boat.",
]
PAGE = " ".join(SENTENCES)


def repeated(text):
    return repetition(text, 0, repeats(text), inspect(text, Document("a", "a", b"", None, 1)))


def printed(text, count, between="\n\n"):
    copies = [text.strip("\n")]
    for at in range(2, count + 1):
        copies += [between.format(at), text.strip("\n")]
    return "".join(copies) + "\n"


@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_is_printed_twice_is_a_page_twice(form, between):
    """Form excuses that items are alike, and not a second copy of all of them: the share is that of one copy."""
    wrong = []
    for sample in lawful():
        if sample.kind == form:
            text = printed(sample.text, 2, BETWEEN[between])
            found = repeated(text)
            if len(found.pages) != 1 or found.share != pytest.approx(len(sample.text) / len(text), abs=0.02):
                wrong.append((sample.language, found.share))

    assert wrong == []


@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("count", [2, 3, 4, 5, 6, 8])
def test_every_copy_is_one_place(count, between):
    """Of n copies with a short line between them, n places are found, each a whole copy, and n − 1 are redundant."""
    text = printed(PAGE, count, BETWEEN[between])

    found = repeated(text)

    places = sorted({side for page in found.pages for side in (page.left, page.right)})
    assert [text[place.start : place.end] for place in places] == [PAGE] * count
    assert found.keep in places
    assert found.share == pytest.approx((count - 1) * len(PAGE) / len(text), abs=0.005)
    assert found.leads == ()


@pytest.mark.parametrize("at", [1, 2])
@pytest.mark.parametrize("line", ["Advertisement", "Read also: the goat that crossed the river", "Sponsored: shoes"])
def test_a_short_page_whose_copy_a_line_divides_is_found(line, at):
    """A line inside the second copy divides no copy, and the span to keep is a whole one."""
    divided = "\n".join([" ".join(SENTENCES[:at]), line, " ".join(SENTENCES[at:])])
    text = f"{PAGE}\n\n{divided}\n"

    found = repeated(text)

    assert len(found.pages) == 1
    assert all(sentence in text[found.keep.start : found.keep.end] for sentence in SENTENCES)


@pytest.mark.parametrize("count", [2, 3])
def test_a_print_view_below_its_address_is_a_copy(count):
    """A title above the first copy and an address above the second are no labels of two items."""
    paragraphs = "\n\n".join(SENTENCES[:count])
    text = (
        f"The keeper of the lock\n\n{paragraphs}\n\nhttps://larkbook.example/print/12\n{' '.join(SENTENCES[:count])}\n"
    )

    assert len(repeated(text).pages) == 1


@pytest.mark.parametrize(
    "labels",
    [("Monday", "Tuesday"), ("3 May", "4 May"), ("Warden Pell:", "Mrs Larkin:"), ("Monday", "Tuesday", "Friday")],
)
def test_items_with_labels_of_one_kind_are_no_copies(labels):
    """A text that says the same below each day or name is printed once."""
    text = "\n\n".join(f"{label}\n{SENTENCES[0]} {SENTENCES[1]}" for label in labels) + "\n"

    assert repeated(text).pages == ()


def test_entries_that_end_alike_are_no_copies():
    """Each entry of a list begins with words of its own: what follows these is how an entry ends."""
    entries = [
        "Release 4.1\nThe gauge no longer counts a boat twice.",
        "Release 4.0\nThe book can be printed.",
        "Release 3.9\nNames with a stroke are read.",
        "Release 3.8\nThe summer table adds up.",
    ]
    text = "Changes\n\n" + "\n\n".join(f"{entry}\n{SENTENCES[0]} {SENTENCES[1]}" for entry in entries) + "\n"

    assert repeated(text).pages == ()


@pytest.mark.parametrize("write", [lambda one: f"&#{ord(one)};", lambda one: f"&#x{ord(one):x};"])
def test_a_copy_with_character_references_is_a_copy(write):
    """A copy whose accents were saved as references says the same, and what is said once is still said once."""
    page = (
        "Das Mädchen zählt früh die Kähne für den Müller, und dänische Schüler hören später zu. Über der "
        "Brücke löst sich der Nebel, während die Fähre längst übersetzt und müde Gänse rückwärts schwimmen."
    )
    saved = "".join(one if one.isascii() else write(one) for one in page)

    found = repeated(f"{page}\n\n{saved}\n")

    assert len(found.pages) == 1
    assert repeated(f"{saved}\n\n{PAGE}\n").pages == ()


def test_a_thread_that_is_printed_twice_is_no_quotation():
    """A message and the reply that quotes it, both printed twice, are a page; once, they are not."""
    quoted = "\n".join(f"> {sentence}" for sentence in SENTENCES)
    thread = f"{PAGE}\n\nOn 4 May 2031, the keeper wrote:\n{quoted}\n\nI shall send a new book, and two pens.\n"

    assert repeated(thread).pages == ()
    assert len(repeated(printed(thread, 2)).pages) == 1


@given(st.lists(st.sampled_from([*"abcdefgh", "\n", "a b c d e f g", PAGE, SENTENCES[1]]), max_size=12))
def test_copies_are_apart_and_in_order(pieces):
    """Whatever the text, the copies that are found do not overlap, and each has at least twenty words."""
    found = prints(" ".join(pieces))

    places = sorted(place for family in found for place in family.places)
    assert all(one.end <= two.start for one, two in pairwise(places))
    assert all(family.overlap.words >= 20 and len(family.places) > 1 for family in found)
