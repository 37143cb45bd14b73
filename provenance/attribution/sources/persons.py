"""Which words are written as a person's name, and which are a section's."""

from __future__ import annotations

from provenance.attribution.dates.months import word_set
from provenance.attribution.gazetteer import is_city, is_land
from provenance.attribution.sources import chrome
from provenance.attribution.sources.papers import PAPERS, named_outlet

_PARTICLES = word_set("de da do dos das del della di der den van von la le du bin al el ten ter zu zum af av")
# Words of sections that no person is called by.
_SECTIONS = word_set(
    "regional national international local city region country europe africa asia america east west north south middle"
    " central new real estate human rights climate energy environment education crime court courts law money finance"
    " travel food style life lifestyle arts art books film music theatre tv radio science space religion society people"
    " family features feature analysis comment editorial interview report reports review reviews letters column columns"
    " football cricket tennis golf rugby olympics election elections war crisis update updates alert story stories"
    " stadt land lokal lokales regionales inland ausland europa kreis gemeinde feuilleton leben reise bildung umwelt"
    " monde france régions région international culture faits divers vie société justice santé éducation"
    " internacional nacional locales sucesos ciudad provincia sociedad salud educación ciencia tecnología"
    " internacionais nacionais cidade cidades saúde educação ciência brasil esporte"
    " mondo interni città salute scienza tecnologia spettacoli binnenland buitenland regio kraj świat zdrowie nauka"
    " domácí zahraničí zdraví inrikes utrikes innenriks utenriks indland udland kotimaa ulkomaat dünya türkiye sağlık"
    " мир россия регион регионы здоровье наука культура світ україна свят българия здраве"
    " photo photos image images picture video press release statement committee council ministry department university"
    " institute association company group office service services team staff desk bureau agency agencies newsroom"
)


def is_person(name: str) -> bool:
    """Whether *name* is written as a person's: two to four words with capitals, none of which is a section's."""
    words = name.split()
    named = [word for word in words if word not in _PARTICLES]
    return (
        2 <= len(named) <= 4
        and all(word[0].isupper() and word.strip(".'’-").replace("-", "").replace("’", "").replace("'", "").isalpha()
                for word in named)
        and not (len(name) > 7 and name.isupper())
        and not (named_outlet(name) or is_city(name) or is_land(name) or not PAPERS.isdisjoint(words))
    )  # fmt: skip


def is_section(text: str) -> bool:
    """Whether a line is, or has a word of, the name of a section: World News, Sport."""
    return (
        chrome.button(text)
        or chrome.heading(text)
        or chrome.generic(text)
        or any(chrome.button(word) or word.lower() in _SECTIONS for word in text.split())
    )
