"""From a day above an article to whether it is the page's own clock: when somebody looked at the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.dates.months import weekday, word_set
from provenance.attribution.dates.pending import Pending
from provenance.attribution.sources import chrome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.layout import Line

_LINK = 30  # characters of a line that is a link
_CODE = 3  # letters of a currency or an index
_TOP = 3  # lines of a page that its name and the day of an edition are among
_NAMES = 4  # words beside the figures of a gauge
# What the links around an article are called; a date above them is today's.
_CHROME = word_set(
    "login log-in signin subscribe register search menu home newsletter newsletters e-paper epaper account logout"
    " anmelden abonnieren abo suche startseite registrieren suscríbete suscribirse iniciar ingresar buscar inicio"
    " connexion s'abonner recherche accueil accedi abbonati cerca entrar assine buscar inloggen abonneren zoeken"
    " войти подписка подписаться поиск увійти giriş ara abone zaloguj szukaj přihlásit hledat logga prenumerera sök"
    " masuk langganan cari đăng nhập 登录 注册 登入 ログイン 로그인 구독 تسجيل الدخول contact advertise"
    " navigation sitemap connecter météo meteo wetter главная головна beranda anasayfa domů hem hjem etusivu acasă"
    " 首页 首頁 ホーム 홈 الرئيسية خانه होम početna naslovnica αρχική דף-הבית"
)


def without_clock(
    pending: Sequence[Pending], lines: Sequence[Line], title: Line | None, bare: AbstractSet[int]
) -> list[Pending]:
    """Return *pending* with the day on which the page was shown as such: one without a label (its start is among
    *bare*), above the links around the *title*, or above the article's own day with its title or such links between.
    """
    head = title.start if title else -1
    clocks = {
        each.moment.start
        for each in pending
        if each.says("published")
        and each.moment.start in bare
        and (_is_shown(each, pending, lines, head) or (each.moment.start < head and _among_links(each, lines, head)))
    }
    return [
        Pending(each.moment.flagged("clock"), "mentioned_date", each.asserter, each.confidence)
        if each.says("published") and each.moment.start in clocks
        else each
        for each in pending
    ]


def _is_shown(each: Pending, pending: Sequence[Pending], lines: Sequence[Line], head: int) -> bool:
    """Whether another day is the article's: further down, behind its title (at *head*) or behind links."""
    own = [
        one.moment.start
        for one in pending
        if one.says("published") and one.moment.start > each.moment.end and one.moment.number != each.moment.number > 0
    ]
    if not own:
        return False
    between = [line for line in lines if each.moment.end < line.start < max(own)]
    if _tops(each, lines) and any(chrome.titular(line.text) for line in between):
        return True
    return each.moment.start < head < max(own) or any(_is_link(line.text) for line in between)


def _tops(each: Pending, lines: Sequence[Line]) -> bool:
    """Whether a day is in one of the first lines, with its day of the week and no time, as under a paper's name."""
    own = next((line for line in lines[:_TOP] if line.start <= each.moment.start < line.end), None)
    return own is not None and not each.moment.clock and _named(own)


def _named(line: Line) -> bool:
    return any(weekday(word.strip(",.")) >= 0 for word in line.text.lower().split())


def _among_links(each: Pending, lines: Sequence[Line], head: int) -> bool:
    """Whether links are between a day and the title, which starts at *head*."""
    between = [line for line in lines if each.moment.end < line.start < head]
    links = sum(_is_link(line.text) for line in between)
    sure = any(_is_weather(line.text) or chrome.button(line.text) for line in between)
    own = next((line for line in lines if line.start <= each.moment.start < line.end), None)
    return links > 1 or (links > 0 and (sure or (own is not None and _named(own))))


def _is_link(text: str) -> bool:
    return gauge(text) or (len(text) < _LINK and not _CHROME.isdisjoint(text.lower().split()))


def gauge(text: str) -> bool:
    """Return whether a line gives the weather or rates, as pages do beside their clock."""
    return not _worded(text) and (_is_weather(text) or rates(text))


def rates(text: str) -> bool:
    """Return whether a line gives rates: USD 91.2 EUR 98.7; DAX 17,241 +0.3%"""
    figures = [word for word in text.split() if any(map(str.isdigit, word))]
    coded = any(word.isupper() and len(word) == _CODE for word in text.split())
    return coded and len(figures) > 1 and not _worded(text) and all(map(_is_rate, figures))


def _worded(text: str) -> bool:
    """Whether a line has as many words beside its figures as a headline has."""
    return sum(word.strip(".,:").isalpha() for word in text.split()) > _NAMES


def _is_rate(figure: str) -> bool:
    """Whether a figure has decimals or a sign, as rates have and days have not."""
    return figure[-1] == "%" or figure.count(".") + figure.count(",") == 1


def _is_weather(text: str) -> bool:
    """Whether a line gives the temperature: Météo 3°C"""
    degrees = text.find("°")
    return degrees > 0 and (text[degrees - 1].isdigit() or text[degrees - 2].isdigit())
