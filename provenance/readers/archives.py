"""From the members of an archive to documents: each is read by the reader of its own format, never written to disk.

Every kind of archive gives its members in order (`zips`, `tars`); what holds for all of them is here: names that cannot
lead anywhere, limits of depth and of what is unpacked, and texts that are read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import UnreadableFileError
from provenance.model import Input, Notice
from provenance.readers.blocks import OverLimitError, unwatched
from provenance.readers.budget import BombError, Budget
from provenance.readers.dispatch import content_of, note_failure, reader_of
from provenance.readers.encodings import BinaryFileError
from provenance.readers.foreign import advice_for, resemblance, why_passed_over
from provenance.readers.formats import FORMAT_OF, kind_of
from provenance.readers.found import BINARY, HIDDEN, INDEX, REPORT, UNKNOWN, listed
from provenance.readers.inputs import add_read
from provenance.readers.names import Names
from provenance.readers.opening import OpenMember
from provenance.readers.own import OwnReportError
from provenance.readers.sniff import LOOK, media_type
from provenance.readers.source import suffix_of
from provenance.readers.unchanged import CHANGED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from provenance.model import Batch, Document, Fate
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile, Stream
    from provenance.settings import Reading

    Members = Callable[[OpenFile, Reading], Iterator["Member"]]

MAX_DEPTH = 2  # archives around a text
_BOMB = "is not read, since all in its archive unpacks to far more than the size of that"
_BEFORE_LISTED = "passed over: "


class Member(NamedTuple):
    """A file in an archive: its *position*, its *name* as it stands there, and its *size* if it is known.

    *stream* opens it, before the next member is asked for.  *hindrance* says why it cannot be, "" where it can;
    *passed* is the kind of what is passed over where nothing is missing for it.
    """

    position: int
    name: bytes
    size: int
    stream: Callable[[], Stream]
    hindrance: str = ""
    passed: int | None = None


class Metered:
    """The stream of a member, whose bytes are spent from a budget; damage is an UnreadableFileError."""

    __slots__ = ("_budget", "_stream")

    def __init__(self, stream: Stream, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, size: int = -1, /) -> bytes:
        """Return at most *size* bytes of the member, b"" at its end."""
        import lzma
        import zipfile
        import zlib

        try:
            block = self._stream.read(size) or b""
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError) as error:
            raise UnreadableFileError(f"is damaged: {error}") from error
        self._budget.spend(len(block))
        return block

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to *offset*, where the stream can."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Return the offset at which it is."""
        return self._stream.tell()

    def close(self) -> None:
        """Close it."""
        self._stream.close()


def read(file: OpenFile, settings: Reading, collector: Collector, members: Members) -> Iterator[Batch]:
    """Give the collector the documents of all *members* of an archive, and notices about those that are not read."""
    reading = _Reading(file, settings, collector)
    watch, collector.watch = collector.watch, unwatched
    count = 0
    try:
        for member in members(file, settings):
            count += 1
            yield from reading.member(member)
    finally:
        collector.watch = watch
        collector.begin_file(file.source.file, file.stamp)
        reading.end()
    if not count:
        collector.note("no text", file.source.path, None, "is an archive without members")


