"""From a repository and a scope to sentences about texts that git has and the check does not read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.readers.formats import kind_of
from provenance.readers.source import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.scope import Scope
    from provenance.scope.git import Git


def unseen(git: Git, paths: Sequence[str], scope: Scope, *, gitignore: bool) -> Iterator[str]:
    """Yield a sentence about the texts below *paths* that are outside a sparse checkout, and, if *gitignore* patterns
    apply, one for each text in *scope* that git tracks although a pattern matches it."""
    tops = tuple(os.path.join(os.path.realpath(os.fsencode(path)), b"") for path in paths)

    def texts(names: Sequence[bytes]) -> list[bytes]:
        known = (git.place(name) for name in names if kind_of(name) is not None)
        return [file for file in known if os.path.join(file, b"").startswith(tops)]

    if git.output_if_any("config", "--type=bool", "core.sparseCheckout").strip() == b"true":
        files = git.names("ls-files", "-t", "-z")
        absent = texts([line.removeprefix(b"S ") for line in files if line.startswith(b"S ")])
        if absent:
            what = "1 text is" if len(absent) == 1 else f"{len(absent):,} texts are"
            yield (
                f"{git.option}: {what} outside the sparse checkout, so not compared; to include them, run: "
                "git sparse-checkout disable"
            )
    if gitignore:
        for file in texts(git.names("ls-files", "--cached", "--ignored", "--exclude-standard", "-z")):
            if scope.holds(file, None):
                yield (
                    f"{shown(os.path.relpath(file))}: git tracks this text, but a .gitignore matches it, so it is not "
                    "read; to read it, set respect-gitignore = false"
                )
