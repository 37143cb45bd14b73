"""From a stage's name to its table: from an earlier run where that wrote all of it, else computed and written."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Generic

from provenance.folding import VERSION
from provenance.settings.derived import touching
from provenance.settings.setting import EVIDENCE
from provenance.spark.engine import Table
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.settings import Config
    from provenance.spark.engine import Engine, File


class Stages(Generic[Table]):
    """The stages of one audit below a *place*: each is whole under the *mark* of all that it depends on.

    *ran* are those that were computed, in their order.
    """

    def __init__(self, engine: Engine[Table], place: str, mark: str) -> None:
        self._engine = engine
        self._place = place
        self._mark = mark
        self.ran: list[str] = []

    def of(self, name: str, build: Callable[[], Table], place: str = "") -> Table:
        """Return the table of the stage *name*, which *build* computes; it lies at *place*, "" for the usual one."""
        place, mark = place or f"{self._place}/{name}", f"{name} {self._mark}\n"
        found = self._engine.written(place, mark)
        if found is None:
            found = self._engine.write(build(), place, mark)
            self.ran.append(name)
        return found


def mark_of(files: Sequence[File], config: Config) -> str:
    """Return a digest of all that the stages of an audit depend on: inputs, settings, and how words are made."""
    hashed = blake2b(digest_size=16)
    settings = [(key, value) for key, value in touching(config, *EVIDENCE) if key != "jobs"]
    for part in (__version__, VERSION, sorted(files), settings):
        hashed.update(repr(part).encode() + b"\0")
    return hashed.hexdigest()
