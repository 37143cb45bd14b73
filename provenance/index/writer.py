"""The one writer of an index: each change is one commit, which a crash undoes or leaves whole.

New files are written and synced first; the commit of the database names them, and files that nothing names are removed
afterwards, or by the next writer.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs

from provenance.index import database, rows
from provenance.index.change import Change
from provenance.index.closing import Closing
from provenance.index.database import Manifest
from provenance.index.files import sync_folder, unlink
from provenance.index.lock import Lock
from provenance.index.parameters import Parameters, check_parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.index.change import Added
    from provenance.index.rows import Stored
    from provenance.model import Batch

_FILE = re.compile(r"(\d{6,})\.(?:bands|prints|texts|dictionary)")


def create(folder: str, parameters: Parameters) -> None:
    """Make an empty index in *folder*, which must not exist or be empty."""
    check_parameters(parameters)
    database.create(folder, Manifest(parameters))


class Writer(Closing):
    """Holds the lock of an index, until it is closed."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        database.database_path(folder)
        self._lock = Lock(folder)
        try:
            self._connection = database.open_to_write(folder)
            self.manifest = database.get_manifest(self._connection, folder, database.acknowledged(folder))
            self._sweep()
        except BaseException:
            self._lock.close()
            raise

    def close(self) -> None:
        """Let the next writer in."""
        self._connection.close()
        self._lock.close()

    def add(self, batches: Iterable[Batch], jobs: int = 0) -> Added:
        """Add the documents of *batches*; *jobs* is the number of threads, 0: one a processor.

        A document whose id and file are known takes the place of the earlier one, unless its bytes are the same.
        """
        with self._committing() as change:
            return change.add(batches, jobs)

    def remove(self, stored: Sequence[Stored]) -> None:
        """Remove documents."""
        with self._committing() as change:
            change.remove([one.number for one in stored])

    def compact(self) -> None:
        """Write all postings and texts anew, without those of removed documents."""
        with self._committing() as change:
            change.files.compact()

    def find(self, column: str, values: Sequence[object]) -> Iterator[Stored]:
        """Yield the documents that have one of *values* in *column*."""
        return rows.documents_with(self._connection, self.folder, column, values)

    @contextmanager
    def _committing(self) -> Iterator[Change]:
        """Give a change, and commit it at the end of the block; without that, nothing has happened."""
        with database.named_errors(self.folder):
            self._connection.execute("BEGIN IMMEDIATE")
        change = Change(self.folder, self._connection, self.manifest)
        try:
            with database.named_errors(self.folder):
                yield change
                manifest = change.files.finish()
                if manifest != self.manifest:
                    manifest = attrs.evolve(manifest, generation=manifest.generation + 1)
                    database.put_manifest(self._connection, manifest)
                sync_folder(self.folder)
                self._connection.execute("COMMIT")
        except BaseException:
            change.files.abandon()
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        self.manifest = manifest
        database.acknowledge(self.folder, manifest.generation)
        self._sweep()

    def _sweep(self) -> None:
        """Remove the files that the manifest does not name."""
        manifest = self.manifest
        named = {manifest.dictionary, *(row.file for row in manifest.segments)}
        for row in manifest.texts:
            named.update((row.file, row.dictionary))
        for name in os.listdir(self.folder):
            match = _FILE.fullmatch(name)
            if match and int(match[1]) not in named:
                unlink(os.path.join(self.folder, name))
