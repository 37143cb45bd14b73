"""From a report to audit.json: everything, one record per line, as ``audit.schema.json`` beside this module describes.

The first key is ``tool``: readers recognize an output folder by it.  No path is written as it was typed, and no time.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from provenance.reporters.audit_json import columns, sections
from provenance.reporters.encode import encode, encoder
from provenance.settings.written import recorded
from provenance.version import __version__

if TYPE_CHECKING:
    from typing import TextIO

    from provenance.model import Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

SCHEMA = 1
_RECORDS_AT_ONCE = 1024  # joined in memory before they are written


def write(report: Report, stream: TextIO, config: Config, places: Places) -> None:
    """Write the whole of *report* to *stream*."""
    stream.write(f'{{"tool":"provenance",\n"version":{encode(__version__)},\n"schema":{SCHEMA},\n')
    stream.write(f'"settings":{encode(recorded(config))},\n"left_out":{encode(sorted(report.left_out))}')
    encode_one = encoder(len(report.evidence.documents))
    records_by_section = {
        "inputs": map(encode_one, sections.inputs(report)),
        "documents": map(encode_one, sections.documents(report)),
        "claims": columns.claims(report, places, encode_one),
        "pairs": columns.pairs(report, encode_one),
        "passages": columns.passages(report, places, encode_one),
        "groups": map(encode_one, sections.groups(report)),
        "derivations": map(encode_one, sections.derivations(report)),
        "findings": map(encode_one, sections.findings(report)),
        "notices": map(encode_one, sections.notices(report)),
    }
    for name, records in records_by_section.items():
        stream.write(f',\n"{name}":[')
        before = "\n"
        while block := ",\n".join(islice(records, _RECORDS_AT_ONCE)):
            stream.write(before + block)
            before = ",\n"
        stream.write("\n]" if before != "\n" else "]")
    stream.write("}\n")
