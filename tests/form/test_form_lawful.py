"""Repetition that the form of a text demands, and pages that are printed more than once."""

from __future__ import annotations

from collections import Counter

import pytest
from lawful_texts import FORMS, LAYOUTS, lawful, pages

from provenance.alignment import repeats
from provenance.form import inspect, repetition
from provenance.form.families import families
from provenance.form.slots import differ_in_slots
from provenance.model import Document, Overlap, Span

SENTENCES = (
    "The keeper of the lock counts the boats by hand, and writes their names into a book that nobody reads. "
    "In a dry summer she counts four a day. In a wet one she has no time to count."
)
PARAGRAPHS = [
    "Nobody had asked for a second bridge, and yet there it was, half as wide as the first and twice as dear.",
    "The baker said that he would sooner swim, and his brother, who owns the ferry, said that he had thought so.",
    "By noon the band had gone home, the ribbon was cut, and a goat had walked across before the mayor could.",
]


def repeated(text):
    return repetition(text, 0, repeats(text), inspect(text, Document("a", "a", b"", None, 1)))


@pytest.mark.parametrize("form", FORMS)
def test_what_a_form_says_again_is_no_page(form):
    """A refrain, a clause, a forecast, an answer is no repeated page, in whatever language."""
    found = [sample.language for sample in lawful() if sample.kind == form and repeated(sample.text).pages]

    assert found == []


def test_what_forms_say_again_is_hardly_ever_a_lead():
    """Of 468 texts in twenty-six forms at most one in fifty is said to repeat its title or its lead."""
    samples = [sample for seed in (1, 2, 3) for sample in lawful(seed)]

    found = Counter(sample.kind for sample in samples if repeated(sample.text).leads)

    assert len(samples) == 468
    assert found.total() <= len(samples) // 50, found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_that_is_printed_again_is_found_in_every_layout(layout):
    """A page is found again flattened, wrapped, cut off, edited, with dates, in pieces, and three times or more."""
    missed = [sample.language for sample in pages() if sample.kind == layout and not repeated(sample.text).pages]

    assert missed == []


@pytest.mark.parametrize("count", [2, 3, 4, 5, 8, 16, 64])
def test_the_share_of_copies_is_that_of_all_but_one(count):
    """Of n copies of a page, (n − 1) ÷ n of the text is redundant, and they are a page for every n."""
    page = " ".join([SENTENCES, *PARAGRAPHS])

    repeats_found = repeated("\n\n".join([page] * count) + "\n")

    assert repeats_found.share == pytest.approx((count - 1) / count, abs=0.01)
    assert (len(repeats_found.pages), repeats_found.leads) == (count - 1, ())
    assert {page.left for page in repeats_found.pages} == {repeats_found.keep}


@pytest.mark.parametrize("count", [2, 3, 4, 16, 33, 64])
def test_copies_that_differ_in_a_date_are_counted_as_well(count):
    """The share is that of all copies but one though each has a date of its own, and there is one family of them."""
    page = " ".join([SENTENCES, *PARAGRAPHS])
    dated = [f"{at % 28 + 1:02}/05/2031 08:{at % 60:02}\n{page}" for at in range(count)]

    repeats_found = repeated("\n\n".join(dated) + "\n")

    assert repeats_found.share == pytest.approx((count - 1) / count, abs=0.04)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 8])
def test_a_list_that_is_printed_again_is_a_page(count):
    """Clauses that differ in a noun are form; a whole list of them that is printed n times is a page n times."""
    goods = ["barley", "oats", "flax", "hemp", "wool", "salt", "tar", "hides"]
    clauses = [f"{at}. The keeper weighs the {one} at noon, and nobody may move the {one} before he has signed." for
               at, one in enumerate(goods, 1)]  # fmt: skip

    repeats_found = repeated("\n\n".join(["\n".join(clauses)] * count) + "\n")

    assert repeated("\n".join(clauses) + "\n").pages == ()
    assert repeats_found.share == pytest.approx((count - 1) / count, abs=0.01)


def test_a_series_of_copies_is_one_family():
    """What the aligner finds in eight copies (one and one, two and two, four and four) is one family of eight."""
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 80)))
    steps = [Overlap(Span(0, n * 10 - 1), Span(n * 10, 2 * n * 10 - 1), n * 3, 1.0, "verbatim") for n in (1, 2, 4)]

    (family,) = families(text, steps)

    assert family.places == [Span(at, at + 9) for at in range(0, 80, 10)]


