"""What the tests of the readers share: a way to read everything at once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import pytest

from provenance.readers import read
from provenance.settings import Reading

if TYPE_CHECKING:
    from typing import BinaryIO

    from provenance.model import Batch, Document, Notice


class Gathered(NamedTuple):
    batches: list[Batch]
    documents: list[Document]
    texts: list[str]
    notices: list[Notice]

    @property
    def ids(self) -> list[str]:
        return [document.id for document in self.documents]

    def said(self, kind: str) -> list[tuple[str, int | None]]:
        return [(notice.path, notice.line) for notice in self.notices if notice.kind == kind]


def gather(*paths: str | os.PathLike[str], stdin: BinaryIO | None = None, **settings: object) -> Gathered:
    batches = list(read(paths, Reading(**settings), stdin=stdin))
    return Gathered(
        batches,
        [document for batch in batches for document in batch.documents],
        [batch.text(position) for batch in batches for position in range(len(batch.documents))],
        [notice for batch in batches for notice in batch.notices],
    )


@pytest.fixture(name="gather", scope="session")
def _gather():
    return gather


@pytest.fixture
def mkfifo():
    return getattr(os, "mkfifo", None) or pytest.skip("no named pipes on this system")
