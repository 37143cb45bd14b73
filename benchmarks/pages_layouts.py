"""Layouts of pages, each a template of invented mark-up as news sites, CMSs, forums and archives write it.

A template has ``$name`` for: title, body (paragraphs in <p>), lead, rest, author, site, day (ISO), stamp (ISO with time),
long (5 March 2024), german, slash, clock, later (a day on which it was changed), nav, related, teasers, comments, footer,
cookie, share, lang, address, and p1 to p3.  The first word of a row's evidence says what tells the day: markup, visible,
address, or none; it is what a careful reader of the page would name as the day of publication.
"""

from __future__ import annotations

import datetime as dt
import html
import json
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from pages_articles import article

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages_articles import Article


class Layout(NamedTuple):
    """A *template*, the *language* of its articles, what is *evidence* of the day, and the *encoding* of the page."""

    template: str
    evidence: str = "markup"
    language: str = "en"
    encoding: str = "utf-8"


_HEAD = '<!DOCTYPE html><html lang="$lang"><head><meta charset="utf-8"><title>$title | $site</title>'
_OG = '<meta property="og:title" content="$title"><meta property="og:site_name" content="$site">'
_TIME = '<meta property="article:published_time" content="$stamp">'
_STYLE = "<style>.a{color:red}nav li{float:left}</style><script>var dataLayer=[{page:'article',x:1<2}];</script>"
_LD = '<script type="application/ld+json">$linked</script>'

