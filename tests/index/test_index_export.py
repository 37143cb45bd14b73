"""What an index hands to others: equal bytes for equal content, and sketches that datasketch reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from datasketch import LeanMinHash, MinHashLSH
from index_texts import SENTENCES

import provenance
from provenance.cli import main
from provenance.index.export import RECORD
from provenance.index.opened import batch_of
from provenance.index.parameters import Parameters
from provenance.index.writer import Writer, create
from provenance.sketch import datasketch_minhash, sketch

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 260  # more than a tail holds
CORPUS = {f"d{at}": f"{SENTENCES[at % 8]} own{at} {SENTENCES[at % 5]} end{at % 9}" for at in range(COUNT)}


def filled(folder: Path, *steps: dict[str, str] | set[str], compacted: bool = False) -> Path:
    """An index in *folder* that came about in *steps*: texts that are added, ids that are removed."""
    create(str(folder), Parameters())
    with provenance.Index.open(folder) as index:
        for step in steps:
            if isinstance(step, dict):
                index.add(list(step.values()), list(step))
            else:
                index.remove(step)
        if compacted:
            index.compact()
    return folder


def exported(folder: Path, form: str = "--canonical") -> bytes:
    """What the command writes."""
    path = folder.with_suffix(".out")
    assert main(["index", "export", str(folder), form, str(path), "-q"]) == 0
    return path.read_bytes()


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus, added at once."""
    return filled(tmp_path_factory.mktemp("export") / "once", CORPUS)


def test_equal_content_gives_equal_bytes(at_once: Path, tmp_path: Path) -> None:
    """However the content came about, in whatever order and with what was removed or replaced meanwhile."""
    names = sorted(CORPUS)
    backwards = {name: CORPUS[name] for name in reversed(names)}
    first = {name: CORPUS[name] for name in names[:250]}
    rest = {name: CORPUS[name] for name in names[250:]}
    more = {f"gone{at}": f"{SENTENCES[7]} gone {at}" for at in range(30)}
    early = dict.fromkeys(names[::9], SENTENCES[6])

    histories = [
        filled(tmp_path / "backwards", backwards),
        filled(tmp_path / "parts", first, rest),
        filled(tmp_path / "removed", more, early, rest, first, set(more)),
        filled(tmp_path / "compacted", more, first, set(more), rest, compacted=True),
    ]

    assert {exported(history) for history in histories} == {exported(at_once)}


def test_other_content_gives_other_bytes(at_once: Path, tmp_path: Path) -> None:
    """One word that differs in one of the documents is seen."""
    other = filled(tmp_path / "other", CORPUS | {"d77": CORPUS["d77"].replace("own77", "own78")})

    one, two = exported(at_once).splitlines(), exported(other).splitlines()

    differing = [json.loads(left)["id"] for left, right in zip(one[1:], two[1:], strict=True) if left != right]
    assert differing == ["d77"]


def test_the_postings_of_an_index_are_exported(at_once: Path, tmp_path: Path) -> None:
    """A key is where the index has it: a posting of another document in a segment is seen."""
    lines = [json.loads(line) for line in exported(at_once).splitlines()]

    assert lines[0]["documents"] == COUNT
    assert [line["id"] for line in lines[1:]] == sorted(CORPUS)
    assert all(len(line["bands"]) == 32 for line in lines[1:])
    with provenance.Index.open(at_once) as index:
        keys = np.array([int(key, 16) for key in lines[5]["bands"]], np.uint64)
        (number,) = (one.number for one in index.snapshot.all_documents() if one.document.id == lines[5]["id"])
        hits = index.snapshot.find("bands", keys)
    assert all(number in hits.documents[hits.keys == at] for at in range(len(keys)))


def test_datasketch_reads_the_sketches(at_once: Path) -> None:
    """Each sketch is a LeanMinHash with the numbers of its text, and an LSH of datasketch finds the text by it."""
    whole, at, sketches = exported(at_once, "--datasketch"), 0, {}
    while at < len(whole):
        name, size = RECORD.unpack_from(whole, at)
        at += RECORD.size + name + size
        id_ = whole[at - size - name : at - size].decode()
        sketches[id_] = LeanMinHash.deserialize(whole[at - size : at], "<")
    (signature,) = sketch(batch_of([CORPUS["d9"]], ["d9"])).signatures
    index = MinHashLSH(threshold=0.7, num_perm=128)
    for id_, one in sketches.items():
        index.insert(id_, one)

    assert list(sketches) == sorted(CORPUS)
    assert "d9" in index.query(datasketch_minhash(signature))
    assert sketches["d9"].hashvalues.tolist() == signature.tolist()


def test_an_export_is_not_written_into_the_index(at_once: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file among the index's own is refused, and so is an export without a form or another action with one."""
    assert main(["index", "export", str(at_once), "--canonical", str(at_once / "000001.texts")]) == 2
    assert "folder of the index" in capsys.readouterr().err
    assert main(["index", "export", str(at_once)]) == 2
    assert main(["index", "verify", str(at_once), "--canonical", "x"]) == 2


def test_a_removed_document_is_not_exported(tmp_path: Path) -> None:
    """Its postings are still in a segment, and in no line."""
    folder = filled(tmp_path / "index", CORPUS, {"d3"})

    with Writer(str(folder)) as writer:
        assert writer.manifest.removed == 1
    assert b'"d3"' not in exported(folder)
