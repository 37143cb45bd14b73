"""From a report to one zip with all that an archive keeps of an audit, under one seal.

The members lie side by side, so that the RO-Crate and the Croissant metadata among them find their tables.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from provenance.reporters import audit_json, html
from provenance.reporters.archives import croissant, datacard, premis, prov, rights, ro_crate, seal, spans, sqlite
from provenance.reporters.archives.csv_tables import as_bytes
from provenance.reporters.encode import encode
from provenance.reporters.overview import markdown
from provenance.settings.written import recorded

if TYPE_CHECKING:
    from typing import BinaryIO

    from provenance.model import Report
    from provenance.reporters.archives.csv_tables import Writer
    from provenance.reporters.places import Places
    from provenance.settings import Config

_WRITERS: dict[str, Writer] = {
    "audit.json": audit_json.write,
    "report.html": html.write,
    "report.md": markdown.write,
    "spans.csv": spans.write,
    "prov.json": prov.write,
    "prov.provn": prov.write_notation,
    "premis.xml": premis.write,
    "croissant.json": croissant.write,
    "datacard.md": datacard.write,
    "rights.md": rights.write,
}
SETTINGS = "settings.json"  # how the texts were read: without it they cannot be compared
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can state: equal reports give equal bytes
_MODE = 0o644 << 16


def write(report: Report, stream: BinaryIO, config: Config, places: Places) -> None:
    """Write the bundle to *stream*."""
    contents = contents_of(report, config, places)
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in sorted({**contents, seal.NAME: seal.seal(contents)}.items()):
            member = ZipInfo(name, _LONG_AGO)
            member.compress_type, member.external_attr, member.create_system = ZIP_DEFLATED, _MODE, 3
            archive.writestr(member, content)


def contents_of(report: Report, config: Config, places: Places) -> dict[str, bytes]:
    """Return the files of the bundle by their names, but for the seal."""
    contents = ro_crate.files_of(report, config, places)
    contents[SETTINGS] = f"{encode(recorded(config))}\n".encode("utf-8", "backslashreplace")
    contents.update({name: as_bytes(writer, report, config, places) for name, writer in _WRITERS.items()})
    database = io.BytesIO()
    sqlite.write(report, database, config, places)
    return {**contents, "audit.sqlite": database.getvalue()}
