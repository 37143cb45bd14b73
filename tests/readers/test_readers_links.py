"""Links that lead out of what was given, or to what is passed over there: told and not followed, unless asked for."""

from __future__ import annotations

import json
import os

import pytest

from provenance.errors import UnreadableFileError
from provenance.readers import read
from provenance.readers.blocks import open_file
from provenance.readers.single import open_text
from provenance.settings import Extent, Reading

INSIDE, SECRET = "The ferry runs.", "The secret words."


@pytest.fixture
def root(tmp_path):
    """A corpus of one text, with something hidden, something excluded and reports in it, and a text outside."""
    for name in ("corpus/a.txt", "corpus/plain"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(INSIDE, encoding="utf-8")
    for name in (
        "out/x.txt",
        "corpus/.git/config",
        "corpus/deep/.x/y.txt",
        "corpus/drafts/z",
        "corpus/made/overview.md",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(SECRET, encoding="utf-8")
    (tmp_path / "corpus/made/audit.json").write_text('{"tool": "provenance"}', encoding="utf-8")
    return tmp_path / "corpus"


def link(path, target):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def reasons(found):
    return {notice.path: notice.message for notice in found.notices if notice.kind == "unreadable"}


OUT = {
    "a file outside": ("l.txt", "../out/x.txt", "out of what was given"),
    "by its whole path": ("l.txt", "{root}/../out/x.txt", "out of what was given"),
    "a folder outside": ("l", "../out", "out of what was given"),
    "out and in to what is hidden": ("l.txt", "../corpus/.git/config", "to what is hidden"),
    "what is hidden": ("l.txt", ".git/config", "to what is hidden"),
    "a folder that is hidden": ("l", ".git", "to what is hidden"),
    "below a hidden folder": ("l.txt", "deep/.x/y.txt", "to what is hidden"),
    "through ..": ("deep/l.txt", "../../out/x.txt", "out of what was given"),
    "what is excluded": ("l.txt", "drafts/z", "to what is excluded"),
    "a folder that is excluded": ("l", "drafts", "to what is excluded"),
    "into a report folder": ("l.md", "made/overview.md", "into a report folder"),
    "a device": ("l.txt", "/dev/zero", "out of what was given"),
}


@pytest.mark.parametrize(("name", "target", "reason"), OUT.values(), ids=OUT)
def test_a_link_out_is_told_and_not_followed(root, gather, name, target, reason):
    """Its notice names it, where it leads and the way out; what it leads to is not read."""
    link(root / name, target.format(root=root))

    found = gather(root, exclude=("drafts/",), extent=Extent(root=str(root)))

    assert found.texts == [INSIDE]
    assert reasons(found) == {name: f"is a link {reason}, so it was not followed; follow-links = true follows it"}


@pytest.mark.parametrize("of", [of for of in OUT if of != "a device"])
def test_a_link_out_is_followed_where_it_is_asked_for(root, gather, of):
    """As any other link."""
    name, target, _ = OUT[of]
    link(root / name, target.format(root=root))
    (root / ".git" / "config.txt").write_text(SECRET, encoding="utf-8")

    found = gather(root, exclude=("drafts/",), extent=Extent(root=str(root)), follow_links=True)

    assert (SECRET in found.texts, reasons(found)) == (of != "a folder that is excluded", {})


def test_every_link_of_a_chain_counts_as_its_end(root, gather):
    """What leads out over a link that stays inside leads out; what comes back in does not."""
    link(root / "one.txt", "two")
    link(root / "two", "../out/three")
    link(root.parent / "out" / "three", "x.txt")
    link(root / "back.txt", "../out/home")
    link(root.parent / "out" / "home", "../corpus/plain")

    found = gather(root)

    assert found.ids == ["a.txt", "back.txt"]
    assert list(reasons(found)) == ["one.txt"]


def test_links_within_are_followed(root, gather):
    """A text under a name that no reader takes; what is read anyway is counted."""
    link(root / "l.txt", "plain")
    link(root / "m.txt", "a.txt")

    found = gather(root)

    assert (found.ids, reasons(found)) == (["a.txt", "l.txt"], {})
    assert any("1 link to what is read anyway" in notice.message for notice in found.notices)


def test_a_link_into_another_root_is_followed(root, gather):
    """All that was given may be read, wherever a link to it lies."""
    (root.parent / "out" / "plain").write_text("Outside.", encoding="utf-8")
    link(root / "l.txt", "../out/plain")

    assert "corpus/l.txt" in gather(root, root.parent / "out").ids
    assert list(reasons(gather(root))) == ["l.txt"]


def test_a_link_that_no_reader_takes_is_counted_by_its_suffix(root, gather):
    """It would not be read if it were followed."""
    link(root / "l.doc", "../out/x.txt")

    found = gather(root)

    assert reasons(found) == {}
    assert any(".doc 1" in notice.message for notice in found.notices)


def test_links_that_were_named_are_followed(root, gather):
    """Files and folders: who names them means what they lead to."""
    link(root / "l.txt", "../out/x.txt")
    link(root / "m", "../out")

    assert gather(root / "l.txt").texts == [SECRET]
    assert gather(root / "m").texts == [SECRET]
    assert sorted(gather(root, root / "l.txt").texts) == [INSIDE, SECRET]
    assert open_text(root / "l.txt", Reading())[1] == SECRET


def test_a_file_that_became_a_link_is_not_followed(root):
    """Between the walk and the reading; nor a link that was allowed and leads elsewhere now."""
    link(root / "l.txt", "plain")
    batches = read([root], Reading())
    for name in ("a.txt", "l.txt", "plain"):
        (root / name).unlink()
        link(root / name, "../out/x.txt")

    (batch,) = batches

    assert not batch.documents
    assert [notice.message for notice in batch.notices if notice.kind == "unreadable"] == [
        "is a link, which is not followed"
    ] * 2
    with pytest.raises(UnreadableFileError, match="a link"):
        open_file(os.fsencode(root / "a.txt"), follow=False)


def test_records_that_became_a_link_are_not_followed(root):
    """As texts."""
    (root / "r.jsonl").write_text('{"text": "one"}\n', encoding="utf-8")
    (root.parent / "out" / "r.jsonl").write_text('{"text": "two"}\n', encoding="utf-8")
    batches = read([root], Reading())
    (root / "r.jsonl").unlink()
    link(root / "r.jsonl", "../out/r.jsonl")

    (batch,) = batches

    assert [document.id for document in batch.documents] == ["a.txt"]


def test_a_sidecar_that_leads_out_states_nothing(root, gather):
    """Its text is read, the notice names the sidecar; one that leads to a file within the corpus counts."""
    (root.parent / "out" / "x.toml").write_text('source = "AFP"\n', encoding="utf-8")
    (root / "x.toml").write_text('source = "VNA"\n', encoding="utf-8")
    sidecar = root / "a.txt.meta.toml"

    for target, said, named, follow in (
        ("../out/x.toml", [], ["a.txt.meta.toml"], False),
        ("../out/x.toml", ["AFP"], [], True),
        ("x.toml", ["VNA"], [], False),
        ("nowhere.toml", [], ["a.txt.meta.toml"], False),
    ):
        sidecar.unlink(missing_ok=True)
        link(sidecar, target)
        found = gather(root, follow_links=follow)

        (document,) = found.documents
        assert [one.value for one in document.statements] == said
        assert [os.path.basename(path) for path in reasons(found)] == (
            ["nowhere.toml"] if target == "nowhere.toml" else named
        )


def test_a_gitignore_that_is_a_link_is_not_followed(root, gather):
    """Nor does git; the notice says so, and nothing is ignored for it."""
    (root.parent / "out" / "patterns").write_text("a.txt\n", encoding="utf-8")
    link(root / ".gitignore", "../out/patterns")
    (root / "b.txt").write_text("Other words.", encoding="utf-8")

    assert gather(root).ids == ["a.txt", "b.txt"]
    assert list(reasons(gather(root))) == [".gitignore"]
    assert gather(root, follow_links=True).ids == ["b.txt"]


def test_no_report_holds_what_a_link_leads_to(root, run):
    """Neither the page nor a table, nor one text that is asked for; with the flag they do."""
    link(root / "l.txt", ".git/config")
    (root / ".git" / "config").write_text(f"{SECRET} " * 30, encoding="utf-8")

    for flag, status, held in (((), 3, False), (("--follow-links",), 0, True)):
        done = run("audit", "corpus", "--output", "reports", "-f", "jsonl", *flag, cwd=root.parent)
        written = b"".join(path.read_bytes() for path in (root.parent / "reports").iterdir())

        codes = [json.loads(line)["code"] for line in done.stdout.splitlines()]
        assert (done.returncode, "IO001" in codes) == (status, not held)
        assert (b"secret words" in written) is held
        assert run("audit", "corpus", "--why", "l.txt", *flag, cwd=root.parent).returncode == (0 if held else 2)
