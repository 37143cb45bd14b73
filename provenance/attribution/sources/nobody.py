"""From what is in the place of a name to a name: placeholders and paths name nobody, an address names its host."""

from __future__ import annotations

import re
from functools import cache

from provenance.attribution.dates.months import phrase_set, word_set
from provenance.fields.placeholders import PLACEHOLDERS

# What fields of records have if no name is known, and in running text words for oneself and for sources in general.
_PLACEHOLDERS = PLACEHOLDERS | phrase_set(
    "unknown source|unknown author|n.a.|tbc|unavailable|not given|no source|no author|anonymous|anon|various"
    "|various sources|several|others|other|internet|the internet|web|the web|website|online|social media|media"
    "|media reports|news reports|news agencies|agencies|agency|wires|wire|wire reports|wire services|staff"
    "|staff reporter|staff reports|staff writer|our staff|editor|editors|admin|administrator|guest|user|test|own"
    "|own work|self|author|the author|company|company data|archive|archives|file|stock|source|sources|here|link"
    "|this link|click here|google|wikipedia|facebook|twitter|instagram|youtube|x|keine|k.a.|o.a.|privat|eigene"
    "|eigene darstellung|diverse|redaktion|agenturen|netz|aucun|aucune|sans|rédaction|la rédaction|agences|divers"
    "|ninguno|ninguna|propia|elaboración propia|varios|agencias|redacción|medios|nenhum|nenhuma|própria|agências"
    "|redação|nessuno|nessuna|agenzie|redazione|geen|redactie|ingen|redaktionen|tuntematon|toimitus|nieznane|brak"
    "|własne|redakcja|neznámy|redakce|redakcia|necunoscut|redacția|ismeretlen|nepoznato|άγνωστο|нет|редакция"
    "|агентства|интернет|открытые источники|редакція|yok|ajanslar|không có|tổng hợp|internet tổng hợp|sưu tầm"
    "|tidak ada|berbagai sumber|redaksi|无|無|佚名|网络|網路|網絡|互联网|本站|综合|綜合|编辑部|編輯部|なし|없음"
    "|مجهول|وكالات|एजेंसी|এজেন্সি"
)
# Words of which a placeholder is made, one of each kind and nothing else: Unknown Publisher, ohne Autor.
_NO = word_set(
    "unknown no anonymous anon unnamed untitled unspecified undefined unidentified missing default without any generic"
    " placeholder not unbekannt unbekannter unbekannte ohne kein keine anonym anonymer namenlos inconnu inconnue sans"
    " anonyme aucun aucune desconocido desconocida sin anónimo anónima ningún desconhecido desconhecida sem anônimo"
    " anónimo nenhum nenhuma sconosciuto sconosciuta senza anonimo anonima nessun nessuna onbekend onbekende geen"
    " anoniem okänd okänt ingen ukendt ukjent tuntematon nieznany nieznane nieznana bez anonimowy brak neznámý neznámy"
    " anonymní ismeretlen névtelen necunoscut fără neizvestan nepoznat nepoznati неизвестный неизвестен неизвестно без"
    " нет анонимный невідомий невідомо άγνωστος άγνωστη bilinmeyen anonim tanpa tidak"
)
_WHAT = word_set(
    "source author publisher site website outlet name writer byline provider agency publication newspaper page title"
    " feed origin origins user contributor sources authors quelle autor autorin verfasser herausgeber seite verlag"
    " name auteur source éditeur site titre fuente autora editor sitio medio título fonte autore sito editore"
    " bron auteur uitgever källa författare kilde forfatter utgiver lähde kirjoittaja źródło źródła strona wydawca"
    " zdroj autor vydavateľ vydavatel forrás szerző sursă autor izvor izvora источник источника автор автора издатель"
    " джерело джерела сайт πηγή συγγραφέας kaynak yazar yayıncı penulis sumber penerbit given available known diketahui"
)
_FILES = (
    ".txt",
    ".json",
    ".jsonl",
    ".csv",
    ".html",
    ".htm",
    ".xml",
    ".pdf",
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".webp",
    ".md",
    ".gz",
)
_FORMS = (" inc.", " ltd.", " corp.", " co.", " s.a.", " n.v.", " s.p.a.", " a.s.", " plc.", " bros.", " l.p.")
_COMPANIES = frozenset(
    ("llc", "gmbh", "ag", "plc", "kg", "bv", "sarl", "srl", "oy", "ab", "as", "aps", "pty", "spa", "sa")
)
_MISSING = 4  # words of the longest placeholder
_SITE = 3  # letters of a site's name before its ending, and the dot
# What addresses of news sites end with; other endings are more often words that lack their space.
_DOMAINS = word_set(
    "com net org info tv news online press co example eu de at ch fr be nl lu es pt it gr cy mt ie uk se no dk fi is ee"
    " lv lt pl cz sk hu ro bg si hr ba rs me mk al tr ru ua by kz az am ge uz in pk bd lk np id my sg ph vn th jp kr cn"
    " hk tw ae sa qa ir iq il eg ma dz tn ng ke gh za au nz ca us mx br ar cl pe uy py bo ec ve cu"
)
_PATTERNS = {
    "host": r"[^\W_][\w-]{1,40}(?:\.[\w-]{1,40}){0,3}\.[a-z]{2,12}",
    "address": r"(?:[a-z][a-z0-9+.-]{1,9}://)?(?:www\.)?((?:[a-z0-9][a-z0-9-]{0,62}\.){1,6}[a-z]{2,24})(?::\d{1,5})?(?:[/?#]\S*)?$",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name], re.IGNORECASE)


