"""The compiled kernels; everything else about the package is in pyproject.toml.

They are optional: without a compiler the package installs and runs on numpy alone, slower.  With PROVENANCE_SANITIZE=1
in the environment they are built to stop at the first bad read, write or undefined operation.

The package's page on an index shows the README, whose links are relative.  PROVENANCE_REPOSITORY, such as
https://example.org/owner/provenance, and PROVENANCE_REVISION make them absolute, and add the addresses of the project.
The workflow that makes the wheels sets both.
"""

import os
import re
import sys
from pathlib import Path

FOLDER = "provenance/kernels"
PARTS = (
    "words.h",
    "text.h",
    "group.h",
    "json.h",
    "arena.h",
    "letters.h",
    "doubts.h",
    "distance.h",
    "extend.h",
    "fragments.h",
    "bundles.h",
    "align.h",
    "carried.h",
    "meet.h",
    "postings.h",
    "scans.h",
    "table.h",
    "align.pxi",
    "doubts.pxi",
    "meet.pxi",
    "index.pxi",
    "dates.pxi",
    "json.pxi",
    "lines.pxi",
    "table.pxi",
    "scans.pxi",
)
FLAGS = ["/O2"] if sys.platform == "win32" else ["-O3"]
SANITIZE = ["-g", "-O1", "-fno-omit-frame-pointer", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
LINK = re.compile(r"(!?\[[^\[\]]*\]\()(?![a-z]+:|#)([^()\s]+\))")
sanitized = os.environ.get("PROVENANCE_SANITIZE") == "1"
repository = os.environ.get("PROVENANCE_REPOSITORY", "").rstrip("/")
revision = os.environ.get("PROVENANCE_REVISION", "HEAD")


def package_page(readme, repository, revision):
    """Return *readme* with links to the *revision* of the *repository*; pictures as files, all else as pages."""

    def absolute(match):
        kind = "raw" if match[1].startswith("!") else "blob"
        return f"{match[1]}{repository}/{kind}/{revision}/{match[2]}"

    return LINK.sub(absolute, readme) if repository else readme


def addresses(repository):
    """Return the addresses of the project by their names."""
    pages = {
        "Homepage": "",
        "Documentation": "/tree/HEAD/docs",
        "Changelog": "/blob/HEAD/CHANGELOG.md",
        "Issues": "/issues",
        "Source": "",
    }
    return {name: repository + path for name, path in pages.items()} if repository else {}


if __name__ == "__main__":
    from setuptools import Extension, setup

    setup(
        long_description=package_page(Path("README.md").read_text(encoding="utf-8"), repository, revision),
        long_description_content_type="text/markdown",
        project_urls=addresses(repository),
        ext_modules=[
            Extension(
                "provenance.kernels.compiled",
                [f"{FOLDER}/compiled.pyx"],
                depends=[f"{FOLDER}/{name}" for name in PARTS],
                extra_compile_args=SANITIZE if sanitized else FLAGS,
                extra_link_args=SANITIZE if sanitized else [],
                optional=not sanitized,
            )
        ],
    )
