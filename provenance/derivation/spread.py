"""The map with which texts are worked on, so that the caller can put it on several processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Item = TypeVar("Item")
Value = TypeVar("Value")


class Map(Protocol):
    """An ordered map: *work* gives a value of *kind*, and changes nothing else."""

    def __call__(self, work: Callable[[Item], Value], items: Sequence[Item], kind: type[Value]) -> Iterator[Value]:
        """Yield the result of *work* for each of *items*, in order."""


def alone(work: Callable[[Item], Value], items: Sequence[Item], kind: type[Value]) -> Iterator[Value]:
    """Map here."""
    return map(work, items)
