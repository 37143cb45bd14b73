"""From one document and what was found about it to a page: every claim in its place, how the verdict came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.document.explanation import Explanation, Related
from provenance.reporters.document.markdown import write as write_markdown
from provenance.reporters.document.structured import write as write_json
from provenance.reporters.document.terminal import write as write_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from provenance.settings import Reporting

    Writer = Callable[[Explanation, TextIO, Reporting, bool], None]

__all__ = ["FORMATS", "Explanation", "Related"]

# The last argument: the whole text and every claim, however many.
FORMATS: dict[str, Writer] = {"table": write_table, "markdown": write_markdown, "json": write_json}
