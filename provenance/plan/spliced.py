"""From a line of JSON to the same line with spans cut out of its text: every byte outside of that string stays."""

from __future__ import annotations

import json
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError
from provenance.plan.trimming import without_spans
from provenance.readers.unchanged import sha256

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPACES = " \t\n\r\ufeff"


def spliced(line: bytes, path: tuple[str, ...], spans: Sequence[tuple[int, int]], digest: str) -> bytes:
    """Return the object in *line* without *spans* of the string at *path*: the field of that name that counts.

    Raises UnreadableFileError where there is no such string with that SHA-256 *digest*, or the line is not UTF-8.
    """
    try:
        text = line.decode("utf-8", "surrogatepass")
        begin, end = _string(text, path)
        value, _ = scanstring(text, begin + 1, True)  # noqa: FBT003 - a positional parameter of the library
    except (ValueError, IndexError) as error:
        raise UnreadableFileError("a line that is to be trimmed has no string there") from error
    if sha256(value.encode("utf-8", "surrogatepass")) != digest:
        raise UnreadableFileError("a line that is to be trimmed holds another text")
    kept = without_spans(value, spans)
    # As it was written: with escapes for all but ASCII, or with none.
    cut = json.dumps(kept, ensure_ascii=text[begin:end].isascii())
    return (text[:begin] + cut + text[end:]).encode("utf-8", "surrogatepass")


def _string(text: str, path: tuple[str, ...]) -> tuple[int, int]:
    """Return where the string at *path* lies, with its quotation marks.  Raises ValueError where there is none."""
    decoder = json.JSONDecoder()
    at, end = _past_spaces(text, 0), 0
    for depth, name in enumerate(path):
        if text[at] != "{":
            raise ValueError("no object")
        found = -1
        at = _past_spaces(text, at + 1)
        while text[at] != "}":
            key, at = scanstring(text, at + 1, True)  # noqa: FBT003 - a positional parameter of the library
            at = _past_spaces(text, _past_spaces(text, at) + 1)
            begin = at
            _, at = decoder.raw_decode(text, at)
            if key == name:
                # Of a field that is there twice, the last one counts.
                found, end = begin, at
            at = _past_spaces(text, at)
            if text[at] == ",":
                at = _past_spaces(text, at + 1)
        if found < 0:
            raise ValueError("no such field")
        at = found
        if depth == len(path) - 1 and text[at] != '"':
            raise ValueError("no string")
    return at, end


def _past_spaces(text: str, at: int) -> int:
    while text[at] in _SPACES:
        at += 1
    return at
