"""How often passages occur, held to plain sets."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment.frequency import (
    BOILERPLATE_DOCUMENTS,
    BOILERPLATE_STORIES,
    EDGE_ALONE,
    EDGE_STORIES,
    Divisions,
    Frequency,
    Origins,
)

DOCUMENTS = 24
NAMES = st.lists(st.sampled_from(["", "", "A", "B", "C"]), min_size=DOCUMENTS, max_size=DOCUMENTS)


@st.composite
def corpora(draw):
    """What documents belong to, and for each of some passages its documents and whether it is at an edge and short."""
    stories = draw(st.lists(st.integers(0, DOCUMENTS - 1), min_size=DOCUMENTS, max_size=DOCUMENTS))
    sites = draw(st.lists(NAMES, max_size=2))
    origins = Origins(draw(NAMES), lambda: sites, draw(st.sampled_from([None, np.array(stories)])))
    documents = st.lists(st.integers(0, DOCUMENTS - 1), min_size=1, max_size=40)
    return origins, draw(st.lists(st.tuples(documents, st.booleans(), st.booleans()), max_size=5))


def most(names, carriers, least, of_whom):
    """Return whether at least *least* of *carriers*, and most of all, have one of *names*; *of_whom* counts them."""
    for name in set(names) - {""}:
        have = {of_whom(document) for document in carriers if names[document] == name}
        all_of_them = {of_whom(document) for document in range(DOCUMENTS) if names[document] == name}
        if len(have) >= least and len(have) * 2 > len(all_of_them):
            return True
    return False


def plainly(origins, carriers, edge, short):
    """Return what ``Frequency`` says of one passage, by sets."""
    stories = list(range(DOCUMENTS)) if origins.stories is None else origins.stories.tolist()
    found, sources = {stories[one] for one in carriers}, {origins.sources[one] for one in carriers} - {""}
    least = EDGE_STORIES if edge and short else BOILERPLATE_STORIES
    frequent = (
        (short and most(origins.sources, carriers, BOILERPLATE_DOCUMENTS, lambda one: one))
        or (edge and len(found) >= EDGE_ALONE)
        or any(most(names, carriers, least, stories.__getitem__) for names in [["all"] * DOCUMENTS, *origins.sites()])
    )
    return len(set(carriers)), len(found), len(sources), frequent


@given(corpora())
def test_passages_are_counted_as_by_sets(corpus):
    """Documents, stories and sources are each counted once, and parts of the corpus by their stories."""
    origins, passages = corpus
    rows = [(at, document) for at, (carriers, *_) in enumerate(passages) for document in carriers]
    columns = np.array(rows, np.int64).reshape(-1, 2).T
    frequency = Frequency(Divisions(origins, DOCUMENTS), columns[0], columns[1], len(passages))
    edge, short = (np.array([flags[at] for _, *flags in passages], np.bool_) for at in (0, 1))

    found = zip(
        frequency.documents.tolist(),
        frequency.stories.tolist(),
        frequency.sources.tolist(),
        frequency.are_most(edge, short).tolist(),
        strict=True,
    )

    assert list(found) == [plainly(origins, set(carriers), *flags) for carriers, *flags in passages]


def half(origins, document):
    """Return how many places a block of *document* has at least if most of one of its parts have it, by sets."""
    stories = list(range(DOCUMENTS)) if origins.stories is None else origins.stories.tolist()
    found = [DOCUMENTS + 1]
    if name := origins.sources[document]:
        found.append(max(BOILERPLATE_DOCUMENTS, list(origins.sources).count(name) // 2 + 1))
    for names in [["all"] * DOCUMENTS, *origins.sites()]:
        members = {stories[one] for one in range(DOCUMENTS) if names[one] == names[document]}
        if names[document]:
            found.append(max(EDGE_STORIES, len(members) // 2 + 1))
    return min(found)


@given(corpora())
def test_blocks_need_as_many_places_as_by_sets(corpus):
    """A block needs more than half of the smallest part of the corpus that a document belongs to."""
    origins, _ = corpus

    found = Divisions(origins, DOCUMENTS).half()

    assert found.tolist() == [half(origins, document) for document in range(DOCUMENTS)]


@given(corpora())
def test_stories_are_counted_as_by_sets(corpus):
    """Copies of one text are one story of each passage that they have."""
    origins, passages = corpus
    rows = [(at, document) for at, (carriers, *_) in enumerate(passages) for document in carriers]
    columns = np.array(rows, np.int64).reshape(-1, 2).T
    stories = list(range(DOCUMENTS)) if origins.stories is None else origins.stories.tolist()

    found = Divisions(origins, DOCUMENTS).stories_of(columns[0], columns[1], len(passages))

    assert found.tolist() == [len({stories[one] for one in carriers}) for carriers, *_ in passages]
