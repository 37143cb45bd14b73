"""From the words around the dates of a line to labels and names, or to the verdict that they are a sentence's."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import attrs

from provenance.attribution.changes import UPDATED
from provenance.attribution.dates.labels import CERTAIN, PUBLISHING, is_label
from provenance.attribution.dates.months import word_set
from provenance.attribution.gazetteer import is_city
from provenance.attribution.sources.nobody import is_site
from provenance.attribution.sources.papers import named_outlet, people
from provenance.model import Claim, Span, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.sources.agencies import Agencies

# Labels that a name follows.
_NAMING = word_set(
    "source sources editor editors author authors reporter writer web nguồn tác giả biên tập quelle autor redaktion"
    " fuente fonte autore sumber penulis kaynak источник автор редактор 来源 來源 责任编辑 责编 编辑 作者 记者 출처"
    " 기자 المصدر foto fotos photo photos category categories section tags tag rubrik ressort kategorie categoria"
    " categoría catégorie rubrique kategori kategoria рубрика категория 分类 分類 kategória zdroj źródło forrás sursa"
    " извор източник джерело крыніца"
    " izvor bron kilde källa lähde πηγή джерело منبع مصدر स्रोत editado agency agencia agência agenzia agence agentur"
)
_PARTICLES = frozenset({"de", "da", "do", "dos", "del", "la", "van", "von", "der", "of", "le", "di", "du", "bin", "al"})
_BYS = word_set(
    "by von por par di oleh autor автор door av af od przez autore auteur penulis yazan szerző autorem tekst text"
    " skribent skriven byline written edited reported oprac opracowanie opracował opracowała"
)
# Words between what a date is of and the date.
_PREPOSITIONS = word_set(
    "on for of by at in from since until till to vom am für bis zum ab seit von du le pour de des del el para al da do"
    " em il per dal den för til till op voor van na od dnia na ke pada untuk"
)
# Those of them that make of the day a part of the name before it: minutes of the meeting of, Sitzung vom.
_GENITIVES = word_set("of vom von du des del della dello de do da dal van från fra av af od z ze от")
_MOST = 2  # words and names beside the dates that are neither labels nor known
_MOST_LABELLED = 5  # the same behind a label of publication
_NAME = 4  # words of an agency's name
_PLACE = 2  # words of a place between it and a label
_SHORT = 3  # words of a label with a preposition are fewer
_PARTICIPLE = 4  # letters of the longest word on "ed" that is no participle: shed, Reed
_INS = frozenset(("in", "în", "en", "em", "dans", "w", "v", "в", "у"))
_SECTION_WORDS = 3
_DESK_WORDS = 6
_APART = str.maketrans(dict.fromkeys(",.;:|()[]/–—-•·", " "))
_FEW = 3  # spaces in a label that follows its date
_PATTERNS = {
    "word": r"[^\W\d_][^\W\d_.'’]*",
    "piece": r"[|•·,;:：()（）\[\]【】–—/>»★●▪■*]|\s-\s|-$|^-|\s{2}|\t",
    # the address behind a link's words: [4 March 2024](https://example.org/)
    "link": r"\]\([^\s()]{1,300}\)",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Between(Value):
    """The words between two dates: whether a label of publication (*published*) or of an update is among them, the
    *names*, and the number of *strangers*, which are neither.  *closes*: they are the label of the date before them.
    """

    published: bool = False
    updated: bool = False
    closes: bool = False
    names: tuple[Claim, ...] = ()
    strangers: int = 0


NOTHING = Between()


def between(
    text: str, start: int, end: int, agencies: Agencies, *, labelled: bool, clocked: bool = False, ahead: bool = False
) -> Between | None:  # fmt: skip
    """Return what the words between two dates are, None where they are neither labels nor names.

    *labelled*: the line says before them that a text was published, so that more may follow.  *clocked*: a time of day
    is behind its first day.  *ahead*: a date follows them, whose label they can be.
    """
    said = text[start:end]
    if not said.strip(" \t\xa0|,-–—:;•·/()[].*_"):
        return NOTHING
    if "](" in said:
        said = _pattern("link").sub(lambda link: " " * len(link[0]), said)
    published = updated = naming = False
    names: list[Claim] = []
    strangers = 0
    pieces = (piece.strip(" \t\xa0.-_#") for piece in _pattern("piece").split(said))
    for part in filter(None, pieces):
        words = [match[0].lower() for match in _pattern("word").finditer(part)]
        # vowel signs are no letters to the pattern, which breaks a label of India into pieces
        whole = part.lower().split()
        labels = (*words, *whole, part.lower())
        if _naming(words) and not agencies.named(part):
            naming = True
            names += _before_label(part, text.index(part, start, end), agencies)
            continue
        published = published or not PUBLISHING.isdisjoint(labels)
        updated = (updated and CERTAIN.isdisjoint(labels)) or _ends_updated(labels)
        if is_label(labels[-1]) or all(map(is_label, words)) or all(map(is_label, whole)):
            continue
        at = text.index(part, start, end)
        found = _named(part, Span(at, at + len(part)), agencies)
        names += found if not naming or [each for each in found if not each.flags] else ()
        if naming and len(words) <= 4:
            naming = False
        elif not [each for each in found if each.property == "source" and not each.flags]:
            strangers += 1
            apart = clocked and len(words) == 2 and _apart(said, part)
            if ahead and not (labelled or found) and _names_other(said, part, words):
                return None
            if strangers > (_MOST_LABELLED if labelled or published else _MOST) or not (
                apart
                or _stranger(part, words)
                or (ahead and _desk_before(said, part))
                or ((labelled or published) and _section(part))
            ):
                return None
    closes = updated and not strangers and not any(c.isdigit() for c in said) and said.count(" ") <= _FEW
    return Between(published, updated, closes, tuple(names), strangers)


def _section(part: str) -> bool:
    """Whether a part says in which section a text is: în Actualitate; in World News"""
    word, _, name = part.partition(" ")
    words = name.split()
    return word.lower() in _INS and 0 < len(words) <= _SECTION_WORDS and all(each[0].isupper() for each in words)


def _before_label(part: str, start: int, agencies: Agencies) -> Iterator[Claim]:
    """Yield the agency that no sign parts from the label behind it: 来源：新华社 编辑：张某"""
    name, _, label = part.rpartition(" ")
    key = agencies.named(name) if name and label.lower() in _NAMING else ""
    if key:
        yield Claim("source", key, Span(start, start + len(name)), "masthead", "stamp-line", "high")


def _desk_before(said: str, part: str) -> bool:
    """Whether a part is the name of a desk before a label of publication: Deccan Beacon Web Desk | Published:"""
    words = part.split()
    after = said.rpartition(part)[2].lower().translate(_APART).split()
    named = len(words) <= _DESK_WORDS and all(word[0].isupper() or word in _PARTICLES for word in words)
    return named and bool(after) and not CERTAIN.isdisjoint(after)


def _naming(words: Sequence[str]) -> bool:
    """Whether a name follows *words*: Source, Edited by."""
    if len(words) > 2 or not words or (all(map(is_label, words)) and words[0] not in UPDATED):
        return False
    return not _NAMING.isdisjoint(words) or (words[0] in UPDATED and words[-1] in _BYS)


def _names_other(said: str, part: str, words: Sequence[str]) -> bool:
    """Whether a part right before a date says what it is of, in words that no table has: Sunrise: …, Forecast for …"""
    after = said.rpartition(part)[2]
    if after.strip(" \t\xa0:：([*_") or not (CERTAIN | UPDATED).isdisjoint(words):
        return False
    if ":" in after or "：" in after or _happened(part, words):
        return True
    if words[-1] in _GENITIVES and words[0] not in _BYS and any(map(str.islower, part.split()[1:-1])):
        return True  # Protokoll der Sitzung vom; a paper's name has no small words: Hafenbote vom
    return len(words) < _SHORT and words[-1] in _PREPOSITIONS and "by" not in words[:-1]


def _happened(part: str, words: Sequence[str]) -> bool:
    """Whether words right before a date end with an English participle, which says what was done then: Opened 3 May."""
    last = words[-1]
    if not last.endswith("ed") or len(last) <= _PARTICIPLE or not last.isascii():
        return False
    return len(words) == 1 or part.rpartition(" ")[2].islower()


def _ends_updated(labels: Sequence[str]) -> bool:
    """Whether the last of *labels* that says anything says that a text was changed."""
    last = next((word for word in reversed(labels) if word in UPDATED or word in CERTAIN), "")
    return last in UPDATED


def _named(part: str, span: Span, agencies: Agencies) -> list[Claim]:
    """Return the claims of a part of a line of times that names an agency, a paper or an author."""
    known = _known_name(part, span, agencies)
    return [known] if known else list(_signed(part, span))


def _known_name(part: str, span: Span, agencies: Agencies) -> Claim | None:
    """Return the claim of a part of a line of times that is an agency, or a paper that the table does not have."""
    key = _agency_in(part, agencies)
    if key:
        return Claim("source", key, span, "masthead", "stamp-line", "high")
    if named_outlet(part) or is_site(part):
        return Claim("source", part, span, "masthead", "stamp-line", "medium", ("unknown-agency",))
    return None


def _signed(part: str, span: Span) -> Iterator[Claim]:
    """Yield the author whom a part of a line of times names."""
    first, _, rest = part.partition(" ")
    if first.lower() in _BYS and people(rest) and not any(map(_label, rest.split())):
        yield Claim("author", rest, span, "byline", "stamp-line", "medium")


def _agency_in(part: str, agencies: Agencies) -> str:
    """Return the agency that a part of a line of times is, or that it ends with."""
    first, _, rest = part.partition(" ")
    key = agencies.named(part) or agencies.printed(part.rpartition(" ")[2]) or agencies.named(_last_two(part))
    if not key and first.lower() in _BYS and (known := agencies.named(rest)):
        return known
    if not key and is_city(rest):
        return agencies.printed(first)  # IANS Oslo, March 5
    if not key and part[0] >= "\u2e80":
        return agencies.begun(part)
    return key or _beside_labels(part, agencies)


def _beside_labels(part: str, agencies: Agencies) -> str:
    """Return the agency in front of a label, with at most a place between them: PTI Oslo Updated on"""
    words = part.split()
    last = len(words)
    while last and _label(words[last - 1]):
        last -= 1
    by = words[0].lower().rstrip(".:") in _BYS
    if not last or (last == len(words) and not by):
        return ""
    while words[0].lower().rstrip(".:") in _BYS and last > 1:
        words, last = words[1:], last - 1
    for count in range(min(last, _NAME), 0, -1):
        name = " ".join(words[:count])
        key = agencies.printed(name)
        if key and last - count <= _PLACE and all(word[0].isupper() or word == "feed" for word in words[count:last]):
            return "" if agencies.everyday(name) else key
    if last > 2 and people(" ".join(words[: last - 1])):  # Jane Roe PTI Updated on
        return "" if agencies.everyday(words[last - 1]) else agencies.printed(words[last - 1])
    return ""


def _last_two(part: str) -> str:
    """Return the last two words of more: Agência Brasil, of Repórter da Agência Brasil."""
    words = part.rsplit(None, 2)
    return " ".join(words[1:]) if len(words) > 2 else ""


def _stranger(part: str, words: list[str]) -> bool:
    """Whether a part of a line of times can be a name or a section: a few capitalised words, words behind "by", or
    words beside a label of publication.
    """
    if not words or (not _BYS.isdisjoint(words[:2]) and len(words) <= 6):
        return True
    tokens = part.split()
    first, last = 0, len(tokens)
    while last > first and _label(tokens[last - 1]):
        last -= 1
    while first < last and _label(tokens[first]):
        first += 1
    rest = tokens[first:last]
    names = [word for word in rest if word not in _PARTICLES]
    if len(names) <= 3 and not any(word[0].islower() for word in names):
        return True
    cut = {token.lower().strip(".,") for token in (*tokens[:first], *tokens[last:])}
    if (PUBLISHING | UPDATED).isdisjoint(cut):
        return False
    return len(rest) <= 3 or (len(names) <= 6 and not any(word[0].islower() for word in names))


def _apart(said: str, part: str) -> bool:
    """Whether a column's width or a sign of its own parts *part* from the date behind it: ida vole   05.03.2024."""
    after = said.partition(part)[2]
    return after.startswith("  ") or after.strip() in {"|", "•", "·"}


def _label(token: str) -> bool:
    lowered = token.lower().strip(".,")
    return is_label(lowered) or not lowered.strip("0123456789+")
