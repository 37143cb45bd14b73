"""What the documents of a corpus share: passages with their carriers, ledgers, labels."""

from __future__ import annotations

import random

import numpy as np
import pytest
from alignment_texts import THEIRS, passage, words
from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment import find_overlaps, passages, repeats
from provenance.alignment.frequency import Origins
from provenance.alignment.labels import labelled, spread
from provenance.model import Group, Span
from provenance.model.passages import CARRIER, Passages
from provenance.words import locate


def shared(texts, **options):
    return find_overlaps(texts, texts.__getitem__, **options)


def labels(texts, stories=None, sites=()):
    """Return what each passage of *texts*, of unknown sources, is labelled as."""
    found = shared(texts).passages
    origins = Origins([""] * len(texts), lambda: sites, None if stories is None else np.array(stories))
    plain = Passages(found.carriers, found.bounds, found.quoted)
    marked = labelled(plain, origins, list(map(len, texts)))
    return [
        "stock" if one.stock and not one.boilerplate else "boilerplate" if one.boilerplate else "" for one in marked
    ]


def around(text, seed):
    """Put *text* between words that no other seed has."""
    return f"{passage(15, 2 * seed + 1000, THEIRS)} {text} {passage(15, 2 * seed + 1001, THEIRS)}"


def places(found):
    return [[(c.document, c.span.start) for c in one.carriers] for one in found.passages]


@st.composite
def corpora(draw):
    """Documents of sentences from one pool, each at most once in a document, and of words of their own."""
    rng = random.Random(draw(st.integers(0, 10_000)))
    pool = [words(rng.randint(6, 40), rng.randrange(1_000_000)) for _ in range(8)]
    texts = []
    for _ in range(draw(st.integers(2, 10))):
        pieces = [*rng.sample(pool, rng.randint(0, 4)), words(15, rng.randrange(1_000_000))]
        rng.shuffle(pieces)
        texts.append(" ".join(" ".join(piece) for piece in pieces))
    return texts


@given(corpora())
def test_runs_of_twelve_words_are_found(texts):
    """Of twelve words that an earlier document has in a row, at least eight are found as shared.

    In a document with a block of many, what is left beside the block may be less than a passage needs.
    """
    found = shared(texts)
    told = [set() for _ in texts]
    for later, overlap in zip(found.later.tolist(), found.overlaps, strict=True):
        told[later].update(range(overlap.right.start, overlap.right.end))
    common = {carrier.document for one in found.passages if one.boilerplate for carrier in one.carriers}
    seen = set()

    for document, text in enumerate(texts):
        located = locate(text)
        runs = [tuple(located.ids[at : at + 12].tolist()) for at in range(len(located) - 11)]
        for at, run in enumerate(runs):
            if run in seen and document not in common:
                assert sum(int(start) in told[document] for start in located.starts[at : at + 12]) >= 8
        seen.update(runs)


@given(corpora())
def test_ledgers_add_up(texts):
    """The four shares of every document sum to 1, or are all 0."""
    for text, ledger in zip(texts, shared(texts, sources=["A"] * len(texts)).ledgers, strict=True):
        shares = ledger.first_here, ledger.shared_earlier, ledger.stock, ledger.repeated
        assert sum(shares) == pytest.approx(1 if text else 0)
        assert min(shares) >= 0


@given(corpora())
def test_two_runs_give_the_same(texts):
    """Same input, same passages in the same order."""
    assert shared(texts).passages == shared(texts).passages


def test_quotation_in_a_longer_page():
    """A quoted sentence is found where the documents as wholes are not alike."""
    quote = passage(14)
    texts = [f"{passage(300, 2)} {quote} {passage(300, 3)}", f"{passage(400, 4)} {quote} {passage(200, 5)}"]

    (only,) = shared(texts).passages

    assert [texts[c.document][c.span.start : c.span.end] for c in only.carriers] == [quote, quote]


def test_quoted_lines_and_a_copy():
    """A reply quotes a text and another text has it as its own words: two passages, of which one is a quotation."""
    text = passage(30)
    reply = f"{passage(9, 2, THEIRS)}\n> {text}\n{passage(9, 3, THEIRS)}"

    found = shared([text, reply, around(text, 4)]).passages

    assert [(one.quoted, one.carriers[1].document) for one in found] == [(True, 1), (False, 2)]


def test_a_moved_piece_leaves_what_comes_before_it():
    """Where two sentences changed places, the one above them that both texts have first is still found."""
    one, two, three = passage(16), passage(12, 2), passage(8, 3)
    texts = [around(f"{one} {two} {three}", 4), around(f"{one} {three} {two}", 5)]
    found = {at for overlap in shared(texts).overlaps for at in range(overlap.right.start, overlap.right.end)}
    start = texts[1].index(one)

    assert found.issuperset(range(start, start + len(one)))


