"""More layouts of pages, written after the rules were made and used for nothing else: see pages_layouts.

``python benchmarks/pages.py --held`` scores them.
"""

from __future__ import annotations

from pages_layouts import Layout

_D = '<!doctype html><html lang="$lang"><head><meta charset="utf-8"><title>$title</title>'
_M = '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/a.css">'
_BAR = "<div class='bar'><a href='/'>$site</a> <a href='/login'>Log in</a> <a href='/subscribe'>Subscribe</a></div>"

HELD: dict[str, Layout] = {
    "react root": Layout(
        f"{_D}{_M}<meta property='article:published_time' content='$stamp'></head><body><div id='__next'><div class='css-1x2y'>"
        "<div class='css-a1'>$menu</div><div class='css-b2'><h1 class='css-t'>$title</h1><div class='css-c3'>$body</div></div>"
        "<div class='css-z'>$related</div></div></div><script id='__NEXT_DATA__' type='application/json'>{\"a\":1}</script></body></html>"
    ),
    "custom elements": Layout(
        f"{_D}<meta name='pubdate' content='$stamp'></head><body><site-header>$menu</site-header><article-page><h1>$title</h1>"
        "<article-body>$body</article-body></article-page><site-footer>$footer</site-footer></body></html>"
    ),
    "header meta list": Layout(
        f"{_D}</head><body>{_BAR}<main><header><h1>$title</h1><dl><dt>Published</dt><dd><time datetime='$day'>$long</time></dd>"
        "<dt>Author</dt><dd>$author</dd></dl></header><div class='prose'>$body</div></main>$footer</body></html>",
        "visible",
    ),
    "time pubdate": Layout(
        f"{_D}</head><body>$nav<article><h1>$title</h1><time pubdate datetime='$stamp'>$long</time>$body</article>$related$footer</body></html>",
        "visible",
    ),
    "published and updated times": Layout(
        f"{_D}</head><body>$nav<article><h1>$title</h1><p class='meta'>Published <time datetime='$day'>$long</time> · Updated "
        "<time datetime='$later'>$later_long</time></p>$body</article>$footer</body></html>",
        "visible",
    ),
    "parsely": Layout(
        f"{_D}<meta name='parsely-pub-date' content='$stamp'><meta name='parsely-author' content='$author'></head><body>$nav"
        "<div class='content-well'><h1>$title</h1>$body</div><div class='rail'>$teasers</div></body></html>"
    ),
    "sailthru": Layout(
        f"{_D}<meta name='sailthru.date' content='$stamp'></head><body><div class='page'><div class='masthead'>$menu</div>"
        "<div class='story-text'><h1>$title</h1>$body</div>$share</div>$footer</body></html>"
    ),
    "dcterms": Layout(
        f"{_D}<meta name='DCTERMS.issued' content='$day'><meta name='DCTERMS.modified' content='$later'></head><body>$nav"
        "<main id='content'><h1>$title</h1><div class='govspeak'>$body</div></main>$footer</body></html>"
    ),
    "citation": Layout(
        f"{_D}<meta name='citation_publication_date' content='$day'></head><body>$nav<section id='abstract'><h1>$title</h1>$body</section>"
        "<section id='refs'><h2>References</h2><ol><li>$other1</li><li>$other2</li></ol></section></body></html>"
    ),
    "ld list of types": Layout(
        f"{_D}<script type='application/ld+json'>[$graph]</script></head><body>{_BAR}<div class='l-main'><h1>$title</h1>"
        "<div class='l-body'>$body</div></div>$dated_related</body></html>"
    ),
    "ld in the body": Layout(
        f"{_D}</head><body>$nav<div class='detail'><h1>$title</h1>$body</div><script type='application/ld+json'>$linked</script>$footer</body></html>"
    ),
    "rdfa": Layout(
        f"{_D}</head><body vocab='http://schema.org/' typeof='Article'>$nav<h1 property='headline'>$title</h1>"
        "<span property='datePublished' content='$stamp'>$long</span><div property='articleBody'>$body</div>$footer</body></html>"
    ),
    "hentry": Layout(
        f"{_D}</head><body>$nav<div class='hentry'><h2 class='entry-title'>$title</h2><abbr class='published' title='$stamp'>$long</abbr>"
        "<div class='entry-content'>$body</div></div><div id='sidebar'>$archive</div></body></html>"
    ),
    "dateline below the title": Layout(
        f"{_D}</head><body>$nav<div id='story'><h1>$title</h1><div>$long | $clock</div>$body</div>$footer</body></html>",
        "visible",
    ),
    "date before the title": Layout(
        f"{_D}</head><body>{_BAR}<main><p class='kicker'>News · $long</p><h1>$title</h1>$body</main>$related</body></html>",
        "visible",
    ),
    "date below the text": Layout(
        f"{_D}</head><body>$nav<main><h1>$title</h1>$body<p class='pub'>Published: $long</p></main>$footer</body></html>",
        "visible",
    ),
    "german visible": Layout(
        f"{_D}</head><body>$nav<article><h1>$title</h1><p>Veröffentlicht am $german um $clock Uhr</p>$body</article>$footer</body></html>",
        "visible",
    ),
    "two columns of floats": Layout(
        f"{_D}<meta name='date' content='$day'></head><body><div style='float:left;width:20%'>$menu</div><div style='float:left;width:60%'>"
        "<h1>$title</h1>$body</div><div style='float:right;width:20%'>$teasers</div><div style='clear:both'>$footer</div></body></html>"
    ),
    "frames of tables": Layout(
        "<html><head><title>$title</title><meta name='DATE' content='$day'></head><body bgcolor=white><table><tr><td colspan=3><img src=logo.gif></td></tr>"
        "<tr><td valign=top>$oldnav</td><td><font size=5><b>$title</b></font>$body</td><td>$menu</td></tr></table></body></html>"
    ),
    "uppercase tags": Layout(
        "<HTML><HEAD><TITLE>$title</TITLE><META NAME='Date' CONTENT='$day'></HEAD><BODY><H1>$title</H1><DIV CLASS='TEXT'>$body</DIV><HR>$oldnav</BODY></HTML>"
    ),
    "xhtml strict": Layout(
        "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd'>"
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>$title</title><meta name='date' content='$day' /></head><body><div id='nav'>$menu</div>"
        "<div id='main'><h1>$title</h1>$body</div><div id='footer'><p>© 2024 $site</p></div></body></html>"
    ),
    "newsletter": Layout(
        f"{_D}<meta property='article:published_time' content='$stamp'></head><body><table role='presentation'><tr><td><p>View in browser</p></td></tr>"
        "<tr><td><h1>$title</h1>$body</td></tr><tr><td><p>You receive this because you subscribed. <a href='/u'>Unsubscribe</a></p></td></tr></table></body></html>"
    ),
    "podcast page": Layout(
        f"{_D}{_M}<meta property='og:type' content='article'><meta property='article:published_time' content='$stamp'></head><body>$nav<main>"
        "<h1>$title</h1><audio controls src='a.mp3'></audio><div class='transcript'>$body</div></main>$related$footer</body></html>"
    ),
    "accordion menu": Layout(
        f"{_D}<meta itemprop='datePublished' content='$stamp'></head><body><details><summary>Menu</summary>$menu</details><main><h1>$title</h1>$body</main>"
        "<details><summary>More</summary>$related</details></body></html>"
    ),
    "template tag": Layout(
        f"{_D}<meta property='article:published_time' content='$stamp'></head><body><template><p>Placeholder text of a template that nobody sees.</p></template>"
        "$nav<article><h1>$title</h1>$body</article>$footer</body></html>"
    ),
    "hidden modal": Layout(
        f"{_D}<meta property='article:published_time' content='$stamp'></head><body><div class='modal' hidden><p>Sign up for our newsletter to get the best stories of the week.</p></div>"
        "$nav<article><h1>$title</h1>$body</article><dialog><p>Are you sure that you want to leave this page?</p></dialog></body></html>"
    ),
    "inline newsletter": Layout(
        f"{_D}<meta property='article:published_time' content='$stamp'></head><body>$nav<article><h1>$title</h1>$lead"
        "<div class='newsletter-signup'><h3>Sign up</h3><p>Get our newsletter every morning in your inbox.</p><form><input><button>Go</button></form></div>$rest</article>$footer</body></html>"
    ),
    "advert between": Layout(
        f"{_D}<meta property='article:published_time' content='$stamp'></head><body>$nav<article><h1>$title</h1>$lead<div class='ad-slot'><span>Advertisement</span></div>"
        "$rest</article><div class='ad-slot'><span>Advertisement</span></div>$footer</body></html>"
    ),
    "related in the middle": Layout(
        f"{_D}<meta property='article:published_time' content='$stamp'></head><body>$nav<article><h1>$title</h1>$lead$related$rest</article>$footer</body></html>"
    ),
    "section per paragraph": Layout(
        f"{_D}<meta property='article:published_time' content='$stamp'></head><body>$nav<main><h1>$title</h1><section><p>$p1</p></section><section><p>$p2</p></section>"
        "<section><p>$p3</p></section><section>$tail</section></main>$footer</body></html>"
    ),
    "divs for paragraphs": Layout(
        f"{_D}<meta property='article:published_time' content='$stamp'></head><body>$nav<div class='article'><h1>$title</h1><div>$p1</div><div>$p2</div><div>$p3</div>"
        "$tail</div>$footer</body></html>"
    ),
    "open paragraphs": Layout(
        f"{_D}<meta name=date content=$day></head><body><h1>$title</h1><div class=text><p>$open_body</div><div class=foot><a href=/>Home</a> <a href=/i>Imprint</a></div>"
    ),
    "wiki": Layout(
        f"{_D}</head><body><div id='mw-head'>$menu</div><div id='content'><h1>$title</h1><div id='mw-content-text'>$body</div></div>"
        "<div id='footer'><ul><li>This page was last edited on $later_long, at $clock.</li></ul></div></body></html>",
        "none",
    ),
    "copyright year only": Layout(
        f"{_D}</head><body>$nav<main><h1>$title</h1>$body</main>$footer</body></html>", "none"
    ),
    "clock of today": Layout(
        f"{_D}<meta property='article:published_time' content='$stamp'></head><body><div id='today'>Sunday, $later_long</div>$nav<article><h1>$title</h1>$body</article>$footer</body></html>"
    ),
    "only modified": Layout(
        f"{_D}<meta property='article:modified_time' content='$later'></head><body>$nav<article><h1>$title</h1>$body</article>$footer</body></html>",
        "none",
    ),
    "comments with dates": Layout(
        f"{_D}</head><body>$nav<article><h1>$title</h1><p class='date'>$long</p>$body</article>$comments$footer</body></html>", "visible"
    ),
    "address in canonical": Layout(
        f"{_D}<link rel='canonical' href='$dated_address'></head><body>$nav<main><h1>$title</h1>$body</main>$footer</body></html>", "address"
    ),
    "base and og url": Layout(
        f"{_D}<meta property='og:url' content='$dated_address'></head><body>$nav<div class='copy'><h1>$title</h1>$body</div>$footer</body></html>", "address"
    ),
    "japanese utf-8": Layout(
        f"{_D}</head><body>$nav<article><h1>$title</h1><p class='date'>$japanese</p>$body</article>$footer</body></html>", "visible", "ja"
    ),
    "russian windows-1251": Layout(
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1251'><title>$title</title><meta name='date' content='$day'></head>"
        "<body>$oldnav<h1>$title</h1><div id='news'>$body</div></body></html>", "markup", "ru", "cp1251"
    ),
    "arabic": Layout(
        "<!doctype html><html dir='rtl' lang='ar'><head><meta charset='utf-8'><title>$title</title><meta property='article:published_time' content='$stamp'></head>"
        "<body>$nav<article><h1>$title</h1>$body</article>$related</body></html>", "markup", "ar"
    ),
    "utf-16": Layout(
        "<html><head><title>$title</title><meta name='date' content='$day'></head><body>$menu<div><h1>$title</h1>$body</div></body></html>", "markup", "en", "utf-16"
    ),
    "microdata time": Layout(
        f"{_D}</head><body>$nav<div itemscope itemtype='https://schema.org/BlogPosting'><h1 itemprop='name headline'>$title</h1>"
        "<time itemprop='datePublished' datetime='$stamp'>$long</time><div itemprop='articleBody text'>$body</div></div>$comments</body></html>"
    ),
}  # fmt: skip
