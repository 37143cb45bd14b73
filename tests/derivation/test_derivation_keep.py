"""Which member of a group is kept, and what is said to have decided it."""

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.derivation import settle
from provenance.model import Attribution, Claim, Derivation, Group, Repeats, Trait


def group(*members, representative=None):
    return Group(
        representative if representative is not None else members[0], members, (1.0,) * len(members), members[0]
    )


def published(value, asserter="masthead"):
    return Attribution((Claim("published", value, None, asserter, "test", "high"),), published=value)


NOTHING = Attribution(())


def settled(members, attributions=(), repeats=(), traits=(), words=(), derivations=(), representative=None):
    ids = [f"id{position}" for position in range(len(members))]
    given_group = group(*members, representative=representative)
    (found,) = settle(
        [given_group],
        attributions,
        repeats,
        traits,
        np.array(words or [100] * len(members), np.int64),
        ids,
        derivations,
    )
    return found


def test_the_earliest_by_its_own_date_is_kept():
    """Each member states its own day: the first is kept."""
    found = settled((0, 1, 2), [published("2024-03-09"), published("2024-03-05"), published("2024-03-07", "byline")])

    assert (found.keep, found.why) == (1, "earliest by the members' own dates")


def test_a_day_without_year_is_completed_by_the_others():
    """A dateline's "5 March" precedes a masthead of 8 March of any year."""
    found = settled((0, 1), [published("2024-03-08"), published("XXXX-03-05", "dateline")])

    assert found.keep == 1


@pytest.mark.parametrize("asserter", ["crawl header", "file name", "body", "caption"])
def test_the_crawler_and_the_story_do_not_date_a_copy(asserter):
    """Dates that are not the outlet's own word about publication prove no order."""
    found = settled((0, 1), [published("2024-03-07", asserter), published("2024-03-05", asserter)])

    assert (found.keep, found.why) == (0, "representative")


def test_a_member_without_a_date_leaves_the_earliest_unproven():
    """One that says nothing may be earlier than all."""
    found = settled((0, 1, 2), [published("2024-03-07"), published("2024-03-05"), NOTHING])

    assert found.why == "representative"


def test_a_member_without_a_date_that_is_a_proven_copy_does_no_harm():
    """What derives from a member cannot be earlier than all members."""
    derived = Derivation(0, 2, "near", True, "high", ("credits its source",))
    found = settled((0, 1, 2), [published("2024-03-07"), published("2024-03-05"), NOTHING], derivations=[derived])

    assert found.keep == 1


@pytest.mark.parametrize(
    ("one", "two"), [("2024-03", "2024-03-05"), ("2024-03-05", "2024-03-05T09:00"), ("2024", "2024-03")]
)
def test_dates_that_cannot_be_compared_decide_nothing(one, two):
    """A month does not precede its own fifth day."""
    assert settled((0, 1), [published(two), published(one)]).why == "representative"


def test_minutes_with_zones_decide_within_a_day():
    """09:00+07:00 is earlier than 09:00Z of the same day."""
    found = settled((0, 1), [published("2024-03-05T09:00Z"), published("2024-03-05T09:00+07:00")])

    assert found.keep == 1


def test_minutes_within_the_hour_decide_nothing():
    """Two stamps of the same hour do not say who was first."""
    found = settled((0, 1), [published("2024-03-05T09:20Z"), published("2024-03-05T09:00Z")])

    assert found.why == "representative"


def test_the_one_that_all_others_derive_from_is_kept():
    """A single member that is no copy is the original, whatever the dates say."""
    derived = [Derivation(1, 0, "near", True, "high", ()), Derivation(0, 2, "near", True, "high", ())]
    found = settled((0, 1, 2), [published("2024-03-05"), NOTHING, NOTHING], derivations=derived)

    assert (found.keep, found.why) == (1, "original: the others derive from it")


def test_an_undecided_derivation_proves_nothing():
    """Undecided is undecided."""
    found = settled((0, 1), derivations=[Derivation(1, 0, "near", False, "low", ())])

    assert found.why == "representative"


def test_the_longest_without_blemish_is_kept_else():
    """Longer members that repeat themselves or are cut are passed over."""
    repeats = [Repeats(), Repeats(share=0.4), Repeats(), Repeats()]
    traits = [(), (), (Trait("truncated", None),), ()]
    found = settled((0, 1, 2, 3), repeats=repeats, traits=traits, words=[90, 200, 150, 100])

    assert (found.keep, found.why) == (3, "longest without repeats, chrome and truncation")


def test_why_speaks_only_of_what_was_looked_for():
    """Without the stage that finds chrome, nothing is said about chrome."""
    found = settled((0, 1), repeats=[Repeats(), Repeats()], words=[90, 100])

    assert (found.keep, found.why) == (1, "longest without repeats")


def test_nothing_known_keeps_the_representative():
    """No stage ran: the representative."""
    found = settled((0, 1, 2), representative=2, words=[5, 9, 7])

    assert (found.keep, found.why) == (2, "representative")


def test_all_blemished_keeps_the_representative():
    """When no member is clean none is preferred for its length."""
    found = settled((0, 1), repeats=[Repeats(share=0.5), Repeats(share=0.4)], words=[9, 5])

    assert found.why == "representative"


def test_unlike_blemishes_are_no_blemish():
    """Mixed normal forms do not make a text worse to keep."""
    found = settled((0, 1), traits=[(), (Trait("mixed forms", None),)], words=[5, 9])

    assert found.keep == 1


DATES = st.sampled_from(
    ["", "2024-03-05", "2024-03-06", "XXXX-03-05", "2024-03", "2024-03-05T09:00Z", "2024-03-05T12:00Z", "1994"]
)


@given(st.lists(st.tuples(DATES, st.integers(0, 3)), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_corpus_does_not_matter(facts, random):
    """Permuting the corpus keeps the same document, ids going with documents."""
    order = list(range(len(facts)))
    random.shuffle(order)

    def kept(places):
        attributions = [published(facts[place][0]) if facts[place][0] else NOTHING for place in places]
        words = np.array([facts[place][1] for place in places], np.int64)
        (found,) = settle(
            [group(*range(len(places)), representative=places.index(0))],
            attributions,
            [Repeats()] * len(places),
            (),
            words,
            [f"{place:04}" for place in places],
        )
        return places[found.keep], found.why

    assert kept(order) == kept(list(range(len(facts))))


def test_groups_are_otherwise_untouched():
    """Only keep and why are filled."""
    before = group(0, 1)
    (after,) = settle([before], (), (), (), np.zeros(0, np.int64), ["a", "b"])

    assert attrs.evolve(after, keep=before.keep, why=before.why) == before


def test_a_dateline_that_came_along_dates_no_copy():
    """Two pages with one dateline, and only one with a day of its own: nothing says which was first."""
    line = Claim("published", "XXXX-03-05", None, "dateline", "test", "high")
    stamp = Claim("published", "2024-03-07", None, "masthead", "test", "high")
    found = settled((0, 1), [Attribution((line, stamp)), Attribution((line,))])

    assert found.why == "representative"


def test_a_date_after_the_crawl_is_no_date():
    """A page was not published after it was seen; which of its dates is wrong is not known."""
    seen = Claim("published", "2024-03-02", None, "crawl header", "test", "high")
    stamp = Claim("published", "2024-03-05", None, "masthead", "test", "high")
    found = settled((0, 1), [Attribution((seen, stamp)), published("2024-03-07")])

    assert found.why == "representative"
