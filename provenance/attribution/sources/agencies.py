"""From names as texts print them to news agencies: the table of agencies, read fast, and the look-ups in it."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING

from provenance.errors import ConfigError
from provenance.files import contents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import ClaimFlag

TABLE = os.path.join(os.path.dirname(__file__), "agencies.toml")
KEYS = (
    "name", "names", "country", "marks", "domains", "part_of", "namesake", "places", "since", "until",
    "everyday", "wire",
)  # fmt: skip
LISTS = ("names", "marks", "domains", "places", "everyday")
DAYS = ("since", "until")
STRENGTHS = ("high", "medium", "low")
# Between the names of several agencies.
_JOINTS = (
    " and ", " und ", " sowie ", " et ", " y ", " e ", " og ", " och ", " en ", " ja ", " i ", " и ", " та ", " dan ",
    " ve ", " και ", "和", "及", "+", "&",
)  # fmt: skip
# Agencies that papers before the computer credited, as scans have them, and what was behind their names.
_PRINTED_LONG_AGO = {
    "reuter": "Reuters", "reuters": "Reuters", "reuter's": "Reuters", "reuter's telegrams": "Reuters",
    "associated press": "AP", "the associated press": "AP", "united press": "UPI", "the united press": "UPI",
    "united press international": "UPI", "press association": "PA", "the press association": "PA",
    "australian associated press": "AAP", "international news service": "INS", "havas agency": "Havas",
    "agence havas": "Havas", "canadian press": "CP", "the canadian press": "CP",
    "united press association": "NZPA", "united press associations": "UPI",
}  # fmt: skip
_POSTS = (
    " special correspondent", " own correspondent", " correspondent", " special", " cablegrams", " cable", " telegrams",
    " telegram", " dispatch", " service", " agency", " leased wire", " night report",
)  # fmt: skip
_SHORTEST, _LONGEST = 6, 40  # characters: in a shorter name one wrong letter makes another
_SPELLED = 3  # letters of a short form with full stops; of two letters the initials of people are made
_TWO_WRONG = 14  # characters of a name in which two letters may be wrong
# Agencies of pictures only.
PICTURES = frozenset(("Getty Images", "EPA"))
_SPLIT = str.maketrans(dict.fromkeys("/|;&·,、／", "\n"))


class Agencies:
    """A table of agencies with its look-ups.

    *entries* maps a short name to its table; *dated* are those whose names were in use for a time; *marks* are (mark,
    short name, strength), longest first; *wires* distribute the releases of others.
    """

    __slots__ = (
        "_everyday", "_folded", "_longest", "_namesakes", "_printed", "dated", "domains", "entries", "mark_texts",
        "marks",
        "wires",
    )  # fmt: skip

    def __init__(self, entries: dict[str, dict[str, list[str]]]) -> None:
        self.entries = entries
        self.dated = frozenset(key for key, entry in entries.items() if not entry.keys().isdisjoint(DAYS))
        self.wires = frozenset(key for key, entry in entries.items() if "wire" in entry)
        self._everyday = frozenset(fold(name) for entry in entries.values() for name in entry.get("everyday", ()))
        self._folded: dict[str, str] = {}
        self._printed: dict[str, str] = {}
        self.domains: dict[str, str] = {}
        self._namesakes: dict[str, dict[str, str]] = {}
        self.marks: list[tuple[str, str, str]] = []
        for key, entry in entries.items():
            for name in (key, *entry.get("name", ()), *entry.get("names", ())):
                self._folded.setdefault(fold(name), key)
                self._printed.setdefault(name, key)
            for other in entry.get("namesake", ()):
                places = dict.fromkeys(map(fold, entry.get("places", ())), key)
                self._namesakes[other] = {**places, **self._namesakes.get(other, {})}
            for domain in entry.get("domains", ()):
                self.domains.setdefault(domain, key)
            for mark in entry.get("marks", ()):
                printed, _, strength = mark.rpartition(" = ")
                self.marks.append((printed, key, strength))
        # In words: what begins with a name begins with no longer one, however long it is.
        self._longest = max((name.count(" ") + 1 for name in self._folded), default=0)
        self.marks.sort(key=lambda mark: (-len(mark[0]), mark))
        self.mark_texts = tuple(mark for mark, *_ in self.marks)

    def named(self, name: str) -> str:
        """Return the short name of the agency that *name* is, in any case and without regard to diacritics, or ""."""
        folded = fold(name)
        found = self._folded.get(folded) or self._folded.get(folded.replace("-", " "))
        return found or (self._spelled(name) if name[1:2] == "." else "")

    def _spelled(self, name: str) -> str:
        """Return the agency whose short form *name* is, with full stops between its letters, or "": A.A.P."""
        letters = [part.strip() for part in name.rstrip(".").split(".")]
        short = "".join(letters)
        if len(letters) < _SPELLED or not short.isupper() or any(len(letter) != 1 for letter in letters):
            return ""
        return "" if self.everyday(short) else self._folded.get(short.lower(), "")

    def printed(self, name: str) -> str:
        """Return the short name of the agency whose name is spelled exactly so (or in capitals), or ""."""
        found = self._printed.get(name)
        if found is None and len(name) > 3 and name.isupper():
            found = self._folded.get(fold(name)) or (self._spelled(name) if name[1] == "." else "")
        return found or ""

    def everyday(self, name: str) -> bool:
        """Return whether *name* is also a word of menus ("Trend", "MAP"), which alone on a line names nobody."""
        return fold(name) in self._everyday

    def begun(self, name: str) -> str:
        """Return the agency whose name *name* begins with, on a word's edge ("Reuters Health"), or ""."""
        words = name.split(maxsplit=self._longest)[: self._longest]
        for count in range(len(words), 0, -1):
            begun = " ".join(words[:count])
            found = self.named(begun)
            if found and not (begun != name.strip() and self.everyday(begun)):
                return found
        if name[:1] >= "\u2e80":  # no spaces between the words: 新华社记者
            return next(filter(None, (self.named(name[:length]) for length in range(min(len(name), 8), 1, -1))), "")
        return ""

    def misread(self, name: str) -> str:
        """Return the agency of old papers whose name a scan has a letter or two wrong of, or "": Associat d Press."""
        folded = fold(name)
        for ending in _POSTS:
            folded = folded.removesuffix(ending).strip()
        if not _SHORTEST <= len(folded) <= _LONGEST:
            return ""
        from rapidfuzz.distance import Levenshtein

        for printed, key in _PRINTED_LONG_AGO.items():
            allowed = 1 if len(printed) < _TWO_WRONG else 2
            if key in self.entries and Levenshtein.distance(folded, printed, score_cutoff=allowed) <= allowed:
                return key
        return ""

    def chain(self, text: str) -> tuple[str, ...]:
        """Return the agencies of a chain such as "VNA/VNS", in order; empty where no part of it is known."""
        whole = self.named(text)
        if whole:
            return (whole,)
        found: list[str] = []
        parts = text.translate(_SPLIT)
        for joint in _JOINTS:
            parts = parts.replace(joint, "\n")
        for part in parts.split("\n"):
            pieces = part.split("-")
            keys = [self.named(piece) for piece in pieces] if len(pieces) > 1 else []  # efe-epa
            if not keys or not all(keys):
                keys = [self.begun(part) or next(filter(None, (self.printed(piece.strip()) for piece in pieces)), "")]
            found += [key for key in keys if key and key not in found]
        return tuple(found)

    def several(self, text: str) -> bool:
        """Return whether the names of a chain are of agencies side by side, "AFP and dpa", rather than "VNA/VNS"."""
        return "/" not in text and (any(joint in text for joint in _JOINTS) or ", " in text or "、" in text)

    def placed(self, chain: tuple[str, ...], place: str) -> tuple[str, ...]:
        """Return *chain* with the agencies that those short names mean in a dateline from *place*: Nicosia (CNA)."""
        if self._namesakes.keys().isdisjoint(chain):
            return chain
        city = fold(place.partition(",")[0])
        return tuple(self._namesakes.get(key, {}).get(city, key) for key in chain)

    def anachronism(self, key: str, day: str) -> ClaimFlag | None:
        """Return what is wrong with the name of the agency *key* on a *day* (YYYY-MM-DD) on which it was not in use."""
        entry = self.entries[key]
        if any(day[: len(since)] < since for since in entry.get("since", ())):
            return "before-its-time"
        return "after-its-time" if any(day[: len(until)] > until for until in entry.get("until", ())) else None

    def hands_on(self, service: str, source: str) -> bool:
        """Return whether *service* hands on the stories of *source*: as a part of it, or as the wire of an issuer."""
        return service in self.wires or source in self.entries.get(service, {}).get("part_of", ())


