"""The gate runs nothing that a corpus or its repository configures, and fetches nothing."""

from __future__ import annotations

import hashlib
import os
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

SINCE = ("--changed-since", "HEAD")
OPTIONS = [("--staged",), SINCE]


@pytest.fixture
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A command that leaves a trace, and passes on what it is given."""
    folder = tmp_path_factory.mktemp("canary")
    script = folder / "run"
    script.write_text(f'#!/bin/sh\ntouch "{folder}/trace"\nexec cat\n', encoding="utf-8")
    script.chmod(0o755)
    return script


@pytest.fixture
def ran(canary: Path) -> Callable[[], bool]:
    """Say whether the command was run since this was last asked."""

    def call() -> bool:
        trace = canary.parent / "trace"
        there = trace.exists()
        trace.unlink(missing_ok=True)
        return there

    return call


@pytest.fixture
def said(run: Run, tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Run the check and give its status and what it says on standard error."""

    def call(*more: str, path: str = "texts", cwd: Path | None = None, **environment: str) -> tuple[int, str]:
        result = run("check", path, *more, cwd=cwd or tmp_path, **environment)
        return result.returncode, result.stderr.decode()

    return call


def touch(folder: Path) -> None:
    """Let git doubt that the files in *folder* are what it knows."""
    for file in folder.rglob("*.*"):
        os.utime(file, (1, 1))


def arm(git: Git, canary: Path, *at: str) -> None:
    """Set all in a repository that git would run to look at its working tree."""
    for name in (
        "filter.x.clean", "filter.x.smudge", "core.fsmonitor", "diff.external", "diff.x.textconv", "diff.x.command",
        "core.pager", "core.sshCommand", "core.askPass", "credential.helper", "gpg.program", "core.editor",
        "sequence.editor", "interactive.diffFilter", "core.gitProxy", "core.alternateRefsCommand",
    ):  # fmt: skip
        git(*at, "config", name, str(canary))
    hooks = canary.parent / "hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-index-change", "post-checkout", "pre-commit", "fsmonitor-watchman", "reference-transaction"):
        shutil.copyfile(canary, hooks / hook)
        (hooks / hook).chmod(0o755)
    git(*at, "config", "core.hooksPath", str(hooks))


# Repositories within the corpus.


def _bare(git: Git, folder: Path, canary: Path) -> None:
    """Make *folder* a bare repository that names itself as its working tree, and a filter."""
    inner = folder.parent / "inner"
    inner.mkdir()
    (inner / "good.txt").write_text(article(LEADS[3]), encoding="utf-8")
    (inner / ".gitattributes").write_text("*.txt filter=x diff=x\n", encoding="utf-8")
    git("-C", str(inner), "init", "-q", "-b", "main")
    git("-C", str(inner), "add", "-A")
    git("-C", str(inner), "commit", "-qm", "inner")
    arm(git, canary, "-C", str(inner))
    git("-C", str(inner), "config", "core.worktree", ".")
    (inner / ".git").rename(folder)
    for name in ("good.txt", ".gitattributes"):
        (inner / name).rename(folder / name)
    (folder / "good.txt").write_text("changed", encoding="utf-8")
    shutil.rmtree(inner)


@pytest.mark.parametrize("option", [*OPTIONS, ("--changed-since", "main")])
def test_a_folder_that_is_a_bare_repository(
    option: tuple[str, ...], git: Git, said: Callable, canary: Path, ran: Callable, tmp_path: Path
) -> None:
    """git is not asked about it, whether it, a file or a folder in it is named; above it, it is files like others."""
    folder = tmp_path / "texts" / "articles"
    _bare(git, folder, canary)
    (folder / "sub").mkdir()
    (folder / "sub" / "a.txt").write_text(article(LEADS[3], " x"), encoding="utf-8")
    touch(folder)

    for path, more in (("texts/articles", ()), ("texts/articles/good.txt", ()), ("texts/articles/sub", ())):
        status, message = said(*option, *more, path=path)
        assert (status, message.count("\n")) == (2, 1)
        assert "texts/articles has the files of a bare git repository" in message
    assert said("texts/articles", *option)[0] == said(*option, path=".", cwd=folder)[0] == 2
    assert said(*option)[0] == 0
    assert not ran()
    git("-C", str(folder), "diff")
    assert ran()


