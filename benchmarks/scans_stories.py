"""Invented newspaper prose: stories that share topics and stock phrases, and reports that share formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

TOPICS = {
    "harbour": "harbour quay pilot steamer cargo tug dredger buoy lighthouse crew captain anchor berth tide mooring "
    "lighter stevedore warehouse customs manifest barge channel breakwater schooner",
    "council": "council mayor clerk rates bylaw petition alderman committee ballot ward surveyor pavement drainage "
    "gasworks tramway budget treasurer chamber motion amendment lamp contractor tender",
    "harvest": "harvest farmer barley orchard mill plough tenant landlord meadow drought seed cattle dairy fodder "
    "granary thresher hedge market reaper frost auction wagon blight",
    "railway": "railway station signal engine carriage guard platform tunnel viaduct timetable fare junction stoker "
    "driver porter freight siding bridge collision whistle inspector locomotive boiler",
    "court": "court magistrate witness prisoner jury verdict solicitor evidence sentence warrant constable theft "
    "defendant bail inquest coroner testimony appeal judge counsel forgery dock summons",
    "school": "school teacher pupil lesson examination prize headmaster library grammar arithmetic bench playground "
    "inspector fee attendance scholarship slate governor choir recital diploma chapel",
    "mine": "mine pit shaft coal collier lamp explosion rescue pump gallery seam manager wage strike union winding "
    "cage ventilation widow fund timber overseer inquiry",
    "theatre": "theatre actor stage curtain audience manager costume rehearsal play comedy orchestra applause critic "
    "gallery ticket scenery tenor overture playwright encore season company",
}
VERBS = [
    "inspected",
    "repaired",
    "praised",
    "rejected",
    "delayed",
    "examined",
    "removed",
    "replaced",
    "measured",
    "described",
    "abandoned",
    "restored",
    "opposed",
    "welcomed",
    "purchased",
    "surveyed",
    "mentioned",
    "condemned",
    "admired",
    "questioned",
    "supplied",
    "received",
    "promised",
    "refused",
    "discovered",
    "neglected",
    "protected",
    "improved",
    "enlarged",
    "followed",
    "watched",
    "carried",
    "counted",
    "cleaned",
    "painted",
    "guarded",
    "tested",
]
ADJECTIVES = [
    "old",
    "new",
    "narrow",
    "broken",
    "heavy",
    "public",
    "private",
    "northern",
    "southern",
    "quiet",
    "crowded",
    "costly",
    "modest",
    "dangerous",
    "wooden",
    "iron",
    "famous",
    "distant",
    "foreign",
    "local",
    "annual",
    "sudden",
    "careful",
    "honest",
    "bitter",
    "proud",
    "severe",
    "gentle",
    "hollow",
    "damp",
    "bright",
    "steep",
    "ancient",
    "curious",
    "doubtful",
    "generous",
    "idle",
    "permanent",
    "rapid",
    "secret",
    "timid",
    "useful",
    "vacant",
    "willing",
]
PEOPLE = [
    "engineer",
    "visitor",
    "widow",
    "merchant",
    "doctor",
    "soldier",
    "neighbour",
    "stranger",
    "apprentice",
    "lodger",
    "baker",
    "carpenter",
    "official",
    "passenger",
    "reporter",
    "sergeant",
    "tailor",
    "traveller",
    "trustee",
    "vicar",
    "watchman",
    "weaver",
    "printer",
    "fisherman",
    "grocer",
]
STOCK = (
    "it is understood that no decision will be taken before the end of the month",
    "the proceedings were conducted throughout in the most orderly manner",
    "a vote of thanks to the chairman brought the meeting to a close",
    "our correspondent adds that further particulars are awaited with interest",
    "the matter is now in the hands of the proper authorities",
    "there was a large attendance in spite of the weather",
    "nothing is known at present as to the cause of the accident",
    "the report was received and ordered to be printed",
    "we are informed on good authority that the rumour is without foundation",
    "it will be remembered that a similar case occurred some years ago",
    "those who were present will not easily forget the scene",
    "subscriptions may be sent to the secretary at the usual address",
)
FRAMES: tuple[str, ...] = (
    "the {a} {n} of {P} was {v} by {N} on {D}",
    "{N} {v} the {n} and the {n} at {P}",
    "in the {n} of {P} a {h} {v} some {f} of the {a} {n}s",
    "no {h} had {v} the {n} since the {a} {n} of {y}",
    "a {h} named {N} said that the {n} near {P} had never been {v}",
    "{f} {n}s and a {a} {n} were {v} before {D}",
    "when the {n} was {v} the {h} and the {h} left for {P}",
    "the {h} of {P} , {N} , {v} the {a} {n} against the advice of the {h}",
    "nobody {v} the {n} although {N} had {v} every {a} {n} in {P}",
    "it was a {a} {n} that the {h} {v} , and the {n} cost {f} pounds",
    "after {f} weeks the {n} at {P} is {a} again and the {n} has been {v}",
    "between {P} and {P} the {h} {v} a {n} , a {n} and {f} {a} {n}s",
    "{N} , who {v} the {n} in {y} , now calls the {n} {a} and {a}",
    "to the {a} {h} the {n} seemed {a} , yet {N} {v} it twice",
    "on {D} the {n} fell upon the {n} and a {a} {h} was {v} from the {n}",
    "the price of a {a} {n} rose to {f} shillings in {P}",
)
# Reports that differ in names and figures only, and share all else with others of their kind.
FORMULAS: dict[str, tuple[str, ...]] = {
    "market": (
        "wheat was in fair demand at {f} shillings a quarter , barley unchanged at {f}",
        "oats met a slow sale and closed at {f} to {f} shillings",
        "at {P} there was a moderate supply of beasts , {f} head being shown",
        "best qualities made {f} pence a pound , second qualities {f}",
        "sheep were dearer by {f} pence , and {f} pens were sold before noon",
        "butter at {P} fetched {f} pence , eggs {f} for a shilling",
        "the attendance of buyers from {P} and {P} was good",
        "hay was quoted at {f} to {f} shillings a load and straw at {f}",
    ),
    "weather": (
        "winds from the {a} quarter , fresh at times , with showers near {P}",
        "the glass stood at {f} inches at nine in the morning",
        "the highest reading was {f} degrees at {P} and the lowest {f} at {P}",
        "rainfall for the week amounted to {f} hundredths of an inch",
        "the outlook for {D} is {a} , becoming {a} later",
        "high water at {P} bridge at {f} minutes past the hour",
    ),
    "notice": (
        "notice is hereby given that a sale will be held at {P} on {D}",
        "by order of {N} , executor of the late {N} of {P}",
        "the lots comprise a {a} {n} , a {a} {n} and {f} {n}s",
        "catalogues may be had of {N} , auctioneer , {P} , price {f} pence",
        "all claims must be sent in writing to {N} before {D}",
        "the conditions may be seen at the office in {P} between {f} and {f} o'clock",
    ),
}
ONSETS = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "th",
    "tr",
    "v",
    "w",
]
RIMES = [
    "an",
    "ar",
    "el",
    "en",
    "er",
    "in",
    "il",
    "on",
    "or",
    "um",
    "ad",
    "eth",
    "ick",
    "oll",
    "unt",
    "ace",
    "ave",
    "igh",
    "ow",
]
ENDS = ["ton", "ham", "ford", "by", "ley", "worth", "mouth", "wick", "dale", "field", "bury", "stead"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]


class Writer:
    """Writes texts from one random generator; the same seed gives the same texts."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.slots: dict[str, Callable[[list[str]], str]] = {
            "a": lambda _: rng.choice(ADJECTIVES),
            "n": rng.choice,
            "v": lambda _: rng.choice(VERBS),
            "h": lambda _: rng.choice(PEOPLE),
            "f": lambda _: str(rng.randint(2, 990)),
            "y": lambda _: str(rng.randint(1791, 1899)),
            "D": lambda _: rng.choice(DAYS),
            "P": lambda _: self.name() + rng.choice(ENDS),
            "N": lambda _: f"{self.name().capitalize()} {(self.name() + rng.choice(RIMES)).capitalize()}",
        }

    def name(self) -> str:
        """Return an invented name."""
        return (self.rng.choice(ONSETS) + self.rng.choice(RIMES)).capitalize()

    def filled(self, frame: str, nouns: list[str]) -> str:
        """Return the sentence that *frame* gives."""
        words = []
        for word in frame.split(" "):
            begin, end = word.find("{"), word.find("}")
            words.append(word if begin < 0 else word[:begin] + self.slots[word[begin + 1]](nouns) + word[end + 1 :])
        sentence = " ".join(words).replace(" ,", ",")
        return sentence[0].upper() + sentence[1:] + "."

    def story(self, words: int) -> str:
        """Return a story of about so many *words* on one of the topics; every eighth sentence is a stock phrase."""
        nouns = TOPICS[self.rng.choice(list(TOPICS))].split()
        found: list[str] = []
        while sum(len(one.split()) for one in found) < words:
            stock = self.rng.random() < 1 / 8
            found.append(self.filled(self.rng.choice(STOCK) if stock else self.rng.choice(FRAMES), nouns))
        return self.paragraphs(found)

    def report(self, words: int) -> str:
        """Return a report of one of the kinds, of which any two share their formulas, in the same order."""
        kind = self.rng.choice(list(FORMULAS))
        nouns = TOPICS[self.rng.choice(list(TOPICS))].split()
        found: list[str] = []
        while sum(len(one.split()) for one in found) < words:
            found += [self.filled(frame, nouns) for frame in FORMULAS[kind]]
            # What is new today stands between the formulas.
            found += [self.filled(self.rng.choice(FRAMES), nouns) for _ in range(self.rng.randint(1, 4))]
        return self.paragraphs(found)

    def paragraphs(self, sentences: list[str]) -> str:
        """Return *sentences* in paragraphs."""
        found, at = [], 0
        while at < len(sentences):
            step = self.rng.randint(2, 6)
            found.append(" ".join(sentences[at : at + step]))
            at += step
        return "\n\n".join(found)
