"""Who copied whom: cases, and properties over arbitrary evidence."""

import itertools
import os
import tomllib

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.attribution import attribute
from provenance.derivation import derive
from provenance.derivation.decide import Common, decide
from provenance.derivation.profiles import SourceProfile, page_facts
from provenance.model import DIRECTIONS, NEAR_BELOW, RELATIONS, UNCREDITED, Attribution, Claim, Pairs

BODY = (
    "The bridge across the delta was opened after nine years of work, and the first lorries crossed it at noon. "
    "The harbour board put the cost at 90 million, of which a third was lent by banks abroad. "
    "Traders on the northern bank had waited for the crossing since the ferry sank. "
)
LONGER = "A second bridge is planned further up the river, where the two provinces meet. " * 3

with open(os.path.join(os.path.dirname(__file__), "cases", "direction.toml"), "rb") as file:
    CASES = tomllib.load(file)["case"]


def pairs_of(shares, relation="near"):
    """Return pairs of {(left, right): (jaccard, left in right, right in left)}."""
    keys = sorted(shares)
    values = np.array([shares[key] for key in keys], float).reshape(-1, 3)
    count = len(keys)
    return Pairs(
        np.array([key[0] for key in keys], np.int32),
        np.array([key[1] for key in keys], np.int32),
        values[:, 0],
        values[:, 1],
        values[:, 2],
        np.full(count, RELATIONS.index(relation), np.int8),
        np.zeros(count, np.int8),
        np.zeros(count, np.int8),
    )


def written(template):
    return template.replace("BODY", BODY.strip()).replace("LONGER", LONGER.strip())


def derived(left, right, shares=(0.8, 0.9, 0.9)):
    texts = [left, right]
    pairs, derivations, *_ = derive(pairs_of({(0, 1): shares}), [attribute(text) for text in texts], texts.__getitem__)
    return DIRECTIONS[pairs.direction[0]], derivations


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case):
    """The copy is the one that the case says, whichever of the two comes first in the corpus."""
    left, right = written(case["left"]), written(case["right"])
    within = (0.6, 0.6 if "LONGER" in case["left"] else 0.95, 0.95)
    turned = {"left": "right", "right": "left", "undecided": "undecided"}[case["copy"]]

    assert derived(left, right, within)[0] == case["copy"]
    assert derived(right, left, (within[0], within[2], within[1]))[0] == turned


AP, LATER, EARLIER = (
    "OSLO, March 5 (AP) - BODY",
    "Saltmere Post\n\nTop\n\n8 March 2024\n\nBODY",
    "Top\n\n1 March 2024\n\nBODY",
)


def test_a_copy_that_credits_nobody_is_said_to():
    """An agency's text, and a later one without a word of it."""
    _, (found,) = derived(written(AP), written(LATER))

    assert found.decided
    assert UNCREDITED in found.reasons


def test_a_copy_that_credits_another_does_not_credit_its_source():
    """The same with the credit altered."""
    _, (found,) = derived(written(AP), written(LATER + "\n\nSource: Reuters"))

    assert found.decided
    assert UNCREDITED in found.reasons


def test_a_copy_that_credits_is_not_said_to_credit_nobody():
    """The same with the credit kept."""
    _, (found,) = derived(written(AP), written(LATER + "\n\nSource: AP"))

    assert found.decided
    assert UNCREDITED not in found.reasons


def test_a_copy_dated_before_its_original_is_said_to_be():
    """The credit to an outlet decides, and the date that speaks against it is named."""
    original = "Harbour Gazette\n\nTop\n\n5 March 2024\n\nBODY"
    _, (found,) = derived(written(original), written(EARLIER + "\n\nFirst published by Harbour Gazette"))

    assert "though the copy has the earlier date" in found.reasons
    assert found.confidence != "high"


def test_an_update_later_than_what_credits_the_agency_is_said_to_be():
    """The agency is credited all the same, for a text that is not here."""
    _, (found,) = derived(written("UPDATE 1-Top\n\n" + AP), written(EARLIER + "\n\nSource: AP"))

    assert not found.decided
    assert "may be of an earlier one" in found.reasons[0]


