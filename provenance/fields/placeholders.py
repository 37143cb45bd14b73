"""From the value of a field to whether it says anything: "unknown" and "n/a" are written where none is known."""

from __future__ import annotations

# In lower case, without the signs around them.
PLACEHOLDERS = frozenset(
    (
        "", "unknown", "none", "null", "nil", "nan", "nat", "n/a", "na", "n.a", "not available", "not applicable",
        "not specified", "not found", "no data", "undefined", "unspecified", "missing", "empty", "blank", "default",
        "tbd", "tba", "todo", "true", "false", "unbekannt", "keine angabe", "k.a", "inconnu", "inconnue",
        "desconocido", "desconocida", "desconhecido", "sconosciuto", "onbekend", "okänd", "ukjent", "ukendt",
        "nieznany", "neznámý", "bilinmiyor", "tidak diketahui", "неизвестно", "неизвестен", "невідомо", "غير معروف",
        "نامشخص", "अज्ञात", "不明", "未知", "미상", "không rõ",
    )
)  # fmt: skip
# What else is no name of that kind of thing.
_OF_ROLE = {
    "title": frozenset(("untitled", "no title", "ohne titel", "sans titre", "sin título", "senza titolo", "title")),
    "author": frozenset(
        (
            "anonymous", "anonym", "anonyme", "anónimo", "anonimo", "аноним", "no author", "author", "authors", "by",
            "admin", "administrator", "webmaster", "root", "guest", "user", "test", "unknown author", "various",
            "various authors", "multiple authors", "not known", "佚名", "匿名",
        )
    ),
    "source": frozenset(
        (
            "no source", "source", "unknown source", "other", "others", "various", "various sources", "multiple",
            "mixed", "misc", "miscellaneous", "web", "website", "internet", "online", "the web", "url", "link", "html",
            "rss", "rss feed", "feed", "atom", "api", "crawl", "crawler", "crawled", "scrape", "scraped", "scraper",
            "manual", "import", "imported", "upload", "uploaded", "file", "database", "dataset", "news", "test",
            "sample", "example", "localhost", "train", "dev", "validation", "valid",
        )
    ),
}  # fmt: skip
# Collections of texts from many sites, as records of datasets name them.
_DATASETS = (
    "common crawl-", "common-crawl-", "commoncrawl-", "cc-main-", "cc-news-", "ccnews-", "cc-net-", "ccnet-", "cc100-",
    "c4-", "mc4-", "oscar-", "pile-", "openwebtext-", "openwebtext2-", "fineweb-", "fineweb2-", "redpajama-",
    "refinedweb-", "madlad-", "culturax-", "hplt-", "dolma-", "slimpajama-", "webtext-", "realnews-",
)  # fmt: skip
_AROUND = " \t\r\n\"'<>()[]{}.-–—?!#*_/\\:;,~"
_LONGEST = 40  # characters; what is longer says something


def says_nothing(value: str, role: str = "") -> bool:
    """Return whether *value* stands where nothing is known, or names nothing of the kind that *role* asks for."""
    if value[:1].isdigit() or len(value) > _LONGEST:
        return False
    bare = value.strip(_AROUND).lower()
    if bare in PLACEHOLDERS:
        return True
    role = "source" if role == "publisher" else role
    if bare in _OF_ROLE.get(role, ()):
        return True
    return role == "source" and f"{bare}-".replace("_", "-").replace("/", "-").startswith(_DATASETS)
