"""From the name of a field to what it says of a text: its role, as the libraries that write records and pages name it.

The names are those of trafilatura, newspaper, fundus, news-please, Readability, the JSON of feeds, schema.org, Open
Graph, Dublin Core, the generators of static sites (Hugo, Jekyll, Zola), Obsidian's clipper, and data sets made of
Common Crawl.
"""

from __future__ import annotations

# Roles, each with its names as `simplified` gives them, the one to prefer first.  A crawled date says when a text was
# fetched, an updated one when it was changed; neither is a date of publication.
NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "maintext", "plaintext", "articlebody", "articletext", "textcontent", "contenttext", "pagecontent",
        "cleantext", "cleanedtext", "fulltext", "bodytext", "storytext", "newstext", "content", "contents", "body",
        "story", "article", "rawcontent", "rawtext",
    ),
    "id": ("id",),
    "date": (
        "datepublished", "publisheddate", "publishdate", "publishingdate", "publicationdate", "publicationdatetime",
        "datepublish", "dateofpublication", "pubdate", "datepub", "publishedat", "publishedon", "publishedtime",
        "publishtime", "publishedatdate", "published", "publicationtime", "articlepublishedtime", "ogpublishedtime",
        "ogarticlepublishedtime", "firstpublished", "firstpublishedat", "firstpublicationdate", "firstpublisheddate",
        "webpublicationdate", "displaydate", "dcdateissued", "dctermsissued", "dcissued", "dateissued", "issued",
        "dcdate", "dctermsdate", "dateposted", "posteddate", "postdate", "articledate", "newsdate", "storydate",
        "date", "datetime", "dateparsed",
    ),
    "title": ("title", "headline", "headlinemain", "articletitle", "newstitle", "ogtitle", "dctitle", "titlepage"),
    "source": ("source", "sourcename", "agency", "newsagency", "newssource"),
    "url": (
        "url", "link", "canonicalurl", "canonicallink", "canonical", "permalink", "articleurl", "pageurl", "sourceurl",
        "originalurl", "requestedurl", "respondedurl", "finalurl", "weburl", "newsurl", "ogurl", "mainentityofpage",
        "warctargeturi", "targeturi", "externalurl", "uri",
    ),
    "author": (
        "author", "authors", "byline", "articleauthor", "authorname", "authornames", "creator", "creators", "dccreator",
        "writer", "writers",
    ),
    "publisher": (
        "publisher", "publishername", "sitename", "ogsitename", "sourcehostname", "outlet", "outletname", "newspaper",
        "newspapername", "publication", "publicationname", "medium", "medianame", "provider", "site", "websitename",
        "dcpublisher", "newsoutlet",
    ),
    "host": ("hostname", "host", "sourcedomain", "domain", "domainname", "sitedomain", "publisherdomain"),
    "updated": (
        "datemodified", "modifieddate", "datemodify", "modifydate", "datemodification", "modificationdate",
        "lastmodified", "lastmodifieddate", "lastmodifiedat", "lastmod", "modifiedtime", "articlemodifiedtime",
        "ogupdatedtime", "modifiedat", "modified", "dctermsmodified", "dateupdated", "updateddate", "updatedat",
        "updatedon", "lastupdated", "lastupdate", "updatedtime", "updated", "updatetime", "revised", "revisiondate",
        "daterevised",
    ),
    "crawled": (
        "datedownload", "downloaddate", "downloadedat", "downloaded", "crawldate", "crawledat", "crawleddate",
        "crawled", "crawltime", "crawltimestamp", "datecrawled", "fetchdate", "fetchedat", "fetched", "fetchtime",
        "datefetched", "retrieved", "retrievedat", "retrievaldate", "dateretrieved", "scrapedate", "scrapedat",
        "scrapeddate", "scraped", "scrapedon", "datescraped", "accessed", "accessdate", "accessedat", "dateaccessed",
        "warcdate", "warcrecorddate", "clipped", "clippedat", "dateclipped", "saved", "savedat", "datesaved",
        "harvested", "harvestdate", "collected", "collectedat", "collectiondate", "ingested", "ingestedat", "indexedat",
        "archived", "archivedat", "datearchived", "filedate", "added", "addedat", "dateadded", "captured",
        "capturedat", "timestamp",
    ),
}  # fmt: skip
ROLES = tuple(NAMES)
_ROLE_OF = {name: role for role, names in NAMES.items() for name in names}
_RANK_OF = {name: rank for names in NAMES.values() for rank, name in enumerate(names)}


def simplified(name: str) -> str:
    """Return the *name* of a field without signs and capitals: dateModified and date_modified are one."""
    return "".join(c for c in name if c.isalnum()).lower()


def role_of(name: str) -> str:
    """Return what a field of this *name* says, "" where that is not known."""
    return _ROLE_OF.get(simplified(name), "")


def rank_of(name: str) -> int:
    """Return the place of a field's name among those of its role, 0 for the one to prefer."""
    return _RANK_OF[simplified(name)]