@pytest.mark.parametrize(
    ("shares", "kind"),
    [
        ((0.5, 0.5, 0.98), "abridged"),
        ((0.5, 0.98, 0.5), "expanded"),
        ((0.95, 0.97, 0.97), "verbatim"),
        ((0.7, 0.8, 0.8), "near"),
        ((0.1, 0.2, 0.2), "excerpt"),
    ],
)
def test_the_class_follows_from_what_is_shared(shares, kind):
    """*right* is the copy: of its shingles the last share stands in the original."""
    left, right = written("OSLO (AP) - BODY"), written("Saltmere Post\n\nBridge opens\n\nBODY\n\nSource: AP")

    _, (found,) = derived(left, right, shares)

    assert (found.original, found.copy, found.kind) == (0, 1, kind)


def test_a_copy_that_is_near_below_the_threshold_is_no_excerpt():
    """Few of its shingles are left, since every sentence was edited, but what was copied is the whole text."""
    left, right = written("OSLO (AP) - BODY"), written("Saltmere Post\n\nBridge opens\n\nBODY\n\nSource: AP")
    pairs = attrs.evolve(pairs_of({(0, 1): (0.1, 0.2, 0.2)}), relation=np.array([NEAR_BELOW], np.int8))

    (found,) = derive(pairs, [attribute(left), attribute(right)], (left, right).__getitem__).derivations

    assert (found.copy, found.kind) == (1, "near")


AGENCY, OUTLET, OTHER = (
    "HANOI (VNA) - BODY LONGER",
    "Harbour Gazette\n\nTop\n\n6 March 2024\n\nBODY LONGER",
    "Saltmere Post\n\nTop\n\n9 March 2024\n\nBODY LONGER",
)


def family(shares):
    texts = [written(text) for text in (AGENCY, OUTLET, OTHER)]
    pairs, derivations, *_ = derive(pairs_of(shares), [attribute(text) for text in texts], texts.__getitem__)
    return [DIRECTIONS[direction] for direction in pairs.direction], derivations


def test_two_versions_of_an_agency_text_do_not_copy_each_other():
    """The later of two outlets is no nearer to the earlier than to the agency's text: both may have it from there."""
    same = (0.9, 0.95, 0.95)

    directions, _ = family({(0, 1): same, (0, 2): same, (1, 2): same})

    assert directions[2] == "undecided"


def test_a_copy_of_a_version_shares_what_the_version_added():
    """The later outlet has much of the earlier one's that the agency's text has not."""
    far, close = (0.6, 0.7, 0.7), (0.95, 0.98, 0.98)

    directions, _ = family({(0, 1): far, (0, 2): far, (1, 2): close})

    assert directions[2] == "right"


def relatives(texts, shares):
    texts = [written(text) for text in texts]
    pairs, *_ = derive(pairs_of(shares), [attribute(text) for text in texts], texts.__getitem__)
    return [DIRECTIONS[direction] for direction in pairs.direction]


EQUAL, ALL_NEAR = (0.9, 0.95, 0.95), {(0, 1): (0.9, 0.95, 0.95), (0, 2): (0.9, 0.95, 0.95), (1, 2): (0.9, 0.95, 0.95)}


def test_a_third_text_without_a_date_may_be_the_original_of_both():
    """Two dated versions and one that nothing places: the earlier of the two is not shown to be copied."""
    undated = "Isle Observer\n\nTop\n\nBODY LONGER"

    assert relatives((OUTLET, OTHER, undated), ALL_NEAR)[0] == "undecided"


def test_a_third_text_that_has_less_of_the_copy_is_not_its_original():
    """The same where the undated text lacks much of what the two share."""
    undated = "Isle Observer\n\nTop\n\nBODY"
    far = (0.4, 0.4, 0.9)

    assert relatives((OUTLET, OTHER, undated), {(0, 1): EQUAL, (0, 2): far, (1, 2): far})[0] == "right"


def test_a_name_may_be_handed_on_by_the_text_that_the_copy_names():
    """The last one credits the outlet; the agency's name came with that one's words."""
    middle = "Harbour Gazette\n\nTop\n\nBODY LONGER, VNA reported."
    last = "Top\n\nBODY LONGER, VNA reported.\n\nThis story was first reported by Harbour Gazette."

    assert relatives((AGENCY, middle, last), ALL_NEAR) == ["right", "undecided", "right"]


def test_of_two_equal_agency_texts_none_is_shown_to_be_the_original():
    """One may be an outlet's that kept the dateline; which one was copied, nothing says."""
    assert relatives((AGENCY, AGENCY.replace(" - ", " — "), OUTLET + "\n\nSource: VNA"), ALL_NEAR) == [
        "undecided",
        "undecided",
        "undecided",
    ]


