"""From a file whose text has to be taken out of it to its one document, and back to its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import UnreadableFileError
from provenance.fields import says_nothing
from provenance.model import Statement
from provenance.readers.beside import whole_file
from provenance.readers.formats import FORMAT_OF
from provenance.readers.texts import whole
from provenance.readers.unchanged import CHANGED, refuse_changed, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from provenance.model import Batch, Document, NoticeKind
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading

    # From the bytes of a file to what is in it.  Raises UnreadableFileError.
    Extract = Callable[[bytes], "Extracted"]


_MAX_VALUE = 2000  # characters
# What programs write where nobody said anything.
_DEFAULTS = frozenset(
    ("admin", "administrator", "anonymous", "author", "blank", "document", "document1", "microsoft office user",
     "owner", "pc", "python-docx", "unspecified", "untitled", "user", "windows user", "word document")
)  # fmt: skip
_FILES = (".doc", ".docx", ".indd", ".odt", ".pdf", ".ppt", ".pptx", ".qxd", ".rtf", ".tex", ".txt", ".xls", ".xlsx")


class Extracted(NamedTuple):
    """The *text* of a file (None: it has none), what it states, where its *pages* begin in the text, and notices."""

    text: str | None
    statements: tuple[Statement, ...] = ()
    pages: tuple[int, ...] = ()
    notices: tuple[tuple[NoticeKind, str], ...] = ()


def property_of(role: str, value: str, field: str) -> Iterator[Statement]:
    """Yield what a *field* of a document's properties states, unless a program wrote it there for want of better."""
    value = " ".join(value.split()).removeprefix("Microsoft Word - ")[:_MAX_VALUE]
    file_name = role == "title" and value.lower().endswith(_FILES)
    if value and not file_name and value.lower() not in _DEFAULTS and not says_nothing(value, role):
        yield Statement(role, value, "container", None, field)


def read_extracted(file: OpenFile, settings: Reading, collector: Collector, extract: Extract) -> Iterator[Batch]:
    """Give the collector the document of a file, or a notice why there is none."""
    raw, content = whole(file, settings.max_document_bytes)
    collector.watch(len(raw))
    source = file.source
    file.digest = sha256(raw) if settings.digests else ""
    found = extract(content)
    for kind, message in found.notices:
        collector.note(kind, source.path, None, message)
    if found.text is None:
        return
    origin = source.origin(FORMAT_OF[source.suffix].media_type, pages=found.pages)
    size = len(raw)
    document = whole_file(source, settings, collector, found.statements, origin, size=size, digest=file.digest)
    collector.add(document, found.text.encode("utf-8", "surrogatepass"))
    yield from collector.batches()


def reread_extracted(file: OpenFile, wanted: Sequence[Document], settings: Reading, extract: Extract) -> list[str]:
    """Return the text of a file, once for each of *wanted*."""
    if file.size != wanted[0].size:
        raise UnreadableFileError(CHANGED)
    raw, content = whole(file, settings.max_document_bytes)
    refuse_changed(wanted[0], raw)
    return [extract(content).text or ""] * len(wanted)