LAYOUTS: dict[str, Layout] = {
    "news semantic": Layout(
        f"{_HEAD}{_OG}{_TIME}{_STYLE}</head><body><header><a href='/'>$site</a>$nav</header><main><article><h1>$title</h1>"
        "<p class='byline'>By $author</p><time datetime='$stamp'>$long</time>$share$body$share</article>$related</main>$footer</body></html>"
    ),
    "news divs": Layout(
        f"{_HEAD}{_LD}</head><body><div id='top'>$nav</div><div class='wrap'><div class='col-8'><div class='hd'>$title</div>"
        "<div class='info'>$author, $long</div><div class='txt'>$body</div></div><div class='col-4 sidebar'>$related$teasers</div></div>$footer</body></html>"
    ),
    "news figure": Layout(
        f"{_HEAD}{_OG}{_LD}</head><body>$nav<article itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop='headline'>$title</h1>"
        "<figure><img src='a.jpg' alt='The bridge'><figcaption>The bridge, seen from the quay. Photo: $author</figcaption></figure>"
        "<div itemprop='articleBody'>$body</div></article><aside>$related</aside>$comments$footer</body></html>"
    ),
    "news microdata": Layout(
        f"{_HEAD}</head><body>$nav<div itemscope itemtype='http://schema.org/NewsArticle'><h1 itemprop='headline'>$title</h1>"
        "<meta itemprop='datePublished' content='$stamp'><meta itemprop='dateModified' content='$later'><span itemprop='author'>$author</span>"
        "<div itemprop='articleBody'>$body</div></div>$related$footer</body></html>"
    ),
    "news graph": Layout(
        f"{_HEAD}<script type='application/ld+json'>$graph</script></head><body>$cookie$nav<main><section class='story'><h1>$title</h1>"
        "<div class='story__body'>$body</div></section>$teasers</main>$footer</body></html>"
    ),
    "news inline promos": Layout(
        f"{_HEAD}{_TIME}</head><body>$nav<article><h1>$title</h1>$lead<div class='related-inline'><a href='/x'>Read more: $other1</a></div>$rest"
        "<div class='newsletter-signup'><p>Sign up for our newsletter and never miss a story from your town again.</p><input></div></article>$footer</body></html>"
    ),
    "news links in text": Layout(
        f"{_HEAD}{_TIME}</head><body>$nav<article><h1>$title</h1>$linked_body</article>$related$footer</body></html>"
    ),
    "news subheads": Layout(
        f"{_HEAD}{_TIME}</head><body>$nav<article><h1>$title</h1><p class='lead'><strong>$p1</strong></p><h2>What comes next</h2>$rest</article>$footer</body></html>"
    ),
    "news list": Layout(
        f"{_HEAD}{_TIME}</head><body>$nav<article><h1>$title</h1>$lead<ul class='points'><li>$p2</li><li>$p3</li></ul>$tail</article>$related$footer</body></html>"
    ),
    "news table layout": Layout(
        "<html><head><title>$title</title></head><body bgcolor=white><table width=800><tr><td colspan=2>$site<tr><td width=150 valign=top>$oldnav<td>"
        "<font size=5><b>$title</b></font><br><i>$long</i><br>$body<tr><td colspan=2><small>Copyright 2024 $site. All rights reserved.</small></table></body></html>",
        "visible",
    ),
    "news br": Layout(
        "<html><head><title>$title</title></head><body><center>$oldnav</center><h2>$title</h2><i>By $author, $long</i><br><br>$breaks<br><br>"
        "<hr><a href='/'>Home</a> | <a href='/news'>News</a> | <a href='/contact'>Contact</a></body></html>",
        "visible",
    ),
    "news pre": Layout(
        "<html><head><title>$title</title></head><body><pre>\n$title\n\n$long\n\n$plain\n</pre><hr><a href='index.html'>Back</a></body></html>",
        "visible",
    ),
    "wordpress": Layout(
        f"{_HEAD}<meta name='generator' content='WordPress 6.2'>{_STYLE}</head><body class='post-template-default single single-post'><div id='page' class='site'>"
        "<header id='masthead' class='site-header'><p class='site-title'><a href='/'>$site</a></p><nav id='site-navigation'>$menu</nav></header><div id='content'>"
        "<article id='post-17' class='post type-post hentry'><header class='entry-header'><h1 class='entry-title'>$title</h1><div class='entry-meta'>Posted on "
        "<time class='entry-date published' datetime='$stamp'>$long</time><time class='updated' datetime='$later'>$later_long</time> by <span class='author vcard'>$author</span></div></header>"
        "<div class='entry-content'>$body<div class='sharedaddy sd-sharing-enabled'><h3>Share this:</h3><ul><li><a href='#'>Twitter</a></li><li><a href='#'>Facebook</a></li></ul></div></div>"
        "<footer class='entry-footer'>Posted in <a href='/c'>News</a></footer></article>$comments</div><aside id='secondary' class='widget-area'>$related</aside>$footer</div></body></html>"
    ),
    "wordpress blocks": Layout(
        f"{_HEAD}<script type='application/ld+json' class='yoast-schema-graph'>$graph</script></head><body><div class='wp-site-blocks'><header class='wp-block-template-part'>$menu</header>"
        "<main class='wp-block-group'><h1 class='wp-block-post-title'>$title</h1><div class='wp-block-post-date'><time datetime='$stamp'>$long</time></div>"
        "<div class='entry-content wp-block-post-content'>$body</div><div class='wp-block-comments'>$comments</div></main><footer>$menu</footer></div></body></html>"
    ),
    "drupal": Layout(
        f"{_HEAD}<meta name='Generator' content='Drupal 9'></head><body><div class='dialog-off-canvas-main-canvas'><header role='banner'>$menu</header><main role='main'>"
        "<article role='article' class='node node--type-article node--view-mode-full'><h1 class='page-title'>$title</h1><footer class='node__meta'>Submitted by <span>$author</span> on <span>$long</span></footer>"
        "<div class='node__content'><div class='field field--name-body'>$body</div></div><section class='field--name-comment'>$comments</section></article></main>"
        "<aside role='complementary'>$related</aside><footer role='contentinfo'>$menu</footer></div></body></html>",
        "visible",
    ),
    "joomla": Layout(
        f"{_HEAD}<meta name='generator' content='Joomla!'></head><body><div class='body'>$menu<div class='item-page' itemscope><div class='page-header'><h2 itemprop='headline'>$title</h2></div>"
        "<dl class='article-info muted'><dt>Details</dt><dd class='createdby'>Written by: $author</dd><dd class='published'><time datetime='$stamp' itemprop='datePublished'>Published: $long</time></dd><dd class='hits'>Hits: 4211</dd></dl>"
        "<div itemprop='articleBody'>$body</div><ul class='pager pagenav'><li><a href='/p'>Prev</a></li><li><a href='/n'>Next</a></li></ul></div></div>$footer</body></html>"
    ),
    "typo3": Layout(
        f"{_HEAD}<meta name='generator' content='TYPO3 CMS'></head><body><div id='main'>$menu<div class='news news-single'><div class='article'><div class='header'><h3>$title</h3></div>"
        "<p><span class='news-list-date'><time datetime='$day'>$german</time></span></p><div class='news-text-wrap'>$body</div><div class='news-backlink-wrap'><a href='/'>Zurück</a></div></div></div></div>$footer</body></html>",
        "markup", "de",
    ),
    "ghost": Layout(
        f"{_HEAD}{_OG}{_TIME}<meta property='article:modified_time' content='$later'></head><body class='post-template'><div class='viewport'>$menu<main><article class='gh-article post'><header class='gh-article-header'>"
        "<h1 class='gh-article-title'>$title</h1><h4 class='gh-article-meta-name'><a href='/a'>$author</a></h4></header><section class='gh-content gh-canvas'>$body</section></article></main>"
        "<section class='gh-subscribe'><h3>Subscribe to $site</h3><p>Get the best of our reporting straight to your inbox every week, without charge.</p></section>$related$footer</div></body></html>"
    ),
    "medium": Layout(
        f"{_HEAD}{_OG}{_TIME}</head><body><div id='root'><div class='a b c'><div class='d e'><a href='/'>Open in app</a><a href='/s'>Sign up</a><a href='/l'>Sign in</a></div><article><div class='m n'>"
        "<section><div><h1 class='pw-post-title q'>$title</h1><div class='r'><a href='/u'>$author</a><span>5 min read</span><span>·</span><span>$long</span></div>$body</div></section></div></article>"
        "<div class='s t'><a href='/t'>Bridges</a><a href='/t2'>Towns</a></div>$teasers</div></div></body></html>"
    ),
    "blogger": Layout(
        "<html><head><title>$site: $title</title></head><body class='loading'><div class='content-outer'><div class='header'><h1 class='title'>$site</h1></div><div class='blog-posts hfeed'><div class='date-outer'>"
        "<h2 class='date-header'><span>$long</span></h2><div class='post hentry'><h3 class='post-title entry-title'>$title</h3><div class='post-body entry-content'>$body</div>"
        "<div class='post-footer'>Posted by <span class='fn'>$author</span> at <a href='#'><abbr class='published' title='$stamp'>9:12 AM</abbr></a></div></div></div></div>"
        "<div class='comments' id='comments'>$comments</div><div class='sidebar section'>$archive</div></div></body></html>"
    ),
    "squarespace": Layout(
        f"{_HEAD}{_OG}<meta itemprop='datePublished' content='$stamp'></head><body><header id='header'>$menu</header><main><article class='BlogItem hentry'><h1 class='BlogItem-title'>$title</h1>"
        "<div class='sqs-layout'><div class='sqs-row'><div class='sqs-col-12'><div class='sqs-block html-block'><div class='sqs-block-content'>$lead</div></div><div class='sqs-block image-block'><img src='x'></div>"
        "<div class='sqs-block html-block'><div class='sqs-block-content'>$rest</div></div></div></div></div></article><section class='BlogItem-share'>$share</section></main>$footer</body></html>"
    ),
    "bootstrap": Layout(
        f"{_HEAD}</head><body><nav class='navbar navbar-expand-lg'>$menu</nav><div class='container'><div class='row'><div class='col-lg-8'><h1 class='mt-4'>$title</h1><p class='lead'>by <a href='#'>$author</a></p><hr>"
        "<p>Posted on $long at 12:00 PM</p><hr>$body<hr><div class='card my-4'><h5 class='card-header'>Leave a Comment:</h5><form><textarea></textarea></form></div></div>"
        "<div class='col-md-4'><div class='card my-4'><h5 class='card-header'>Search</h5></div>$related</div></div></div>$footer</body></html>",
        "visible",
    ),
    "amp": Layout(
        "<!doctype html><html ⚡ lang='en'><head><meta charset='utf-8'><title>$title</title><link rel='canonical' href='$address'><style amp-custom>p{margin:0}</style>"
        f"{_LD}</head><body><amp-sidebar id='sb'>$menu</amp-sidebar><header>$site</header><main><article><h1>$title</h1><amp-img src='a.jpg'></amp-img>$body<amp-ad><p>Advertisement</p></amp-ad></article>"
        "<amp-list><div>$teasers</div></amp-list></main><footer>$menu</footer></body></html>"
    ),
    "print view": Layout(
        "<html><head><title>Print - $title</title><meta name='robots' content='noindex'></head><body onload='window.print()'><div id='print'><p>$site</p><h1>$title</h1><p>By $author<br>Published: $long $clock</p>$body"
        "<p>Article printed from $site: <a href='$address'>$address</a></p><p>Copyright © 2024 $site</p></div></body></html>",
        "visible",
    ),
    "live blog": Layout(
        f"{_HEAD}<meta property='article:published_time' content='$stamp'><meta property='article:modified_time' content='$later'></head><body>$nav<main><h1>$title</h1><div class='live-blog'>"
        "$entries</div></main>$related$footer</body></html>"
    ),
    "forum": Layout(
        "<html><head><title>$title - $site Forum</title></head><body><div id='page-header'>$menu</div><div id='page-body'><h2 class='topic-title'>$title</h2><div class='post'><div class='postprofile'><a href='/u'>$author</a> Posts: 1241 Joined: 12 Jan 2003</div>"
        "<div class='postbody'><p class='author'>by <strong>$author</strong> » $long, $clock</p><div class='content'>$body</div><div class='signature'>--<br>Keep calm and build bridges</div></div></div>"
        "</div><div id='page-footer'>Powered by phpBB © phpBB Limited</div></body></html>",
        "visible",
    ),
    "question": Layout(
        f"{_HEAD}</head><body>$menu<div id='mainbar'><h1>$title</h1><div class='question'><div class='votecell'>12</div><div class='s-prose js-post-body' itemprop='text'>$body</div>"
        "<div class='user-info'>asked <time itemprop='dateCreated' datetime='$stamp'>$long</time> <a href='/u'>$author</a></div></div></div><div id='sidebar'>$related</div>$footer</body></html>"
    ),
    "wayback": Layout(
        "<!DOCTYPE html><html><head><script src='//archive.org/includes/analytics.js'></script><script>__wm.init('https://web.archive.org/web');</script>"
        '<script>__wm.wombat("$address","20230101120000","https://web.archive.org/","web","/_static/","1672574400");</script>'
        f"<title>$title</title>{_TIME}</head><body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div id='wm-ipp-base' lang='en'><div id='wm-ipp'>"
        "<a href='/web/2023'>The Wayback Machine</a> 38 captures 05 Mar 2015 - 11 Nov 2022 <p>About this capture. Collected by Archive Team as part of a crawl of the wide web.</p></div></div><!-- END WAYBACK TOOLBAR INSERT -->"
        "$nav<article><h1>$title</h1>$body</article>$footer</body></html><!-- FILE ARCHIVED ON 12:00:00 Jan 01, 2023 AND RETRIEVED FROM THE INTERNET ARCHIVE ON 10:00:00 Feb 02, 2024. -->"
    ),
    "saved page": Layout(
        "<!DOCTYPE html>\n<!-- saved from url=(0044)$address -->\n"
        f"<html><head><title>$title</title>{_TIME}</head><body>$nav<article><h1>$title</h1>$body</article>$footer</body></html>"
    ),
    "cookie wall": Layout(
        f"{_HEAD}{_TIME}</head><body><div id='onetrust-consent-sdk' class='cookie-banner'><h2>We value your privacy</h2><p>We and our 842 partners store and access information on a device, such as cookies, and process personal data, "
        "such as unique identifiers, for personalised advertising and content measurement, audience research and services development. You may click to consent to our processing as described above.</p>"
        "<p>Your choices at this site will be applied globally. With your permission we may use precise location data and identification through device scanning. Alternatively you may access more detailed information.</p><button>Accept all</button></div>"
        "$nav<article><h1>$title</h1>$body</article>$footer</body></html>"
    ),
    "paywall stub": Layout(
        f"{_HEAD}{_LD}</head><body>$nav<article><h1>$title</h1>$lead<div class='paywall'><h3>Continue reading with a subscription</h3><p>Subscribe today for 1 euro a week and read everything that we publish, wherever you are.</p>"
        "<ul><li>Cancel at any time</li><li>All newsletters</li></ul></div></article>$related$footer</body></html>"
    ),
    "rtl": Layout(
        "<!DOCTYPE html><html dir='rtl' lang='ar'><head><meta charset='utf-8'><title>$title</title>" + _TIME + "</head><body><nav><ul><li><a href='/'>الرئيسية</a></li><li><a href='/n'>أخبار</a></li><li><a href='/s'>رياضة</a></li></ul></nav>"
        "<div class='article'><h1>$title</h1><div class='details'>$body</div></div><div class='related'><h3>مواضيع ذات صلة</h3><ul><li><a href='/1'>$other1</a></li><li><a href='/2'>$other2</a></li></ul></div>"
        "<footer><p>جميع الحقوق محفوظة 2024</p></footer></body></html>",
        "markup", "ar",
    ),
    "rtl hebrew": Layout(
        "<html dir=rtl><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1255'><title>$title</title></head><body><div id=menu><a href='/'>ראשי</a> | <a href='/n'>חדשות</a> | <a href='/s'>ספורט</a></div>"
        "<h1>$title</h1><span class=date>$slash</span><div class=text>$body</div><div class=footer>כל הזכויות שמורות</div></body></html>",
        "visible", "he", "cp1255",
    ),
    "cyrillic": Layout(
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1251'><title>$title</title></head><body><table><tr><td class='menu'><a href='/'>Главная</a><br><a href='/n'>Новости</a><br><a href='/s'>Спорт</a></td>"
        "<td class='main'><h1>$title</h1><div class='date'>$german</div>$body</td></tr></table><div class='copyright'>© 2024 Все права защищены</div></body></html>",
        "visible", "ru", "cp1251",
    ),
    "shift jis": Layout(
        "<html lang='ja'><head><meta http-equiv='Content-Type' content='text/html; charset=Shift_JIS'><title>$title</title></head><body><div class='nav'><a href='/'>ホーム</a> <a href='/n'>ニュース</a> <a href='/s'>スポーツ</a></div>"
        "<div id='article'><h1>$title</h1><p class='date'>$japanese</p>$body</div><div id='footer'>無断転載を禁じます</div></body></html>",
        "visible", "ja", "shift_jis",
    ),
    "gb2312": Layout(
        "<html><head><meta charset='gb2312'><title>$title_新闻</title></head><body><div class='nav'><a href='/'>首页</a><a href='/n'>新闻</a><a href='/s'>体育</a></div><div class='main'><h1>$title</h1>"
        "<div class='info'>$japanese $clock 来源：$site</div><div class='content'>$body</div></div><div class='foot'>版权所有</div></body></html>".replace("$title_", "${title}_"),
        "visible", "zh", "gb18030",
    ),
    "latin 2": Layout(
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'><title>$title</title></head><body><div id='menu'><a href='/'>Start</a> <a href='/n'>Informacje</a></div><h1>$title</h1><p class='data'>$german</p>"
        "<div class='tresc'>$body</div><div id='stopka'>Wszelkie prawa zastrzezone</div></body></html>",
        "visible", "pl", "iso8859-2",
    ),
    "latin 1 undeclared": Layout(
        "<html><head><title>$title</title></head><body><div class='menu'><a href='/'>Accueil</a> <a href='/s'>Sports</a></div><h1>$title</h1><div class='article'>$body</div><div class='pied'>Tous droits réservés</div></body></html>",
        "none", "fr", "cp1252",
    ),
    "vietnamese": Layout(
        f"{_HEAD}<meta name='pubdate' content='$stamp'></head><body><div class='menu'><a href='/'>Trang chủ</a><a href='/ts'>Thời sự</a></div><h1 class='title-detail'>$title</h1><p class='description'>$p1</p>"
        "<article class='fck_detail'>$rest<p style='text-align:right'><strong>$author</strong></p></article><div class='box-tinlienquan'><a href='/1'>$other1</a><a href='/2'>$other2</a></div></body></html>",
        "markup", "vi",
    ),
    "address only": Layout(
        "<!DOCTYPE html><html><head><title>$title</title><link rel='canonical' href='$dated_address'></head><body>$nav<div class='story'><h1>$title</h1>$body</div>$footer</body></html>",
        "address",
    ),
    "visible only": Layout(
        f"{_HEAD}</head><body>$nav<main><h1>$title</h1><div class='meta'>Published on $long by $author</div>$body</main>$related$footer</body></html>",
        "visible",
    ),
    "visible with update": Layout(
        f"{_HEAD}</head><body>$nav<main><h1>$title</h1><div class='meta'>Published: $long | Updated: $later_long</div>$body</main>$footer</body></html>",
        "visible",
    ),
    "no date": Layout(
        f"{_HEAD}</head><body>$nav<main><h1>$title</h1>$body</main>$dated_related$footer</body></html>",
        "none",
    ),
    "dated neighbours": Layout(
        f"{_HEAD}{_TIME}</head><body>$nav<main><h1>$title</h1>$body</main>$dated_related$comments$footer</body></html>"
    ),
    "several articles in json": Layout(
        f"{_HEAD}<script type='application/ld+json'>$several</script></head><body>$nav<article><h1>$title</h1>$body</article>$teasers$footer</body></html>"
    ),
    "dublin core": Layout(
        "<html><head><title>$title</title><meta name='DC.date.issued' content='$day'><meta name='DC.creator' content='$author'></head><body><div id='nav'>$menu</div><div id='content'><h1>$title</h1>$body</div><div id='footer'>$menu</div></body></html>"
    ),
    "press release": Layout(
        f"{_HEAD}</head><body>$nav<div class='release'><h1>$title</h1><p>For immediate release</p><p>NORRICK, $long</p>$body<p>###</p><p>Media contact: $author, press@norrick.example, +44 20 7946 0000</p></div>$footer</body></html>",
        "visible",
    ),
    "newspaper english slash": Layout(
        f"{_HEAD}<meta name='publish-date' content='$day'></head><body>$nav<div class='article-wrap'><h1>$title</h1><div class='dateline'>$slash</div>$body</div>$teasers$footer</body></html>"
    ),
    "gallery": Layout(
        f"{_HEAD}{_TIME}</head><body>$nav<article><h1>$title</h1>$lead<div class='gallery'><figure><img><figcaption>1 / 3 The pier. (Photo: Agency)</figcaption></figure><figure><img><figcaption>2 / 3 The deck. (Photo: Agency)</figcaption></figure></div>$rest</article>$footer</body></html>"
    ),
    "video": Layout(
        f"{_HEAD}{_TIME}</head><body>$nav<div class='player'><video></video><div class='vjs-control-text'>Play Video Mute Current Time 0:00</div></div><h1>$title</h1><div class='description'>$body</div>$related$footer</body></html>"
    ),
    "noscript": Layout(
        f"{_HEAD}{_LD}</head><body><noscript><div>Please enable JavaScript to read this page in your browser.</div></noscript><div id='app'>$nav<div class='Article_root__3xY'><h1 class='Article_title__9aB'>$title</h1><div class='Article_body__7cD'>$body</div></div></div>$footer</body></html>"
    ),
    "broken markup": Layout(
        "<html><head><title>$title</title><meta name=date content=$day></head><body><div><table><tr><td>$oldnav</div><td><h1>$title<p>$open_body</td></table><p><font size=1><a href=/>home<a href=/n>news</body>"
    ),
}  # fmt: skip


