"""From an index to what it holds and was made with, as a table or as JSON."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from provenance.index.reader import Snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping

    Status = Mapping[str, int | float | str]


def status(folder: str) -> Status:
    """Return the numbers of an index by their names; sizes are bytes."""
    snapshot = Snapshot(folder)
    try:
        manifest = snapshot.manifest
        made = manifest.parameters
        with os.scandir(folder) as scan:
            database = sum(entry.stat().st_size for entry in scan if entry.name.startswith("index.sqlite"))
        return {
            "documents": manifest.documents,
            "tail": manifest.tail,
            "removed": manifest.removed,
            "segments": len(manifest.segments),
            "tier": made.tier,
            "passages_from_words": made.sampling.guarantee,
            "threshold": made.threshold,
            "texts": made.codec,
            "words": made.words,
            "kernel": made.kernel,
            "format": made.format,
            "bytes_of_bands": sum(row.bands for row in manifest.segments),
            "bytes_of_prints": sum(row.prints for row in manifest.segments),
            "bytes_of_texts": sum(row.bytes for row in manifest.texts),
            "bytes_of_database": database,
            "generation": manifest.generation,
        }
    finally:
        snapshot.close()


def as_json(found: Status) -> str:
    """Return *found* as a JSON object."""
    return json.dumps(found, indent=1) + "\n"


_SAID = {
    "documents": "documents",
    "tail": "of them in the database only",
    "removed": "removed, until the index is compacted",
    "segments": "segments",
    "tier": "tier",
    "passages_from_words": "words of a passage that is always found",
    "threshold": "least similarity of pairs",
    "texts": "texts",
    "bytes_of_bands": "bytes of bands",
    "bytes_of_prints": "bytes of fingerprints",
    "bytes_of_texts": "bytes of texts",
    "bytes_of_database": "bytes of the database",
}


def as_table(found: Status) -> str:
    """Return *found* as lines for people."""
    width = max(map(len, _SAID.values()))
    rows = ((said, found[name]) for name, said in _SAID.items())
    return "".join(f"{said:<{width}}  {f'{value:,}' if isinstance(value, int) else value}\n" for said, value in rows)
