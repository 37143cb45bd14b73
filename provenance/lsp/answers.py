"""From remarks to what an editor asks for: the text under the pointer, and what can be done about it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    CreateFile,
    CreateFileOptions,
    Hover,
    MarkupContent,
    MarkupKind,
    OptionalVersionedTextDocumentIdentifier,
    Position,
    Range,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)
from pygls.uris import from_fs_path

from provenance.files import contents
from provenance.lsp.places import Lines
from provenance.reporters.display import count
from provenance.reporters.display.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.lsp.remarks import Remark

_MOST_QUOTES = 3  # other sides that are shown


def hover(remarks: Sequence[Remark], place: Position, *, markdown: bool) -> Hover | None:
    """Return what is said of the text at *place*, None if nothing is."""
    here = [remark for remark in remarks if _covers(remark.diagnostic.range, place)]
    if not here:
        return None
    said = "\n\n".join(part for remark in here for part in _said(remark, markdown=markdown))
    kind = MarkupKind.Markdown if markdown else MarkupKind.PlainText
    return Hover(MarkupContent(kind, said), here[0].diagnostic.range)


def actions(
    remarks: Sequence[Remark], uri: str, version: int | None, where: Range, baseline: str, encoding: str
) -> Iterator[CodeAction]:
    """Yield what can be done about the *remarks* in the range *where* of the text *uri*.

    A finding is accepted by a line in the file *baseline*; what is repeated is removed from the text itself.
    """
    text = OptionalVersionedTextDocumentIdentifier(uri, version)
    for remark in remarks:
        if not _meet(remark.diagnostic.range, where):
            continue
        if remark.repeated:
            removed = [TextEdit(one, "") for one in remark.repeated]
            yield CodeAction(
                f"Remove what is repeated ({count(remark.words, 'word')})",
                CodeActionKind.QuickFix,
                [remark.diagnostic],
                is_preferred=True,
                edit=WorkspaceEdit(document_changes=[TextDocumentEdit(text, removed)]),
            )
        yield CodeAction(
            f"Accept this finding ({remark.diagnostic.code}) in {os.path.basename(baseline)}",
            CodeActionKind.QuickFix,
            [remark.diagnostic],
            edit=_accepting(remark, baseline, encoding),
        )


def _accepting(remark: Remark, baseline: str, encoding: str) -> WorkspaceEdit:
    """Return the edit that adds the line of *remark* to the file *baseline*, which need not be there."""
    uri = from_fs_path(baseline) or ""
    known = contents(baseline).decode("utf-8", "replace") if os.path.exists(baseline) else ""
    end = Lines(known, encoding).end
    line = f"{remark.accepting}\n" if not known or known.endswith("\n") else f"\n{remark.accepting}\n"
    added = TextDocumentEdit(OptionalVersionedTextDocumentIdentifier(uri), [TextEdit(Range(end, end), line)])
    made = CreateFile(uri, options=CreateFileOptions(ignore_if_exists=True))
    return WorkspaceEdit(document_changes=[made, added])


def _said(remark: Remark, *, markdown: bool) -> Iterator[str]:
    diagnostic = remark.diagnostic
    yield f"{_plain(str(diagnostic.code), markdown)} {_plain(diagnostic.message, markdown)}"
    if remark.help:
        yield _plain(remark.help, markdown)
    for said, quoted in remark.quotes[:_MOST_QUOTES]:
        yield f"{_plain(said, markdown)}:"
        yield _fenced(quoted) if markdown else quoted


def _plain(text: str, markdown: bool) -> str:  # noqa: FBT001 - of a pair of forms, one is always given
    """Return *text*, written by anybody, so that Markdown shows it as it is."""
    if not markdown:
        return text
    return escaped(text)


def _fenced(text: str) -> str:
    """Return *text* as a block of code that ends where it ends, whatever it holds."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _covers(where: Range, place: Position) -> bool:
    return bool(where.start <= place <= where.end)


def _meet(one: Range, other: Range) -> bool:
    return bool(one.start <= other.end and other.start <= one.end)