def test_a_bare_repository_whose_objects_are_elsewhere(git: Git, said: Callable, canary: Path, tmp_path: Path) -> None:
    """Two files make a folder one for git; a text that is called HEAD does not."""
    folder = tmp_path / "texts" / "articles"
    _bare(git, folder, canary)
    (folder / "commondir").write_text("../../elsewhere\n", encoding="utf-8")
    shutil.rmtree(folder / "refs")
    assert "bare git repository" in said("--staged", path="texts/articles")[1]

    (folder / "commondir").unlink()
    assert said("--staged", path="texts/articles")[0] == 0


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("apart", [False, True])
def test_an_inner_repository(
    apart: bool, option: tuple[str, ...], git: Git, said: Callable, canary: Path, ran: Callable, tmp_path: Path
) -> None:
    """Seen from the one around it or named itself, with a folder .git or a file that leads elsewhere."""
    inner = tmp_path / "texts" / "inner"
    git("clone", "-q", str(tmp_path), str(inner))
    (inner / ".gitattributes").write_text("*.txt filter=x diff=x\n", encoding="utf-8")
    arm(git, canary, "-C", str(inner))
    if apart:
        (inner / ".git").rename(tmp_path / "elsewhere")
        (inner / ".git").write_text("gitdir: ../../elsewhere\n", encoding="utf-8")
    touch(inner / "texts")

    assert said(*option, path="texts/inner")[0] == 0
    (inner / "texts" / "new.txt").write_text(article(LEADS[2], " z"), encoding="utf-8")
    subprocess.run(["git", "-C", str(inner), "add", "-N", "texts/new.txt"], check=True, capture_output=True)
    ran()
    assert said(*option, path="texts/inner")[0] == (1 if option == SINCE else 0)
    # git does not know it, so it is no part of the next commit, and all of it is new.
    assert said(*option)[0] == (1 if option == SINCE else 0)
    assert not ran()
    subprocess.run(["git", "-C", str(inner), "status"], check=True, capture_output=True)
    assert ran()


@pytest.mark.parametrize("option", OPTIONS)
def test_a_submodule_with_a_filter(
    option: tuple[str, ...], git: Git, said: Callable, canary: Path, ran: Callable, tmp_path: Path
) -> None:
    """It is clean where nothing changed, and counts whole where something did, by a look that runs nothing."""
    other = tmp_path.parent / f"{tmp_path.name}-other"
    git("clone", "-q", str(tmp_path), str(other))
    (other / ".gitattributes").write_text("*.txt filter=x diff=x\n", encoding="utf-8")
    git("-C", str(other), "add", "-A")
    git("-C", str(other), "commit", "-qm", "attributes")
    git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "texts/sub")
    git("commit", "-qm", "sub")
    arm(git, canary, "-C", "texts/sub")
    touch(tmp_path / "texts" / "sub" / "texts")
    assert said(*option)[0] == 0
    assert said(*option, path="texts/sub")[0] == 0
    assert not ran()

    (tmp_path / "texts" / "sub" / "texts" / "alone.txt").write_text(article(LEADS[2], " q"), encoding="utf-8")
    assert said(*option)[0] == (1 if option == SINCE else 0)
    assert not ran()
    git("status")
    assert ran()


# What the repository itself sets.


