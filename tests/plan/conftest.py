"""A small corpus and its plan, which are made once, and copies of both to work on."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from plan_corpus import write_corpus, write_plan

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus, which no test changes, with its plan beside it."""
    folder = tmp_path_factory.mktemp("original")
    write_corpus(folder / "corpus")
    write_plan(folder / "plan.jsonl", folder / "corpus")
    return folder


@pytest.fixture
def work(original: Path, tmp_path: Path) -> Path:
    """A folder with a copy of the corpus and of its plan."""
    shutil.copytree(original / "corpus", tmp_path / "work/corpus")
    shutil.copy(original / "plan.jsonl", tmp_path / "work/plan.jsonl")
    return tmp_path / "work"
