"""An index on a Redis server, which the tests start on loopback: it answers as a folder, and datasketch reads it."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from datasketch import MinHashLSH
from index_texts import SENTENCES

from provenance.cli import main
from provenance.errors import UnusableIndexError, UsageError
from provenance.grouping.bands import PERMUTATIONS, rows_per_band
from provenance.index.opened import batch_of
from provenance.index.server import Server, address_of
from provenance.sketch import datasketch_minhash, sketch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXTS = {f"d{at}": f"{SENTENCES[at % 8]} {SENTENCES[7]} own{at} {SENTENCES[at % 5]} end{at}" for at in range(12)}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a Redis server on loopback, which keeps nothing on disk."""
    program = shutil.which("redis-server")
    if program is None:
        if os.environ.get("PROVENANCE_BROWSER") == "required":
            pytest.fail("redis-server is missing: apt-get install redis-server")
        pytest.skip("redis-server is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    folder = str(tmp_path_factory.mktemp("redis"))
    options = ["--port", str(number), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
    with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL) as server:
        try:
            for _ in range(200):
                with socket.socket() as asked:
                    if not asked.connect_ex(("127.0.0.1", number)):
                        break
                time.sleep(0.02)
            yield number
        finally:
            server.terminate()


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Records, an edited copy of one of them, and an unrelated text."""
    monkeypatch.chdir(tmp_path)
    lines = (json.dumps({"id": id_, "text": text}) + "\n" for id_, text in TEXTS.items())
    (tmp_path / "old.jsonl").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "edited.txt").write_text(TEXTS["d7"].replace("own7", "owns"), encoding="utf-8")
    (tmp_path / "new" / "unrelated.txt").write_text(" ".join(f"word{at}" for at in range(60)), encoding="utf-8")
    return tmp_path


def matched(index: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit status of a match, and what it says but for the name of the index."""
    capsys.readouterr()
    status = main(["match", "new", "--index", index, "-f", "json"])
    return status, capsys.readouterr().out.replace(index, "INDEX")


def near(output: str) -> list[tuple[str, str, float]]:
    """The near-duplicates in what `match` says."""
    return [
        (match["id"], match["relation"], match["jaccard"])
        for text in json.loads(output)["texts"]
        for match in text["matches"]
        if match["relation"] in ("identical", "near")
    ]


def test_a_server_answers_as_a_folder(corpus: Path, port: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Near-duplicates and their exact similarities are those of a folder, and an unrelated text has none."""
    server = f"redis://127.0.0.1:{port}/answers"
    assert main(["index", "create", "folder", "old.jsonl", "-q"]) == 0
    assert main(["index", "create", server, "old.jsonl", "-q"]) == 0

    (status, out), (expected, other) = matched(server, capsys), matched("folder", capsys)

    assert status == expected == 1
    assert near(out) == near(other)
    assert {id_ for id_, _, _ in near(out)} >= {"d7"}


def test_datasketch_reads_the_server(corpus: Path, port: int) -> None:
    """A MinHashLSH of datasketch with the same basename and bands finds a document by its sketch."""
    assert main(["index", "create", f"redis://127.0.0.1:{port}/shared", "old.jsonl", "-q"]) == 0
    rows = rows_per_band(0.7)
    storage = {"type": "redis", "basename": b"shared", "redis": {"host": "127.0.0.1", "port": port}}
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(PERMUTATIONS // rows, rows), storage_config=storage)

    (signature,) = sketch(batch_of([TEXTS["d3"]], [None])).signatures

    assert "d3" in index.query(datasketch_minhash(signature))


def test_add_remove_and_status(corpus: Path, port: int, capsys: pytest.CaptureFixture[str]) -> None:
    """What is there is passed over, a changed text takes its place, and what is removed is found no more."""
    place = f"redis://127.0.0.1:{port}/changes"
    main(["index", "create", place, "old.jsonl"])
    main(["index", "add", place, "old.jsonl"])
    changed = (corpus / "old.jsonl").read_text(encoding="utf-8").replace("own7", "owns")
    (corpus / "old.jsonl").write_text(changed, encoding="utf-8")
    main(["index", "add", place, "old.jsonl"])
    said = capsys.readouterr().err

    assert "12 documents added; 12 in all" in said
    assert "0 documents added, 12 there already; 12 in all" in said
    assert "1 in the place of an earlier text" in said
    assert ("d7", "identical", 1.0) in near(matched(place, capsys)[1])
    assert main(["index", "remove", place, "d7"]) == 0
    assert all(id_ != "d7" for id_, _, _ in near(matched(place, capsys)[1]))
    assert main(["index", "status", place, "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 11


def test_a_hostile_key_runs_nothing(corpus: Path, port: int) -> None:
    """A key that is a pickle of code, as whoever writes to the server may put it there, is refused and not run."""
    from redis import Redis

    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, ("made by a pickle",)

    place = f"redis://127.0.0.1:{port}/hostile"
    main(["index", "create", place, "old.jsonl", "-q"])
    signatures = sketch(batch_of([TEXTS["d3"]], [None])).signatures
    with Server(place) as server:
        table, (begin, end) = server._lsh.hashtables[0], server._lsh.hashranges[0]
        key = table.redis_key(server._lsh._H(signatures[0][begin:end]))
        Redis(port=port).sadd(key, pickle.dumps(Hostile()))

        with pytest.raises(UnusableIndexError, match="no id"):
            server.candidates(np.asarray(signatures))

    assert not (corpus / "made by a pickle").exists()


def test_what_a_server_cannot_do_is_said(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    """An index that does not exist, another action, and a server that is not there are sentences and no tracebacks."""
    place = f"redis://127.0.0.1:{port}/nothing"

    assert main(["match", "new", "--index", place]) == 2
    assert "provenance index create" in capsys.readouterr().err
    assert main(["index", "compact", place]) == 2
    assert "near-duplicates" in capsys.readouterr().err
    assert main(["where", "a sentence of some words", "--index", place]) == 2
    assert "on a server" in capsys.readouterr().err
    assert main(["index", "create", "redis://127.0.0.1:1/x"]) == 3
    assert "is a Redis server there?" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["redis://host", "redis://host:x/name", "redis://host/a/b", "redis:///name"])
def test_an_address_has_a_host_and_a_name(place: str) -> None:
    """Anything else is refused."""
    with pytest.raises(UsageError, match="redis://HOST:PORT/NAME"):
        address_of(place)


def test_an_address_is_shown_without_its_password() -> None:
    """Errors name the server, and say no secret."""
    assert address_of("redis://me:secret@host/name").text == "redis://host:6379/name"
