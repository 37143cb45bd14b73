"""From a report, or what an audit wrote of one, to the page that is served, and its tables and texts on demand."""

from __future__ import annotations

import os
import re
from binascii import Error, a2b_base64
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple, Protocol

from msgspec import MsgspecError, Struct
from msgspec.json import decode

from provenance.errors import UsageError
from provenance.files import contents
from provenance.reporters.html.page import asset

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

    from provenance.model import Report
    from provenance.settings import Config

PAGE = "report.html"
_FOLDER = ("index.html", "index.js", "chunks.js")
_NAME = re.compile(r"index|chunks|texts-[0-9]{1,9}")
_BLOCK = re.compile(rb'<script type="application/(json|octet-stream)" id="(index|chunks|texts-[0-9]{1,9})">')
_END = b"</script>\n"
_SCRIPT = b"<script>"
_FORM = re.compile(rb'(<body class="first" data-form=")[a-z]+(")')
# Beside what the page's own policy allows, it may ask the server that it came from.
_ALLOWED = b"; connect-src 'self'"
_OWN_SCRIPTS = b" 'self'"  # in the policy of a page with files beside it
_KEPT = ("index", "chunks")  # parts that every tab asks for
_GZIP = 31  # zlib's number for its format, with the largest window
_MOST = 2**30  # bytes of tables; a page of the most rows has a tenth of that
_OTHER_VERSION = "this page was not written by this version of provenance; audit the texts again"


class Part(NamedTuple):
    """A table or some texts of a page: JSON in UTF-8, *packed* by gzip or not."""

    content: bytes
    packed: bool = False


class Pages(Protocol):
    """A page and its parts."""

    page: bytes

    def part(self, name: str) -> Part | None:
        """Return the part of this name, None if there is none.  Raises UsageError if it can no longer be read."""


class _Columns(Struct):
    id: list[str]
    sha256: list[str]


class _Tables(Struct):
    documents: _Columns


class Listed:
    """The documents of a page: their order and their digests, by id."""

    def __init__(self, pages: Pages) -> None:
        part = pages.part("index")
        try:
            content = b"" if part is None else _unpacked(part)
            columns = decode(content, type=_Tables).documents
        except (MsgspecError, ValueError) as error:
            raise UsageError(f"the tables of this page cannot be read: {error}; audit the texts again") from error
        self.positions = {name: position for position, name in enumerate(columns.id)}
        self.digests = columns.sha256


def of_report(report: Report, config: Config) -> Pages:
    """Return the pages of a report in memory, whose texts are read when they are asked for."""
    from provenance.reporters.html.parts import parts

    return _Written(parts(report, config))


def written(path: str) -> Pages | None:
    """Return the pages that an audit wrote at *path*: its folder, its page, or a page's folder; None if it is none.

    Raises UsageError for a page that another version wrote, or that cannot be read.
    """
    try:
        return _written(path)
    except OSError as error:
        raise UsageError(f"{path}: this page cannot be read: {error.strerror}") from error


def _written(path: str) -> Pages | None:
    if os.path.isdir(path):
        if all(os.path.isfile(os.path.join(path, name)) for name in _FOLDER):
            return _Folder(path)
        from provenance.readers.reach import is_report

        if not is_report(os.fsencode(os.path.join(path, "audit.json"))):
            return None
        page = os.path.join(path, PAGE)
        if not os.path.isfile(page):
            raise UsageError(f"{path}: this audit has no {PAGE}; audit the texts again with: --write html")
        return _Page(page)
    if not path.lower().endswith((".html", ".htm")) or not os.path.isfile(path):
        return None
    if _generated(contents(path, 500)):
        folder = os.path.dirname(path)
        beside = os.path.basename(path) == _FOLDER[0] and os.path.isfile(os.path.join(folder, _FOLDER[1]))
        return _Folder(folder) if beside else _Page(path)
    return None


def _generated(beginning: bytes) -> bool:
    return b'<meta name="generator" content="provenance">' in beginning


