"""The forms of the sample articles that archives keep, written once for all tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

FORMS = {
    "prov": ("prov.json", "prov.provn"),
    "premis": ("premis.xml",),
    "croissant": ("croissant.json",),
    "datacard": ("datacard.md",),
    "rights": ("rights.md",),
    "sqlite": ("audit.sqlite",),
    "ro-crate": ("crate",),
    "bagit": ("bag",),
    "bundle": ("audit.zip",),
}


@pytest.fixture(scope="session")
def forms(run: Run, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each form of the audit of the sample articles, and its tables."""
    folder = tmp_path_factory.mktemp("forms")
    outputs = [f"--report={form}={folder / name}" for form, names in FORMS.items() for name in names]
    write = "inputs,documents,claims,pairs,passages,groups,findings,html"
    result = run("audit", str(seeds), "--output", str(folder), "--write", write, *outputs, "-q")
    assert result.returncode == 0, result.stderr
    return folder


@pytest.fixture(scope="session")
def bundle(forms: Path) -> Path:
    """The sealed bundle."""
    return forms / "audit.zip"
