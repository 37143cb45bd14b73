"""The gate in repositories as they are: shallow, sparse, nested, conflicted, somebody else's, with any settings."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import shutil
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest
from gate_articles import LEADS, article, record

from provenance.cli import main
from provenance.scope import repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run
    from gate_articles import Git

SINCE = ("--changed-since", "HEAD")


def new_copy(folder: Path, name: str = "new.txt") -> None:
    """Write a near-copy of what is alone so far."""
    (folder / name).write_text(article(LEADS[2], " z"), encoding="utf-8")


@pytest.fixture
def said(run: Run, tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Run the check and give its status and what it says on standard error."""

    def call(*more: str, cwd: Path | None = None, path: str = "texts", **environment: str) -> tuple[int, str]:
        result = run("check", path, *more, cwd=cwd or tmp_path, **environment)
        return result.returncode, result.stderr.decode()

    return call


# What changes, and what does not.


def test_a_change_of_mode_changes_no_text(git: Git, check: Callable, tmp_path: Path) -> None:
    """Neither staged nor not, also where git is told to look at modes."""
    git("config", "core.fileMode", "true")
    (tmp_path / "texts" / "old.txt").chmod(0o755)
    assert check(*SINCE) == check("--staged") == (0, [])
    git("add", "-A")
    assert "100755" in git("ls-files", "-s", "texts/old.txt")
    assert check(*SINCE) == check("--staged") == (0, [])

    with (tmp_path / "texts" / "old.txt").open("a", encoding="utf-8") as file:
        file.write("\nMore.\n")
    git("add", "-A")
    assert check(*SINCE)[0] == check("--staged")[0] == 1


@pytest.mark.parametrize("change", ["", "\nMore of it.\n"])
def test_a_moved_text_is_a_changed_one(change: str, git: Git, check: Callable, tmp_path: Path) -> None:
    """With edits or without; and it is no copy of what stood in its old place."""
    for old, new in (("alone.txt", "moved.txt"), ("old.txt", "sub/old.txt")):
        (tmp_path / "texts" / new).parent.mkdir(exist_ok=True)
        git("mv", f"texts/{old}", f"texts/{new}")
        with (tmp_path / "texts" / new).open("a", encoding="utf-8") as file:
            file.write(change)
        git("add", "-A")
        found = check("--staged")
        assert found == check(*SINCE)
        assert found[0] == (1 if old == "old.txt" else 0)


def test_a_text_deleted_and_added_elsewhere(git: Git, check: Callable, tmp_path: Path) -> None:
    """In two commits it is the same as in one."""
    text = (tmp_path / "texts" / "alone.txt").read_text("utf-8")
    git("rm", "-q", "texts/alone.txt")
    assert check("--staged") == (0, [])
    git("commit", "-qm", "gone")
    (tmp_path / "texts" / "again.txt").write_text(text, encoding="utf-8")
    git("add", "-A")

    assert check("--staged") == check("--changed-since", "HEAD~1") == (0, [])


def test_a_merge_is_about_what_it_brings(git: Git, check: Callable, tmp_path: Path) -> None:
    """Before it is committed and after; a copy of which each side has one text is found by neither side alone."""
    (tmp_path / "texts" / "left.txt").write_text(article(LEADS[3]), encoding="utf-8")
    git("switch", "-qc", "left")
    git("add", "-A")
    git("commit", "-qm", "left")
    git("switch", "-qc", "right", "main")
    (tmp_path / "texts" / "right.txt").write_text(article(LEADS[3], " r"), encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "right")
    assert check("--changed-since", "main") == (0, [])

    git("merge", "--no-commit", "--no-ff", "left")
    assert check("--staged")[0] == 1
    git("commit", "-qm", "merged")
    assert check("--changed-since", "main")[0] == check("--changed-since", "HEAD^1")[0] == 1
    git("checkout", "-q", "--detach")
    assert check("--changed-since", "main")[0] == 1
    assert check("--staged") == (0, [])


