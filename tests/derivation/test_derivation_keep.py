"""Which member of a group is kept by each policy, and what is said to have decided it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.derivation.keep import Facts, Members, needs, settle
from provenance.derivation.profiles import UNKNOWN_PAGE
from provenance.model import Attribution, Claim, Group, Pairs, Repeats, Trait

CLEAN = "longest without repeats, chrome, truncation and damaged characters"
FEWEST = "fewest kinds of repeats, chrome, truncation and damaged characters"
NOTHING = Attribution(())


def published(value, asserter="masthead"):
    return Attribution((Claim("published", value, None, asserter, "test", "high"),), published=value)


def issued(name):
    """The attribution of a text that its container says *name* published."""
    return Attribution((Claim("source", name, None, "container", "test", "high"),), source=name)


def crediting(name, by="The Quay"):
    """The attribution of a text that *by* published, and that credits *name*."""
    own = Claim("source", by, None, "container", "test", "high")
    return Attribution((own, Claim("source", name, None, "credit", "test", "high")), source=name)


def agencys(name):
    """The attribution of a text that has the dateline of the agency *name* and names no outlet."""
    return Attribution((Claim("source", name, None, "dateline", "test", "high"),), source=name)


def all_pairs(count):
    ends = np.array(list(combinations(range(count), 2)), np.int32).reshape(-1, 2)
    share, code = np.full(len(ends), 0.9), np.zeros(len(ends), np.int8)
    return Pairs(ends[:, 0], ends[:, 1], share, share, share, code + 1, code, code)


def settled(policy="best", attributions=(), repeats=(), traits=(), words=(), paths=(), representative=0, **more):
    """The member that *policy* keeps of one group of all documents, and why; what is not given is unremarkable."""
    columns = (attributions, repeats, traits, words, paths, more.get("ids", ()))
    size = max(map(len, columns))
    ids = more.get("ids") or [f"id{position}" for position in range(size)]
    facts = Facts(attributions or [NOTHING] * size, repeats or [Repeats()] * size, traits or [()] * size)
    members = Members(
        ids=ids,
        words=np.array(words or [100] * size, np.int64),
        pairs=all_pairs(size),
        path=(paths or ids).__getitem__,
        text=str,
        page=lambda _: UNKNOWN_PAGE,
        guessed=more.get("guessed", ()).__contains__,
        examine=lambda _, __: facts,
    )
    group = Group(representative, tuple(range(size)), (1.0,) * size, representative)
    (found,) = settle([group], policy.split(";"), members)
    return found


def test_the_earliest_by_its_own_date_is_kept():
    """Each member states its own day: the first is kept, and where that makes the others copies, as their original."""
    dated = [published("2024-03-09"), published("2024-03-05"), published("2024-03-07", "byline")]

    assert settled("earliest", dated) == (1, "earliest by the members' own dates")
    assert settled("best", dated) == (1, "original: the others derive from it")


def test_a_day_without_year_is_completed_by_the_others():
    """A dateline's "5 March" precedes a masthead of 8 March of any year."""
    assert settled(attributions=[published("2024-03-08"), published("XXXX-03-05", "dateline")])[0] == 1


@pytest.mark.parametrize("asserter", ["crawl header", "file name", "body", "caption"])
def test_the_crawler_and_the_story_do_not_date_a_copy(asserter):
    """Dates that are not the outlet's own word about publication prove no order."""
    dated = [published("2024-03-07", asserter), published("2024-03-05", asserter)]

    assert settled("earliest", dated) == settled("best", dated) == (0, "representative")


def test_a_member_without_a_date_leaves_the_earliest_unproven():
    """One that says nothing may be earlier than all."""
    assert settled(attributions=[published("2024-03-07"), published("2024-03-05"), NOTHING])[1] == "representative"


def test_a_member_without_a_date_that_is_a_proven_copy_does_no_harm():
    """What derives from a member cannot be earlier than all members."""
    later, earlier = issued("Wharf Post"), issued("Harbour Gazette")
    dated = [
        Attribution((*later.claims, *published("2024-03-07").claims)),
        Attribution((*earlier.claims, *published("2024-03-05").claims)),
        crediting("Harbour Gazette"),
    ]

    assert settled("best", dated)[0] == 1
    assert settled("earliest", dated)[1] == "representative"


@pytest.mark.parametrize(
    ("one", "two"), [("2024-03", "2024-03-05"), ("2024-03-05", "2024-03-05T09:00"), ("2024", "2024-03")]
)
def test_dates_that_cannot_be_compared_decide_nothing(one, two):
    """A month does not precede its own fifth day."""
    assert settled(attributions=[published(two), published(one)])[1] == "representative"


def test_minutes_with_zones_decide_within_a_day():
    """09:00+07:00 is earlier than 09:00Z of the same day."""
    assert settled(attributions=[published("2024-03-05T09:00Z"), published("2024-03-05T09:00+07:00")])[0] == 1


def test_minutes_within_the_hour_decide_nothing():
    """Two stamps of the same hour do not say who was first."""
    assert settled(attributions=[published("2024-03-05T09:20Z"), published("2024-03-05T09:00Z")])[1] == "representative"


