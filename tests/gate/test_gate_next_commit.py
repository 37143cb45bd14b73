"""What ``--staged`` says of any working tree is what a clean checkout of the next commit says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from gate_articles import LEADS, article
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest
    from conftest import Run

    Step = tuple[str, str, str]

TEXTS = ("a.txt", "b c.txt", "sub/é.txt", "r.jsonl")
SIDECARS = ("a.txt.meta.toml", "a.meta.toml", "sub/é.txt.meta.toml")
BARE = article(LEADS[0]).replace("(VNA)", "").replace("HANOI", "")
CONTENTS = (
    *(article(lead, change) for lead in LEADS[:2] for change in ("", " z", " q")),
    BARE,
    "".join(json.dumps({"id": lead, "text": article(lead, " w")}) + "\n" for lead in LEADS[1:3]),
)

steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(TEXTS), st.sampled_from(CONTENTS)),
        st.tuples(st.just("write"), st.sampled_from(SIDECARS), st.sampled_from(('source = "VNA"\n', 'title = "T"\n'))),
        st.tuples(st.just("link"), st.sampled_from(TEXTS), st.sampled_from(TEXTS)),
        st.tuples(st.just("remove"), st.sampled_from(TEXTS + SIDECARS), st.just("")),
        st.tuples(st.just("add"), st.sampled_from((*TEXTS, *SIDECARS, "-A", "-A")), st.just("")),
        st.tuples(st.just("add -N"), st.sampled_from(TEXTS + SIDECARS), st.just("")),
        st.tuples(st.just("rm -q --cached"), st.sampled_from(TEXTS + SIDECARS), st.just("")),
        st.tuples(st.just("mv -k"), st.sampled_from(TEXTS), st.sampled_from(TEXTS)),
    ),
    min_size=3,
    max_size=12,
)


def git(folder: Path, *arguments: str) -> str:
    """Run git, which may refuse, and return what it prints."""
    settled = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *settled, *arguments], cwd=folder, capture_output=True, check=False)
    return done.stdout.decode().strip()


def take(folder: Path, step: Step) -> None:
    """Do one thing to a working tree or its index."""
    verb, name, more = step
    path = folder / name
    if verb not in {"write", "link", "remove"}:
        git(folder, *verb.split(), name, *([more] if more else []))
        return
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    if verb == "write":
        path.write_text(more, encoding="utf-8")
    elif verb == "link":
        path.symlink_to(os.path.relpath(folder / more, path.parent))


def verdict(run: Run, folder: Path, *options: str) -> tuple[int, list[tuple[str, str, str]]]:
    """The status of a check, and where its findings are."""
    done = run("check", ".", "-f", "jsonl", *options, cwd=folder)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, sorted((one["code"], one["path"], one["message"]) for one in found)


@settings(max_examples=15)
@given(before=steps, after=steps)
def test_the_next_commit_is_judged(
    before: Sequence[Step], after: Sequence[Step], run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever was staged, changed since, removed, linked or only intended."""
    folder = tmp_path_factory.mktemp("next")
    tree, clone = folder / "tree", folder / "clone"
    tree.mkdir()
    git(tree, "init", "-q")
    # One text is there in any case, or there may be nothing to scan.
    (tree / "one.txt").write_text(article(LEADS[3]), encoding="utf-8")
    (tree / "provenance.toml").write_text('select = ["DUP", "SRC001"]\n', encoding="utf-8")
    for step in before:
        take(tree, step)
    git(tree, "add", "-A")
    git(tree, "commit", "-qm", "before")
    for step in after:
        take(tree, step)

    commit = git(tree, "commit-tree", "-p", "HEAD", "-m", "next", git(tree, "write-tree"))
    git(folder, "clone", "-q", str(tree), str(clone))
    git(clone, "fetch", "-q", "origin", commit)
    git(clone, "checkout", "-q", commit)
    assert verdict(run, tree, "--staged") == verdict(run, clone, "--changed-since", "HEAD~1")
    shutil.rmtree(folder)