class Page(NamedTuple):
    """A page of a layout: its bytes, the paragraphs of its text, lines that an extractor may keep or drop, and its day or ""."""

    name: str
    content: bytes
    paragraphs: list[str]
    neutral: set[str]
    day: str


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip


def long_day(day: str) -> str:
    year, month, number = day.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def page(name: str, layout: Layout, one: Article) -> Page:
    """Return the page of a *layout* with the article *one*."""
    fields = _fields(one)
    content = Template(layout.template).substitute(fields)
    shown = one.paragraphs[:1] if name == "paywall stub" else one.paragraphs
    neutral = {
        one.title,
        one.author,
        f"By {one.author}",
        "What comes next",
        "The bridge, seen from the quay. Photo: " + one.author,
    }
    return Page(
        name,
        content.encode(layout.encoding, "xmlcharrefreplace"),
        shown,
        neutral,
        "" if layout.evidence == "none" else one.day,
    )


def _fields(one: Article) -> dict[str, str]:
    escaped = [html.escape(text, quote=False) for text in one.paragraphs]
    year, month, number = one.day.split("-")
    later = (dt.date.fromisoformat(one.day) + dt.timedelta(9)).isoformat()
    stamp, address = f"{one.day}T{one.clock}+00:00", "https://courier.example/news/old-bridge-4711.html"
    items = "".join(f"<li><a href='/{at}'>{title}</a></li>" for at, title in enumerate(one.other))
    menu = (
        "<ul>"
        + "".join(f"<li><a href='/{word}'>{word}</a></li>" for word in ("Home", "News", "Sport", "Culture", "Weather"))
        + "</ul>"
    )
    dated = "".join(
        f"<div class='teaser'><time datetime='{int(year) + 1}-0{at + 1}-11'>11 {MONTHS[at]} {int(year) + 1}</time> <a href='/{at}'>{title}</a></div>"
        for at, title in enumerate(one.other[:4])
    )
    entity = {
        "@type": "NewsArticle",
        "headline": one.title,
        "datePublished": stamp,
        "dateModified": later,
        "author": {"@type": "Person", "name": one.author},
    }
    site = {"@type": "WebSite", "name": one.site}
    others = [
        {"@type": "NewsArticle", "headline": title, "datePublished": f"{int(year) + 1}-01-0{at + 1}"}
        for at, title in enumerate(one.other[:3])
    ]
    paragraphs = [f"<p>{text}</p>" for text in escaped]
    words = [text.split(" ", 3) for text in escaped if text.count(" ") > 3]
    entries = "".join(
        f"<div class='entry'><span class='clock'>1{at}:05</span><p>{text}</p></div>" for at, text in enumerate(escaped)
    )
    return {
        "title": html.escape(one.title), "body": "\n".join(paragraphs), "lead": paragraphs[0], "rest": "\n".join(paragraphs[1:]),
        "tail": "\n".join(paragraphs[3:]), "p1": escaped[0], "p2": escaped[1], "p3": escaped[2], "author": one.author, "site": one.site,
        "day": one.day, "stamp": stamp, "long": long_day(one.day), "german": f"{number}.{month}.{year}", "slash": f"{number}/{month}/{year}",
        "japanese": f"{year}年{int(month)}月{int(number)}日", "clock": one.clock[:5], "later": later, "later_long": long_day(later),
        "nav": f"<nav class='main-nav'>{menu}</nav>", "menu": menu, "oldnav": "<a href='/'>Home</a><br><a href='/news'>News</a><br><a href='/sport'>Sport</a>",
        "related": f"<div class='related'><h3>Related articles</h3><ul>{items}</ul></div>",
        "teasers": "<section class='teasers'>" + "".join(f"<div class='teaser'><h3><a href='/{at}'>{title}</a></h3><p>{text}</p></div>" for at, (title, text) in enumerate(zip(one.other, one.teasers, strict=False))) + "</section>",
        "comments": "<div id='comments' class='comments-area'><h2>2 Comments</h2><ol><li class='comment'><b>reader7</b> <time datetime='2025-01-02'>2 January 2025</time><p>I have crossed that bridge every day since I was a child and will miss it dearly.</p></li><li class='comment'><b>otto</b><p>About time, they should have done so ten years ago, if you ask me.</p></li></ol></div>",
        "footer": f"<footer class='site-footer'><p>© 2024 {one.site}. All rights reserved. No part may be reproduced without permission of the publisher.</p>{menu}</footer>",
        "cookie": "<div class='cookie-consent' role='dialog'><p>This website uses cookies to make sure that you get the best experience on our website.</p><button>OK</button></div>",
        "share": "<div class='share-tools'><a href='#'>Share on Facebook</a> <a href='#'>Tweet</a> <a href='#'>Email</a></div>",
        "lang": one.language, "address": address, "dated_address": f"https://courier.example/{year}/{month}/{number}/old-bridge.html",
        "other1": one.other[0], "other2": one.other[1], "linked": json.dumps({"@context": "https://schema.org"} | entity),
        "graph": json.dumps({"@context": "https://schema.org", "@graph": [site, entity | {"@type": "Article"}, {"@type": "BreadcrumbList"}]}),
        "several": json.dumps([*others[:2], entity, others[2]]), "dated_related": f"<div class='more'>{dated}</div>",
        "linked_body": "\n".join(f"<p>{a} <a href='/t'>{b} {c}</a> {rest}</p>" for a, b, c, rest in words), "breaks": "<br><br>\n".join(escaped),
        "plain": "\n\n".join(escaped), "entries": entries, "open_body": "<p>".join(escaped),
        "archive": "<h2>Archive</h2><ul>" + "".join(f"<li><a href='/{month}'>{month} {year}</a></li>" for month in MONTHS[:6]) + "</ul>",
    }  # fmt: skip


def pages(seed: int, copies: int = 6, layouts: Mapping[str, Layout] = LAYOUTS) -> list[Page]:
    """Return *copies* pages of each of *layouts*; other seeds give other articles."""
    return [
        page(name, layout, article(f"{seed} {name} {at}", layout.language))
        for name, layout in layouts.items()
        for at in range(copies)
    ]