def test_line_ends_that_git_converts_are_no_change(git: Git, check: Callable, tmp_path: Path) -> None:
    """A working tree with CRLF, as Windows has it, is what is staged."""
    (tmp_path / ".gitattributes").write_text("*.txt text eol=crlf\n", encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "attributes")
    git("rm", "-q", "-r", "--cached", ".")
    git("reset", "-q", "--hard")
    text = tmp_path / "texts" / "old.txt"
    assert b"\r\n" in text.read_bytes()
    assert check(*SINCE) == check("--staged") == (0, [])

    new_copy(tmp_path / "texts")
    git("add", "-A")
    assert check(*SINCE)[0] == check("--staged")[0] == 1


def test_names_are_no_patterns(git: Git, check: Callable, tmp_path: Path) -> None:
    """The lines that changed in one file of records are not looked for in another whose name its own would fit."""
    texts = tmp_path / "texts"
    (texts / "r?.jsonl").write_text(record("three", LEADS[2], " w"), encoding="utf-8")
    (texts / "r1.jsonl").write_text(record("four", LEADS[3]) + record("five", LEADS[0], " v"), encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "records")
    with (texts / "r?.jsonl").open("a", encoding="utf-8") as file:
        file.write(record("six", "library", " u"))
    (texts / "r1.jsonl").write_text(record("four", LEADS[3], " t") + record("five", LEADS[0], " v"), encoding="utf-8")

    assert check(*SINCE) == (0, [])
    assert check(*SINCE, "--focus", "texts/r1.jsonl")[0] == 1


def test_what_others_set_changes_no_answer(git: Git, check: Callable, tmp_path: Path, run: Run) -> None:
    """Settings of git and variables that other tools are fond of."""
    for name, value in (
        ("diff.context", "9"), ("diff.interHunkContext", "99"), ("diff.renames", "copies"), ("color.ui", "always"),
        ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("diff.external", "false"), ("core.pager", "false"),
        ("status.relativePaths", "true"), ("diff.relative", "true"), ("diff.ignoreSubmodules", "all"),
    ):  # fmt: skip
        git("config", name, value)
    file = tmp_path / "texts" / "r.jsonl"
    file.write_text(
        record("zero", LEADS[3]) + file.read_text("utf-8") + record("end", "museum of glass and of clocks"),
        encoding="utf-8",
    )
    environment = {
        "GIT_DIFF_OPTS": "--unified=9", "GIT_EXTERNAL_DIFF": "false", "GIT_GLOB_PATHSPECS": "1", "GIT_TRACE": "1",
        "LANGUAGE": "de", "GIT_PAGER": "false",
    }  # fmt: skip

    assert check(*SINCE) == (0, [])
    assert run("check", "texts", *SINCE, cwd=tmp_path, **environment).returncode == 0
    new_copy(tmp_path / "texts")
    assert run("check", "texts", *SINCE, cwd=tmp_path, **environment).returncode == 1


# Repositories that do not have it all.


@pytest.fixture
def remote(git: Git, tmp_path: Path) -> str:
    """The address of the repository, with a branch that adds a text."""
    git("switch", "-qc", "branch")
    (tmp_path / "texts" / "more.txt").write_text(article(LEADS[3]), encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "more")
    git("switch", "-q", "main")
    git("commit", "-q", "--allow-empty", "-m", "meanwhile")
    return f"file://{tmp_path}"


