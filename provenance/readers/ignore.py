"""From settings and .gitignore files to what a walk passes over."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from provenance.files import contents
from provenance.model import Notice
from provenance.paths import Patterns, relative
from provenance.readers.blocks import reason
from provenance.readers.source import FOLLOW, shown
from provenance.wildmatch import split_lines

if TYPE_CHECKING:
    from provenance.settings import Reading

    Rules = tuple[tuple[bytes, Patterns], ...]

_FILE = b".gitignore"
# Room for half a million rules.  Git itself ignores a file of more than 100 MiB.
_MAX_BYTES = 1 << 20


class Ignoring:
    """Says what is passed over: by *include* and *exclude*, from the project's root, and by what git ignores.

    A walk never asks about what was named on the command line.  .gitignore files count only inside a repository, as in
    git.  *unread* are those that cannot be read, each with a sentence that says why; *notices* are about those that are
    too large to count.
    """

    def __init__(self, settings: Reading) -> None:
        self._root = os.path.abspath(os.fsencode(settings.extent.root or os.curdir))
        self._include = Patterns(settings.include)
        self._exclude = Patterns(settings.exclude)
        self._gitignore = settings.gitignore
        self._follow = settings.follow_links
        self._rules: dict[bytes, Rules] = {}
        self.unread: list[tuple[bytes, str]] = []
        self.notices: list[Notice] = []

    def passes_over(self, real: bytes, *, folder: bool) -> bool:
        """Return whether the file or *folder* that really lies at *real* is passed over."""
        if self._include or self._exclude:
            path = relative(real, self._root)
            if self._exclude.verdict(path, folder=folder) or (not folder and self._exclude.covers(path)):
                return True
            if self._include and not folder and not self._include.covers(path):
                return True
        return self._gitignore and self._ignored(real, folder=folder)

    def _ignored(self, real: bytes, *, folder: bool) -> bool:
        for base, patterns in reversed(self._of(os.path.dirname(real))):
            verdict = patterns.verdict(relative(real, base), folder=folder)
            if verdict is not None:
                return verdict
        return False

    def _of(self, folder: bytes) -> Rules:
        """Return the rules that hold for what lies in *folder*, those of the repository's top first."""
        known = self._rules.get(folder)
        if known is None:
            if os.path.lexists(os.path.join(folder, b".git")):
                known = self._read(folder, os.path.join(folder, b".git", b"info", b"exclude"))
            else:
                above = os.path.dirname(folder)
                known = () if above == folder else self._of(above)
                if not known and not self._in_repository(folder):
                    self._rules[folder] = ()
                    return ()
            known += self._read(folder, os.path.join(folder, _FILE))
            self._rules[folder] = known
        return known

    def _in_repository(self, folder: bytes) -> bool:
        while not os.path.lexists(os.path.join(folder, b".git")):
            above = os.path.dirname(folder)
            if above == folder:
                return False
            folder = above
        return True

    def _read(self, base: bytes, file: bytes) -> Rules:
        """Return the patterns of a file of git; none where it is not there or cannot be read."""
        try:
            raw = contents(file, _MAX_BYTES + 1, follow=self._follow or not file.endswith(_FILE))
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            link = error.errno == errno.ELOOP
            way = f"as in git; {FOLLOW}" if link else "mend that"
            self.unread.append((file, f"cannot be read, so nothing is ignored for it: {reason(error)}, {way}"))
            return ()
        if len(raw) > _MAX_BYTES:
            said = f"has more than {_MAX_BYTES} bytes, so nothing is ignored for it; shorten it"
            self.notices.append(Notice("over limit", shown(relative(file, self._root)), None, said, file=file))
            return ()
        patterns = Patterns(split_lines(raw))
        return ((base, patterns),) if patterns else ()
