"""What stands in a kept text, in runs, and so may be dropped without a loss."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.plan.canonical import BREAK, MIN_RUN, canonical, preserves, searchable

CASES = tomllib.loads((Path(__file__).parent.parent / "cases/preserved.toml").read_text("utf-8"))["case"]
WORDS = st.sampled_from(["a", "b", "c", "d"])
SENTENCES = st.lists(st.lists(WORDS, min_size=1, max_size=7).map(" ".join), max_size=6)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict) -> None:
    """A text stands in another one, or it does not."""
    assert preserves(searchable(canonical(case["kept"])), canonical(case["text"])) is case["preserved"]


@given(SENTENCES, SENTENCES)
def test_runs_are_those_of_the_plain_search(kept: list[str], text: list[str]) -> None:
    """Halving finds the same runs as trying one sentence more each time."""
    form, room = canonical(". ".join(text)), searchable(canonical(". ".join(kept)))

    assert preserves(room, form) == plainly_preserved(room, form)


def plainly_preserved(kept: str, form: str) -> bool:
    if not form or f" {form.replace(BREAK, ' ')} " in kept:
        return bool(form)
    pieces = form.split(BREAK)
    while pieces:
        run: list[str] = []
        while len(run) < len(pieces) and f" {' '.join(pieces[: len(run) + 1])} " in kept:
            run.append(pieces[len(run)])
        if len(" ".join(run).split()) < MIN_RUN:
            return False
        pieces = pieces[len(run) :]
    return True


@given(st.text(max_size=60))
def test_every_text_stands_in_itself(text: str) -> None:
    """Unless it has no words at all."""
    form = canonical(text)

    assert preserves(searchable(form), form) == bool(form)


@given(st.text(alphabet="ab1.,:/-?! \n", max_size=30))
def test_the_canonical_form_has_single_separators(text: str) -> None:
    """One space between two words, and one break between two sentences."""
    form = canonical(text)

    assert form == BREAK.join(" ".join(piece.split()) for piece in form.split(BREAK) if piece.strip())
