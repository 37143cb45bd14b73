"""From roots to the files to read, each once, in a total order, and a count of what was passed over."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from provenance.model import Notice
from provenance.readers.blocks import reason
from provenance.readers.found import ABOVE, BROKEN, EXCLUDED, HIDDEN, ORPHAN, OWN, SPECIAL, TWICE, UNSTAGED, Found
from provenance.readers.reach import FOLLOW, REPORT, Reach, is_report
from provenance.readers.roots import folders_above, roots_of
from provenance.readers.sidecars import ENDING, Sidecars, beside, has_text
from provenance.readers.source import STDIN, Source, kind_of, place, shown, suffix_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.readers.ignore import Ignoring
    from provenance.readers.roots import Root
    from provenance.settings import Reading


def find(paths: Sequence[str | os.PathLike[str]], settings: Reading, suffixes: Iterable[str]) -> Found:
    """Return what there is to read below *paths*; nothing is opened but what might be a report of ours.

    A UsageError names a path that does not exist or that is the output folder, or says that nothing was given.
    """
    return _Walk(paths, settings, frozenset(suffixes)).run()


class _Walk:
    """Goes through the roots: first what lies in them, then where the links in them lead, never anywhere twice."""

    def __init__(self, paths: Sequence[str | os.PathLike[str]], settings: Reading, suffixes: frozenset[str]) -> None:
        self._output = None if settings.output is None else os.path.realpath(os.fsencode(settings.output))
        roots, self._named = roots_of(paths, self._output)
        self.found = Found(roots)
        self._settings = settings
        self._ignoring: Ignoring | None = None
        if any(root.folder for root in roots):
            from provenance.readers.ignore import Ignoring

            self._ignoring = Ignoring(settings)
        self._reach = Reach(roots, self._named, self._ignoring)
        self._suffixes = suffixes
        self._folders: set[bytes] = set()
        self._files: set[bytes] = set()
        self._links: list[tuple[bytes, bytes, int]] = []
        self._above = {above for root in roots for above in folders_above(root.real)}
        self._sources: list[tuple[bytes, Source]] = []

    def run(self) -> Found:
        """Return all that was found, in a total order."""
        several = len(self.found.roots) > 1
        for position, root in enumerate(self.found.roots):
            if root.folder:
                self._folder((root.file, root.real, root.name + b"/" if several else b""), position)
            elif root.file == STDIN:
                self._sources.append((STDIN, Source("-", STDIN, STDIN, position, ("", False), named=True)))
            else:
                self._given(root, position)
        while self._links:
            links, self._links = sorted(self._links), []
            for path, file, position in links:
                self._link(path, file, position)
        for real in self._settings.extent.instead:
            if os.path.islink(real) or not os.path.isfile(real):
                self._gone(real)
        for file, why in self._ignoring.unread if self._ignoring else ():
            self._refuse(self._called(file), why, file)
        self._sources.sort(key=lambda pair: pair[0])
        self.found.sources = [source for _, source in self._sources]
        if self._ignoring is not None:
            self.found.notices += self._ignoring.notices
        self.found.notices.sort(key=lambda notice: (notice.path, notice.message))
        return self.found

    def _folder(self, top: tuple[bytes, bytes, bytes], position: int) -> None:
        """Take what lies in a folder: the way to it, where it really lies, what the paths of its files begin with."""
        waiting = [top]
        while waiting:
            file, real, prefix = waiting.pop()
            if real in self._folders or real in self._settings.extent.without:
                self.found.passing(position, TWICE if real in self._folders else UNSTAGED)
                continue
            self._folders.add(real)
            try:
                with os.scandir(file) as scan:
                    entries = list(scan)
            except OSError as error:
                self._refuse(prefix or self.found.roots[position].name, f"cannot be listed: {reason(error)}", file)
                continue
            if self._ours(real, entries, position):
                continue
            sidecars = Sidecars(entries, real, self._settings)
            for entry in entries:
                if entry.name not in sidecars:
                    inner = self._entry(entry, (real, prefix), position, sidecars.of(entry.name))
                    waiting += [inner] if inner else []
            for _ in range(sidecars.unused):
                self.found.passing(position, ORPHAN)

    def _entry(
        self, entry: os.DirEntry[bytes], folder: tuple[bytes, bytes], position: int, sidecar: bytes | None
    ) -> tuple[bytes, bytes, bytes] | None:
        """Take what lies in the folder (where it really lies, what paths in it begin with); return one to go into."""
        (real, prefix), name = folder, entry.name
        if self._left_out(entry, real, position):
            return None
        if entry.is_symlink():
            if os.path.join(real, name) in self._settings.extent.without:
                self.found.passing(position, UNSTAGED)
            # What is read in its place comes with what is gone.
            elif os.path.join(real, name) not in self._settings.extent.instead:
                self._links.append((prefix + name, entry.path, position))
        elif entry.is_dir(follow_symlinks=False):
            return entry.path, os.path.join(real, name), prefix + name + b"/"
        elif entry.is_file(follow_symlinks=False):
            self._file(prefix + name, entry.path, os.path.join(real, name), position, sidecar)
        else:
            self.found.passing(position, SPECIAL)
        return None

    def _ours(self, real: bytes, entries: list[os.DirEntry[bytes]], position: int) -> bool:
        """Tell whether a folder is one of reports, and count it if an earlier run made it.

        The folder that this run writes is not counted: a second run would not say what the first one said.
        """
        if real == self._output:
            return True
        if any(entry.name == REPORT and is_report(entry.path) for entry in entries):
            self.found.passing(position, OWN)
            return True
        return False

    def _left_out(self, entry: os.DirEntry[bytes], folder: bytes, position: int) -> bool:
        """Return whether what lies in *folder* is hidden or excluded, and count it."""
        if entry.name.startswith(b"."):
            self.found.passing(position, HIDDEN)
            return True
        real = os.path.join(folder, entry.name)
        if self._ignoring is None or real in self._named:
            return False
        left_out = self._ignoring.passes_over(real, folder=entry.is_dir(follow_symlinks=False))
        if left_out:
            self.found.passing(position, EXCLUDED)
        return left_out

    def _file(self, path: bytes, file: bytes, real: bytes, position: int, sidecar: bytes | None) -> None:
        kind = kind_of(path, self._suffixes)
        if real in self._settings.extent.without:
            self.found.passing(position, UNSTAGED)
        elif kind is not None:
            self._files.add(real)
            named, sidecar = real in self._named, self._stated(sidecar)
            self._sources.append((path, Source(shown(path), file, real, position, kind, named=named, sidecar=sidecar)))
        elif real in self._named:
            from provenance.readers.foreign import way

            self._refuse(path, way(suffix_of(path), self._suffixes), file)
        else:
            self.found.passing_suffix(position, path)

    def _link(self, path: bytes, file: bytes, position: int) -> None:
        try:
            mode = os.stat(file).st_mode
        except OSError:
            self.found.passing(position, BROKEN)
            return
        real = os.path.realpath(file)
        folder = stat.S_ISDIR(mode)
        if real in self._above:
            self.found.passing(position, ABOVE)
        elif real in self._folders or real in self._files:
            self.found.passing(position, TWICE)
        elif not self._settings.extent.without.isdisjoint(folders_above(real)):
            self.found.passing(position, UNSTAGED)
        elif (folder or kind_of(path, self._suffixes)) and (way := self._way_out(real, folder=folder)):
            self._refuse(path, f"is a link {way}, so it was not followed; {FOLLOW}", file)
        elif folder:
            self._folder((file, real, path + b"/"), position)
        elif stat.S_ISREG(mode):
            self._file(path, file, real, position, beside(file, self._settings))
        else:
            self.found.passing(position, SPECIAL)

    def _way_out(self, real: bytes, *, folder: bool) -> str:
        """Return where a link to *real* leads, where it must not be followed, as the end of a sentence; else ""."""
        # Of folders of reports, the walk says itself that they are passed over.
        if self._settings.follow_links or real == self._output:
            return ""
        return self._reach.hindrance(real, self._output, folder=folder)

    def _stated(self, sidecar: bytes | None) -> bytes | None:
        """Return what to open of a *sidecar*: what it leads to where it is a link that may be followed.

        Another link stays what it is, which no reader opens.
        """
        if sidecar is None or not os.path.islink(sidecar) or place(sidecar) in self._settings.extent.instead:
            return sidecar
        real = os.path.realpath(sidecar)
        return sidecar if self._way_out(real, folder=False) else real

    def _gone(self, real: bytes) -> None:
        """Take what a folder does not hold any more, where a walk would have come by it."""
        above = folders_above(real)
        for position, root in enumerate(self.found.roots):
            if not root.folder or root.real not in above:
                continue
            if not self._reach.passed_over(real, root.real, folder=False):
                names = os.path.relpath(real, root.real).split(b"/")
                prefix = [root.name] if len(self.found.roots) > 1 else []
                file = os.path.join(root.file, *names)
                if not real.endswith(ENDING):
                    self._file(b"/".join((*prefix, *names)), file, real, position, beside(file, self._settings))
                elif not has_text(file, self._settings.extent.instead):
                    self.found.passing(position, ORPHAN)
                return

    def _called(self, file: bytes) -> bytes:
        """Return how a file that really lies at *file* is called: all of its path where it lies in no root."""
        for root in self.found.roots:
            if root.folder and root.real in folders_above(file):
                name = os.path.relpath(file, root.real)
                return os.path.join(root.name, name) if len(self.found.roots) > 1 else name
        return file

    def _given(self, root: Root, position: int) -> None:
        """Take a file that was given as such: whatever keeps it from being read is a notice of its own."""
        try:
            mode = os.stat(root.file).st_mode
        except FileNotFoundError:
            self._refuse(root.name, "is a broken link", root.file)
            return
        except OSError as error:
            self._refuse(root.name, f"cannot be read: {reason(error)}", root.file)
            return
        folder, name = os.path.split(root.file)
        if not stat.S_ISREG(mode):
            self._refuse(root.name, "is neither a file nor a folder; pipe it in and give -", root.file)
        elif name.startswith(b"."):
            self._refuse(root.name, "is a hidden file; pipe it in and give -", root.file)
        elif is_report(os.path.join(folder, REPORT)):
            self._refuse(root.name, "lies in a report folder, which is never read", root.file)
        elif name.endswith(ENDING):
            # A shell that lists a folder gives both, the text and its sidecar.
            if not has_text(root.file, self._settings.extent.instead):
                self._refuse(root.name, "is a sidecar of no text", root.file)
        else:
            self._file(root.name, root.file, root.real, position, beside(root.file, self._settings))

    def _refuse(self, path: bytes, message: str, file: bytes = b"") -> None:
        self.found.notices.append(Notice("unreadable", shown(path.rstrip(b"/")), None, message, file=file))
