"""What an index shows about the package, and what its installation brings besides the program."""

from __future__ import annotations

import re
import runpy
import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

REPOSITORY = "https://example.org/owner/provenance"


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    """The README as the package has it that is made from a tag."""
    made = runpy.run_path(str(root / "setup.py"), run_name="setup")
    return str(made["package_page"]((root / "README.md").read_text(encoding="utf-8"), REPOSITORY, "v1"))


def test_links_of_the_page_are_absolute(page: str, root: Path) -> None:
    """An index has no file beside the page; each link leads to a file of the repository, or elsewhere."""
    links = re.findall(r"\]\(([^()\s]+)\)", page)
    ours = [link for link in links if link.startswith(REPOSITORY)]

    assert all(link.startswith(("https://", "#")) for link in links)
    assert len(ours) > 10
    for link in ours:
        kind, revision, path = link.removeprefix(REPOSITORY + "/").split("/", 2)
        assert (kind, revision) == ("raw" if path.endswith((".svg", ".png")) else "blob", "v1")
        assert (root / path.partition("#")[0]).exists()


def test_without_a_repository_the_page_is_the_readme(root: Path) -> None:
    """Who builds from a folder gets the file as it is, and no made-up addresses."""
    made = runpy.run_path(str(root / "setup.py"), run_name="setup")

    assert made["package_page"]("[a](b.md)", "", "v1") == "[a](b.md)"
    assert made["addresses"]("") == {}
    assert made["addresses"](REPOSITORY)["Issues"] == f"{REPOSITORY}/issues"


def test_the_page_can_be_shown(page: str) -> None:
    """An index's own renderer takes it, and leaves the table and the picture in it."""
    markdown = pytest.importorskip("readme_renderer.markdown")
    shown = markdown.render(page)

    assert shown is not None
    assert "<table>" in shown
    assert f'src="{REPOSITORY}/raw/v1/docs/audit.svg"' in shown


def test_the_citation_has_the_version(root: Path) -> None:
    """CITATION.cff names the version and the licence of the package."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (root / "CITATION.cff").read_text(encoding="utf-8")

    assert f"\nversion: {project['version']}\n" in citation
    assert f"\nlicense: {project['license']}\n" in citation


def test_what_the_wheel_installs_is_there(root: Path) -> None:
    """The manual page and the completions lie where programs look for them, below the environment's folder."""
    tools = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    files = [path for paths in tools["setuptools"]["data-files"].values() for path in paths]

    assert sorted(files) == sorted(f"completions/{path.name}" for path in (root / "completions").iterdir())


def test_the_image_is_built_from_what_it_copies(root: Path) -> None:
    """The image gets all that a wheel is made of, a compiler in one stage only, and runs as an ordinary user."""
    recipe = (root / "Dockerfile").read_text(encoding="utf-8")
    copied = (root / ".dockerignore").read_text(encoding="utf-8")

    assert recipe.rindex("gcc") < recipe.rindex("FROM ")
    assert recipe.index("USER provenance") < recipe.index("ENTRYPOINT")
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE", "provenance", "completions"):
        assert f"\n!{name}\n" in copied