@pytest.mark.parametrize("option", OPTIONS)
def test_all_that_a_repository_can_set(
    option: tuple[str, ...], git: Git, said: Callable, canary: Path, ran: Callable, tmp_path: Path
) -> None:
    """Filters, drivers, hooks and the monitor are not run, also where they are set in another file."""
    (tmp_path / ".gitattributes").write_text("* filter=x diff=x\n", encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "attributes")
    arm(git, canary)
    (tmp_path / ".git" / "config").rename(tmp_path / ".git" / "more")
    (tmp_path / ".git" / "config").write_text("[include]\n\tpath = more\n", encoding="utf-8")
    touch(tmp_path / "texts")
    assert said(*option)[0] == 0
    file = tmp_path / "texts" / "r.jsonl"
    file.write_text(file.read_text("utf-8") + record("three", LEADS[2], " w"), encoding="utf-8")
    assert said(*option)[0] == (1 if option == SINCE else 0)
    subprocess.run(["git", "-c", "filter.x.clean=cat", "add", "-A"], cwd=tmp_path, check=True, capture_output=True)
    ran()

    assert said(*option)[0] == 1
    assert not ran()
    touch(tmp_path / "texts")
    git("diff", "HEAD")
    assert ran()


@pytest.mark.parametrize("step", ["clean", "process"])
def test_a_file_behind_a_filter_may_count_as_changed(
    step: str, git: Git, said: Callable, canary: Path, ran: Callable, tmp_path: Path
) -> None:
    """Its bytes are not those that git keeps: that is said, and not where they are the same, or there is no filter."""
    (tmp_path / ".gitattributes").write_text("texts/old* filter=x\n", encoding="utf-8")
    git("config", "filter.x.clean", "tr a-z A-Z")
    git("add", "-A", "--renormalize")
    git("commit", "-qm", "filtered")
    git("config", "--remove-section", "filter.x")
    git("config", f"filter.x.{step}", str(canary))
    touch(tmp_path / "texts")
    status, message = said(*SINCE)
    assert (status, "texts/old copy é.txt and 1 more may count as changed though" in message) == (1, True)
    assert "(filter=x)" in message

    git("config", "--remove-section", "filter.x")
    assert "filter" not in said(*SINCE)[1]
    git("config", "filter.y.clean", str(canary))
    assert "filter" not in said(*SINCE)[1]
    assert not ran()


@pytest.mark.parametrize("option", OPTIONS)
def test_a_pointer_to_what_is_there(
    option: tuple[str, ...], git: Git, said: Callable, canary: Path, ran: Callable, tmp_path: Path
) -> None:
    """A text of Git LFS is unchanged where its checksum is that of the pointer, and changed where it is not."""
    text = tmp_path / "texts" / "new.txt"
    content = article(LEADS[2], " z").encode()
    checksum = hashlib.sha256(content).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{checksum}\nsize {len(content)}\n"
    text.write_text(pointer, encoding="utf-8")
    (tmp_path / ".gitattributes").write_text("new.txt filter=lfs\n", encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "pointer")
    for step in ("clean", "smudge", "process"):
        git("config", f"filter.lfs.{step}", str(canary))
    text.write_bytes(content)
    (tmp_path / "texts" / "other.txt").write_text(article(LEADS[3]), encoding="utf-8")
    git("add", "texts/other.txt")
    assert said(*option)[0] == 0

    text.write_bytes(content.replace(b"Report 1", b"Report 9"))
    status, message = said(*option)
    assert (status, "filter" in message) == (1 if option == SINCE else 3, True)
    assert not ran()


# What is elsewhere.