def test_a_shallow_clone(remote: str, git: Git, said: Callable, tmp_path: Path) -> None:
    """Where the history that is asked for is missing, a sentence names the way out, and that leads there."""
    clone = tmp_path / "clone"
    git("clone", "-q", "--depth", "1", "-b", "branch", remote, str(clone))
    status, message = said("--changed-since", "origin/main", cwd=clone)
    assert (status, "git knows no such commit here; fetch it (this clone is shallow: " in message) == (2, True)

    git("-C", str(clone), "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    status, message = said("--changed-since", "origin/main", cwd=clone)
    assert (status, "this clone is shallow" in message, "git fetch --unshallow" in message) == (2, True, True)

    git("-C", str(clone), "fetch", "-q", "--unshallow")
    assert said("--changed-since", "origin/main", cwd=clone)[0] == 0
    assert said("--staged", cwd=clone)[0] == 0


def test_a_shallow_merge_of_what_is_asked_for(remote: str, git: Git, check: Callable, tmp_path: Path) -> None:
    """Code hosts check out the merge of a branch: its parent is known though it is cut off."""
    new_copy(tmp_path / "texts")
    git("add", "-A")
    git("commit", "-qm", "a copy on main")
    git("branch", "merged")
    git("switch", "-q", "merged")
    git("merge", "-q", "--no-edit", "branch")
    clone = tmp_path / "clone"
    git("clone", "-q", "--depth", "1", "-b", "merged", remote, str(clone))
    git("-C", str(clone), "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main")

    assert check(cwd=clone)[0] == 1
    assert check("--changed-since", "origin/main", cwd=clone) == (0, [])


def test_histories_that_have_nothing_in_common(git: Git, check: Callable, tmp_path: Path) -> None:
    """In a whole clone what differs counts."""
    git("checkout", "-q", "--orphan", "other")
    git("commit", "-qm", "anew")
    assert check("--changed-since", "main") == (0, [])
    new_copy(tmp_path / "texts")
    assert check("--changed-since", "main")[0] == 1


def test_a_reference_that_a_script_left_empty(git: Git, said: Callable) -> None:
    """It is no wish to check everything."""
    status, message = said("--changed-since", "")
    assert (status, "git knows no such commit" in message) == (2, True)


def test_a_sparse_checkout(git: Git, said: Callable, tmp_path: Path) -> None:
    """Texts that are not checked out are not compared, and that is said; not where all that is asked for is there."""
    for name in ("here", "there"):
        (tmp_path / "texts" / name).mkdir()
        (tmp_path / "texts" / name / "a.txt").write_text(article(name), encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "folders")
    git("sparse-checkout", "set", "texts/here")
    (tmp_path / "texts" / "here" / "b.txt").write_text(article("there", " x"), encoding="utf-8")
    git("add", "texts/here")

    for option in (("--staged",), SINCE):
        status, message = said(*option)
        assert (status, f"{option[0]}: 1 text is outside the sparse checkout" in message) == (0, True)
        assert "sparse" not in said(*option, path="texts/here")[1]
    git("sparse-checkout", "disable")
    status, message = said("--staged")
    assert (status, "sparse" in message) == (1, False)


@pytest.mark.parametrize("name", ["p.txt", "p.md", "p.jsonl", "p.txt.gz", "p.jsonl.gz"])
def test_a_pointer_is_not_its_text(name: str, git: Git, said: Callable, tmp_path: Path) -> None:
    """Where Git LFS brought nothing the check is incomplete, and says what brings it."""
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"4d" * 32 + b"\nsize 12345\n"
    (tmp_path / "texts" / name).write_bytes(pointer)
    git("add", "-A")
    for option in ((), ("--staged",), SINCE):
        status, message = said(*option)
        assert (status, f"{name}: unreadable: is a Git LFS pointer" in message) == (3, True)
        assert "git lfs pull" in message

    text = article(LEADS[3]).encode() if ".jsonl" not in name else record("one", LEADS[3]).encode()
    (tmp_path / "texts" / name).write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    assert said(*SINCE)[0] == 0


def test_a_text_about_pointers_is_a_text(git: Git, said: Callable, tmp_path: Path) -> None:
    """What begins like one and goes on is read."""
    text = "version https://git-lfs.github.com/spec/v1\n" + article(LEADS[3]) * 2
    (tmp_path / "texts" / "about.txt").write_text(text, encoding="utf-8")
    assert "LFS" not in said()[1]


def test_an_ignored_text_that_git_has_all_the_same(git: Git, said: Callable, check: Callable, tmp_path: Path) -> None:
    """It is passed over as in every run, and that is said where it is what the check is about."""
    (tmp_path / ".gitignore").write_text("new.txt\nother.txt\n", encoding="utf-8")
    new_copy(tmp_path / "texts")
    new_copy(tmp_path / "texts", "other.txt")
    git("add", "-f", "texts/new.txt")
    status, message = said("--staged")

    assert (status, "texts/new.txt: git tracks this text, but a .gitignore matches it" in message) == (0, True)
    assert "other.txt" not in message
    with (tmp_path / "provenance.toml").open("a", encoding="utf-8") as file:
        file.write("respect-gitignore = false\n")
    status, message = said("--staged")
    assert (status, "gitignore" in message) == (1, False)


# What is staged.


def test_an_intended_text_is_not_staged(git: Git, check: Callable, tmp_path: Path) -> None:
    """git add -N says that a text will come: it is in no commit yet, and is among what changed."""
    new_copy(tmp_path / "texts")
    git("add", "-N", "texts/new.txt")

    assert check("--staged") == (0, [])
    assert check(*SINCE)[0] == 1


def test_an_index_with_conflicts(git: Git, said: Callable, tmp_path: Path) -> None:
    """There is no next commit before they are resolved."""
    for branch in ("left", "right"):
        git("switch", "-qc", branch, "main")
        (tmp_path / "texts" / "alone.txt").write_text(article(branch), encoding="utf-8")
        git("commit", "-qam", branch)
    with pytest.raises(subprocess.CalledProcessError):
        git("merge", "left")
    status, message = said("--staged")
    assert (status, "texts/alone.txt has a merge conflict, so there is no next commit yet" in message) == (2, True)

    (tmp_path / "texts" / "alone.txt").write_text(article(LEADS[0], " q"), encoding="utf-8")
    git("add", "-A")
    assert said("--staged")[0] == 1


def test_a_baseline_that_is_not_staged(git: Git, said: Callable, run: Run, tmp_path: Path) -> None:
    """What the commit will not hold accepts nothing, and is named; what it holds does, though it is gone from here."""
    name = ".provenance-baseline.jsonl"
    new_copy(tmp_path / "texts")
    git("add", "-A")
    assert run("baseline", "create", "texts", cwd=tmp_path).returncode == 0
    status, message = said("--staged")
    assert (status, f"{name}: this baseline is not staged" in message) == (1, True)
    assert said(*SINCE)[0] == 0

    git("add", "-A")
    assert said("--staged")[0] == 0
    (tmp_path / name).unlink()
    assert said("--staged")[0] == said("--staged", "--baseline", name)[0] == 0
    assert said(*SINCE)[0] == 1
    git("add", "-A")
    assert said("--staged")[0] == 1
    assert said("--staged", "--baseline", name)[0] == 2


# Whose repository it is.


def test_a_submodule(git: Git, said: Callable, tmp_path: Path) -> None:
    """Its texts are its own repository's; of the one around it, they all change with the commit that it names."""
    inner = tmp_path / "inner"
    inner.mkdir()
    settings = ("-C", str(inner))
    git(*settings, "init", "-q", "-b", "main")
    for name, change in (("a", ""), ("b", " x")):
        (inner / f"{name}.txt").write_text(article(LEADS[3], change), encoding="utf-8")
    git(*settings, "add", "-A")
    git(*settings, "commit", "-qm", "inner")
    git("-c", "protocol.file.allow=always", "submodule", "add", "-q", "./inner", "texts/sub")
    assert said("--staged")[0] == said(*SINCE)[0] == 1
    git("commit", "-qm", "sub", "--", "texts/sub", ".gitmodules")
    assert said("--staged")[0] == 0

    (tmp_path / "texts" / "sub" / "c.txt").write_text(article(LEADS[3], " y"), encoding="utf-8")
    git("-C", str(tmp_path / "texts" / "sub"), "add", "-A")
    assert said("--staged")[0] == 0
    assert said("--staged", path="texts/sub")[0] == 1
    status, message = said("texts/sub", "--staged")
    assert (status, "texts/sub is not in the repository of the first path" in message) == (2, True)


def test_two_repositories(git: Git, said: Callable, tmp_path: Path) -> None:
    """They have no next commit in common."""
    other = tmp_path / "other"
    git("clone", "-q", str(tmp_path), str(other))
    new_copy(other / "texts")
    git("-C", str(other), "add", "-A")
    for first, second in (("texts", "other/texts"), ("other/texts", "texts")):
        for option in (("--staged",), SINCE):
            status, message = said(second, *option, path=first)
            assert (status, f"{second} is not in the repository of the first path" in message) == (2, True)
    assert said("--staged")[0] == 0
    assert said("--staged", path="other/texts")[0] == 1
    assert said("texts/alone.txt", "--staged", path="texts/old.txt")[0] == 0


def test_a_hook_looks_at_another_repository(git: Git, said: Callable, tmp_path: Path) -> None:
    """What git tells its hook is not about that one."""
    other = tmp_path / "other"
    git("clone", "-q", str(tmp_path), str(other))
    new_copy(other / "texts")
    git("-C", str(other), "add", "-A")
    for told in ({"GIT_INDEX_FILE": ".git/index"}, {"GIT_DIR": ".git", "GIT_INDEX_FILE": str(tmp_path / ".git/index")}):
        assert said("--staged", path="other/texts", **told)[0] == 1
        assert said("--staged", path="texts", **told)[0] == 0
    index = str(tmp_path / "next")
    git("add", "-N", "texts")
    shutil.copyfile(other / ".git" / "index", index)
    (tmp_path / "texts" / "new.txt").write_bytes((other / "texts" / "new.txt").read_bytes())
    subprocess.run(
        ["git", "add", "texts/new.txt"], cwd=tmp_path, env=os.environ | {"GIT_INDEX_FILE": index}, check=True
    )
    assert said("--staged")[0] == 0
    assert said("--staged", GIT_INDEX_FILE="next")[0] == 1


def test_a_repository_apart_from_its_texts(git: Git, said: Callable, tmp_path: Path) -> None:
    """GIT_DIR alone, and with GIT_WORK_TREE, as those have it who keep their home in git."""
    apart = tmp_path / "apart"
    (tmp_path / ".git").rename(apart)
    environment = {"GIT_DIR": str(apart), "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    assert said("--staged", **environment)[0] == 0
    new_copy(tmp_path / "texts")
    subprocess.run(["git", "add", "texts"], cwd=tmp_path, env=os.environ | environment, check=True)

    assert said("--staged", **environment)[0] == 1
    assert said("--staged", **environment | {"GIT_DIR": "apart"})[0] == 1
    work = environment | {"GIT_WORK_TREE": str(tmp_path)}
    assert said("--staged", path=str(tmp_path / "texts"), cwd=tmp_path / "texts", **work)[0] == 1


def test_a_bare_repository(git: Git, said: Callable, tmp_path: Path) -> None:
    """It has no texts that could be staged."""
    bare = tmp_path / "bare.git"
    git("clone", "-q", "--bare", str(tmp_path), str(bare))
    (bare / "texts").mkdir()
    (bare / "texts" / "a.txt").write_text("text", encoding="utf-8")
    for environment in ({}, {"GIT_DIR": "."}):
        status, message = said("--staged", cwd=bare, **environment)
        assert (status, "has the files of a bare git repository" in message, message.count("\n")) == (2, True, 1)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("name", [".gitignore", ".gitattributes", ".gitmodules"])
def test_a_pipe_that_git_would_wait_for(name: str, git: Git, said: Callable, tmp_path: Path) -> None:
    """It is refused by its name; a file or a link of that name is not."""
    folder = tmp_path / "texts" / "deep"
    folder.mkdir()
    (folder / name).symlink_to("nowhere")
    linked = said("--changed-since", "HEAD")
    (folder / name).unlink()
    os.mkfifo(folder / name)

    assert linked[0] in {0, 1}
    for options in (("--changed-since", "HEAD"), ("--staged",)):
        status, message = said(*options)[0], said(*options)[-1]
        assert status == 2
        assert f"{name} is not a regular file, and git may wait for it for ever" in message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize(
    "name",
    [
        ".git/HEAD", ".git/config", ".git/index", ".git/packed-refs", ".git/info/exclude", ".git/info/attributes",
        ".git/objects/info/alternates", ".git/commondir", "texts/HEAD", "texts/inner/.git/HEAD", "apart/HEAD",
    ],
)  # fmt: skip
@pytest.mark.parametrize("linked", [False, True])
def test_a_pipe_among_what_git_finds_a_repository_by(
    name: str, linked: bool, git: Git, said: Callable, tmp_path: Path
) -> None:
    """It is refused before git is asked, also behind a link."""
    git("init", "-q", "texts/inner")
    if name.startswith("apart"):
        (tmp_path / ".git").rename(tmp_path / "apart")
        (tmp_path / ".git").write_text("gitdir: apart\n", encoding="utf-8")
    path = tmp_path / name
    path.unlink(missing_ok=True)
    if linked:
        os.mkfifo(tmp_path / "pipe")
        path.symlink_to(tmp_path / "pipe")
    else:
        os.mkfifo(path)

    for options in (SINCE, ("--staged",)):
        status, message = said(*options)
        assert (status, message.count("\n")) == (2, 1)
        assert f"{name} is not a regular file, and git may wait for it for ever" in message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_what_git_does_not_wait_for(git: Git, said: Callable, tmp_path: Path) -> None:
    """Links to the null device and to nothing, sockets, and pipes that git does not open are left alone."""
    (tmp_path / ".git" / "info" / "exclude").unlink(missing_ok=True)
    (tmp_path / ".git" / "info" / "exclude").symlink_to(os.devnull)
    (tmp_path / ".git" / "info" / "attributes").symlink_to("nowhere")
    os.mkfifo(tmp_path / "texts" / "pipe")
    with socket.socket(socket.AF_UNIX) as server, contextlib.chdir(tmp_path / ".git"):
        server.bind("monitor.ipc")  # a socket's path must be short
    assert said(*SINCE)[0] == said("--staged")[0] == 0


@pytest.mark.parametrize("options", [SINCE, ("--staged",)])
def test_a_repository_is_looked_for_once(
    options: tuple[str, ...], git: Git, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The scope, the sentences about what is not read, and the staged texts come from one search and one walk."""
    monkeypatch.chdir(tmp_path)
    walk, tops = repository.in_working_tree, []
    monkeypatch.setattr(repository, "in_working_tree", lambda top: tops.append(top) or walk(top))
    (tmp_path / "texts" / "alone.txt").write_text(article(LEADS[0], " y"), encoding="utf-8")
    git("add", "texts/alone.txt")

    assert main(["check", "texts", "--no-cache", *options]) == 1
    assert tops == [os.fsencode(os.path.realpath(tmp_path))]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_repository_of_another_user(git: Git, said: Callable, tmp_path: Path) -> None:
    """git does not trust it; the sentence says what git says how to, and that works."""
    for path in (tmp_path, tmp_path / ".git"):
        os.chown(path, 65534, 65534)
    own = {"HOME": str(tmp_path / "home"), "LANGUAGE": "de"}
    (tmp_path / "home").mkdir()
    status, message = said("--staged", **own)
    assert (status, "git does not trust the repository around" in message, message.count("\n")) == (2, True, 1)
    way_out = message.rpartition("if you do, run: ")[2].split()
    assert way_out[:5] == ["git", "config", "--global", "--add", "safe.directory"]

    subprocess.run(way_out, env=os.environ | own, check=True)
    assert said("--staged", **own)[0] == 0


# Baselines that something happened to.


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"code":"DUP003","paths":["a","b"],"conte', ":1: this is not a line of a baseline"),
        (b"<<<<<<< HEAD\n{}\n", ":1: this is a merge conflict marker"),
        (b"\n||||||| base\n", ":2: this is a merge conflict marker"),
        (
            b'{"code":"DUP003","paths":["a","b"],"contents":["",""],"why":"","since":3}\n',
            ":1: this version does not know the key",
        ),
        (b"[]\n", ":1: this is not a line of a baseline"),
        (b'{"code":3,"paths":["a"],"contents":[""]}', ":1: this line of the baseline has impossible values"),
        (b'{"code":"DUP003","paths":["a"],"contents":["",""]}', ":1: this line of the baseline has impossible values"),
        (
            b'{"code":"DUP003","paths":["a"],"contents":[""],"count":0}',
            ":1: this line of the baseline has impossible values",
        ),
        (b'{"code":"DUP003","paths":["a"],"contents":[""],"score":1e999}', ":1: this is not a line of a baseline"),
        (b'{"code":"DUP003","paths":["a"],"contents":[""],"score":NaN}', ":1: this is not a line of a baseline"),
        (b"\xff\xfe{\x00}\x00\n", ":1: this is not a line of a baseline"),
        (b'{"code":"DUP003"\x00}', ":1: this is not a line of a baseline"),
        (b"[" * 100_000, ":1: this is not a line of a baseline"),
    ],
)
def test_a_broken_baseline(content: bytes, message: str, git: Git, said: Callable, tmp_path: Path) -> None:
    """One sentence with the line and the way out, exit 2, and the file is left as it is."""
    baseline = tmp_path / ".provenance-baseline.jsonl"
    baseline.write_bytes(content)
    status, told = said()

    assert (status, f"{baseline.name}{message}" in told, told.count("\n")) == (2, True, 1)
    assert baseline.read_bytes() == content


@pytest.mark.parametrize("code", ["dup003", "XYZ001"])
def test_a_baseline_for_a_rule_that_there_is_not(code: str, git: Git, run: Run, tmp_path: Path) -> None:
    """A slip, or a rule of a later version: it accepts nothing, SUP002 says so, and pruning leaves it alone."""
    baseline = tmp_path / ".provenance-baseline.jsonl"
    assert run("baseline", "create", "texts", cwd=tmp_path).returncode == 0
    baseline.write_text(baseline.read_text("utf-8").replace('"DUP003"', f'"{code}"', 1), encoding="utf-8")
    before = sorted(baseline.read_bytes().splitlines())
    result = run("check", "texts", cwd=tmp_path)

    assert result.returncode == 1
    assert f"SUP002 {code} of" in result.stdout.decode()
    assert run("baseline", "prune", "texts", cwd=tmp_path).returncode == 0
    assert sorted(baseline.read_bytes().splitlines()) == before


def test_a_baseline_that_was_edited(git: Git, said: Callable, run: Run, tmp_path: Path) -> None:
    """Lines and keys in another order, twice, with other line ends, blanks and a mark of UTF-8 are as good."""
    baseline = tmp_path / ".provenance-baseline.jsonl"
    assert run("baseline", "create", "texts", cwd=tmp_path).returncode == 0
    lines = [json.loads(line) for line in baseline.read_bytes().splitlines()]
    edited = [json.dumps(dict(reversed(line.items())), indent=None) for line in reversed(lines)]
    baseline.write_bytes(b"\xef\xbb\xbf" + "\r\n\r\n  ".join([*edited, *edited]).encode())

    assert said("--ratchet")[0] == 0
    baseline.write_bytes(baseline.read_bytes().replace(b"0.", b"0.1"))
    assert said()[0] in {0, 1}
    baseline.unlink()
    baseline.mkdir()
    status, told = said()
    assert (status, "is a directory" in told.lower(), told.count("\n")) == (2, True, 1)
