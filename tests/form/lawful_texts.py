"""Invented texts that repeat themselves lawfully, in 26 forms and six languages, and pages printed twice or more.

Both are made of the same words: what differs is the form.  A form repeats what its kind must say again (a refrain, a
clause, a forecast); a layout repeats a page as extractors do (flattened, wrapped, without marks, cut off, with dates).
"""

from __future__ import annotations

import random
import textwrap
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from form_phrases import PHRASES, Phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Form = Callable[[Phrases, random.Random], str]


class Sample(NamedTuple):
    """A text, its kind (of form, or of layout) and its language."""

    kind: str
    language: str
    text: str


def lawful(seed: int = 1) -> Iterator[Sample]:
    """Yield a text of each form in each language, which repeats itself as its form demands."""
    for kind, form in FORMS.items():
        for language, phrases in PHRASES.items():
            yield Sample(kind, language, form(phrases, random.Random(f"{kind} {language} {seed}")))


def pages(seed: int = 1) -> Iterator[Sample]:
    """Yield a page printed more than once in one text, in each layout and language."""
    for kind, layout in LAYOUTS.items():
        for language, phrases in PHRASES.items():
            yield Sample(kind, language, layout(phrases, random.Random(f"{kind} {language} {seed}")))


def sentence(phrases: Phrases, rng: random.Random, least: int = 8, most: int = 16) -> str:
    """Return a sentence of words drawn at random, with a comma or none."""
    words = rng.choices(phrases.words, k=rng.randint(least, most))
    if len(words) > 10:
        words[rng.randrange(3, 8)] += ","
    return " ".join(words).capitalize() + "."


def paragraph(phrases: Phrases, rng: random.Random, sentences: int = 3) -> str:
    return " ".join(sentence(phrases, rng) for _ in range(sentences))


def _line(phrases: Phrases, rng: random.Random) -> str:
    return " ".join(rng.choices(phrases.words, k=rng.randint(5, 8))).capitalize() + ","


def _song(phrases: Phrases, rng: random.Random) -> str:
    stanzas = [
        "\n".join([*(_line(phrases, rng) for _ in range(rng.randint(1, 3))), *phrases.refrain])
        for _ in range(rng.randint(3, 5))
    ]
    return "\n\n".join(stanzas) + "\n"


def _poem(phrases: Phrases, rng: random.Random) -> str:
    """Return a title, stanzas, and a refrain that comes twice, or a first line that also ends the poem."""
    stanzas = ["\n".join(_line(phrases, rng) for _ in range(4)) for _ in range(4)]
    refrain = "\n".join(phrases.refrain)
    title = phrases.title.upper()
    if rng.random() < 0.5:
        return f"{title}\n\n{stanzas[0]}\n\n{refrain}\n\n{stanzas[1]}\n{stanzas[2]}\n\n{refrain}\n\n{stanzas[3]}\n"
    first = phrases.refrain[0]
    return f"{title}\n\n{first}\n{stanzas[0]}\n\n{stanzas[1]}\n{first}\n\n{stanzas[2]}\n\n{stanzas[3]}\n{first}\n"


def _contract(phrases: Phrases, rng: random.Random) -> str:
    nouns = rng.sample(phrases.words, rng.randint(3, 6))
    return "\n\n".join(f"{at}. {phrases.clause.format(noun=noun)}" for at, noun in enumerate(nouns, 1)) + "\n"


def _forecast(phrases: Phrases, rng: random.Random) -> str:
    days = phrases.days[: rng.randint(2, 5)]
    form = rng.choice(("{day}. {text}", "{day}\n{text}", "{day}: {text}"))
    return "\n\n".join(form.format(day=day, text=phrases.forecast) for day in days) + "\n"


def _minutes(phrases: Phrases, rng: random.Random) -> str:
    items = [
        f"{at}. {phrases.topics[at % len(phrases.topics)]}\n{sentence(phrases, rng)}"
        + (f" {phrases.carried}" if at % 2 else "")
        for at in range(1, 7)
    ]
    return f"{phrases.title}\n\n" + "\n\n".join(items) + "\n"


