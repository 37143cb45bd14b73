"""Feeds: an item is a document, with what the feed says of it."""

from __future__ import annotations

import pytest

FERRY = "The ferry to the island runs again since Monday, and it carries forty people."
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Quay</title><link>https://quay.example/</link>
<item><title>Ferry runs again</title><link>https://quay.example/ferry</link><guid>tag:quay,1</guid>
<pubDate>Tue, 05 Mar 2024 08:00:00 GMT</pubDate><dc:creator>Ann Ferrywoman</dc:creator><source url="x">VNA</source>
<description>Short.</description><content:encoded><![CDATA[<p>{FERRY}</p>]]></content:encoded></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Quay</title>
<entry><title>Ferry runs again</title><link rel="self" href="https://quay.example/self"/>
<link href="https://quay.example/ferry"/><id>tag:quay,1</id><published>2024-03-05T08:00:00Z</published>
<author><name>Ann Ferrywoman</name></author><content type="html">&lt;p&gt;{FERRY}&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize(
    ("name", "content", "day", "more"),
    [
        ("a.rss", RSS, "Tue, 05 Mar 2024 08:00:00 GMT", {("source", "VNA")}),
        ("a.atom", ATOM, "2024-03-05T08:00:00Z", set()),
        ("b.xml", RSS, "Tue, 05 Mar 2024 08:00:00 GMT", {("source", "VNA")}),
        ("c.xml", f'<!DOCTYPE feed [ ]><?xml-stylesheet href="a>b"?>{ATOM}', "2024-03-05T08:00:00Z", set()),
    ],
)
def test_an_item_is_a_document(name, content, day, more, tmp_path, gather):
    """Its whole text where the feed has it, not the short one; its own address, not that of the feed."""
    (tmp_path / name).write_text(content)

    found = gather(tmp_path)

    assert found.ids == [f"{name}#tag:quay,1"]
    assert found.texts == [FERRY]
    assert not found.notices
    assert {(one.name, one.value) for one in found.documents[0].statements} == more | {
        ("title", "Ferry runs again"),
        ("url", "https://quay.example/ferry"),
        ("date", day),
        ("author", "Ann Ferrywoman"),
        ("publisher", "The Quay"),
    }


RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"{}>{}</rdf:RDF>'
ITEM = f"<item><title>Ferry</title><description>{FERRY}</description></item>"


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (RDF.format(' xmlns="http://purl.org/rss/1.0/"', ITEM), [FERRY]),
        (RDF.format("", ITEM), []),
        (f"<feed>{ITEM}</feed>", []),
        (f"<urlset>{ITEM}</urlset>", []),
        (f"<html><rss>{ITEM}</rss></html>", []),
    ],
)
def test_xml_is_a_feed_by_its_root(content, texts, tmp_path, gather):
    """And by the name of the vocabulary where others have a root of that name too; other XML is passed over."""
    (tmp_path / "a.xml").write_text(content)
    (tmp_path / "b.txt").write_text("Beside it.")

    found = gather(tmp_path)

    assert found.texts == [*texts, "Beside it."]
    assert found.said("passed over") == [("a.xml", None)] * (not texts)


def test_xml_that_is_named_and_no_feed_is_a_finding(tmp_path, gather):
    """It was given to be read, and nothing in it was."""
    (tmp_path / "a.xml").write_text("<urlset/>")

    assert gather(tmp_path / "a.xml").said("no text") == [("a.xml", None)]
