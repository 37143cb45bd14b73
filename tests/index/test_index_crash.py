"""Whatever ends a writer or damages a file: what was acknowledged is there, and no answer is half or wrong."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest
from index_texts import SENTENCES, refusing

import provenance
from provenance.errors import ProvenanceError, UnusableIndexError, UnwritableFileError, UsageError
from provenance.index.parameters import Parameters
from provenance.index.reader import Snapshot
from provenance.index.writer import Writer, create

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.model import Batch

# A loop of kills in the suite; benchmarks/index.py has a longer one.
KILLS = 6


def numbered(first: int, last: int) -> list[str]:
    """Texts that are each their own; some share a sentence."""
    return [
        f"{SENTENCES[at % 8] if at % 50 < 8 else ''} {' '.join(f'own{at}x{step}' for step in range(12))}"
        for at in range(first, last)
    ]


def ids(first: int, last: int) -> list[str]:
    """Their ids."""
    return [f"d{at}" for at in range(first, last)]


def added(folder: str, first: int, last: int) -> None:
    """Add these texts."""
    with provenance.Index.open(folder) as index:
        index.add(numbered(first, last), ids(first, last))


def held(folder: str) -> set[str]:
    """The ids of all documents, each of which is found by its text."""
    with provenance.Index.open(folder) as index:
        index.snapshot.verify()
        found = {stored.document.id for stored in index.snapshot.all_documents()}
        for id_ in sorted(found)[::40]:
            at = int(id_[1:])
            assert id_ in {one.document.id for one in index.match(numbered(at, at + 1)[0])}
    return found


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks the process that is killed")
def test_a_killed_writer_loses_nothing(tmp_path: Path) -> None:
    """A writer that is killed at any moment leaves the state before or after its change; the next one goes on."""
    folder = str(tmp_path / "index")
    provenance.Index.create(folder).close()
    added(folder, 0, 300)
    draw, acknowledged = random.Random(11), set(ids(0, 300))
    for step in range(KILLS):
        first = 300 + step * 220
        new = set(ids(first, first + (220 if step % 2 else 30)))
        gone = set(ids(step * 10, step * 10 + 5)) & acknowledged
        child = os.fork()
        if not child:
            try:
                added(folder, first, first + len(new))
                with Writer(folder) as writer:
                    writer.remove(list(writer.find("id", sorted(gone))))
                    writer.compact()
            finally:
                os._exit(0)
        time.sleep(draw.random() * 0.08)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

        now = held(folder)

        assert now in (acknowledged, acknowledged | new, (acknowledged | new) - gone)
        acknowledged = now
    added(folder, 90_000, 90_001)
    named = {row.file for row in _manifest(folder).segments}
    assert {int(name[:6]) for name in os.listdir(folder) if name.endswith(".prints")} == named


def _manifest(folder: str):
    snapshot = Snapshot(folder)
    snapshot.close()
    return snapshot.manifest


def test_a_failed_change_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    """An error in the middle of adding leaves no document, no file, and no lock."""
    folder = str(tmp_path / "index")
    provenance.Index.create(folder).close()
    added(folder, 0, 300)
    before = sorted(os.listdir(folder))

    def batches() -> list[Batch]:
        from provenance.index.opened import batch_of

        yield batch_of(numbered(300, 600), ids(300, 600))
        raise UsageError("the input ended early")

    with Writer(folder) as writer, pytest.raises(UsageError):
        writer.add(batches())

    assert sorted(name for name in os.listdir(folder) if "sqlite-" not in name) == before
    assert held(folder) == set(ids(0, 300))
    added(folder, 300, 301)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks the process that may write no more than so much")
def test_a_disk_without_room_leaves_the_index_as_it_was(sound: Path, tmp_path: Path) -> None:
    """Wherever a file cannot grow any more, the change fails with a sentence, and all documents are still there."""
    import resource

    before = held(str(sound))
    failed = 0
    for room in (1, 3_000, 20_000, 60_000, 90_000, 150_000):
        folder = str(tmp_path / str(room))
        shutil.copytree(sound, folder)
        child = os.fork()
        if not child:
            status = 2
            try:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
                added(folder, 400, 640)
                status = 0
            except (UnwritableFileError, UnusableIndexError) as error:
                status = 1 if "is as it was" in str(error) else 2
            finally:
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

        assert status < 2
        assert held(folder) == (before if status else before | set(ids(400, 640)))
        failed += status
    assert failed > 3


def test_a_damaged_journal_hides_no_change(tmp_path: Path) -> None:
    """With a byte of SQLite's journal flipped, the last change is there or there is an error."""
    folder, refused = tmp_path / "index", 0
    provenance.Index.create(folder).close()
    added(str(folder), 0, 20)
    with provenance.Index.open(folder):  # as long as it reads, the journal stays
        added(str(folder), 20, 25)
        shutil.copytree(folder, tmp_path / "kept")
    size = (tmp_path / "kept" / "index.sqlite-wal").stat().st_size
    for place in (*range(0, size, size // 12), size - 1):
        shutil.copytree(tmp_path / "kept", tmp_path / "copy")
        with open(tmp_path / "copy" / "index.sqlite-wal", "r+b") as file:
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ 64]))

        with refusing(str(tmp_path / "copy")) as refusals:
            assert held(str(tmp_path / "copy")) == set(ids(0, 25))
        refused += len(refusals)
        shutil.rmtree(tmp_path / "copy")
    assert refused > 6