def _faq(phrases: Phrases, rng: random.Random) -> str:
    questions = [sentence(phrases, rng, 5, 8)[:-1] + "?" for _ in range(6)]
    answers = [sentence(phrases, rng) if at % 3 else phrases.answer for at in range(6)]
    mark = rng.choice(("", "Q: ", "– "))
    return (
        "\n\n".join(f"{mark}{question}\n{answer}" for question, answer in zip(questions, answers, strict=True)) + "\n"
    )


def _programme(phrases: Phrases, rng: random.Random) -> str:
    events = [
        f"{day}, {rng.randint(10, 21)}:{rng.choice(('00', '15', '30'))}\n{_line(phrases, rng)[:-1]}\n"
        f"{sentence(phrases, rng)} {phrases.tickets}"
        for day in phrases.days[:5]
    ]
    return f"{phrases.title}\n\n" + "\n\n".join(events) + "\n"


def _transcript(phrases: Phrases, rng: random.Random) -> str:
    names = phrases.names[:3]
    turns = []
    for at in range(14):
        said = phrases.reminder if at in (2, 7, 11)[: rng.randint(2, 3)] else paragraph(phrases, rng, 2)
        turns.append(f"{names[at % 3]}: {said}")
    return "\n".join(turns) + "\n"


def _contents(phrases: Phrases, rng: random.Random) -> str:
    heads = [_line(phrases, rng)[:-1] for _ in range(rng.randint(4, 7))]
    listed = "\n".join(heads)
    bodies = "\n\n".join(f"{head}\n{paragraph(phrases, rng)}" for head in heads)
    return f"{phrases.title}\n\n{listed}\n\n{bodies}\n"


def _thread(phrases: Phrases, rng: random.Random) -> str:
    """Return a message, a reply that quotes it, and a reply to that; quoted by marks or by the line that says so."""
    one, two, three = (paragraph(phrases, rng, rng.randint(2, 4)) for _ in range(3))
    said = phrases.wrote.format(name=phrases.names[0])
    if rng.random() < 0.5:
        quoted = "\n".join(f"> {line}" for line in textwrap.wrap(one, 68))
        again = "\n".join(
            f"> {line}" for line in (*textwrap.wrap(two, 66), f"> {quoted[2:]}".replace("\n> ", "\n> > "))
        )
        first = "\n".join(textwrap.wrap(one, 72))
        return f"{first}\n\n{said}\n{quoted}\n\n{two}\n\n{said}\n{again}\n\n{three}\n"
    return f"{three}\n\n{said}\n\n{two}\n\n{said}\n\n{one}\n\n{phrases.signature}\n\n{two}\n\n{said}\n\n{one}\n"


def _signatures(phrases: Phrases, rng: random.Random) -> str:
    messages = [f"{paragraph(phrases, rng, 3)}\n\n-- \n{phrases.signature}" for _ in range(rng.randint(2, 4))]
    return "\n\n".join(messages) + "\n"


def _log(phrases: Phrases, rng: random.Random) -> str:
    kinds = [" ".join(rng.choices(phrases.words, k=7)) for _ in range(2)]
    return "".join(
        f"2031-03-{at % 28 + 1:02} 08:{rng.randrange(60):02}:{rng.randrange(60):02} INFO {rng.choice(kinds)} "
        f"({rng.randrange(900)} ms), {rng.choice(kinds)}\n"
        for at in range(24)
    )


def _table(phrases: Phrases, rng: random.Random) -> str:
    head = " | ".join(rng.sample(phrases.words, 6))
    parts, words = [], phrases.words
    for topic in phrases.topics[:3]:
        rows = "\n".join(
            f"{words[at]} {words[at + 1]} | {rng.randrange(99)} | {rng.randrange(99)} | {rng.random():.2f}"
            for at in range(0, 10, 2)
        )
        parts.append(f"{topic}\n{head}\n{rows}\n{phrases.carried}")
    return "\n\n".join(parts) + "\n"


def _prices(phrases: Phrases, rng: random.Random) -> str:
    goods = [" ".join(rng.choices(phrases.words, k=6)) for _ in range(4)]
    return (
        "\n\n".join(
            f"{topic}\n" + "\n".join(f"{one} {'.' * 12} {rng.randrange(2, 40)}.{rng.randrange(10)}0" for one in goods)
            for topic in phrases.topics[:4]
        )
        + "\n"
    )


