"""From a line above an article to whether it belongs to the page around it: a menu, a ticker, a path, a notice."""

from __future__ import annotations

import re
from functools import cache

from provenance.attribution.dates.months import phrase_set
from provenance.attribution.sources import chrome, shown

_ITEMS = 3  # of a menu that a sign parts: EN | DE | FR
_ITEM_WORDS = 3
_MENU_WORDS = 9  # of a menu without signs between: Home Latest Sport Puzzles
_IDEOGRAPHS = 4  # of a label
_NOTICE = 120  # characters of a line about cookies
_CODE = 3  # letters of a language: QAZ РУС ENG
_SIGNS = (" | ", " · ", " • ", " / ", " > ", " » ", " › ", " → ", " :: ", "] [", " - ", " – ")
_EITHER = (" | ", " · ", " • ", " > ", " » ", " › ", " → ")  # signs that part two links too
# What buttons, notices and labels of more than a word or two begin with.
_BEGINNINGS = (
    "leave a comment", "leave a reply", "share this ", "click here", "sign up ", "subscribe to ", "follow us",
    "read more", "listen to this", "skip to ", "reading time", "estimated read", "get our ", "download our ",
    "log in to ", "join our ", "view in browser", "view this email", "accept ", "reject ", "manage your ", "manage my ",
    "cookies on ", "we use cookies", "this site uses", "this website uses", "an official website", "official website",
    "here's how you know", "here’s how you know", "for immediate release", "press release", "news release",
    "media release", "available languages", "on air now", "now playing", "recently played", "last update", "logged in",
    "welcome, ", "welcome to ", "you are here", "back to ", "document ", "vol. ", "volume ", "issue no", "contact: ",
    "issued by ", "part of ", "sunrise", "sort by", "updated ",
    "last modified", "search the ", "search this ", "we value your",
    "your privacy", "by continuing","tell us about", "good morning", "good evening", "a member of ", "powered by ",
    "schreiben sie einen", "hinterlasse einen", "diesen artikel ", "zum inhalt", "zur startseite", "sie sind hier",
    "im browser ", "alle artikel", "pressemitteilung", "pressenotiz", "jahrgang ", "ausgabe ", "kontakt: ",
    "wir verwenden",
    "laisser un commentaire", "temps de lecture", "partager cet", "voir dans le navigateur", "aller au contenu",
    "vous êtes ici", "communiqué de presse", "tous les articles", "lettre n°", "nous utilisons des",
    "deja un comentario", "tiempo de lectura", "comparte esta", "ir al contenido", "usted está", "nota de prensa",
    "comunicado de prensa", "ver en el navegador", "deixe um comentário", "tempo de leitura", "ir para o conteúdo",
    "você está", "está em:", "lascia un commento", "tempo di lettura", "vai al contenuto", "ti trovi in",
    "comunicato stampa", "plaats een reactie", "ga naar ", "persbericht", "napisz komentarz", "dodaj komentarz",
    "przejdź do", "tisková zpráva", "comunicat de presă", "оставить ком", "время чтения", "перейти к", "вы здесь",
    "пресс-релиз", "последнее обновление", "chia sẻ bài", "bagikan artikel", "lewati ke", "pressmeddelande",
    "hoppa till", "gå til ", "siirry ",
)  # fmt: skip
_NOTICES = phrase_set(
    "logga in|logg inn|log ind|kirjaudu|zaloguj się|přihlásit se|prihlásiť sa|iniciar sesión|ingresar|accedi"
    "|se connecter|s'identifier|inloggen|giriş yap|đăng nhập|masuk|войти|увійти|登录|登入|ログイン|로그인|تسجيل الدخول"
    "|see all|view all|show all|alle anzeigen|voir tout|ver todo|ver tudo|vedi tutti|все новости|all news|more news"
    ""
    "|breaking|flash|プレスリリース|ニュースリリース|보도자료"
    "|新闻稿|新聞稿|eilmeldung|última hora|ultim'ora|лента|son dakika|comentarios|commentaires|kommentare|комментарии"
    "|log in sign up|last updated|table of contents|page contents|in this article|on this page"
)
_PATTERNS = {
    # 14:02 Skogsbrand släckt; 11h20 AFP Grève; Rates held, 11:20; Storm nears coast - AP, 11 hours ago
    "ticker": r"\d{1,2}[:h.]\d{2}(?:\s?[ap]m|\sUhr)?\s?[|–—-]?\s\S|.{3,200}\b\d{1,2}[:h]\d{2}\s?(?:[ap]m|uhr)?$"
    r"|.{3,200}\s(?:ago|geleden|temu|sedan|siden|sitten|önce|назад|тому|atrás|fa|trước|前|yang\slalu)$",
    # Today: 14 Rajab 1445; Сегодня 5 мая 2023, 14:22
    "clock": r"(?i)(?:today|heute|hoy|hoje|oggi|aujourd['’]hui|vandaag|idag|i\sdag|dziś|dnes|сегодня|сьогодні|bugün"
    r"|hôm\snay|hari\sini|今日|今天|오늘|اليوم)\s?(?:is\s|ist\s|es\s)?[:：]?\s?[^\n:]{0,20}\d",
    # 3/12 The heap; Quay A 06:10 07:40 09:10
    "slide": r"\d{1,3}\s?/\s?\d{1,3}\s\S",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def around(text: str) -> bool:
    """Return whether a line is of the page around an article: no title is written so."""
    lowered = text.lower()
    figure = next((at for at, sign in enumerate(text) if sign.isdigit()), 0)
    return (
        chrome.button(text)
        or chrome.heading(text)
        or lowered.startswith(_BEGINNINGS)
        or lowered in _NOTICES
        or shown.gauge(text)
        or shown.clocked(text[:figure])
        or parted(text)
        or _in_a_row(text)
        or _figures(text)
        or (len(text) < _NOTICE and "cookie" in lowered)
        or any(_pattern(name).match(text) for name in ("ticker", "slide", "clock"))
    )


def parted(text: str) -> bool:
    """Return whether a line is links with signs between: Home / States / Telangana; EN | DE; [Home] [Search]"""
    for sign in _SIGNS:
        items = text.split(sign)
        few = 2 if sign in _EITHER else _ITEMS
        if len(items) >= few and all(0 < len(item.split()) <= _ITEM_WORDS for item in items[:-1]):
            # The last of a path is the article's own title at times.
            return len(items[-1].split()) <= _ITEM_WORDS or sign in {" > ", " » ", " › ", " → "}
    return False


def row(text: str) -> bool:
    """Return whether a line is nothing but words with a capital: a menu, or a title in English; 社会 政治 経済 天気"""
    words = text.split()
    return len(words) >= _ITEMS and all(
        word[-1].isalnum()
        and not word.isdigit()
        and (word[0].isupper() or ("\u2e80" < word[0] < "\uac00" and len(word) < 5))
        for word in words
    )


def _in_a_row(text: str) -> bool:
    """Whether a line is a menu without signs between: Home Latest Sport Puzzles; QAZ РУС ENG"""
    words = text.split()
    if not 1 < len(words) <= _MENU_WORDS or any(word[0].islower() or not word[-1].isalnum() for word in words):
        return False
    if all(len(word) <= _CODE and word.isalpha() for word in words):
        return True
    buttons = [chrome.button(word) for word in words]
    return sum(buttons) * 2 >= len(words) or (len(words) <= 5 and (buttons[0] or buttons[-1]))


def _figures(text: str) -> bool:
    """Whether most words of a line are figures: the row of a table."""
    words = text.split()
    return len(words) > 2 and 2 * sum(word[0].isdigit() for word in words) >= len(words)
