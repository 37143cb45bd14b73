"""Web archives: which records are read, and what the crawl says of them."""

from __future__ import annotations

import gzip

import pytest
from samples import archived

from provenance.readers import reread
from provenance.settings import Reading

PLAIN = "Content-Type: text/plain; charset=utf-8"
ADDRESS = "https://harbour.example/1"
FERRY = b"The ferry to the island runs again since Monday, and it carries forty people, as the harbour office says."


def page(head: bytes = b"") -> bytes:
    return (
        b"<!doctype html><html><head><title>Ferry</title>" + head + b"</head><body><p>" + FERRY + b"</p></body></html>"
    )


def stated(document):
    return {(one.name, one.value, one.asserter, one.field) for one in document.statements}


@pytest.fixture
def crawl(tmp_path, gather):
    """Return a function that gives what is found in an archive of some records."""

    def found(*records):
        (tmp_path / "crawl.warc.gz").write_bytes(b"".join(map(gzip.compress, records)))
        return gather(tmp_path)

    return found


def test_a_page_is_named_by_its_record(crawl):
    """By the id that the crawler gave it; its text is that of the article."""
    found = crawl(archived(page(), 1))

    assert found.ids == ["crawl.warc.gz#<urn:uuid:1>"]
    assert found.texts == [FERRY.decode()]
    assert found.documents[0].origin.containers == ("application/gzip", "application/warc")


def test_what_the_crawl_says_is_the_crawl_s_word(crawl):
    """The address, the time of the crawl and that of the server: none of them is when the page was published."""
    (document,) = crawl(archived(page(), 1)).documents

    assert stated(document) == {
        ("url", ADDRESS, "crawl header", "WARC-Target-URI"),
        ("crawled", "2024-03-06T08:00:00Z", "crawl header", "WARC-Date"),
        ("crawled", "Wed, 06 Mar 2024 08:00:00 GMT", "crawl header", "HTTP Date"),
        ("title", "Ferry", "markup", "title"),
    }


@pytest.mark.parametrize(("host", "expected"), [("courier.example", True), ("www.harbour.example", False)])
def test_a_canonical_address_of_another_host_is_a_source(crawl, host, expected):
    """The page was republished; one of the same host says nothing of the kind."""
    link = f'<link rel="canonical" href="https://{host}/a">'.encode()

    (document,) = crawl(archived(page(link), 1)).documents

    assert ("source" in {one.name for one in document.statements}) == expected


def test_a_revisit_is_a_declared_duplicate(crawl):
    """It has no text of its own; a notice names it and what it repeats."""
    found = crawl(archived(page(), 1), archived(b"", 2, WARC_Type="revisit", WARC_Refers_To="<urn:uuid:1>"))

    assert found.ids == ["crawl.warc.gz#<urn:uuid:1>"]
    (notice,) = found.notices
    assert (notice.kind, notice.line, notice.misses) == ("declared duplicate", 2, False)
    assert "<urn:uuid:2> is a revisit of https://harbour.example/2" in notice.message
    assert "since <urn:uuid:1>" in notice.message


def test_what_is_no_text_is_counted(crawl):
    """Pictures, and what a server answered in place of a page; plain text is read as it is."""
    missing = archived(page(), 3, status="404 Not Found")

    found = crawl(archived(b"\x89PNG", 1, "Content-Type: image/png"), archived(FERRY, 2, PLAIN), missing)

    assert found.texts == [FERRY.decode()]
    assert found.said("passed over") == [("crawl.warc.gz", None)]
    assert "2 records without a text (image/png 1, status 404 1)" in found.notices[0].message


@pytest.mark.parametrize("header", ["Content-Encoding: gzip", "Transfer-Encoding: chunked"])
@pytest.mark.parametrize("packed", [True, False])
def test_a_page_that_was_sent_packed_is_unpacked(crawl, header, packed):
    """Also one that only says so: many crawlers store pages unpacked with the headers that they came with."""
    sent = {
        "Content-Encoding: gzip": gzip.compress(page()),
        "Transfer-Encoding: chunked": b"%x\r\n%s\r\n0\r\n\r\n" % (len(page()), page()),
    }

    found = crawl(archived(sent[header] if packed else page(), 1, header))

    assert found.texts == [FERRY.decode()]
    assert not found.notices


def test_the_encoding_that_the_server_names_counts(crawl):
    """A page that names none itself is read by it."""
    content = page().replace(b"harbour", "härbour".encode("latin-1"))

    found = crawl(archived(content, 1, "Content-Type: text/html; charset=ISO-8859-1"))

    assert "härbour" in found.texts[0]


def test_a_page_that_the_crawler_cut_is_read_with_a_notice(crawl):
    """Nobody takes the rest for what was never there; the run is complete all the same."""
    found = crawl(archived(page(), 1, WARC_Truncated="length"))

    assert len(found.documents) == 1
    assert [(one.kind, one.misses) for one in found.notices] == [("cut record", False)]


def test_records_that_were_packed_together_are_read_again(tmp_path, gather):
    """Nothing leads into the middle of them, so that they are read from the start."""
    (tmp_path / "crawl.warc.gz").write_bytes(gzip.compress(archived(page(), 1) + archived(FERRY, 2, PLAIN)))
    found = gather(tmp_path)

    assert [one.place is None for one in found.documents] == [False, True]
    assert reread(found.documents[::-1], Reading()) == found.texts[::-1]
