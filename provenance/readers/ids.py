"""From documents to documents with ids of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import Documents, Ids
from provenance.documents.rows import RowRun
from provenance.kernels import kernels
from provenance.model import Document, Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_NOTICES = 1000
# Of fewer documents a set of their ids is quicker.
_WORTHWHILE = 1000


def unique_ids(documents: Sequence[Document]) -> tuple[Documents, tuple[Notice, ...]]:
    """Return *documents* in the same order, *every* one whose id is not its own named by its place, and notices.

    The place is ``path#line``, for a whole file its path.  Each id that was shared gets a "duplicate id" notice at its
    first place; beyond 1,000 of them one notice counts the rest.
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
        # A place can be the own id of yet another record, which then loses it too
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
    """Return where a document stands, which is unique: ``path#line``, or the path of a whole file."""
    return document.path if document.line is None else f"{document.path}#{document.line}"


def _all_differ(documents: Documents) -> bool:
    """Tell whether the ids of records differ for certain: their hashes do; False where that is not known."""
    if len(documents) < _WORTHWHILE:
        return False
    hashes = []
    for run in documents.runs:
        if not isinstance(run, RowRun):
            return False
        sizes = np.diff(run.id_ends, prepend=np.uint32(0))
        # A place may be the own id of another record.
        if not sizes.all() and b"#" in run.ids:
            return False
        hashes.append(kernels.hashes(run.ids, run.id_ends)[sizes > 0])
    every = np.sort(np.concatenate(hashes))
    return not (every[1:] == every[:-1]).any()


def _notices(documents: Sequence[Document], sharing: dict[str, list[int]]) -> tuple[Notice, ...]:
    ordered = sorted(sharing.items(), key=lambda item: item[1][0])
    notices = []
    for name, positions in ordered[:MOST_NOTICES]:
        first, second = documents[positions[0]], documents[positions[1]]
        message = f"{name!r} names {len(positions)} documents ({place(first)}, {place(second)}{_more(positions)})"
        message = f"{message}; their places name them instead"
        notices.append(Notice("duplicate id", first.path, first.line, message, file=first.file))
    rest = ordered[MOST_NOTICES:]
    if rest:
        first, last = documents[rest[0][1][0]], documents[rest[-1][1][0]]
        message = f"{len(rest)} more ids name several documents, from {place(first)} to {place(last)}"
        notices.append(Notice("duplicate id", first.path, first.line, message, len(rest), first.file))
    return tuple(notices)


def _more(positions: list[int]) -> str:
    return ", …" if len(positions) > 2 else ""
