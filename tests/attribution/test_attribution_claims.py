"""From real files to claims.csv: who says it, for fields of records, headers, front matter, file names and sidecars."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

BODY = "The ferry at the old landing runs again after its rope was changed."
FILES = {
    "header.txt": f" date 2024-03-05 {BODY}",
    "2024-03-06_name.txt": BODY,
    "beside.txt": BODY,
    "beside.txt.meta.toml": 'date = 2024-03-07\nsource = "AFP"\ntitle = "Ferry"\nauthor = "A. B."\n'
    'url = "https://www.afp.com/a"\n',
    "yaml.md": f"---\ntitle: Ferry\ndate: 2024-03-08T10:15:00Z\nsource: Reuters\nurl: https://apnews.com/x\n---\n{BODY}",
    "toml.md": f'+++\ntitle = "Ferry"\ndate = 2024-03-09\n+++\n{BODY}',
    "records.jsonl": "".join(
        f"{json.dumps(record)}\n"
        for record in (
            {"id": "r1", "text": BODY, "title": "Ferry", "date": "2024-03-10", "source": "Kyodo", "url": "https://efe.com/x"},
            {"id": "r2", "text": BODY, "date": "31 February 2024"},
            {"id": "r3", "text": BODY, "date": "1604-03-10"},
            {"id": "r4", "text": BODY, "date": "never"},
            {"id": "r5", "text": f" date 2024-03-11 {BODY}"},
        )
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory, run: Run) -> list[tuple[str, ...]]:
    """What claims.csv says, as (document, property, value, text, asserter)."""
    folder = tmp_path_factory.mktemp("claims")
    (folder / "texts").mkdir()
    for name, text in FILES.items():
        (folder / "texts" / name).write_text(text, encoding="utf-8")
    result = run("audit", "texts", "--output", "out", cwd=folder)
    assert result.returncode == 0, result.stderr.decode()
    with (folder / "out/claims.csv").open(encoding="utf-8", newline="") as file:
        return [
            tuple(row[key] for key in ("document", "property", "value", "text", "asserter"))
            for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize("row", [
    ("header.txt", "published", "2024-03-05", "2024-03-05", "crawl header"),
    ("2024-03-06_name.txt", "published", "2024-03-06", "", "file name"),
    ("beside.txt", "published", "2024-03-07", "", "operator"),
    ("beside.txt", "source", "AFP", "", "operator"),
    ("beside.txt", "title", "Ferry", "", "operator"),
    ("beside.txt", "author", "A. B.", "", "operator"),
    ("beside.txt", "url", "https://www.afp.com/a", "", "operator"),
    ("beside.txt", "distributor", "AFP", "", "operator"),
    ("yaml.md", "published", "2024-03-08T10:15:00Z", "2024-03-08T10:15:00Z", "container"),
    ("yaml.md", "title", "Ferry", "Ferry", "container"),
    ("yaml.md", "source", "Reuters", "Reuters", "container"),
    ("yaml.md", "distributor", "AP", "https://apnews.com/x", "container"),
    ("toml.md", "published", "2024-03-09", "2024-03-09", "container"),
    ("r1", "published", "2024-03-10", "", "container"),
    ("r1", "title", "Ferry", "", "container"),
    ("r1", "source", "Kyodo", "", "container"),
    ("r1", "distributor", "EFE", "", "container"),
    ("r2", "published", "2024-02-31", "", "container"),
    ("r3", "published", "1604-03-10", "", "container"),
    ("r4", "published", "", "", "container"),
    ("r5", "published", "2024-03-11", "2024-03-11", "crawl header"),
])  # fmt: skip
def test_a_claim_has_its_asserter(row: tuple[str, ...], claims: list[tuple[str, ...]]) -> None:
    """Each stands in claims.csv as it was stated, with the place where it stands in the text."""
    assert row in claims


def test_nothing_else_is_claimed(claims: list[tuple[str, ...]]) -> None:
    """A sidecar is no document, and no container speaks for another."""
    by_document: dict[str, set[str]] = {}
    for document, property_, *_, asserter in claims:
        if property_ != "url":
            by_document.setdefault(document, set()).add(asserter)

    assert by_document == {
        "header.txt": {"crawl header"}, "2024-03-06_name.txt": {"file name"}, "beside.txt": {"operator"},
        "yaml.md": {"container"}, "toml.md": {"container"}, "r1": {"container"}, "r2": {"container"},
        "r3": {"container"}, "r4": {"container"}, "r5": {"crawl header"},
    }  # fmt: skip


def test_a_sidecar_that_cannot_be_used(tmp_path: Path, run: Run) -> None:
    """Status 2, its name and its line, and nothing is written."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "texts/a.meta.toml").write_text('title = "x"\nsorce = "AFP"\n', encoding="utf-8")

    for command in (("audit", "texts", "--output", "out"), ("check", "texts"), ("explain-document", "texts/a.txt")):
        result = run(*command, cwd=tmp_path)
        assert result.returncode == 2
        assert "a.meta.toml, line 2: unknown key 'sorce'" in result.stderr.decode()
    assert not (tmp_path / "out").exists()
