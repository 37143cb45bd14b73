"""The copy of a repeated page to keep, however the repeats are split or bundled."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.form import inspect, repetition
from provenance.form.lines import lines
from provenance.form.repetition import _titles, _words
from provenance.form.spans import minus, near, trimmed, union
from provenance.model import Document, Overlap, Span

LEAD = "HUẾ (VNA) - The old bridge at Da Trang will be checked bolt by bolt, the office said on Monday."
SENTENCES = [
    "A crew of nine will look at every bolt of the old bridge, and replace whatever the river has eaten.",
    "The road is closed until then, and the ferry will run twice an hour from the lower landing to the far bank.",
    '"We have never lost a bolt," the head of the crew said, "and we do not mean to begin with this one."',
    "The bridge carries two thousand people a day, among them three hundred pupils who cross it on foot.",
    "It was built by the grandfathers of those who now paint it, and nobody remembers a year without rust.",
]
TITLE = "Crew of nine to check every bolt of the old bridge at Da Trang"
TAGS = "bridges\nfloods\nquang dinh"
FLAT = "".join(SENTENCES)
BODY = "\n".join(SENTENCES)
CAPTION = "CC BY-SA 4.0 / River Slope / Bridge at dusk"
PAGE = (
    f"Registration was successful!\n\n{TITLE}\n{TITLE}\n{LEAD}\n{TAGS}\n{FLAT}\n\n"
    f"{TITLE}\n\n{CAPTION}\n{LEAD}\n{BODY}\n"
)


def place(piece, number=0):
    at = -1
    for _ in range(number + 1):
        at = PAGE.index(piece, at + 1)
    return Span(at, at + len(piece))


def overlap(left, right):
    words = len(PAGE[left.start : left.end].split())
    return Overlap(left, right, words, 1.0, "verbatim")


FIRST_TITLE, SECOND_TITLE, THIRD_TITLE = (place(TITLE, number) for number in range(3))
LEADS = overlap(place(LEAD), place(LEAD, 1))
BODIES = overlap(place(FLAT), place(BODY))
LEADS_AND_BODIES = overlap(Span(LEADS.left.start, BODIES.left.end), Span(LEADS.right.start, BODIES.right.end))
ALL_IN_ONE = overlap(Span(SECOND_TITLE.start, BODIES.left.end), Span(THIRD_TITLE.start, BODIES.right.end))
HALVES = [
    overlap(Span(place(s).start, place(s).end), Span(place(s, 1).start, place(s, 1).end)) for s in SENTENCES
]  # fmt: skip
WAYS = {
    "all apart": [overlap(FIRST_TITLE, SECOND_TITLE), overlap(FIRST_TITLE, THIRD_TITLE), LEADS, BODIES],
    "every pair of titles": [
        overlap(FIRST_TITLE, SECOND_TITLE), overlap(FIRST_TITLE, THIRD_TITLE), overlap(SECOND_TITLE, THIRD_TITLE),
        LEADS, BODIES,
    ],
    "no titles": [LEADS, BODIES],
    "lead and body as one": [LEADS_AND_BODIES],
    "title, lead and body as one": [overlap(FIRST_TITLE, SECOND_TITLE), ALL_IN_ONE],
    "sentence by sentence": [LEADS, *HALVES],
    "only the body": [BODIES],
}  # fmt: skip


def repeated(text, overlaps, header=0):
    return repetition(text, header, overlaps, inspect(text, Document("a", "a", b"", None, 1, header=header)))


@pytest.mark.parametrize("way", WAYS)
def test_the_clean_copy_is_kept_whichever_way_the_passages_come(way):
    """The second copy is kept, since it has paragraphs and no glued sentences."""
    repeats = repeated(PAGE, WAYS[way])

    assert repeats.keep.end == BODIES.right.end
    assert repeats.keep.start in {LEADS.right.start, BODIES.right.start}


@pytest.mark.parametrize("way", [way for way in WAYS if way != "only the body"])
def test_the_redundant_share_counts_body_lead_and_two_titles_once(way):
    """One of three titles is kept; the tags between the copies are chrome and do not count."""
    expected = 2 * len(TITLE) + len(LEAD) + len(FLAT)

    repeats = repeated(PAGE, WAYS[way])

    assert sum(map(len, repeats.redundant)) == pytest.approx(expected, abs=8)
    assert repeats.share == pytest.approx(expected / len(PAGE), abs=0.005)


@pytest.mark.parametrize("way", WAYS)
def test_a_page_in_pieces_is_one_page(way):
    """A page is one repeat, whatever the number of its passages."""
    assert len(repeated(PAGE, WAYS[way]).pages) == 1


@pytest.mark.parametrize("way", WAYS)
def test_titles_that_stand_again_are_found_without_the_aligner(way):
    """Repeated titles are found even if they are shorter than any passage."""
    repeats = repeated(PAGE, WAYS[way])

    places = [*repeats.pages, *repeats.leads]
    for title in (FIRST_TITLE, SECOND_TITLE, THIRD_TITLE):
        sides = [side for one in places for side in (one.left, one.right)]
        assert any(side.start <= title.start and title.end <= side.end for side in sides)


WORDS = st.sampled_from(
    ["The", "the", "river", "«river»", "rose", "ROSE", "again", "вода", "вода,", "ﬁve", "five", "7", "8"]
)
LINES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@given(st.lists(LINES, max_size=12))
def test_titles_are_found_whatever_else_begins_alike(rows):
    """Repeated titles are those that a brute-force comparison of head lines with all later lines finds."""
    text = "\n".join(rows)
    words = [re.findall(r"\w+", row.casefold()) for row in rows]
    starts = [row.split()[0].strip("\"'“”‘’«»").casefold() for row in rows]
    firsts = {}
    for at, said in enumerate(words[:5]):
        if len(said) >= 4 and 3 * sum(map(str.isdigit, said)) <= len(said):
            firsts.setdefault(" ".join(said), at)
    wanted = []
    for at, said in enumerate(words):
        first = firsts.get(" ".join(said), at)
        if first < at and starts[at] in starts[:5]:
            wanted.append((first, at))

    found = _titles(list(lines(text)), ())

    place = {sum(map(len, rows[:at])) + at: at for at in range(len(rows))}
    assert sorted((place[one.left.start], place[one.right.start]) for one in found) == sorted(wanted)


def test_words_are_looked_at_only_where_letters_are_the_same(calls):
    """Paragraphs that only begin with the same word are not split into words."""
    text = "\n\n".join(f"The {name} rose again over night." for name in ("river", "lake", "canal", "flood", "bread"))

    apart, none = calls(_words, lambda: repetition(text, 0, (), ()))
    again, one = calls(_words, lambda: repetition(f"{text}\nThe «river» rose again over night", 0, (), ()))

    assert (apart, none.leads) == (0, ())
    assert (again, len(one.leads)) == (6, 1)


def test_nothing_is_repeated_in_an_article_that_repeats_nothing():
    """A text without repeats has nothing to keep and no redundant share."""
    repeats = repeated(f"{TITLE}\n{LEAD}\n{BODY}\n", [])

    assert (repeats.pages, repeats.leads, repeats.keep, repeats.redundant, repeats.share) == ((), (), None, (), 0.0)


def test_of_equal_copies_the_first_is_kept():
    """The first of two equal copies is kept."""
    text = f"{BODY}\n\n{BODY}\n"

    repeats = repeated(text, [Overlap(Span(0, len(BODY)), Span(len(BODY) + 2, 2 * len(BODY) + 2), 90, 1.0, "verbatim")])

    assert repeats.keep == Span(0, len(BODY))
    assert repeats.redundant == (Span(len(BODY) + 2, 2 * len(BODY) + 2),)


def test_three_copies_leave_one():
    """Of three copies, given as (1, 2) and (1, 3), the only one with paragraphs is kept."""
    text = f"{FLAT}\n\n{BODY}\n\n{FLAT}\n"
    first = Span(0, len(FLAT))
    second = Span(len(FLAT) + 2, len(FLAT) + 2 + len(BODY))
    third = Span(second.end + 2, second.end + 2 + len(FLAT))

    repeats = repeated(text, [Overlap(first, second, 90, 1.0, "near"), Overlap(first, third, 90, 1.0, "verbatim")])

    assert repeats.keep == second
    assert repeats.redundant == (first, third)


def test_a_whole_copy_is_kept_before_one_that_stops():
    """A copy that ends in an ellipsis is not kept, even if it comes first."""
    cut = BODY[: len(BODY) - 30]
    text = f"{cut}...\n\n{BODY}\n"
    right = Span(len(cut) + 5, len(cut) + 5 + len(BODY))

    repeats = repeated(text, [Overlap(Span(0, len(cut)), right, 90, 0.95, "near")])

    assert repeats.keep == right


def test_captions_that_stand_twice_are_no_page():
    """A passage that is chrome on both sides is not a repeat."""
    text = f"{CAPTION}\n{LEAD}\n{CAPTION}\n"
    again = text.index(CAPTION, 5)

    assert (
        repeated(text, [Overlap(Span(0, len(CAPTION)), Span(again, again + len(CAPTION)), 12, 1.0, "verbatim")]).pages
        == ()
    )


def test_the_header_is_no_part_of_a_repeat():
    """Two crawl headers in one file are not a repeated lead."""
    text = f" date 2022-11-17 {LEAD}\n"

    assert repeated(text, [Overlap(Span(0, 16), Span(20, 36), 3, 1.0, "verbatim")], header=17).pages == ()


spans = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 300), st.integers(0, 60))


@st.composite
def overlaps(draw):
    left = draw(spans)
    right = draw(
        st.builds(lambda gap, size: Span(left.end + gap, left.end + gap + size), st.integers(0, 90), st.integers(1, 60))
    )
    return Overlap(left, right, draw(st.integers(1, 80)), 1.0, "verbatim")


@given(st.lists(overlaps(), max_size=12))
def test_what_is_redundant_is_in_order_apart_and_never_what_is_kept(some):
    """For any overlaps, the redundant spans overlap neither each other nor the span to keep."""
    text = (PAGE * 2)[: max((one.right.end for one in some), default=0) + 200]

    repeats = repeated(text, [one for one in some if len(one.left)])

    for one, other in itertools.pairwise(repeats.redundant):
        assert one.end <= other.start
    assert all(0 <= one.start < one.end <= len(text) for one in repeats.redundant)
    if repeats.keep:
        assert not minus([repeats.keep], minus([repeats.keep], repeats.redundant))
    assert 0 <= repeats.share < 1
    assert repeats == repeated(text, [one for one in some if len(one.left)])


def test_very_many_repeats_keep_every_first_copy():
    """A sentence repeated a thousand times keeps its first copy, without comparing all pairs."""
    line = f"{SENTENCES[0]}\n"
    text = line * 1000
    copies = [Span(at * len(line), at * len(line) + len(SENTENCES[0])) for at in range(1000)]

    repeats = repeated(text, [Overlap(copies[0], copy, 20, 1.0, "verbatim") for copy in copies[1:]])

    assert repeats.keep == copies[0]
    assert len(repeats.redundant) == 999


def points(some):
    return {at for span in some for at in range(span.start, span.end)}


@given(st.lists(spans, max_size=8), st.lists(spans, max_size=8))
def test_places_are_added_and_taken_away_like_sets(some, others):
    """Union and difference agree with sets of single positions."""
    assert points(union(some)) == points(some)
    assert points(minus(some, others)) == points(some) - points(others)
    for result in (union(some), minus(some, others)):
        assert all(one.end < other.start or one.end <= other.start for one, other in itertools.pairwise(result))


@given(st.lists(spans, max_size=8), spans)
def test_near_spans_are_those_that_share_a_place(some, span):
    """The result agrees with a search through all spans."""
    apart = union(some)

    assert near(apart, span) == [
        one for one in apart if min(one.end, span.end) > max(one.start, span.start)
    ] or not len(span)


@given(st.text(max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_trimming_leaves_what_strip_leaves(text, start, end):
    """Trimming removes exactly what strip removes."""
    span = Span(min(start, end, len(text)), min(max(start, end), len(text)))

    found = trimmed(text, span)

    assert text[found.start : found.end] == text[span.start : span.end].strip()
