"""From a record of a web archive to what was fetched and what the crawl states of it, by fastwarc."""

from __future__ import annotations

from typing import NamedTuple

from fastwarc.warc import WarcRecord

from provenance.errors import UnreadableFileError
from provenance.model import Statement
from provenance.readers.blocks import BLOCK, OverLimitError

# What the crawl says, by the headers of the record and of the answer.
_RECORD = {"WARC-Target-URI": "url", "WARC-Date": "crawled"}
_ANSWER = {"Date": "crawled", "Last-Modified": "updated"}
_MAX_VALUE = 2000  # characters of a header


class WebRecord(NamedTuple):
    """A record that was read: its own *id*, what the crawl *states*, and the *content* of the page.

    *status* is the one of the answer, 200 where there is none; *refers* is what a revisit says that it repeats.
    """

    id: str
    stated: tuple[Statement, ...]
    media_type: str
    charset: str
    status: int
    content: bytes
    refers: str
    cut: str

    @property
    def address(self) -> str:
        """The address that was fetched, "" where it is not known."""
        return next((one.value for one in self.stated if one.name == "url"), "")


def read_record(head: bytes, block: bytes, limit: int) -> WebRecord:
    """Return what a record with this *head* holds, *limit* bytes at most.  Raises UnreadableFileError, ValueError."""
    kept = [line for line in head.splitlines() if not line.lower().startswith(b"content-length")]
    raw = b"\r\n".join([*filter(None, kept), b"Content-Length: %d" % len(block), b"", b""]) + block
    try:
        record, content, whole = _decoded(raw, limit)
    except (OSError, EOFError) as error:
        raise UnreadableFileError(f"cannot be read: {error}") from error
    said, answer = record.headers, record.http_headers if record.is_http_parsed else None
    stated = [(role, said.get(name), name) for name, role in _RECORD.items()]
    if answer is not None:
        stated += [(role, answer.get(name), f"HTTP {name}") for name, role in _ANSWER.items()]
    served = (answer if answer is not None else said).get("Content-Type") or ""
    refers = said.get("WARC-Refers-To") or said.get("WARC-Refers-To-Target-URI") or ""
    return WebRecord(
        said.get("WARC-Record-ID") or "",
        tuple(
            Statement(role, value.strip("<> ")[:_MAX_VALUE], "crawl header", None, name)
            for role, value, name in stated
            if value and value.strip("<> ")
        ),
        served.partition(";")[0].strip().lower(),
        _charset(served),
        answer.status_code or 200 if answer is not None else 200,
        content,
        refers,
        said.get("WARC-Truncated") or ("" if whole else "damaged"),
    )


def _decoded(raw: bytes, limit: int) -> tuple[WarcRecord, bytes, bool]:
    """Return the record in *raw*, its content, and whether that is whole.

    Many crawlers store what they have unpacked with headers that still say how it was packed.
    """
    record = WarcRecord.from_bytes(raw)
    try:
        record.parse_http(auto_decode="all")
        content, whole = _read(record, limit)
        if content or whole:
            return record, content, whole
    except (OSError, EOFError):
        pass
    record = WarcRecord.from_bytes(raw)
    record.parse_http(auto_decode="none")
    return record, *_read(record, limit)


def _read(record: WarcRecord, limit: int) -> tuple[bytes, bool]:
    """Return the content of a record up to where it is damaged, and whether it is whole."""
    pieces, size = list[bytes](), 0
    while True:
        try:
            block = record.reader.read(BLOCK)
        except (OSError, EOFError):
            return b"".join(pieces), False
        if not block:
            return b"".join(pieces), True
        pieces.append(block)
        size += len(block)
        if size > limit:
            raise OverLimitError(f"is longer than the limit of {limit} bytes")


def _charset(served: str) -> str:
    parameters = (part.partition("=") for part in served.split(";")[1:])
    return next((value.strip(" \"'") for name, _, value in parameters if name.strip().lower() == "charset"), "")
