"""What to do about a report: counted by hand on small reports, and in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_report import bare

from provenance.model import RELATIONS, Document, Finding, Group, Pairs, Repeats, Report
from provenance.reporters.overview.to_do import _NO_LETTERS, ToDo, _letters, sentences, to_do

if TYPE_CHECKING:
    from collections.abc import Sequence


def made(
    number: int, pairs: Sequence[tuple[int, int, str]] = (), groups: Sequence[Group] = (), **more: object
) -> Report:
    """A report of *number* documents of 100 bytes each, with *pairs* of their relations."""
    documents = tuple(Document(f"{at}.txt", f"{at}.txt", b"", None, 100) for at in range(number))
    ordered = sorted(pairs)
    share = np.ones(len(ordered))
    columns = Pairs(
        np.array([left for left, _, _ in ordered], np.int32),
        np.array([right for _, right, _ in ordered], np.int32),
        share, share, share,
        np.array([RELATIONS.index(relation) for _, _, relation in ordered], np.int8),
        np.zeros(len(ordered), np.int8),
        np.zeros(len(ordered), np.int8),
    )  # fmt: skip
    evidence = attrs.evolve(
        bare().evidence,
        documents=documents,
        words=np.ones(number, np.int64),
        pairs=columns,
        groups=tuple(groups),
        text=lambda _: "The same words.",
    )
    return Report(attrs.evolve(evidence, **more), ())


def group(representative: int, *members: int, keep: int) -> Group:
    return Group(representative, members, (1.0,) * len(members), keep)


def test_copies_are_told_apart_by_their_words() -> None:
    """The same words, the same but for figures, other words."""
    pairs = [(0, 1, "identical"), (0, 2, "near"), (0, 3, "template"), (1, 2, "near"), (1, 3, "template")]

    found = to_do(made(4, pairs, [group(0, 0, 1, 2, 3, keep=0)]))

    assert (found.same, found.bytes, found.alike, found.differing) == (1, 100, 1, 1)


@pytest.mark.parametrize(
    ("copy", "same"),
    [("The mayor’s\nferry, again.", 1), ("THE MAYOR'S FERRY AGAIN", 1), ("Thé mayor's ferry again", 0)],
)
def test_a_copy_with_other_marks_is_to_review(copy: str, same: int) -> None:
    """Case, punctuation and line ends do not matter; a diacritic may make another word."""
    report = made(
        2, [(0, 1, "identical")], [group(0, 0, 1, keep=0)], text=["The mayor's ferry again.", copy].__getitem__
    )

    assert (to_do(report).same, to_do(report).differing) == (same, 1 - same)


def test_what_is_kept_need_not_be_listed_with_all() -> None:
    """Of a crowd of copies only pairs with the representative are listed, and another member may be kept."""
    pairs = [(at, 2, "identical") for at in (0, 1)] + [(2, at, "identical") for at in (3, 4)]

    found = to_do(made(5, pairs, [group(2, 0, 1, 2, 3, 4, keep=4)]))

    assert (found.same, found.differing) == (4, 0)


@pytest.mark.parametrize("size", [1, 2, 50])
def test_chains_end(size: int) -> None:
    """Documents in a row of identical pairs all have the words of the first."""
    pairs = [(at, at + 1, "identical") for at in range(size - 1)]

    found = to_do(made(size, pairs, [group(0, *range(size), keep=size - 1)]))

    assert found.same == size - 1


def test_without_a_choice_nothing_is_to_remove() -> None:
    """Where no policy chose the member to keep, none is a copy of it."""
    report = attrs.evolve(made(2, [(0, 1, "identical")], [group(0, 0, 1, keep=0)]), left_out=frozenset({"keep"}))

    assert to_do(report) == ToDo()


def test_what_is_to_mend_is_named_by_rule() -> None:
    """Errors and warnings that are not about copies, the most frequent first; notes are not."""

    def finding(code: str, severity: str, count: int = 1) -> Finding:
        return Finding(code, severity, 0, "0.txt", None, None, "", count=count)  # type: ignore[arg-type]

    findings = (
        finding("TXT002", "warning"),
        finding("ENC001", "error", 3),
        finding("DUP001", "error"),
        finding("DATE005", "info"),
    )
    report = attrs.evolve(made(1), findings=findings, rule=lambda code: (code.lower(), ""))

    assert to_do(report).to_mend == (("enc001", 3), ("txt002", 1))


def test_a_text_that_repeats_itself_is_to_review() -> None:
    """Whatever it repeats."""
    report = made(2, repeats=(Repeats(share=0.4), Repeats()))

    assert to_do(report).repeated == 1


@pytest.mark.parametrize(
    ("todo", "said"),
    [
        (ToDo(), []),
        (ToDo(same=1, bytes=1800), ["to remove: 1 copy with the same words as the one to keep (1.8 kB)"]),
        (ToDo(same=2, bytes=10), ["to remove: 2 copies with the same words as those to keep (10 bytes)"]),
        (ToDo(differing=1), ["to review: 1 copy that differs from the one to keep"]),
        (
            ToDo(alike=2, repeated=1),
            ["to review: 2 texts alike but for figures, 1 text with a repeated page or passage"],
        ),
        (ToDo(to_mend=(("a", 5), ("b", 4), ("c", 3), ("d", 2), ("e", 1), ("f", 1))),
         ["to mend: a (5), b (4), c (3), d (2), 2 more"]),
    ],
)  # fmt: skip
def test_each_kind_has_a_line(todo: ToDo, said: list[str]) -> None:
    """In the order of what to do, and no line about nothing."""
    assert list(sentences(todo)) == said


@given(st.text(st.characters(max_codepoint=127)))
def test_letters_of_ascii_are_what_the_pattern_leaves(text: str) -> None:
    """Texts in ASCII are compared without the pattern, by the same letters."""
    assert _letters(text) == re.sub(_NO_LETTERS, "", text).casefold()


def test_letters_of_two_alphabets_are_compared_alike() -> None:
    """A text in ASCII has the letters of the same text with other marks and spaces."""
    assert _letters("The quay, (closed)!") == _letters("The\u00a0quay\u2014closed") == "thequayclosed"
