"""The compiled kernels; everything else about the package is in pyproject.toml.

They are optional: without a compiler the package installs and runs on numpy alone, slower.  With PROVENANCE_SANITIZE=1
in the environment they are built to stop at the first bad read, write or undefined operation.
"""

import os
import sys

from setuptools import Extension, setup

FOLDER = "provenance/kernels"
PARTS = (
    "words.h",
    "text.h",
    "group.h",
    "json.h",
    "arena.h",
    "letters.h",
    "distance.h",
    "extend.h",
    "fragments.h",
    "bundles.h",
    "align.h",
    "carried.h",
    "meet.h",
    "align.pxi",
    "meet.pxi",
    "dates.pxi",
    "json.pxi",
    "lines.pxi",
    "table.pxi",
)
FLAGS = ["/O2"] if sys.platform == "win32" else ["-O3"]
SANITIZE = ["-g", "-O1", "-fno-omit-frame-pointer", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
sanitized = os.environ.get("PROVENANCE_SANITIZE") == "1"

setup(
    ext_modules=[
        Extension(
            "provenance.kernels.compiled",
            [f"{FOLDER}/compiled.pyx"],
            depends=[f"{FOLDER}/{name}" for name in PARTS],
            extra_compile_args=SANITIZE if sanitized else FLAGS,
            extra_link_args=SANITIZE if sanitized else [],
            optional=not sanitized,
        )
    ]
)
