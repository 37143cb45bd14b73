"""From two stories to families as newsrooms make them: takes and corrections, rewriting, releases, one speech.

Written from how agencies and newsrooms work, before the stage was changed for them.  An agency sends a snap, a first
story, updates that add and drop, corrections, refiles and repeats, each with the marks of its house or without any; its
pages say when to the minute, to the day, or not at all.  An outlet cuts, rewrites sentences, runs paragraphs together,
merges two agencies and stamps a text again, at times the original's page too.  A company's release is printed by many,
who seldom say whence.  A speech is quoted by all who heard it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from derivation_press import AGENCIES, OUTLETS, Publication, copied, day, dress, outlet_story, start, wire
from derivation_stories import expand, invent, lead, sentence

if TYPE_CHECKING:
    import random
    from datetime import datetime

    from derivation_stories import Story

Family = list[Publication]

SITES = {
    "VNA": "vnanet.vn", "Reuters": "reuters.com", "AP": "apnews.com", "AFP": "afp.com", "Xinhua": "xinhuanet.com",
    "Kyodo": "english.kyodonews.net", "ANSA": "ansa.it", "EFE": "efe.com", "Yonhap": "en.yna.co.kr",
    "Bernama": "bernama.com", "TASS": "tass.com", "Anadolu": "aa.com.tr", "PTI": "ptinews.com",
}  # fmt: skip
ZONES = {"VNA": 7, "Xinhua": 8, "Kyodo": 9, "Yonhap": 9, "Bernama": 8, "TASS": 3, "Anadolu": 3, "ANSA": 1, "EFE": 1}
# House styles of marks: a snap, the numbered takes, and what corrects or repeats.
STYLES = {
    "update": {"snap": "", "take": "UPDATE {}-", "correction": "CORRECTED-", "refile": "REFILE-", "repeat": "RPT-"},
    "lead": {"snap": "(URGENT) ", "take": "({} LD) ", "correction": "(CORRECTED) ", "refile": "", "repeat": ""},
    "writethru": {"snap": "", "take": "", "correction": "", "refile": "", "repeat": ""},
    "none": {"snap": "", "take": "", "correction": "", "refile": "", "repeat": ""},
}
ORDINALS = {1: "", 2: "2nd", 3: "3rd", 4: "4th"}
FIRMS = [
    "Norvane",
    "Halcrest",
    "Tiberon",
    "Ostrava Lifts",
    "Quillmere",
    "Brightwater",
    "Fennick",
    "Solandra",
    "Kestrelby",
]
LEGAL = ["Inc.", "plc", "GmbH", "Group", "Holdings", "AG", "Ltd"]
# Words that an editor exchanges for others.
SWAPS = {
    "said": "stated", "would": "will", "put": "estimated", "years": "annual terms", "because": "since",
    "about": "roughly", "earlier": "before", "expected": "due", "doubts": "questions", "led by": "under",
    "depend on": "rely on", "blamed": "pointed to", "asked by": "polled by", "cost": "require", "take": "last",
    "according to": "in the words of", "open": "start", "after": "following", "despite": "in spite of",
}  # fmt: skip


def _outlets(rng: random.Random, count: int) -> list[str]:
    return rng.sample(OUTLETS, count)


def _stamped(text: Publication, how: str, rng: random.Random) -> Publication:
    """Return an agency's page with its time: "line" and "field" to the minute with a zone, "day" or "none"."""
    own = (*text.top,)
    local = text.moment + timedelta(hours=ZONES.get(text.own, 0))
    zone = ZONES.get(text.own, 0)
    clock = f"{local:%Y-%m-%dT%H:%M}{'+' if zone >= 0 else '-'}{abs(zone):02d}:00"
    if how == "line":
        return replace(text, top=(*own, f"Published {clock}"), stated=text.moment, precise=True)
    if how == "field":
        return replace(text, fields={**text.fields, "date": clock}, stated=text.moment, precise=True)
    if how == "day":
        return replace(text, top=(*own, day(local, rng)), stated=local)
    return text


def _marked(kind: str, number: int, style: str) -> tuple[str, str, int]:
    """Return the prefix of a headline, the kind of the mark ("": none) and its number."""
    pattern = STYLES[style][kind]
    if not pattern:
        return "", "", 0
    if kind == "take":
        label = str(number) if style == "update" else ORDINALS[number]
        return pattern.format(label).replace("( LD)", "(LEAD)"), "take", number
    return pattern, kind, 1