def test_a_dateline_that_came_along_dates_no_copy():
    """Two pages with one dateline, and only one with a day of its own: nothing says which was first."""
    line = Claim("published", "XXXX-03-05", None, "dateline", "test", "high")
    stamp = Claim("published", "2024-03-07", None, "masthead", "test", "high")

    assert settled(attributions=[Attribution((line, stamp)), Attribution((line,))])[1] == "representative"


def test_a_date_after_the_crawl_is_no_date():
    """A page was not published after it was seen; which of its dates is wrong is not known."""
    seen = Claim("published", "2024-03-02", None, "crawl header", "test", "high")
    stamp = Claim("published", "2024-03-05", None, "masthead", "test", "high")

    assert settled(attributions=[Attribution((seen, stamp)), published("2024-03-07")])[1] == "representative"


def test_the_one_that_all_others_derive_from_is_kept():
    """The others credit it: it is the original, however short it is."""
    said = [crediting("Harbour Gazette"), issued("Harbour Gazette"), crediting("Harbour Gazette", "The Mole")]

    assert settled("best", said, words=[300, 90, 200]) == (1, "original: the others derive from it")


def test_a_credit_to_nobody_of_the_group_proves_nothing():
    """Both may have it from a third."""
    assert (
        settled("best", [crediting("Harbour Gazette"), crediting("Harbour Gazette", "The Mole")])[1] == "representative"
    )


def test_a_copy_is_not_kept_for_its_length():
    """Of those that derive from no other, the longest; the still longer copy of one of them is passed over."""
    said = [issued("Harbour Gazette"), issued("Wharf Post"), crediting("Harbour Gazette")]

    assert settled("best", said, words=[90, 120, 300]) == (1, f"derives from no other member, then {CLEAN}")


def test_an_agencys_own_page_is_kept_before_longer_ones():
    """A dateline and nothing else above the text is an agency's, and outlets derive from it without a credit too."""
    said = [issued("The Quay"), agencys("VNA"), issued("The Mole")]

    assert settled("best", said, words=[300, 90, 200]) == (1, "original: the others derive from it")


def test_of_two_agencies_pages_the_longer_is_kept():
    """What is left by one step is judged by the next."""
    said = [issued("The Quay"), agencys("VNA"), agencys("AFP")]

    assert settled("best", said, words=[300, 90, 100]) == (2, f"derives from no other member, then {CLEAN}")


def test_the_longest_without_blemish_is_kept_else():
    """Longer members that repeat themselves or are cut are passed over."""
    repeats = [Repeats(), Repeats(share=0.4), Repeats(), Repeats()]
    traits = [(), (), (Trait("truncated", None),), ()]

    assert settled("best", repeats=repeats, traits=traits, words=[90, 200, 150, 100]) == (3, CLEAN)


@pytest.mark.parametrize("kind", ["chrome", "truncated", "mojibake", "replacement", "invisible"])
def test_each_blemish_counts_against_a_member(kind):
    """The representative with the blemish is passed over for a member as long or shorter."""
    assert settled("best", traits=[(Trait(kind, None),), ()]) == (1, CLEAN)
    assert settled("best", traits=[(Trait(kind, None),), ()], words=[100, 90]) == (1, CLEAN)


def test_a_guessed_encoding_counts_against_a_member():
    """A wrong guess gives wrong letters."""
    assert settled("best", words=[100, 90], guessed={0}) == (1, CLEAN)


def test_unlike_blemishes_are_no_blemish():
    """Mixed normal forms do not make a text worse to keep."""
    assert settled("best", traits=[(), (Trait("mixed forms", None),)], words=[5, 9]) == (1, CLEAN)


def test_of_blemished_ones_those_with_the_fewest_kinds_are_kept():
    """Three places of one kind count once; length does not count where it may be the blemish that is long."""
    chrome, cut = Trait("chrome", None), Trait("truncated", None)

    assert settled("best", traits=[(chrome, cut), (chrome, chrome, chrome)], words=[9, 5]) == (1, FEWEST)
    assert settled("best", traits=[(chrome,), (cut,)], words=[5, 9]) == (0, "representative")


def test_nothing_that_differs_keeps_the_representative():
    """Equal in all that the policy knows."""
    assert settled("best", words=[7, 7, 7], representative=2) == (2, "representative")


def test_longest_counts_words_and_nothing_else():
    """A blemish is none here, and the representative settles a tie."""
    traits = [(), (Trait("chrome", None),)]

    assert settled("longest", words=[9, 12, 5]) == (1, "longest")
    assert settled("longest", traits=traits, words=[9, 12]) == (1, "longest")
    assert settled("longest", words=[9, 12, 12], representative=2) == (2, "longest")
    assert settled("longest", words=[9, 9], representative=1) == (1, "representative")


def test_a_tie_without_the_representative_goes_to_the_first_id():
    """Not to the first in the corpus."""
    assert settled("longest", words=[9, 12, 12], ids=["a", "c", "b"]) == (2, "longest")


