"""Tables of page chrome: lines in lower case, without punctuation at their ends.

A line in ``MESSAGES`` is always chrome, and so is one that starts with a phrase in ``OPENINGS``.  A line in ``LABELS``
is chrome only next to other chrome, since an article may have it as a heading.
"""

MESSAGES = frozenset((
    "registration was successful", "your e-mail address has been confirmed",
    "your email address has been confirmed", "you have successfully subscribed",
    "you have been successfully subscribed", "thank you for subscribing", "thanks for subscribing",
    "thank you for signing up", "thanks for signing up", "please check your inbox", "please log in to continue",
    "please enable javascript", "please enable cookies", "javascript is disabled", "javascript is required",
    "your browser does not support the video tag", "your browser does not support the audio element",
    "sign up to our newsletter", "sign up for our newsletter", "subscribe to our newsletter", "subscribe now",
    "log in to comment", "login to comment", "leave a comment", "leave a reply", "post a comment", "view comments",
    "show comments", "load more comments", "no comments yet", "be the first to comment", "share this article",
    "share this story", "share this page", "share on facebook", "share on twitter", "share via email", "share this",
    "tweet this", "copy link", "link copied", "print this article", "email this article", "email to a friend",
    "follow us", "advertisement", "advertising", "continue reading below", "article continues below",
    "article continues after advertisement", "story continues below", "story continues below advertisement",
    "scroll to continue", "scroll down to continue", "related articles", "related news", "related stories",
    "related topics", "related posts", "related content", "more from this section", "you may also like",
    "you might also like", "recommended for you", "recommended articles", "most read", "most viewed",
    "most popular", "trending now", "editor's picks", "editors' picks", "read next", "up next", "next article",
    "previous article", "back to top", "skip to content", "skip to main content", "skip to navigation",
    "all rights reserved", "terms of use", "terms of service", "terms and conditions", "privacy policy",
    "cookie policy", "cookie settings", "accept all cookies", "accept cookies", "reject all", "manage preferences",
    "download our app", "click here to subscribe", "loading", "please wait", "chia sẻ bài viết",
    "bài viết liên quan", "tin liên quan", "bình luận của bạn", "gửi bình luận", "đăng ký nhận tin",
    "partager cet article", "articles similaires", "à lire aussi", "lire aussi", "laisser un commentaire",
    "s'abonner", "compartir en facebook", "compartir en twitter", "noticias relacionadas", "artículos relacionados",
    "deja un comentario", "suscríbete", "publicidad", "compartilhe esta notícia", "notícias relacionadas",
    "leia também", "deixe um comentário", "publicidade", "artikel teilen", "auch interessant",
    "das könnte sie auch interessieren", "kommentar schreiben", "anzeige", "читайте также", "поделиться",
    "подписаться", "реклама",
))  # fmt: skip

# Keyed by first word, so that a line is compared only with the phrases that it may start with.
OPENINGS: dict[str, tuple[str, ...]] = {
    "we": ("we use cookies", "we and our partners"),
    "this": ("this website uses cookies", "this site uses cookies", "this site is protected by recaptcha"),
    "by": ("by continuing to use this", "by continuing to browse", "by clicking", "by signing up"),
    "sign": ("sign up for", "sign up to", "sign in to"),
    "subscribe": ("subscribe to", "subscribe for"),
    "follow": ("follow us on", "follow @"),
    "share": ("share this", "share on"),
    "click": ("click here", "click to share"),
    "download": ("download the app", "download our app"),
    "join": ("join our newsletter", "join our telegram", "join us on", "join our whatsapp"),
    "tags": ("tags:", "tags :"),
    "tag": ("tag:",),
    "tagged": ("tagged:", "tagged with", "tagged in"),
    "keywords": ("keywords:",),
    "topics": ("topics:",),
    "filed": ("filed under",),
    "posted": ("posted in ",),
    "categories": ("categories:",),
    "copyright": ("copyright ©", "copyright (c)"),
    "©": ("© 19", "© 20", "© copyright"),
    "(c)": ("(c) 19", "(c) 20", "(c) copyright"),
    "read": ("read more:", "read also:", "read also |", "read more |"),
    "also": ("also read:", "also read |", "also read –"),
    "related": ("related:", "related |"),
    "cc": ("cc by", "cc0"),
    "từ": ("từ khóa:", "từ khoá:"),
    "thẻ": ("thẻ:",),
    "etiquetas": ("etiquetas:",),
    "теги": ("теги:",),
}
# "tags:", with its colon, is one word.
OPENINGS |= {f"{word}:": rows for word, rows in OPENINGS.items() if any(row.startswith(f"{word}:") for row in rows)}
OPENINGS["cc0"] = ("cc0",)

LABELS = frozenset((
    "share", "tweet", "print", "email", "e-mail", "facebook", "twitter", "x", "whatsapp", "telegram", "linkedin",
    "pinterest", "reddit", "messenger", "viber", "zalo", "instagram", "youtube", "rss", "bookmark", "save", "like",
    "comment", "comments", "reply", "menu", "home", "search", "login", "register", "subscribe", "subscribed",
    "newsletter", "news", "world", "politics", "business", "sports", "opinion", "culture", "video", "photo",
    "photos", "gallery", "audio", "listen", "more", "close", "back", "next", "previous", "loading", "ad", "ads",
    "sponsored", "promoted",
))  # fmt: skip
