"""An ordered map over forked processes with results of any kind: what fails in one of them is done again here."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from provenance.processes import Ahead, can_fork, map_forked
from provenance.threads import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from provenance.faults import Faults
    from provenance.settings import Config

Item = TypeVar("Item")
Value = TypeVar("Value")


class Spread:
    """A map over as many processes as the settings allow, over one where a process cannot be forked."""

    def __init__(self, config: Config, faults: Faults) -> None:
        self._wanted = config.grouping.jobs or cores()
        self._faults = faults

    @property
    def wide(self) -> bool:
        """Whether there would be several processes."""
        return self._wanted > 1 and can_fork()

    def ahead(self, work: Callable[[Item], bytes], items: Sequence[Item]) -> Ahead[Item]:
        """Begin to *work* on *items* in as many processes as there are processors beside this process's own."""
        return Ahead(work, items, max(1, self._wanted - 1))

    def map(self, work: Callable[[Item], Value], items: Sequence[Item], kind: type[Value]) -> Iterator[Value]:
        """Yield the result of *work*, which is of *kind*, for each of *items*, in order.

        *work* may run in another process, where whatever it changes is lost.  Where it raises an exception there, finds
        a fault, or returns what cannot be sent, it is called again in this process.
        """
        if not self.wide:
            yield from map(work, items)
            return
        from msgspec.msgpack import Decoder, encode

        def encoded(item: Item) -> bytes:
            before = len(self._faults.notices)
            result = work(item)
            if len(self._faults.notices) > before:
                raise RuntimeError("a stage failed")
            return encode(result)

        decode = Decoder(kind).decode
        for item, found in zip(items, map_forked(encoded, items, self._wanted), strict=True):
            yield work(item) if found is None else decode(found)
