"""Paths relative to a folder, and gitignore patterns that match them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.wildmatch import encode, parse_rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.wildmatch import Rule

_SEPARATOR = os.fsencode(os.sep)  # once: a walk asks about every file


def relative(file: bytes, root: bytes) -> bytes:
    """Return the path of *file* relative to the folder *root*, with "/" between its parts; "-" is returned as it is."""
    if file == b"-":
        return file
    top = root if root.endswith(_SEPARATOR) else root + _SEPARATOR
    if not file.startswith(top):
        # Either of them may have been reached through a link.
        file = top + os.path.relpath(os.path.realpath(file), os.path.realpath(root))
    return file[len(top) :].replace(_SEPARATOR, b"/")


class Patterns:
    """The lines of a .gitignore file, or patterns in its syntax, for paths relative to one folder.

    The last pattern that matches decides; one that begins with "!" takes back earlier matches (gitignore(5)).
    """

    __slots__ = ("_files", "_folders", "_includes")

    def __init__(self, lines: Iterable[str | bytes]) -> None:
        # Of equal lines only the last one matters.
        distinct = list(dict.fromkeys(map(_bytes, reversed(list(lines)))))[::-1]
        rules = [rule for rule in map(parse_rule, distinct) if rule is not None and not rule.matcher.never]
        self._includes = [rule.includes for rule in rules]
        numbered = list(enumerate(rules))
        self._folders = _Table(numbered)
        self._files = _Table([pair for pair in numbered if not pair[1].folders_only])

    def __bool__(self) -> bool:
        return bool(self._includes)

    def verdict(self, path: str | bytes, *, folder: bool = False) -> bool | None:
        """Return whether the patterns include *path* itself; None if none matches it."""
        last = (self._folders if folder else self._files).last(_bytes(path))
        return None if last < 0 else self._includes[last]

    def covers(self, path: str | bytes) -> bool:
        """Return whether the patterns include the file *path* or a folder above it."""
        raw = _bytes(path)
        end = raw.find(b"/")
        while end >= 0:
            if self.verdict(raw[:end], folder=True):
                return True
            end = raw.find(b"/", end + 1)
        return bool(self.verdict(raw))


class _Table:
    """Finds the last of *rules* that matches a path: most are looked up, and only the rest are tried one by one."""

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
                others.append((number, rule.by_name, rule.matcher.matches))
        self._others = others[::-1]

    def last(self, path: bytes) -> int:
        """Return the number of the last rule that matches *path*, -1 if none does."""
        name = path[path.rfind(b"/") + 1 :]
        last = max(self._names.get(name, -1), self._paths.get(path, -1))
        for length, endings in self._endings.items():
            if length <= len(name):
                last = max(last, endings.get(name[len(name) - length :], -1))
        for number, by_name, matches in self._others:
            if number <= last:
                break
            if matches(name if by_name else path):
                return number
        return last


def literal_prefix(line: str) -> str:
    """Return the deepest path, "" for the root, that is or contains everything that the pattern *line* matches."""
    text = line.rstrip(" \r\n").rstrip("/")
    if "/" not in text or text.startswith(("!", "#")):
        return ""
    literal = []
    for part in text.removeprefix("/").split("/"):
        if any(sign in part for sign in "*?[\\\0"):
            break
        literal.append(part)
    return "/".join(literal)


def _bytes(text: str | bytes) -> bytes:
    return encode(text) if isinstance(text, str) else text
