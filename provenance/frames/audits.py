"""From paths, or a table of records in memory, to a report for Python."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from provenance.errors import UsageError
from provenance.frames.incoming import columns_of, is_table
from provenance.frames.report import for_python
from provenance.settings import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.frames.report import Audit


def audited(source: object, config: Config | None = None) -> Audit:
    """Return the report on *source*: paths of files and folders, or a table whose rows are records.

    The rows of a table are named by their ids, or by "-#NUMBER" where they have none.  Raises UsageError.
    """
    from provenance.pipeline import audit

    config = config or Config()
    if not is_table(source):
        return for_python(audit(paths_of(source), config), config)
    stream = io.BytesIO(b"".join(lines_of(source)))
    return for_python(audit(["-"], config, stdin=stream), config)


def paths_of(source: object) -> list[str | os.PathLike[str]]:
    """Return the paths that *source* is or holds.  Raises UsageError for anything else."""
    if isinstance(source, str | os.PathLike):
        return [source]
    if not hasattr(source, "__iter__"):
        raise _no_path(source)
    paths = list(source)
    for path in paths:
        if not isinstance(path, str | os.PathLike):
            raise _no_path(path)
    return paths


def _no_path(given: object) -> UsageError:
    kind = type(given).__name__
    return UsageError(f"audit: {kind} is no path; give paths, or a table of records such as a data frame")


def lines_of(source: object) -> Iterator[bytes]:
    """Yield the rows of a table as lines of JSON."""
    from provenance.reporters.encode import encode

    columns = columns_of(source, "audit")
    if len({len(values) for values in columns.values()}) > 1:
        raise UsageError("audit: the columns of this table have different lengths")
    rows = list(zip(*columns.values(), strict=True))
    if not rows:
        raise UsageError("audit: this table has no rows, so there is nothing to audit")
    for row in rows:
        record = {name: value for name, value in zip(columns, row, strict=True) if value is not None}
        yield encode(record).encode("utf-8", "backslashreplace") + b"\n"
