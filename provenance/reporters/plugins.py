"""From the name of a format to the one that an installed package registers, imported only for a name not in the table.

A package registers a format by an entry point in the group ``provenance.reporters`` whose object is a ``Format``.
"""

from __future__ import annotations

from functools import cache

from provenance.errors import UsageError
from provenance.reporters.format import Format

GROUP = "provenance.reporters"


@cache
def load(name: str) -> Format | None:
    """Return the format registered as *name*; None where there is none.  Raises UsageError where its package fails."""
    from importlib.metadata import entry_points

    for point in entry_points(group=GROUP, name=name):
        try:
            found: object = point.load()
        except Exception as error:  # another package may raise anything
            raise UsageError(
                f"format {name!r}: its package fails: {type(error).__name__}: {error}; repair or remove it"
            ) from error
        if not isinstance(found, Format):
            raise UsageError(f"format {name!r}: {point.value} is not a Format; repair or remove its package")
        return found
    return None
