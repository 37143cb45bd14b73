"""Entries and edges: one entry accepts one edge, by words or by names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.baseline import Entry, accepting, judge, load, save
from provenance.baseline.former import former_digest
from provenance.model import Document, Evidence, Finding, Group, Place
from provenance.pipeline import no_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
entries = st.builds(
    lambda code, ends, subject, score, count, why: Entry(
        code, tuple(end[0] for end in ends), tuple(end[1] for end in ends), subject, score, count, why
    ),
    st.sampled_from(["DUP003", "SRC001", "OVL001"]),
    st.lists(st.tuples(names, names), min_size=1, max_size=2),
    st.sampled_from(["", "0123456789abcdef"]),
    st.none() | st.integers(0, 10**6).map(lambda millionths: millionths / 10**6),
    st.integers(1, 3),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)


def evidence(texts: dict[str, str], groups: Sequence[Sequence[str]] = ()) -> Evidence:
    """Documents named by the keys of *texts*, and groups of them."""
    at = {name: position for position, name in enumerate(texts)}
    return Evidence(
        documents=tuple(Document(name, name, str(Path.cwd() / name).encode(), None, 1) for name in texts),
        words=np.ones(len(texts), np.int64),
        text=lambda position: list(texts.values())[position],
        pairs=no_pairs(),
        groups=tuple(
            Group(at[group[0]], tuple(sorted(at[name] for name in group)), (1.0,) * len(group), at[group[0]])
            for group in groups
        ),
    )


def tie(known: Evidence, copy: str, other: str, score: float, code: str = "DUP003") -> Finding:
    """That *copy* is one of *other*."""
    at = {document.id: position for position, document in enumerate(known.documents)}
    return Finding(
        code, "warning", at[copy], copy, None, None, "m", (Place(at[other]),), f"{code} {copy} {other}", score=score
    )


def accepted(findings: Sequence[Finding], known: Evidence) -> list[Entry]:
    """The entries that a new baseline has for *findings*."""
    return accepting(judge(findings, known, (), ""), {finding.fingerprint: "" for finding in findings})


@given(st.lists(entries, max_size=6))
def test_what_is_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, some: list[Entry]) -> None:
    """Entries survive their file, whatever their names; each edge is there once, and the order given means nothing."""
    path = str(tmp_path_factory.mktemp("b") / "b.jsonl")
    save(path, some)
    first = load(path)

    assert {entry.key for entry in first} == {entry.key for entry in some}
    save(path, reversed(first))
    text = Path(path).read_bytes()
    assert load(path) == first
    save(path, first)
    assert Path(path).read_bytes() == text


@given(st.lists(entries, max_size=5), st.lists(entries, max_size=5))
def test_a_union_of_two_baselines_is_both(
    tmp_path_factory: pytest.TempPathFactory, ours: list[Entry], theirs: list[Entry]
) -> None:
    """The lines of two files in one, in either order, load as the edges of both."""
    folder = tmp_path_factory.mktemp("b")
    for name, some in (("ours", ours), ("theirs", theirs)):
        save(str(folder / name), some)
    one, other = ((folder / name).read_bytes() for name in ("ours", "theirs"))
    (folder / "merged").write_bytes(one + other)
    (folder / "turned").write_bytes(other + one)

    merged = load(str(folder / "merged"))
    assert {entry.key for entry in merged} == {entry.key for entry in (*ours, *theirs)}
    assert merged == load(str(folder / "turned"))


def test_a_pair_is_known_by_its_words() -> None:
    """Both files renamed, rewrapped and in other case: accepted."""
    old = evidence({"a": "one two three", "b": "one two four"})
    new = evidence({"x": "One\n two  THREE", "y": "one two\nfour."})
    held = accepted([tie(old, "b", "a", 0.8)], old)

    assert judge([tie(new, "x", "y", 0.8)], new, held, "").new == ()
    assert len(judge([tie(new, "x", "y", 0.8)], evidence({"x": "other", "y": "one two four"}), held, "").new) == 1


@pytest.mark.parametrize(("score", "fresh"), [(0.5, 0), (0.8, 0), (0.85, 0), (0.8501, 1), (1.0, 1)])
def test_a_pair_is_known_by_its_names_while_it_is_no_closer(score: float, fresh: int) -> None:
    """An edited text keeps its acceptance unless the score has grown by more than 0.05."""
    old = evidence({"a": "one two three", "b": "one two four"})
    new = evidence({"a": "one two three more", "b": "one two four"})
    held = accepted([tie(old, "b", "a", 0.8)], old)

    assert len(judge([tie(new, "b", "a", score)], new, held, "").new) == fresh


def test_the_code_of_a_copy_may_change() -> None:
    """Identical bytes that were accepted are accepted as identical words, but not as another kind of finding."""
    old = evidence({"a": "one two", "b": "one two"})
    held = accepted([tie(old, "b", "a", 1.0, "DUP001")], old)

    assert judge([tie(old, "b", "a", 1.0, "DUP002")], old, held, "").new == ()
    assert len(judge([tie(old, "b", "a", 1.0, "OVL001")], old, held, "").new) == 1


def test_of_three_equal_copies_one_is_new() -> None:
    """One entry accepts one edge: a third text with the words of the second is new, whichever is reported."""
    old = evidence({"a": "one two three", "b": "one two four"})
    held = accepted([tie(old, "b", "a", 0.8)], old)
    new = evidence({"a": "one two three", "b": "one two four", "c": "one two four"}, [("a", "b", "c")])

    for findings in (
        [tie(new, "b", "a", 0.8), tie(new, "c", "a", 0.8)],
        [tie(new, "b", "a", 0.8), tie(new, "c", "b", 1.0, "DUP001")],
        [tie(new, "a", "c", 0.8), tie(new, "b", "c", 1.0, "DUP001")],
    ):
        judgement = judge(findings, new, held, "")
        assert len(judgement.new) == 1
        assert judgement.stale == []


def test_a_third_copy_that_comes_first_is_one_finding() -> None:
    """Where the new copy is now the one to keep, both old ones are reported against it: one of the two is new."""
    old = evidence({"a": "one two three", "b": "one two four"})
    held = accepted([tie(old, "b", "a", 0.8)], old)
    new = evidence({"a": "one two three", "b": "one two four", "c": "one two five"}, [("c", "a", "b")])
    judgement = judge([tie(new, "a", "c", 0.8), tie(new, "b", "c", 0.8)], new, held, "")

    assert len(judgement.new) == 1
    assert judgement.stale == []
    assert judgement.alive == held
    updated = accepting(judgement, {finding.fingerprint: "" for finding in judgement.new})
    assert judge([tie(new, "a", "c", 0.8), tie(new, "b", "c", 0.8)], new, updated, "").new == ()
    assert judge([tie(new, "a", "c", 0.8), tie(new, "b", "c", 0.8)], new, updated, "").stale == []


def test_two_other_copies_are_not_accepted_by_a_pair() -> None:
    """A new pair that has nothing to do with the accepted one is new."""
    old = evidence({"a": "one two three", "b": "one two four"})
    held = accepted([tie(old, "b", "a", 0.8)], old)
    new = evidence(
        {"a": "one two three", "b": "one two four", "c": "five six", "d": "five seven"}, [("a", "b"), ("c", "d")]
    )
    findings = [tie(new, "b", "a", 0.8), tie(new, "d", "c", 0.8)]

    assert judge(findings, new, held, "").new == (findings[1],)


def test_what_is_gone_is_stale() -> None:
    """An entry that no finding matches is stale, and only that one."""
    known = evidence({"a": "one two three", "b": "one two four", "c": "one five"})
    held = accepted([tie(known, "b", "a", 0.8), tie(known, "c", "a", 0.8)], known)

    assert [entry.paths for entry in judge([tie(known, "b", "a", 0.8)], known, held, "").stale] == [("a", "c")]


def test_another_passage_of_an_accepted_file_is_new() -> None:
    """A finding without a score is accepted for its passage: another one in the same file is new."""
    known = evidence({"a": "one two three"})
    first = Finding("TXT002", "warning", 0, "a", None, None, "m", fingerprint="1", subject="a" * 32)
    second = attrs.evolve(first, fingerprint="2", subject="b" * 32)
    held = accepted([first], known)

    assert judge([first], known, held, "").new == ()
    assert judge([second], evidence({"a": "edited"}), held, "").new == (second,)
    assert judge([first], evidence({"a": "edited"}), held, "").new == ()


@pytest.mark.parametrize(
    ("text", "header", "digest"),
    [
        ("Łódź đã 漢字 ไทย ﬁne passen-\ngers cafÃ© ـكتـاب", 0, "ebf15daed9061922"),
        ("a line of a crawler\nheader words one two", 20, "d2c16521630839aa"),
        ("", 0, "e4a6a0577479b2b4"),
    ],
)
def test_a_text_is_known_by_the_words_it_had(text: str, header: int, digest: str) -> None:
    """The digests are those that the version before wrote for the same words."""
    assert former_digest(text, header) == digest


def test_a_baseline_of_the_version_before_holds() -> None:
    """It accepts renamed files by their former words, also where these are others today, and an update rewrites it."""
    texts = ["Łódź ogłasza konkurs na most", "Łódź ogłasza konkurs na wia-\ndukt"]
    old = evidence(dict(zip("ab", texts, strict=True)))
    (today,) = accepted([tie(old, "b", "a", 0.8)], old)
    former = attrs.evolve(today, contents=tuple(former_digest(text, 0) for text in texts))
    new = evidence(dict(zip("xy", texts, strict=True)))
    judgement = judge([tie(new, "y", "x", 0.8)], new, [former], "")

    assert judgement.new == ()
    assert [entry.contents for entry in accepting(judgement, {})] == [today.contents]
    assert today.contents[0].startswith("2:")


def test_a_baseline_of_the_version_before_accepts_no_other_words() -> None:
    """Other documents are as new to it as they were."""
    former = Entry("DUP003", ("a", "b"), (former_digest("one two", 0), former_digest("one three", 0)), "", 0.8)
    new = evidence({"x": "one two", "y": "one four"})

    assert len(judge([tie(new, "y", "x", 0.8)], new, [former], "").new) == 1
