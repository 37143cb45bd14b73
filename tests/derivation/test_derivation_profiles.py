"""What a text shows of its own profile: outlets named at its head, credits in sentences, notes, takes."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.derivation.mastheads import _crediting, note, outlets, sayings, unnamed_agencies
from provenance.derivation.profiles import SourceProfile, page_facts
from provenance.derivation.quotes import quoting
from provenance.derivation.takes import marked_order
from provenance.model import Attribution, Claim

BODY = "\n\nThe bridge was opened on Monday after nine years of work."


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("Harbour Gazette\n\nBridge opens", ("Harbour Gazette",)),
        ("The Plainsman\n\nBridge opens in the delta", ("The Plainsman",)),
        ("Bridge opens\nBy Jane Doe, Isle Observer", ("Isle Observer",)),
        ("Bridge opens\nBy Jane Doe | Isle Observer", ("Isle Observer",)),
        ("Harbour Gazette | 5 March 2024\n\nBridge opens", ("Harbour Gazette",)),
        ("harbour-gazette.example.com\n\nBridge opens", ("harbour-gazette.example.com",)),
        ("Published in Harbour Gazette on 5 March 2024\n\nBridge opens", ("Harbour Gazette",)),
        (" date 2024-03-05 Harbour Gazette\n\nBridge opens", ("Harbour Gazette",)),
        ("International\n\nBridge opens", ()),
        ("Registration was successful!\n\nBridge opens", ()),
        ("Bridge opens\nBy Jane Doe", ()),
        ("Post office, news agents and a daily market reopen\n\nMore below", ()),
        ("News of the bridge, and no 5th delay\n\nMore below", ()),
        ("", ()),
    ],
)
def test_outlets_are_named_at_the_head(head, names):
    """A masthead, a byline's paper, a site; not a section, a headline or a person."""
    assert outlets(head + BODY) == names


def test_a_notice_of_rights_names_an_outlet():
    """At the end, and only what looks like an outlet's name."""
    assert outlets("Bridge opens" + BODY + "\n\n© 2024 Harbour Gazette. All rights reserved.") == ("Harbour Gazette",)
    assert outlets("Bridge opens" + BODY + "\n\n© 2024 Jane Doe") == ()


@pytest.mark.parametrize(
    "text",
    [
        "The bridge, VNA reported, is open.",
        "The bridge is open, according to VNA.",
        "Reporting by VNA",
        "This article originally appeared in VNA.",
        "VNA contributed to this report.",
        "The minister told VNA on Monday.",
    ],
)
def test_sentences_credit(text):
    """In the ways in which newspapers do."""
    assert "VNA" in sayings(text)


def test_sentences_without_credit_name_nobody():
    """A name alone is no credit."""
    assert sayings("VNA is an agency. Its head, Jane Doe, spoke of VNA at length.") == set()


PIECES = st.sampled_from(
    ["Reporting by ", "material from ", "Files from\n", "according to ", "told ", "told The ", "via ", "Via ",
     "Latvia ",
     "appeared on ", "published by ", "republished from ", " reported", "\treports", " contributed to ", "reported ",
     " said in a report", " news agency", " news agencyx", "The ", "the ", "Xinhua", "O'Neil-Smith.Jones&Sons",
     "AlongNameOfTwentySix.Letters", "É", "é", " ", "\n", ".", "A", "b", "9", "_"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=16).map("".join))
@example("The AlongNameOfTwentyLetter AlongNameOfTwentyLetter AlongNameOfTwentyLetter AlongNameOfTwentyLetter reported")
@example("\treportsÉÉ\treportsReporting by")
@example("told Via Rail via VNA Reports reported by Xinhua news agency reports")
def test_names_are_found_as_the_patterns_find_them(text):
    """All that they find from the beginning of the text to its end, though they are tried at a few places only."""
    wanted = set()
    for name in ("before", "after"):
        for match in _crediting(name).finditer(text):
            words = match[1].split()
            spans = [words[:end] for end in range(1, len(words) + 1)] + [words[at:] for at in range(1, len(words))]
            wanted.update(" ".join(span).rstrip(".,'") for span in spans)

    assert sayings(text) == wanted


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Words ... Read full story", "?"),
        ("Words …\n\nRead the full story at Harbour Gazette »", "Harbour Gazette"),
        ("Words.\nContinue reading the article on Isle Observer.", "Isle Observer"),
        ("They read the story to the children and went home.", ""),
        ("Words.", ""),
        ("", ""),
    ],
)
def test_notes_send_readers_on(text, named):
    """At the end of the text only."""
    assert note(text) == named


