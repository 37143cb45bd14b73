"""From paths to batches of documents: folders, files of texts or records, standard input.

`read` gives the batches, `unique_ids` mends ids that several documents have, `reread` and `reread_run` read texts
again; `single.open_text` reads one text to compare or to explain.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import UsageError
from provenance.files import contents
from provenance.model.roots import Root, Roots
from provenance.readers.collect import Collector
from provenance.readers.dispatch import batches_of, checked
from provenance.readers.encodings import BinaryFileError
from provenance.readers.formats import FORMAT_OF, kind_of
from provenance.readers.found import BINARY, REPORT, Found
from provenance.readers.ids import unique_ids
from provenance.readers.inputs import add_inputs
from provenance.readers.own import LOOK, OwnReportError, is_own
from provenance.readers.rereading import reread, reread_run
from provenance.readers.roots import folders_above, roots_of
from provenance.readers.source import STDIN
from provenance.readers.walk import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import BinaryIO

    from provenance.model import Batch
    from provenance.readers.meter import Meter
    from provenance.settings import Reading

__all__ = ["first_read", "names_of", "read", "reread", "reread_run", "roots_at", "unique_ids"]


def read(
    paths: Sequence[str | os.PathLike[str]],
    settings: Reading,
    *,
    stdin: BinaryIO | None = None,
    watch: Callable[[int, int], None] | None = None,
    found: Found | None = None,
) -> Iterator[Batch]:
    """Return the documents of all *paths* in batches of about ``settings.batch_bytes``, in a total order.

    All paths are checked before anything is read.  A UsageError says that one does not exist, or that there is nothing
    to scan.  Whatever cannot be read is a notice of the batch in which it was met; what was passed over is counted in
    the last batch, which may hold notices only.  A text larger than a batch has a batch of its own.
    *watch* is called with the bytes read and those of all files (0: not known) as reading goes on.  *found* is what a
    walk through *paths* has found already.
    """
    settings = checked(settings)
    found = found or find(paths, settings)
    if not found.sources and not found.notices:
        raise found.nothing()
    if watch is None:
        return _batches(found, settings, stdin)
    from provenance.readers.meter import Meter

    return _batches(found, settings, stdin, Meter(found.sources, settings.extent.instead, watch))


def first_read(files: Iterable[str], paths: Sequence[str | os.PathLike[str]], settings: Reading) -> str | None:
    """Return the first of *files* that `read` would read below *paths*, or that is given there; None: no one is.

    Folders are walked through only where one of *files* lies in them under a name that some reader takes.
    """
    given = {os.path.realpath(os.fsencode(path)) for path in paths}
    real = {file: os.path.realpath(os.fsencode(file)) for file in files if os.path.isfile(file)}
    near = [file for file, place in real.items() if place in given or not given.isdisjoint(folders_above(place))]
    if not near:
        return None
    taken = set(given)
    if any(kind_of(real[file]) for file in near):
        taken.update(os.path.realpath(source.file) for source in find(paths, settings).sources)
    return next((file for file in near if real[file] in taken and _holds_text(file, settings)), None)


def _holds_text(file: str, settings: Reading) -> bool:
    """Tell whether a *file* that is read holds a text: it may be a report, and a table or JSON may hold anything."""
    kind = kind_of(os.fsencode(file))
    if kind is None:
        return True
    if not kind[1] and is_own(_beginning(file), kind[0]):
        return False
    if not FORMAT_OF[kind[0]].mixed:
        return True
    try:
        return any(len(batch.documents) for batch in read([file], settings))
    except UsageError:
        return False


def _beginning(file: str) -> bytes:
    try:
        return contents(file, LOOK)
    except OSError:
        return b""


def names_of(paths: Sequence[str | os.PathLike[str]]) -> tuple[str, ...]:
    """Return the names of the distinct files and folders that *paths* give, however they were typed.

    A UsageError names a path that does not exist.
    """
    roots, _ = roots_of(paths, None)
    return tuple(sorted(os.fsdecode(root.name) for root in roots))


def roots_at(paths: Sequence[str | os.PathLike[str]]) -> Roots:
    """Return the files and folders that *paths* give, without standard input."""
    roots, _ = roots_of(paths, None)
    return Roots(Root(root.name, root.file, root.folder) for root in roots if root.file != STDIN)


def _batches(found: Found, settings: Reading, stdin: BinaryIO | None, meter: Meter | None = None) -> Iterator[Batch]:
    collector = Collector(settings.batch_bytes)
    if meter is not None:
        collector.watch = meter.advance
    for source in found.sources:
        try:
            yield from batches_of(source, settings, collector, stdin)
        except (BinaryFileError, OwnReportError) as error:
            kind = REPORT if isinstance(error, OwnReportError) else BINARY
            found.pass_over(source.root, kind, os.fsencode(source.path), source.file)
        if meter is not None:
            meter.next_source()
    if collector.empty and not found.notices:
        raise found.nothing()
    for notice in (*found.notices, *found.summary()):
        collector.add_notice(notice)
    add_inputs(found, settings, collector)
    yield from collector.rest()