def test_one_agency_text_in_two_files_is_one_original():
    """Equal to the letter: whichever was copied, it is this text."""
    shares = {**ALL_NEAR, (0, 1): (1.0, 1.0, 1.0)}

    assert relatives((AGENCY, AGENCY, OUTLET + "\n\nSource: VNA"), shares)[1:] == ["right", "right"]


def test_of_two_agency_texts_the_one_that_dates_contradict_gives_way():
    """The copy is dated before one of them, so that it was made from the other."""
    late = "HANOI, March 20 (VNA) - BODY LONGER\n\nUpdate follows"
    copy = OUTLET + "\n\nSource: VNA"

    early = AGENCY.replace(" (VNA)", ", March 5 (VNA)")

    assert relatives((early, late, copy), ALL_NEAR)[1:] == ["right", "undecided"]


SPEECH = "we have waited nine years for this bridge and now it stands here"


def shared_passage(left, right, relation):
    texts = [left, right]
    pairs, found, *_ = derive(
        pairs_of({(0, 1): (0.1, 0.1, 0.2)}, relation), [attribute(t) for t in texts], texts.__getitem__
    )
    return DIRECTIONS[pairs.direction[0]], found


def test_who_quotes_the_prose_of_another_has_it_from_there():
    """One says it, the other puts it in quotation marks."""
    direction, (found,) = shared_passage(
        f"Prose. {SPEECH}. More.", f'Other. "{SPEECH}," a paper wrote. Else.', "quotation"
    )

    assert direction == "right"
    assert found.kind == "quotation"


def test_what_both_quote_somebody_else_said():
    """Not even dates make one the source of the other."""
    left = f'Harbour Gazette\n\nTop\n\n5 March 2024\n\nThe minister said: "{SPEECH}". More.'
    right = f"Saltmere Post\n\nTop\n\n9 March 2024\n\n“{SPEECH}”, said the minister. Else."

    assert shared_passage(left, right, "quotation")[0] == "undecided"


def test_an_empty_corpus_has_no_derivations():
    """No pairs, nothing to say."""
    assert derive(pairs_of({}), [], str)[1] == ()


def test_without_attributions_all_is_undecided():
    """The stage that reads claims did not run."""
    pairs, derivations, *_ = derive(pairs_of({(0, 1): (1, 1, 1)}), (), lambda _: BODY)

    assert DIRECTIONS[pairs.direction[0]] == "undecided"
    assert derivations == ()


NAMES = ("VNA", "AP", "Harbour Gazette", "Saltmere Post")
DATES = (
    "2024-03-05",
    "2024-03-06",
    "2024-03-09",
    "XXXX-03-05",
    "2024-03",
    "2024-03-05T09:00Z",
    "2024-03-05T12:00Z",
    "[2024-03-05,2024-05-03]",
)
CLAIMS = st.one_of(
    st.builds(
        lambda name, asserter: Claim("source", name, None, asserter, "test", "high"),
        st.sampled_from(NAMES),
        st.sampled_from(["dateline", "credit", "container", "masthead", "byline", "body"]),
    ),
    st.builds(
        lambda value, asserter: Claim("published", value, None, asserter, "test", "high"),
        st.sampled_from(DATES),
        st.sampled_from(["dateline", "masthead", "container", "crawl header"]),
    ),
    st.builds(
        lambda mark: Claim("take", mark, None, "body", "take-mark", "high"),
        st.sampled_from(["UPDATE 1", "2nd LD", "CORRECTED"]),
    ),
)
ATTRIBUTIONS = st.lists(CLAIMS, max_size=4).map(lambda claims: Attribution(tuple(claims)))
TEXTS = st.sampled_from(
    [
        "Top\n\nA body of some words.",
        "Harbour Gazette\n\nTop line\n\nA body.",
        "A body, VNA reported.",
        "By Jane Doe, Saltmere Post\n\nA body ... Read full story",
        "A body.\n\n— Agencies",
        "Told to Harbour Gazette, a body.",
    ]
)


@given(ATTRIBUTIONS, TEXTS, ATTRIBUTIONS, TEXTS, st.data())
def test_exchanging_two_documents_exchanges_the_verdict(one, one_text, two, two_text, data):
    """The side is turned; how sure it is, and why, stays."""
    left, right = SourceProfile(one, page_facts(one_text)), SourceProfile(two, page_facts(two_text))
    one_within, two_within, part, said = (data.draw(st.booleans()) for _ in range(4))
    quotes = data.draw(st.integers(-1, 1))

    there = Common(one_within=one_within, two_within=two_within, quotes=quotes, part=part, said=said)
    turned = Common(one_within=two_within, two_within=one_within, quotes=-quotes, part=part, said=said)
    forth, back = decide(left, right, there), decide(right, left, turned)

    assert (forth.side, forth.presumed) == (-back.side, -back.presumed)
    assert (forth.confidence, forth.reasons, forth.shared, forth.tie) == (
        back.confidence,
        back.reasons,
        back.shared,
        back.tie,
    )


