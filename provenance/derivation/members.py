"""From the members of groups to what a policy may look at: values that every step of a policy shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from provenance.derivation.profiles import PageFacts
    from provenance.model import Attribution, Pairs, Repeats, Trait

    # The members of a group that are still to choose from, in the order of the corpus.
    Candidates = tuple[int, ...]
    # Those that a part leaves, and why; "" where it leaves all.
    Choice = tuple[Candidates, str]

T_co = TypeVar("T_co", covariant=True)


class ByPosition(Protocol[T_co]):
    """Values of documents by their positions in the corpus."""

    def __getitem__(self, position: int, /) -> T_co: ...


class Facts(NamedTuple):
    """What the stages on single texts say about documents, by position; only of those that were asked for."""

    attributions: ByPosition[Attribution]
    repeats: ByPosition[Repeats]
    traits: ByPosition[Sequence[Trait]]


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Members:
    """What a policy may look at: columns and look-ups by the position of a document, and the listed *pairs*.

    *examine* returns what the given stages say about the given documents, and *page* what the lines of one name.
    *guessed*: the document's encoding had to be guessed.  *path* is as people see it.
    """

    ids: Sequence[str]
    words: NDArray[np.int64]
    pairs: Pairs
    path: Callable[[int], str]
    text: Callable[[int], str]
    page: Callable[[int], PageFacts]
    guessed: Callable[[int], bool]
    examine: Callable[[frozenset[str], Sequence[int]], Facts]


def examined(sets: Sequence[Candidates], members: Members, stages: frozenset[str]) -> Facts:
    """Return what *stages* say about the candidates of all *sets*."""
    return members.examine(stages, [member for candidates in sets for member in candidates])


def chosen(candidates: Candidates, left: Candidates, why: str) -> Choice:
    """Return those that are *left* of the *candidates*, and *why* if that are fewer."""
    return left, why if len(left) < len(candidates) else ""


def longest(candidates: Candidates, members: Members) -> Candidates:
    """Return the candidates that have the most words."""
    most = max(int(members.words[member]) for member in candidates)
    return tuple(member for member in candidates if members.words[member] == most)
