"""From words to whether they are the name of a paper, of people, or a post that somebody has at a paper."""

from __future__ import annotations

from provenance.attribution.dates.months import word_set
from provenance.attribution.sources import chrome

# What somebody is at a paper or an agency.
POSTS = word_set(
    "reporter correspondent editor writer columnist redakteur redakteurin korrespondent korrespondentin reporterin"
    " journaliste correspondant correspondante rédacteur rédactrice periodista corresponsal redactor redactora repórter"
    " correspondente jornalista giornalista corrispondente redacteur correspondent журналист корреспондент обозреватель"
)
# What papers call themselves.
PAPERS = word_set(
    "Times Post Herald Tribune Gazette Chronicle Journal Courier Ledger Observer Guardian Mail Star Sentinel Examiner"
    " Monitor Record Telegraph Daily Weekly Independent Standard Mirror Express Advertiser Bulletin Dispatch Inquirer"
    " Reporter Press News Register Argus Echo Zeitung Tagblatt Nachrichten Kurier Anzeiger Diario Gaceta Prensa"
    " Corriere Gazzetta Giornale Jornal Folha Gazeta"
)
# Words of papers that are more often words of sections and lists; they name a paper only beside a byline.
_WEAK = word_set("Daily Weekly News Nachrichten Press Reporter Record Standard Register Mirror Express Mail Post Star")
_LISTS = word_set("News Nachrichten")


def people(words: str) -> bool:
    """Return whether *words* can be the names of people: Jane Roe and John Doe."""
    names = words.replace(",", "").split()
    return 2 <= len(names) <= 7 and all(name[0].isupper() or name in {"and", "und", "et", "y", "e"} for name in names)


def named_outlet(name: str) -> bool:
    """Return whether *name* is one that papers have, and no post at one: Harbour Gazette, not Senior Reporter."""
    words = name.split()
    return (
        2 <= len(words) <= 5
        and (words[0] == "The" or words[-1].lower() not in POSTS)
        and all(word[0].isupper() or word in {"of", "the", "de", "and", "&"} for word in words)
        and (words[0] == "The" or not PAPERS.isdisjoint(words))
        and not any(c in ",.:;?!" for c in name)
    )


def named_paper(name: str) -> bool:
    """Return whether *name* is one that papers have and sections of sites have not: Harbour Gazette."""
    words = name.split()
    papers = PAPERS.intersection(words)
    if not papers or not named_outlet(name) or chrome.generic(name):
        return False
    if sum(word[-1] == "s" for word in words if word not in PAPERS) > 1:
        return False  # a menu: Statutes Rules Gazette
    return not papers <= _WEAK or words[0] == "The" or len(papers - _LISTS) > 1
