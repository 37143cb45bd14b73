"""Two audits compared: what came, went, changed and moved, and nothing that did not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.diff import Audit, compared

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

STORY = (
    "Thuan Khe (VNA) - The ferry to the island runs again after its rope was changed, the harbour office said on 4 May "
    "2023. It carries two hundred people a day, most of them on the way to the market, and sails every hour."
)
OTHER = "The old bridge over the canal was opened again on Monday after a year of work. Cyclists may use it at night."


def audited(run: Run, folder: Path, texts: dict[str, str], *options: str) -> Path:
    (folder / "corpus").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    assert (
        run(
            "audit", str(folder / "corpus"), "--output", str(folder / "out"), "-q", "--write", "audit", *options
        ).returncode
        == 0
    )
    return folder / "out"


def changes(run: Run, old: Path, new: Path) -> set[tuple[str, str, str]]:
    result = run("diff", str(old), str(new), "-f", "json")
    assert result.returncode == 0, result.stderr
    return {(one["section"], one["kind"], one["about"]) for one in json.loads(result.stdout)["changes"]}


@pytest.fixture(scope="module")
def first(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports on three texts, two of which are copies."""
    return audited(run, tmp_path_factory.mktemp("first"), {"a.txt": STORY, "b.txt": STORY + "\n", "c.txt": OTHER})


def test_an_audit_does_not_differ_from_itself(first: Path, run: Run) -> None:
    """Nothing is listed, and --exit-code gives 0."""
    result = run("diff", str(first), str(first / "audit.json"), "--exit-code")

    assert result.returncode == 0
    assert "The two audits say the same." in result.stdout.decode()


def test_what_came_went_and_changed_is_named_in_each_section(first: Path, run: Run, tmp_path: Path) -> None:
    """A text that is removed takes its group, its claims and its findings along; the others stay as they were."""
    second = audited(run, tmp_path, {"a.txt": STORY, "c.txt": OTHER.replace("Monday", "Friday"), "d.txt": "New words."})

    found = changes(run, first, second)

    assert ("documents", "went", "b.txt") in found
    assert ("documents", "came", "d.txt") in found
    assert ("documents", "changed", "c.txt: text") in found
    assert ("groups", "went", "a.txt and 1 more") in found
    assert ("claims", "went", "b.txt: source, by the dateline") in found
    assert ("findings", "went", "DUP002 b.txt") in found
    assert ("findings", "came", "TXT001 d.txt") in found
    assert not any(about.startswith("a.txt: ") for _, _, about in found)


def test_a_document_with_another_name_has_moved(first: Path, run: Run, tmp_path: Path) -> None:
    """Its group, its claims and its findings did not change."""
    second = audited(run, tmp_path, {"a.txt": STORY, "b.txt": STORY + "\n", "z.txt": OTHER})

    assert changes(run, first, second) == {("documents", "moved", "z.txt")}


def test_what_one_audit_did_not_compute_is_not_compared(first: Path, run: Run, tmp_path: Path) -> None:
    """Sections that are left out of one audit are named, not reported as gone; so are other settings."""
    second = audited(run, tmp_path, {"a.txt": STORY, "b.txt": STORY + "\n", "c.txt": OTHER}, "--threshold", "0.5")
    raw = json.loads((second / "audit.json").read_text(encoding="utf-8"))
    raw |= {"claims": [], "left_out": ["attribute"]}
    (second / "audit.json").write_text(json.dumps(raw), encoding="utf-8")

    result = json.loads(run("diff", str(first), str(second), "-f", "json").stdout)

    assert result["not_compared"] == ["claims"]
    assert result["settings"] == [{"setting": "threshold", "before": "0.7", "after": "0.5"}]
    assert not any(one["section"] == "claims" for one in result["changes"])


def test_the_page_shows_names_as_text(first: Path, run: Run, tmp_path: Path) -> None:
    """A file name with markup in it is escaped, and the page is never read as a text of a corpus."""
    second = audited(run, tmp_path, {"<b>.txt": STORY, "b.txt": STORY + "\n", "c.txt": OTHER})

    assert run("diff", str(first), str(second), "-o", f"html={tmp_path / 'corpus' / 'diff.html'}").returncode == 0

    page = (tmp_path / "corpus" / "diff.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;.txt" in page
    assert "<b>" not in page
    assert "diff.html: passed over" in run("check", str(tmp_path / "corpus"), "-v").stderr.decode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is it cut off?"),
        ("[]", "no audit.json"),
        ('{"tool":"provenance","schema":2}', "no audit.json of this version"),
        ('{"tool":"provenance","schema":1}', "does not say how it was made"),
        ('{"tool":"provenance","schema":1,"left_out":[],"settings":{},"documents":[{}]}', "has no id"),
        ('{"tool":"provenance","schema":1,"left_out":[],"settings":{},"groups":[{"keep":"a"}]}', "no members"),
    ],
)
def test_what_is_no_audit_is_refused_in_one_sentence(
    content: str, message: str, first: Path, run: Run, tmp_path: Path
) -> None:
    """Standard error names the file and what to do; nothing is compared."""
    (tmp_path / "audit.json").write_text(content, encoding="utf-8")

    result = run("diff", str(first), str(tmp_path))

    assert (result.returncode, result.stdout) == (2, b"")
    assert message in result.stderr.decode()
    assert len(result.stderr.decode().splitlines()) == 1


names = st.sampled_from("abcdef")
documents = st.dictionaries(names, st.sampled_from("123"), max_size=6)


def audit_of(texts: dict[str, str]) -> Audit:
    rows = [{"id": name, "sha256": digest, "words": 1} for name, digest in sorted(texts.items())]
    return Audit("a", "1", {}, rows, [], [], [], frozenset())


@given(documents, documents)
def test_each_document_is_accounted_for_once(old: dict[str, str], new: dict[str, str]) -> None:
    """What stays, moves or went makes up the old audit; what stays, moves or came the new one."""
    found = compared(audit_of(old), audit_of(new))

    number = {kind: found.number("documents", kind) for kind in ("came", "went", "moved", "changed")}
    same = sum(old[name] == new[name] for name in old.keys() & new.keys())
    assert number["changed"] + same + number["moved"] + number["went"] == len(old)
    assert number["changed"] + same + number["moved"] + number["came"] == len(new)
