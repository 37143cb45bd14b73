"""How many independent sources a group has."""

import pytest

from provenance.derivation import independent_sources
from provenance.model import Attribution, Claim, Derivation, Group


def count(sources, edges=(), decided=True):
    group = Group(0, tuple(range(len(sources))), (1.0,) * len(sources), 0)
    attributions = [Attribution((), source=source) for source in sources]
    derivations = [Derivation(original, copy, "near", decided, "high", ()) for original, copy in edges]
    (found,) = independent_sources([group], attributions, derivations)
    return found.independent_sources


@pytest.mark.parametrize(
    ("sources", "number"),
    [
        (["VNA", "VNA", "VNA"], 1),
        (["VNA", "AP"], 2),
        (["VNA", "", ""], 1),
        (["", "", ""], None),
        (["VNA", "AP", "VNA", ""], 2),
    ],
)
def test_originators_are_counted_and_silence_is_not(sources, number):
    """Copies of one wire story are one source; a missing credit is no second witness."""
    assert count(sources) == number


def test_what_derives_from_another_is_no_source_of_its_own():
    """One that names another source and yet derives from a member."""
    assert count(["VNA", "AP"], [(0, 1)]) == 1


def test_an_undecided_derivation_joins_nothing():
    """Nothing is known of the two."""
    assert count(["VNA", "AP"], [(0, 1)], decided=False) == 2


def test_a_page_made_of_two_joins_them_not():
    """Two agencies' texts stay two sources, though a page derives from both."""
    assert count(["VNA", "AP", ""], [(0, 2), (1, 2)]) == 2


def test_an_outlet_that_prints_the_text_is_no_second_source():
    """Its name says whose page it is, and not that it wrote what an agency's text has as well."""
    outlet = Claim("source", "Harbour Gazette", None, "masthead", "name-line", "medium", ("unknown-agency",))
    agency = Claim("source", "VNA", None, "dateline", "dateline", "high")
    attributions = [Attribution((outlet,), source="Harbour Gazette"), Attribution((agency,), source="VNA")]
    group = Group(0, (0, 1), (1.0, 1.0), 0)

    assert independent_sources([group], attributions, ())[0].independent_sources == 1


def test_without_attributions_the_number_is_unknown():
    """No stage looked for sources: that the text has one is no finding."""
    group = Group(0, (0, 1), (1.0, 1.0), 0)

    assert independent_sources([group], (), ())[0].independent_sources is None
