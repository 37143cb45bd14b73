"""What is stated beside a text: sidecars, which few texts have, so that their reader is imported for the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Origin, Statement
    from provenance.readers.collect import Collector
    from provenance.readers.source import Source
    from provenance.settings import Reading


def stated_beside(source: Source, settings: Reading, collector: Collector) -> tuple[Statement, ...]:
    """Return what the sidecar of *source* states; nothing where it has none or it cannot be read."""
    if source.sidecar is None:
        return ()
    from provenance.readers.sidecars import stated_of

    return stated_of(source, settings, collector)


def whole_file(
    source: Source,
    settings: Reading,
    collector: Collector,
    statements: Iterable[Statement],
    origin: Origin,
    *,
    size: int,
    digest: str,
    encoding: str = "utf-8",
    header: int = 0,
) -> Document:
    """Return the document that a file of *size* bytes is, with what it and its sidecar state."""
    return Document(
        source.path,
        source.path,
        source.file,
        None,
        size,
        digest,
        encoding,
        header,
        (*stated_beside(source, settings, collector), *statements),
        stamp=collector.stamp,
        origin=origin,
    )
