"""From a report to an attached RO-Crate 1.3: a folder with the tables, their description, and what made them."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from provenance.reporters.archives.corpus_words import deduplication_of, name_of, size_of
from provenance.reporters.archives.csv_tables import ABOUT, csv_tables, description
from provenance.reporters.archives.dates import day_of
from provenance.reporters.encode import encode
from provenance.reporters.folder import write_all
from provenance.reporters.places import Places
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from provenance.model import Report
    from provenance.settings import Config

METADATA, DESCRIPTION = "ro-crate-metadata.json", "csv-metadata.json"
_CRATE, _CSVW = "https://w3id.org/ro/crate/1.3", "http://www.w3.org/ns/csvw"
_HOME = "https://pypi.org/project/provenance-audit/"
_LICENSE = "#license"
_TOOL, _AUDIT, _CORPUS = "#provenance", "#audit", "#corpus"


def write(report: Report, folder: str, config: Config) -> list[str]:
    """Write the crate into *folder*, and return the paths of its files.  Raises UnwritableFileError."""
    places = Places(report.evidence)
    files = files_of(report, config, places)
    return write_all(folder, {name: partial(_put, content) for name, content in files.items()})


def files_of(report: Report, config: Config, places: Places) -> dict[str, bytes]:
    """Return the content of each file of the crate by its name."""
    files = {f"{name}.csv": content for name, content in csv_tables(report, config, places).items()}
    files[DESCRIPTION] = description(report, places).encode("utf-8", "backslashreplace")
    files[METADATA] = (encode(metadata(report, config, files)) + "\n").encode("utf-8", "backslashreplace")
    return files


def metadata(report: Report, config: Config, files: Mapping[str, bytes]) -> Mapping[str, object]:
    """Return the metadata document of a crate with *files*."""
    parts = [{"@id": name} for name in files]
    graph: list[Mapping[str, object]] = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _CRATE},
            "about": {"@id": "./"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": f"Provenance of {name_of(report)}",
            "description": f"What an audit found in {name_of(report)}: {size_of(report)}.",
            "datePublished": day_of(report, config),
            "license": {"@id": _LICENSE},
            "hasPart": parts,
            "mentions": {"@id": _AUDIT},
        },
        *(_file(name, content) for name, content in files.items()),
        {
            "@id": _AUDIT,
            "@type": "CreateAction",
            "name": "audit",
            "description": deduplication_of(report, config),
            "instrument": {"@id": _TOOL},
            "object": {"@id": _CORPUS},
            "result": parts,
        },
        {
            "@id": _TOOL,
            "@type": "SoftwareApplication",
            "name": "provenance",
            "version": __version__,
            "softwareVersion": __version__,
            "url": _HOME,
        },
        {
            "@id": _LICENSE,
            "@type": "CreativeWork",
            "name": "not stated",
            "description": "Nobody has stated a license for this crate; what the texts say of rights is in claims.csv.",
        },
        {"@id": _CORPUS, "@type": "CreativeWork", "name": name_of(report), "description": size_of(report)},
        {"@id": _CSVW, "@type": "CreativeWork", "name": "CSV on the Web"},
    ]
    return {"@context": f"{_CRATE}/context", "@graph": graph}


def _file(name: str, content: bytes) -> Mapping[str, object]:
    described: dict[str, object] = {
        "@id": name,
        "@type": "File",
        "name": name,
        "description": ABOUT.get(name.removesuffix(".csv"), "description of the tables"),
        "contentSize": str(len(content)),
        "encodingFormat": "text/csv" if name.endswith(".csv") else "application/csvm+json",
        "sha256": sha256(content).hexdigest(),
    }
    if name == DESCRIPTION:
        described["conformsTo"] = {"@id": _CSVW}
    return described


def _put(content: bytes, stream: TextIO) -> None:
    stream.write(content.decode())
