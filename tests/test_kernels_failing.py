"""If Python fails while the kernels ask for the folded form of a letter, they raise the error and lose no word."""

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
    """Raise MemoryError."""
    raise MemoryError


def of_an_older_version(_: int) -> list[int]:
    """Return something that is not an entry, as a module that changed after the kernels were compiled may."""
    return [-1]


def fresh() -> str:
    """A code point on a page that the kernels have not filled yet, also by other tests of this process."""
    for code in CODES:
        asked: list[int] = []
        with pytest.MonkeyPatch.context() as patched, suppress(MemoryError):
            patched.setattr(folding, "entries", lambda one, asked=asked: asked.append(one) or exhausted(one))
            compiled.fold(chr(code))
        if asked:
            return chr(code)
    raise AssertionError


def sketched(text: str) -> object:
    """Return the sketch of one text."""
    raw = text.encode()
    return compiled.sketch(raw, np.array([0, len(raw)]), np.array([0]), *permutations())


def shingled(text: str) -> object:
    """Return the shingles of one text."""
    raw = text.encode()
    return compiled.shingle_sets(raw, np.array([0, len(raw)]), np.array([0]))


KERNELS: dict[str, Callable[[str], object]] = {
    "fold": compiled.fold,
    "locate": compiled.locate,
    "has_repeats": lambda text: compiled.has_repeats(text, 1),
    "shingle_sets": shingled,
    "sketch": sketched,
}


@pytest.mark.parametrize("name", KERNELS)
@pytest.mark.parametrize(("answer", "error"), [(exhausted, MemoryError), (of_an_older_version, OverflowError)])
def test_a_failure_is_raised(
    name: str, answer: Callable[[int], list[int]], error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each kernel raises the error that kept it from folding a letter."""
    monkeypatch.setattr(folding, "entries", answer)

    with pytest.raises(error):
        KERNELS[name](f"one{fresh()} two three four five six")


@pytest.mark.parametrize("name", KERNELS)
def test_a_letter_that_could_not_be_known_is_asked_for_again(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure has no lasting effect: the same text, and any other, is complete the next time."""
    text = f"one{fresh()}two three four five six"
    with monkeypatch.context() as patched:
        patched.setattr(folding, "entries", exhausted)
        with pytest.raises(MemoryError):
            KERNELS[name](text)

    KERNELS[name](text)

    assert len(compiled.locate(text)[2]) == 6


def test_a_failure_on_another_thread_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """On several threads, the result of a failed call is not used."""
    monkeypatch.setattr(folding, "entries", exhausted)
    texts = [f"one{fresh()} two" for _ in range(20)]

    def begun() -> None:
        for _ in map_ahead(compiled.locate, texts, 3):
            pytest.fail("a text without its words")

    with pytest.raises(MemoryError):
        begun()


def test_what_is_known_needs_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters that are already known are not asked for again, so they cannot fail."""
    text = "Ein Maß für Čapek"
    before = compiled.locate(text)[2].tolist()
    monkeypatch.setattr(folding, "entries", exhausted)

    assert compiled.locate(text)[2].tolist() == before
