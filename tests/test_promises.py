"""What SECURITY.md promises of a run: no connection, no other program, no file written but those that were named."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# Runs the program and prints what it asked of the system: connections, programs, and what it changed on the disk.
WATCHED = """
import json, os, sys
sys.dont_write_bytecode = True  # what Python keeps of modules is none of the program
seen = []
CHANGES = {f"os.{name}" for name in "rename remove mkdir rmdir link symlink truncate chmod".split()}
def hook(event, given):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "urllib.")):
        seen.append([event, repr(given)[:200]])
    elif event == "open" and isinstance(given[0], (str, bytes)) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        seen.append(["write", os.path.realpath(os.fsdecode(given[0]))])
    elif event in CHANGES:
        place = given[1] if event == "os.rename" else given[0]
        if not isinstance(place, int):  # a file that is open was noted when it was opened
            seen.append(["write", os.path.realpath(os.fsdecode(place))])
sys.addaudithook(hook)
from provenance.cli import main
status = main(sys.argv[1:])
print(json.dumps([status, seen]))
"""
COMMANDS = {
    "audit": ("audit", "texts", "--output", "out", "-q"),
    "check": ("check", "texts", "-q", "-o", "sarif=out/a.sarif"),
    "plan": ("dedup", "plan", "texts", "-o", "out/plan.jsonl", "-q"),
    "index": ("index", "create", "out/index", "texts"),
    "explain": ("explain-document", "texts/a.txt"),
    "compare": ("compare", "texts/a.txt", "texts/b.txt"),
}
HOSTILE = (
    "Norrvik, 3 March 2021 (NTB) - The ferry sails every hour, see https://127.0.0.1:9/ and "
    r"\\host\share\a.txt, "
    "file:///etc/passwd, $(touch out-of-place), `touch out-of-place`, ${jndi:ldap://127.0.0.1:9/a}.\n"
)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_run_asks_nobody_starts_nothing_and_writes_where_it_was_told(
    name: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    """Whatever the texts say; beside the output it writes its cache only."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "out").mkdir()
    for file in ("a.txt", "b.txt"):
        (tmp_path / "texts" / file).write_text(HOSTILE, encoding="utf-8")
    (tmp_path / "texts/c.html").write_text(f"<img src='http://127.0.0.1:9/'><p>{HOSTILE}</p>", encoding="utf-8")
    (tmp_path / "texts/d.xml").write_text(
        f"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>&b;</title>"
        f"<description>{HOSTILE}</description></item></channel></rss>",
        encoding="utf-8",
    )
    own = environment | {"XDG_CACHE_HOME": str(tmp_path / "cache")}

    ended = subprocess.run(
        [sys.executable, "-c", WATCHED, *COMMANDS[name]],
        cwd=tmp_path,
        env=own,
        capture_output=True,
        check=True,
        timeout=120,
    )

    status, seen = json.loads(ended.stdout.splitlines()[-1])
    assert status in (0, 1, 3)
    assert [one for one in seen if one[0] != "write"] == []
    allowed = (str(tmp_path / "out"), str(tmp_path / "cache"), "/dev/null")
    assert [place for _, place in seen if not place.startswith(allowed)] == []


def test_each_promise_names_the_tests_that_hold_it(root: Path) -> None:
    """All tests that SECURITY.md names are there."""
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", (root / "SECURITY.md").read_text(encoding="utf-8"))

    assert len(named) > 15
    for file, test in named:
        text = (root / file).read_text(encoding="utf-8")
        assert not test or f"def {test}(" in text, (file, test)
