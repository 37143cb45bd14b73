"""From a report to audit.json: everything, one record per line, as ``audit.schema.json`` beside this module describes.

The first key is ``tool``: readers recognize an output folder by it.  No path is written as it was typed, and no time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.audit_json import sections
from provenance.reporters.encode import encode, encoder
from provenance.settings.written import recorded
from provenance.version import __version__

if TYPE_CHECKING:
    from typing import TextIO

    from provenance.model import Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

SCHEMA = 1


def write(report: Report, stream: TextIO, config: Config, places: Places) -> None:
    """Write the whole of *report* to *stream*."""
    stream.write(f'{{"tool":"provenance",\n"version":{encode(__version__)},\n"schema":{SCHEMA},\n')
    stream.write(f'"settings":{encode(recorded(config))}')
    records_by_section = {
        "documents": sections.documents(report),
        "claims": sections.claims(report, places),
        "pairs": sections.pairs(report),
        "passages": sections.passages(report, places),
        "groups": sections.groups(report),
        "derivations": sections.derivations(report),
        "findings": sections.findings(report),
        "notices": sections.notices(report),
    }
    encode_record = encoder(len(report.evidence.documents))
    for name, records in records_by_section.items():
        stream.write(f',\n"{name}":[')
        before = "\n"
        for text in map(encode_record, records):
            stream.write(before + text)
            before = ",\n"
        stream.write("\n]" if before != "\n" else "]")
    stream.write("}\n")