class _Reading:
    """The members of one archive, as they are read one after the other."""

    def __init__(self, file: OpenFile, settings: Reading, collector: Collector) -> None:
        self._file = file
        self._settings = settings
        self._collector = collector
        self._names = Names()
        self._left: dict[int, int] = {}
        self._suffixes: dict[str, int] = {}

    def member(self, member: Member) -> Iterator[Batch]:
        """Yield the batches that a member fills."""
        source = self._file.source
        name, trouble = self._names.safe(member.name)
        path = f"{source.path}!/{name}"
        if trouble:
            self._collector.note("unsafe member", path, None, trouble)
        kind = kind_of(name.encode("utf-8", "surrogateescape"))
        if member.passed is not None:
            if member.passed != INDEX:  # it has its row among the inputs, and there is nothing to do about it
                self._pass_over(member.passed, "")
            self._leave(path, member, "passed over", member.hindrance)
        elif member.hindrance:
            self._collector.note("unreadable", path, None, member.hindrance)
            self._collector.problem(path)
            self._leave(path, member, "unreadable", member.hindrance)
        elif self._names.hides(name):
            self._pass_over(HIDDEN, "")
            self._leave(path, member, "passed over", "is hidden")
        elif kind is None:
            suffix = suffix_of(name.encode())
            self._pass_over(UNKNOWN, suffix)
            self._leave(path, member, "passed over", why_passed_over(suffix), self._beginning(member))
        else:
            inner = source.member(member.position, name, kind, FORMAT_OF[source.suffix].media_type)
            yield from self._content(OpenMember.within(self._file, inner, member.size), member)

    def _content(self, file: OpenMember, member: Member) -> Iterator[Batch]:
        collector, path = self._collector, file.source.path
        collector.begin_file(file.source.file, file.stamp)
        before = collector.total
        try:
            file.stream = member.stream()
            with file:
                refuse_depth(file)
                yield from content_of(file, self._settings, collector)
        except BombError:
            collector.note("over limit", path, None, _BOMB)
            collector.problem(path)
            self._leave(path, member, "over limit", _BOMB)
            raise
        except BinaryFileError as error:
            self._pass_over(BINARY, "")
            why = f"is a binary file{resemblance(error.beginning)}"
            self._leave(path, member, "passed over", why, error.beginning)
            collector.problem(path)
            return
        except OwnReportError as error:
            self._pass_over(REPORT, "")
            self._leave(path, member, "passed over", str(error))
            return
        except UnreadableFileError as error:
            note_failure(path, error, collector)
        finally:
            collector.end_file(path)
        add_read(file, collector.total - before, collector)

    def _beginning(self, member: Member) -> bytes:
        """Return what a member begins with that is not read, b"" where nobody wants to know."""
        if not self._settings.digests:
            return b""
        try:
            return member.stream().read(LOOK) or b""
        except UnreadableFileError:
            return b""

    def _leave(self, path: str, member: Member, fate: Fate, why: str, beginning: bytes = b"") -> None:
        kind = media_type(beginning, suffix_of(path.encode())) if beginning else ""
        self._collector.add_input(Input(path, member.size, "", kind, 0, fate, why))

    def _pass_over(self, kind: int, suffix: str) -> None:
        self._left[kind] = self._left.get(kind, 0) + 1
        if kind == UNKNOWN:
            self._suffixes[suffix or "none"] = self._suffixes.get(suffix or "none", 0) + 1

    def end(self) -> None:
        """Give the notice about all members that were passed over."""
        if self._left:
            said = listed(self._left, self._suffixes) + advice_for(self._suffixes)
            path = self._file.source.path
            self._collector.add_notice(
                Notice(
                    "passed over", path, None, _BEFORE_LISTED + said, sum(self._left.values()), self._file.source.file
                )
            )


def budget_of(file: OpenFile) -> Budget:
    """Return what an archive may still unpack to; archives within another share its budget."""
    if file.budget is None:
        file.budget = Budget(file.size)
    return file.budget


def refuse_depth(file: OpenFile) -> None:
    """Raise OverLimitError for an archive that lies in too many others."""
    if len(file.source.members) >= MAX_DEPTH and FORMAT_OF[file.source.suffix].archive:
        raise OverLimitError("is an archive in an archive in an archive; unpack the outer ones to have it read")


def reread(file: OpenFile, wanted: Sequence[Document], settings: Reading, members: Members) -> list[str]:
    """Return the texts of the documents *wanted*, in their order, by going through the archive once."""
    from provenance.readers.rereading import read_member_again

    depth = len(file.source.members)
    waiting: dict[int, list[int]] = {}
    for at, document in enumerate(wanted):
        waiting.setdefault(document.origin.members[depth], []).append(at)
    texts = [""] * len(wanted)
    names = Names()
    for member in members(file, settings):
        name, _ = names.safe(member.name)
        positions = waiting.pop(member.position, ())
        kind = kind_of(name.encode("utf-8", "surrogateescape")) if positions else None
        if kind is not None:
            inner = file.source.member(member.position, name, kind, FORMAT_OF[file.source.suffix].media_type)
            again = OpenMember.within(file, inner, member.size)
            again.stream = member.stream()
            with again:
                found = read_member_again(reader_of(kind[0]), again, [wanted[at] for at in positions], settings)
            for at, text in zip(positions, found, strict=True):
                texts[at] = text
        if not waiting:
            return texts
    raise UnreadableFileError(CHANGED)
