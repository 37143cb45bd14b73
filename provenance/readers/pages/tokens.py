"""From the source of a page to its tags and its texts, in one pass that no input can make slow (HTML, 13.2.5).

The standard library's parser takes quadratic time for some broken pages; nothing here looks at a byte twice, whatever
is left open: a comment, a quotation mark, a script.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_VALUE = 1 << 16  # characters of an attribute that are kept
# Elements whose content is no markup, and whether entities count in it.
_RAW = {
    "script": False, "style": False, "textarea": True, "title": True, "xmp": False, "iframe": False,
    "noembed": False, "noframes": False, "plaintext": False,
}  # fmt: skip
_PATTERNS = {
    "name": r"[a-zA-Z][^\s/>]*",
    "space": r"[\s/]*",
    "attribute": r"[^\s/>=][^\s/>=]*",
    "equals": r"\s*=\s*",
    "bare": r"[^\s>]*",
}


class Token(NamedTuple):
    """A piece of a page: *kind* is "start", "end" or "text", *name* the tag's, *text* the text; *place* its offset."""

    kind: str
    name: str
    text: str
    attributes: dict[str, str]
    place: int


_NO_ATTRIBUTES: dict[str, str] = {}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)


def tokens(page: str) -> Iterator[Token]:
    """Yield the tags and texts of a *page* in their order; comments and declarations are left out."""
    at, size = 0, len(page)
    tags = _Tags(page)
    while at < size:
        sign = page.find("<", at)
        if sign < 0:
            sign = size
        if sign > at:
            yield Token("text", "", _plain(page[at:sign]), _NO_ATTRIBUTES, at)
        if sign == size:
            return
        follows = page[sign + 1 : sign + 2]
        if follows.isascii() and follows.isalpha():
            token, at = tags.start(sign)
            yield token
            if token.name in _RAW:
                found = _closing(token.name).search(page, at)
                end = found.start() if found else size
                content = page[at:end]
                yield Token("text", token.name, _plain(content) if _RAW[token.name] else content, _NO_ATTRIBUTES, at)
                at = end
        elif follows == "/":
            end = page.find(">", sign)
            name = _pattern("name").match(page, sign + 2)
            if name:
                yield Token("end", name[0].lower(), "", _NO_ATTRIBUTES, sign)
            at = size if end < 0 else end + 1
        elif follows in {"!", "?"}:
            at = _behind(page, sign)
        else:
            yield Token("text", "", "<", _NO_ATTRIBUTES, sign)
            at = sign + 1


def _behind(page: str, at: int) -> int:
    """Return where the comment or the declaration ends that begins at *at*."""
    if page.startswith("<!--", at):
        end = page.find("-->", at + 2)
        return len(page) if end < 0 else end + 3
    if page.startswith("<![CDATA[", at):
        end = page.find("]]>", at)
        return len(page) if end < 0 else end + 3
    end = page.find(">", at)
    return len(page) if end < 0 else end + 1


def _plain(text: str) -> str:
    return unescape(text) if "&" in text else text


class _Tags:
    """Reads the start tags of one page."""

    def __init__(self, page: str) -> None:
        self._page = page
        # Behind the last mark of a kind, no value can be closed by one.
        self._last = {mark: page.rfind(mark) for mark in ('"', "'")}

    def start(self, place: int) -> tuple[Token, int]:
        """Return the tag that begins at *place*, and where it ends."""
        page = self._page
        name = _pattern("name").match(page, place + 1)
        at = name.end() if name else place + 1
        attributes: dict[str, str] = {}
        while True:
            space = _pattern("space").match(page, at)
            at = space.end() if space else at
            if page.startswith(">", at) or at >= len(page):
                break
            key = _pattern("attribute").match(page, at)
            if key is None:  # an equals sign without a name
                at += 1
                continue
            at = key.end()
            value = ""
            equals = _pattern("equals").match(page, at)
            if equals:
                value, at = self._value(equals.end())
            attributes.setdefault(key[0][:MAX_VALUE].lower(), _plain(value))
        return Token("start", name[0][:MAX_VALUE].lower() if name else "", "", attributes, place), at + 1

    def _value(self, at: int) -> tuple[str, int]:
        """Return the value of an attribute that begins at *at*, and where it ends."""
        page = self._page
        mark = page[at : at + 1]
        if mark in self._last and at < self._last[mark]:
            end = page.find(mark, at + 1)
            return page[at + 1 : min(end, at + 1 + MAX_VALUE)], end + 1
        bare = _pattern("bare").match(page, at)
        end = bare.end() if bare else at
        return page[at : min(end, at + MAX_VALUE)], end
