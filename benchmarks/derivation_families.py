"""From two stories to a family: the publications of one matter, by scenario."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from derivation_newsroom import NEWSROOM
from derivation_press import AGENCIES, LEADS, OUTLETS, TAKES, Publication, copied, later, outlet_story, start, wire
from derivation_stories import Story, expand

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    Scenarios = dict[str, tuple[int, Callable[[Story, Story, random.Random], list[Publication]]]]

Family = list[Publication]


def _outlets(rng: random.Random, count: int) -> list[str]:
    return rng.sample(OUTLETS, count)


def _wire_and_copies(story: Story, _other: Story, rng: random.Random) -> Family:
    """Write an agency's text, and one to four outlets' versions of it."""
    family = [wire(story, rng.choice(AGENCIES), start(rng), rng)]
    for outlet in _outlets(rng, rng.randint(1, 4)):
        family.append(copied(family[0], 0, story, outlet, later(family[0].moment, rng), rng))
    return family


def _outlet_and_copies(story: Story, _other: Story, rng: random.Random) -> Family:
    """Write an outlet's own story, and one or two others' versions of it."""
    first, *others = _outlets(rng, rng.randint(2, 3))
    family = [outlet_story(story, first, start(rng), rng)]
    for outlet in others:
        family.append(copied(family[0], 0, story, outlet, later(family[0].moment, rng), rng))
    return family


def _siblings(story: Story, _other: Story, rng: random.Random) -> Family:
    """Write two or three outlets' versions of an agency text that the corpus has not got.

    Two versions without a credit and with different dates would look exactly like an original and its copy, so that at
    most one may lack the credit; one that keeps the agency's dateline and names no outlet would look exactly like the
    agency's own text, so that such a one always names its outlet.
    """
    absent = wire(story, rng.choice(AGENCIES), start(rng), rng)
    family = [replace(absent, paragraphs=())]
    kinds = ["same", "lead", "light", "end", "expanded", "permuted"]
    for number, outlet in enumerate(_outlets(rng, rng.randint(2, 3))):
        how = rng.choice(["dropped", "altered", "kept"]) if number == 0 else rng.choice(["kept", "end", "body"])
        moment, kind = later(absent.moment, rng), rng.choice(kinds)
        text = copied(absent, 0, story, outlet, moment, rng, kind=kind, how=how)
        while how == "kept" and not text.names:
            text = copied(absent, 0, story, outlet, moment, rng, kind=kind, how=how)
        family.append(text)
    return family


def _takes(story: Story, _other: Story, rng: random.Random) -> Family:
    """Write an agency's takes of one story, each made from the last, within hours."""
    marks = rng.choice([TAKES, LEADS])
    family = [wire(story, rng.choice(AGENCIES), start(rng), rng)]
    body = family[0].paragraphs
    for take in range(1, rng.randint(2, 4)):
        body = (body[0], *body[1 : len(body) - rng.randint(0, 1)], *rng.sample(story.own, 1))
        top = (marks[take] + story.headline,)
        moment = later(family[-1].moment, rng, soon=True)
        family.append(
            replace(
                family[0],
                paragraphs=body,
                moment=moment,
                parents=(take - 1,),
                take=take,
                mark="correction" if marks[take].startswith("CORRECTED") else "take",
                top=top,
                kind="near",
                stated=None,
                precise=False,
                fields={},
            )
        )
    return [replace(text, fields={}, stated=None, precise=False) for text in family]


def _merged(story: Story, other: Story, rng: random.Random) -> Family:
    """Write two agency texts and an outlet's page that holds much of both."""
    first = wire(story, rng.choice(AGENCIES), start(rng), rng)
    family = [first, wire(other, rng.choice(AGENCIES), later(first.moment, rng), rng)]
    moment = later(family[1].moment, rng)
    base = copied(family[0], 0, story, rng.choice(OUTLETS), moment, rng, kind="same")
    both = (*base.paragraphs[:-1], *other.paragraphs)
    return [*family, replace(base, paragraphs=both, parents=(0, 1), kind="expanded")]


