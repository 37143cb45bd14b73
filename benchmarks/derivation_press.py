"""From a story to its publications: an agency's wire text, outlets' versions of it, each with the cues that it shows.

A `Publication` keeps what was planted in it, so that the truth about the evidence is never read back from the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from derivation_stories import expand, lead

if TYPE_CHECKING:
    import random

    from derivation_stories import Story

AGENCIES = [
    "VNA",
    "Reuters",
    "AP",
    "AFP",
    "Xinhua",
    "Kyodo",
    "ANSA",
    "EFE",
    "Yonhap",
    "Bernama",
    "TASS",
    "Anadolu",
    "PTI",
]
OUTLETS = [
    "The Riverton Courier",
    "Harbour Gazette",
    "Eastmarch Herald",
    "The Daily Lantern",
    "Northvale Times",
    "Saltmere Post",
    "The Plainsman",
    "Copperfield Tribune",
    "Isle Observer",
    "Millbrook Chronicle",
    "Westering Star",
    "The Morning Ledger",
    "Delta Sentinel",
    "Highmoor Mail",
    "The Quay Examiner",
    "Lowland Monitor",
    "Brackwater News",
    "The Orchard Record",
]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SHORT = [m[:3] for m in MONTHS]
TAKES = {1: "UPDATE 1-", 2: "UPDATE 2-", 3: "CORRECTED-"}
LEADS = {1: "(LEAD) ", 2: "(2nd LD) ", 3: "(3rd LD) "}


@dataclass(frozen=True)
class Publication:
    """One published text: its parts, and the cues in it.

    *own* is the agency whose own text it is ("" for an outlet's), *names* the outlet that text or record names,
    *credits* whom it credits in print, *stated* the time of publication that it shows (None: none; *precise*: with
    time and zone), *moment* the true time, *take* its number among the agency's takes, *full_at* whom a "read the full
    story" note names ("?": nobody), *quotes* whom its quotation is ascribed to.  *parents* are the publications of the
    family that it was made from.
    """

    paragraphs: tuple[str, ...]
    moment: datetime
    parents: tuple[int, ...] = ()
    kind: str = ""
    own: str = ""
    names: str = ""
    credits: frozenset[str] = frozenset()
    end_credit: bool = False
    stated: datetime | None = None
    precise: bool = False
    take: int = 0
    mark: str = ""
    full_at: str = ""
    quotes: str = ""
    top: tuple[str, ...] = ()
    opening: str = ""
    tail: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    joint: str = "\n\n"

    def text(self) -> str:
        body = self.joint.join((self.opening + self.paragraphs[0], *self.paragraphs[1:]))
        return "\n\n".join((*self.top, body, *self.tail))


def day(moment: datetime, rng: random.Random, *, year: bool = True) -> str:
    """Return a calendar day as outlets print it, never in an order of numbers that could be read in two ways."""
    name, number = MONTHS[moment.month - 1], moment.day
    if not year:
        return rng.choice([f"{name} {number}", f"{SHORT[moment.month - 1]} {number}"])
    return rng.choice(
        [
            f"{number} {name} {moment.year}",
            f"{name} {number}, {moment.year}",
            f"{moment:%Y-%m-%d}",
            f"{moment:%A}, {number} {name} {moment.year}",
        ]
    )


def wire(story: Story, agency: str, moment: datetime, rng: random.Random) -> Publication:
    """Return the agency's own text: a dateline that names it, most often a date, nobody else's name."""
    place = rng.choice([story.place.upper(), story.place])
    dated = rng.random() < 0.75
    inside = f", {day(moment, rng, year=False)}" if dated else ""
    opening = f"{place}{inside} ({agency}) {rng.choice(['-', '--', '–', '—'])} "
    fields = {"source": agency} if rng.random() < 0.3 else {}
    if stamped := rng.random() < 0.3:
        fields["date"] = f"{moment:%Y-%m-%dT%H:%M:00Z}"
    tail = rng.choice([(), (), (f"({agency})",), ("./.",) if agency == "VNA" else ()])
    top = (story.headline,) if rng.random() < 0.6 else ()
    return Publication(
        story.paragraphs,
        moment,
        own=agency,
        credits=frozenset((agency,)),
        opening=opening,
        tail=tail,
        top=top,
        stated=moment if dated or stamped else None,
        precise=stamped,
        fields=fields,
    )


def dress(text: Publication, story: Story, outlet: str, rng: random.Random, *, dates: bool = True) -> Publication:
    """Return *text* with an outlet's head: its name in three of four cases, a headline, a date (or none, or wrong)."""
    named = outlet if rng.random() < 0.75 else ""
    zone = timedelta(hours=rng.choice([0, 0, 1, 2, 7, 8, -5]))
    stated = text.moment + zone if dates and rng.random() < 0.65 else None
    precise = stated is not None and rng.random() < 0.3
    if stated and rng.random() < 0.03:
        stated += timedelta(days=rng.choice([-1, 1]) * rng.randint(2, 400))
    if precise and stated:
        stated -= zone
    style = rng.randrange(4)
    fields: dict[str, str] = {}
    stamp = f"{stated:%Y-%m-%dT%H:%M:00Z}" if precise else (day(stated, rng) if stated else "")
    if stated and style == 3:
        fields["date"], stamp = (stamp if precise else f"{stated:%Y-%m-%d}"), ""
    if named and style == 3:
        fields["source"] = named
    elif stated and not precise and rng.random() < 0.3:
        stamp += f", {stated:%H:%M}"
    byline = f"By {expand('person', rng)}, {named}" if named and style == 1 else ""
    published = f"Published: {stamp}" if stamp and style == 1 else stamp
    tops = {
        0: (named, story.headline, stamp),
        1: (story.headline, byline, published),
        2: (named, stamp, story.headline),
        3: (story.headline,),
    }[style]
    return replace(text, names=named, stated=stated, precise=precise, top=tuple(t for t in tops if t), fields=fields)


def outlet_story(story: Story, outlet: str, moment: datetime, rng: random.Random) -> Publication:
    """Return an outlet's own story: no agency, and the outlet always named."""
    text = Publication(
        story.paragraphs, moment, opening=rng.choice(["", f"{story.place.upper()} - ", f"{story.place} — "])
    )
    dressed = dress(text, story, outlet, rng)
    return dressed if dressed.names else replace(dressed, names=outlet, top=(outlet, *dressed.top))


def edited(paragraphs: tuple[str, ...], story: Story, kind: str, rng: random.Random) -> tuple[str, ...]:
    """Return the paragraphs after an editor has been at them: *kind* is a key of CLASSES."""
    parts = list(paragraphs)
    if kind == "lead":
        parts[0] = lead(rng, story.place)
    elif kind == "light":
        for spot in rng.sample(range(len(parts)), max(1, len(parts) // 4)):
            words = parts[spot].split(" ")
            del words[rng.randrange(len(words))]
            parts[spot] = " ".join(words)
    elif kind == "end":
        parts = parts[: max(2, int(len(parts) * rng.uniform(0.4, 0.85)))]
    elif kind == "middle":
        first = rng.randint(1, len(parts) // 2)
        del parts[first : first + max(1, len(parts) // 3)]
    elif kind == "expanded":
        for own in rng.sample(story.own, rng.randint(1, 3)):
            parts.insert(rng.randint(1, len(parts)), own)
    elif kind == "permuted":
        rest = parts[1:]
        rng.shuffle(rest)
        parts = parts[:1] + rest
    return tuple(parts)


CLASSES = {
    "same": "verbatim",
    "lead": "near",
    "light": "near",
    "end": "abridged",
    "middle": "abridged",
    "expanded": "expanded",
    "permuted": "near",
    "cut": "abridged",
}


def credited(text: Publication, whom: str, story: Story, how: str, rng: random.Random) -> Publication:
    """Return *text* with the credit to *whom* kept, moved, altered or dropped, and the dateline dressed again."""
    place = rng.choice([story.place.upper(), story.place])
    bare = rng.choice(["", f"{place} - ", f"{place} – "])
    if rng.random() < 0.2:
        shown = text.stated or text.moment
        bare = f"{story.country.upper()}, {day(shown, rng, year=False)} - {place} – "
        if how != "kept" or whom not in AGENCIES:
            text = replace(text, stated=shown)
    agency = whom in AGENCIES
    if how == "kept" and agency:
        return replace(text, opening=f"{place} ({whom}) {rng.choice(['-', '–'])} ", credits=frozenset((whom,)))
    if how in ("kept", "end"):
        line = rng.choice(
            [f"Source: {whom}", f"— {whom}", f"(Source: {whom})", f"With reporting by {whom}"]
            if agency
            else [f"Source: {whom}", f"First published by {whom}", f"This story was first reported by {whom}."]
        )
        return replace(text, opening=bare, tail=(line,), credits=frozenset((whom,)), end_credit=True)
    if how == "chain":
        return replace(
            text,
            opening=bare,
            tail=(f"— {whom}/{text.names or 'Agencies'}",),
            credits=frozenset((whom,)),
            end_credit=True,
        )
    if how == "body":
        first = text.paragraphs[0].rstrip(".") + f", {whom} reported."
        return replace(text, opening=bare, paragraphs=(first, *text.paragraphs[1:]), credits=frozenset((whom,)))
    if how == "altered":
        other = rng.choice([name for name in AGENCIES if name != whom])
        line = rng.choice(["(With agency inputs)", "— Agencies", f"Source: {other}"])
        return replace(text, opening=bare, tail=(line,), credits=frozenset((other,)) if other in line else frozenset())
    return replace(text, opening=bare)


def copied(
    original: Publication,
    place: int,
    story: Story,
    outlet: str,
    moment: datetime,
    rng: random.Random,
    *,
    kind: str = "",
    how: str = "",
    dates: bool = True,
) -> Publication:
    """Return an outlet's copy of *original*, publication *place* of its family."""
    kind = kind or rng.choice(list(CLASSES))
    whom = original.own or original.names
    how = how or rng.choice(["kept", "kept", "end", "chain", "body", "altered", "dropped", "dropped"])
    paragraphs = edited(original.paragraphs, story, kind, rng)
    text = Publication(paragraphs, moment, parents=(place,), kind=CLASSES[kind])
    text = credited(dress(text, story, outlet, rng, dates=dates), whom, story, how if whom else "dropped", rng)
    if kind == "cut":
        text = cut(text, rng.choice([whom, "?"]) or "?", rng)
    return replace(text, joint=rng.choice(["\n\n", "\n\n", "\n\n\n", "\n"]))


def cut(text: Publication, whom: str, rng: random.Random) -> Publication:
    """Return *text* cut inside a sentence, with a note that says where to go on reading."""
    kept = text.paragraphs[: max(2, len(text.paragraphs) * 2 // 3)]
    words = kept[-1].split(" ")
    stump = " ".join(words[: max(3, len(words) // 2)])
    note = (
        "Read full story"
        if whom == "?"
        else rng.choice([f"Read the full story at {whom}", f"Read full story on {whom}"])
    )
    joined = rng.choice([f"{stump}... {note}", f"{stump} …\n\n{note} »"])
    return replace(text, paragraphs=(*kept[:-1], joined), full_at=whom, tail=text.tail if text.end_credit else ())


def start(rng: random.Random) -> datetime:
    """Return a time of first publication."""
    return datetime(2012, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randrange(60 * 24 * 365 * 12))


def later(moment: datetime, rng: random.Random, *, soon: bool = False) -> datetime:
    """Return a later time: within half an hour when *soon*, else hours, a day, days or weeks."""
    hours = rng.choice([rng.uniform(2, 5), rng.uniform(20, 28), rng.uniform(30, 130), rng.uniform(150, 900)])
    return moment + (timedelta(minutes=rng.randint(1, 25)) if soon else timedelta(hours=hours))
