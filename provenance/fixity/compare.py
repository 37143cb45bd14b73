"""From the files that a manifest lists and those that were met to notices: changed, missing, moved, not listed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.fixity.bases import located
from provenance.fixity.manifests import read_manifest
from provenance.model import Notice
from provenance.model.roots import MEMBER
from provenance.readers import roots_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.fixity.bases import Listed
    from provenance.fixity.manifests import Manifest
    from provenance.model import Input, NoticeKind
    from provenance.model.roots import Roots

_FOLDER = "inode/directory"
_SETTINGS = "provenance.toml"
_BLOCK = 1 << 20
_SHOWN = 12  # digits of a digest in a message


def fixity(path: str, paths: Sequence[str | os.PathLike[str]], inputs: Sequence[Input]) -> list[Notice]:
    """Return what differs between the manifest at *path* and the *inputs* that an audit of *paths* met.

    Raises UsageError where the manifest cannot be read, or lists no file of the corpus.
    """
    manifest, roots = read_manifest(path), roots_at(paths)
    listed, elsewhere, folder = located(manifest, roots)
    met = {_written(one.path, own=manifest.own): one for one in inputs if one.media_type != _FOLDER}
    compared = _Compared(listed, met, roots, manifest)
    found = [*compared.changed(), *compared.gone(), *compared.new(folder)]
    if elsewhere:
        where = "1 file that it lists lies" if elsewhere == 1 else f"{elsewhere:,} files that it lists lie"
        found.append(
            Notice(
                "passed over",
                path,
                None,
                f"{where} outside the corpus that was given, and was not compared",
                elsewhere,
            )
        )
    return found


def _written(name: str, *, own: bool) -> str:
    """Return the *name* of an input as a manifest has it: our tables change names that look like a formula."""
    if not own:
        return name
    from provenance.reporters.tables.cells import text

    cell = text(name)
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


class _Compared:
    """The comparison of what is listed and what was met."""

    def __init__(self, listed: Sequence[Listed], met: Mapping[str, Input], roots: Roots, manifest: Manifest) -> None:
        self._listed = {one.show: one for one in listed}
        self._met = met
        self._roots = roots
        self._manifest = manifest
        self._owners: dict[str, list[str]] = {}
        for one in listed:
            if one.digest:
                self._owners.setdefault(one.digest, []).append(one.show)
        self._digests = {name: self._digest(one) for name, one in self._listed.items()}
        self._missing = [name for name, digest in self._digests.items() if digest is None]

    def changed(self) -> Iterator[Notice]:
        """Yield a notice for each file that has another digest."""
        for name, one in self._listed.items():
            digest = self._digests[name]
            if not digest or not one.digest or digest == one.digest:
                continue
            others = [other for other in self._owners.get(digest, ()) if other != name]
            content = f"; it has the content that the manifest lists for {others[0]}" if others else ""
            message = (
                f"changed since the manifest was made: SHA-256 {digest[:_SHOWN]}… "
                f"where {one.digest[:_SHOWN]}… is listed{content}"
            )
            yield _notice("changed", name, message)

    def gone(self) -> Iterator[Notice]:
        """Yield a notice for each file that is not there, and whose content is nowhere else either."""
        missing, moved = set(self._missing), set(self._moved().values())
        for name in self._missing:
            # An archive that is missing says enough about its members.
            if name in moved or (MEMBER in name and name.rpartition(MEMBER)[0] in missing):
                continue
            yield _notice("missing", name, "is listed in the manifest, and is not there")

    def new(self, folder: bytes) -> Iterator[Notice]:
        """Yield a notice for each file that is not listed; one that is only in another place says so."""
        moved = self._moved()
        for name in self._unlisted(folder):
            if name in moved:
                message = f"is not listed in the manifest at this path: moved from {moved[name]} (same content)"
            elif owners := self._owners.get(self._met[name].sha256):
                message = f"is not listed in the manifest; it has the content of {owners[0]}, which is"
            else:
                message = "is not listed in the manifest"
            yield _notice("not listed", self._met[name].path, message)

    def _moved(self) -> dict[str, str]:
        """Return by the names of new files those of missing ones with the same content, each once."""
        free: dict[str, list[str]] = {}
        for name in self._missing:
            free.setdefault(self._listed[name].digest, []).append(name)
        found = {}
        for name in self._unlisted(b""):
            waiting = free.get(self._met[name].sha256 or "-")
            if waiting:
                found[name] = waiting.pop(0)
        return found

    def _unlisted(self, folder: bytes) -> list[str]:
        return [name for name, one in self._met.items() if name not in self._listed and self._counts(one, folder)]

    def _counts(self, one: Input, folder: bytes) -> bool:
        """Return whether a file should be listed: not the manifest or the settings, nor a member of what is listed."""
        if one.path.rpartition("/")[2] == _SETTINGS:
            return False
        if not one.expected:
            return False
        container = one.path.partition(MEMBER)[0]
        if container != one.path and container in self._met and not any(MEMBER in name for name in self._listed):
            return False
        file = self._roots.file(one.path)
        if file and os.path.realpath(file) == os.path.realpath(os.fsencode(self._manifest.path)):
            return False
        payload = os.path.join(folder, b"data", b"")
        return not (self._manifest.bag and folder) or file.startswith(payload)

    def _digest(self, one: Listed) -> str | None:
        """Return the digest of a listed file: "" where it is there but cannot be hashed, None where it is not there."""
        met = self._met.get(one.show)
        if met is not None and (met.sha256 or not one.digest):
            return met.sha256
        if not one.file or MEMBER in one.show or not os.path.isfile(one.file):
            return None if met is None else ""
        return _hashed(one.file)


def _notice(kind: NoticeKind, name: str, message: str) -> Notice:
    return Notice(kind, name, None, message)


def _hashed(file: bytes) -> str:
    """Return the SHA-256 of a file that no reader takes, "" where it cannot be read."""
    from hashlib import sha256

    from provenance.files import open_regular

    digest = sha256()
    try:
        with open_regular(file) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()
