"""From a report to Croissant 1.0 (MLCommons, 2024): a data set of the audit's tables, and how the corpus came about."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from provenance.reporters.archives.corpus_words import deduplication_of, name_of, size_of
from provenance.reporters.archives.csv_tables import ABOUT, csv_tables
from provenance.reporters.archives.dates import day_of
from provenance.reporters.encode import encode
from provenance.reporters.tables.typed import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    from provenance.model import Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

_JSON, _VOCABULARY = {"@type": "@json"}, {"@type": "@vocab"}
_TERMS = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet", "format",
    "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex",
    "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
_CONTEXT: dict[str, object] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", **_JSON},
    "dataType": {"@id": "cr:dataType", **_VOCABULARY},
    "examples": {"@id": "cr:examples", **_JSON},
    **{term: f"cr:{term}" for term in _TERMS},
}
_TYPES = {"text": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Text"}  # yes and no


def write(report: Report, stream: TextIO, config: Config, places: Places) -> None:
    """Write the metadata to *stream*; the tables that it describes lie in the same folder."""
    published = sorted(one.published for one in report.evidence.attributions if one.published)
    sources = sorted({one.source for one in report.evidence.attributions if one.source})
    record: dict[str, object] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": f"Provenance of {name_of(report)}",
        "description": f"What an audit found in {name_of(report)}: {size_of(report)}.",
        "conformsTo": ["http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0"],
        "datePublished": day_of(report, config),
        "rai:dataPreprocessingProtocol": [deduplication_of(report, config)],
        "rai:dataCollection": f"Sources that the texts name: {', '.join(sources) or 'none'}.",
    }
    if published:
        record["rai:dataCollectionTimeframe"] = [published[0], published[-1]]
    contents = csv_tables(report, config, places)
    record["distribution"] = [_file(name, content) for name, content in contents.items()]
    record["recordSet"] = list(_record_sets(report, places))
    stream.write(encode(record) + "\n")


def _file(name: str, content: bytes) -> Mapping[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{name}.csv",
        "name": f"{name}.csv",
        "description": ABOUT[name],
        "contentUrl": f"{name}.csv",
        "contentSize": f"{len(content)} B",
        "encodingFormat": "text/csv",
        "sha256": sha256(content).hexdigest(),
    }


def _record_sets(report: Report, places: Places) -> Iterator[Mapping[str, object]]:
    for table in tables(report, places):
        fields = [
            {
                "@type": "cr:Field",
                "@id": f"{table.name}/{column}",
                "name": f"{table.name}/{column}",
                "dataType": _TYPES[kind],
                "source": {"fileObject": {"@id": f"{table.name}.csv"}, "extract": {"column": column}},
            }
            for column, kind in table.columns
        ]
        yield {"@type": "cr:RecordSet", "@id": table.name, "name": table.name, "field": fields}