def _liturgy(phrases: Phrases, rng: random.Random) -> str:
    parts = []
    for at in range(5):
        parts.append(f"{phrases.names[0]}: {sentence(phrases, rng)}")
        parts.append(f"{phrases.names[1]}: {phrases.response}" if at != 3 else f"{phrases.names[1]}: {phrases.amen}")
    return "\n\n".join(parts) + "\n"


def _recipe(phrases: Phrases, rng: random.Random) -> str:
    steps = [phrases.step if at in (1, 4) else sentence(phrases, rng) for at in range(6)]
    return f"{phrases.title}\n\n" + "\n".join(f"{at}. {step}" for at, step in enumerate(steps, 1)) + "\n"


def _resolution(phrases: Phrases, rng: random.Random) -> str:
    nouns = rng.sample(phrases.words, 9)
    return f"{phrases.title}\n\n" + "\n".join(phrases.regard.format(number=at, noun=n) for at, n in enumerate(nouns, 3))


def _tariff(phrases: Phrases, rng: random.Random) -> str:
    rows = [
        phrases.tariff.format(number=at, one=rng.randrange(10, 90), two=rng.randrange(3, 9), three=rng.randrange(20))
        for at in range(1, rng.randint(3, 8))
    ]
    return f"{phrases.title}\n\n" + "\n\n".join(rows) + "\n"


def _code(phrases: Phrases, rng: random.Random) -> str:
    return (
        "\n\n".join(
            f"def read_{name}(path, limit):\n    if not path.exists():\n"
            "        raise FileNotFoundError(f'no such file: {path}')\n"
            f"    with path.open() as stream:\n        return parse_{name}(stream.read(limit))"
            for name in (unicodedata.normalize("NFKD", one).replace(" ", "_") for one in rng.sample(phrases.words, 8))
        )
        + "\n"
    )


def _pull_quote(phrases: Phrases, rng: random.Random) -> str:
    said = sentence(phrases, rng, 16, 26) + (" " + sentence(phrases, rng, 6, 9) if rng.random() < 0.5 else "")
    return (
        f"{phrases.title}\n\n{paragraph(phrases, rng, 4)}\n\n{phrases.names[0]}: “{said}” {sentence(phrases, rng)}\n\n"
        f"{said}\n\n{paragraph(phrases, rng, 5)}\n\n{paragraph(phrases, rng, 5)}\n"
    )


def _template(phrases: Phrases, rng: random.Random, slots: int, least: int = 22) -> list[str]:
    """Return the words of a sentence with *slots* gaps, each the empty string."""
    words = rng.choices(phrases.words, k=rng.randint(least, least + 14))
    for at in rng.sample(range(1, len(words) - 1, 3), slots):
        words[at] = ""
    return words


def _filled(phrases: Phrases, rng: random.Random, words: list[str], end: str = ".") -> str:
    """Return the sentence of *words* with a noun of one or two words and figures in its gaps, in turns."""
    noun = " ".join(rng.sample(phrases.words, rng.randint(1, 2)))
    fills = iter([noun, str(rng.randrange(3, 400)), noun, str(rng.randrange(3, 400))])
    line = " ".join(word or next(fills) for word in words)
    return line[:1].upper() + line[1:] + end


def _series(phrases: Phrases, rng: random.Random) -> str:
    """Return a line that is filled in again and again, numbered or not, with or without lines between."""
    words = _template(phrases, rng, rng.randint(2, 4))
    mark, between = rng.choice(("{}. ", "[{}] ", "", "")), rng.choice(("\n", "\n\n"))
    rows = [mark.format(at) + _filled(phrases, rng, words) for at in range(1, rng.randint(6, 14))]
    return f"{phrases.title}\n\n{between.join(rows)}\n"


def _hearing(phrases: Phrases, rng: random.Random) -> str:
    """Return questions that differ in a noun, each with the same answer."""
    words, answer = _template(phrases, rng, 2), sentence(phrases, rng, 14, 20)
    turns = [
        f"{phrases.names[0]}: {_filled(phrases, rng, words, '?')}\n{phrases.names[1]}: {answer}"
        for _ in range(rng.randint(5, 8))
    ]
    return f"{phrases.title}\n\n" + "\n".join(turns) + "\n"


