"""From the address of a cluster to a session on it."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import SparkSession

_INSTALL = "pip install 'provenance-audit[spark]'"
# Standard output is for results; Spark's progress bars and its log are for those who ask.
_USUAL = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}


def started(master: str, settings: Mapping[str, str]) -> SparkSession:
    """Return a session on *master* with these *settings* of Spark.  Raises UsageError where there can be none."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError(f"--engine spark: PySpark is not installed: {_INSTALL}") from error
    _check_java()
    if master.startswith("local"):
        # Else the first Python on the path would work for this one, and may not have this package.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("provenance")
    for key, value in (_USUAL | dict(settings)).items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError) as error:
        first = str(error).partition("\n")[0]
        raise UsageError(f"--engine spark: no session could be started on {master}: {first}") from error


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if home and os.path.exists(os.path.join(home, "bin", "java")):
        return
    if shutil.which("java") is None:
        raise UsageError(
            "--engine spark: Spark needs Java 17 or later, and there is none on the path; install it (on Debian: "
            "apt-get install openjdk-17-jre-headless), or let JAVA_HOME name it"
        )
