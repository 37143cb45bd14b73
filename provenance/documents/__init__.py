"""The documents of a corpus: runs of them under one protocol, one sequence over all runs, and columns of it."""

from provenance.documents.runs import Container, DocumentRun, Run
from provenance.documents.sequence import (
    Documents,
    Names,
    containers,
    digest_keys,
    digests,
    encodings,
    files,
    lines,
    names,
    openers,
    paths,
    sizes,
    taken,
)

__all__ = [
    "Container", "DocumentRun", "Documents", "Names", "Run", "containers", "digest_keys", "digests", "encodings",
    "files", "lines", "names", "openers", "paths", "sizes", "taken",
]  # fmt: skip
