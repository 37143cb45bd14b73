"""From dropped texts and those kept in their place to the words that are lost: in no run of five that both have."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.kernels import kernels
from provenance.words import locate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.words import Words

_SHOWN = 80  # characters of what is lost


class Lost(NamedTuple):
    """How many *words* of a text are lost, and the first of them that follow each other, as they are written."""

    words: int
    sample: str


class _Texts(NamedTuple):
    """The words of some texts that lie in *joined*: text *i* has those from ``bounds[i]`` to ``bounds[i + 1]``."""

    words: Words
    bounds: NDArray[np.int64]
    joined: str


def lost(dropped: Sequence[str], kept: Sequence[str]) -> Iterator[Lost]:
    """Yield what each of *dropped* loses if the text at the same place in *kept* is all that is left of it."""
    texts = _located(dropped)
    gone = _gone(texts, kept)
    for (begin, end), count in zip(pairwise(texts.bounds.tolist()), _counts(texts, gone).tolist(), strict=True):
        yield Lost(count, _sample(texts, gone[begin:end], begin) if count else "")


def lost_words(dropped: Sequence[str], kept: Sequence[str]) -> NDArray[np.int64]:
    """Return how many words each of *dropped* loses."""
    texts = _located(dropped)
    return _counts(texts, _gone(texts, kept))


def _gone(texts: _Texts, kept: Sequence[str]) -> NDArray[np.bool_]:
    """Return which words of *texts* are lost."""
    others = _located(kept)
    return kernels.alone(texts.words.ids, texts.bounds, others.words.ids, others.bounds)


def _counts(texts: _Texts, gone: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.diff(np.append(0, np.cumsum(gone))[texts.bounds])


def _sample(texts: _Texts, gone: NDArray[np.bool_], begin: int) -> str:
    """Return the first words that are *gone* of a text whose words begin with number *begin*, as they are written."""
    starts, ends = texts.words.starts, texts.words.ends
    first = last = int(gone.argmax())
    while last + 1 < len(gone) and gone[last + 1] and ends[begin + last] - starts[begin + first] < _SHOWN:
        last += 1
    return " ".join(texts.joined[int(starts[begin + first]) : int(ends[begin + last])].split())[:_SHOWN]


def _located(texts: Sequence[str]) -> _Texts:
    joined = "\n".join(texts)
    begins = np.cumsum([0, *(len(text) + 1 for text in texts)])
    words = locate(joined)
    return _Texts(words, np.searchsorted(words.starts, begins), joined)
