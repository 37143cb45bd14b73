"""From an explanation to a page of Markdown, for an issue or a review."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.reporters.display import escaped, piped
from provenance.reporters.document import sections
from provenance.reporters.document.annotated import annotated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from provenance.reporters.document.explanation import Explanation
    from provenance.settings import Reporting

_COLUMNS = 100


def write(page: Explanation, stream: TextIO, _: Reporting, full: bool) -> None:  # noqa: FBT001 - a Writer
    """Write the page to *stream*; whole where *full*."""
    shown = sections.chosen(page, full=full)
    for part in (_facts(page), _text(page, shown, full=full), _claims(page, shown), _verdict(page)):
        stream.writelines(f"{line}\n" for line in part)
    if not page.alone:
        stream.writelines(f"{line}\n" for line in _related(page, full=full))


def _facts(page: Explanation) -> Iterator[str]:
    yield f"# {escaped(page.document.id)}"
    yield ""
    yield from (f"- {name}: {escaped(value)}" for name, value in sections.facts(page))


def _text(page: Explanation, shown: Sequence[int], *, full: bool) -> Iterator[str]:
    yield from _heading("The text and its claims")
    notes = [note for note in (sections.outside(page, shown), sections.left_out(page, shown)) if note]
    yield from (f"{escaped(note)}\n" for note in notes)
    lines = ["".join(text for text, _ in line).rstrip() for line in annotated(page, shown, _COLUMNS, full=full)]
    # A fence ends at one as long, so it is longer than any run in the text.
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}text"
    yield from lines
    yield fence


def _claims(page: Explanation, shown: Sequence[int]) -> Iterator[str]:
    yield from _heading("Claims")
    rows = [[escaped(cell) for cell in row] for row in sections.claim_rows(page, shown)]
    yield piped(sections.HEADER, rows) if rows else "None."


def _verdict(page: Explanation) -> Iterator[str]:
    yield from _heading("How the verdict came about")
    for number, (heading, sentences) in enumerate(sections.verdicts(page)):
        yield from ("",) if number else ()
        yield f"**{heading}**"
        yield ""
        yield from (f"- {escaped(sentence)}" for sentence in sentences)


def _related(page: Explanation, *, full: bool) -> Iterator[str]:
    yield from _heading("Related documents")
    if not page.related:
        yield "None: it shares no passage with another document."
        return
    yield escaped(sections.own(page))
    yield ""
    for title, sentences in sections.related(page, full=full):
        yield f"- {escaped(title)}"
        yield from (f"  - {escaped(sentence)}" for sentence in sentences)


def _heading(title: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