def test_a_reader_beside_a_writer_has_one_state(tmp_path: Path) -> None:
    """A reader that was opened before files were merged away answers from the state that it saw."""
    folder = str(tmp_path / "index")
    provenance.Index.create(folder).close()
    added(folder, 0, 300)
    with provenance.Index.open(folder) as reader:
        for first in range(300, 1500, 300):
            added(folder, first, first + 300)
        with Writer(folder) as writer:
            writer.remove(list(writer.find("id", ids(0, 200))))
            writer.compact()

        assert len(reader) == 300
        assert reader.contains(numbered(100, 101)[0])
        assert not reader.contains(numbered(400, 401)[0])
        reader.refresh()
        assert not reader.contains(numbered(100, 101)[0])
        assert reader.contains(numbered(400, 401)[0])


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with files of all kinds, a tail and removed documents."""
    folder = tmp_path_factory.mktemp("sound") / "index"
    provenance.Index.create(folder).close()
    added(str(folder), 0, 300)
    added(str(folder), 300, 310)
    with provenance.Index.open(folder) as index:
        index.remove(ids(5, 8))
    return folder


def answers(folder: Path) -> list[list[tuple[str, str, float]]]:
    """What an index says about some texts."""
    with provenance.Index.open(folder) as index:
        return [
            [(one.document.id, one.relation, one.jaccard) for one in index.match(numbered(at, at + 1)[0])]
            for at in (3, 6, 305)
        ]


def test_no_flipped_byte_gives_a_wrong_answer(sound: Path, tmp_path: Path) -> None:
    """With any byte of any file another one, the answers are the same or there is an error that names the file."""
    expected, draw, refused = answers(sound), random.Random(5), 0
    names = sorted(path.name for path in sound.iterdir() if path.stat().st_size and path.name != "writer.lock")
    for at in range(60):
        shutil.copytree(sound, tmp_path / "copy")
        path = tmp_path / "copy" / names[at % len(names)]
        raw = bytearray(path.read_bytes())
        # The first bytes of a file matter more often than others.
        place = draw.randrange(len(raw)) if at % 3 else draw.randrange(min(len(raw), 120))
        raw[place] ^= draw.randrange(1, 256)
        path.write_bytes(raw)

        with refusing(str(tmp_path / "copy")) as refusals:
            assert answers(tmp_path / "copy") == expected
        refused += len(refusals)
        shutil.rmtree(tmp_path / "copy")
    assert refused > 15


def test_a_cut_file_is_named(sound: Path, tmp_path: Path) -> None:
    """A file that lacks its end, or is gone, is an error that names it."""
    for name in sorted(path.name for path in sound.iterdir() if path.suffix in (".bands", ".prints", ".texts")):
        shutil.copytree(sound, tmp_path / "copy")
        os.truncate(tmp_path / "copy" / name, (sound / name).stat().st_size - 1)
        with pytest.raises(UnusableIndexError, match=f"{name}: it is cut off or damaged"):
            answers(tmp_path / "copy")
        (tmp_path / "copy" / name).unlink()
        with pytest.raises(UnusableIndexError, match=f"{name}: this file is missing"):
            answers(tmp_path / "copy")
        shutil.rmtree(tmp_path / "copy")


def test_a_file_that_is_cut_under_a_reader_is_named(sound: Path, tmp_path: Path) -> None:
    """A reader that has a file in memory when it is cut off says so: a read behind the end would end it."""
    folder = tmp_path / "index"
    shutil.copytree(sound, folder)
    asked = numbered(3, 4)[0]
    with provenance.Index.open(str(folder)) as index:
        index.match(asked)
        for path in folder.glob("*.prints"):
            os.truncate(path, path.stat().st_size // 2)

        with pytest.raises(UnusableIndexError, match="cut off"):
            index.match(asked)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("format", 99, "a later version of provenance made this index"),
        ("kernel", 0, "make it anew: provenance index create NEW PATH"),
        ("words", 0, "make it anew: provenance index create NEW PATH"),
    ],
)
def test_another_version_is_refused(sound: Path, tmp_path: Path, name: str, value: int, sentence: str) -> None:
    """An index of another version is refused with the way out."""
    import json
    from zlib import crc32

    shutil.copytree(sound, tmp_path / "copy")
    connection = sqlite3.connect(tmp_path / "copy" / "index.sqlite", isolation_level=None)
    (content,) = connection.execute("SELECT content FROM manifest").fetchone()
    record = json.loads(content)
    record["parameters"][name] = value
    content = json.dumps(record)
    connection.execute("UPDATE manifest SET content = ?, checksum = ?", (content, crc32(content.encode())))
    connection.close()

    with pytest.raises(UnusableIndexError, match=sentence):
        provenance.Index.open(tmp_path / "copy")


def test_what_is_no_index_is_refused(tmp_path: Path) -> None:
    """A folder without an index, one that does not exist, and a file that is no database each say what to do."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "index.sqlite").write_bytes(b"not a database, but some bytes of something else" * 99)

    for name, sentence in (
        ("folder", "is no index; make one with: provenance index create"),
        ("none", "no such folder; make an index with: provenance index create"),
        ("other", "cut off or damaged"),
    ):
        with pytest.raises(ProvenanceError, match=sentence):
            provenance.Index.open(tmp_path / name)


def test_an_index_is_not_made_over_other_files(tmp_path: Path) -> None:
    """A folder that has anything in it is not turned into an index."""
    (tmp_path / "mine.txt").write_text("something")

    with pytest.raises(UsageError, match="not empty"):
        create(str(tmp_path), Parameters())
    assert os.listdir(tmp_path) == ["mine.txt"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everybody may write here")
def test_a_read_only_index_answers(sound: Path, tmp_path: Path) -> None:
    """Without the right to write into the folder, it is read all the same, and a change says why it is refused."""
    shutil.copytree(sound, tmp_path / "copy")
    expected = answers(sound)
    for path in (*(tmp_path / "copy").iterdir(), tmp_path / "copy"):
        path.chmod(0o555 if path.is_dir() else 0o444)

    assert answers(tmp_path / "copy") == expected
    with pytest.raises(ProvenanceError, match="cannot be written"):
        added(str(tmp_path / "copy"), 400, 401)
    (tmp_path / "copy").chmod(0o755)