def _filled_answers(phrases: Phrases, rng: random.Random) -> str:
    """Return questions and answers that are both filled in."""
    asked, words = _template(phrases, rng, 1, 6), _template(phrases, rng, 3, 34)
    items = [f"{_filled(phrases, rng, asked, '?')}\n{_filled(phrases, rng, words)}" for _ in range(rng.randint(4, 8))]
    return f"{phrases.title}\n\n" + "\n\n".join(items) + "\n"


def _office(phrases: Phrases, rng: random.Random) -> str:
    """Return short lines in turns with one response."""
    verses = [
        f"{sentence(phrases, rng, 5, 7)}\n{phrases.response}\n{sentence(phrases, rng, 4, 6)}\n{phrases.response}"
        for _ in range(rng.randint(4, 6))
    ]
    return f"{phrases.title}\n\n" + "\n\n".join(verses) + "\n"


def _short_messages(phrases: Phrases, rng: random.Random) -> str:
    """Return messages that are shorter than the signature below each of them."""
    messages = [f"{sentence(phrases, rng)}\n\n-- \n{phrases.signature}" for _ in range(rng.randint(4, 6))]
    return "\n\n".join(messages) + "\n"


def _results(phrases: Phrases, rng: random.Random) -> str:
    """Return reports of two lines each, a heading of their own and a text that is filled in with it."""
    words = _template(phrases, rng, 4, 40)
    items = [f"{sentence(phrases, rng, 2, 3)[:-1]}\n{_filled(phrases, rng, words)}" for _ in range(rng.randint(4, 7))]
    return f"{phrases.title}\n\n" + "\n\n".join(items) + "\n"


FORMS: dict[str, Form] = {
    "song": _song, "poem": _poem, "contract": _contract, "forecast": _forecast, "minutes": _minutes, "questions": _faq,
    "programme": _programme, "transcript": _transcript, "contents": _contents, "thread": _thread,
    "signatures": _signatures, "log": _log, "table": _table, "prices": _prices, "liturgy": _liturgy,
    "recipe": _recipe, "resolution": _resolution, "tariff": _tariff, "code": _code, "pull quote": _pull_quote,
    "series": _series, "hearing": _hearing, "filled answers": _filled_answers, "office": _office,
    "short messages": _short_messages, "results": _results,
}  # fmt: skip


def page(phrases: Phrases, rng: random.Random, paragraphs: int = 5) -> list[str]:
    return [paragraph(phrases, rng, rng.randint(2, 4)) for _ in range(paragraphs)]


def _twice(phrases: Phrases, rng: random.Random) -> str:
    whole = "\n\n".join(page(phrases, rng))
    return f"{whole}\n\n{whole}\n"


def _flattened(phrases: Phrases, rng: random.Random) -> str:
    parts = page(phrases, rng)
    return f"{phrases.title}\n{phrases.title}\n{''.join(parts)}\n\n{phrases.title}\n\n" + "\n".join(parts) + "\n"


def _with_chrome(phrases: Phrases, rng: random.Random) -> str:
    whole = "\n".join(page(phrases, rng))
    between = f"Share this article\nAdvertisement\nTags: {phrases.words[0]}"
    return f"{phrases.title}\n{whole}\n{between}\n{phrases.title}\n{whole}\n"


def _wrapped(phrases: Phrases, rng: random.Random) -> str:
    parts = page(phrases, rng)
    wrapped = "\n\n".join(textwrap.fill(part, 64) for part in parts)
    return f"{wrapped}\n\n" + "\n\n".join(parts) + "\n"


def _unmarked(phrases: Phrases, rng: random.Random) -> str:
    whole = "\n\n".join(page(phrases, rng))
    bare = "".join(one for one in unicodedata.normalize("NFD", whole) if not unicodedata.combining(one))
    return f"{whole}\n\n{bare.upper()}\n"


def _cut(phrases: Phrases, rng: random.Random) -> str:
    whole = "\n\n".join(page(phrases, rng, 6))
    return f"{phrases.title}\n{whole[: len(whole) // 2]}...\n\n{phrases.title}\n{whole}\n"