def test_passage_of_many_is_one_passage():
    """Three hundred carriers are one passage, in the order of documents."""
    texts = [around(passage(30), seed) for seed in range(300)]

    found = shared(texts)

    assert len(found.passages) == 1
    assert [carrier.document for carrier in found.passages[0].carriers] == list(range(300))


def site(pages, box):
    """Return texts of which each fourth one says the same as the first one directly below the *box* of all."""
    texts = [f"{passage(30, 50 + at, THEIRS)}\n\n{box}\n\n" for at in range(pages)]
    return [text + (passage(25, 7) if at % 4 == 0 else passage(25, 900 + at, THEIRS)) for at, text in enumerate(texts)]


def test_box_and_its_neighbour():
    """A box that all pages have is one block; what four pages have below it is a passage of its own."""
    box = passage(20)

    found = shared(site(16, box)).passages

    assert sorted((len(one.carriers), one.boilerplate) for one in found) == [(4, False), (16, True)]
    assert all(one.carriers[0].words == (20 if one.boilerplate else 25) for one in found)


def test_no_box():
    """What a quarter of the pages have, with the same words below it, is one passage as a whole."""
    texts = [text if at % 4 == 0 else passage(60, 300 + at, THEIRS) for at, text in enumerate(site(16, passage(20)))]

    (only,) = shared(texts).passages

    assert (len(only.carriers), only.boilerplate, only.carriers[0].words) == (4, False, 45)


def test_box_and_a_moved_neighbour():
    """What one page has above the box of its site, and another one below it, is a passage of both."""
    box, text = passage(33), passage(20, 7)
    texts = [f"{box} {passage(15, 900 + at, THEIRS)}" for at in range(5)]
    texts += [f"{text} {box}", f"{passage(9, 80, THEIRS)} {text}", f"{box} {text}"]

    found = [one for one in shared(texts).passages if not one.boilerplate]

    assert [(texts[c.document][c.span.start : c.span.end], c.document) for one in found for c in one.carriers] == [
        (text, at) for at in (5, 6, 7)
    ]


def test_signature_above_a_footer():
    """A signature is at the end of mails where the footer of their list is cut off; a line in their middle is not."""
    footer, signature = passage(60), passage(14, 7)
    texts = [f"{passage(80, 50 + at, THEIRS)}\n\n{signature if at < 22 else ''}\n\n{footer}" for at in range(60)]
    middle = [f"{passage(40, 50 + at, THEIRS)} {signature if at < 22 else ''} {passage(40, 200 + at, THEIRS)}"
              for at in range(60)]  # fmt: skip

    assert sorted(len(one.carriers) for one in shared(texts).passages if one.boilerplate) == [22, 60]
    assert not any(one.boilerplate for one in shared(middle).passages)


def test_phrase_does_not_hide_a_passage():
    """Where the first to say its first words says something else, a passage is still found."""
    text = words(30, 1)
    texts = [around(" ".join(text[:9]), 1), around(" ".join(text), 2), around(" ".join(text), 3)]

    assert places(shared(texts)) == [[(1, texts[1].index(text[0])), (2, texts[2].index(text[0]))]]


def test_earliest_is_first():
    """Ranks say which document was first; without them the order of the texts does."""
    texts = [around(passage(20), seed) for seed in range(3)]

    assert [document for document, _ in places(shared(texts))[0]] == [0, 1, 2]
    assert [document for document, _ in places(shared(texts, ranks=[2, 0, 1]))[0]] == [2, 0, 1]


def test_ledger_of_a_copy():
    """What an earlier document has is not first here."""
    text = passage(40)
    original, copy = shared([text, f"{text} {passage(40, 2, THEIRS)}"]).ledgers

    assert original.first_here == 1
    assert copy.shared_earlier == pytest.approx(len(text) / (len(text) + 1 + len(passage(40, 2, THEIRS))))


def test_ledger_of_a_repeat():
    """The second place inside a document is repeated, not shared."""
    text = f"{passage(20)} {passage(20)}"
    (ledger,) = shared([text], repeats=[repeats(text)]).ledgers

    assert ledger.repeated == pytest.approx(len(passage(20)) / len(text))
    assert ledger.shared_earlier == 0


def test_stock_phrase():
    """Short, in many documents of several sources: stock, and no longer shared."""
    texts = [around(passage(12), seed) for seed in range(9)]

    found = shared(texts, sources=["A", "B", "C"] * 3)

    assert found.passages[0].stock
    assert all(ledger.stock > 0 and ledger.shared_earlier == 0 for ledger in found.ledgers)


