"""What an index answers is what a slow comparison of all pairs says, however the index came to hold its documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_texts import SENTENCES, jaccard, longest_run, texts, words_of

import provenance
from provenance.errors import UnusableIndexError, UsageError
from provenance.kernels import COMPILED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance import Index

FEW = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """An empty index."""
    with provenance.Index.create(tmp_path / "index") as made:
        yield made


def found(index: Index, text: str) -> dict[str, tuple[str, float]]:
    """The relation and the similarity of each document that matches, by id."""
    return {one.document.id: (one.relation, one.jaccard) for one in index.match(text)}


@FEW
@given(st.lists(texts(), min_size=1, max_size=6), texts())
def test_answers_are_those_of_all_pairs(tmp_path_factory: pytest.TempPathFactory, corpus: list[str], text: str) -> None:
    """Each document of the threshold or with ten words in a row in common is found, with its exact similarity, and no
    document that shares no run of eight words and is not similar."""
    with provenance.Index.create(tmp_path_factory.mktemp("index") / "i") as index:
        index.add(corpus, [f"d{at}" for at in range(len(corpus))])
        matches = found(index, text)

    for at, other in enumerate(corpus):
        alike, run = jaccard(text, other), longest_run(text, other)
        if alike >= 0.7 or run >= 10:
            assert f"d{at}" in matches
        if f"d{at}" in matches:
            assert alike >= 0.7 or run >= 8
            assert matches[f"d{at}"][1] == pytest.approx(alike)
            assert (matches[f"d{at}"][0] == "identical") == (words_of(text) == words_of(other))


@FEW
@given(st.lists(texts(), min_size=2, max_size=8, unique=True), st.data())
def test_answers_do_not_depend_on_how_documents_came(
    tmp_path_factory: pytest.TempPathFactory, corpus: list[str], data: st.DataObject
) -> None:
    """Added at once or in parts, with documents that were removed between, before and after compaction: one answer."""
    ids = [f"d{at}" for at in range(len(corpus))]
    cut = data.draw(st.integers(0, len(corpus)))
    with provenance.Index.create(tmp_path_factory.mktemp("index") / "i") as whole:
        whole.add(corpus, ids)
        expected = [found(whole, text) for text in corpus]
    with provenance.Index.create(tmp_path_factory.mktemp("index") / "i") as parts:
        parts.add([*corpus[:cut], "of no use at all to anybody", *corpus[:1]], [*ids[:cut], "gone", "gone too"])
        parts.add(corpus[cut:], ids[cut:])
        parts.remove(["gone", "gone too"])
        before = [found(parts, text) for text in corpus]
        parts.compact()
        after = [found(parts, text) for text in corpus]

    assert before == after == expected


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (" ".join(f"plank{at}" + "s" * (at % 13 == 12) for at in range(100)), "near"),
        (" ".join(f"plank{at}" + "s" * (at % 19 == 18) for at in range(50)), "excerpt"),
        (" ".join([f"plank{at}" for at in range(30)] + [f"rope{at}" for at in range(30)]), "shared"),
    ],
)
def test_relations_below_the_threshold_say_what_lies_in_what(tmp_path: Path, text: str, relation: str) -> None:
    """An edited version is near, an edited part is an excerpt, and two texts that have more besides only share."""
    with provenance.Index.create(tmp_path / "index") as index:
        index.add([" ".join(f"plank{at}" for at in range(100))], ["planks"])

        assert found(index, text)["planks"][0] == relation


def many(count: int, start: int = 0) -> list[str]:
    """Texts that are each their own; some share a sentence."""
    return [
        f"{SENTENCES[at % 8] if at % 50 < 8 else ''} {' '.join(f'own{at}x{step}' for step in range(12))}"
        for at in range(start, start + count)
    ]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of several segments, a tail and removed documents."""
    with provenance.Index.create(tmp_path_factory.mktemp("large") / "index") as made:
        for start in range(0, 2750, 250):
            made.add(many(250, start), [f"d{at}" for at in range(start, start + 250)])
        made.add(many(20, 2750), [f"d{at}" for at in range(2750, 2770)])
        made.remove([f"d{at}" for at in range(0, 2770, 10)])
        yield made


def test_many_documents_are_in_few_files(large: Index) -> None:
    """Segments that have become many are merged, and a small change makes no file."""
    manifest = large.snapshot.manifest

    assert len(manifest.segments) <= 8
    assert manifest.tail == 18
    assert len(large) == manifest.documents == 2770 - 277


def test_each_document_is_found_in_its_segment(large: Index) -> None:
    """A document is found with its text wherever it is, and a removed one is not."""
    for at in (1, 249, 251, 1999, 2749, 2751, 2769):
        (match,) = [one for one in large.match(many(1, at)[0]) if one.relation == "identical"]
        assert match.document.id == f"d{at}"
    for at in (0, 250, 2760):
        assert not large.contains(many(1, at)[0])


def test_compaction_keeps_all_answers(large: Index, tmp_path: Path) -> None:
    """A copy of the index answers the same after it was compacted, and has no removed documents left in its files."""
    import shutil

    shutil.copytree(large.snapshot.folder, tmp_path / "copy")
    asked = [many(1, at)[0] for at in range(0, 2770, 173)]
    before = [found(large, text) for text in asked]

    with provenance.Index.open(tmp_path / "copy") as copy:
        copy.compact()
        assert [found(copy, text) for text in asked] == before
        manifest = copy.snapshot.manifest
        assert (len(manifest.segments), len(manifest.texts), manifest.removed, manifest.tail) == (1, 1, 0, 0)
        copy.snapshot.verify()


