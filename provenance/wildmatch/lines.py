"""From the lines of a .gitignore file, or patterns in its syntax, to rules."""

from __future__ import annotations

from typing import NamedTuple

from provenance.wildmatch.matching import Matcher

_BOM = b"\xef\xbb\xbf"


class Rule(NamedTuple):
    """One line: whether it *includes* what it matches or takes it back, folders only or all, by name or by path."""

    includes: bool
    folders_only: bool
    by_name: bool
    matcher: Matcher


def split_lines(raw: bytes) -> list[bytes]:
    """Return the lines of a .gitignore file, each up to its first NUL, as git reads them."""
    lines = raw.removeprefix(_BOM).split(b"\n")
    return [line.removesuffix(b"\r").partition(b"\0")[0] for line in lines]


def parse_rule(line: bytes) -> Rule | None:
    """Return the rule of a *line*; None for a comment and for an empty pattern."""
    if line.startswith(b"#"):
        return None
    text = _trimmed(line)
    includes = not text.startswith(b"!")
    text = text if includes else text[1:]
    folders_only = text.endswith(b"/")
    text = text[:-1] if folders_only else text
    by_name = b"/" not in text
    if not text.removeprefix(b"/"):
        return None
    inner = text.removeprefix(b"**/")
    # "**/name" matches any path of that name, and a name is quicker to look up.
    if inner and not by_name and b"/" not in inner:
        text, by_name = inner, True
    return Rule(includes, folders_only, by_name, Matcher(text.removeprefix(b"/")))


def complaint(line: str, *, alone: bool = False) -> str:
    """Return why a pattern in the settings matches no path, or ""; *alone*: no other pattern comes before it."""
    raw = encode(line)
    rule = parse_rule(raw)
    if raw.startswith(b"#"):
        return r"it is a comment; write \# for a name that begins with #"
    if rule is None:
        return "it is empty"
    if alone and not rule.includes:
        return r"there is no pattern before it that it could take back; write \! for a name that begins with !"
    if b"\0" in raw:
        return "no path contains a NUL"
    names = _trimmed(raw).removeprefix(b"!").removeprefix(b"/").removesuffix(b"/").split(b"/")
    # Inside a class, "/" does not separate parts.
    if b"[" not in raw and (b"." in names or b"" in names):
        return 'paths have no part that is "." or empty; leave it out'
    return rule.matcher.never


def encode(text: str) -> bytes:
    """Return the bytes of a path or a pattern; bytes that are not UTF-8 are restored as they were."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _trimmed(line: bytes) -> bytes:
    """Return *line* without unescaped trailing spaces."""
    bare = line.rstrip(b" ")
    escaped = (len(bare) - len(bare.rstrip(b"\\"))) % 2
    return bare + b" " if escaped and len(bare) < len(line) else bare
