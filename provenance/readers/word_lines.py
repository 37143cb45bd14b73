"""From the body of a document of Word to its paragraphs, and to where its pages begin.

Text that the document shows is read wherever it lies: in tables, content controls, text boxes and insertions that are
not accepted yet, and not what was deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml.etree import Element

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OTHERS = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHOICE = f"{_OTHERS}AlternateContent"  # holds one thing in several ways, the newest first


def _named(*names: str) -> frozenset[str]:
    return frozenset(f"{_WORD}{name}" for name in names)


_VALUE, _TYPE = f"{_WORD}val", f"{_WORD}type"
_PARAGRAPH, _CELL, _BOX = f"{_WORD}p", f"{_WORD}tc", f"{_WORD}txbxContent"
_TEXT, _BREAK, _RENDERED = f"{_WORD}t", f"{_WORD}br", f"{_WORD}lastRenderedPageBreak"
_LEFT_OUT = _named("del", "moveFrom", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr")
_SIGNS = {
    f"{_WORD}{name}": sign for name, sign in {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}.items()
}
_NO = frozenset(("0", "false", "off", "none"))


class Lines:
    """The paragraphs of a document as a *text* of lines, and its *pages*: where each begins, nothing if none is known.

    Word notes where pages began when it last showed the document; other programs write only the breaks that an author
    made.  A noted page behind such a break is the same page.
    """

    def __init__(self, body: _Element) -> None:
        self._pieces: list[str] = []
        self._size = 0
        self._inked = 0  # where the last piece ends that is more than white space
        self._broken = -1  # where an author's break lies that Word has not noted
        self._begins: list[int] = []
        self._boxes: list[_Element] = []
        self._blocks(body)

    @property
    def text(self) -> str:
        """The paragraphs, a line each."""
        return "".join(self._pieces[1:])

    @property
    def pages(self) -> tuple[int, ...]:
        """Where the pages begin in the text."""
        return (0, *self._begins) if self._begins else ()

    def _blocks(self, element: _Element) -> None:
        for child in element.iterchildren(Element):
            if child.tag == _PARAGRAPH:
                self._paragraph(child)
            elif child.tag not in _LEFT_OUT and not (child.tag == _CELL and _is_covered(child)):
                self._blocks(child)
            if element.tag == _CHOICE:
                return

    def _paragraph(self, element: _Element) -> None:
        self._add("\n")
        if _is_on(element.find(f"{_WORD}pPr/{_WORD}pageBreakBefore")):
            self._break()
        self._inline(element)
        section = element.find(f"{_WORD}pPr/{_WORD}sectPr")
        if section is not None and _value(section.find(_TYPE)) not in {"continuous", "nextColumn"}:
            self._break()
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._blocks(box)

    def _inline(self, element: _Element) -> None:
        for child in element.iterchildren(Element):
            if child.tag == _TEXT:
                self._add(child.text or "")
            elif child.tag in _SIGNS:
                self._add(_SIGNS[child.tag])
            elif child.tag == _BREAK:
                self._break_of_kind(child.get(_TYPE, "textWrapping"))
            elif child.tag == _RENDERED:
                self._rendered()
            elif child.tag == _BOX:
                self._boxes.append(child)
            elif child.tag not in _LEFT_OUT:
                self._inline(child)
            if element.tag == _CHOICE:
                return

    def _add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._size += len(piece)
        if piece and not piece.isspace():
            self._inked = self._size

    def _break_of_kind(self, kind: str) -> None:
        if kind == "page":
            self._break()
        elif kind == "textWrapping":
            self._add("\n")

    def _break(self) -> None:
        self._broken = self._at()
        self._begins.append(self._broken)

    def _rendered(self) -> None:
        if self._broken < 0 or self._inked - 1 > self._broken:
            self._begins.append(self._at())
        self._broken = -1

    def _at(self) -> int:
        return max(self._size - 1, 0)  # the first paragraph has no line feed before it


def _is_covered(cell: _Element) -> bool:
    """Tell whether a cell of a table is covered by the one above it."""
    merged = cell.find(f"{_WORD}tcPr/{_WORD}vMerge")
    return merged is not None and merged.get(_VALUE) != "restart"


def _value(element: _Element | None) -> str:
    return "" if element is None else element.get(_VALUE, "")


def _is_on(element: _Element | None) -> bool:
    """Tell whether a property is there and not switched off."""
    return element is not None and element.get(_VALUE, "1") not in _NO
