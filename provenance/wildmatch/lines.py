"""From the lines of a .gitignore file, or patterns written like these, to rules."""

from __future__ import annotations

from typing import NamedTuple

from provenance.wildmatch.matching import Matcher

_BOM = b"\xef\xbb\xbf"


class Rule(NamedTuple):
    """What one line says: whether what it *fits* is meant or taken back, folders only or all, by name or by path."""

    fits: bool
    folders_only: bool
    by_name: bool
    matcher: Matcher


def lines_of(raw: bytes) -> list[bytes]:
    """Return the lines of a file of git, each up to its first NUL, as git takes them."""
    lines = raw.removeprefix(_BOM).split(b"\n")
    return [line.removesuffix(b"\r").partition(b"\0")[0] for line in lines]


def rule_of(line: bytes) -> Rule | None:
    """Return the rule of a *line*; None for a comment and for one that says nothing."""
    if line.startswith(b"#"):
        return None
    text = _trimmed(line)
    fits = not text.startswith(b"!")
    text = text if fits else text[1:]
    folders_only = text.endswith(b"/")
    text = text[:-1] if folders_only else text
    by_name = b"/" not in text
    if not text.removeprefix(b"/"):
        return None
    inner = text.removeprefix(b"**/")
    # "**/name" is any file of that name, which is quicker to look up.
    if inner and not by_name and b"/" not in inner:
        text, by_name = inner, True
    return Rule(fits, folders_only, by_name, Matcher(text.removeprefix(b"/")))


def complaint(line: str, *, alone: bool = False) -> str:
    """Return why a pattern of the settings fits no path, or ""; *alone*: there is none before it to take back from."""
    raw = encoded(line)
    rule = rule_of(raw)
    if raw.startswith(b"#"):
        return r"it is a comment; write \# for a name that begins so"
    if rule is None:
        return "it names nothing"
    if alone and not rule.fits:
        return r"there is no pattern before it that it could take back; write \! for a name that begins so"
    if b"\0" in raw:
        return "no path has a NUL"
    names = _trimmed(raw).removeprefix(b"!").removeprefix(b"/").removesuffix(b"/").split(b"/")
    # In a class, "/" divides nothing.
    if b"[" not in raw and (b"." in names or b"" in names):
        return 'paths have no part that is "." or empty; leave it out'
    return rule.matcher.never


def encoded(text: str) -> bytes:
    """Return the bytes of a path or a pattern, those that were no UTF-8 as they were."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _trimmed(line: bytes) -> bytes:
    """Return *line* without the spaces at its end that are not escaped."""
    bare = line.rstrip(b" ")
    escaped = (len(bare) - len(bare.rstrip(b"\\"))) % 2
    return bare + b" " if escaped and len(bare) < len(line) else bare