def _three_times(phrases: Phrases, rng: random.Random) -> str:
    whole = "\n\n".join(page(phrases, rng, rng.randint(1, 4)))
    return "\n\n".join([whole] * rng.randint(3, 7)) + "\n"


def _edited(phrases: Phrases, rng: random.Random) -> str:
    whole = "\n\n".join(page(phrases, rng))
    words = whole.split(" ")
    for _ in range(len(words) // 50):
        at = rng.randrange(1, len(words) - 1)
        words[at : at + 1] = rng.choice(([], [words[at], rng.choice(phrases.words)], [rng.choice(phrases.words)]))
    return f"{whole}\n\n{phrases.names[0]}\n\n{' '.join(words)}\n"


def _inside(phrases: Phrases, rng: random.Random) -> str:
    """Return a page of several paragraphs, two of which are printed again further down."""
    parts = page(phrases, rng, 8)
    return "\n\n".join([*parts[:6], *parts[2:4], *parts[6:]]) + "\n"


def _run_on(phrases: Phrases, rng: random.Random) -> str:
    """Return a page one paragraph of which, of several sentences, is printed again at once."""
    parts = page(phrases, rng, 6)
    parts[2] = paragraph(phrases, rng, 4)
    return "\n\n".join([*parts[:3], *parts[2:]]) + "\n"


def _dated(phrases: Phrases, rng: random.Random) -> str:
    whole = "\n".join(page(phrases, rng))
    return f"12/05/2031 08:15\n{phrases.title}\n{whole}\n\n13/05/2031 21:40\n{phrases.title}\n{whole}\n"


def _listed(phrases: Phrases, rng: random.Random) -> str:
    whole = "\n".join(f"{at}. {paragraph(phrases, rng, 2)}" for at in range(1, 7))
    return f"{phrases.title}\n{whole}\n\n{phrases.title}\n{whole}\n"


def _two_pages(phrases: Phrases, rng: random.Random) -> str:
    one, two = "\n".join(page(phrases, rng, 4)), "\n".join(page(phrases, rng, 4))
    return f"{one}\n\n{two}\n\n{one}\n\n{two}\n"


def _series_twice(phrases: Phrases, rng: random.Random) -> str:
    """Return a list of lines of one form that is printed twice, the second time with a misprint or without."""
    words = _template(phrases, rng, 3)
    rows = [f"{at}. {_filled(phrases, rng, words)}" for at in range(1, 8)]
    again = list(rows)
    if rng.random() < 0.5:
        again[3] = again[3].replace(phrases.words[0], phrases.words[1]) + f" {phrases.words[2]}."
    return f"{phrases.title}\n" + "\n".join(rows) + f"\n\n{phrases.title}\n" + "\n".join(again) + "\n"


def _among_others(phrases: Phrases, rng: random.Random) -> str:
    """Return a newsletter that prints its first article again below the others, under another heading."""
    articles = [
        "\n\n".join(
            [sentence(phrases, rng, 6, 8)[:-1].replace(",", ""), *(paragraph(phrases, rng, 2) for _ in range(3))]
        )
        for _ in range(4)
    ]
    one, *rest = articles
    return "\n\n".join([phrases.words[0], one, *rest, " ".join(phrases.words[1:5]), one]) + "\n"


def _edited_copies(phrases: Phrases, rng: random.Random) -> str:
    """Return three or four copies of a page, each with edits of its own."""
    whole = "\n\n".join(page(phrases, rng))
    copies = []
    for _ in range(rng.randint(3, 4)):
        words = whole.split(" ")
        for _ in range(len(words) // 40):
            at = rng.randrange(1, len(words) - 1)
            words[at : at + 1] = rng.choice(([], [words[at], rng.choice(phrases.words)], [rng.choice(phrases.words)]))
        copies.append(" ".join(words))
    return "\n\n".join(copies) + "\n"


LAYOUTS: dict[str, Form] = {
    "twice": _twice, "flattened": _flattened, "with chrome": _with_chrome, "wrapped": _wrapped, "unmarked": _unmarked,
    "cut": _cut, "three times": _three_times, "edited": _edited, "inside": _inside, "run on": _run_on,
    "dated": _dated, "listed": _listed, "two pages": _two_pages,
    "series twice": _series_twice, "among others": _among_others, "edited copies": _edited_copies,
}  # fmt: skip
