"""From the name of an installed package's entry point to the file that it gives; imported only where a setting asks."""

from __future__ import annotations

import os

from provenance.settings.layers import suggestion

GROUP = "provenance.agencies"


def file_of(name: str) -> str:
    """Return the path that the entry point *name* of GROUP gives: a path, or a function that returns one.

    Raises LookupError or ValueError, each with the way out.
    """
    from importlib.metadata import entry_points

    known = {point.name: point for point in entry_points(group=GROUP)}
    if name not in known:
        there = f"; there are {', '.join(sorted(known))}" if known else "; no package here has one"
        raise LookupError(f"there is no entry point {name!r} in {GROUP}{suggestion(name, list(known)) or there}")
    try:
        target: object = known[name].load()
        path: object = target() if callable(target) else target
    except Exception as error:  # a package of others may raise whatever it likes
        raise ValueError(f"the package fails: {type(error).__name__}: {error}; fix or remove it") from error
    if not isinstance(path, str | os.PathLike) or not os.path.isfile(path):
        raise ValueError(f"the package gives {str(path)[:200]!r}, which is no file; fix or remove it")
    return os.fspath(path)
