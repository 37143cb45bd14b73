r"""From the front matter of a Markdown file to what it states: the YAML between ``---`` and the TOML between ``+++``.

Hugo, Jekyll, Zola and Obsidian write it, and trafilatura above its texts.  Read are plain and quoted values, lists in
brackets or with an item a line, and keys in tables or indented below another.  What else these languages have (anchors,
tags, folded lines) states nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from provenance.fields import rank_of, role_of, says_nothing, simplified
from provenance.model import Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    Found = tuple[int, tuple[Statement, ...]]

HEAD = 1 << 16  # characters; front matter that is longer counts as text
# Tables and maps that say of the page what their keys say, as generators and themes have them.
_OUTER = frozenset(("", "extra", "params", "taxonomies", "meta", "metadata", "page", "header", "frontmatter"))
# What a map or a list of maps below one of these keys says by its name.
_PEOPLE = frozenset(("author", "authors", "publisher", "source", "creator"))
_NAMES = frozenset(("name", "title"))
_ROLES = frozenset(("title", "date", "updated", "crawled", "source", "publisher", "host", "url", "author"))
# Roles of which every value counts.
_SHARED = frozenset(("author",))
_UNREAD = ("{", "|", ">", "&", "*", "!", "%", "@", "`")
_PATTERNS = {
    "key": r"""(?x)
        (\s*) (?: (-) \s{1,40} )?                                     # indented, and the first of an item
        (?: "([^"\n]{1,80})" | '([^'\n]{1,80})' | ([^\W\d_] [\w./-]{0,79} (?: \x20 [\w./-]{1,40} ){0,4}) )
        \s{0,40}
    """,
    "item": r"(\s*)-\s+(?=\S)",
    "table": r"\[{1,2}\s*([\w.\"'-]{1,80})\s*\]{1,2}\s*(?:\#.*)?$",
    "quoted": r"\"((?:[^\"\\\n]|\\.){0,2000})\"|'((?:[^'\n]|''){0,2000})'",
    "plain": r"[^\s,\[\]{}\"'#][^,\[\]{}\n]{0,2000}",
}


class _Value(NamedTuple):
    """A value at [start, end) of a text, below the key *name* (its own, then those of the maps around it)."""

    name: tuple[str, ...]
    text: str
    start: int
    end: int


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def yaml(text: str) -> Found | None:
    """Return how many code points of *text* are front matter between ``---``, and what it states; None: none."""
    return _front_matter(text, "---", ("---", "..."), ":")


def toml(text: str) -> Found | None:
    """Return the same of the lines between ``+++``."""
    return _front_matter(text, "+++", ("+++",), "=")


def known_yaml(text: str) -> Found | None:
    """Return the same of the lines between ``---``, if they say what the text is: a text has other lines too."""
    found = yaml(text)
    return found if found and found[1] else None


def _front_matter(text: str, opening: str, closings: tuple[str, ...], separator: str) -> Found | None:
    lines: list[tuple[int, str]] = []
    place = 0
    for line in text[:HEAD].split("\n"):
        stripped = line.rstrip()
        if not lines and stripped != opening:
            return None
        if lines and stripped in closings:
            values = list(_values(lines[1:], separator))
            if not values:
                return None
            return min(place + len(line) + 1, len(text)), tuple(_stated(values))
        lines.append((place, line))
        place += len(line) + 1
    return None


def _values(lines: list[tuple[int, str]], separator: str) -> Iterator[_Value]:
    """Yield the values on *lines*, each with its place in the text; also those that say nothing of it."""
    above: list[tuple[int, str]] = []  # the keys of the maps that a line may be in, with their indentation
    table: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()  # the key of a list in brackets that goes on
    for place, line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if begun:
            yield from _items(begun, line, place, 0)
            begun = () if "]" in line else begun
            continue
        if separator == "=" and (found := _pattern("table").match(line)):
            table = tuple(found[1].replace('"', "").replace("'", "").split("."))
            yield _Value((), "", place, place)
            continue
        key = _pattern("key").match(line)
        if key and _parts(line, key.end(), separator):
            indent = len(key[1]) + (2 if key[2] else 0)
            above = [each for each in above if each[0] < indent]
            name = (key[3] or key[4] or key[5]).strip()
            path = (name, *(each for _, each in reversed(above)), *reversed(table))
            yield from _of(path, line, place, key.end() + 1)
            above.append((indent, name))
            bare = line[key.end() + 1 :].lstrip()
            begun = path if bare.startswith("[") and "]" not in bare else ()
        elif (item := _pattern("item").match(line)) and above:
            while len(above) > 1 and above[-1][0] > len(item[1]):
                above.pop()
            yield from _of(tuple(each for _, each in reversed(above)), line, place, item.end())


def _parts(line: str, at: int, separator: str) -> bool:
    """Return whether a key ends at *at*: in YAML, white space or nothing follows the colon."""
    return line.startswith(separator, at) and (separator == "=" or not line[at + 1 : at + 2].strip())


def _of(name: tuple[str, ...], line: str, place: int, at: int) -> Iterator[_Value]:
    """Yield the value that begins at *at* in *line*, or those of the list in brackets there."""
    bare = line[at:].lstrip()
    at = len(line) - len(bare)
    if bare.startswith("[") and not bare.startswith("[["):
        yield from _items(name, line, place, at + 1)
        return
    found = _pattern("quoted").match(line, at)
    if found:
        yield _value(name, found, place)
        return
    if bare.startswith(_UNREAD):
        yield _Value((), "", place, place)
        return
    plain = bare.partition(" #")[0].rstrip()
    yield _Value(name, plain, place + at, place + at + len(plain))


def _items(name: tuple[str, ...], line: str, place: int, at: int) -> Iterator[_Value]:
    """Yield the items of a list in brackets from *at* on, up to its end or that of the line."""
    yield _Value((), "", place, place)
    while at < len(line) and line[at] not in "]#":
        found = _pattern("quoted").match(line, at) or _pattern("plain").match(line, at)
        if found:
            yield _value(name, found, place)
        at = found.end() if found else at + 1


def _value(name: tuple[str, ...], found: re.Match[str], place: int) -> _Value:
    """Return a value without its quotation marks, and with what is escaped within them."""
    group = found.lastindex or 0
    text = found[group]
    start = place + found.start(group) + len(text) - len(text.lstrip())
    text = text.strip()
    end = start + len(text)
    if group == 1 and "\\" in text:
        text = text.replace('\\"', '"').replace("\\\\", "\\")
    elif group == 2:
        text = text.replace("''", "'")
    return _Value(name, text, start, end)


def _stated(values: list[_Value]) -> Iterator[Statement]:
    """Yield what *values* state of the text; of several dates, titles or addresses, the first by the order of names."""
    said: dict[str, list[tuple[int, _Value]]] = {}
    for value in values:
        role, rank = _role(value.name)
        if role and value.text and not says_nothing(value.text, role) and not (role == "url" and value.text[0] == "/"):
            said.setdefault(role, []).append((rank, value))
    for role, found in said.items():
        best = min(rank for rank, _ in found)
        for rank, value in found:
            if role in _SHARED or rank == best:
                yield Statement(role, value.text, "container", Span(value.start, value.end))


def _role(name: tuple[str, ...]) -> tuple[str, int]:
    """Return what a key says, "" for nothing of use, and its rank among those that say it."""
    if not name:
        return "", 0
    own, *outer = (simplified(each) for each in name)
    if outer and outer[0] in _PEOPLE and own in _NAMES:
        own, *outer = outer
    if not _OUTER.issuperset(outer) or len(outer) > 1:
        return "", 0
    role = role_of(own)
    return (role, rank_of(own)) if role in _ROLES else ("", 0)
