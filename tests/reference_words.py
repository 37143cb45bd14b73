"""What a word is, version 2, in plain Python: the meaning that the kernels and the rest of the project are held to.

Folding looks at one code point at a time (so it is a table): compatibility decomposition, case folding; then
diacritics of the alphabets that readers write with or without them, strokes and tails of Latin and Cyrillic letters,
what stretches an Arabic word, and invisible characters, are dropped. A word is a run of letters, digits, underscores
and the marks that follow them; in scripts written without spaces each letter, with its marks, is one. Before that a
text is read: mojibake is what it once was, and a word that a line end divides is whole if a soft hyphen divides it,
if the whole word occurs in the text, or if the text divides words throughout.

    PROVENANCE_WORDS=tests/reference_words.py    # makes the scripts that score a grouping use it
"""

from __future__ import annotations

import functools
import re
import unicodedata

Word = tuple[int, int, str]

SPACELESS = "0E00-0EFF 1000-109F 1780-17FF 3040-30FF 3400-4DBF 4E00-9FFF F900-FAFF 20000-3FFFF"
DROPPED = (
    "0300-036F 0591-05C7 0610-061A 064B-065F 0670-0670 06D6-06ED 1AB0-1AFF 1DC0-1DFF 20D0-20FF FE20-FE2F "
    "00AD-00AD 200B-200D 2060-2060 FEFF-FEFF"
)
PRESENTATION_FORMS = "FB50-FDFF FE70-FEFC"
STRETCHING = "\u0640\u07fa\ufe73"
SPELLED = dict(zip("ıȷæœðþŋəǝĸٱکی", ["i", "j", "ae", "oe", "d", "th", "n", "e", "e", "k", "ا", "ك", "ي"], strict=True))

LATER = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ" + "".join(map(chr, range(0xA0, 0xC0)))
ORDINARY = "…‘’“”‚„•–—™›‹»«\u00a0"
_LATER = f"[{LATER}\x80-\x9f]"
MISREAD = re.compile(f"(?:[\u00c2-\u00df]{_LATER}|[\u00e0-\u00ef]{_LATER}{{2}}|[\u00f0-\u00f4]{_LATER}{{3}})+")

DIVISION = re.compile(r"(?<=[^\W\d_]|[\u0300-\u036f])[-\u00ac\u00ad\u2010][ \t]*\r?\n[ \t]*(?=[^\W\d_])")
COMPOUND = re.compile(r"(?<=[^\W\d_]|[\u0300-\u036f])[-\u2010](?=[^\W\d_])")


def _ranges(table: str) -> list[range]:
    pairs = [entry.split("-") for entry in table.split()]
    return [range(int(first, 16), int(last, 16) + 1) for first, last in pairs]


@functools.lru_cache(1 << 16)
def _within(character: str, table: str) -> bool:
    return any(ord(character) in block for block in _ranges(table))


@functools.lru_cache(1 << 16)
def folded(character: str) -> str:
    """Return the folded form of one character."""
    once = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    if _within(character, PRESENTATION_FORMS) and len(once) > 1 and unicodedata.combining(once[1]):
        once = once.lstrip(" ")
    plain = unicodedata.normalize("NFKD", "".join(map(_without_stroke, once)))
    found = "".join(SPELLED.get(letter, letter) for letter in plain if letter not in STRETCHING)
    return "".join(letter for letter in found if not _within(letter, DROPPED))


def _without_stroke(letter: str) -> str:
    name, addition, _ = unicodedata.name(letter, "").partition(" WITH ")
    if addition and name.split()[0] in {"LATIN", "CYRILLIC"}:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            pass
    return letter


def fold(text: str) -> list[tuple[str, int]]:
    """Return the folded characters, each with the place of its original."""
    return [(letter, place) for place, character in enumerate(text) for letter in folded(character)]


def split(letters: list[tuple[str, int]]) -> list[Word]:
    """Return the words of folded characters: start, end and folded word."""
    found: list[Word] = []
    kind = None
    for character, place in letters:
        spaceless = _within(character, SPACELESS)
        if character == "_" or character.isalnum():
            continues = kind == "run" and not spaceless
            kind = "single" if spaceless else "run"
        elif unicodedata.category(character).startswith("M"):
            continues = kind is not None and not (kind == "run" and spaceless)
            kind = kind if continues else None
        else:
            continues, kind = False, None
        if kind is not None and continues:
            found[-1] = (found[-1][0], place + 1, found[-1][2] + character)
        elif kind is not None:
            found.append((place, place + 1, character))
    return found


