"""What a check is about: the findings that touch what changed, compared with everything."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from gate_articles import LEADS, article, record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run
    from gate_articles import Git


def test_everything_is_compared_with_everything(git: Git, check: Callable, tmp_path: Path) -> None:
    """A new copy of an old text is found although the old one did not change; old pairs are out of scope."""
    assert len(check()[1]) == 2
    assert check("--changed-since", "HEAD") == (0, [])

    (tmp_path / "texts" / "new.txt").write_text(article(LEADS[2], " z"), encoding="utf-8")
    status, found = check("--changed-since", "HEAD")
    assert status == 1
    assert found in (["new.txt"], ["alone.txt"])


def test_staged_is_what_the_next_commit_holds(git: Git, check: Callable, tmp_path: Path) -> None:
    """A copy counts from when it is added on."""
    (tmp_path / "texts" / "new.txt").write_text(article(LEADS[2], " z"), encoding="utf-8")

    assert check("--staged") == (0, [])
    git("add", "-A")
    assert check("--staged")[0] == 1
    git("commit", "-qm", "second")
    assert check("--staged") == (0, [])
    assert check("--changed-since", "HEAD~1")[0] == 1


def test_a_partly_staged_file_is_judged_as_staged(git: Git, check: Callable, tmp_path: Path) -> None:
    """What the working tree has since makes nothing good, and nothing bad."""
    new = tmp_path / "texts" / "new.txt"
    new.write_text(article(LEADS[2], " z"), encoding="utf-8")
    git("add", "-A")
    new.write_text(article(LEADS[3]), encoding="utf-8")
    assert check("--staged")[0] == 1

    git("add", "-A")
    new.write_text(article(LEADS[2], " z"), encoding="utf-8")
    assert check("--staged") == (0, [])
    assert new.read_text("utf-8") == article(LEADS[2], " z")


def test_the_rest_is_compared_as_staged(git: Git, check: Callable, tmp_path: Path) -> None:
    """An unstaged edit of the original hides no copy of it; so do its removal, and a text that git does not know."""
    texts = tmp_path / "texts"
    (texts / "new.txt").write_text(article(LEADS[2], " z"), encoding="utf-8")
    git("add", "-A")
    (texts / "alone.txt").write_text(article(LEADS[3]), encoding="utf-8")
    assert check("--staged")[0] == 1
    (texts / "alone.txt").unlink()
    assert check("--staged")[0] == 1
    assert check("--staged", "--focus", "texts/old.txt", path=str(texts))[0] == 1

    git("rm", "-q", "--cached", "texts/alone.txt")
    (texts / "alone.txt").write_text(article(LEADS[2]), encoding="utf-8")
    assert check("--staged") == (0, [])
    git("add", "-N", "texts/alone.txt")
    assert check("--staged") == (0, [])
    git("add", "-A")
    assert check("--staged")[0] == 1


def test_links(git: Git, check: Callable, tmp_path: Path) -> None:
    """A link that git does not know hides nothing; one that is staged brings in what it leads to, and nothing else."""
    texts = tmp_path / "texts"
    other = tmp_path / "other"
    other.mkdir()
    (other / "far.txt").write_text(article(LEADS[2], " z"), encoding="utf-8")
    (texts / "link.txt").symlink_to("alone.txt")
    git("add", "other")
    assert check("--staged") == (0, [])
    (texts / "new.txt").write_text(article(LEADS[2], " z"), encoding="utf-8")
    git("add", "texts/new.txt")
    assert check("--staged") in ((1, ["alone.txt"]), (1, ["new.txt"]))

    git("rm", "-qf", "texts/new.txt")
    git("commit", "-qm", "other")
    (texts / "link.txt").unlink()
    for name in ("far.txt", ""):
        link = texts / ("far" + name[3:])
        link.symlink_to(f"../other/{name}")
        assert check("--staged", "--follow-links") == (0, [])
        git("add", "texts")
        assert check("--staged")[0] == 3
        status, (found,) = check("--staged", "--follow-links")
        assert (status, found in {"alone.txt", "far.txt", "far/far.txt"}) == (1, True)
        git("rm", "-qf", "texts/" + link.name)


def test_staged_records(git: Git, check: Callable, tmp_path: Path) -> None:
    """The lines of a file of records are those that are staged."""
    file = tmp_path / "texts" / "r.jsonl"
    before = file.read_text("utf-8")
    file.write_text(before + record("three", LEADS[2], " w"), encoding="utf-8")
    git("add", "-A")
    file.write_text(record("zero", LEADS[3]) + before, encoding="utf-8")
    status, found = check("--staged")

    assert status == 1
    assert found in (["three"], ["alone.txt"])


def test_a_deleted_file_is_found_where_a_walk_would_find_it(git: Git, check: Callable, tmp_path: Path) -> None:
    """What is staged and gone from the working tree counts, unless it is hidden or excluded; its paths are the same."""
    texts = tmp_path / "texts"
    for name in ("deep/er/a.txt", ".hidden/b.txt", "drafts/c.txt", "d.bin"):
        (texts / name).parent.mkdir(parents=True, exist_ok=True)
        (texts / name).write_text(article(LEADS[3], name), encoding="utf-8")
    (tmp_path / "provenance.toml").write_text('select = ["DUP"]\nexclude = ["drafts/"]\n', encoding="utf-8")
    git("add", "-A")
    for folder in ("deep", ".hidden", "drafts"):
        shutil.rmtree(texts / folder)
    assert check("--staged") == (0, [])

    (texts / "again.txt").write_text(article(LEADS[3]), encoding="utf-8")
    git("add", "texts/again.txt")
    status, found = check("--staged")
    assert status == 1
    assert found in (["again.txt"], ["deep/er/a.txt"])


def test_sidecars_are_read_as_staged(git: Git, run: Run, tmp_path: Path) -> None:
    """What an operator states counts as it is staged, and not at all before."""
    (tmp_path / "texts" / "new.txt").write_text(article(LEADS[3]).replace("(VNA)", "").replace("HANOI", ""), "utf-8")
    git("add", "-A")
    sidecar = tmp_path / "texts" / "new.txt.meta.toml"
    sidecar.write_text('source = "VNA"\n', encoding="utf-8")

    def status() -> int:
        return run("check", "texts", "--staged", "--select", "SRC001", cwd=tmp_path).returncode

    assert status() == 1
    git("add", "-A")
    sidecar.write_text("", encoding="utf-8")
    assert status() == 0
    sidecar.unlink()
    assert status() == 0
    (tmp_path / "texts" / "new.txt").unlink()
    assert status() == 0
    git("checkout", "-q", "texts")
    git("rm", "-q", "--cached", "texts/new.txt.meta.toml")
    assert status() == 1


def test_of_two_sidecars_the_staged_one_counts(git: Git, run: Run, tmp_path: Path) -> None:
    """One that git does not know hides none that it knows."""
    (tmp_path / "texts" / "new.txt").write_text(article(LEADS[3]).replace("(VNA)", "").replace("HANOI", ""), "utf-8")
    (tmp_path / "texts" / "new.meta.toml").write_text('source = "VNA"\n', encoding="utf-8")
    git("add", "-A")
    (tmp_path / "texts" / "new.txt.meta.toml").write_text('title = "News"\n', encoding="utf-8")

    assert run("check", "texts", "--staged", "--select", "SRC001", cwd=tmp_path).returncode == 0
    assert run("check", "texts", "--select", "SRC001", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize("name", ["plain.txt.meta.toml", "plain.meta.toml"])
def test_a_sidecar_counts_as_its_text(name: str, git: Git, run: Run, tmp_path: Path) -> None:
    """Who changes or removes what an operator states of a text is told what becomes of that text, and of no other."""
    for text in ("plain", "plainer"):
        (tmp_path / "texts" / f"{text}.txt").write_text(
            article(text).replace("(VNA)", "").replace("HANOI", ""), "utf-8"
        )
    (tmp_path / "texts" / name).write_text('source = "VNA"\n', encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "second")

    def found(*options: str) -> list[str]:
        line = ("check", "texts", "-f", "jsonl", "--select", "SRC001", *options)
        return [json.loads(line)["document"] for line in run(*line, cwd=tmp_path).stdout.splitlines()]

    assert found("--staged") == found("--changed-since", "HEAD") == []
    (tmp_path / "texts" / name).write_text('title = "News"\n', encoding="utf-8")
    git("add", "-A")
    assert found("--staged") == found("--changed-since", "HEAD") == ["plain.txt"]
    assert found("--focus", f"texts/{name}") == ["plain.txt"]
    git("rm", "-qf", f"texts/{name}")
    assert found("--staged") == found("--changed-since", "HEAD") == ["plain.txt"]


@pytest.mark.parametrize("there", ["a link", "a folder"])
def test_what_stands_in_the_place_of_a_staged_text(there: str, git: Git, check: Callable, tmp_path: Path) -> None:
    """A link or a folder in the working tree hides no text that is staged."""
    new = tmp_path / "texts" / "new.txt"
    new.write_text(article(LEADS[2], " z"), encoding="utf-8")
    git("add", "-A")
    new.unlink()
    if there == "a link":
        new.symlink_to("old.txt")
    else:
        new.mkdir()
        (new / "other.txt").write_text(article(LEADS[3]), encoding="utf-8")

    status, found = check("--staged")
    assert status == 1
    assert found in (["new.txt"], ["alone.txt"])


def test_a_staged_link_is_no_text_of_its_own(git: Git, check: Callable, tmp_path: Path) -> None:
    """A text that stands where a link is staged is not in the next commit."""
    link = tmp_path / "texts" / "new.txt"
    link.symlink_to("old.txt")
    git("add", "-A")
    assert check("--staged") == (0, [])
    link.unlink()
    link.write_text(article(LEADS[2], " z"), encoding="utf-8")
    assert check("--staged") == (0, [])
    git("add", "-A")
    assert check("--staged")[0] == 1


def test_the_baseline_is_read_as_staged(git: Git, check: Callable, run: Run, tmp_path: Path) -> None:
    """An entry that the commit will not hold accepts nothing."""
    baseline = tmp_path / ".provenance-baseline.jsonl"
    assert run("baseline", "create", "texts", cwd=tmp_path).returncode == 0
    git("add", "-A")
    git("commit", "-qm", "accepted")
    (tmp_path / "texts" / "new.txt").write_text(article(LEADS[2], " z"), encoding="utf-8")
    git("add", "-A")
    assert run("baseline", "update", "texts", cwd=tmp_path).returncode == 0
    assert check("--staged")[0] == 1
    git("add", "-A")
    assert check("--staged") == (0, [])

    git("commit", "-qm", "accepted too")
    (tmp_path / "texts" / "new.txt").write_text(article(LEADS[2], " zz"), encoding="utf-8")
    baseline.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    git("add", "-A")
    baseline.write_text("", encoding="utf-8")
    result = run("check", "texts", "--staged", cwd=tmp_path)
    assert result.returncode == 2
    assert b".provenance-baseline.jsonl:1: this is a merge conflict marker" in result.stderr


def test_in_a_hook(git: Git, command: Path, tmp_path: Path) -> None:
    """git tells a hook about another index, and in a linked working tree where its folder is."""
    folder = git("rev-parse", "--git-path", "hooks").strip()
    hook = tmp_path / folder / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\nexec "{command}/provenance" check texts --staged --no-cache\n', encoding="utf-8")
    hook.chmod(0o755)

    def commit(place: Path, *more: str) -> int:
        settings = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        return subprocess.run(["git", *settings, "commit", "-qm", "x", *more], cwd=place, check=False).returncode

    git("worktree", "add", "-q", "-b", "other", "linked")
    for place in (tmp_path, tmp_path / "linked"):
        new = place / "texts" / "new.txt"
        new.write_text(article(LEADS[2], " z"), encoding="utf-8")
        subprocess.run(["git", "add", "texts"], cwd=place, check=True)
        assert commit(place) == 1
        new.write_text(article(LEADS[3]), encoding="utf-8")
        assert commit(place) == 1
        assert commit(place, "-a") == 0
        new.write_text(article(LEADS[2], " z"), encoding="utf-8")
        assert commit(place, "texts/new.txt") == 1
        assert commit(place / "texts", "-a") == 1


def test_what_is_staged_behind_a_filter(git: Git, run: Run, check: Callable, tmp_path: Path) -> None:
    """What only a filter could bring out is not read: one sentence that names the file; and no other text matters."""
    (tmp_path / ".gitattributes").write_text("new.txt filter=broken\n", encoding="utf-8")
    new = tmp_path / "texts" / "new.txt"
    new.write_text(article(LEADS[2], " z"), encoding="utf-8")
    git("add", "-A")
    new.write_text("else", encoding="utf-8")
    git("config", "filter.broken.clean", "false")
    assert check("--staged")[0] == 1
    git("config", "filter.broken.smudge", "false")
    result = run("check", "texts", "--staged", cwd=tmp_path)

    assert result.returncode == 3
    assert b"texts/new.txt differs from its staged version, which only the git filter broken" in result.stderr
    assert result.stderr.count(b"\n") == 1
    assert check("--staged", path="texts/old.txt") == (0, [])


def test_staged_before_the_first_commit(git: Git, check: Callable, tmp_path: Path) -> None:
    """A repository without a commit has everything staged."""
    (tmp_path / "texts" / "sub").mkdir()
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "texts" / "sub", check=True)
    for name in ("a", "b"):
        (tmp_path / "texts" / "sub" / f"{name}.txt").write_text(article(LEADS[3], f" {name}"), encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=tmp_path / "texts" / "sub", check=True)

    assert check("--staged", path="texts/sub")[0] == 1


def test_one_added_record_does_not_put_the_others_into_question(git: Git, check: Callable, tmp_path: Path) -> None:
    """In a file of records only the lines that changed count."""
    file = tmp_path / "texts" / "r.jsonl"
    file.write_text(file.read_text("utf-8") + record("three", LEADS[2], " w"), encoding="utf-8")
    status, found = check("--changed-since", "HEAD")

    assert status == 1
    assert found in (["three"], ["alone.txt"])


def test_the_branch_is_measured_from_where_it_left(git: Git, check: Callable, tmp_path: Path) -> None:
    """What main got meanwhile is not what the branch changed."""
    git("switch", "-qc", "branch")
    git("switch", "-q", "main")
    (tmp_path / "texts" / "alone.txt").write_text(article(LEADS[2], " more"), encoding="utf-8")
    git("commit", "-qam", "on main")
    git("switch", "-q", "branch")

    assert check("--changed-since", "main") == (0, [])


def test_focus(git: Git, check: Callable, tmp_path: Path, run: Run) -> None:
    """A file or a folder, and a finding counts that points to it."""
    assert check("--focus", "texts/old.txt")[0] == 1
    assert check("--focus", "texts/old copy é.txt")[0] == 1
    assert check("--focus", "texts/alone.txt") == (0, [])
    assert len(check("--focus", "texts")[1]) == 2
    assert run("check", "texts", "--focus", "nowhere", cwd=tmp_path).returncode == 2


def test_scopes_add_up(git: Git, check: Callable) -> None:
    """What is staged or in focus counts."""
    assert check("--staged", "--focus", "texts/old.txt")[0] == 1


def test_the_place_of_the_command_means_nothing(git: Git, check: Callable, tmp_path: Path) -> None:
    """From a folder below, or from outside with an absolute path, the scope is the same."""
    (tmp_path / "texts" / "new.txt").write_text(article(LEADS[2], " z"), encoding="utf-8")
    git("add", "-A")

    assert check("--staged", path=".", cwd=tmp_path / "texts")[0] == 1
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert check("--staged", "--select", "DUP", path=str(tmp_path / "texts"), cwd=elsewhere)[0] == 1


def test_nothing_in_scope_is_quick_and_still_writes(git: Git, run: Run, tmp_path: Path) -> None:
    """Nothing staged: exit 0, one sentence, and the reports that a server waits for, empty."""
    result = run("check", "texts", "--staged", "-o", "sarif=out.sarif", cwd=tmp_path)

    assert result.returncode == 0
    assert result.stderr == b"nothing in scope, so nothing was checked\n"
    assert json.loads((tmp_path / "out.sarif").read_text("utf-8"))["runs"][0]["results"] == []
    assert run("check", "nowhere", "--staged", cwd=tmp_path).returncode == 2


def test_a_baseline_out_of_scope_is_not_stale(git: Git, run: Run, tmp_path: Path) -> None:
    """The baseline is held against all findings: entries of texts that did not change are no news."""
    assert run("baseline", "create", "texts", cwd=tmp_path).returncode == 0
    (tmp_path / "texts" / "new.txt").write_text(article(LEADS[2], " z"), encoding="utf-8")
    result = run("check", "texts", "--changed-since", "HEAD", "--ratchet", "-f", "jsonl", cwd=tmp_path)

    assert result.returncode == 1
    assert [json.loads(line)["code"] for line in result.stdout.splitlines()] == ["DUP003"]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (["--changed-since", "nowhere"], "--changed-since nowhere: git knows no such commit here"),
        (["--changed-since", "--all"], "argument --changed-since: expected one argument"),
        (["--changed-since=--all"], "--changed-since --all: git knows no such commit here"),
    ],
)
def test_an_unknown_commit(option: list[str], said: str, git: Git, run: Run, tmp_path: Path) -> None:
    """One sentence with the way out, exit 2."""
    result = run("check", "texts", *option, cwd=tmp_path)

    assert result.returncode == 2
    assert said in result.stderr.decode()
    assert result.stderr.count(b"\n") == 1


@pytest.mark.parametrize("option", [["--staged"], ["--changed-since", "HEAD"]])
def test_no_repository(option: list[str], run: Run, tmp_path: Path) -> None:
    """Outside of git the options that need it say so, exit 2."""
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    result = run("check", str(tmp_path), *option, GIT_CEILING_DIRECTORIES=str(tmp_path.parent))

    assert result.returncode == 2
    assert "is not in a git repository" in result.stderr.decode()


def test_no_git(run: Run, tmp_path: Path) -> None:
    """Where git is not installed, the options that need it say so, exit 2."""
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    result = run("check", str(tmp_path), "--staged", PATH=str(tmp_path))

    assert result.returncode == 2
    assert "git cannot be run" in result.stderr.decode()
