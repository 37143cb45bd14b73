"""From what is in the place of a name to a name: placeholders and paths name nobody, an address names its host."""

from __future__ import annotations

import re
from functools import cache

from provenance.attribution.dates.months import phrase_set
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
    if name.strip(" ()[]-–—.").lower() in _PLACEHOLDERS or not any(map(str.isalpha, name)):
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


def hosted(word: str) -> bool:
    """Return whether a *word* is the address of a site, as sites sign with it: harbour.example"""
    return _pattern("host").fullmatch(word) is not None and not word.lower().endswith(_FILES)


def company(name: str) -> str:
    """Return *name* without the full stop that ends a sentence, but with the one of "Lamps Inc."."""
    name = name.rstrip(",; ")
    return name if name.lower().endswith(_FORMS) else name.rstrip(".")
