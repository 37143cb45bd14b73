"""No pattern of the package goes back over a text without end: found in its sources, so that none is forgotten."""

from __future__ import annotations

import ast
import re

import pytest
from patterns import MAKERS, PACKAGE, Site, near_misses, patterns, read_through, resolved, sample, sites

EVERY = patterns()
MODULES = sorted({name.partition(":")[0] for name in EVERY})
# A pattern that goes back over this in more than a square of steps takes minutes at least, and mostly for ever.
LENGTH = 3_000


@pytest.mark.parametrize("module", MODULES)
def test_near_misses_are_read_to_their_end(module: str) -> None:
    """All that reads texts comes to the end of a pattern's near-misses; squares are for the benchmark to find."""
    pieces = {piece for name, one in EVERY.items() if name.startswith(f"{module}:") for piece in near_misses(one)}
    for piece in sorted(pieces):
        read_through(piece * max(1, LENGTH // len(piece)))


def test_every_call_is_seen() -> None:
    """What reads the sources as text finds no other way in which the package makes a pattern."""
    written = {
        (path.relative_to(PACKAGE).as_posix(), number)
        for path in PACKAGE.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(rf"\bre\.({'|'.join(MAKERS)})\(", line)
    }
    seen = {(f"{site.module.replace('.', '/')}.py", site.call.lineno) for site in sites()}

    assert written == {(path.removesuffix("/__init__.py"), line) for path, line in seen}
    assert not [
        path
        for path in PACKAGE.rglob("*.py")
        if re.search(r"(?m)^\s*(from re import|import regex|import re as)", path.read_text(encoding="utf-8"))
    ]
    assert len(EVERY) > 100


UNKNOWN = """
def one(words):
    return re.compile("|".join(words))
def two():
    pattern = make()
    return re.search(pattern, "")
"""


def test_a_pattern_that_cannot_be_resolved_fails() -> None:
    """A pattern that is put together at run time must be listed with an example."""
    for function in ast.parse(UNKNOWN).body:
        assert isinstance(function, ast.FunctionDef)
        call = next(
            node for node in ast.walk(function) if isinstance(node, ast.Call) and "re." in ast.unparse(node.func)
        )
        with pytest.raises((AssertionError, KeyError)):
            resolved(Site("words", function, call))


def test_samples_fit() -> None:
    """Nearly every pattern matches the sample that its near-misses are cut from; not those that look behind."""
    fitting = [name for name, one in EVERY.items() if any(one.search(sample(one, many)) for many in (1, 9))]

    assert len(fitting) > 0.85 * len(EVERY), sorted(EVERY.keys() - fitting)


def test_what_a_bad_pattern_goes_back_over_is_a_near_miss() -> None:
    """The body of an inner repetition occurs alone, and runs of it end with something that does not match."""
    found = near_misses(re.compile(r"(?:ab+)+c"))

    assert "b" in found
    assert "abbbbbbbbb" * 9 in found
    assert not any(re.fullmatch(r"(?:ab+)+c", piece) for piece in found)
