"""From a seed to invented wire stories: headline, place, country and paragraphs, out of a small grammar.

Nothing is looked up and nobody is quoted who lives.  Sentences are put together from many small choices and numbers, so
that two stories share hardly a run of five words; what a corpus shares is then only what was copied.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

PLACES = [
    ("Hanoi", "Vietnam"),
    ("Wellington", "New Zealand"),
    ("Lisbon", "Portugal"),
    ("Nairobi", "Kenya"),
    ("Oslo", "Norway"),
    ("Jakarta", "Indonesia"),
    ("Santiago", "Chile"),
    ("Warsaw", "Poland"),
    ("Manila", "Philippines"),
    ("Tunis", "Tunisia"),
    ("Ottawa", "Canada"),
    ("Vienna", "Austria"),
    ("Lima", "Peru"),
    ("Riga", "Latvia"),
    ("Accra", "Ghana"),
    ("Colombo", "Sri Lanka"),
    ("Zagreb", "Croatia"),
    ("Osaka", "Japan"),
    ("Mumbai", "India"),
    ("Geneva", "Switzerland"),
]

GRAMMAR: dict[str, list[str]] = {
    "first": [
        "Anna",
        "Boris",
        "Carla",
        "Dinh",
        "Elena",
        "Farid",
        "Greta",
        "Hoang",
        "Ines",
        "Jonas",
        "Kemal",
        "Linh",
        "Marta",
        "Nuno",
        "Olga",
        "Pavel",
        "Quynh",
        "Rosa",
        "Samir",
        "Teresa",
        "Umar",
        "Vera",
        "Wanda",
        "Yusuf",
        "Zoran",
        "Aiko",
        "Bela",
        "Chidi",
        "Dora",
        "Emil",
    ],
    "last": [
        "Abara",
        "Brandt",
        "Calloway",
        "Dao",
        "Eskola",
        "Ferro",
        "Grabow",
        "Haldane",
        "Ibarra",
        "Jansky",
        "Kovar",
        "Lindholm",
        "Moreau",
        "Nkemba",
        "Ostrow",
        "Pham",
        "Quint",
        "Rasmus",
        "Sorokin",
        "Tanaka",
        "Ulvaeus",
        "Varga",
        "Wexler",
        "Ximenes",
        "Yilmaz",
        "Zeller",
        "Almeida",
        "Borg",
        "Castell",
        "Duong",
    ],
    "person": ["#first# #last#"],
    "body": ["#office# #sector# #bodytype#", "#adjplace# #bodytype# for #sector#", "#sector# #bodytype#"],
    "office": ["national", "regional", "independent", "federal", "joint", "provincial", "state", "interim", "coastal"],
    "adjplace": [
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "island",
        "upland",
        "border",
        "delta",
        "lowland",
    ],
    "sector": [
        "shipping",
        "rice",
        "railway",
        "energy",
        "fisheries",
        "water",
        "housing",
        "customs",
        "health",
        "grain",
        "copper",
        "tourism",
        "labour",
        "telecoms",
        "forestry",
        "insurance",
        "dairy",
        "steel",
        "textile",
        "aviation",
        "banking",
        "harbour",
    ],
    "bodytype": [
        "board",
        "ministry",
        "authority",
        "agency",
        "council",
        "commission",
        "office",
        "association",
        "regulator",
    ],
    "project": [
        "a #count#-kilometre #sector# corridor",
        "the long-delayed #sector# terminal",
        "a #sector# fund worth #money#",
        "new #sector# tariffs",
        "a #adjplace# #sector# exchange",
        "the second phase of the #sector# reform",
        "a licence for #count# #sector# operators",
        "repairs to #count# #adjplace# #sector# sites",
        "a pilot #sector# scheme",
        "an emergency #sector# reserve",
        "the merger of two #adjplace# #sector# companies",
        "a ban on #sector# imports",
    ],
    "count": ["{2-9}", "{11-97}", "{102-990}", "{12-98}"],
    "money": ["${2-940} million", "{1-9}.{1-9} billion dollars", "{12-870} million euros", "${1-8}.{1-9} billion"],
    "percent": ["{1-48}.{1-9} percent", "{2-60} percent"],
    "said": [
        "said",
        "told reporters",
        "told parliament",
        "said in an interview",
        "wrote in a letter to members",
        "argued",
        "said at the opening of the meeting",
        "said after the vote",
        "told a #sector# conference",
        "added",
    ],
    "role": [
        "chairman",
        "director",
        "spokeswoman",
        "deputy head",
        "chief economist",
        "inspector",
        "treasurer",
        "adviser",
    ],
    "who": [
        "#person#, #role# of the #body#",
        "the #role# of the #body#, #person#",
        "#person# of the #body#",
        "a #role# at the #body#",
        "#adjplace# #sector# union leader #person#",
        "#sector# analyst #person#",
    ],
    "verbed": [
        "approved",
        "postponed",
        "rejected",
        "unveiled",
        "defended",
        "signed off on",
        "began",
        "suspended",
        "agreed to finance",
        "called for",
        "scaled back",
        "quietly shelved",
        "voted for",
        "pressed ahead with",
    ],
    "reason": [
        "after #count# weeks of talks with the #body#",
        "despite warnings from the #body#",
        "citing a {2-9}-year low in #sector# prices",
        "as #sector# output fell #percent#",
        "because #count# of #count# #adjplace# districts had objected",
        "following storms that closed #count# #sector# sites",
        "to bring in #money# a year",
        "under pressure from #sector# workers",
        "in a step that surprised #sector# traders",
        "days before the #adjplace# #sector# season opens",
    ],
    "when": [
        "on Monday",
        "on Tuesday",
        "on Wednesday",
        "on Thursday",
        "on Friday",
        "at the weekend",
        "late in the evening",
    ],
    "lead": [
        "#place#'s #body# #verbed# #project# #when#, #reason#.",
        "The #body# #verbed# #project# #when# #reason#, its #role# said.",
        "#place# #verbed# #project# #reason#, the #body# said #when#.",
        "Plans for #project# moved a step closer #when# when the #body# #verbed# #project#.",
    ],
    "sentence": [
        "#who#, #said# that #project# would cost #money# and take {2-19} months.",
        '"We have waited {2-30} years for #project#, and #count# families depend on it," #who# #said#.',
        '"Nobody in the #sector# trade doubts the figures, but #project# came too late," #said# #who#.',
        "The #body# put the shortfall at #money#, against #money# a year earlier.",
        "Shares in #adjplace# #sector# companies #moved# #percent# by the close; #sector# futures #moved# #percent#.",
        "Of the #count# #sector# firms asked by the #body#, #percent# expect #project# to go ahead.",
        "Work on #project# began in {1971-2019} and was halted twice, once #reason#.",
        "Critics say #project# does little for the {3-80},{100-999} people employed in #adjplace# #sector#.",
        "Under the plan #count# inspectors will report to the #body# every {2-11} weeks, first on #adjplace# sites.",
        "Opposition members led by #person# walked out #reason#.",
        "The #body# had #verbed# a similar proposal in {1981-2018}, #reason#.",
        "#person#, who runs a #sector# business with {3-90} employees, doubts that #money# will be enough.",
        "Exports through the #adjplace# port #moved# #percent# in the first {2-11} months, to #money#.",
        "A ruling on #project# is expected within {3-80} days, according to #who#.",
        "Neighbouring #adjplace# provinces have #verbed# #project# of their own at a cost of #money#.",
        "In a statement the #body# blamed #sector# speculation and said #count# permits were under review.",
        "Drivers queued for {2-14} hours outside #count# #adjplace# depots #reason#.",
        "Lenders including a #adjplace# #sector# bank have set aside #money#, #said# #who#.",
    ],
    "moved": ["rose", "fell", "gained", "lost", "slipped", "climbed", "jumped", "eased"],
    "own": [
        "Readers of this page will remember the #adjplace# #sector# row of {1990-2019}, when #person# lost #money#.",
        "Our own visit to #count# #adjplace# #sector# sites found {2-40} of them closed, #reason#.",
        "Closer to home, #person# of the local #sector# club said members had raised #money# for #project#.",
        "The editor's column on #project# drew #count# letters, most of them from #adjplace# #sector# households.",
        "Local #sector# traders such as #person# say they have #verbed# #project# #reason#.",
    ],
    "headline": [
        "#body# #verbed# #project#",
        "#project# divides #adjplace# #sector# trade",
        "#body# puts #sector# gap at #money#",
        "#sector# firms wary of #project#",
    ],
}


class Story(NamedTuple):
    """A story before anyone published it; *own* are paragraphs of the same matter that only an outlet would add."""

    headline: str
    place: str
    country: str
    paragraphs: tuple[str, ...]
    own: tuple[str, ...]


def expand(symbol: str, rng: random.Random, place: str = "") -> str:
    """Return one reading of *symbol*, with every number range {a-b} drawn."""
    text = rng.choice(GRAMMAR[symbol])
    while found := re.search(r"#(\w+)#", text):
        inner = place if found[1] == "place" else expand(found[1], rng, place)
        text = text[: found.start()] + inner + text[found.end() :]
    return re.sub(r"\{(\d+)-(\d+)\}", lambda m: str(rng.randint(int(m[1]), int(m[2]))), text)


def sentence(symbol: str, rng: random.Random, place: str = "") -> str:
    """Return a sentence that begins with a capital."""
    text = expand(symbol, rng, place)
    first = next((i for i, c in enumerate(text) if c.isalnum()), 0)
    return text[:first] + text[first].upper() + text[first + 1 :]


def lead(rng: random.Random, place: str) -> str:
    """Return a first paragraph."""
    return sentence("lead", rng, place)


def invent(rng: random.Random) -> Story:
    """Return a story of six to thirteen paragraphs of one to three sentences."""
    place, country = rng.choice(PLACES)
    paragraphs = [lead(rng, place)]
    paragraphs += [
        " ".join(sentence("sentence", rng, place) for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(5, 12))
    ]
    own = tuple(" ".join(sentence("own", rng, place) for _ in range(rng.randint(1, 2))) for _ in range(6))
    return Story(sentence("headline", rng, place), place, country, tuple(paragraphs), own)


def borrowed(path: str, rng: random.Random) -> Iterator[Story]:
    """Yield stories whose paragraphs are those of the JSONL records at *path*, without their first dateline."""
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    rng.shuffle(texts)
    for text in texts:
        paragraphs = [" ".join(p.split()) for p in re.sub(r"^[^\n]{0,60}? - ", "", text).split("\n\n")]
        if len(paragraphs) >= 6 and all(paragraphs):
            frame = invent(rng)
            yield Story(frame.headline, frame.place, frame.country, tuple(paragraphs[:14]), frame.own)
