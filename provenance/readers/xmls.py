"""From an XML file to documents if its root is that of a feed; other XML may hold anything and is passed over."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from provenance.readers import feeds
from provenance.readers.blocks import joined
from provenance.readers.encodings import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Batch, NoticeKind
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading

_LOOK = 1 << 16  # bytes in which the root has to begin
_MOST = 64  # comments, instructions and declarations before the root
# Names of roots without their prefix, and what stands near them in the feeds of the name ("": nothing needs to).
_FEEDS = {"rss": ("",), "feed": ("2005/Atom", "purl.org/atom"), "rdf": ("rss/1.0", "my.netscape.com/rdf", "rss/0.9")}
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})(?=[\s/>])")


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the items of a feed, or the notice that the file is none."""
    blocks = file.content(watch=collector.watch)
    first = next(blocks, b"")
    beginning = _text(first[:_LOOK])
    root = root_of(beginning)
    if any(sign in beginning for sign in _FEEDS.get(root.lower(), ())):
        content = joined(chain((first,), blocks), settings.max_document_bytes)
        del first
        yield from feeds.take(file, content, settings, collector)
        return
    for _ in blocks if settings.digests else ():  # the digest is of the whole file
        pass
    said = f"is XML with the root <{root}>, which is no feed" if root else "is no XML" if first else "is empty"
    kind: NoticeKind = "no text" if file.source.named else "passed over"
    collector.note(kind, file.source.path, None, f"{said}; extract the text to have it read")


def root_of(beginning: str) -> str:
    """Return the name of the root of an XML document without its prefix, "" where none is found in its *beginning*."""
    at = 0
    for _ in range(_MOST):
        at = _behind_space(beginning, at)
        if beginning.startswith("<?", at):
            end = beginning.find("?>", at)
        elif beginning.startswith("<!--", at):
            end = beginning.find("-->", at) + 1
        elif beginning.startswith("<!", at):
            end = _declared(beginning, at)
        else:
            found = _ROOT.match(beginning, at)
            return found[1] if found else ""
        if end <= 0:
            return ""
        at = end + 2
    return ""


def _behind_space(beginning: str, at: int) -> int:
    while beginning[at : at + 1].isspace():
        at += 1
    return at


def _declared(beginning: str, at: int) -> int:
    """Return where the declaration of a type ends, but for two characters; it may hold declarations in brackets."""
    end, inner = beginning.find(">", at), beginning.find("[", at)
    if 0 <= inner < end:
        return beginning.find("]>", inner)
    return end - 1


def _text(beginning: bytes) -> str:
    return beginning.decode(marked(beginning) or "utf-8", "replace").removeprefix("\ufeff")
