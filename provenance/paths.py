"""From paths of files to how the project names them, and to whether patterns such as those of .gitignore fit them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.wildmatch import encoded, rule_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.wildmatch import Rule


def relative(file: bytes, root: bytes) -> bytes:
    """Return the way from the folder *root* to *file*, with "/" between its parts; "-" stays what it is."""
    if file == b"-":
        return file
    top = root if root.endswith(os.fsencode(os.sep)) else root + os.fsencode(os.sep)
    if not file.startswith(top):
        # One of them may have been reached through a link.
        file = top + os.path.relpath(os.path.realpath(file), os.path.realpath(root))
    return file[len(top) :].replace(os.fsencode(os.sep), b"/")


class Patterns:
    """The lines of a .gitignore file, or patterns written like these, for paths relative to one folder.

    The last one that fits decides; one that begins with "!" takes back what others said (git, gitignore(5)).
    """

    __slots__ = ("_files", "_fits", "_folders")

    def __init__(self, lines: Iterable[str | bytes]) -> None:
        # Of equal lines the last decides, so the others need not be tried.
        known = list(dict.fromkeys(map(_bytes, reversed(list(lines)))))[::-1]
        rules = [rule for rule in map(rule_of, known) if rule is not None and not rule.matcher.never]
        self._fits = [rule.fits for rule in rules]
        numbered = list(enumerate(rules))
        self._folders = _Table(numbered)
        self._files = _Table([pair for pair in numbered if not pair[1].folders_only])

    def __bool__(self) -> bool:
        return bool(self._fits)

    def verdict(self, path: str | bytes, *, folder: bool = False) -> bool | None:
        """Return whether the patterns fit *path* itself; None: they say nothing of it."""
        last = (self._folders if folder else self._files).last(_bytes(path))
        return None if last < 0 else self._fits[last]

    def hold(self, path: str | bytes) -> bool:
        """Return whether the patterns fit the file *path*, or a folder that it lies in."""
        raw = _bytes(path)
        end = raw.find(b"/")
        while end >= 0:
            if self.verdict(raw[:end], folder=True):
                return True
            end = raw.find(b"/", end + 1)
        return bool(self.verdict(raw))


class _Table:
    """Finds the last of *rules* that fits a path: most are looked up, and only what is left is tried one by one."""

    __slots__ = ("_endings", "_names", "_others", "_paths")

    def __init__(self, rules: list[tuple[int, Rule]]) -> None:
        self._names: dict[bytes, int] = {}
        self._paths: dict[bytes, int] = {}
        self._endings: dict[int, dict[bytes, int]] = {}
        others = []
        for number, rule in rules:
            literal, ending = rule.matcher.literal, rule.matcher.ending
            if literal is not None:
                (self._names if rule.by_name else self._paths)[literal] = number
            elif ending is not None and rule.by_name:
                self._endings.setdefault(len(ending), {})[ending] = number
            else:
                others.append((number, rule.by_name, rule.matcher.fits))
        self._others = others[::-1]

    def last(self, path: bytes) -> int:
        """Return the number of the last rule that fits *path*; -1: none does."""
        name = path[path.rfind(b"/") + 1 :]
        last = max(self._names.get(name, -1), self._paths.get(path, -1))
        for length, endings in self._endings.items():
            if length <= len(name):
                last = max(last, endings.get(name[len(name) - length :], -1))
        for number, by_name, fits in self._others:
            if number <= last:
                break
            if fits(name if by_name else path):
                return number
        return last


def beginning(line: str) -> str:
    """Return the folder, or the file itself, that all which the pattern *line* fits lies in; "" for the root."""
    text = line.rstrip(" \r\n").rstrip("/")
    if "/" not in text or text.startswith(("!", "#")):
        return ""
    fixed = []
    for part in text.removeprefix("/").split("/"):
        if any(sign in part for sign in "*?[\\\0"):
            break
        fixed.append(part)
    return "/".join(fixed)


def _bytes(text: str | bytes) -> bytes:
    return encoded(text) if isinstance(text, str) else text
