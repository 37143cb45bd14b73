"""From texts in memory to which of them to keep: the rules of ``provenance dedup`` for lists and data frames."""

from __future__ import annotations

import json
import os
import tempfile
from typing import TYPE_CHECKING, Generic, TypeVar

import attrs

from provenance.errors import ConfigError, UsageError
from provenance.frames.incoming import texts_of
from provenance.frames.rows import Rows
from provenance.reporters.tables.typed import Table
from provenance.settings import Config

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.plan.values import Line, Rule
    from provenance.reporters.tables.typed import Kind, Row

Source = TypeVar("Source")

_COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("position", "integer"),
    ("kept", "integer"),
    ("rule", "text"),
    ("similarity", "number"),
    ("words", "integer"),
    ("lost", "integer"),
    ("reason", "text"),
)


class Dedup(Generic[Source]):
    """Which rows to keep.

    *keep* are their positions, in order; *dropped* is a table of the others: each with the position of the row that is
    kept instead of it, and the words that are lost.  ``kept()`` gives what was handed in, without these rows.
    """

    __slots__ = ("_source", "dropped", "keep")

    def __init__(self, source: Source, keep: list[int], dropped: Rows) -> None:
        self._source = source
        self.keep = keep
        self.dropped = dropped

    def kept(self) -> Source:
        """Return the rows to keep, as what they were handed in as: a list, a data frame, a table or a data set."""
        return taken(self._source, self.keep)

    def __repr__(self) -> str:
        lost = sum(int(row["lost"] or 0) for row in self.dropped)
        return f"<dedup: {len(self.keep):,} kept, {len(self.dropped):,} dropped, {lost:,} words lost>"

    def _repr_html_(self) -> str:
        from html import escape

        from provenance.frames.rows import html_table

        return f"<p>{escape(repr(self)[1:-1])}</p>{html_table(self.dropped) if len(self.dropped) else ''}"


def deduplicated(source: Source, column: str | None, rule: Rule, threshold: float, keep: str) -> Dedup[Source]:
    """Return which rows of *source* to keep by a *rule* of ``provenance dedup``.  Raises UsageError."""
    from provenance.pipeline.planning import Wanted, plan
    from provenance.plan.values import RULES
    from provenance.settings.loading import load

    if rule not in RULES:
        raise UsageError(f"dedup: there is no rule {rule!r}; the rules are {', '.join(RULES)}")
    texts = texts_of(source, column, "dedup")
    try:
        grouping = load(None, {"threshold": threshold, "keep": keep}).grouping
    except ConfigError as error:
        raise UsageError(f"dedup: {str(error).removeprefix('--')}") from error
    config = attrs.evolve(Config(), grouping=grouping)
    lines: list[Line] = []
    if any(texts):
        # A plan is about files, and looks at the texts in them more than once.
        with tempfile.TemporaryDirectory(prefix="provenance-") as folder:
            path = os.path.join(folder, "rows.jsonl")
            with open(path, "w", encoding="utf-8") as stream:
                rows = ({"id": f"row {position}", "text": text} for position, text in enumerate(texts))
                stream.writelines(json.dumps(row) + "\n" for row in rows)
            made, _ = plan([path], config, Wanted(rule))
            lines = made.lines
    gone = {(line.line or 0) - 1: line for line in lines if line.action == "drop"}
    kept = [position for position in range(len(texts)) if position not in gone]
    return Dedup(source, kept, Rows(Table("dropped", _COLUMNS, _rows(gone))))


def _rows(gone: dict[int, Line]) -> Iterator[Row]:
    for position, line in sorted(gone.items()):
        kept = None if line.kept is None or line.kept.line is None else line.kept.line - 1
        yield position, kept, line.rule, line.similarity, line.words, line.lost, line.reason


def taken(source: Source, positions: Sequence[int]) -> Source:
    """Return the rows of *source* at *positions*, as its library does that.  Raises UsageError where none is known."""
    found: object
    if isinstance(source, list):
        found = [source[at] for at in positions]
    elif isinstance(source, tuple):
        found = tuple(source[at] for at in positions)
    elif isinstance(source, dict):
        found = {name: [values[at] for at in positions] for name, values in source.items()}
    elif hasattr(source, "iloc"):
        found = source.iloc[list(positions)]
    elif (
        callable(select := getattr(source, "select", None))
        and hasattr(source, "column_names")
        and hasattr(source, "map")
    ):
        found = select(list(positions))
    elif callable(take := getattr(source, "take", None)):
        found = take(list(positions))
    elif hasattr(source, "__getitem__"):
        found = source[list(positions)]
    else:
        raise UsageError(f"dedup: rows of {type(source).__name__} cannot be taken; use .keep, their positions")
    if not isinstance(found, type(source)):
        raise UsageError(f"dedup: rows of {type(source).__name__} cannot be taken; use .keep, their positions")
    return found
