"""From a line that people, a paper or a desk sign with an agency to the agency: oprac. J. Rola, PAP; Le Quai et AFP"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from provenance.attribution.dates.labels import is_label
from provenance.attribution.dates.months import phrase_set, word_set
from provenance.attribution.gazetteer import is_city, is_land
from provenance.attribution.sources import chrome
from provenance.attribution.sources.desks import has_name
from provenance.attribution.sources.nobody import hosted
from provenance.attribution.sources.papers import PAPERS, POSTS, people

if TYPE_CHECKING:
    from provenance.attribution.sources.agencies import Agencies

_LONGEST = 110  # characters of such a line
_NAME = 4  # words of an agency's name that a post is beside
_SIGNERS = 7  # words beside an agency's name
_LIST = 3  # words of a paper's name of which only the first is written large
_JOINTS = 4  # joints of a line that are tried, the last first
# Words before those who wrote a text, however they are joined to the agency.
_WRITTEN = word_set(
    "by de von par por di da av af door przez autor autorka autori autore auteur author authors autores oleh penulis"
    " oprac opracowanie opracował opracowała redakcja edited reported reporting written text texte texto testo tekst"
    " zpracoval zpracovala написал автор автори szerző yazan haber muhabir"
)
_DESKS = phrase_set(
    "redacción|redação|da redação|rédaction|la rédaction|redazione|redaktion|redactie|redakce|redakcja|redakcia"
    "|haber merkezi|web desk|news desk|newsdesk|online desk|staff|toimitus|redaksjonen|redaktionen|redaksi"
)
_ARTICLES = frozenset(("Le", "La", "Les", "El", "Il", "Lo", "O", "The", "Het", "De", "Die", "Das", "Der", "L'", "L’"))
_SMALL = frozenset(
    [
        "de",
        "du",
        "des",
        "do",
        "da",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "der",
        "den",
        "of",
        "the",
        "la",
        "le",
        "les",
        "el",
        "et",
        "y",
        "e",
        "und",
        "van",
        "von",
        "al",
        "unser",
        "unserem",
        "unserer",
        "unserem",
        "notre",
        "nos",
        "nuestro",
        "nuestra",
        "nosso",
        "nossa",
        "nostro",
        "nostra",
        "our",
    ]
)
# What papers in other languages call themselves; alone these words name none.
_PRINTS = PAPERS | word_set(
    "Correio Diário Público Notícias Expresso Observador Periódico Heraldo Correo Noticias Universal Voz Tiempo"
    " Courrier Dépêche Voix Tribune Messaggero Gazzettino Stampa Tempo Dagblad Courant Krant Tidning Avis Dagens Posten"
    " Rundschau Blatt Presse Merkur Morgenpost Allgemeine Volksstimme Dziennik Kurier Głos Noviny Deník Listy Вестник"
    " Газета Известия Ведомости Вісник Gazetesi Haber Hürriyet Kompas Koran Online Portal Radio TV Televisión"
)
# What names of papers end with, written as one word: Hafenblatt, Hamnbladet, Havenkrant.
_PAPER_ENDINGS = (
    "blatt", "blad", "bladet", "zeitung", "anzeiger", "kurier", "krant", "posten", "tidning", "tidningen", "avis",
    "avisa", "noviny", "online", "24", "tv",
)  # fmt: skip
_AND = frozenset(("and", "und", "et", "y", "e", "och", "og", "en", "i", "a", "&", "+"))
_OF = frozenset(("of", "for", "da", "de", "do", "del", "van", "von", "para", "pour", "per", "für", "de l'", "d'"))
_PATTERNS = {
    # What is between those who sign and the agency.  "com informações da" is tried before "da".
    "joint": r"""(?x)
        ,? \s (?: with | avec | mit | con | com | med | met | z | s )
          \s (?: (?i: inputs? | información | informações | informations | informazioni | material | reporting )
                 \s (?: from | of | de | da | do | dos | von | der | des | di ) \s (?: la \s )? )?
      | \s? [|/•·(] \s? | ,\s | \s [-–—] \s
      | \s (?: and | und | et | y | e | och | og | en | i | a | & | \+ | of | for | da | de | do | del | van | von
             | para | pour | per | für ) \s (?: (?: the | an? | la | l['’] ) \s? )?
      | \s d(?:e\sl)?['’]
    """,
    "mail": r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    "beside mail": r"[\s)|/,•·:–—-]*(?:(?:with|avec|mit|con|com|and|und|et|y|e)\s)?(?:the\s(?=\w))?",
    "initials": r"(?:[A-ZŁŚŻ]\.?){1,4}|[a-zł]{2,4}(?:/[a-zł]{2,4})?",
    "hyphened": r"([^\W\d_][\w.]{1,20})-([^\W\d_]{6,24})$",
    "of": r"(?:de\sl['’]|d['’]|(?:an?|the|de|da|do|del|di|der|von|of|for|pour|para)\s)?",
    "agency": r"[Aa]g[eê]n(?:[cz]i[ae]|cji|ce|cy|tur)\s",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name], re.IGNORECASE if name == "beside mail" else 0)


class Signature(NamedTuple):
    """The agency *key* that a line is signed with, and the people beside it; *sure*: the line says that they wrote."""

    key: str
    sure: bool
    name: str = ""


def signature(text: str, agencies: Agencies) -> Signature | None:
    """Return whom a line is signed with, beside people, a post, a paper, a desk, a mail address or initials; or None.

    A name that is also a word of menus counts only where the line says who wrote or gives an address.
    """
    if len(text) > _LONGEST or not has_name(text, agencies):
        return None
    text = text.strip(" *•|_").rstrip(".")
    for read in (_beside_mail, _with_post, _signed_first, _signed_last):
        found = read(text, agencies)
        if found:
            return found
    return None


def _beside_mail(text: str, agencies: Agencies) -> Signature | None:
    """redaccion@example.org / EFE; By Jane Roe jroe@example.org and The Associated Press"""
    if "@" not in text:
        return None
    mail = _pattern("mail").search(text)
    if not mail:
        return None
    beside = _pattern("beside mail").match(text, mail.end())
    key = _with_place(text[beside.end() if beside else mail.end() :].strip(" )(.|"), agencies)
    return Signature(key, sure=True) if key else None


def _with_place(name: str, agencies: Agencies) -> str:
    """Return the agency that *name* is, with at most the place of an office behind it."""
    key = agencies.printed(name)
    if key:
        return key
    words = name.split()
    for count in range(1, min(len(words), _NAME)):
        key = agencies.printed(" ".join(words[:count]).rstrip(","))
        if key and len(words) - count <= 2 and all(word[0].isupper() for word in words[count:]):
            return key
    return ""


def _with_post(text: str, agencies: Agencies) -> Signature | None:
    """Jane Roe, Associated Press Writer; Repórter da Agência Brasil; Корреспондент ТАСС Иван Петров; dpa-Reporterin"""
    words = text.split()
    for place, word in enumerate(words):
        post = word.strip(",;.()").lower()
        hyphened = _pattern("hyphened").match(word.strip(",;.()")) if "-" in word else None
        if hyphened and _a_post(hyphened[2].lower()):
            key, before, after = agencies.printed(hyphened[1]), words[:place], words[place + 1 :]
        elif _a_post(post):
            key, before, after = _beside_post(words, place, agencies)
        else:
            continue
        if not key or not _named_behind(after):
            continue
        names = [" ".join(part).strip(" ,-–—") for part in (before, after)]
        if not any(names) or _signing(names[0]) or (not before and people(names[1])):
            return Signature(key, sure=_written(names[0]), name=_name(names[0]) or _name(names[1]))
    return None


def _a_post(word: str) -> bool:
    return word in POSTS or word.removesuffix("en") in POSTS


def _beside_post(words: list[str], place: int, agencies: Agencies) -> tuple[str, list[str], list[str]]:
    """Return the agency right behind the post at *place*, or right before it, and the words around both."""
    for behind in (place + 1, place + 2):
        for end in range(min(len(words), behind + 3), behind, -1):
            key = _agency(" ".join(words[place + 1 : end]), agencies)
            if key:
                return key, words[:place], words[end:]
    for begin in range(max(0, place - _NAME), place):
        key = agencies.printed(" ".join(words[begin:place]).strip(" ,"))
        if key:
            before = words[:begin]
            return key, before[:-1] if before and before[-1] in {"a", "an", "the"} else before, words[place + 1 :]
    return "", [], []


def _agency(said: str, agencies: Agencies) -> str:
    """Return the agency that *said* names, with a preposition and the word for an agency before it: da Agência Lusa"""
    name = said.strip(" ,.*()")
    of = _pattern("of").match(name)
    name = name[of.end() :] if of else name
    word = _pattern("agency").match(name)
    return agencies.printed(name) or (agencies.printed(name[word.end() :]) if word else "")


def _named_behind(words: list[str]) -> bool:
    """Whether what follows a post and its agency is a name or a place, if anything does."""
    return len(words) <= 4 and all(word[0].isupper() or not word[0].isalpha() for word in words)


def _signed_first(text: str, agencies: Agencies) -> Signature | None:
    """PAP, oprac. J. Rola; PAP/jr; BERNAMA Updated 3 months ago"""
    for found in list(_pattern("joint").finditer(text))[:2]:
        key = agencies.printed(text[: found.start()])
        behind = text[found.end() :].strip(" ().")
        if not key or agencies.everyday(text[: found.start()]):
            continue
        if found[0] == "/" and behind.islower() and _pattern("initials").fullmatch(behind):
            return Signature(key, sure=False)
        first, _, rest = behind.partition(" ")
        if first.rstrip(".:").lower() in _WRITTEN and people(rest) and not agencies.printed(rest):
            return Signature(key, sure=True, name=rest)
    words = text.split()
    for count in range(1, min(len(words), _NAME)):
        key = agencies.printed(" ".join(words[:count]))
        if key and len(words) > count + 2 and all(is_label(word.lower()) or word.isdigit() for word in words[count:]):
            return None if agencies.everyday(" ".join(words[:count])) else Signature(key, sure=False)
    return None


def _signed_last(text: str, agencies: Agencies) -> Signature | None:
    """oprac. J. Rola, PAP; Jornal do Cais e Lusa; Le Quai avec AFP; jr/PAP"""
    for found in reversed(list(_pattern("joint").finditer(text))[-_JOINTS:]):
        name = text[found.end() :].strip(" ().*")
        key = _agency(name, agencies)
        before, joint = text[: found.start()].strip(" ,;|/–—-("), found[0].strip(" ,").lower()
        if not key or is_city(before) or is_land(before):  # a dateline's place, or a menu's
            continue
        written = _written(before)
        if (agencies.everyday(name) or ":" in before) and not written:
            return None
        if _signing(before) and (written or joint not in {"/", "•", "·"}):
            return Signature(key, sure=written, name=_name(before))
        if _beside(before, joint):
            return Signature(key, sure=False)
        return None
    return None


def _signing(words: str) -> bool:
    """Whether *words* say that somebody wrote: oprac. J. Rola; Redaktion."""
    words = words.strip(" ,;:|/–—-(")
    if not words:
        return False
    tokens = words.split()
    if len(tokens) > _SIGNERS:
        return False
    if words.lower() in _DESKS or tokens[0].rstrip(".:").lower() in _WRITTEN:
        return all(token[0].isupper() or token in _SMALL or token in _AND for token in tokens[1:])
    return ":" not in words and people(words.replace(" - ", " ").replace(" – ", " "))


def _written(words: str) -> bool:
    """Whether *words* begin as a byline does, or are a desk."""
    return words.lower() in _DESKS or words.partition(" ")[0].rstrip(".:").lower() in _WRITTEN


def _name(words: str) -> str:
    """Return the people among words that say who wrote."""
    first, _, rest = words.partition(" ")
    name = rest if first.rstrip(".:").lower() in _WRITTEN else words
    return name if people(name) else ""


def _beside(words: str, joint: str) -> bool:
    """Whether *words* that are joined to an agency's name can be those of people, a paper, a desk, or initials."""
    tokens = words.split()
    if not tokens or len(tokens) > _SIGNERS:
        return False
    if joint == "/":
        return bool(_pattern("initials").fullmatch(words)) or _paper(tokens) or _desk(tokens)
    if joint in _OF or joint in {"", "("}:
        return people(words) or _paper(tokens) or (joint == "" and _list(tokens))
    return _paper(tokens) or _desk(tokens)


def _list(tokens: list[str]) -> bool:
    """Whether words before a comma can be a paper in a language that writes only its first word large."""
    return 1 < len(tokens) <= _LIST and tokens[0][0].isupper() and all(word.isalpha() for word in tokens)


def signs(words: str) -> bool:
    """Return whether *words* beside an agency's name are a paper or a desk rather than a photographer."""
    return bool(words) and (_paper(words.split()) or _desk(words.split()))


def _desk(tokens: list[str]) -> bool:
    begun = tokens[0].lower() in _DESKS or " ".join(tokens[:2]).lower() in _DESKS
    return begun and all(word[0].isupper() or word in _SMALL for word in tokens[1:])


def _paper(tokens: list[str]) -> bool:
    """Whether words are the name of a paper or of a site: Jornal do Cais, Le Quai, Hafenblatt, pristav.example"""
    if chrome.generic(" ".join(tokens)):
        return False
    if len(tokens) == 1 and hosted(tokens[0]):
        return True
    if not all(word[0].isupper() or word in _SMALL for word in tokens):
        return False
    last = tokens[-1].lower()
    return (
        (len(tokens) > 1 and not _PRINTS.isdisjoint(tokens))
        or (last.endswith(_PAPER_ENDINGS) and last not in _PAPER_ENDINGS)
        or (tokens[0] in _ARTICLES and 1 < len(tokens) <= 4)
    )
