"""What scanning does to a printed text: letters misread, words broken and glued, lines, hyphens, columns cut."""

from __future__ import annotations

import string
import textwrap
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

# What is taken for what, each way with its weight; "" is a letter that is lost.
MISREAD: dict[str, Sequence[str]] = {
    "m": ("rn", "rn", "in", "nn", "ni"),
    "rn": ("m", "m", "in"),
    "n": ("u", "u", "ii", "r", "ri"),
    "u": ("n", "n", "ii", "v"),
    "c": ("e", "e", "o", "("),
    "e": ("c", "c", "o", "s", "a"),
    "o": ("0", "c", "e", "a"),
    "a": ("o", "u", "s", "n", "@"),
    "l": ("1", "I", "i", "t", "!"),
    "i": ("l", "1", "j", "t", ":"),
    "I": ("l", "1", "T", "]"),
    "t": ("f", "l", "r", "i"),
    "f": ("t", "s", "r", "l"),
    "s": ("f", "a", "5", "8", "e"),
    "ſ": ("f", "f", "l", "t"),
    "h": ("b", "b", "li", "n", "k"),
    "b": ("h", "h", "6", "lo"),
    "d": ("cl", "a", "el", "il"),
    "g": ("q", "9", "y", "s"),
    "w": ("vv", "w'", "n", "iv"),
    "r": ("t", "v", "i", "n"),
    "v": ("y", "r", "u"),
    "y": ("v", "g", "j"),
    "p": ("n", "j)", "b"),
    "k": ("lt", "h", "x"),
    "li": ("h", "b"),
    "fi": ("ﬁ", "h", "n"),
    "1": ("l", "I", "i"),
    "5": ("S", "6", "3"),
    "8": ("3", "S", "6"),
    "0": ("O", "o", "6"),
}
KINDS = ("letters", "broken", "glued", "hyphens", "cut", "cropped", "all")


@attrs.frozen
class Damage:
    """How a copy is damaged: the share of letters that are wrong, of words broken and of gaps lost; whether its lines
    end in hyphens, how much of the story a cut leaves (1: no cut), and how many letters at a side of its lines are
    lost."""

    letters: float = 0.03
    broken: float = 0.0
    glued: float = 0.0
    hyphens: bool = False
    least: float = 1.0
    cropped: int = 0


def damage(kind: str, letters: float) -> Damage:
    """Return the damage of one *kind*, beside the share of wrong *letters*."""
    rows = {
        "letters": Damage(letters),
        "broken": Damage(letters, broken=0.15),
        "glued": Damage(letters, glued=0.15),
        "hyphens": Damage(letters, hyphens=True),
        "cut": Damage(letters, least=0.6),
        "cropped": Damage(letters, hyphens=True, cropped=2),
        "all": Damage(letters, 0.06, 0.06, hyphens=True, least=0.7, cropped=1),
    }
    return rows[kind]


def scanned(text: str, how: Damage, rng: random.Random) -> str:
    """Return what a scan of a printed *text* might read."""
    text = _cut(text, how.least, rng)
    if rng.random() < 0.15:
        text = _long_s(text)
    width = rng.randint(28, 64)
    paragraphs = [_lines(_spaced(one, how, rng), width, how, rng) for one in text.split("\n\n")]
    return "\n\n".join("\n".join(_misread(line, how.letters, rng) for line in lines) for lines in paragraphs) + "\n"


def _cut(text: str, least: float, rng: random.Random) -> str:
    """Return *text* without what a cut took from its head or its end."""
    if least >= 1:
        return text
    words = text.split(" ")
    kept = int(len(words) * rng.uniform(least, 1))
    return " ".join(words[:kept] if rng.random() < 0.5 else words[len(words) - kept :])


def _long_s(text: str) -> str:
    """Return *text* as old type sets it, with the long s within words."""
    follows = [*text[1:], " "]
    return "".join("ſ" if one == "s" and after.isalpha() else one for one, after in zip(text, follows, strict=True))


def _spaced(text: str, how: Damage, rng: random.Random) -> str:
    """Return *text* with words broken by spaces, and others glued together."""
    found: list[str] = []
    for word in text.split():
        at = rng.randint(1, len(word) - 1) if len(word) > 3 and rng.random() < how.broken else 0
        glue = found and rng.random() < how.glued
        found.append(("" if glue or not found else " ") + (f"{word[:at]} {word[at:]}" if at else word))
    return "".join(found)


def _lines(text: str, width: int, how: Damage, rng: random.Random) -> list[str]:
    """Return *text* in lines, divided with hyphens or between words; of a cropped column one side is lost."""
    lines = _divided(text, width, rng) if how.hyphens else textwrap.wrap(text, width)
    if how.cropped and rng.random() < 0.5:
        lines = [line[how.cropped :] for line in lines]
    elif how.cropped:
        lines = [line if len(line) < width - 6 else line[: -how.cropped] for line in lines]
    return lines


def _divided(text: str, width: int, rng: random.Random) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        room = width - len(line) - 2
        if len(line) + 1 + len(word) <= width:
            line = f"{line} {word}".lstrip()
        elif 2 <= room < len(word) - 1 and rng.random() < 0.7:
            lines.append(f"{line} {word[:room]}-".lstrip())
            line = word[room:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def _misread(line: str, rate: float, rng: random.Random) -> str:
    """Return *line* with a share of its letters read wrongly: taken for others, lost, doubled, or any letter."""
    found, at = [], 0
    while at < len(line):
        one = line[at]
        if not one.isalnum() or rng.random() >= rate:
            found.append(one)
            at += 1
            continue
        chance = rng.random()
        two = line[at : at + 2]
        if chance < 0.1:
            at += 1
        elif chance < 0.17:
            found.append(one + one)
            at += 1
        elif chance < 0.25:
            found.append(rng.choice(string.ascii_lowercase))
            at += 1
        elif two in MISREAD:
            found.append(rng.choice(MISREAD[two]))
            at += 2
        else:
            found.append(rng.choice(MISREAD.get(one) or MISREAD.get(one.lower()) or string.ascii_letters))
            at += 1
    return "".join(found)
