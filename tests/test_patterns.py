"""No pattern of the package goes back over a text again and again: found in its sources, so that none is forgotten."""

from __future__ import annotations

import ast
import gc
import re
import time

import pytest
from patterns import MAKERS, PACKAGE, Site, near_misses, patterns, read_through, resolved, sample, sites

EVERY = patterns()
MODULES = sorted({name.partition(":")[0] for name in EVERY})
SMALL, LARGE = 1_500, 24_000
# A square would take 256 times as long; below so many seconds nothing can be told.
MOST, LEAST = 80, 0.002


def seconds(text: str) -> float:
    """The CPU time of reading *text*, without what the collector of garbage takes at times of its own."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        read_through(text)
        return time.process_time() - start
    finally:
        gc.enable()


def grows(piece: str) -> float:
    """How many times as long the larger of two texts of *piece* alone takes."""
    small, large = (seconds(piece * max(1, size // len(piece))) for size in (SMALL, LARGE))
    return large / max(small, LEAST)


@pytest.mark.parametrize("module", MODULES)
def test_time_grows_with_length(module: str) -> None:
    """Sixteen times the near-misses of a pattern take far less than 256 times as long, through all that reads texts."""
    pieces = {piece for name, one in EVERY.items() if name.startswith(f"{module}:") for piece in near_misses(one)}
    for piece in sorted(pieces):
        # A machine with other work to do may be slow once; a pattern that goes back is slow each time.
        assert any(grows(piece) < MOST for _ in range(3)), piece


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


def test_a_pattern_that_cannot_be_told_fails() -> None:
    """Who puts one together when it runs must say what may come of it."""
    for function in ast.parse(UNKNOWN).body:
        assert isinstance(function, ast.FunctionDef)
        call = next(
            node for node in ast.walk(function) if isinstance(node, ast.Call) and "re." in ast.unparse(node.func)
        )
        with pytest.raises((AssertionError, KeyError)):
            resolved(Site("words", function, call))


def test_samples_fit() -> None:
    """Nearly every pattern, but for those that look at what stands before, fits what its near-misses are cut from."""
    fitting = [name for name, one in EVERY.items() if any(one.search(sample(one, many)) for many in (1, 9))]

    assert len(fitting) > 0.85 * len(EVERY), sorted(EVERY.keys() - fitting)


def test_a_bad_pattern_would_be_seen() -> None:
    """The near-misses of a pattern that goes back again and again make it do so."""
    bad, good = re.compile(r"(?:a+)+b"), re.compile(r"a+b")
    (run,) = {piece for piece in near_misses(bad) if set(piece) == {"a"} and len(piece) == 1}

    spent = {}
    for one in (bad, good):
        start = time.process_time()
        one.match(run * 22)
        spent[one] = time.process_time() - start
    assert spent[bad] > 20 * spent[good]