def locate(text: str) -> list[Word]:
    """Return the words of *text*: start, end and folded word."""
    return split(fold(readable(text)))


def words(text: str) -> list[str]:
    """Return the folded words of *text*."""
    return [word for _, _, word in locate(text)]


@functools.lru_cache(4096)
def shingles(text: str, size: int = 5) -> frozenset[tuple[str, ...]]:
    """Return the set of runs of *size* words; a shorter text that has any words is one shingle."""
    found = words(text)
    return frozenset(tuple(found[i : i + size]) for i in range(max(1, len(found) - size + 1)) if found)


def jaccard(left: str, right: str) -> float:
    """Return the similarity of the shingles of two texts; 0 if one of them has none."""
    one, other = shingles(left), shingles(right)
    return len(one & other) / len(one | other) if one and other else 0.0


def readable(text: str) -> str:
    """Return *text* as it is read, as long as before: invisible characters fill the places that are left over."""
    text = mended(text)
    for start, end in divisions(text):
        text = text[:start] + "\u00ad" * (end - start) + text[end:]
    return text


def divisions(text: str) -> list[tuple[int, int]]:
    """Return where *text* divides words at line ends: start and end of the hyphen with its line break."""
    found = split(fold(text))
    starts = {start: at for at, (start, _, _) in enumerate(found)}
    known = {word for _, _, word in found}
    compounds = [starts.get(match.end()) for match in COMPOUND.finditer(text)]
    pairs = {(found[at - 1][2], found[at][2]) for at in compounds if at}
    gaps = [(starts[match.end()], match) for match in DIVISION.finditer(text) if starts.get(match.end())]
    usual = [match for _, match in gaps if match.group()[0] != "\u00ad"]
    small = [match for match in usual if text[match.end()].islower()]
    habit = len(small) >= 2 and len(small) > len(compounds)
    divided = {at for at, _ in gaps}
    spans = []
    for at, match in gaps:
        first, last = at - 1, at
        while first in divided:
            first -= 1
        while last + 1 in divided:
            last += 1
        joined = split(fold("".join(text[start:end] for start, end, _ in found[first : last + 1])))
        whole = len(joined) == 1 and joined[0][2] in known
        written = (found[at - 1][2], found[at][2]) in pairs
        if match not in usual or whole or (habit and match in small and not written):
            spans.append(match.span())
    return spans


def mended(text: str) -> str:
    """Return *text* with its mojibake undone, as long as before."""
    runs = [(match, original) for match in MISREAD.finditer(text) if (original := _undone(match.group())) is not None]
    if not any(_is_certain(text, *match.span(), original) for match, original in runs):
        return text
    for match, original in runs:
        before, read = text[match.start() - 1 : match.start()], ""
        for character in original:
            fill = "\u2060" * (len(character.encode()) - 1)
            read += fill + character if before.isalnum() else character + fill
            before = character
        text = text[: match.start()] + read + text[match.end() :]
    return text


def _undone(run: str) -> str | None:
    try:
        return bytes(0x80 + LATER.index(c) if c in LATER else ord(c) for c in run).decode()
    except ValueError:
        return None


def _is_certain(text: str, start: int, end: int, original: str) -> bool:
    """Return whether no language writes the run from *start* to *end*, which was *original*."""
    run, before, after = text[start:end], text[max(start - 1, 0) : start], text[end : end + 1]
    strange = [character not in ORDINARY for character in run]
    small_before, small_after = before.islower(), after.islower()
    if len(original) >= 2:
        return len(original) >= 3 or len(run) >= 6 or small_before or small_after
    if run[0] in "âïð":
        return strange[1] or strange[2] or run == "ï»¿"
    if run[0] == "Ã":
        return strange[1] or (before.isascii() and small_before) or (small_after and run[1] not in "‘’")
    if run[0] == "Â":
        letter = run[1] in "»”\u00a0" and (before in {"", "«", "“"} or before.isspace())
        return not before.isupper() and (original.isprintable() or original.isspace()) and not letter
    if run[0] in "ÄÅ":
        return strange[1] and (small_before or small_after)
    return len(run) > 2 and (all(strange) or (small_before and small_after and run[2] not in "–—"))
