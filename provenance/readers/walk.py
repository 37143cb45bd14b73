"""From roots to the files to read, each once and in a total order, and to a count of what is passed over."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from provenance.model import Notice
from provenance.readers.blocks import reason
from provenance.readers.formats import kind_of
from provenance.readers.found import ABOVE, BROKEN, EXCLUDED, HIDDEN, ORPHAN, OWN, SPECIAL, TWICE, UNSTAGED, Found
from provenance.readers.reach import REPORT, Reach, is_report
from provenance.readers.roots import folders_above, roots_of
from provenance.readers.sidecars import ENDING, Sidecars, beside, has_text
from provenance.readers.source import FOLLOW, STDIN, Source, place, shown, suffix_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.readers.ignore import Ignoring
    from provenance.readers.roots import Root
    from provenance.settings import Reading


def find(paths: Sequence[str | os.PathLike[str]], settings: Reading) -> Found:
    """Return what there is to read below *paths*; only files that may be reports of ours are opened.

    A UsageError names a path that does not exist or that is the output folder, or says that nothing was given.
    """
    return _Walk(paths, settings).run()


class _Walk:
    """A walk through the roots: first through what lies in them, then through links, never through a place twice."""

    def __init__(self, paths: Sequence[str | os.PathLike[str]], settings: Reading) -> None:
        self._output = None if settings.output is None else os.path.realpath(os.fsencode(settings.output))
        roots, self._named = roots_of(paths, self._output)
        self.found = Found(roots)
        self._settings = settings
        self._ignoring: Ignoring | None = None
        if any(root.folder for root in roots):
            from provenance.readers.ignore import Ignoring

            self._ignoring = Ignoring(settings)
        self._reach = Reach(roots, self._named, self._ignoring)
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
                self._sources.append((STDIN, Source("-", STDIN, STDIN, position, ("", ""), named=True)))
            else:
                self._named_file(root, position)
        while self._links:
            links, self._links = sorted(self._links), []
            for path, file, position in links:
                self._link(path, file, position)
        for real in self._settings.extent.instead:
            if os.path.islink(real) or not os.path.isfile(real):
                self._deleted(real)
        for file, why in self._ignoring.unread if self._ignoring else ():
            self._refuse(self._shown_path(file), why, file)
        self._sources.sort(key=lambda pair: pair[0])
        self.found.sources = [source for _, source in self._sources]
        if self._ignoring is not None:
            self.found.notices += self._ignoring.notices
        self.found.notices.sort(key=lambda notice: (notice.path, notice.message))
        return self.found

    def _folder(self, top: tuple[bytes, bytes, bytes], position: int) -> None:
        """Take what lies below a folder, given by its path, its real path and the prefix of the paths shown."""
        waiting = [top]
        while waiting:
            file, real, prefix = waiting.pop()
            if real in self._folders or real in self._settings.extent.without:
                kind = TWICE if real in self._folders else UNSTAGED
                self.found.pass_over(position, kind, prefix or self.found.roots[position].name + b"/", file)
                continue
            self._folders.add(real)
            try:
                with os.scandir(file) as scan:
                    entries = list(scan)
            except OSError as error:
                self._refuse(prefix or self.found.roots[position].name, f"cannot be listed: {reason(error)}", file)
                continue
            if self._holds_reports(real, entries, position, prefix):
                continue
            sidecars = Sidecars(entries, real, self._settings)
            # Made once for all entries: joining paths for each of them, three times over, took a quarter of a walk.
            inside = os.path.join(real, b"")
            for entry in entries:
                if entry.name not in sidecars:
                    inner = self._entry(entry, (inside, prefix), position, sidecars.of(entry.name))
                    waiting += [inner] if inner else []
            for name, path in sidecars.unused:
                self.found.pass_over(position, ORPHAN, prefix + name, path)

    def _entry(
        self, entry: os.DirEntry[bytes], folder: tuple[bytes, bytes], position: int, sidecar: bytes | None
    ) -> tuple[bytes, bytes, bytes] | None:
        """Take an entry of a folder (the real prefix, that of the paths shown); return it where it is a folder."""
        (inside, prefix), name = folder, entry.name
        real = inside + name
        if self._left_out(entry, folder, position):
            return None
        if entry.is_symlink():
            if real in self._settings.extent.without:
                self.found.pass_over(position, UNSTAGED, prefix + name, entry.path)
            # What is read in its place is taken by _deleted.
            elif real not in self._settings.extent.instead:
                self._links.append((prefix + name, entry.path, position))
        elif entry.is_dir(follow_symlinks=False):
            return entry.path, real, prefix + name + b"/"
        elif entry.is_file(follow_symlinks=False):
            self._file(prefix + name, entry.path, real, position, sidecar)
        else:
            self.found.pass_over(position, SPECIAL, prefix + name, entry.path)
        return None

    def _holds_reports(self, real: bytes, entries: list[os.DirEntry[bytes]], position: int, prefix: bytes) -> bool:
        """Tell whether a folder holds reports, and count it where an earlier run wrote them.

        The folder that this run writes to is not counted, so that a second run says what the first one said.
        """
        if real == self._output:
            return True
        if any(entry.name == REPORT and is_report(entry.path) for entry in entries):
            self.found.pass_over(position, OWN, prefix or self.found.roots[position].name + b"/", real)
            return True
        return False

    def _left_out(self, entry: os.DirEntry[bytes], folder: tuple[bytes, bytes], position: int) -> bool:
        """Tell whether an entry of *folder* (as in `_entry`) is hidden or excluded, and count it."""
        path = folder[1] + entry.name
        if entry.name.startswith(b"."):
            self._leave(entry, path, position, HIDDEN)
            return True
        real = folder[0] + entry.name
        if self._ignoring is None or real in self._named:
            return False
        left_out = self._ignoring.passes_over(real, folder=entry.is_dir(follow_symlinks=False))
        if left_out:
            self._leave(entry, path, position, EXCLUDED)
        return left_out

    def _leave(self, entry: os.DirEntry[bytes], path: bytes, position: int, kind: int) -> None:
        """Take an *entry* that is passed over, with all that is in it where it is a folder."""
        folder = entry.is_dir(follow_symlinks=False)
        self.found.pass_over(position, kind, path + b"/" * folder, entry.path)

    def _file(self, path: bytes, file: bytes, real: bytes, position: int, sidecar: bytes | None) -> None:
        kind = kind_of(path)
        if real in self._settings.extent.without:
            self.found.pass_over(position, UNSTAGED, path, file)
        elif kind is not None:
            self._files.add(real)
            named, sidecar = real in self._named, self._sidecar_to_open(sidecar)
            self._sources.append((path, Source(shown(path), file, real, position, kind, named=named, sidecar=sidecar)))
        elif real in self._named:
            from provenance.readers.foreign import why_unread

            self._refuse(path, why_unread(suffix_of(path)), file)
        else:
            self.found.pass_over_unread(position, path, file)

    def _link(self, path: bytes, file: bytes, position: int) -> None:
        try:
            mode = os.stat(file).st_mode
        except OSError:
            self.found.pass_over(position, BROKEN, path, file)
            return
        real = os.path.realpath(file)
        folder = stat.S_ISDIR(mode)
        if real in self._above:
            self.found.pass_over(position, ABOVE, path, file)
        elif real in self._folders or real in self._files:
            self.found.pass_over(position, TWICE, path, file)
        elif not self._settings.extent.without.isdisjoint(folders_above(real)):
            self.found.pass_over(position, UNSTAGED, path, file)
        elif (folder or kind_of(path)) and (obstacle := self._obstacle(real, folder=folder)):
            self._refuse(path, f"is a link {obstacle}, so it was not followed; {FOLLOW}", file)
        elif folder:
            self._folder((file, real, path + b"/"), position)
        elif stat.S_ISREG(mode):
            self._file(path, file, real, position, beside(file, self._settings))
        else:
            self.found.pass_over(position, SPECIAL, path, file)

    def _obstacle(self, real: bytes, *, folder: bool) -> str:
        """Return why a link to *real* is not followed, as a part of a notice; "" where it is."""
        # The walk itself counts folders of reports.
        if self._settings.follow_links or real == self._output:
            return ""
        return self._reach.hindrance(real, self._output, folder=folder)

    def _sidecar_to_open(self, sidecar: bytes | None) -> bytes | None:
        """Return what to open for a *sidecar*: the target of a link that may be followed.

        Another link is returned as it is, and reading it gives a notice.
        """
        if sidecar is None or not os.path.islink(sidecar) or place(sidecar) in self._settings.extent.instead:
            return sidecar
        real = os.path.realpath(sidecar)
        return sidecar if self._obstacle(real, folder=False) else real

    def _deleted(self, real: bytes) -> None:
        """Take a file that its folder no longer holds, where a walk would have found it."""
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
                    self.found.pass_over(position, ORPHAN, b"/".join((*prefix, *names)), file)
                return

    def _shown_path(self, file: bytes) -> bytes:
        """Return the path to show for the file at the real path *file*: all of it where it lies in no root."""
        for root in self.found.roots:
            if root.folder and root.real in folders_above(file):
                name = os.path.relpath(file, root.real)
                return os.path.join(root.name, name) if len(self.found.roots) > 1 else name
        return file

    def _named_file(self, root: Root, position: int) -> None:
        """Take a file that was named on the command line: whatever keeps it from being read is a notice of its own."""
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
                self._refuse(root.name, "is a sidecar without a text", root.file)
        else:
            self._file(root.name, root.file, root.real, position, beside(root.file, self._settings))

    def _refuse(self, path: bytes, message: str, file: bytes = b"") -> None:
        self.found.notices.append(Notice("unreadable", shown(path.rstrip(b"/")), None, message, file=file))
