"""From standard input to documents: one text, or JSON lines where it begins like them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from provenance.readers.blocks import OverLimitError, blocks_of, joined
from provenance.readers.encoded import encoded_lines
from provenance.readers.encodings import UndecodableError
from provenance.readers.json_lines import take_lines
from provenance.readers.parse import BrokenRecordError, parse_text
from provenance.readers.texts import take_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from provenance.model import Batch
    from provenance.readers.collect import Collector
    from provenance.readers.source import Source
    from provenance.settings import Reading


def read_stdin(source: Source, stream: BinaryIO, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector what standard input holds.

    It is read as text, unless its first character that is no white space is ``{`` and the line that begins there is a
    JSON object: then it is records.  It cannot be read again, so its documents have no place.
    """
    blocks = blocks_of(stream, watch=collector.watch)
    begun: list[bytes] = []
    records = _begins_with_record(_kept(blocks, begun, settings.max_document_bytes), settings)
    rest = chain(_handed_on(begun), blocks)
    if records:
        yield from take_lines(source, rest, settings, collector)
    else:
        raw = joined(rest, settings.max_document_bytes)
        take_text(source, raw, raw, settings, collector)
        del raw
        yield from collector.batches()


def _kept(blocks: Iterator[bytes], begun: list[bytes], limit: int) -> Iterator[bytes]:
    """Yield *blocks* while keeping them in *begun*; OverLimitError when that takes too many bytes."""
    held = 0
    for block in blocks:
        held += len(block)
        if held > limit:
            raise OverLimitError(f"begins with a line longer than the limit of {limit} bytes")
        begun.append(block)
        yield block


def _handed_on(begun: list[bytes]) -> Iterator[bytes]:
    """Yield what was kept, and let go of it."""
    begun.reverse()
    while begun:
        yield begun.pop()


def _begins_with_record(blocks: Iterator[bytes], settings: Reading) -> bool:
    try:
        runs, _, _ = encoded_lines(blocks, settings, places=False)
        for _, run in runs:
            for line in run or (b"{",):
                if line.strip():
                    return _is_object(line)
    except UndecodableError:
        pass  # reading it as text will meet this again, and say so
    return False


def _is_object(line: bytes) -> bool:
    import orjson

    if not line.lstrip().startswith(b"{"):
        return False
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        try:
            parse_text(line.decode())
        except (BrokenRecordError, UnicodeDecodeError):
            return False
    return True
