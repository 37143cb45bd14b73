"""From the dates in the lines of a page to those of its article: not of the page itself, nor of other articles."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from provenance.attribution.dates.months import weekday, word_set
from provenance.attribution.dates.pending import Pending
from provenance.attribution.layout import LAST_LINES, reads_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.dates.moments import Moment
    from provenance.attribution.layout import Line

_LINK = 30  # characters of a line that is a link
# What the links around an article are called; a date above them is today's.
_CHROME = word_set(
    "login log-in signin subscribe register search menu home newsletter newsletters e-paper epaper account logout"
    " anmelden abonnieren abo suche startseite registrieren suscríbete suscribirse iniciar ingresar buscar inicio"
    " connexion s'abonner recherche accueil accedi abbonati cerca entrar assine buscar inloggen abonneren zoeken"
    " войти подписка подписаться поиск увійти giriş ara abone zaloguj szukaj přihlásit hledat logga prenumerera sök"
    " masuk langganan cari đăng nhập 登录 注册 登入 ログイン 로그인 구독 تسجيل الدخول contact advertise"
    " navigation sitemap"
)


def accepted(pending: Sequence[Pending], lines: Sequence[Line], title: str) -> list[Pending]:
    """Return *pending* with late dates taken for the article's own right under its *title*, on a page printed twice."""
    own = {
        after.start for place, line in enumerate(lines) if line.text == title for after in lines[place + 1 : place + 4]
    }
    begins = [line.start for line in lines]
    return [
        Pending(each.moment, each.property, each.asserter, each.confidence)
        if each.late and begins[bisect_right(begins, each.moment.start) - 1] in own
        else each
        for each in pending
    ]


def at_foot(pending: Sequence[Pending], lines: Sequence[Line], bare: AbstractSet[int]) -> list[Pending]:
    """Return *pending* with the late days that the foot of a text gives the text itself: those of an update, and the
    one that a label of publication is beside (its start is not among *bare*), behind the last sentence.
    """
    foot = lines[-LAST_LINES].start if len(lines) > LAST_LINES else 0
    labelled = [
        each for each in pending if each.late and each.property == "published" and each.moment.start not in bare
    ]
    alone = len(labelled) == 1 and not any(each.says("published") for each in pending)
    behind = (
        lines[-2].start
        if len(lines) > 2 and any(reads_on(line.text) for line in lines[-3:-1])
        else len(lines[-1].text) + lines[-1].start
    )
    return [
        Pending(each.moment, each.property, "credit", "medium")
        if (each.late and each.property == "updated" and each.moment.start >= foot)
        or (alone and each is labelled[0] and each.moment.start >= behind)
        else each
        for each in pending
    ]


def under_embargo(pending: list[Pending]) -> list[Pending]:
    """Return *pending* without the day on which a text was only sent out, to be published when its embargo ends."""
    until = max((each.moment.number for each in pending if "embargo" in each.moment.flags), default=0)
    return [
        Pending(each.moment.flagged("embargo"), "mentioned_date", each.asserter, each.confidence)
        if each.says("published") and 0 < each.moment.number < until
        else each
        for each in pending
    ] if until else pending  # fmt: skip


def without_clock(
    pending: Sequence[Pending], lines: Sequence[Line], title: Line, bare: AbstractSet[int]
) -> list[Pending]:  # fmt: skip
    """Return *pending* with the day on which the page was shown as such: one without a label (its start is among
    *bare*), above the links around the *title*.
    """
    others = {each.moment.number for each in pending if each.says("published") and each.moment.start > title.start}
    return [
        Pending(each.moment.flagged("clock"), "mentioned_date", each.asserter, each.confidence)
        if each.says("published") and each.moment.start in bare and _is_clock(each.moment, lines, title, others - {0})
        else each
        for each in pending
    ]


def _is_clock(moment: Moment, lines: Sequence[Line], title: Line, others: AbstractSet[int]) -> bool:
    if moment.start > title.start:
        return False
    between = [line for line in lines if moment.end < line.start < title.start]
    links = sum(not _CHROME.isdisjoint(line.text.lower().split()) for line in between if len(line.text) < _LINK)
    own = next((line for line in lines if line.start <= moment.start < line.end), None)
    named = own is not None and any(weekday(word.strip(",.")) >= 0 for word in own.text.lower().split())
    return links > 1 or (links > 0 and named) or (bool(between and others) and moment.number not in others)
