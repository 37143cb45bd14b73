"""The same audit over many machines, on Apache Spark.

The stages are functions from batches of Arrow to batches of Arrow, around the kernels and functions that one machine
uses; they know nothing of Spark.  An engine moves rows between them: `session` has its verbs on Spark, `local` in one
process.  Results are those of one machine, whatever the number of parts and the order of their rows.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame, SparkSession

    from provenance.settings import Config
    from provenance.spark.audited import Audited

__all__ = ["audit"]

_RELEASE = 4


def audit(
    spark: SparkSession,
    input: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],  # noqa: A002 - as Spark says
    output: str | os.PathLike[str],
    config: Config | None = None,
    *,
    csv: str | os.PathLike[str] | None = None,
) -> Audited[DataFrame]:
    """Audit the JSON lines and Parquet files at and below *input*, and write the tables below *output*.

    Paths may be of any file system that Spark reads.  The tables are Parquet, with the columns of the CSV files; *csv*
    is a folder for the same as CSV.  Each stage is kept below *output*: a run that was cut short goes on where it was.
    Raises UsageError for what cannot be read, and UnwritableFileError.
    """
    from provenance.settings import Config
    from provenance.spark.audited import audited
    from provenance.spark.session import Spark

    release = int(spark.version.partition(".")[0])
    if release != _RELEASE:
        raise UsageError(f"this is Spark {spark.version}; provenance needs Spark 4: pip install 'pyspark>=4,<5'")
    config = config or Config()
    inputs = [input] if isinstance(input, str | os.PathLike) else list(input)
    engine = Spark(spark, config.reading.max_document_bytes)
    target = None if csv is None else os.fspath(csv)
    return audited(engine, [os.fspath(path) for path in inputs], os.fspath(output), config, target)
