"""What the kernels do when Python fails under them while they ask what a letter folds to: say so, and lose no word."""

from __future__ import annotations

from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import pytest

from provenance import folding
from provenance.kernels import COMPILED, kernels
from provenance.sketch import permutations
from provenance.threads import map_ahead

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(not COMPILED, reason="the compiled kernels are not built, or not wanted")
compiled = kernels
# One of each 64 code points of a plane for private use, where all are separators.
CODES = count(0x100000, 64)


def exhausted(_: int) -> list[int]:
    """Have no memory for an answer."""
    raise MemoryError


def of_an_older_version(_: int) -> list[int]:
    """Answer with what is no entry, as a module may that was replaced after the kernels were compiled."""
    return [-1]


def fresh() -> str:
    """A code point that the kernels know nothing of; other tests of this process may have met some."""
    for code in CODES:
        asked: list[int] = []
        with pytest.MonkeyPatch.context() as patched, suppress(MemoryError):
            patched.setattr(folding, "entries", lambda one, asked=asked: asked.append(one) or exhausted(one))
            compiled.fold(chr(code))
        if asked:
            return chr(code)
    raise AssertionError


def sketched(text: str) -> object:
    """The sketch of one text."""
    raw = text.encode()
    return compiled.sketch(raw, np.array([0, len(raw)]), np.array([0]), *permutations())


def shingled(text: str) -> object:
    """The shingles of one text."""
    raw = text.encode()
    return compiled.shingle_sets(raw, np.array([0, len(raw)]), np.array([0]))


KERNELS: dict[str, Callable[[str], object]] = {
    "fold": compiled.fold,
    "locate": compiled.locate,
    "says_again": lambda text: compiled.says_again(text, 1),
    "shingle_sets": shingled,
    "sketch": sketched,
}


@pytest.mark.parametrize("name", KERNELS)
@pytest.mark.parametrize(("answer", "error"), [(exhausted, MemoryError), (of_an_older_version, OverflowError)])
def test_a_failure_is_raised(
    name: str, answer: Callable[[int], list[int]], error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each kernel raises what kept it from knowing a letter."""
    monkeypatch.setattr(folding, "entries", answer)

    with pytest.raises(error):
        KERNELS[name](f"one{fresh()} two three four five six")


@pytest.mark.parametrize("name", KERNELS)
def test_a_letter_that_could_not_be_known_is_asked_for_again(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure leaves nothing behind: the same text is whole the next time, and so is any other."""
    text = f"one{fresh()}two three four five six"
    with monkeypatch.context() as patched:
        patched.setattr(folding, "entries", exhausted)
        with pytest.raises(MemoryError):
            KERNELS[name](text)

    KERNELS[name](text)

    assert len(compiled.locate(text)[2]) == 6


def test_a_failure_on_another_thread_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where texts are worked on by threads, the outcome of the one that failed is not used."""
    monkeypatch.setattr(folding, "entries", exhausted)
    texts = [f"one{fresh()} two" for _ in range(20)]

    def begun() -> None:
        for _ in map_ahead(compiled.locate, texts, 3):
            pytest.fail("a text without its words")

    with pytest.raises(MemoryError):
        begun()


def test_what_is_known_needs_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters that were met before are not asked for, so nothing fails for them."""
    text = "Ein Maß für Čapek"
    before = compiled.locate(text)[2].tolist()
    monkeypatch.setattr(folding, "entries", exhausted)

    assert compiled.locate(text)[2].tolist() == before