@given(ATTRIBUTIONS, TEXTS)
def test_equal_evidence_decides_nothing(attribution, text):
    """Two documents that show the same are never original and copy."""
    pairs, *_ = derive(pairs_of({(0, 1): (1, 1, 1)}), [attribution] * 2, lambda _: text)

    assert DIRECTIONS[pairs.direction[0]] == "undecided"


SHARES = st.sampled_from([0.3, 0.72, 0.9, 0.94, 1.0])


@settings(max_examples=200)
@given(st.data())
def test_permuting_the_corpus_permutes_the_derivations(data):
    """Neither order nor place tells anything."""
    count = data.draw(st.integers(2, 5))
    attributions = [data.draw(ATTRIBUTIONS) for _ in range(count)]
    texts = [data.draw(TEXTS) for _ in range(count)]
    shares = {pair: tuple(data.draw(SHARES) for _ in range(3)) for pair in itertools.combinations(range(count), 2)}
    order = data.draw(st.permutations(range(count)))

    def found(places):
        moved = {}
        for left, right in itertools.combinations(range(count), 2):
            one, two = places[left], places[right]
            jaccard, forth, back = shares[min(one, two), max(one, two)]
            moved[left, right] = (jaccard, forth, back) if one < two else (jaccard, back, forth)
        pairs, derivations, *_ = derive(
            pairs_of(moved), [attributions[place] for place in places], lambda position: texts[places[position]]
        )
        decided = {
            (places[d.original], places[d.copy], d.kind, d.confidence, d.reasons) for d in derivations if d.decided
        }
        said = {
            (frozenset((places[d.original], places[d.copy])), d.kind, d.reasons) for d in derivations if not d.decided
        }
        return decided, said, int((pairs.direction == DIRECTIONS.index("undecided")).sum())

    assert found(list(range(count))) == found(list(order))


def test_directions_and_derivations_say_the_same():
    """Each decided pair has its derivation, in the order of the pairs."""
    texts = [written(text) for text in (AGENCY, OUTLET, OTHER, "Saltmere Post\n\nTop\n\nBODY\n\nSource: VNA")]
    shares = dict.fromkeys(itertools.combinations(range(4), 2), (0.7, 0.8, 0.8))

    pairs, derivations, *_ = derive(pairs_of(shares), [attribute(text) for text in texts], texts.__getitem__)

    columns = {
        (int(left), int(right)) if DIRECTIONS[direction] == "right" else (int(right), int(left))
        for left, right, direction in zip(pairs.left, pairs.right, pairs.direction, strict=True)
        if DIRECTIONS[direction] in {"left", "right"}
    }
    assert {(found.original, found.copy) for found in derivations if found.decided} == columns
    assert columns


def test_two_versions_of_a_third_are_not_told_apart_by_dates():
    """Where the later has much that the earlier has not, an earlier date does not make that one the original."""
    early = written("Harbour Gazette\n\nBridge opens\n\nMarch 5, 2024\n\nBODY")
    late = written("Saltmere Post\n\nBridge opens\n\nMarch 9, 2024\n\nBODY")

    assert derived(early, late, (0.5, 0.7, 0.65))[0] == "undecided"
    assert derived(early, late, (0.5, 0.9, 0.55))[0] == "undecided"
    assert derived(early, late, (0.5, 0.55, 0.9))[0] == "right"


@pytest.mark.parametrize(("says", "direction"), [("today announced", "undecided"), ("said in March", "right")])
def test_two_prints_of_a_release_are_not_told_apart_by_dates(says, direction):
    """A company's own news is not the print's that is earlier, though a report's may be."""
    story = f"\n\nNorhall Lifts {says} that it has bought a yard. BODY"
    early = written("Harbour Gazette\n\nBridge opens\n\nMarch 5, 2024" + story)
    late = written("Saltmere Post\n\nBridge opens\n\nMarch 15, 2024" + story)

    assert derived(early, late, (0.9, 0.95, 0.95))[0] == direction
