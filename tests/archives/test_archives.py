"""The forms that archives keep: what other programs read in them is what the tables say."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import xml.etree.ElementTree as ET
from hashlib import sha256
from typing import TYPE_CHECKING

import bagit
import pytest
from prov.model import ProvDerivation, ProvDocument, ProvInfluence

from provenance.reporters.tables.typed import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

PREMIS = "{http://www.loc.gov/premis/v3}"
# The order in which the schema of PREMIS 3 has the parts of an object, an event and an agent.
ORDER = {
    "object": ["objectIdentifier", "objectCharacteristics", "originalName"],
    "objectCharacteristics": ["fixity", "size", "format"],
    "fixity": ["messageDigestAlgorithm", "messageDigest", "messageDigestOriginator"],
    "event": [
        "eventIdentifier", "eventType", "eventDateTime", "eventDetailInformation", "eventOutcomeInformation",
        "linkingAgentIdentifier", "linkingObjectIdentifier",
    ],
    "agent": ["agentIdentifier", "agentName", "agentType", "agentVersion"],
}  # fmt: skip
STORY = "Thuan Khe (VNA) - The ferry to the island runs again after its rope was changed, the harbour office said."


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def labels(document: ProvDocument) -> dict[object, str]:
    return {one.identifier: str(one.label) for one in document.get_records() if one.identifier is not None}


def audited(run: Run, corpus: Path, *outputs: str):
    return run("audit", str(corpus), "--output", str(corpus.parent / "out"), "--write", "inputs", "-q", *outputs)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Texts of which none states a day, and a picture."""
    folder = tmp_path / "corpus"
    (folder / "old").mkdir(parents=True)
    (folder / "a & <b>.txt").write_text(STORY, encoding="utf-8")
    (folder / "old" / "é: b#1.txt").write_text(STORY, encoding="utf-8")
    (folder / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    return folder


def test_both_notations_of_prov_say_the_same(forms: Path) -> None:
    """The library prov reads PROV-JSON and PROV-N as equal documents."""
    notation = ProvDocument.deserialize(str(forms / "prov.provn"), format="provn")

    assert ProvDocument.deserialize(str(forms / "prov.json")) == notation


def test_the_edges_of_prov_are_the_decided_pairs_both_ways(forms: Path) -> None:
    """Each pair with a direction is a derivation of the copy from the original, and there is no other derivation."""
    document = ProvDocument.deserialize(str(forms / "prov.json"))
    names = labels(document)
    derivations = document.get_records(ProvDerivation)
    edges = {tuple(names[one] for one in record.args[:2]) for record in derivations}
    pairs = [row for row in rows(forms / "pairs.csv") if row["direction"] in {"left", "right"}]

    expected = {
        (row["left"], row["right"]) if row["direction"] == "left" else (row["right"], row["left"]) for row in pairs
    }
    assert edges == expected
    assert edges


def test_what_is_undecided_is_an_influence_both_ways(forms: Path) -> None:
    """Neither of the two documents is said to be the copy."""
    document = ProvDocument.deserialize(str(forms / "prov.json"))
    names = labels(document)
    found = [tuple(names[one] for one in record.args[:2]) for record in document.get_records(ProvInfluence)]
    undecided = [row for row in rows(forms / "pairs.csv") if row["direction"] == "undecided"]

    for row in undecided:
        assert (row["left"], row["right"]) in found
        assert (row["right"], row["left"]) in found
    assert undecided


def test_a_bag_is_valid_and_holds_the_corpus(forms: Path, seeds: Path) -> None:
    """bagit-python accepts it, and its payload is the corpus byte for byte."""
    bag = bagit.Bag(str(forms / "bag"))

    assert bag.validate()
    assert {name.removeprefix("data/") for name in bag.payload_entries()} == {one.name for one in seeds.iterdir()}
    assert all((forms / "bag" / "data" / one.name).read_bytes() == one.read_bytes() for one in seeds.iterdir())


def test_a_corpus_in_a_folder_data_becomes_a_bag_where_it_is(run: Run, corpus: Path, tmp_path: Path) -> None:
    """Nothing is copied, and files that no reader takes or that are hidden are payload as well; so it is done twice."""
    bag = tmp_path / "bag"
    bag.mkdir()
    corpus.rename(bag / "data")
    (bag / "data" / ".hidden").write_bytes(b"x")
    before = {one: one.stat().st_ino for one in (bag / "data").rglob("*")}

    for _ in range(2):
        assert audited(run, bag / "data", "-o", f"bagit={bag}", "--output", str(tmp_path / "o")).returncode == 0
        assert bagit.Bag(str(bag)).validate()
    assert {one: one.stat().st_ino for one in (bag / "data").rglob("*")} == before


def test_a_copied_bag_holds_files_that_are_no_texts(run: Run, corpus: Path, tmp_path: Path) -> None:
    """Names with signs that need escapes elsewhere are payload too."""
    assert audited(run, corpus, "-o", f"bagit={tmp_path / 'bag'}").returncode == 0

    bag = bagit.Bag(str(tmp_path / "bag"))
    assert bag.validate()
    assert set(bag.payload_entries()) == {"data/map.png", "data/a & <b>.txt", "data/old/é: b#1.txt"}


def test_a_bag_lists_a_sidecar_once(run: Run, corpus: Path, tmp_path: Path) -> None:
    """Also one that two texts share."""
    (corpus / "map.txt").write_text("A map of the harbour.", "utf-8")
    (corpus / "map.md").write_text("Another map of it.", "utf-8")
    (corpus / "map.meta.toml").write_text('source = "AFP"\n', "utf-8")
    assert audited(run, corpus, "-o", f"bagit={tmp_path / 'bag'}", "--output", str(tmp_path / "o")).returncode == 0

    assert bagit.Bag(str(tmp_path / "bag")).validate()
    assert (tmp_path / "bag/manifest-sha256.txt").read_text("utf-8").count("map.meta.toml") == 1


def test_a_manifest_of_a_bag_escapes_what_the_standard_says(run: Run, corpus: Path, tmp_path: Path) -> None:
    """A percent sign and line ends are escaped (RFC 8493, 2.1.3), which bagit-python 1.9 reads only of line ends.

    The manifest is read back by what checks files against one.
    """
    (corpus / "100%.txt").write_text(STORY, encoding="utf-8")
    (corpus / "two\nlines.txt").write_text(STORY, encoding="utf-8")

    assert audited(run, corpus, "-o", f"bagit={tmp_path / 'bag'}").returncode == 0

    manifest = tmp_path / "bag" / "manifest-sha256.txt"
    assert "data/100%25.txt\n" in manifest.read_text(encoding="utf-8")
    assert "data/two%0Alines.txt\n" in manifest.read_text(encoding="utf-8")
    checked = run("check", str(tmp_path / "bag" / "data"), "--manifest", str(manifest), "--select", "FIX")
    assert checked.returncode == 0


@pytest.mark.parametrize("place", ["full", "corpus/bag"])
def test_a_bag_is_never_made_where_something_else_is(place: str, run: Run, corpus: Path, tmp_path: Path) -> None:
    """A folder that is not empty, and one in the corpus, are refused; nothing is left behind."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")

    result = audited(run, corpus, "-o", f"bagit={tmp_path / place}")

    assert result.returncode == 2
    assert not (tmp_path / "corpus" / "bag").exists()
    assert [one.name for one in (tmp_path / "full").iterdir()] == ["mine.txt"]
    assert not list(tmp_path.glob(".provenance-*"))


def test_premis_has_its_parts_in_the_order_of_the_schema(forms: Path) -> None:
    """Each object, event and agent has the parts that PREMIS 3 asks for, in its order; no schema is shipped with it."""
    tree = ET.parse(forms / "premis.xml").getroot()
    for name, order in ORDER.items():
        found = list(tree.iter(PREMIS + name))
        assert found
        for element in found:
            parts = [part.tag.removeprefix(PREMIS) for part in element]
            assert parts == sorted(parts, key=order.index)
            assert parts[0] == order[0]
    kinds = {one.text for one in tree.iter(f"{PREMIS}eventType")}
    assert kinds == {"message digest calculation", "format identification", "deduplication"}


def test_premis_has_the_outcome_of_a_fixity_check(run: Run, corpus: Path, tmp_path: Path) -> None:
    """With a manifest there is an event for each difference, or one that says that there is none."""
    sums = tmp_path / "sums"
    sums.write_text(f"{sha256(STORY.encode()).hexdigest()}  a & <b>.txt\n{'0' * 64}  gone.txt\n")

    out = tmp_path / "premis.xml"
    assert audited(run, corpus, "--manifest", str(sums), "-o", f"premis={out}", "--as-of", "2024-02-29").returncode == 0

    events = [one for one in ET.parse(out).getroot().iter(f"{PREMIS}event") if one[1].text == "fixity check"]
    said = [one.findtext(f".//{PREMIS}eventOutcome") for one in events]
    assert any("missing: gone.txt" in str(one) for one in said)
    assert any("not listed: map.png" in str(one) for one in said)
    assert {one.findtext(f"{PREMIS}eventDateTime") for one in events} == {"2024-02-29T00:00:00Z"}


def test_croissant_describes_the_tables_that_lie_beside_it(forms: Path) -> None:
    """Digests are those of the files, and fields are the columns."""
    metadata = json.loads((forms / "croissant.json").read_text(encoding="utf-8"))

    for one in metadata["distribution"]:
        assert one["sha256"] == sha256((forms / one["contentUrl"]).read_bytes()).hexdigest()
    for records in metadata["recordSet"]:
        header = (forms / f"{records['name']}.csv").read_text(encoding="utf-8").partition("\n")[0]
        assert [field["source"]["extract"]["column"] for field in records["field"]] == header.split(",")


def test_a_crate_holds_what_its_metadata_names(forms: Path) -> None:
    """Each part is there with its size and digest, every reference leads to an entity, and no path is absolute."""
    crate = forms / "crate"
    graph = json.loads((crate / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    by_id = {one["@id"]: one for one in graph}
    parts = [one["@id"] for one in by_id["./"]["hasPart"]]

    assert {*parts, "ro-crate-metadata.json"} == {one.name for one in crate.iterdir()}
    for name in parts:
        content = (crate / name).read_bytes()
        assert (by_id[name]["contentSize"], by_id[name]["sha256"]) == (str(len(content)), sha256(content).hexdigest())
    assert not any(name.startswith("/") for name in by_id)


def test_the_database_has_every_row_of_every_table(forms: Path) -> None:
    """Columns are those of the CSV files, numbers are numbers, and each view can be read."""
    database = sqlite3.connect(forms / "audit.sqlite")
    for name in TABLES:
        found = database.execute(f'SELECT * FROM "{name}"')
        assert [column for column, *_ in found.description] == list(TABLES[name][0])
        assert len(found.fetchall()) == len(rows(forms / f"{name}.csv"))
    views = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert all(database.execute(f'SELECT * FROM "{name}"').fetchall() for name in views)
    assert database.execute('SELECT typeof(jaccard), typeof("left") FROM pairs').fetchone() == ("real", "text")
    database.close()


def test_the_card_and_the_rights_count_what_the_tables_say(forms: Path) -> None:
    """Documents and words are those of documents.csv; each notice of rights is a claim."""
    documents = rows(forms / "documents.csv")
    words = sum(int(row["words"]) for row in documents)
    notices = [row for row in rows(forms / "claims.csv") if row["property"] in {"rights", "photo_rights"}]

    card = (forms / "datacard.md").read_text(encoding="utf-8")
    assert f"| all            | {len(documents)} " in card
    assert f"{words:,}" in card
    assert f"- {len(notices)} notice" in (forms / "rights.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "epoch", "day"),
    [((), "86400", "1970-01-02"), (("--as-of", "2024-02-29"), "", "2024-02-29"), ((), "", "")],
)
def test_a_day_that_must_be_stated_is_never_that_of_the_clock(
    options: tuple[str, ...], epoch: str, day: str, run: Run, corpus: Path, tmp_path: Path
) -> None:
    """It comes from SOURCE_DATE_EPOCH, else from --as-of; texts without days are refused with what to do."""
    out = tmp_path / "crate"
    variables = {"SOURCE_DATE_EPOCH": epoch} if epoch else {}

    result = run(
        "audit", str(corpus), "--output", str(tmp_path / "out"), "--write", "inputs", "-q", "-o", f"ro-crate={out}",
        *options, **variables,
    )  # fmt: skip

    if day:
        graph = json.loads((out / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
        assert graph[1]["datePublished"] == day
    else:
        assert result.returncode == 2
        assert "--as-of" in result.stderr.decode()
        assert not out.exists()


def test_the_newest_day_of_the_texts_is_the_day_of_the_archive(forms: Path) -> None:
    """Of all days that the sample articles state as theirs, the last one."""
    graph = json.loads((forms / "crate" / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    days = [row["value"] for row in rows(forms / "claims.csv") if row["property"] in {"published", "updated"}]

    assert graph[1]["datePublished"] in {day[:10] for day in days}


def test_equal_corpora_give_equal_bundles_wherever_they_are(
    bundle: Path, seeds: Path, run: Run, tmp_path: Path
) -> None:
    """No path of this machine and no time is in it."""
    shutil.copytree(seeds, tmp_path / "seeds")

    assert audited(run, tmp_path / "seeds", "--bundle", str(tmp_path / "b.zip")).returncode == 0

    assert (tmp_path / "b.zip").read_bytes() == bundle.read_bytes()


@pytest.mark.parametrize(("form", "way"), [("sqlite", "-o sqlite=FILE"), ("ro-crate", "-o ro-crate=DIR")])
def test_what_is_no_text_is_not_printed(form: str, way: str, run: Run, corpus: Path) -> None:
    """A database and a folder go to a place, and the message says how."""
    result = run("audit", str(corpus), "-f", form)

    assert result.returncode == 2
    assert way in result.stderr.decode()
