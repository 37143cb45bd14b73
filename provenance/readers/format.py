"""What a row of the table of formats holds: a kind of file, and the functions that read files of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from provenance.documents.rows import RowRun
    from provenance.model import Batch, Document
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading

    # UTF-8, where each text ends in it (after a 0), and where each article begins in it.
    Columns = tuple[bytes, NDArray[np.int64], NDArray[np.int64]]


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Reader:
    """The functions that read files of one format.

    *read* gives the collector the documents of a file, and notices; it yields the batches that are full.
    *reread* returns the texts of some of its documents, in their order; None: by reading the file from its start.
    *reread_run* returns those at ascending slots of a run in columns; None, also as an answer: one by one.
    """

    read: Callable[[OpenFile, Reading, Collector], Iterator[Batch]]
    reread: Callable[[OpenFile, Sequence[Document], Reading], Sequence[str]] | None = None
    reread_run: Callable[[OpenFile, RowRun, NDArray[np.int64], Reading], Columns | None] | None = None


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Format:
    """A kind of file: what it is called in a sentence, and its suffixes, behind which .gz, .zst, .bz2 or .xz may stand.

    *reader* imports and returns what reads it; without one, *advice* says how such a file becomes one that is read.
    *extra* is what has to be installed for the reader, as in ``pip install 'provenance-audit[EXTRA]'``.
    *by_line*: each document lies in the one line that it names, so the lines that git calls changed tell which did.
    *archive*: such files hold others, each of a format of its own.
    *single*: each is one text.
    *mixed*: such files hold texts or anything else, so that one without texts is passed over unless it is named.
    *media_type* is that of such files.  *signatures* are what they begin with, whatever they are called.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: Callable[[], Reader] | None = None
    advice: str = ""
    extra: str = ""
    by_line: bool = False
    signatures: tuple[bytes, ...] = ()
    media_type: str = ""
    archive: bool = False
    mixed: bool = False
    single: bool = False
