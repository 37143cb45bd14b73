"""What apply writes, moves and brings back, and what it refuses."""

from __future__ import annotations

import csv
import gzip
import json
import os
from typing import TYPE_CHECKING

import pytest
import zstandard
from plan_corpus import LEFT, article, command, contents, tree, write_corpus, write_plan

from provenance.errors import UnwritableFileError, UsageError
from provenance.plan.written import read

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_folder_has_what_remains_byte_for_byte(work: Path) -> None:
    """Files with their times and permissions, lines as they were and in order; a sidecar goes with its text."""
    before = tree(work / "corpus")

    assert command("apply", work / "plan.jsonl", "--to", work / "out", "-q") == 0

    after = tree(work / "out")
    assert set(after) == LEFT
    for name in ("empty.txt", "near.txt", "north/one.txt"):
        assert after[name] == before[name]
    lines = before["records.jsonl"][0].split(b"\n")
    assert gzip.decompress(after["more.jsonl.gz"][0]) == gzip.decompress(before["more.jsonl.gz"][0])
    assert after["records.jsonl"][0] == b"\n".join([lines[1], lines[2], b""])
    assert tree(work / "corpus") == before


def test_the_record_says_what_was_left_out(work: Path) -> None:
    """With its text on request, where the lines moved to, and how much that is by rule, place and number of copies."""
    command("apply", work / "plan.jsonl", "--to", work / "out", "--with-texts", "-q")

    record = work / "out/.provenance"
    dropped = [json.loads(line) for line in (record / "dropped.jsonl").read_text("utf-8").splitlines()]
    assert [line["id"] for line in dropped] == [line.id for line in read(str(work / "plan.jsonl")).lines if line.kept]
    assert dropped[0]["text"] == article(1)
    assert list(csv.reader((record / "moved.csv").read_text("utf-8").splitlines())) == [
        ["old", "new"], ["records.jsonl#2", "records.jsonl#1"], ["records.jsonl#3", "records.jsonl#2"],
    ]  # fmt: skip
    rows = list(csv.DictReader((record / "removed.csv").read_text("utf-8").splitlines()))
    assert {row["by"] for row in rows} == {"rule", "place", "copies"}
    for by in ("rule", "place", "copies"):
        assert sum(int(row["documents"]) for row in rows if row["by"] == by) == len(dropped)
        assert sum(int(row["bytes"]) for row in rows if row["by"] == by) == sum(line["bytes"] for line in dropped)


def test_what_was_removed_is_counted_by_the_source_that_is_stated(tmp_path: Path) -> None:
    """By a record or a sidecar; texts of unknown source are counted by place alone."""
    (tmp_path / "corpus").mkdir()
    sources = ["AFP", "AFP", "", "VNA"]
    lines = [json.dumps({"text": article(at % 2), "source": one}) for at, one in enumerate(sources)]
    (tmp_path / "corpus/a.jsonl").write_text("\n".join(lines), "utf-8")
    for name in ("b.txt", "c.txt"):
        (tmp_path / "corpus" / name).write_text(article(1), "utf-8")
    (tmp_path / "corpus/c.meta.toml").write_text('source = "VNA"\n', "utf-8")
    write_plan(tmp_path / "plan.jsonl", tmp_path / "corpus")

    command("apply", tmp_path / "plan.jsonl", "--to", tmp_path / "out", "-q")

    rows = list(csv.reader((tmp_path / "out/.provenance/removed.csv").read_text("utf-8").splitlines()))
    assert [(row[1], row[2]) for row in rows if row[0] == "source"] == [("VNA", "2")]
    assert [(row[1], row[2]) for row in rows if row[0] == "place"] == [(".", "2"), ("a.jsonl", "2")]


def test_all_texts_become_one_packed_file(work: Path) -> None:
    """Where its name says so."""
    for name in ("all.jsonl", "all.jsonl.gz"):
        assert command("apply", work / "plan.jsonl", "--out", work / name, "-q") == 0

    assert gzip.decompress((work / "all.jsonl.gz").read_bytes()) == (work / "all.jsonl").read_bytes()


