"""From the tags of a page to its blocks of text, each with the elements around it, without any recursion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.readers.blocks import OverLimitError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.readers.pages.tokens import Token

MAX_ELEMENTS = 500_000  # block elements of a page
# Elements that have no end tag, that hold no text of the page, and that run within a line.
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_SILENT = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "audio", "video", "select",
     "textarea", "button", "datalist", "head", "title", "noembed", "noframes", "dialog", "map")
)  # fmt: skip
_INLINE = frozenset(
    ("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
     "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
     "sup", "time", "tt", "u", "var", "wbr", "nobr")
)  # fmt: skip
# Elements that are closed by the begin of another one of these.
_CLOSES = {
    "p": frozenset(
        ("p", "div", "ul", "ol", "dl", "table", "section", "article", "aside", "header", "footer", "nav", "h1", "h2",
         "h3", "h4", "h5", "h6", "blockquote", "pre", "figure", "form", "hr", "main", "address", "fieldset")
    ),
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "tr": frozenset(("tr", "tbody")),
    "td": frozenset(("td", "th", "tr")),
    "th": frozenset(("td", "th", "tr")),
    "option": frozenset(("option",)),
}  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Element:
    """An element of a page: its *name*, its attributes, and the block element around it, its *parent*.

    *index* is its place among the block elements of the page, -1 for one that runs within a line.
    """

    __slots__ = ("attributes", "depth", "index", "name", "parent", "silent", "weight")

    def __init__(
        self, name: str, attributes: dict[str, str], parent: Element | None, index: int, *, silent: bool = False
    ) -> None:
        self.name = name
        self.attributes = attributes
        self.parent = parent
        self.index = index
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.silent = silent or _is_silent(name, attributes)
        self.weight = 0.0


class Block:
    """A run of text between block elements: the *element* that holds it, and how much of it links somewhere."""

    __slots__ = ("element", "linked", "text")

    def __init__(self, element: Element, text: str, linked: int) -> None:
        self.element = element
        self.text = text
        self.linked = linked


def _is_silent(name: str, attributes: dict[str, str]) -> bool:
    if name in _SILENT or "hidden" in attributes:
        return True
    if attributes.get("aria-hidden") == "true" and name not in {"body", "main", "article"}:
        return True
    return bool(attributes) and bool(_HIDDEN_STYLE.search(attributes.get("style", "")[:500]))


class Tree:
    """The *elements* and *blocks* of a page, in their order."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self.root = Element("", {}, None, 0)
        self.elements = [self.root]
        self.blocks: list[Block] = []
        self.times: list[tuple[Element, str]] = []  # what elements "time" say, and the block element around each
        self._stack = [self.root]
        self._around = [self.root]  # the block elements of the stack
        self._open: dict[str, int] = {}
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._preformatted = 0
        for token in tokens:
            if token.kind == "text":
                self._text(token)
            elif token.kind == "start":
                self._start(token)
            else:
                self._end(token.name)
        self._break()

    def _text(self, token: Token) -> None:
        if token.name or self._stack[-1].silent or not token.text:
            return
        text = token.text if self._preformatted else " ".join(_spaced(token.text))
        self._pieces.append(text)
        if self._links:
            self._linked += len(text.strip())

    def _start(self, token: Token) -> None:
        name = token.name
        while len(self._stack) > 1 and name in _CLOSES.get(self._stack[-1].name, ()):
            self._pop()
        if name == "br":
            self._pieces.append("\n")
            return
        if name not in _INLINE:
            self._break()
        if name in VOID:
            return
        if name == "time" and token.attributes.get("datetime", "")[:1].isdigit():
            self.times.append((self._around[-1], token.attributes["datetime"]))
        inline = name in _INLINE
        index = -1 if inline else len(self.elements)
        if index >= MAX_ELEMENTS:
            raise OverLimitError(f"has more than {MAX_ELEMENTS:,} elements")
        element = Element(name, token.attributes, self._around[-1], index, silent=self._stack[-1].silent)
        if not inline:
            self.elements.append(element)
            self._around.append(element)
        self._stack.append(element)
        self._open[name] = self._open.get(name, 0) + 1
        self._links += name == "a"
        self._preformatted += name == "pre"

    def _end(self, name: str) -> None:
        if not self._open.get(name):
            if name == "p":
                self._break()
            return
        while self._stack[-1].name != name:
            self._pop()
        self._pop()

    def _pop(self) -> None:
        element = self._stack[-1]
        if element.name not in _INLINE:
            self._break()
            self._around.pop()
        self._stack.pop()
        self._open[element.name] -= 1
        self._links -= element.name == "a"
        self._preformatted -= element.name == "pre"

    def _break(self) -> None:
        """End the block that has begun."""
        if self._pieces:
            text = _tidied("".join(self._pieces), preformatted=self._preformatted > 0)
            if text:
                self.blocks.append(Block(self._around[-1], text, min(self._linked, len(text))))
            self._pieces.clear()
        self._linked = 0


def _spaced(text: str) -> list[str]:
    """Return the words of *text*, with empty ones where white space is around it, so that joining keeps one space."""
    words = text.split()
    if not words:
        return ["", ""]
    return [*([""] if text[:1].isspace() else []), *words, *([""] if text[-1:].isspace() else [])]


def _tidied(text: str, *, preformatted: bool) -> str:
    if preformatted:
        return text.strip("\n").rstrip()
    lines = (" ".join(line.split(" ")).strip() for line in re.sub(" {2,}", " ", text).split("\n"))
    return "\n".join(line for line in lines if line)
