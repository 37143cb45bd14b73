"""A small file of every format that is read: a row here puts a format through test_readers_formats.py."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Sample(NamedTuple):
    """The bytes of a file, and the texts in it by the lines that documents name (None: the file is the text)."""

    content: bytes
    texts: dict[int | None, str]


def texts(several: Sequence[str]) -> list[Sample]:
    return [Sample(text.encode(), {None: text}) for text in several]


def json_lines(several: Sequence[str]) -> list[Sample]:
    content = "".join(json.dumps({"text": text}) + "\n" for text in several)
    return [Sample(content.encode(), dict(enumerate(several, 1)))]


# From texts to files that hold them, by the name of the format.
SAMPLES: dict[str, Callable[[Sequence[str]], list[Sample]]] = {"text": texts, "JSON lines": json_lines}