def test_in_place_and_back(work: Path) -> None:
    """What is dropped is gone, and undo brings it back with times and permissions; nothing else is left behind."""
    before = tree(work / "corpus")
    command("apply", work / "plan.jsonl", "--to", work / "out", "-q")

    assert command("apply", work / "plan.jsonl", "--in-place", "-q") == 0
    assert contents(work / "corpus") == contents(work / "out")
    assert command("apply", work / "plan.jsonl", "--in-place", "-q") == 0
    assert contents(work / "corpus") == contents(work / "out")
    assert command("undo", work / "corpus", "-q") == 0

    assert tree(work / "corpus") == before
    assert not (work / "corpus/.provenance-trash").exists()


def test_two_plans_are_undone_in_turn(work: Path) -> None:
    """The later one first."""
    before = tree(work / "corpus")
    command("apply", work / "plan.jsonl", "--in-place", "-q")
    write_plan(work / "next.jsonl", work / "corpus", rule="near")
    (work / "corpus/near.txt").rename(work / "corpus/other.txt")
    (work / "corpus/other.txt").rename(work / "corpus/near.txt")

    assert command("apply", work / "next.jsonl", "--in-place", "-q") == 0
    assert command("undo", work / "corpus", "-q") == 0
    assert tree(work / "corpus") == before


def test_verify_finds_nothing_wrong_after_each_way(work: Path) -> None:
    """With the plan's rule no copy is left, and no word is lost."""
    for way in ("--to", "--out"):
        assert command("apply", work / "plan.jsonl", way, work / f"out{way}.jsonl", "-q") == 0
        assert command("verify", work / "plan.jsonl", way, work / f"out{way}.jsonl", "-q") == 0
    command("apply", work / "plan.jsonl", "--in-place", "-q")
    assert command("verify", work / "plan.jsonl", "-q") == 0


