"""Which member of a group is kept by each policy, and what is said to have decided it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.derivation.keep import needs, settle
from provenance.derivation.members import Facts, Members
from provenance.derivation.profiles import UNKNOWN_PAGE, page_facts
from provenance.derivation.takes import first_takes
from provenance.model import Attribution, Claim, Group, Pairs, Repeats, Trait

TOO_CLOSE = "the earlier date, though too close to prove the order"
CLEAN = "without repeats, chrome, truncation and damaged characters"
LENGTH = "longest, which is all that tells them apart"
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
    texts = more.get("texts", ())
    columns = (attributions, repeats, traits, words, paths, more.get("ids", ()), texts)
    size = max(map(len, columns))
    ids = more.get("ids") or [f"id{position}" for position in range(size)]
    facts = Facts(attributions or [NOTHING] * size, repeats or [Repeats()] * size, traits or [()] * size)
    members = Members(
        ids=ids,
        words=np.array(words or [len(text.split()) for text in texts] or [100] * size, np.int64),
        pairs=all_pairs(size),
        path=(paths or ids).__getitem__,
        text=texts.__getitem__ if texts else str,
        page=(lambda place: page_facts(texts[place])) if texts else (lambda _: UNKNOWN_PAGE),
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


def test_minutes_within_the_hour_prove_nothing():
    """Two stamps of the same hour do not say who was first; the best copy is the earlier one all the same."""
    dated = [published("2024-03-05T09:20Z"), published("2024-03-05T09:00Z")]

    assert settled("earliest", dated) == (0, "representative")
    assert settled("best", dated) == (1, TOO_CLOSE)


def test_a_day_earlier_is_likelier_the_first():
    """Two days that follow each other may be one moment in two zones, and seldom are."""
    dated = [published("2024-03-06"), published("2024-03-05"), published("2024-03-06")]

    assert settled("earliest", dated) == (0, "representative")
    assert settled("best", dated) == (1, TOO_CLOSE)


def test_a_member_without_a_day_leaves_close_dates_aside():
    """A month, or nothing, may be earlier than any day."""
    for unsure in (NOTHING, published("2024-03"), published("XXXX-03-06")):
        assert settled("best", [published("2024-03-06"), published("2024-03-05"), unsure]) == (0, "representative")


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
    """Of those that derive from no other, the one that another derives from, however short it is."""
    said = [issued("Wharf Post"), issued("Harbour Gazette"), crediting("Harbour Gazette")]

    assert settled("best", said, words=[120, 90, 300]) == (
        1,
        "derives from no other member, then others derive from it",
    )


def test_an_agencys_own_page_is_kept_before_longer_ones():
    """A dateline and nothing else above the text is an agency's, and outlets derive from it without a credit too."""
    said = [issued("The Quay"), agencys("VNA"), issued("The Mole")]

    assert settled("best", said, words=[300, 90, 200]) == (1, "original: the others derive from it")


def test_of_two_agencies_pages_the_longer_is_kept():
    """What is left by one step is judged by the next."""
    said = [issued("The Quay"), agencys("VNA"), agencys("AFP")]

    assert settled("best", said, words=[300, 90, 100]) == (2, f"derives from no other member, then {LENGTH}")


def test_the_longest_without_blemish_is_kept_else():
    """Longer members that repeat themselves or are cut are passed over."""
    repeats = [Repeats(), Repeats(share=0.4), Repeats(), Repeats()]
    traits = [(), (), (Trait("truncated", None),), ()]

    assert settled("best", repeats=repeats, traits=traits, words=[90, 200, 150, 100]) == (3, f"{CLEAN}, then {LENGTH}")


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
    assert settled("best", traits=[(), (Trait("mixed forms", None),)], words=[5, 9]) == (1, LENGTH)


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
    assert settled("longest", words=[9, 12, 12], representative=2) == (2, "longest, then representative")
    assert settled("longest", words=[9, 9], representative=1) == (1, "representative")


def test_a_tie_without_the_representative_goes_to_the_first_id():
    """Not to the first in the corpus."""
    assert settled("longest", words=[9, 12, 12], ids=["a", "c", "b"]) == (2, "longest, then the first id")


def test_first_is_the_first_of_the_input():
    """Whatever the others are like."""
    assert settled("first", words=[9, 12], representative=1) == (0, "first of the input")


def test_the_first_source_that_a_member_has_is_preferred():
    """In the order of the policy, in any case; of several members of that source the next part chooses."""
    said = [issued("VNS"), issued("The Quay"), issued("VNA"), issued("VNA")]

    assert settled("source=Reuters,vna,VNS", said) == (2, "source vna, then the first id")
    assert settled("source=VNA;longest", said, words=[9, 9, 5, 7]) == (3, "source VNA, then longest")
    assert settled("source=Reuters", said) == (0, "representative")


def test_the_first_pattern_that_matches_a_member_is_preferred():
    """Patterns are those of .gitignore: a folder stands for all below it."""
    paths = ["web/a.txt", "gold/b.txt", "gold/new/c.txt"]

    assert settled("path=silver/,gold/", paths=paths) == (1, "path gold/, then the first id")
    assert settled("path=gold/*;longest", paths=paths, words=[9, 5, 7]) == (2, "path gold/*, then longest")
    assert settled("path=c.txt,gold/", paths=paths) == (2, "path c.txt")
    assert settled("path=*.md", paths=paths) == (0, "representative")


