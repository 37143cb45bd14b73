"""From a report to the files of a folder: the page, its tables, and the texts in scripts that it opens when asked for.

Scripts, because a page that was opened from a disk may fetch nothing else.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from provenance.reporters.html import texts
from provenance.reporters.html.index import index
from provenance.reporters.html.limits import limited
from provenance.reporters.html.markup import inert, json
from provenance.reporters.html.page import Shelf, filled
from provenance.reporters.overview.to_do import likeness

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    import numpy as np
    from numpy.typing import NDArray

    from provenance.model import Report
    from provenance.settings import Config

    Writer = Callable[[TextIO], None]


def parts(report: Report, config: Config) -> dict[str, Writer]:
    """Return what writes each file, by its name; the page is the last."""
    some, left = limited(report)
    shelf = Shelf(some.evidence, "folder")
    shelf.left = left
    writers: dict[str, Writer] = {}
    for number, run in enumerate(texts.runs(some.evidence)):
        shelf.put(run, "")
        writers[f"texts-{number}.js"] = partial(_texts, some, number, run)
    writers["chunks.js"] = partial(_call, "chunks", shelf.of, len(shelf.of))
    writers["index.js"] = partial(_index, some, likeness(report))
    writers["index.html"] = partial(_page, report, config, shelf)
    return writers


def _texts(report: Report, number: int, places: list[int], stream: TextIO) -> None:
    _call(
        f"texts-{number}",
        [texts.record(report.evidence, position) for position in places],
        len(report.evidence.documents),
        stream,
    )


def _index(report: Report, of: NDArray[np.int8], stream: TextIO) -> None:
    _call("index", index(report, of), len(report.evidence.documents), stream)


def _call(name: str, content: object, documents: int, stream: TextIO) -> None:
    stream.write(f'receive("{name}",{inert(json(content, documents))});\n')


def _page(report: Report, config: Config, shelf: Shelf, stream: TextIO) -> None:
    stream.writelines(filled(report, config, shelf, (), " 'self'"))
