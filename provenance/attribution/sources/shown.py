"""From a day above an article to whether it is the page's own clock: when somebody looked at the page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from provenance.attribution.dates.months import weekday, word_set
from provenance.attribution.dates.pending import Pending
from provenance.attribution.sources import chrome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.layout import Line

_LINK = 30  # characters of a line that is a link
_LABEL = 60  # characters before the day of a clock
_CODE = 3  # letters of a currency or an index
_TOP = 3  # lines of a page that its name and the day of an edition are among
_NAMES = 4  # words beside the figures of a gauge
# What pages call their clock.
_NOW = (
    "standard time", "local time", "current time", "time now", "date today", "today is", "heute ist", "ortszeit",
    "heure locale", "hora local", "hora actual", "hora oficial", "hora atual", "ora locale", "сегодня", "местное время",
    "московское время", "сьогодні", "hôm nay", "giờ địa phương", "waktu setempat", "今天是", "当前时间", "現在時刻",
    "현재 시각",
)  # fmt: skip
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
    page = _Page(pending, lines)
    clocks = {
        each.moment.start
        for each in pending
        if each.says("published")
        and each.moment.start in bare
        and (
            _above_gauge(each, page)
            or _is_shown(each, page, head)
            or (each.moment.start < head and _among_links(each, page, head))
        )
    }
    return [
        Pending(each.moment.flagged("clock"), "mentioned_date", each.asserter, each.confidence)
        if each.says("published") and each.moment.start in clocks
        else each
        for each in pending
    ]


class _Page:
    """The lines of a page, and what is asked of them for each of its days: answered without a look at all of them."""

    def __init__(self, pending: Sequence[Pending], lines: Sequence[Line]) -> None:
        self.lines = lines
        self.starts = [line.start for line in lines]
        own = [one.moment for one in pending if one.says("published")]
        # A dateline without a year agrees with a stamp above it: 9 ФЕВРАЛЯ 2021, 08:17 / ЯКУТСК, 9 февраля.
        whole = {(one.month, one.day): one.number for one in own if one.number}
        self._days = [(one.start, one.number or (0 if one.year else whole.get((one.month, one.day), 0))) for one in own]

    def line_of(self, place: int) -> Line | None:
        """Return the line of a character."""
        at = bisect_right(self.starts, place) - 1
        return self.lines[at] if at >= 0 and place < self.lines[at].end else None

    def other_day(self, number: int) -> int:
        """Return where the last of the days is that is another one than day *number*; -1: nowhere."""
        return next((start for start, other in self._last_days if other != number), -1)

    def between(self, first: int, last: int) -> Sequence[Line]:
        """Return the lines that begin between two characters."""
        return self.lines[bisect_right(self.starts, first) : bisect_left(self.starts, last)]

    def links(self, first: int, last: int) -> int:
        """Return how many lines between two characters are links."""
        return bisect_left(self._links, last) - bisect_right(self._links, first)

    def has_buttons(self, first: int, last: int) -> bool:
        """Return whether a line between two characters gives the weather, or is a button."""
        return bisect_left(self._buttons, last) > bisect_right(self._buttons, first)

    @cached_property
    def _last_days(self) -> list[tuple[int, int]]:
        """The last of the days, and the last one of another number."""
        last = max(self._days)
        return [last, *sorted((day for day in self._days if day[1] != last[1]), reverse=True)[:1]]

    @cached_property
    def _links(self) -> list[int]:
        return [line.start for line in self.lines if _is_link(line.text)]

    @cached_property
    def _buttons(self) -> list[int]:
        return [line.start for line in self.lines if _is_weather(line.text) or chrome.button(line.text)]


def clocked(before: str) -> bool:
    """Return whether the words *before* a day call it the time that it is now: Eastern Standard Time: 4 March"""
    label = before[:_LABEL].lower().rpartition(":")[0] or before[:_LABEL].lower()
    return label.strip(" :：").endswith(_NOW)


def _above_gauge(each: Pending, page: _Page) -> bool:
    """Whether the weather is right below a day at the top of a page."""
    line = page.line_of(each.moment.start)
    if line is None:
        return False
    place = bisect_left(page.starts, line.start)
    return place < _TOP and place + 1 < len(page.lines) and _gauged(page.lines[place + 1].text)


def _gauged(text: str) -> bool:
    """Whether a line gives the weather: Weather 4°C; Москва +7"""
    sign, figure = text.rpartition(" ")[2][:1], text.rpartition(" ")[2][1:]
    return (_is_weather(text) and not _worded(text)) or (
        sign in {"+", "-", "−"} and figure.isdigit() and len(figure) < _CODE
    )


def _is_shown(each: Pending, page: _Page, head: int) -> bool:
    """Whether another day is the article's: further down, behind its title (at *head*) or behind links."""
    number = each.moment.number
    own = page.other_day(number) if number > 0 else -1
    if own <= each.moment.end:
        return False
    if _tops(each, page) and any(chrome.titular(line.text) for line in page.between(each.moment.end, own)):
        return True
    return each.moment.start < head < own or page.links(each.moment.end, own) > 0


def _tops(each: Pending, page: _Page) -> bool:
    """Whether a day is in one of the first lines, with its day of the week and no time, as under a paper's name."""
    own = page.line_of(each.moment.start)
    return own in page.lines[:_TOP] and own is not None and not each.moment.clock and _named(own)


def _named(line: Line) -> bool:
    return any(weekday(word.strip(",.")) >= 0 for word in line.text.lower().split())


def _among_links(each: Pending, page: _Page, head: int) -> bool:
    """Whether links are between a day and the title, which starts at *head*."""
    links = page.links(each.moment.end, head)
    own = page.line_of(each.moment.start)
    return links > 1 or (links > 0 and (page.has_buttons(each.moment.end, head) or (own is not None and _named(own))))


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
