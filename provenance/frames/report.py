"""A report for Python and notebooks: its tables, its short form, and its files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self

import attrs

from provenance.frames.rows import Rows, html_table
from provenance.model import Finding, Report
from provenance.reporters.places import Places
from provenance.reporters.tables.typed import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    import pyarrow as pa

    from provenance.frames.rows import Record
    from provenance.settings import Config


class Findings(tuple[Finding, ...]):  # noqa: SLOT001
    """The findings of a report; as a table, they name their documents by id."""

    # A tuple of any length can have no slots.
    rows: Rows

    def __new__(cls, findings: Iterable[Finding], rows: Rows) -> Self:
        """Return *findings*, which *rows* shows as a table."""
        made = super().__new__(cls, findings)
        made.rows = rows
        return made

    def __repr__(self) -> str:
        return repr(self.rows)

    def to_dicts(self) -> list[Record]:
        """Return the findings as dicts."""
        return self.rows.to_dicts()

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame of pandas.  Raises UsageError without pandas."""
        return self.rows.to_pandas()

    def to_arrow(self) -> pa.Table:
        """Return a table of Arrow.  Raises UsageError without pyarrow."""
        return self.rows.to_arrow()

    def _repr_html_(self) -> str:
        return html_table(self.rows)


class Audit(Report):
    """The report of ``provenance.audit``."""

    __slots__ = ("_config", "_places")

    _config: Config
    _places: Places

    @property
    def documents(self) -> Rows:
        """The documents, as documents.csv has them."""
        return self._table("documents")

    @property
    def groups(self) -> Rows:
        """The members of groups, as groups.csv has them."""
        return self._table("groups")

    @property
    def pairs(self) -> Rows:
        """The pairs of documents, as pairs.csv has them."""
        return self._table("pairs")

    @property
    def claims(self) -> Rows:
        """The claims, as claims.csv has them."""
        return self._table("claims")

    @property
    def passages(self) -> Rows:
        """The carriers of passages, as passages.csv has them."""
        return self._table("passages")

    def write(self, folder: str | os.PathLike[str]) -> list[str]:
        """Write the files of an audit into *folder*, and return their paths.  Raises UnwritableFileError."""
        from provenance import reporters

        reporting = attrs.evolve(self._config.reporting, output=os.fspath(folder))
        return reporters.write(self, attrs.evolve(self._config, reporting=reporting))

    def _table(self, name: str) -> Rows:
        return Rows(table(name, self, self._places))

    def _repr_html_(self) -> str:
        from html import escape

        from provenance.reporters.overview.rows import summary

        said = "".join(f"<li>{escape(sentence)}</li>" for sentence in summary(self))
        parts = ((name, self._table(name)) for name in ("groups", "findings", "documents"))
        shown = "".join(f"<h4>{name}</h4>{html_table(rows)}" for name, rows in parts if len(rows))
        return f"<ul>{said}</ul>{shown}"


def for_python(report: Report, config: Config) -> Audit:
    """Return *report* with tables, and with findings that are one as well."""
    places = Places(report.evidence)
    fields = {field.name: getattr(report, field.name) for field in attrs.fields(Report)}
    fields["findings"] = Findings(report.findings, Rows(table("findings", report, places)))
    made = Audit(**fields)
    object.__setattr__(made, "_config", config)
    object.__setattr__(made, "_places", places)
    return made