@pytest.mark.parametrize("way", ["url", "uploadpack", "sshCommand"])
def test_a_partial_clone_fetches_nothing(
    way: str, git: Git, said: Callable, canary: Path, ran: Callable, tmp_path: Path
) -> None:
    """What is not here makes the check incomplete, and a sentence names the way out, which leads there."""
    file = tmp_path / "texts" / "r.jsonl"
    before = file.read_text("utf-8")
    file.write_text(before + record("three", LEADS[3]), encoding="utf-8")
    git("commit", "-qam", "third")
    git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git("clone", "-q", "--filter=blob:none", f"file://{tmp_path}", str(clone))
    at = ("-C", str(clone), "config")
    settings = {
        "url": {"remote.origin.url": f"ext::{canary}"},
        "uploadpack": {"remote.origin.uploadpack": str(canary)},
        "sshCommand": {"remote.origin.url": "ssh://127.0.0.1/x", "core.sshCommand": str(canary)},
    }[way]
    for name, value in {**settings, "protocol.allow": "always", "protocol.ext.allow": "always"}.items():
        git(*at, name, value)

    assert said("--staged", cwd=clone)[0] == said(*SINCE, cwd=clone)[0] == 0
    status, message = said("--changed-since", "HEAD~1", cwd=clone)
    assert (status, message.count("\n")) == (3, 1)
    assert "this clone is partial, git fetch --refetch --no-filter makes it complete" in message
    assert said("--changed-since", "1" * 40, cwd=clone)[0] == 2
    assert not ran()
    # Or git and it would wait for each other.
    canary.write_text(canary.read_text("utf-8").replace("exec cat", "exit 1"), encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        git("-C", str(clone), "diff", "HEAD~1")
    assert ran()

    git(*at, "remote.origin.url", f"file://{tmp_path}")
    git(*at, "remote.origin.uploadpack", "git-upload-pack")
    git("-C", str(clone), "fetch", "-q", "--refetch", "--no-filter")
    assert said("--changed-since", "HEAD~1", cwd=clone)[0] == 0


@pytest.mark.parametrize("option", OPTIONS)
def test_variables_that_lead_elsewhere(
    option: tuple[str, ...], git: Git, said: Callable, canary: Path, ran: Callable, tmp_path: Path
) -> None:
    """Neither a repository that GIT_DIR names nor a command in the environment is run."""
    (tmp_path / ".gitattributes").write_text("* filter=x diff=x\n", encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "attributes")
    arm(git, canary)
    (tmp_path / ".git").rename(tmp_path / "apart")
    touch(tmp_path / "texts")
    environment = {
        "GIT_DIR": str(tmp_path / "apart"), "GIT_EXTERNAL_DIFF": str(canary), "GIT_SSH_COMMAND": str(canary),
        "GIT_PAGER": str(canary), "GIT_ASKPASS": str(canary), "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": str(canary),
    }  # fmt: skip

    assert said(*option, **environment)[0] == 0
    assert said(*option, **environment, GIT_WORK_TREE=str(tmp_path))[0] == 0
    assert not ran()


@pytest.mark.parametrize("option", OPTIONS)
def test_the_filters_of_the_user(
    option: tuple[str, ...], git: Git, said: Callable, canary: Path, ran: Callable, tmp_path: Path
) -> None:
    """What a user set for all repositories is not run for a corpus that asks for it; what names files is heeded."""
    home = tmp_path / "home"
    (home / ".config" / "git").mkdir(parents=True)
    (home / ".gitconfig").write_text(
        f'[filter "x"]\n\tclean = "{canary}"\n[core]\n\tfsmonitor = "{canary}"\n', encoding="utf-8"
    )
    (home / ".config" / "git" / "ignore").write_text("draft.txt\nhome\n", encoding="utf-8")
    (tmp_path / ".gitattributes").write_text("* filter=x\n", encoding="utf-8")
    git("add", ".gitattributes")
    git("commit", "-qm", "attributes")
    touch(tmp_path / "texts")
    own = {"HOME": str(home), "XDG_CONFIG_HOME": ""}
    (tmp_path / "texts" / "draft.txt").write_text(article(LEADS[2], " z"), encoding="utf-8")
    assert said(*option, **own) == (0, "nothing in scope, so nothing was checked\n")

    with (home / ".gitconfig").open("a", encoding="utf-8") as file:
        file.write("\texcludesFile = ~/other\n")
    assert said(*option, **own)[0] == (1 if option == SINCE else 0)
    assert not ran()


@pytest.mark.parametrize("option", OPTIONS)
def test_nothing_is_left_behind(
    option: tuple[str, ...], git: Git, said: Callable, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Neither in the folder for what is temporary, nor in that of git."""
    temporary = tmp_path_factory.mktemp("temporary")
    (tmp_path / "texts" / "new.txt").write_text(article(LEADS[2], " z"), encoding="utf-8")
    git("add", "-A")
    before = sorted(str(path) for path in (tmp_path / ".git").rglob("*"))

    assert said(*option, TMPDIR=str(temporary))[0] == 1
    assert list(temporary.iterdir()) == []
    assert sorted(str(path) for path in (tmp_path / ".git").rglob("*")) == before
