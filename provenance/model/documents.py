"""Input values: documents with the statements of their containers, in batches; and the vocabularies of all values."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

Asserter = Literal[
    "file name", "address", "crawl header", "container", "markup", "masthead", "dateline", "byline", "credit",
    "caption", "body", "overlap", "operator",
]  # fmt: skip
Confidence = Literal["high", "medium", "low"]
# Further facts about a claim: how a date was completed and what is wrong with it, whether the table of agencies has the
# name, and which form of the pattern matched.
ClaimFlag = Literal[
    "implausible", "future", "ambiguous", "no-zone", "unread",
    "inferred-year", "inferred-month", "settled", "order-by-text", "order-by-agency", "order-by-field", "coming",
    "closing", "unknown-agency", "before-its-time", "after-its-time",
    "prefix", "place-only", "inside", "first", "inputs", "initials", "reporting", "name", "label", "bracket", "dash",
    "slash", "desk", "zero", "feed", "agency", "dateline", "foot", "post", "text", "site", "photo", "address", "folder",
    "count", "ellipsis", "note",
    "embargo", "event", "deadline", "effective", "court", "life", "member", "accessed", "clock", "received",
]  # fmt: skip
DerivationKind = Literal["verbatim", "near", "abridged", "expanded", "excerpt", "quotation", "shared source"]
# What a similarity is a share of: shingles of both texts, or letters that are aligned.
Measure = Literal["jaccard", "aligned"]
Severity = Literal["error", "warning", "info"]
Standing = Literal["agree", "conflict", "missing", "inferred"]
OverlapKind = Literal["verbatim", "near", "loose", "reordered", "misread", "stock"]
NoticeKind = Literal[
    "unreadable", "broken record", "no text", "decoded by guess", "not decodable", "passed over", "duplicate id",
    "over limit", "unsafe member", "ragged row", "repeated header",
    "declared duplicate", "cut record",
    "field twice", "fields chosen", "misread words", "stale entry", "unused suppression", "fault",
    "changed", "missing", "not listed",
]  # fmt: skip
TraitKind = Literal[
    "empty", "short", "truncated", "several", "chrome", "glued", "markup", "mojibake", "replacement", "invisible",
    "mixed forms",
]  # fmt: skip

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")  # the worst first
# Columns of pairs hold indices into these tables.
RELATIONS = (
    "identical", "near", "contained", "reordered", "template", "misread", "excerpt", "quotation", "shared", "near",
)  # fmt: skip
# Near by what is aligned, though the similarity is below the threshold: listed, but neither grouped nor a finding.
NEAR_BELOW = len(RELATIONS) - 1
MEASURES: tuple[Measure, ...] = ("jaccard", "aligned")
DIRECTIONS = ("", "left", "right", "undecided")
CONFIDENCES: tuple[Literal["", "high", "medium", "low"], ...] = ("", "high", "medium", "low")
# The reason of a derivation whose copy names no source of the original anywhere in its text.
UNCREDITED = "the copy does not credit its source"
# What became of a file, or of a member of an archive, below the given paths.
Fate = Literal["read", "read in part", "over limit", "unreadable", "passed over"]
# Kinds of notices about inputs that the analysis lacks, in whole or in part.
MISSED = frozenset(("unreadable", "broken record", "no text", "not decodable", "over limit", "fault"))


class Value:
    """The base of all values: its repr shows the fields, and values are equal if all their fields are.

    attrs would generate these methods for each class, at two thirds of the cost of defining it: 12 ms at every start.
    Positional matching and weak references are off for the same reason: nothing uses them.
    """

    __slots__: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __hash__(self) -> int:
        return hash(tuple([getattr(self, name) for name in self.__slots__]))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({fields})"


class Columns(Value):
    """The base of values that hold arrays, or a whole run: each is equal only to itself."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