def test_first_is_the_first_of_the_input():
    """Whatever the others are like."""
    assert settled("first", words=[9, 12], representative=1) == (0, "first of the input")


def test_the_first_source_that_a_member_has_is_preferred():
    """In the order of the policy, in any case; of several members of that source the next part chooses."""
    said = [issued("VNS"), issued("The Quay"), issued("VNA"), issued("VNA")]

    assert settled("source=Reuters,vna,VNS", said) == (2, "source vna")
    assert settled("source=VNA;longest", said, words=[9, 9, 5, 7]) == (3, "source VNA, then longest")
    assert settled("source=Reuters", said) == (0, "representative")


def test_the_first_pattern_that_matches_a_member_is_preferred():
    """Patterns are those of .gitignore: a folder stands for all below it."""
    paths = ["web/a.txt", "gold/b.txt", "gold/new/c.txt"]

    assert settled("path=silver/,gold/", paths=paths) == (1, "path gold/")
    assert settled("path=gold/*;longest", paths=paths, words=[9, 5, 7]) == (2, "path gold/*, then longest")
    assert settled("path=c.txt,gold/", paths=paths) == (2, "path c.txt")
    assert settled("path=*.md", paths=paths) == (0, "representative")


def test_a_part_that_leaves_all_says_nothing():
    """All members are below the folder, so that it decided nothing."""
    assert settled("path=gold/;longest", paths=["gold/a", "gold/b"], words=[5, 7]) == (1, "longest")


def test_only_what_is_left_to_choose_from_is_compared():
    """A member that an earlier part has left out is nobody's original, nor the earliest."""
    said = [crediting("Harbour Gazette"), issued("Harbour Gazette"), crediting("Wharf Post")]

    assert settled("path=[ac];best", said, paths=["a", "b", "c"], words=[90, 80, 70]) == (0, f"path [ac], then {CLEAN}")


@pytest.mark.parametrize(
    ("policy", "stages"),
    [
        ("best", {"attribute", "inspect", "repeats"}),
        ("earliest", {"attribute"}),
        ("source=VNA;longest", {"attribute"}),
        ("path=gold/*;longest;first", set()),
    ],
)
def test_a_policy_names_the_stages_that_it_reads(policy, stages):
    """Word counts, places and paths are known without any."""
    assert needs(policy.split(";")) == stages


DATES = st.sampled_from(
    ["", "2024-03-05", "2024-03-06", "XXXX-03-05", "2024-03", "2024-03-05T09:00Z", "2024-03-05T12:00Z", "1994"]
)
NAMES = st.sampled_from([NOTHING, issued("The Quay"), crediting("The Quay", "The Mole"), agencys("VNA")])
POLICIES = st.sampled_from(["best", "earliest", "longest", "source=The Quay;best", "path=id0*;best"])


@given(
    st.lists(st.tuples(DATES, NAMES, st.integers(0, 3)), min_size=2, max_size=6),
    POLICIES,
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_corpus_does_not_matter(facts, policy, random):
    """Permuting the corpus keeps the same document, ids and paths going with documents."""
    order = list(range(len(facts)))
    random.shuffle(order)

    def kept(places):
        attributions = [
            Attribution((*published(facts[place][0]).claims[: bool(facts[place][0])], *facts[place][1].claims))
            for place in places
        ]
        keep, why = settled(
            policy,
            attributions,
            words=[facts[place][2] for place in places],
            ids=[f"id{place:04}" for place in places],
            representative=places.index(0),
        )
        return places[keep], why

    assert kept(order) == kept(list(range(len(facts))))


def test_groups_are_judged_apart():
    """A name that only another group's text has as its source is nobody's here, so that company changes nothing."""
    said = [issued("The Quay"), published("2024-03-05"), crediting("The Quay", "The Mole"), issued("Wharf Post")]
    facts = Facts(said, [Repeats()] * 4, [()] * 4)
    pairs = all_pairs(4)
    members = Members(
        list("abcd"), np.array([9, 8, 7, 6]), pairs, str, str, lambda _: UNKNOWN_PAGE, lambda _: False, lambda *_: facts
    )
    groups = [Group(0, (0, 1), (1.0, 1.0), 0), Group(2, (2, 3), (1.0, 1.0), 2)]

    assert settle(groups, ["best"], members) == [settle([group], ["best"], members)[0] for group in groups]


def test_a_page_that_credits_nobody_is_kept_before_one_that_names_its_source():
    """Neither derives from the other; who names a source that no member is has it from there."""
    said = [crediting("Harbour Wire"), issued("The Wharf")]

    assert settled(attributions=said, words=[120, 100]) == (1, "credits nobody")


def test_of_an_agencys_pages_the_one_that_its_record_says_is_kept():
    """A page that only looks like the agency's own may be a copy without its outlet's name."""
    own = Attribution((*agencys("VNA").claims, *issued("VNA").claims), source="VNA")

    assert settled(attributions=[agencys("VNA"), own], words=[120, 100])[0] == 1