def _quoting(story: Story, other: Story, rng: random.Random) -> Family:
    """Write an agency's text and an outlet's own story that quotes one passage of it."""
    first, second = _outlets(rng, 2)
    original = rng.choice([wire, None])
    text = (
        wire(story, rng.choice(AGENCIES), start(rng), rng) if original else outlet_story(story, first, start(rng), rng)
    )
    whom = text.own or text.names
    passage = max(text.paragraphs[1:], key=len).replace('"', "")
    page = outlet_story(other, second, later(text.moment, rng), rng)
    say = rng.choice(
        [f'"{passage}" {whom} reported.', f'According to {whom}, "{passage}"', f'{whom} wrote: "{passage}"']
    )
    where = rng.randint(1, len(page.paragraphs))
    paragraphs = (*page.paragraphs[:where], say, *page.paragraphs[where:])
    return [text, replace(page, paragraphs=paragraphs, parents=(0,), kind="quotation", quotes=whom)]


def _symmetrical(story: Story, _other: Story, rng: random.Random) -> Family:
    """Write an original and its copy of which neither shows a date, a name or a credit."""
    plain = Publication(story.paragraphs, start(rng), top=(story.headline,))
    kind = rng.choice(["same", "lead", "light", "middle", "expanded", "permuted"])
    text = copied(plain, 0, story, "", later(plain.moment, rng), rng, kind=kind, how="dropped", dates=False)
    text = replace(
        text,
        opening="",
        stated=None,
        names="",
        fields={},
        top=rng.choice([(), (story.headline,), (expand("headline", rng),)]),
    )
    return [plain, text]


def _simultaneous(story: Story, _other: Story, rng: random.Random) -> Family:
    """Write two outlets' versions on the same day, within the half hour, without credits."""
    first, second = _outlets(rng, 2)
    noon = start(rng).replace(hour=12)
    one = outlet_story(story, first, noon, rng)
    two = copied(
        one,
        0,
        story,
        second,
        later(noon, rng, soon=True),
        rng,
        kind=rng.choice(["same", "lead", "light"]),
        how="dropped",
    )
    return [one, two]


def _crawled(story: Story, _other: Story, rng: random.Random) -> Family:
    """Write two versions of which only the crawler says when it saw them."""
    family = _symmetrical(story, story, rng)
    shown = [later(text.moment, rng) for text in family]
    return [
        replace(text, top=(f" date {seen:%Y-%m-%d} " + (text.top or ("",))[0], *text.top[1:]))
        for text, seen in zip(family, shown, strict=True)
    ]


def _chain(story: Story, _other: Story, rng: random.Random) -> Family:
    """Write an agency's text, an outlet's version, and a second outlet's copy of that version."""
    first, second = _outlets(rng, 2)
    text = wire(story, rng.choice(AGENCIES), start(rng), rng)
    one = copied(text, 0, story, first, later(text.moment, rng), rng, kind=rng.choice(["lead", "expanded"]))
    two = copied(
        one,
        1,
        story,
        second,
        later(one.moment, rng),
        rng,
        kind=rng.choice(["same", "light", "end"]),
        how=rng.choice(["dropped", "end"]),
    )
    return [text, one, two]


SCENARIOS: Scenarios = {
    "wire": (30, _wire_and_copies),
    "outlet": (16, _outlet_and_copies),
    "siblings": (12, _siblings),
    "takes": (8, _takes),
    "merged": (6, _merged),
    "quoting": (6, _quoting),
    "symmetrical": (8, _symmetrical),
    "simultaneous": (6, _simultaneous),
    "crawled": (4, _crawled),
    "chain": (8, _chain),
}
# The scenarios that --only may name; those of a newsroom have figures of their own.
SETS = {"press": SCENARIOS, "newsroom": NEWSROOM}