@pytest.mark.parametrize(("size", "sources"), [(60, ["A", "B", "C"] * 3), (12, [""] * 7), (12, ["A", "B"] * 3 + ["A"])])
def test_no_stock_phrase(size, sources):
    """A long text, and one that fewer than eight documents of unknown sources or of two have, are none."""
    texts = [around(passage(size), seed) for seed in range(len(sources))]

    assert not any(one.stock for one in shared(texts, sources=sources).passages)


def test_boilerplate():
    """What most documents of one source have is that source's boilerplate."""
    line = passage(15)
    texts = [around(line, seed) for seed in range(4)] + [passage(40, 50 + seed) for seed in range(2)]

    assert shared(texts, sources=["A"] * 5 + ["B"]).passages[0].boilerplate
    assert not shared(texts, sources=["A"] * 2 + ["B"] * 2 + ["A"] * 2).passages[0].boilerplate


def test_stock_phrase_of_unknown_sources():
    """Eight documents are many, whoever wrote them; copies of one text are one of them."""
    texts = [around(passage(12), seed) for seed in range(8)] + [passage(40, 50 + seed) for seed in range(12)]

    assert labels(texts) == ["stock"]
    assert labels(texts, stories=[0, 0, *range(2, 20)]) == [""]


@pytest.mark.parametrize(("many", "others", "found"), [(10, 9, "boilerplate"), (10, 10, ""), (9, 0, "")])
def test_boilerplate_of_a_corpus(many, others, found):
    """Ten documents that are more than half of all have boilerplate in common, without any known source."""
    texts = [around(passage(60), seed) for seed in range(many)] + [passage(90, 50 + seed) for seed in range(others)]

    assert labels(texts) == [found]


def test_boilerplate_of_a_site():
    """Most documents of a site are enough, however few of the corpus they are."""
    texts = [around(passage(60), seed) for seed in range(10)] + [passage(90, 50 + seed) for seed in range(40)]

    assert labels(texts, sites=[["a.example"] * 12 + ["b.example"] * 38]) == ["boilerplate"]
    assert labels(texts, sites=[["a.example"] * 40 + ["b.example"] * 10]) == [""]


@pytest.mark.parametrize(
    ("size", "many", "found"), [(60, 5, "boilerplate"), (60, 4, ""), (120, 10, "boilerplate"), (120, 9, "")]
)
def test_footer(size, many, found):
    """At the end of texts five documents are enough, and where there are ten the block may be long."""
    texts = [f"{passage(150, 50 + seed, THEIRS)} {passage(size)}" for seed in range(many)]

    assert labels(texts) == [found]


def test_footer_of_an_unknown_site():
    """At the end of twenty texts it is boilerplate in a corpus of any size."""
    texts = [f"{passage(150, 50 + seed, THEIRS)} {passage(40)}" for seed in range(20)]
    texts += [passage(60, 200 + seed) for seed in range(30)]

    assert labels(texts) == ["boilerplate"]


def test_piece_of_boilerplate():
    """What two documents share is boilerplate where it lies in boilerplate of both."""
    carriers = [(0, 100, 400), (1, 100, 400), (0, 150, 250), (1, 150, 250), (0, 350, 500), (1, 350, 500)]
    rows = np.array([(*one, 20, 1.0, 0) for one in carriers], CARRIER)
    flags = np.zeros(3, np.bool_)
    some = Passages(rows, np.array([0, 2, 4, 6]), flags, flags, np.array([True, False, False]))

    assert spread(some, [600, 600]).boilerplate.tolist() == [True, True, False]


def test_passages_of_a_group():
    """Every member is aligned to the representative, whose place is the first carrier."""
    texts = [passage(40), f"{passage(40)} {passage(5, 2, THEIRS)}", f"{passage(5, 3, THEIRS)} {passage(40)}"]
    group = Group(representative=0, members=(0, 1, 2), similarity=(1, 0.9, 0.9), keep=0)

    (only,) = passages([group], [], texts.__getitem__)

    assert [carrier.document for carrier in only.carriers] == [0, 1, 2]
    assert only.carriers[0].span == Span(0, len(texts[0]))


def test_passages_of_repeats():
    """A page repeated in its own file is a passage with one document twice."""
    text = f"{passage(20)} {passage(6, 2, THEIRS)} {passage(20)}"

    (only,) = passages([], [[], repeats(text)], ["", text].__getitem__)

    assert [carrier.document for carrier in only.carriers] == [1, 1]


def test_no_documents():
    """A corpus without documents or words shares nothing."""
    assert shared([]).passages == shared(["", "one"]).passages == ()
