"""The words in which two passages differ, as the page finds them, against a plain and slow way to find as many."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import html_reports as reports
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


@pytest.fixture
def page(opened: Callable[..., object]) -> Page:
    return opened(reports.report()).go()


def common(a: list[str], b: list[str]) -> int:
    """The length of a longest common subsequence of two lists of words."""
    row = [0] * (len(b) + 1)
    for word in a:
        above = row
        row = [0]
        for at, other in enumerate(b):
            row.append(above[at] + 1 if word == other else max(above[at + 1], row[at]))
    return row[-1]


def test_as_few_words_differ_as_can_be(page: Page) -> None:
    """What differs on either side are the words outside a longest common subsequence, never more."""
    chance = random.Random(7)
    pairs = [["".join(chance.choices("ab c ", k=chance.randint(0, 60))).split() for _ in "lr"] for _ in range(150)]
    texts = [[" ".join(side) for side in pair] for pair in pairs]
    found = page.evaluate("texts => texts.map(([a, b]) => differences(a, b))", texts)

    for (left, right), one, (a, b) in zip(texts, found, pairs, strict=True):
        gone = [word for run in one["gone"] for word in left[run["from"] : run["to"]].split()]
        come = [word for run in one["come"] for word in right[run["from"] : run["to"]].split()]
        assert len(a) - len(gone) == len(b) - len(come) == common(a, b)


def test_letters_count_and_marks_do_not(page: Page) -> None:
    """Case, diacritics and composition are told as spelling; another word is told as another word."""
    found = page.evaluate("differences('Hà Nội, VIỆT Nam đến', 'ha nội Viet Nam di')")

    assert [(a["word"], b["word"]) for a, b in found["alike"]] == [("Hà", "ha"), ("Nội", "nội"), ("VIỆT", "Viet")]
    assert [(run["from"], run["to"]) for run in found["gone"]] == [(17, 20)]


def test_what_differs_throughout_is_not_compared(page: Page) -> None:
    """Two long passages without a word in common are told to differ too much, in little time."""
    a, b = (" ".join(f"{side}{word}" for word in range(4000)) for side in "xy")

    assert page.evaluate("([a, b]) => differences(a, b)", [a, b]) is None


def test_parts_in_another_order(page: Page) -> None:
    """Of sentences in another order the shorter ones are told as moved, and none as lost."""
    parts = [" ".join(f"{name}{word}" for word in range(10 + 5 * at)) for at, name in enumerate("kmp")]
    found = page.evaluate("([a, b]) => differences(a, b)", [". ".join(parts), ". ".join(reversed(parts))])
    left = ". ".join(parts)

    assert found["gone"] == found["come"] == []
    assert sorted(left[one["from"] : one["to"]] for one, _ in found["moved"]) == sorted(parts[:2])
