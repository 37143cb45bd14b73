"""From documents to documents whose ids are unique."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import Documents, Ids
from provenance.documents.rows import RowRun
from provenance.kernels import kernels
from provenance.model import Document, Notice
from provenance.readers.collect import MAX_NOTICES

if TYPE_CHECKING:
    from collections.abc import Sequence

_HASHED = 1000  # documents: a set of the ids of fewer is quicker than hashing them


def unique_ids(documents: Sequence[Document]) -> tuple[Documents, tuple[Notice, ...]]:
    """Return *documents* in the same order, each that shares its id renamed to its place, and notices.

    The place is ``path#line`` (or the number of a record), or the path of a whole file.  Each shared id gets a
    "duplicate id" notice at its first place; one notice counts those beyond MAX_NOTICES.
    """
    documents = Documents.of(documents)
    if _all_differ(documents) or len(set(Ids(documents))) == len(documents):
        return documents, ()
    ids = [document.id for document in documents]
    sharing: dict[str, list[int]] = {}
    while True:
        holders: dict[str, list[int]] = {}
        for position, name in enumerate(ids):
            holders.setdefault(name, []).append(position)
        # The place can be the id of yet another record, which is then renamed too
        shared = {
            name: positions
            for name, positions in holders.items()
            if len(positions) > 1 and any(ids[position] != place(documents[position]) for position in positions)
        }
        if not shared:
            break
        for name, positions in shared.items():
            sharing.setdefault(name, positions)
            for position in positions:
                ids[position] = place(documents[position])
    names = {position: ids[position] for positions in sharing.values() for position in positions}
    return documents.with_ids(names), _notices(documents, sharing)


def place(document: Document) -> str:
    """Return the unique place of a document: ``path#line`` or ``path#number``, or the path of a whole file."""
    return f"{document.path}{document.mark}"


def _all_differ(documents: Documents) -> bool:
    """Tell whether the ids certainly differ, because their hashes do; False where that is not known."""
    if len(documents) < _HASHED:
        return False
    hashes = []
    for run in documents.runs:
        if not isinstance(run, RowRun):
            return False
        sizes = np.diff(run.id_ends, prepend=np.uint32(0))
        # A record may have the place of another one as its id.
        if not sizes.all() and b"#" in run.ids:
            return False
        hashes.append(kernels.hashes(run.ids, run.id_ends)[sizes > 0])
    every = np.sort(np.concatenate(hashes))
    return not (every[1:] == every[:-1]).any()


def _notices(documents: Sequence[Document], sharing: dict[str, list[int]]) -> tuple[Notice, ...]:
    ordered = sorted(sharing.items(), key=lambda item: item[1][0])
    notices = []
    for name, positions in ordered[:MAX_NOTICES]:
        first, second = documents[positions[0]], documents[positions[1]]
        message = f"{name!r} names {len(positions)} documents ({place(first)}, {place(second)}{_more(positions)})"
        message = f"{message}; their places name them instead"
        notices.append(Notice("duplicate id", first.path, first.line, message, file=first.file))
    rest = ordered[MAX_NOTICES:]
    if rest:
        first, last = documents[rest[0][1][0]], documents[rest[-1][1][0]]
        message = f"{len(rest)} more ids name several documents, from {place(first)} to {place(last)}"
        notices.append(Notice("duplicate id", first.path, first.line, message, len(rest), first.file))
    return tuple(notices)


def _more(positions: list[int]) -> str:
    return ", …" if len(positions) > 2 else ""