def _note(kind: str, style: str, rng: random.Random) -> str:
    """Return the editors' line below a headline or before the first sentence, "" for none."""
    if kind == "correction":
        where = rng.randint(1, 4)
        return rng.choice(
            [f"(Corrects figure in paragraph {where})", f"(Corrects {rng.choice(['name', 'title'])})", ""]
        )
    if style == "writethru" and kind == "take":
        return rng.choice(["Eds: Updates with details.", "Eds: Adds quotes, background.", ""])
    if style == "update" and kind == "take":
        return rng.choice(["(Adds details, background)", "(Updates prices)", ""])
    return ""


def _corrected(paragraphs: tuple[str, ...], rng: random.Random) -> tuple[str, ...]:
    """Return the paragraphs with one number changed."""
    spots = [at for at, text in enumerate(paragraphs) if re.search(r"\d", text)]
    parts = list(paragraphs)
    if spots:
        at = rng.choice(spots)
        parts[at] = re.sub(r"\d+", lambda found: str(int(found[0]) + rng.randint(1, 9)), parts[at], count=1)
    return tuple(parts)


def _taken_on(paragraphs: tuple[str, ...], fresh: list[str], rng: random.Random) -> tuple[str, ...]:
    """Return what the next take has: a lead written anew, paragraphs added, others dropped; at times it shrinks."""
    parts = list(paragraphs)
    if len(parts) > 3 and rng.random() < 0.5:
        del parts[rng.randint(2, len(parts) - 1)]
    if len(parts) > 5 and rng.random() < 0.25:
        del parts[len(parts) // 2 :]
    for new in fresh:
        parts.insert(rng.randint(1, len(parts)), new)
    return tuple(parts)


def _desk(story: Story, rng: random.Random) -> Family:
    """Return an agency's takes of one story, each made from one before, with the marks and times of its house."""
    agency = rng.choice(AGENCIES)
    style = rng.choice(["update", "update", "lead", "writethru", "none"])
    times = rng.choice(["line", "line", "field", "day", "none"])
    record: dict[str, str] = rng.choice([{}, {"source": agency}, {"url": f"https://www.{SITES[agency]}/n/{{}}"}])
    moment, number, family = start(rng), 0, []
    pool = list(story.paragraphs[4:])
    body: tuple[str, ...] = story.paragraphs[:4]
    kinds = ["snap"] * (rng.random() < 0.25) + ["first"]
    kinds += [rng.choice(["take", "take", "take", "correction", "refile", "repeat"]) for _ in range(rng.randint(1, 3))]
    bare = wire(story, agency, moment, rng)
    for at, kind in enumerate(kinds):
        number += kind == "take"
        fresh = [pool.pop() for _ in range(min(len(pool), rng.randint(1, 3)))] if kind == "take" else []
        body = _taken_on(body, fresh, rng) if kind == "take" else body
        body = _corrected(body, rng) if kind == "correction" else body
        prefix, mark, rank = _marked(kind, number, style) if kind != "first" else ("", "", 0)
        mark = "" if mark == "snap" else mark
        note = _note(kind, style, rng)
        fields = {name: value.format(rng.randrange(10**6)) for name, value in record.items()}
        take = replace(
            bare, paragraphs=body[:1] if kind == "snap" else body, moment=moment, parents=(at - 1,) if at else (),
            kind="near" if at else "", take=rank, mark=mark, top=(prefix + story.headline, *((note,) if note else ())),
            fields=fields, stated=None, precise=False,
        )  # fmt: skip
        family.append(_stamped(take, times, rng))
        moment += timedelta(minutes=rng.choice([rng.randint(4, 50), rng.randint(60, 400), rng.randint(900, 4000)]))
    return family


def takes_and_outlets(story: Story, _other: Story, rng: random.Random) -> Family:
    """Write an agency's takes and corrections, and up to three outlets that each took one of them."""
    family = _desk(story, rng)
    count = len(family)
    for outlet in _outlets(rng, rng.randint(0, 3)):
        at = rng.randrange(count)
        if len(family[at].paragraphs) < 2:
            continue
        moment = family[at].moment + timedelta(
            hours=rng.choice([rng.uniform(0.3, 3), rng.uniform(5, 30), rng.uniform(40, 200)])
        )
        family.append(_worked(family[at], (at,), story, outlet, moment, rng))
    return family


def rewritten(paragraph: str, share: float, rng: random.Random) -> str:
    """Return a paragraph in which about *share* of the sentences are in an editor's words."""
    sentences = re.split(r"(?<=[.!?\"]) (?=[A-Z\"])", paragraph)
    return " ".join(_reworded(one, rng) if rng.random() < share else one for one in sentences)


def _reworded(one: str, rng: random.Random) -> str:
    for old, new in SWAPS.items():
        if rng.random() < 0.7:
            one = re.sub(rf"\b{old}\b", new, one, count=1)
    words = one.split(" ")
    if len(words) > 12:
        del words[rng.randint(4, len(words) - 3)]
    return " ".join(words)


def _run_together(paragraphs: tuple[str, ...], rng: random.Random) -> tuple[str, ...]:
    parts: list[str] = []
    for text in paragraphs:
        if parts and rng.random() < 0.4:
            parts[-1] += " " + text
        else:
            parts.append(text)
    return tuple(parts)


def _worked(
    original: Publication, parents: tuple[int, ...], story: Story, outlet: str, moment: datetime, rng: random.Random
) -> Publication:
    """Return an outlet's version: cut, rewritten, run together, stamped with its own day, at times much later."""
    kind = rng.choice(["same", "light", "end", "middle", "expanded", "lead"])
    text = copied(original, parents[0], story, outlet, moment, rng, kind=kind)
    parts = text.paragraphs
    if rng.random() < 0.35:
        share = rng.choice([0.2, 0.4, 0.6])
        parts = tuple(rewritten(one, share, rng) for one in parts)
    if rng.random() < 0.3:
        parts = _run_together(parts, rng)
    return replace(text, paragraphs=parts, parents=parents)


def _restamped(text: Publication, family: Family, rng: random.Random) -> Publication:
    """Return an original whose page shows the day on which it was last touched, after the copies were printed."""
    last = max(one.moment for one in family) + timedelta(days=rng.randint(2, 40))
    return replace(text, top=(*text.top[:1], day(last, rng)), stated=last, precise=False, fields={})


def reworked(story: Story, other: Story, rng: random.Random) -> Family:
    """Write an original, two to four outlets that worked on it, one of them with a second agency's text beside it."""
    agency, second = rng.sample(AGENCIES, 2)
    first = wire(story, agency, start(rng), rng) if rng.random() < 0.7 else None
    names = _outlets(rng, 5)
    family = [first or outlet_story(story, names.pop(), start(rng), rng)]
    for outlet in names[: rng.randint(1, 3)]:
        moment = family[0].moment + timedelta(
            hours=rng.choice([rng.uniform(1, 20), rng.uniform(24, 90), rng.uniform(100, 900)])
        )
        family.append(_worked(family[0], (0,), story, outlet, moment, rng))
    if first and rng.random() < 0.5:
        family.append(wire(other, second, first.moment + timedelta(hours=rng.uniform(-5, 5)), rng))
        moment = max(family[0].moment, family[-1].moment) + timedelta(hours=rng.uniform(5, 60))
        family.append(_merged(family, len(family) - 1, story, names[-1], moment, rng))
    if rng.random() < 0.12:
        family[0] = _restamped(family[0], family, rng)
    return family


def _merged(family: Family, place: int, story: Story, outlet: str, moment: datetime, rng: random.Random) -> Publication:
    """Return an outlet's page made of the texts of two agencies, which credits both, one or neither."""
    one, two = family[0], family[place]
    both = (*one.paragraphs[: rng.randint(2, 5)], *two.paragraphs[1 : rng.randint(3, 6)])
    text = dress(Publication(both, moment, parents=(0, place), kind="expanded"), story, outlet, rng)
    line = rng.choice(
        [f"Source: {one.own} and {two.own}", f"({one.own}, {two.own})", f"With inputs from {one.own}, {two.own}",
         f"Source: {one.own}/{two.own}", f"Source: {one.own}", ""]
    )  # fmt: skip
    named = frozenset(name for name in (one.own, two.own) if name in line)
    return replace(text, tail=(line,) if line else (), credits=named, end_credit=bool(line))


def releases(story: Story, _other: Story, rng: random.Random) -> Family:
    """Write a company's release, present in half of the corpora, and two to five outlets that printed it."""
    firm = f"{rng.choice(FIRMS)} {rng.choice(LEGAL)}"
    moment = start(rng)
    about = (
        f"{firm} designs, builds and maintains {expand('sector', rng)} systems in {rng.randint(3, 40)} countries and "
        f"employs {rng.randint(90, 9000)} people. Founded in {rng.randint(1901, 2010)}, it is listed in {story.place}."
    )
    opening = rng.choice(
        [f"{story.place.upper()}, {day(moment, rng)} /PRNewswire/ -- ", f"{story.place.upper()}--(BUSINESS WIRE)--",
         f"{story.place}, {day(moment, rng)} (GLOBE NEWSWIRE) -- ", f"{story.place}, {day(moment, rng)} – "]
    )  # fmt: skip
    body = (f"{firm} today announced that it backs plans of the {expand('body', rng)}. {story.paragraphs[0]}",
            *story.paragraphs[1:7])  # fmt: skip
    tail = (
        f"About {firm}",
        about,
        f"Media contact: {expand('person', rng)}, press@{rng.choice(['mail', 'pr'])}.example",
    )
    tail += (f"SOURCE {firm}",) if rng.random() < 0.6 else ()
    top = ("FOR IMMEDIATE RELEASE", story.headline) if rng.random() < 0.4 else (story.headline,)
    dated = str(moment.year) in opening
    release = Publication(
        body, moment, names=firm, top=top, opening=opening, tail=tail, stated=moment if dated else None
    )
    family = [release if rng.random() < 0.5 else replace(release, paragraphs=())]
    for outlet in _outlets(rng, rng.randint(2, 5)):
        hours = rng.choice([rng.uniform(0.2, 8), rng.uniform(20, 60), rng.uniform(60, 300)])
        family.append(_printed(release, firm, about, story, outlet, moment + timedelta(hours=hours), rng))
    return family


def _printed(
    release: Publication, firm: str, about: str, story: Story, outlet: str, moment: datetime, rng: random.Random
) -> Publication:
    """Return an outlet's print of a release: its day, cuts, the notes about the firm kept or not, seldom a credit."""
    parts = release.paragraphs[: rng.randint(3, len(release.paragraphs))]
    if rng.random() < 0.4:
        parts = tuple(rewritten(one, 0.3, rng) for one in parts)
    text = dress(Publication(parts, moment, parents=(0,), kind="near"), story, outlet, rng)
    tail: tuple[str, ...] = ()
    if rng.random() < 0.6:
        tail = rng.choice([(f"About {firm}", about), (f"About {firm}: {about}",), (about,)])
    line = rng.choice(["", "", "", f"Source: {firm}", "(Press release)", f"SOURCE {firm}"])
    return replace(
        text,
        tail=(*tail, line) if line else tail,
        credits=frozenset({firm} if firm in line else ()),
        end_credit=bool(line),
    )


def speeches(story: Story, _other: Story, rng: random.Random) -> Family:
    """Write two to four reports of one speech, at times the speech itself, at times an outlet's copy of one report."""
    speaker = expand("person", rng)
    title = f"the {expand('role', rng)} of the {expand('body', rng)}"
    said = [sentence("sentence", rng, story.place).replace('"', "") for _ in range(rng.randint(6, 10))]
    moment = start(rng)
    whole = Publication(tuple(said), moment, top=(f"Remarks by {speaker}, {title}",), kind="speech")
    family = [whole if rng.random() < 0.35 else replace(whole, paragraphs=())]
    agency = rng.choice(AGENCIES)
    for at, outlet in enumerate(_outlets(rng, rng.randint(2, 4))):
        report = _reported(said, speaker, title, story, rng)
        when = moment + timedelta(hours=rng.choice([rng.uniform(0.5, 6), rng.uniform(12, 80)]))
        made = story._replace(paragraphs=report, headline=sentence("headline", rng, story.place))
        text = (
            wire(made, agency, when, rng) if at == 0 and rng.random() < 0.6 else outlet_story(made, outlet, when, rng)
        )
        family.append(replace(text, parents=(0,), kind="quotation"))
    if rng.random() < 0.4:
        at = rng.randint(1, len(family) - 1)
        taken = replace(family[at], parents=())
        made = story._replace(paragraphs=taken.paragraphs)
        name = rng.choice([one for one in OUTLETS if one != taken.names])
        family.append(_worked(taken, (at,), made, name, taken.moment + timedelta(hours=rng.uniform(3, 90)), rng))
    return family


def _reported(said: list[str], speaker: str, title: str, story: Story, rng: random.Random) -> tuple[str, ...]:
    """Return a report's paragraphs: its own prose, and some of what was *said*, in quotation marks."""
    own = list(invent(rng).paragraphs[1 : rng.randint(3, 6)])
    quotes = sorted(rng.sample(range(len(said)), rng.randint(3, len(said) - 1)))
    parts = [f"{lead(rng, story.place)} {speaker}, {title}, spoke about it in {story.place}."]
    for place in quotes:
        quote = said[place].rstrip(".")
        verb = rng.choice(["said", "told the audience", "added"])
        last = speaker.rsplit(maxsplit=1)[-1]
        parts.append(rng.choice([f'"{quote}," {last} {verb}.', f'{last} {verb}: "{quote}."', f'"{quote}."']))
    for text in own:
        parts.insert(rng.randint(1, len(parts)), text)
    return tuple(parts)


NEWSROOM = {
    "desk": (16, takes_and_outlets),
    "reworked": (16, reworked),
    "release": (14, releases),
    "speech": (12, speeches),
}
