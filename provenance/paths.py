"""From paths of files to how the project names them, and to whether patterns such as those of .gitignore fit them."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


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

    __slots__ = ("_compiled",)

    def __init__(self, lines: Iterable[str]) -> None:
        self._compiled = [made for made in map(_compiled, lines) if made is not None]

    def __bool__(self) -> bool:
        return bool(self._compiled)

    def verdict(self, path: str, *, folder: bool = False) -> bool | None:
        """Return whether the patterns fit *path* itself; None: they say nothing of it."""
        for pattern, folders_only, fits in reversed(self._compiled):
            if (folder or not folders_only) and pattern.fullmatch(path):
                return fits
        return None

    def hold(self, path: str) -> bool:
        """Return whether the patterns fit the file *path*, or a folder that it lies in."""
        parts = path.split("/")
        for depth in range(1, len(parts)):
            if self.verdict("/".join(parts[:depth]), folder=True):
                return True
        return bool(self.verdict(path))


def beginning(line: str) -> str:
    """Return the folder, or the file itself, that all which the pattern *line* fits lies in; "" for the root."""
    text = line.rstrip(" \r\n").rstrip("/")
    if "/" not in text or text.startswith(("!", "#")):
        return ""
    fixed = []
    for part in text.removeprefix("/").split("/"):
        if any(sign in part for sign in "*?[\\"):
            break
        fixed.append(part)
    return "/".join(fixed)


def _compiled(line: str) -> tuple[re.Pattern[str], bool, bool] | None:
    """Return the pattern of a line, whether it is for folders only, and whether it fits or takes back."""
    text = line.rstrip("\r\n")
    # Spaces at the end count only where they are escaped.
    bare = text.rstrip(" ")
    text = bare + " " if len(bare) < len(text) and bare.endswith("\\") else bare
    if not text or text.startswith("#"):
        return None
    fits = not text.startswith("!")
    text = text if fits else text[1:]
    folders_only = text.endswith("/")
    text = text.rstrip("/") if folders_only else text
    anchored = "/" in text
    text = text.removeprefix("/")
    if not text:
        return None
    parts = text.split("/") if anchored else ["**", text]
    return re.compile(_joined(parts), re.DOTALL), folders_only, fits


def _joined(parts: list[str]) -> str:
    """Return the regular expression of the *parts* of a path; "**" stands for any number of them."""
    made = ""
    for at, part in enumerate(parts):
        last = at == len(parts) - 1
        if part == "**":
            made += ".+" if last else "(?:[^/]+/)*"
        else:
            made += _part(part) + ("" if last else "/")
    return made


def _part(part: str) -> str:
    """Return the regular expression of one name; what a star takes is taken once, so that none can be slow."""
    pieces, fixed, at = [], "", 0
    while at < len(part):
        sign = part[at]
        at += 1
        if sign == "*":
            pieces.append(fixed)
            fixed = ""
        elif sign == "?":
            fixed += "[^/]"
        elif sign == "[" and (end := _class_end(part, at)):
            fixed += _class(part[at:end])
            at = end + 1
        elif sign == "\\" and at < len(part):
            fixed += re.escape(part[at])
            at += 1
        else:
            fixed += re.escape(sign)
    if not pieces:
        return fixed
    first, *middle = pieces
    # The leftmost fit of each piece leaves the most for the others, so there is nothing to come back to.
    return first + "".join(f"(?>[^/]*?{piece})" for piece in middle if piece) + f"[^/]*{fixed}"


def _class_end(part: str, at: int) -> int:
    """Return where the "]" is that closes a class begun before *at*; 0 where there is none."""
    start = at + 1 if part[at : at + 1] in {"!", "^"} else at
    return max(0, part.find("]", start + 1))


def _class(text: str) -> str:
    negated = text[:1] in {"!", "^"}
    inner = text[1:] if negated else text
    body = inner.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("^", "\\^").replace("&", "\\&")
    body = body.replace("~", "\\~").replace("|", "\\|")
    # Of a range that runs backwards git takes the first sign only.
    body = re.sub(r"(?s)(.)-(.)", lambda ends: ends[0] if ends[1] <= ends[2] else re.escape(ends[1]), body)
    return f"(?!/)[{'^' if negated else ''}{body}]"
