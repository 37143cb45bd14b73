"""Write every form that archives keep of a corpus, and let the tools of each field open and judge them.

    python benchmarks/archives.py CORPUS [--as-of DATE]

Uses prov, networkx, bagit, roc-validator, rocrate, mlcroissant and csvw; what is not installed is named and counted as
unchecked.  PREMIS is held to the order of its elements only, because no package ships its schema.  The derivations of
PROV must be the decided rows of pairs.csv, both ways.  The status is 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import csv
import sqlite3
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = {
    "prov": "prov.json", "premis": "premis.xml", "croissant": "croissant.json", "datacard": "datacard.md",
    "rights": "rights.md", "sqlite": "audit.sqlite", "ro-crate": "crate", "bagit": "bag", "bundle": "audit.zip",
}  # fmt: skip
PREMIS = "{http://www.loc.gov/premis/v3}"


def main() -> int:
    """Write the forms and print what each tool says of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--as-of")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        begin = time.perf_counter()
        write(options.corpus, folder, options.as_of)
        size = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
        print(f"written in {time.perf_counter() - begin:.0f} s, {size / 1e6:,.0f} MB\n")
        print("| form | read by | says | seconds |\n| --- | --- | --- | --- |")
        sound = [judged(*one, folder, options.corpus) for one in JUDGES]
        return int(not all(sound))


def write(corpus: Path, folder: Path, day: str | None) -> None:
    outputs = [f"--report={form}={folder / name}" for form, name in FORMS.items()]
    command = ["audit", str(corpus), "--output", str(folder), "--no-cache", "-q", *outputs]
    subprocess.run([sys.executable, "-m", "provenance", *command, *(["--as-of", day] if day else [])], check=True)


def judged(form: str, reader: str, judge: Callable[[Path, Path], str], folder: Path, corpus: Path) -> bool:
    """Print what *judge* says, and return whether it finds nothing wrong."""
    begin = time.perf_counter()
    try:
        said, sound = judge(folder, corpus), True
    except ImportError as error:
        said, sound = f"unchecked: {error.name} is not installed", True
    except Exception as error:  # noqa: BLE001 - each library has errors of its own
        said, sound = f"WRONG: {type(error).__name__}: {str(error)[:200]}", False
    print(f"| {form} | {reader} | {said} | {time.perf_counter() - begin:.1f} |", flush=True)
    return sound


def check(sound: object, what: str) -> None:
    if not sound:
        raise ValueError(what)


def prov(folder: Path, _: Path) -> str:
    """Say how many derivations there are: the decided pairs, both ways; and how large the graph of it is."""
    models, graphs = import_module("prov.model"), import_module("prov.graph")
    document = models.ProvDocument.deserialize(str(folder / "prov.json"))
    names = {one.identifier: str(one.label) for one in document.get_records() if one.identifier is not None}
    derivations = document.get_records(models.ProvDerivation)
    found = {tuple(names[one] for one in record.args[:2]) for record in derivations}
    decided = {
        (row["left"], row["right"]) if row["direction"] == "left" else (row["right"], row["left"])
        for row in rows(folder / "pairs.csv")
        if row["direction"] in {"left", "right"}
    }
    check(found == decided, f"{len(found - decided)} derivations too many, {len(decided - found)} missing")
    graph = graphs.prov_to_graph(document)
    return f"{len(found):,} derivations = decided pairs; {graph.number_of_nodes():,} nodes"


def ro_crate(folder: Path, _: Path) -> str:
    return validators().ro_crate(folder / "crate")


def tables(folder: Path, _: Path) -> str:
    return validators().tables(folder / "crate")


def croissant(folder: Path, _: Path) -> str:
    return validators().croissant(folder)


def validators():
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests/archives"))
    return import_module("validators")


def bag(folder: Path, corpus: Path) -> str:
    made = import_module("bagit").Bag(str(folder / "bag"))
    check(made.validate(), "not valid")
    files = [one for one in corpus.rglob("*") if one.is_file()] if corpus.is_dir() else [corpus]
    return f"valid, {len(made.payload_entries()):,} of {len(files):,} files"


def premis(folder: Path, _: Path) -> str:
    root = ET.parse(folder / "premis.xml").getroot()
    kinds = [child.tag.removeprefix(PREMIS) for child in root]
    check(kinds == sorted(kinds, key=["object", "event", "agent"].index), "parts are out of order")
    return f"{kinds.count('object'):,} objects, {kinds.count('event'):,} events (structure only)"


def database(folder: Path, _: Path) -> str:
    with sqlite3.connect(folder / "audit.sqlite") as opened:
        check(opened.execute("pragma integrity_check").fetchone() == ("ok",), "damaged")
        names = ("documents", "claims", "pairs", "passages", "groups", "findings")
        counts = {name: opened.execute(f"select count(*) from {name}").fetchone()[0] for name in names}
    for name, count in counts.items():
        check(count == len(rows(folder / f"{name}.csv")), f"{name}: {count} rows")
    return f"{sum(counts.values()):,} rows, those of the tables"


def bundle(folder: Path, corpus: Path) -> str:
    command = [sys.executable, "-m", "provenance", "verify", str(folder / "audit.zip"), str(corpus)]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    check(answer.returncode == 0, answer.stdout[:200] + answer.stderr[:200])
    with ZipFile(folder / "audit.zip") as opened:
        check(opened.testzip() is None, "damaged")
        return f"as sealed, with its texts; {len(opened.namelist())} files"


def rows(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


JUDGES = (
    ("prov", "prov, networkx", prov),
    ("ro-crate", "roc-validator, rocrate", ro_crate),
    ("tables", "csvw", tables),
    ("croissant", "mlcroissant", croissant),
    ("bagit", "bagit", bag),
    ("premis", "ElementTree", premis),
    ("sqlite", "sqlite3", database),
    ("bundle", "provenance verify, zipfile", bundle),
)

if __name__ == "__main__":
    sys.exit(main())
