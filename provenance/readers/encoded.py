"""From blocks of bytes in any encoding to blocks of UTF-8, and to lines of it."""

from __future__ import annotations

import codecs
from itertools import chain
from typing import TYPE_CHECKING

from provenance.readers.blocks import whole_lines
from provenance.readers.encodings import UTF_8, BinaryFileError, UndecodableError, is_binary, marked

_ODD = bytes(sign for sign in range(32) if sign not in b"\t\n\r\x0b\x0c")
_BYTES_FOR_ONE_ODD = 50
_FEW = 3

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.settings import Reading


def encoded_lines(
    blocks: Iterator[bytes], settings: Reading, *, places: bool
) -> tuple[Iterator[tuple[int, list[bytes] | None]], str, bool]:
    """Return the runs of lines in *blocks* as UTF-8, the file's encoding, and whether the offsets are the file's."""
    blocks, start, encoding, places = encoded(blocks, settings, places=places)
    return whole_lines(blocks, settings.max_document_bytes, start), encoding, places


def encoded(
    blocks: Iterator[bytes], settings: Reading, *, places: bool, nuls: bool = False
) -> tuple[Iterator[bytes], int, str, bool]:
    """Return *blocks* as UTF-8, the offset of the first, the file's encoding, and whether offsets are the file's.

    With *nuls*, a few NULs do not make a file binary.
    """
    first = next(blocks, b"")
    if settings.encoding is None and is_binary(first) and not _is_record(first) and not (nuls and _is_text(first)):
        raise BinaryFileError(first)
    encoding = settings.encoding or marked(first) or "utf-8"
    start = 0
    if encoding in UTF_8:
        start = 3 if first.startswith(b"\xef\xbb\xbf") else 0
        blocks = chain((first[start:],), blocks)
    else:
        blocks, places = _recoded(chain((first,), blocks), encoding), False
    return blocks, start, encoding, places


def _is_text(first: bytes) -> bool:
    """Tell whether hardly a byte is a NUL or another control character, and UTF-16 is no reason for any."""
    sample = first[:8192]
    odd = len(sample) - len(sample.translate(None, _ODD))
    few = odd * _BYTES_FOR_ONE_ODD <= len(sample) or (odd <= _FEW and 5 * odd <= len(sample))
    return few and not sample.startswith((b"PK", b"%PDF"))


def _is_record(first: bytes) -> bool:
    """Tell whether bytes with a NUL begin like a JSON record, so that the NUL spoils one line only."""
    begun = first.removeprefix(b"\xef\xbb\xbf").lstrip()
    # In UTF-16 without a mark the brace has a NUL of its own.
    return begun.startswith((b"{", b"[")) and not begun.startswith((b"{\0", b"[\0"))


def _recoded(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield *blocks* of another encoding as UTF-8; an UndecodableError after what could be decoded names the byte."""
    decoder = codecs.getincrementaldecoder(encoding)()
    offset, fresh = 0, True
    for block in chain(blocks, (None,)):
        try:
            text = decoder.decode(block or b"", final=block is None)
        except UnicodeDecodeError as error:
            offset += len(block or b"") - len(error.object) + error.start
            where = f"byte {offset} of the file"
            raise UndecodableError(f"{where} cannot be {encoding}; the lines before it are kept") from error
        except UnicodeError as error:
            raise UndecodableError(f"cannot be {encoding}: {error}") from error
        if text:
            yield (text.removeprefix("\ufeff") if fresh else text).encode("utf-8", "surrogatepass")
            fresh = False
        offset += len(block or b"")