@attrs.frozen(order=True, repr=False, match_args=False, weakref_slot=False)
class Span(Value):
    """A half-open range of code points in a document's own text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Statement(Value):
    """One fact that a container states about a document (a JSON field, a crawl header), verbatim and not yet judged.

    *name* is one of title, date (of publication), updated, crawled, source, publisher, host, url, author and rights,
    and of a mail message (its id), answers and thread (the ids of messages before it).
    *span* is its place in the document's text, None if it is outside.  *field* says which part of the container has it
    ("meta article:published_time"), "" for a field of a record.
    """

    name: str
    value: str
    asserter: Asserter
    span: Span | None = None
    field: str = ""


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Origin(Value):
    """What a text was taken out of: all documents of one file or of one member of an archive share it.

    *media_type* is of what holds the text and nothing else (a page, a message; text/plain for a field of a record).
    *containers* are the media types of all that is around it, outermost first.  *members* are the positions of the
    members of archives on the way, outermost first: they lead back to the text whatever the members are called.
    *pages* are the code points of the text at which the pages begin of what has such.
    """

    media_type: str = "text/plain"
    containers: tuple[str, ...] = ()
    members: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()

    def page(self, place: int) -> int | None:
        """Return the page, from 1, on which the code point at *place* stands; None for a text without pages."""
        return bisect_right(self.pages, place) if self.pages else None

    @property
    def verbatim(self) -> bool:
        """Whether places in the text are places in the file, since the file is the text."""
        return not self.containers and self.media_type in _VERBATIM


# How the reasons begin for which files are passed over that nobody expects to be read.
_ON_PURPOSE = ("is hidden", "is a report", "is excluded", "is a sidecar", "is not in the next commit", "leads to")
_VERBATIM = frozenset(("text/plain", "text/markdown", "text/x-rst"))
PLAIN = Origin()


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Document(Value):
    """One text of the corpus: its id, its place in a file, and the statements of its container.

    *path* is shown to people ("/" between its parts, relative to the folder given); *file* opens it.  *line* is
    1-based, None for a document that is a whole file.  *size* counts the bytes of the file, or of the record's text
    as UTF-8; *sha256* is of the same bytes, "" if no output needs it.  *header* counts the code points before the
    article's own words (a crawl header).  *place* is the byte range of the record in its file, None if the file cannot
    be read again by offset.  *stamp* identifies the file as it was when read (inode, size, time), 0 if there was none.
    *number* tells a document from others of its file where several may begin in one line, from 1; 0: the line does.
    """

    id: str
    path: str
    file: bytes
    line: int | None
    size: int
    sha256: str = ""
    encoding: str = "utf-8"
    header: int = 0
    statements: tuple[Statement, ...] = ()
    place: tuple[int, int] | None = None
    stamp: int = 0
    origin: Origin = PLAIN
    number: int = 0

    @property
    def mark(self) -> str:
        """What follows the path in the document's unique place: "#" and its number or its line; "" for a whole file."""
        return "" if self.line is None else f"#{self.number or self.line}"


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Notice(Value):
    """A message about the input or the run: an input that could not be read, files passed over, a fault.

    *file* opens the file shown as *path*; b"" if no single file is meant.  *trace* is the traceback of a fault.
    """

    kind: NoticeKind
    path: str
    line: int | None
    message: str
    count: int = 1
    file: bytes = b""
    trace: str = ""

    @property
    def misses(self) -> bool:
        """Whether the run is incomplete because of it.  A limit without a path only caps the listed pairs."""
        return self.kind in MISSED and bool(self.path or self.kind == "fault")


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Input(Value):
    """One file below the given paths, or one member of an archive, or a folder that was left out as a whole.

    *path* is shown to people, with a "/" behind a folder.  *size* is in bytes, None where it is unknown, and *sha256*
    is of the file as it lies there, "" if nothing needs it or the file was not read.  *media_type* is told from the
    content as far as it shows.  *documents* counts those that came of it, with all its members; *why* says why some or
    all of it was not read, and what to do.
    """

    path: str
    size: int | None
    sha256: str
    media_type: str
    documents: int
    fate: Fate
    why: str = ""

    @property
    def expected(self) -> bool:
        """Whether the file is a part of the corpus: nobody left it out on purpose, and it is no report of this tool."""
        return self.fate != "passed over" or (self.size is not None and not self.why.startswith(_ON_PURPOSE))


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Batch(Columns):
    """A run of documents in columns.

    Text *i* is ``buffer[offsets[i]:offsets[i + 1]]``, as UTF-8 (lone surrogates, which JSON may hold, are encoded like
    other code points); its article's own words begin at byte ``starts[i]`` of the buffer.
    """

    documents: Sequence[Document]
    buffer: bytes
    offsets: NDArray[np.int64]
    starts: NDArray[np.int64]
    notices: tuple[Notice, ...] = ()
    inputs: tuple[Input, ...] = ()

    def text(self, position: int) -> str:
        """Return the whole text of the document at *position* of this batch."""
        return self.buffer[self.offsets[position] : self.offsets[position + 1]].decode("utf-8", "surrogatepass")


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Sketches(Columns):
    """The input of grouping, for n documents in columns.

    *words* counts words; *digests* are 64-bit hashes of the word sequence, equal for identical texts; *signatures* is
    an (n, 128) array of uint32, all ones for a document without words.  If *rows* is given, *signatures* has rows for
    these documents only: the first one of each distinct text.
    """

    words: NDArray[np.int64]
    digests: NDArray[np.uint64]
    signatures: NDArray[np.uint32]
    rows: NDArray[np.int64] | None = None
