"""The compiled kernels; everything else about the package stands in pyproject.toml.

They are optional: without a compiler the package installs and runs on numpy alone, slower.  With PROVENANCE_SANITIZE=1
in the environment they are built to stop at the first bad read, write or undefined operation.
"""

import os
import sys

from setuptools import Extension, setup

FOLDER = "provenance"
PARTS = (
    "kernels_words.h",
    "kernels_text.h",
    "kernels_group.h",
    "kernels_json.h",
    "kernels_align.pxi",
    "kernels_dates.pxi",
    "kernels_json.pxi",
    "kernels_lines.pxi",
)
FLAGS = ["/O2"] if sys.platform == "win32" else ["-O3"]
SANITIZE = ["-g", "-O1", "-fno-omit-frame-pointer", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
sanitized = os.environ.get("PROVENANCE_SANITIZE") == "1"

setup(
    ext_modules=[
        Extension(
            f"{FOLDER}.kernels",
            [f"{FOLDER}/kernels.pyx"],
            depends=[f"{FOLDER}/{name}" for name in PARTS],
            extra_compile_args=SANITIZE if sanitized else FLAGS,
            extra_link_args=SANITIZE if sanitized else [],
            optional=not sanitized,
        )
    ]
)