def test_a_page_with_a_refrain_is_no_series():
    """A page that holds three refrains is a page and not a series of refrains: other text lies between them."""
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 121)))
    refrains = [Overlap(Span(5, 15), Span(at, at + 10), 3, 1.0, "verbatim") for at in (25, 45)]
    page = Overlap(Span(0, 60), Span(61, 121), 20, 1.0, "verbatim")

    assert [family.places for family in families(text, [*refrains, page])] == [
        [Span(0, 60), Span(61, 121)],
        [Span(5, 15), Span(25, 35), Span(45, 55)],
    ]


def test_a_paragraph_printed_again_at_once_is_a_page():
    """A run of sentences that is repeated where it ends is an error, though it begins with a line of the head."""
    text = "\n\n".join([*PARAGRAPHS[:2], SENTENCES, SENTENCES, PARAGRAPHS[2]]) + "\n"

    assert len(repeated(text).pages) == 1


def test_a_sentence_said_again_is_no_page():
    """A single sentence that comes again further down is a turn of phrase."""
    text = "\n\n".join([PARAGRAPHS[0], PARAGRAPHS[2], SENTENCES, f"{PARAGRAPHS[1]} {PARAGRAPHS[2]}"]) + "\n"

    assert repeated(text).pages == ()


def test_a_message_below_its_reply_is_quoted():
    """A message as long as a page, repeated below the line that says who wrote it, is quoted."""
    message = "\n\n".join([*PARAGRAPHS, SENTENCES, "I shall write again when the goat is found."])
    reply = "The goat is mine, and I thank you."

    quoted = repeated(f"{message}\n\n{reply}\n\nOn 4 June 2031 at 10:12, the ferryman wrote:\n{message}\n")
    printed = repeated(f"{message}\n\n{reply}\n\nHere is the whole story for all who missed it:\n{message}\n")

    assert quoted.pages == ()
    assert len(printed.pages) == 1


def between(one, two):
    text = f"{one}\n{two}"
    sides = Span(0, len(one)), Span(len(one) + 1, len(text))
    return text, Overlap(*sides, max(len(one.split()), len(two.split())), 0.9, "near")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("The gauge at the mill read 14.2 feet on the third day", "The gauge at the mill read 9 feet on the fifth day"),
        ("The tenant mends the roof at his own cost", "The tenant mends the gutter at his own cost"),
        ("Cited in Pell and Larkin, On Sluices, p. 14", "Cited in Ashdown and Larkin, On Sluices, p. 92"),
    ],
)
def test_uses_of_one_form_differ_in_slots(one, two):
    """A figure, a noun or a name that another one replaces makes two uses of a form."""
    assert differ_in_slots(*between(one, two))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("The tenant mends the roof at his own cost", "The tenant mends the roof at his own cost"),
        ("The tenant mends the roof at his own cost", "The tenant mends the rcof at his own cost"),
        ("The tenant mends the roof at his own cost", "The tenant then mends the roof at cost"),
        (f"{SENTENCES} {PARAGRAPHS[0]}", f"{SENTENCES.replace('four', 'five')} {PARAGRAPHS[0]}"),
    ],
)
def test_copies_do_not_differ_in_slots(one, two):
    """Words that are misread, added or left out, or one corrected word in a page, make no form."""
    assert not differ_in_slots(*between(one, two))


ANSWER = (
    "Please bring a proof of your address to the desk on the ground floor. It takes about five minutes, and there is "
    "no charge for residents of the town."
)


@pytest.mark.parametrize(
    "text",
    [
        f"How to get a card\n\nRenewals\n{ANSWER}\n\nLost cards\n{ANSWER}\n",
        f"Friday, the mill\n19.30 The choir sings of the sea. {ANSWER}\n\nSaturday\n19.30 Two quartets. {ANSWER}\n",
        f"4 May\n{ANSWER} Nothing else.\n\n5 May\n{ANSWER} Nothing else.\n\n6 May\nFog and the horn all night.\n",
        f"Q: How do I register a boat?\nA: {ANSWER}\nQ: How do I register a trailer?\nA: {ANSWER}\n",
    ],
)
def test_places_that_follow_their_own_words_are_form(text):
    """An answer, a note or an entry that is said again under another heading, or after other words in its line."""
    assert not repeated(text).pages


@pytest.mark.parametrize("title", ["How to get a card\n\n", "Renewals: ", ""])
def test_pages_that_begin_alike_are_no_form(title):
    """A page that is printed twice has the same above it both times, or nothing."""
    assert repeated(f"{title}{ANSWER} {SENTENCES}\n\n{title}{ANSWER} {SENTENCES}\n").pages
