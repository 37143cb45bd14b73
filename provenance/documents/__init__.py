"""The documents of a corpus: runs under one protocol, one sequence over all runs, and its columns."""

from provenance.documents.runs import Container, DocumentRun, Run
from provenance.documents.sequence import (
    Documents,
    Ids,
    containers,
    digest_keys,
    digests,
    encodings,
    file_numbers,
    ids_at,
    lines,
    openers,
    origins,
    paths,
    pick,
    sizes,
)

__all__ = [
    "Container", "DocumentRun", "Documents", "Ids", "Run", "containers", "digest_keys", "digests", "encodings",
    "file_numbers", "ids_at", "lines", "openers", "origins", "paths", "pick", "sizes",
]  # fmt: skip
