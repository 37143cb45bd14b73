"""From the names in a manifest to the files of a corpus: which folder the names are relative to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import UsageError
from provenance.readers.source import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.fixity.manifests import Manifest
    from provenance.model.roots import Roots


class Listed(NamedTuple):
    """A file that a manifest lists: the path that reports *show*, the *file* that opens it, and its *digest*."""

    show: str
    file: bytes
    digest: str


def _name(file: bytes, roots: Roots) -> str | None:
    """Return how *file* is called in reports, None where it lies below none of *roots*."""
    for root in roots:
        if file == root.file:
            return None if root.folder else shown(root.name)
        if root.folder and file.startswith(os.path.join(root.file, b"")):
            relative = file[len(os.path.join(root.file, b"")) :]
            return shown(root.name + b"/" + relative if len(roots) > 1 else relative)
    return None


def _folders(roots: Roots) -> Iterator[bytes]:
    """Yield the folders that names may be relative to, the likeliest first."""
    for root in roots:
        yield root.file if root.folder else os.path.dirname(root.file)
    yield os.fsencode(os.getcwd())
    for root in roots:
        yield os.path.dirname(root.file)


def located(manifest: Manifest, roots: Roots) -> tuple[list[Listed], int, bytes]:
    """Return the files of the corpus that *manifest* lists, how many it lists elsewhere, and the folder it is about.

    The folder is the one in which most of the files are found: a manifest does not say where it was made.  Raises
    UsageError where none of its names can lie in the corpus.
    """
    if manifest.own:
        found = [Listed(name, roots.file(name), digest) for name, digest in manifest.digests.items()]
        return found, 0, b""
    own = os.path.dirname(os.path.realpath(os.fsencode(manifest.path)))
    best: tuple[int, int, list[Listed], bytes] | None = None
    for folder in dict.fromkeys((own, *_folders(roots))):
        listed = list(_below(manifest, folder, roots))
        there = sum(os.path.isfile(one.file) for one in listed)
        if best is None or (there, len(listed)) > best[:2]:
            best = there, len(listed), listed, folder
        if there == len(manifest.digests):
            break
    if best is None or not best[1]:
        raise UsageError(
            f"{manifest.path}: none of the files that this manifest lists can lie in the corpus that was given; "
            "put it into the folder that its names begin at"
        )
    return best[2], len(manifest.digests) - best[1], best[3]


def _below(manifest: Manifest, folder: bytes, roots: Roots) -> Iterable[Listed]:
    for name, digest in manifest.digests.items():
        file = os.path.normpath(os.path.join(folder, name.encode("utf-8", "surrogateescape")))
        called = _name(file, roots)
        if called is not None:
            yield Listed(called, file, digest)