class _Page:
    """A page that is one file.  It is read once, so what replaces the file later is not mixed with it."""

    def __init__(self, path: str) -> None:
        whole = contents(path)
        self._blocks: dict[str, tuple[int, int, bool]] = {}
        first = found = _BLOCK.search(whole)
        end = len(whole)
        while found is not None:
            end = whole.find(_END, found.end())
            if end < 0:
                raise UsageError(f"{path}: this page is cut off; audit the texts again")
            self._blocks[found[2].decode()] = (found.end(), end, found[1] != b"json")
            end += len(_END)
            found = _BLOCK.match(whole, end)
        if first is None:
            raise UsageError(f"{path}: {_OTHER_VERSION}")
        self.page = served(whole[: first.start()] + whole[end:], path)
        self._whole = whole

    def part(self, name: str) -> Part | None:
        if name not in self._blocks:
            return None
        start, end, packed = self._blocks[name]
        content = self._whole[start:end]
        try:
            return Part(a2b_base64(content, strict_mode=True), packed=True) if packed else Part(content)
        except Error as error:
            raise UsageError(f"{name}: this part of the page is damaged: {error}; audit the texts again") from error


class _Folder:
    """A page with files beside it."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._state = self._stamp()
        page = os.path.join(folder, _FOLDER[0])
        self.page = served(contents(page), page)

    def part(self, name: str) -> Part | None:
        if not _NAME.fullmatch(name):
            return None
        try:
            # Texts of another audit would be shown beside the tables of this one.
            if self._stamp() != self._state:
                raise UsageError(f"{self._folder}: this page was written anew; start the review again")
            return Part(_argument(contents(os.path.join(self._folder, f"{name}.js"), follow=False), name))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UsageError(f"{self._folder}: {name}.js cannot be read: {error.strerror}") from error

    def _stamp(self) -> tuple[int, ...]:
        found = os.stat(os.path.join(self._folder, _FOLDER[1]))
        return found.st_ino, found.st_size, found.st_mtime_ns


class _Written:
    """A page whose parts are written when they are asked for."""

    def __init__(self, writers: Mapping[str, Callable[[TextIO], None]]) -> None:
        self._writers = writers
        self._known: dict[str, Part] = {}
        self.page = served(self._content(_FOLDER[0]), "this report")

    def part(self, name: str) -> Part | None:
        if name in self._known:
            return self._known[name]
        if not _NAME.fullmatch(name) or f"{name}.js" not in self._writers:
            return None
        part = Part(_argument(self._content(f"{name}.js"), name))
        if name in _KEPT:
            self._known[name] = part
        return part

    def _content(self, name: str) -> bytes:
        stream = StringIO()
        self._writers[name](stream)
        return stream.getvalue().encode("utf-8", "replace")


def served(page: bytes, path: str) -> bytes:
    """Return *page* for a server: its policy lets it ask the server, and it knows that it can.

    Raises UsageError, which names *path*, for a page of another version: its script is not the one that saves
    decisions.
    """
    before, _, after = asset("page.html").encode().split(b"@@", 2)
    if not page.startswith(before):
        raise UsageError(f"{path}: {_OTHER_VERSION}")
    rest = page[len(before) :].removeprefix(_OWN_SCRIPTS)
    if not rest.startswith(after.partition(b"@@")[0]) or not _FORM.search(rest):
        raise UsageError(f"{path}: {_OTHER_VERSION}")
    return before + _ALLOWED + _FORM.sub(rb"\1served\2", rest, count=1)


def _argument(call: bytes, name: str) -> bytes:
    """Return the JSON in a file beside a page."""
    start, end = f'receive("{name}",'.encode(), b");\n"
    if not (call.startswith(start) and call.endswith(end)):
        raise UsageError(f"{name}.js: {_OTHER_VERSION}")
    return call[len(start) : -len(end)]


def _unpacked(part: Part) -> bytes:
    """Return the JSON of *part*.  Raises ValueError for what is damaged, or grows beyond any page's tables."""
    if not part.packed:
        return part.content
    import zlib

    opened = zlib.decompressobj(_GZIP)
    try:
        content = opened.decompress(part.content, _MOST)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not opened.eof:
        raise ValueError("they are cut off or too large")
    return content