@pytest.mark.parametrize(
    ("line", "said"),
    [("— Agencies", True), ("(With agency inputs)", True), ("Travel agencies closed.", False), ("— VNA", False)],
)
def test_agencies_without_a_name(line, said):
    """A credit that names nobody is one."""
    assert unnamed_agencies("Words.\n\n" + line) == said


def marks(mark, text="Words."):
    claims = (Claim("take", mark, None, "body", "take-mark", "high"),) if mark else ()
    return SourceProfile(Attribution(claims), page_facts(text)).marks


@pytest.mark.parametrize(
    "takes",
    [
        ["", "LEAD", "2nd LD", "3rd LD"],
        ["", "UPDATE 1", "RPT-UPDATE 1", "UPDATE 2", "CORRECTED-UPDATE 2", "UPDATE 3"],
        ["", "CORRECTED"],
        ["", "RPT"],
    ],
)
def test_marks_of_one_kind_have_an_order(takes):
    """As agencies number them; what repeats or corrects a take comes between it and the next."""
    for one, two in itertools.combinations(takes, 2):
        assert (marked_order(marks(one), marks(two)), marked_order(marks(two), marks(one))) == (1, -1)


@pytest.mark.parametrize(
    ("one", "two"),
    [("UPDATE 1", "CORRECTED"), ("2nd LD", "UPDATE 1"), ("RPT", "CORRECTED"), ("UPDATE 2", "UPDATE 2"), ("", "")],
)
def test_marks_of_different_kinds_have_none(one, two):
    """A correction may be one of the first text, sent before the update."""
    assert marked_order(marks(one), marks(two)) == 0


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        ("(Corrects number of people in paragraph 2) The ferry", {"correction"}),
        ("(Adds details, background)\n\nThe ferry", {"addition"}),
        ("The board (Corrects) said", set()),
        ("He adds that it corrects the figure.", set()),
    ],
)
def test_an_editors_note_is_a_mark(head, kinds):
    """Where agencies say what they changed; the words of a sentence are none."""
    assert set(marks("", "Top\n\n" + head)) == kinds


def test_an_update_that_says_what_it_adds_has_one_mark():
    """The note tells no more than the number does."""
    assert marks("UPDATE 1", "UPDATE 1-Top\n\n(Adds details)\n\nWords.") == {"update": 1}


def test_a_title_bears_a_take_mark_too():
    """Where no line of the text does; a word of the title is none."""
    assert SourceProfile(Attribution((), title="UPDATE 2-Bridge opens"), page_facts("Words.")).marks == {"update": 2}
    assert SourceProfile(Attribution((), title="Leading banks UPDATE their rules"), page_facts("Words.")).marks == {}


def test_a_low_claim_names_nobody():
    """Marks that others use too are no source."""
    profile = SourceProfile(
        Attribution((Claim("source", "VNA", None, "credit", "sign-off", "low"),)), page_facts("Words./.")
    )

    assert not profile.names | profile.credits


def test_who_quotes():
    """The one that has in quotation marks what the other says itself; short and common quotations do not count."""
    prose = "Nobody in the whole of the trade doubts the figures of the board."

    assert quoting(prose, f'He wrote: "{prose}"') == 1
    assert quoting(f"«{prose}»", prose) == -1
    assert quoting(f"“{prose}”", f"„{prose}“") == 0
    assert quoting("The bridge is open.", '"The bridge is open."') == 0


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        "“",
        "By A, ",
        "Read the story at ",
        "The Daily News ",
        "according to The ",
        "Aa. ",
        "© ",
        "- | ",
        "told X reported ",
    ],
)
def test_hostile_text_comes_to_an_end(unit):
    """Near-misses of every pattern, by the hundred thousand; to go back and forth in them would take hours."""
    text = unit * (300_000 // len(unit))

    outlets(text)
    sayings(text)
    note(text)
    unnamed_agencies(text)
    quoting(text, text[:100_000])
