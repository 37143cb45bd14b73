"""The project itself: its version, map and requirements agree in all places, and its start-up stays lean."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import provenance
from provenance.kernels import plain

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "provenance"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
HEAVY = {"asyncio", "concurrent.futures", "datasketch", "multiprocessing", "pandas", "scipy"}

# Runs the command in this process, then lists the modules that it imported.
TRACE = """
import sys
from provenance.cli import main
try:
    status = main(sys.argv[1:])
except SystemExit as stop:
    status = stop.code
print(sorted(sys.modules), file=sys.stderr)
sys.exit(status)
"""


def imported(environment: dict[str, str], cwd: Path, *arguments: str) -> set[str]:
    """The modules that a process has imported when it has run the command with *arguments*."""
    result = subprocess.run(
        [sys.executable, "-c", TRACE, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return set(json.loads(result.stderr.splitlines()[-1].replace("'", '"')))


def test_version_is_one() -> None:
    """pyproject.toml, the package and the changelog's latest release name the same version."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.findall(r"^## \[(\d[^\]]*)\]", changelog, re.MULTILINE)

    assert provenance.__version__ == PROJECT["version"] == releases[0]


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_import_no_numpy(argument: str, environment: dict[str, str], tmp_path: Path) -> None:
    """--version and --help answer without numpy and the other libraries."""
    modules = imported(environment, tmp_path, argument)

    assert modules & ({"numpy", "rapidfuzz", "tabulate", "orjson"} | HEAVY) == set()


def test_small_audit_imports_nothing_heavy(environment: dict[str, str], tmp_path: Path, seeds: Path) -> None:
    """An audit of five small files, with all reports, needs none of the libraries that take long to import."""
    folder = tmp_path / "five"
    folder.mkdir()
    for path in sorted(seeds.iterdir())[:5]:
        (folder / path.name).write_bytes(path.read_bytes())

    assert imported(environment, tmp_path, "audit", "five", "--output", "out") & HEAVY == set()


def test_plain_kernels_offer_what_the_compiled_do() -> None:
    """kernels/plain names just what kernels/compiled.pyi declares."""
    stub = (ROOT / "provenance/kernels/compiled.pyi").read_text(encoding="utf-8")
    declared = re.findall(r"^(?:def|class) (\w+)", stub, re.MULTILINE)

    assert plain.__all__ == sorted(declared)


def test_map_of_rooms_is_current(*, update_golden: bool) -> None:
    """CONTRIBUTING.md names every package and every module beside them, in the order in which imports go down."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    before, start, rest = page.partition("<!-- rooms -->\n")
    _, end, after = rest.partition("<!-- /rooms -->\n")
    rows = [f"| `{room.name}` | {described(room)} |\n" for room in rooms()]
    current = f"{before}{start}| room | what it is |\n|---|---|\n{''.join(rows)}{end}{after}"
    if update_golden:
        (ROOT / "CONTRIBUTING.md").write_text(current, encoding="utf-8", newline="\n")
        page = current

    assert page == current, "the map differs from the first lines of the rooms; run: pytest --update-golden"


def test_every_module_says_what_it_is() -> None:
    """The first line of each source of the package is a sentence of its own."""
    assert all(described(path) for path in modules())


def rooms() -> list[Path]:
    """The packages and modules that stand directly in the package, from the highest layer down."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    names = [name for layer in contract["contracts"][0]["layers"] for name in layer.split(" | ")]
    return [next(path for path in (PACKAGE / name, PACKAGE / f"{name}.py") if path.exists()) for name in names]


def modules() -> list[Path]:
    """The package's sources, without the C file that is made of a .pyx."""
    patterns = ("*.py", "*.pyx", "*.pxi", "*.c", "*.h")
    found = [path for pattern in patterns for path in PACKAGE.rglob(pattern)]
    return sorted(path for path in found if path.suffix != ".c" or not path.with_suffix(".pyx").exists())


def described(path: Path) -> str:
    """The first line of a module's or a package's docstring, or of the comment at the top of a compiled source."""
    source = path / "__init__.py" if path.is_dir() else path
    lines = [line for line in source.read_text(encoding="utf-8").splitlines() if not line.startswith("# cython:")]
    first = re.match(r'(?:r?"""|/\*+|#)\s*(.+?)\s*(?:"""|\*/|$)', lines[0] if lines else "")
    assert first, f"{path} does not say in its first line what it is"
    return first[1].rstrip(".").replace("|", "\\|")


def test_every_requirement_is_imported() -> None:
    """Each dependency of the core is used somewhere in the package."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "provenance").rglob("*.py"))
    names = [re.split(r"[<>=!~\[ ;]", requirement)[0] for requirement in PROJECT["dependencies"]]
    modules = {"attrs": "attrs|attr", "charset-normalizer": "charset_normalizer"}

    unused = [
        name
        for name in names
        if not re.search(rf"^\s*(import|from) ({modules.get(name, name)})\b", sources, re.MULTILINE)
    ]
    assert unused == []


def test_tests_hold_no_article_of_others(shared: Path) -> None:
    """No file of the project contains a sentence of the real articles, which belong to others."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    lines = [
        line[20:80]
        for path in sorted((shared / "seeds").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line) > 80
    ]
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]

    found = [path.name for path in files if any(line.encode() in path.read_bytes() for line in lines)]
    assert found == []