def test_spans_are_of_both_texts(index: Index) -> None:
    """The left side of an overlap is in the text that was asked about, the right side in the document."""
    index.add([f"Before it. {SENTENCES[6]}"], ["a"])

    (match,) = index.match(f"{SENTENCES[6]} and behind it more of another kind, much more than that, says the author.")
    (overlap,) = match.overlaps

    assert (overlap.left.start, overlap.left.end) == (0, len(SENTENCES[6]))
    assert (overlap.right.start, overlap.right.end) == (len("Before it. "), len(f"Before it. {SENTENCES[6]}"))


def test_a_text_without_words_matches_nothing(index: Index) -> None:
    """Empty texts are kept, and are near to nothing, each other neither."""
    index.add(["", "...", "A text with some words in it that is long enough."], ["a", "b", "c"])

    assert len(index) == 3
    assert index.match("") == index.match("...") == []


def test_lone_surrogates_and_nuls_are_text_too(index: Index) -> None:
    """Whatever a string can hold comes back."""
    text = f"\ud800 {SENTENCES[7]} \x00 \udfff"
    index.add([text], ["a\ud800"])

    assert index.contains(text)
    assert index.match(text)[0].document.id == "a\\ud800"


def test_a_text_with_a_known_id_takes_its_place(index: Index) -> None:
    """The later text of an id is the one that counts; the same text again changes nothing."""
    index.add([SENTENCES[6]], ["a"])
    again = index.add([SENTENCES[6]], ["a"])
    generation = index.snapshot.manifest.generation
    other = index.add([SENTENCES[7]], ["a"])

    assert (again.new, again.replaced, again.unchanged, generation) == (0, 0, 1, 1)
    assert (other.new, other.replaced, other.unchanged) == (0, 1, 0)
    assert index.contains(SENTENCES[7])
    assert not index.contains(SENTENCES[6])


def test_an_open_index_shows_one_state(index: Index) -> None:
    """What another adds is seen after a refresh, and not before."""
    with provenance.Index.open(index.snapshot.folder) as other:
        other.add([SENTENCES[6]], ["a"])

        assert not index.contains(SENTENCES[6])
        index.refresh()
        assert index.contains(SENTENCES[6])


def test_an_index_answers_in_threads(large: Index) -> None:
    """Several threads ask one index and get the answers of one."""
    from provenance.threads import map_ahead

    asked = [many(1, at)[0] for at in range(0, 2770, 331)] * 2
    expected = [found(large, text) for text in asked]

    assert [answer for _, answer in map_ahead(lambda text: found(large, text), asked, 4)] == expected


@pytest.mark.skipif(not COMPILED, reason="compares a thousand texts")
def test_what_many_documents_share_is_capped_and_said(index: Index) -> None:
    """A text that shares a phrase with more documents than are compared says so; a copy is found all the same."""
    corpus = [f"{' '.join(f'own{at}x{step}' for step in range(4))} {SENTENCES[6]}" for at in range(1100)]
    index.add(corpus, [f"d{at:04}" for at in range(1100)])

    (answer,) = index.examine([corpus[1050]])

    assert answer.crowded
    assert answer.found[0].document.id == "d1050"


def test_two_tiers_promise_more_and_less(tmp_path: Path) -> None:
    """A dense index finds runs of eight words, a sparse one of fifteen; below its promise each refuses to answer."""
    from provenance.settings import Aligning, Config

    common = " ".join(f"same{at}" for at in range(9))
    corpus = [f"{common} {' '.join(f'own{at}' for at in range(40))}"]
    text = f"{' '.join(f'else{at}' for at in range(40))} {common}"
    few = Config(aligning=Aligning(min_words=8))
    with provenance.Index.create(tmp_path / "dense", tier="dense", config=few) as dense:
        dense.add(corpus, ["a"])
        assert [one.document.id for one in dense.match(text)] == ["a"]
    with provenance.Index.create(tmp_path / "sparse", tier="sparse") as sparse, pytest.raises(UsageError) as refused:
        sparse.match(text)
    assert "finds passages of 15 words or more; make it anew: provenance index create" in str(refused.value)


def test_the_second_writer_is_told_who_holds_the_index(index: Index) -> None:
    """While one writes, another is refused, with the process that holds the lock."""
    import os

    from provenance.index.writer import Writer

    with Writer(index.snapshot.folder), pytest.raises(UnusableIndexError, match=f"process {os.getpid()} on "):
        index.add([SENTENCES[6]])
    index.add([SENTENCES[6]])
    assert index.contains(SENTENCES[6])


def test_a_closed_index_says_so(index: Index) -> None:
    """After close, a question is an error with the way out."""
    index.close()

    with pytest.raises(UsageError, match="closed; open it again"):
        index.match("anything")


def test_words_that_a_line_end_divides_are_found_whole(index: Index) -> None:
    """A text with words that line ends divide is found by the whole words, and by a part that has one of them."""
    plain = f"The keeper said that the keeper of the harbour {SENTENCES[6]} was away"
    index.add([plain.replace("keeper", "kee-\nper", 1)], ["divided"])

    assert found(index, plain)["divided"][0] == "identical"
    assert found(index, f"Quite another beginning of it: {' '.join(plain.split()[:12])}")