def test_verify_finds_what_is_wrong(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A kept text that is gone, and a copy that is there again."""
    command("apply", work / "plan.jsonl", "--to", work / "out", "-q")
    (work / "out/again.txt").write_text(article(5), "utf-8")
    (work / "out/north/one.txt").unlink()

    assert command("verify", work / "plan.jsonl", "--to", work / "out", "-q") == 1

    said = capsys.readouterr().err
    assert "north/one.txt: it is to be kept, and is not in the outcome" in said
    assert "1 document of the outcome can still be dropped" in said


def test_one_file_of_records_stays_one(tmp_path: Path) -> None:
    """--out has its lines; of several files it has the texts, as records."""
    write_corpus(tmp_path / "corpus")
    records = tmp_path / "corpus/records.jsonl"
    plan = write_plan(tmp_path / "plan.jsonl", records)

    assert command("apply", plan, "--out", tmp_path / "out.jsonl", "-q") == 0

    lines = records.read_bytes().split(b"\n")
    assert (tmp_path / "out.jsonl").read_bytes() == b"\n".join([lines[0], lines[1], lines[2], lines[4], lines[5], b""])


def test_texts_of_several_files_become_records(work: Path) -> None:
    """With the id, the path and the line of each document that remains."""
    assert command("apply", work / "plan.jsonl", "--out", work / "out.jsonl", "-q") == 0

    found = [json.loads(line) for line in (work / "out.jsonl").read_text("utf-8").splitlines()]
    assert {one["id"] for one in found} >= {"near.txt", "north/one.txt", "records.jsonl#3", "more.jsonl.gz#1"}
    assert {one["text"] for one in found} >= {article(1), article(4)}
    assert len(found) == len({one["text"] for one in found})


def test_a_repeat_is_trimmed(tmp_path: Path) -> None:
    """The second copy of a page is cut out, in a text and in the field of a record; other bytes stay."""
    page = f"{article(1, 6)}\n\n{article(2, 6)}\n\n"
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/twice.txt").write_text(page + page + article(3), "utf-8")
    record = '{"a" : [1, {"text": "x"}], "text":%s , "z": "\\u00e9"}\n'
    (tmp_path / "corpus/twice.jsonl").write_text(record % json.dumps(f"é.\n\n{page}{page}{article(4)}"), "utf-8")
    plan = write_plan(tmp_path / "plan.jsonl", tmp_path / "corpus", trim=True)

    assert command("apply", plan, "--to", tmp_path / "out", "-q") == 0

    text = (tmp_path / "out/twice.txt").read_text("utf-8")
    assert (text.count(article(1, 6)), text.count(article(3))) == (1, 1)
    raw = (tmp_path / "out/twice.jsonl").read_text("utf-8")
    assert raw.startswith('{"a" : [1, {"text": "x"}], "text":"\\u00e9')
    assert raw.endswith(' , "z": "\\u00e9"}\n')
    assert json.loads(raw)["text"].count(article(2, 6)) == 1
    assert command("verify", plan, "--to", tmp_path / "out", "-q") == 0


def test_a_repeat_in_a_page_is_left_there(tmp_path: Path) -> None:
    """Places in its text are none in its markup; nor are they in what is packed in a way that is not written."""
    once, other, third = (article(at, 6) for at in (1, 11, 21))
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/page.html").write_text(f"<html><body><p>{once}</p><p>{once}</p></body></html>", "utf-8")
    (tmp_path / "corpus/packed.txt.zst").write_bytes(zstandard.compress(f"{other}\n\n{other}".encode()))
    (tmp_path / "corpus/packed.txt.gz").write_bytes(gzip.compress(f"{third}\n\n{third}\n\n{article(31)}".encode()))
    before = tree(tmp_path / "corpus")
    plan = write_plan(tmp_path / "plan.jsonl", tmp_path / "corpus", trim=True)

    assert command("apply", plan, "--to", tmp_path / "out", "-q") == 0

    after = tree(tmp_path / "out")
    assert [name for name in before if after[name][0] != before[name][0]] == ["packed.txt.gz"]


@pytest.mark.parametrize("way", ["--to", "--in-place"])
def test_a_changed_file_is_not_touched(way: str, work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor is a copy of what it held: that may be the only one now."""
    (work / "corpus/north/one.txt").write_text("Something else.", "utf-8")

    assert command("apply", work / "plan.jsonl", way, *([work / "out"] if way == "--to" else []), "-q") == 3

    left = contents(work / "out" if way == "--to" else work / "corpus")
    assert left["one-copy.txt"] == article(1).encode()
    assert left["north/one.txt"] == b"Something else."
    assert "part.txt" not in left
    assert "north/one.txt: changed since the plan was made, so it is not touched" in capsys.readouterr().err


def test_undo_does_not_overwrite_a_new_file(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says where the old one is, and goes on when the new one has been moved."""
    before = tree(work / "corpus")
    command("apply", work / "plan.jsonl", "--in-place", "-q")
    (work / "corpus/part.txt").write_text("New.", "utf-8")

    assert command("undo", work / "corpus", "-q") == 3
    assert "part.txt: there is a new file of this name" in capsys.readouterr().err
    assert (work / "corpus/part.txt").read_text("utf-8") == "New."
    (work / "corpus/part.txt").unlink()
    assert command("undo", work / "corpus", "-q") == 0

    assert tree(work / "corpus") == before


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no links")
@pytest.mark.parametrize("kind", ["folder", "link", "link to nothing"])
def test_undo_does_not_overwrite_what_is_no_file(kind: str, work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever has the name of a file that was moved away stays."""
    before = tree(work / "corpus")
    command("apply", work / "plan.jsonl", "--in-place", "-q")
    part = work / "corpus/part.txt"
    if kind == "folder":
        part.mkdir()
    else:
        part.symlink_to("near.txt" if kind == "link" else "nowhere")

    assert command("undo", work / "corpus", "-q") == 3
    assert "part.txt: there is a new file of this name" in capsys.readouterr().err
    assert part.is_dir() if kind == "folder" else part.is_symlink()
    part.rmdir() if kind == "folder" else part.unlink()
    assert command("undo", work / "corpus", "-q") == 0

    assert tree(work / "corpus") == before


def test_a_run_does_not_go_on_if_what_is_kept_has_changed(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It was killed before it had moved anything, and somebody wrote into the text that is kept for two others."""
    command("apply", work / "plan.jsonl", "--in-place", "-q")
    (run,) = (work / "corpus/.provenance-trash").glob("0001-*")
    steps = [json.loads(line) for line in (run / "steps.jsonl").read_text("utf-8").splitlines()]
    for number, step in enumerate(steps):
        (old,) = (run / "old").glob(f"{number}.*")
        path = work / "corpus" / bytes.fromhex(step["path"]).decode()
        if step["new"]:
            path.rename(run / "new" / str(number))
        old.rename(path)
    (run / "done").unlink()
    (work / "corpus/north/one.txt").write_text("Something else.", "utf-8")

    assert command("apply", work / "plan.jsonl", "--in-place", "-q") == 3

    left = contents(work / "corpus")
    assert left["one-copy.txt"] == article(1).encode()
    assert left["north/one.txt"] == b"Something else."
    assert "part.txt" not in left
    assert "one-copy.txt: what is kept in its place changed" in capsys.readouterr().err
    assert command("undo", work / "corpus", "-q") == 0
    assert contents(work / "corpus").keys() == {*LEFT, "one-copy.txt", "one-copy.txt.meta.toml", "part.txt"}


@pytest.mark.parametrize("way", ["--to", "--in-place"])
def test_a_sidecar_stays_with_the_text_that_shares_it(way: str, tmp_path: Path) -> None:
    """It is written once, and is left out only with the last of its texts."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, number in (("first.txt", 1), ("story.txt", 1), ("story.md", 2)):
        (folder / name).write_text(article(number), "utf-8")
    (folder / "story.meta.toml").write_text('title = "Story"\n', "utf-8")
    plan = write_plan(tmp_path / "plan.jsonl", folder)

    assert command("apply", plan, way, *([tmp_path / "out"] if way == "--to" else []), "-q") == 0

    left = contents(tmp_path / "out" if way == "--to" else folder)
    assert left.keys() == {"first.txt", "story.md", "story.meta.toml"}


@pytest.mark.skipif(not hasattr(os, "link"), reason="there are no links")
def test_links_are_kept(work: Path) -> None:
    """A hard link is a file like others; what a symbolic link leads to is not moved away."""
    os.link(work / "corpus/north/one.txt", work / "corpus/one-link.txt")
    (work / "corpus/zz.txt").symlink_to("near.txt")
    plan = write_plan(work / "links.jsonl", work / "corpus")
    before = tree(work / "corpus")

    assert command("apply", plan, "--in-place", "-q") == 0
    assert (work / "corpus/zz.txt").is_symlink()
    assert sum(raw == article(1).encode() for raw in contents(work / "corpus").values()) == 1
    assert command("undo", work / "corpus", "-q") == 0

    assert tree(work / "corpus") == before
    assert os.path.samefile(work / "corpus/north/one.txt", work / "corpus/one-link.txt")


def edited(work: Path, old: str, new: str) -> Path:
    """The plan after an edit by hand."""
    path = work / "plan.jsonl"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"path":"north/one.txt","bytes"', '"path":"../plan.jsonl","bytes"', "not below its root"),
        ('"path":"north/one.txt","bytes"', '"path":"/etc/hostname","bytes"', "not below its root"),
        ('"path":"north/one.txt","bytes"', '"path":"north//one.txt","bytes"', "not below its root"),
        ('"path":"north/one.txt","bytes"', '"path":"","bytes"', "not below its root"),
        ('"path":"north/one.txt","bytes"', '"path":"one-copy.txt","bytes"', "the plan names this file twice"),
        ('"path":"corpus"', '"path":"nowhere"', "there is nothing"),
        ('"path":"corpus"', '"path":"plan.jsonl"', "this was a folder"),
        ("provenance-dedup-plan/1", "provenance-dedup-plan/9", "no plan of this version"),
        ('"action":"drop"', '"action":"delete"', "invalid enum value"),
        ('"action":"drop"', '"sure":true,"action":"drop"', "unknown field"),
        ('"action":"keep"', '"action":"drop"', "a document is dropped for one that is kept"),
        ('"file":4,"path"', '"file":99,"path"', "there is no file 99"),
        ('"line":7', '"line":2', "this is not the text that the plan names"),
        ('"line":7', '"line":-7', "there is no line -7"),
        ('"kept":{"id":"north/one.txt","file":3}', '"kept":{"id":"x","file":0}', "nothing says that 'x' is kept"),
    ],
)
def test_a_plan_that_was_edited_is_refused(old: str, new: str, said: str, work: Path) -> None:
    """In one sentence, and nothing is written."""
    before = tree(work / "corpus")
    plan = edited(work, old, new)

    with pytest.raises(UsageError, match=said):
        command("apply", plan, "--in-place")
    with pytest.raises(UsageError, match=said):
        command("apply", plan, "--to", work / "out")

    assert tree(work / "corpus") == before
    assert not (work / "out").exists()


def test_a_plan_that_is_cut_off_is_refused(work: Path) -> None:
    """As is a file that is no plan, and a plan that is not there."""
    whole = (work / "plan.jsonl").read_bytes()
    for raw in (whole[:-1], whole[: len(whole) // 2], b"", b"{}\n"):
        (work / "plan.jsonl").write_bytes(raw)
        with pytest.raises(UsageError):
            command("apply", work / "plan.jsonl", "--in-place")
    with pytest.raises(UsageError, match="cannot be read"):
        command("apply", work / "nowhere.jsonl", "--in-place")


def test_targets_that_cannot_be_are_refused(work: Path) -> None:
    """A folder that holds something, one in the corpus or around it; a file that is there; no way, or two."""
    (work / "full").mkdir()
    (work / "full/x").write_text("x", "utf-8")
    plan = work / "plan.jsonl"
    for more, said in (
        (["--to", work / "full"], "there is something already"),
        (["--to", work / "corpus/out"], "this is in the corpus"),
        (["--to", work / "corpus"], "this is in the corpus"),
        (["--to", work], "the corpus lies in this folder"),
        (["--out", plan], "there is something already"),
        (["--out", work / "corpus/all.jsonl"], "this is in the corpus"),
        (["--out", work / "all.csv"], "only one file of this kind"),
        (["--out", work / "all.parquet"], "only one file of this kind"),
        (["--out", work / "all.jsonl.zst"], "only one file of this kind"),
        ([], "say where"),
        (["--in-place", "--to", work / "out"], "say where"),
        (["--to", work / "out", "--rule", "near"], "no such option"),
        (["--to", work / "out", "--keep", "longest"], "no such option"),
    ):
        with pytest.raises(UsageError, match=said):
            command("apply", plan, *more)
    with pytest.raises(UnwritableFileError):
        command("apply", plan, "--to", "/proc/out")


def test_a_link_out_of_the_root_is_not_followed(work: Path) -> None:
    """A plan that names what it leads to is refused, whatever its digest says."""
    secret = work / "secret"
    secret.mkdir()
    (work / "corpus/north/one.txt").rename(secret / "one.txt")
    (work / "corpus/north").rmdir()
    (work / "corpus/north").symlink_to(secret)

    with pytest.raises(UsageError, match="a link leads out of the root"):
        command("apply", work / "plan.jsonl", "--to", work / "out")
    with pytest.raises(UsageError, match="a link leads out of the root"):
        command("apply", work / "plan.jsonl", "--in-place")


def test_undo_of_a_hostile_trash_moves_nothing_out(work: Path) -> None:
    """The list of steps lies in the corpus, which may have come from anywhere."""
    from provenance.errors import ProvenanceError

    run = work / "corpus/.provenance-trash/0001-0000000000000000"
    (run / "old").mkdir(parents=True)
    (run / "old/0.txt").write_text("hostile", "utf-8")
    path = b"../outside.txt".hex()
    (run / "steps.jsonl").write_text(json.dumps({"path": path, "sha256": "", "new": ""}) + "\n", "utf-8")

    with pytest.raises(ProvenanceError, match="leads out of the folder"):
        command("undo", work / "corpus")
    assert not (work / "outside.txt").exists()


def test_plans_are_not_written_into_the_corpus(work: Path) -> None:
    """The next audit would read them."""
    with pytest.raises(UsageError, match="this is in the corpus"):
        command("plan", work / "corpus", "-o", work / "corpus/plan.jsonl")


def test_a_plan_for_people_and_for_programs(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A summary with -o, else the plan itself."""
    assert command("plan", work / "corpus", "--keep", "first", "-o", work / "new.jsonl", "--no-cache") == 0
    assert "drop 7 copies of 13 documents" in capsys.readouterr().out
    assert (work / "new.jsonl").read_bytes() == (work / "plan.jsonl").read_bytes()


@pytest.mark.parametrize(("old", "new"), [('"line":7', '"line":2'), ('"keep":["first"]', '"keep":["longest"]')])
def test_a_plan_is_sealed_until_it_is_edited(old: str, new: str, work: Path) -> None:
    """In any of its lines: the texts that an edited plan names are read again before anything is dropped."""
    assert read(str(work / "plan.jsonl")).sealed

    assert not read(str(edited(work, old, new))).sealed