def fold(name: str) -> str:
    """Return *name* without case, diacritics, dots and runs of spaces."""
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name.casefold().replace("đ", "d"))
        name = "".join([c for c in decomposed if not unicodedata.combining(c)])
    return " ".join(name.lower().replace(".", " ").split())


_loaded: dict[tuple[str, ...], Agencies] = {}


def load(extra: Sequence[str] = ()) -> Agencies:
    """Return the table, with the files *extra* added to it.

    A file that cannot be used is a ConfigError that names the file and the line.
    """
    key = tuple(extra)
    if key not in _loaded:
        with open(TABLE, encoding="utf-8") as file:
            entries = read_plain(file.read())
        for path in extra:
            entries.update(read_file(path))
        _loaded[key] = Agencies(entries)
    return _loaded[key]


def read_plain(text: str) -> dict[str, dict[str, list[str]]]:
    """Read the form of TOML that the table keeps to: a key a line, strings and arrays of strings without escapes.

    tomllib takes 30 times as long, more than the rest of a small audit's attribution; a test holds this to it.
    """
    entries: dict[str, dict[str, list[str]]] = {}
    entry: dict[str, list[str]] = {}
    for line in text.split("\n"):
        if line.startswith("["):
            entry = entries.setdefault(line.strip('[]"'), {})
        elif line and line[0] != "#":
            key, _, value = line.partition(" = ")
            entry[key] = value.split('"')[1::2]
    return entries


