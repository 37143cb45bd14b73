"""From a feed (RSS 0.9 to 2.0, RDF, Atom) to documents: an item each, with what the feed says of it.

Entities of a document of its own are refused, and nothing is fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from provenance.errors import UnreadableFileError
from provenance.fields import says_nothing
from provenance.model import Document, Statement
from provenance.readers.beside import stated_beside
from provenance.readers.blocks import OverLimitError
from provenance.readers.encodings import BinaryFileError, is_binary
from provenance.readers.formats import FORMAT_OF
from provenance.readers.pages.decode import decode_page
from provenance.readers.pages.extraction import extract
from provenance.readers.texts import whole
from provenance.readers.unchanged import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Batch
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading

_ITEMS = frozenset(("item", "entry"))
_MAX_DEPTH = 100
_MAX_VALUE = 2000  # characters
# What elements of an item state, by their names without a namespace.
_STATED = {
    "title": "title", "link": "url", "pubdate": "date", "published": "date", "issued": "date", "date": "date",
    "updated": "updated", "modified": "updated", "name": "author", "creator": "author", "author": "author",
    "source": "source", "rights": "rights",
}  # fmt: skip
_OWN = ("guid", "id")
# Which element holds the text: the first of these that says something.
_TEXTS = ("encoded", "content", "description", "summary")


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the items of a feed, and notices about what is none."""
    raw, content = whole(file, settings.max_document_bytes)
    collector.watch(len(raw))
    file.digest = sha256(raw) if settings.digests else ""
    yield from take(file, content, settings, collector)


def take(file: OpenFile, content: bytes, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Do the same for the *content* of a file."""
    if settings.encoding is None and is_binary(content):
        raise BinaryFileError(content)
    page, encoding, note = decode_page(content, settings.encoding)
    path = file.source.path
    if note:
        collector.note("decoded by guess", path, None, note)
    feed = _Feed()
    trouble = feed.parse(page)
    sidecar = stated_beside(file.source, settings, collector)
    origin = file.source.origin("text/html", FORMAT_OF[file.source.suffix].media_type)
    for number, (line, item) in enumerate(feed.items, 1):
        text = _text(item)
        if not text:
            collector.note("no text", path, line, "is an item without a text")
            continue
        encoded = text.encode("utf-8", "surrogatepass")
        own = next((item[name].strip() for name in (*_OWN, "link") if item.get(name, "").strip()), "")
        document = Document(
            f"{path}#{own if own.isprintable() and own else number}",
            path,
            file.source.file,
            line,
            len(encoded),
            sha256(encoded) if settings.digests else "",
            encoding,
            statements=(*sidecar, *_statements(item, feed.title)),
            stamp=collector.stamp,
            origin=origin,
            number=number,
        )
        collector.add(document, encoded)
        yield from collector.batches()
    if trouble:
        collector.note("broken record", path, feed.line, f"{trouble}; the items before are kept")
    elif not feed.items:
        collector.note("no text", path, None, "holds no item of a feed")


def _text(item: dict[str, str]) -> str:
    """Return the text of an item, "" where it has none."""
    for name in _TEXTS:
        said = item.get(name, "")
        if said.strip():
            try:
                return extract(said).text if "<" in said or "&" in said else said.strip()
            except OverLimitError:
                return ""
    return ""


def _statements(item: dict[str, str], feed: str) -> Iterator[Statement]:
    """Yield what an item states, and the name of its *feed*, which publishes it."""
    for name, role in _STATED.items():
        value = " ".join(item.get(name, "").split())[:_MAX_VALUE]
        if value and not says_nothing(value, role):
            yield Statement(role, value, "container", None, f"feed {name}")
    if feed and not says_nothing(feed, "publisher"):
        yield Statement("publisher", feed, "container", None, "feed title")


class _Feed:
    """The *items* of a feed, each with its line, as they are parsed, and the *title* of the whole."""

    def __init__(self) -> None:
        self.items: list[tuple[int, dict[str, str]]] = []
        self.title = ""
        self.line = 1
        self._path: list[str] = []
        self._item: dict[str, str] | None = None
        self._begun = 1
        self._pieces: list[str] = []

    def parse(self, page: str) -> str:
        """Take the items of a *page*; return what is wrong with it, "" for nothing."""
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._pieces.append
        parser.EntityDeclHandler = _refuse
        self._parser = parser
        try:
            parser.Parse(page.lstrip().encode("utf-8", "replace"), True)  # noqa: FBT003 - its name is not known
        except expat.ExpatError as error:
            self.line = error.lineno
            return f"is no XML that can be read: {expat.ErrorString(error.code)}"
        except UnreadableFileError as error:
            self.line = parser.CurrentLineNumber
            return str(error)
        return ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2].lower()
        self._path.append(local)
        if len(self._path) > _MAX_DEPTH:
            raise UnreadableFileError(f"has elements within elements, more than {_MAX_DEPTH} deep")
        if local in _ITEMS and self._item is None:
            self._item, self._begun = {}, self._parser.CurrentLineNumber
        elif self._item is not None and local == "link" and attributes.get("rel", "alternate") == "alternate":
            self._item.setdefault("link", attributes.get("href", ""))
        self._pieces.clear()

    def _end(self, name: str) -> None:
        local = self._path.pop()
        said = "".join(self._pieces)
        self._pieces.clear()
        if self._item is None:
            if local == "title" and not self.title and (not self._path or self._path[-1] in {"channel", "feed"}):
                self.title = " ".join(said.split())[:_MAX_VALUE]
        elif local in _ITEMS:
            self.items.append((self._begun, self._item))
            self._item = None
        elif said.strip() and not self._item.get(local, "").strip():
            self._item[local] = said


def _refuse(*_: object) -> None:
    raise UnreadableFileError("declares entities of its own, which are not read")
