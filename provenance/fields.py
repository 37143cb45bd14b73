"""From a line of JSON to the fields that it has more than once: of these any parser keeps the last, and says nothing.

Below the kernels and the readers, which both look: what is usual is told without parsing, and costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BEHIND_A_NAME = (b":", b" ", b"\t", b"\r")


def unclear(line: bytes, names: Iterable[bytes]) -> bool:
    """Tell whether *line* may have one of the fields *names* twice; False is certain, True seldom wrong."""
    pieces = line.split(b'"')
    if any(pieces.count(name) > 1 for name in names):
        return True
    # With a backslash any name can be written in other letters, and one before the quotation mark makes it part of one.
    return b"\\" in line and any(
        piece[:1] in _BEHIND_A_NAME and piece.lstrip().startswith(b":") and (b"\\" in name or before.endswith(b"\\"))
        for before, name, piece in zip(pieces, pieces[1:], pieces[2:], strict=False)
    )


def twice(line: bytes, names: Iterable[bytes]) -> Iterator[str]:
    """Yield those of *names* that the object on *line* gives several values that differ."""
    import json

    top: list[tuple[str, object]] = []

    def kept(pairs: list[tuple[str, object]]) -> dict[str, object]:
        top[:] = pairs  # the outermost object comes last
        return dict(pairs)

    try:
        # Numbers as they stand, however long; bytes of another encoding stay apart from each other.
        text = line.decode("utf-8", "surrogateescape")
        json.loads(text, object_pairs_hook=kept, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return
    for name in dict.fromkeys(name.decode("utf-8", "surrogatepass") for name in names):
        values = [value for key, value in top if key == name]
        if any(value != values[0] for value in values):
            yield name