def read_file(path: str) -> dict[str, dict[str, list[str]]]:
    """Read a user's table; every mistake is a ConfigError with the file and its line."""
    import tomllib

    try:
        text = contents(path).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as a table of agencies ({error}); give a UTF-8 TOML file") from error
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: {error}; docs/agencies.md has the form") from error
    return {name: _checked(path, text, name, table) for name, table in tables.items()}


def _checked(path: str, text: str, name: str, table: object) -> dict[str, list[str]]:
    if not isinstance(table, dict):
        problem = f"{name} stands outside a table; write [SHORT NAME] above it"
        raise ConfigError(f"{path}, line {_line(text, name, '')}: {problem}")
    entry: dict[str, list[str]] = {}
    for key, value in table.items():
        values = value if isinstance(value, list) else [value]
        if key not in KEYS:
            problem = f"unknown key {key}; known are {', '.join(KEYS)}"
        elif isinstance(value, list) != (key in LISTS) or not all(isinstance(each, str) for each in values):
            problem = f"{key} must be " + ("an array of strings" if key in LISTS else "a string")
        elif key == "marks" and not all(mark.rpartition(" = ")[2] in STRENGTHS for mark in values):
            problem = 'a mark is written "mark = strength" with strength high, medium or low'
        elif not all((each.rpartition(" = ")[0] if key == "marks" else each).strip() for each in values):
            problem = f"{key} must not be empty"
        elif key in DAYS and not all(map(_dated, values)):
            problem = f"{key} must be a year, a month or a day, as 1846, 1846-05 or 1846-05-22"
        else:
            entry[key] = values
            continue
        raise ConfigError(f"{path}, line {_line(text, name, key)}: {problem}")
    return entry


def _dated(value: str) -> bool:
    """Return whether *value* is a year, or a year and a month, or a day."""
    parts = value.split("-")
    return [len(part) for part in parts] in ([4], [4, 2], [4, 2, 2]) and all(
        part.isascii() and part.isdigit() for part in parts
    )


def _line(text: str, table: str, key: str) -> int:
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            inside = stripped.strip("[] \"'") == table
            if inside and not key:
                return number
        elif (inside and key and stripped.startswith(key)) or (not key and stripped.startswith(table)):
            return number
    return 1