def name_in(printed: str) -> str:
    """Return the name that *printed* is, "" where it is a placeholder or a path; of an address, its host."""
    name = " ".join(printed.strip(" \t\"'“”«»„*_<>").split())
    said = name.strip(" ()[]-–—.").lower()
    if said in _PLACEHOLDERS or not any(map(str.isalpha, name)) or _says_nobody(said.split()):
        return ""
    if len(name) <= 300 and " " not in name and ("." in name or "://" in name):
        found = _pattern("address").match(name)
        if found and found[1].lower().endswith(_FILES):
            return ""
        if found and ("/" in name or name == found[1].lower() or name.lower().startswith("www.")):
            return found[1].lower()
    bare = " " not in name and ("/" in name[:1] or name.count("/") > 1)
    if (
        bare
        or "\\" in name
        or "://" in name
        or name.lower().endswith(_FILES)
        or name.startswith(("./", "~/", "s3:", "gs:"))
    ):
        return ""
    return name


def nameless(printed: str) -> bool:
    """Return whether a field's words say that a name is missing: Unknown Publisher"""
    return _says_nobody(printed.strip(" ()[]-–—.").lower().split())


def _says_nobody(words: list[str]) -> bool:
    """Whether *words* say that a name is missing: unknown publisher, no author given."""
    if not 1 < len(words) <= _MISSING or words[0] not in _NO:
        return False
    return any(word in _WHAT for word in words) and all(word in _NO or word in _WHAT for word in words)


def hosted(word: str) -> bool:
    """Return whether a *word* is the address of a site, as sites sign with it: harbour.example"""
    return _pattern("host").fullmatch(word) is not None and not word.lower().endswith(_FILES)


def is_site(word: str) -> bool:
    """Return whether a *word* is the address of a site by an ending that addresses have: port24.com, not Mr.Smith"""
    ending = word.rpartition(".")[2]
    return len(word) > len(ending) + _SITE and ending in _DOMAINS and hosted(word)


def incorporated(name: str) -> bool:
    """Return whether *name* ends as a company's does: Mail Post (P) Ltd."""
    word = name.rstrip(" .,;").rpartition(" ")[2].lower()
    return f" {word}." in _FORMS or word in _COMPANIES


def company(name: str) -> str:
    """Return *name* without the full stop that ends a sentence, but with the one of "Lamps Inc."."""
    name = name.rstrip(",; ")
    return name if name.lower().endswith(_FORMS) else name.rstrip(".")