def test_a_part_that_leaves_all_says_nothing():
    """All members are below the folder, so that it decided nothing."""
    assert settled("path=gold/;longest", paths=["gold/a", "gold/b"], words=[5, 7]) == (1, "longest")


def test_only_what_is_left_to_choose_from_is_compared():
    """A member that an earlier part has left out is nobody's original, nor the earliest."""
    said = [crediting("Harbour Gazette"), issued("Harbour Gazette"), crediting("Wharf Post")]

    assert settled("path=[ac];best", said, paths=["a", "b", "c"], words=[90, 80, 70]) == (
        0,
        f"path [ac], then {LENGTH}",
    )


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


LEAD = "Divers will inspect the old lock gates of the canal this week, the waterways office said at its yearly meeting."
GATES = "The gates were hung in 1931 and have been painted every seven years since then by the same family of smiths."
COST = "The office puts the cost of new ones at two million and expects the council to pay a third of the sum."
BOATS = "Boats may pass on Mondays and Thursdays only while the work lasts, which the office hopes is until May."
OURS = "In our own town the bridge keeper said that nobody had asked him, and that he would keep a record of it."
STORY = (LEAD, GATES, COST, BOATS)


def told(*paragraphs):
    return "\n\n".join(paragraphs)


def test_what_only_one_has_amid_the_common_text_was_added():
    """Who prints another's story puts his own into it; what follows the end may as well have been cut."""
    added = settled(texts=[told(LEAD, GATES, OURS, COST, BOATS), told(*STORY)])

    assert added == (1, "the others have additions amid the text that they share with it")
    assert settled(texts=[told(*STORY), told(*STORY, OURS)]) == (1, "the fullest wording")


def test_a_lead_that_was_written_anew_says_nothing():
    """Either may be the new one, and the longer is no likelier the first: only its length is left to decide."""
    other = "The waterways office sends divers to its oldest gates."

    assert settled(texts=[told(other, *STORY[1:]), told(*STORY)]) == (1, LENGTH)


def test_who_shortens_sentences_is_not_the_first():
    """A copy's headline and dateline make it longer, and do not count."""
    short = COST.replace("and expects the council to pay a third of the sum", "")
    texts = [told("The Wharf Post", "Gates of 1931 to be looked at by divers", LEAD, GATES, short, BOATS), told(*STORY)]

    assert settled(texts=texts) == (1, "the fullest wording")


def test_marks_and_line_breaks_make_no_wording_fuller():
    """They differ between prints of one text."""
    texts = [told(*STORY), told(*STORY[:-1], BOATS + "/."), told(*STORY).replace("\n\n", " ")]

    assert settled(texts=texts, words=[9, 9, 9], representative=2) == (2, "representative")


@given(st.lists(st.sets(st.sampled_from((*STORY, OURS)), min_size=1), min_size=2, max_size=5), st.randoms())
def test_the_order_of_texts_does_not_matter(sets, random):
    """Each text is some of the paragraphs; permuted, the same one is kept."""
    texts = sorted({told(*(part for part in (*STORY[:2], OURS, *STORY[2:]) if part in some)) for some in sets})
    mixed = random.sample(texts, len(texts))
    keep, why = settled(texts=texts, ids=texts)
    again, same = settled(texts=mixed, ids=mixed, representative=mixed.index(texts[0]))

    assert (mixed[again], same) == (texts[keep], why)


def test_an_agencys_takes_grow():
    """Of one agency's own pages the shortest is the first; of an outlet's and an agency's the fuller may be it."""
    texts = [told(*STORY, OURS), told(*STORY)]

    assert settled(attributions=[agencys("VNA")] * 2, texts=texts) == (1, "the shortest take of a story that grows")
    assert settled(attributions=[agencys("VNA"), agencys("AFP")], texts=texts) == (0, "the fullest wording")


def test_nobody_adds_to_a_press_release():
    """Its notes stay at the end where the text before them was cut."""
    about = "About Norhall Locks: Norhall Locks builds gates for canals and employs ninety people in three countries."
    texts = [told(LEAD, GATES, about), told(LEAD, GATES, COST, about)]

    assert settled(texts=texts) == (1, "the fullest wording")


def test_more_texts_than_fit_in_memory_are_told_apart_by_their_length():
    """Nothing reads them all at once."""
    texts = [told(*STORY[:-1], f"Boat number {number} passes.") for number in range(1001)]

    assert settled(texts=[*texts, told(*STORY)]) == (1001, LENGTH)


@pytest.mark.parametrize(
    ("marks", "first"),
    [
        ([{}, {"correction": 1}, {"refile": 1}], [0]),
        ([{"update": 2}, {"update": 1}, {"update": 1, "repeat": 1}], [1]),
        ([{"repeat": 1}, {"correction": 1}], [0, 1]),
        ([{"lead": 1}, {}], [0, 1]),
        ([{"update": 2}, {"lead": 1}], [0, 1]),
    ],
)
def test_marks_say_which_takes_may_be_the_first(marks, first):
    """Not what corrects or repeats, nor a higher number; an unmarked text may be an update that was sent again."""
    assert list(first_takes(dict(enumerate(marks)))) == first
