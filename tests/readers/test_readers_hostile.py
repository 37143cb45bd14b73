"""Bad input, format by format: each is a notice that names file and place, and the rest is read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import tarfile
import warnings
import zipfile
from typing import TYPE_CHECKING, NamedTuple

import pytest
import zstandard
from samples import archived, message, tarred, zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FERRY = b"The ferry left the harbour at nine."
MUCH = 20 << 20  # bytes


class Bad(NamedTuple):
    """What a file holds, the marks of the texts that are read of it, and its notices: kind, path, line, a part.

    Marks and paths follow the file's name.
    """

    content: Callable[[], bytes]
    read: Sequence[str]
    notices: Sequence[tuple[str, str, int | None, str]] = ()


def nested(suffix: str, make: Callable[[dict[str, bytes]], bytes], depth: int) -> bytes:
    content = make({"a.txt": FERRY})
    for _ in range(depth - 1):
        content = make({f"in{suffix}": content, "beside.txt": FERRY})
    return content


def deflated(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def encrypted() -> bytes:
    """Return an archive whose first member says that it is encrypted."""
    raw = bytearray(zipped({"secret.txt": FERRY, "open.txt": FERRY}))
    raw[6] |= 1
    raw[raw.find(b"PK\1\2") + 8] |= 1
    return bytes(raw)


def twice() -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("a.txt", b"one")
            archive.writestr("a.txt", b"two")
    return stream.getvalue()


def linked() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, kind, target in (
            ("up.txt", tarfile.SYMTYPE, "../../etc/passwd"),
            ("absolute.txt", tarfile.LNKTYPE, "/etc/passwd"),
            ("device.txt", tarfile.CHRTYPE, ""),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info)
        info = tarfile.TarInfo("a.txt")
        info.size = len(FERRY)
        archive.addfile(info, io.BytesIO(FERRY))
    return stream.getvalue()


def sized(size: bytes) -> bytes:
    """Return an archive of which a header, with a right checksum, holds *size*."""
    raw = bytearray(tarred({"a.txt": FERRY}))
    raw[124:136] = size.ljust(12, b"\0")
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw[:512])
    return bytes(raw)


def long_pax() -> bytes:
    """Return an archive with a size of 5,000 digits in a pax header."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("a.txt")
        info.size, info.pax_headers = len(FERRY), {"size": "9" * 5000}
        archive.addfile(info, io.BytesIO(FERRY))
    return stream.getvalue()


def mixed_parts(count: int) -> bytes:
    parts = b"".join(b"--b\nContent-Type: text/plain\n\npart %d\n" % at for at in range(count))
    return b"Content-Type: multipart/mixed; boundary=b\n\n" + parts + b"--b--\n"


def within_parts(depth: int) -> bytes:
    heads = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(depth))
    return b"".join(heads) + b"\nat the bottom\n"


def box(count: int) -> bytes:
    return b"".join(b"From a@b Tue Mar  5 08:00:00 2024\n" + message(f"{at} {'x' * 99}") + b"\n" for at in range(count))


def cut(content: bytes) -> bytes:
    """Return *content* packed, without its last bytes; nothing of it is held back by packing."""
    return gzip.compress(content, 0)[:-40]


def crawl(*numbers: int) -> list[bytes]:
    """Return records of pages with these numbers."""
    return [archived(b"<html><p>Page %d: " % at + FERRY + b"</p></html>", at) for at in numbers]


def falsely(record: bytes, by: int) -> bytes:
    """Return a *record* that says that it is longer *by* so many bytes than it is."""
    return re.sub(rb"(?<=Content-Length: )\d+", lambda found: b"%d" % (int(found[0]) + by), record, count=1)


def false_length(by: int) -> bytes:
    one, two, three = crawl(1, 2, 3)
    return one + falsely(two, by) + three


def with_a_dictionary() -> bytes:
    """Return an archive whose frames need the dictionary in the frame at its start."""
    records = crawl(*range(1, 40))
    dictionary = zstandard.train_dictionary(1024, records * 9)
    head = b"\x5d\x2a\x4d\x18" + len(dictionary.as_bytes()).to_bytes(4, "little") + dictionary.as_bytes()
    return head + b"".join(map(zstandard.ZstdCompressor(dict_data=dictionary).compress, records[:2]))


RATIO = "unpacks to more than 200 times its size"
TRUNCATED = "truncated gzip: it ends too early"
BAD = {
    "bomb.zip": Bad(
        lambda: deflated({"bomb.txt": b"a" * MUCH, "good.txt": FERRY}),
        ["!/good.txt"],
        [("over limit", "!/bomb.txt", None, RATIO)],
    ),
    "bomb.tgz": Bad(
        lambda: gzip.compress(tarred({"good.txt": FERRY, "bomb.txt": b"a" * MUCH})),
        ["!/good.txt"],
        [("over limit", "!/bomb.txt", None, RATIO), ("over limit", "", None, RATIO)],
    ),
    "bomb.csv.gz": Bad(lambda: gzip.compress(b"text\none\n" + b"a" * MUCH), ["#2"], [("over limit", "", 3, RATIO)]),
    "bomb.html.gz": Bad(lambda: gzip.compress(b"<html>" + b"a" * MUCH), [], [("over limit", "", None, RATIO)]),
    "two.zip": Bad(lambda: nested(".zip", zipped, 2), ["!/in.zip!/a.txt", "!/beside.txt"]),
    "three.zip": Bad(
        lambda: nested(".zip", zipped, 3),
        ["!/in.zip!/beside.txt", "!/beside.txt"],
        [("over limit", "!/in.zip!/in.zip", None, "is an archive in an archive in an archive")],
    ),
    "three.tar": Bad(
        lambda: nested(".tar", tarred, 3),
        ["!/in.tar!/beside.txt", "!/beside.txt"],
        [("over limit", "!/in.tar!/in.tar", None, "is an archive in an archive in an archive")],
    ),
    "up.zip": Bad(
        lambda: zipped({"../../x.txt": b"1", "/etc/y.txt": b"2", "C:\\z.txt": b"3"}),
        ["!/x.txt", "!/etc/y.txt", "!/z.txt"],
        [("unsafe member", f"!/{name}", None, "leads out of it") for name in ("x.txt", "etc/y.txt", "z.txt")],
    ),
    "up.tar": Bad(
        lambda: tarred({"../../x.txt": b"1", "/etc/y.txt": b"2"}),
        ["!/x.txt", "!/etc/y.txt"],
        [("unsafe member", f"!/{name}", None, "leads out of it") for name in ("x.txt", "etc/y.txt")],
    ),
    "locked.zip": Bad(encrypted, ["!/open.txt"], [("unreadable", "!/secret.txt", None, "is encrypted")]),
    "damaged.zip": Bad(
        lambda: zipped({"a.txt": FERRY, "b.txt": FERRY}).replace(FERRY, FERRY.upper(), 1),
        ["!/b.txt"],
        [("unreadable", "!/a.txt", None, "Bad CRC-32")],
    ),
    "cut.zip": Bad(
        lambda: zipped({"a.txt": FERRY})[:-30], [], [("unreadable", "", None, "was cut: the list of its members")]
    ),
    "no.zip": Bad(lambda: FERRY, [], [("unreadable", "", None, "is no zip archive")]),
    "twice.zip": Bad(twice, ["!/a.txt", "!/a (2).txt"], [("unsafe member", "!/a (2).txt", None, "another member")]),
    "links.tar": Bad(
        linked,
        ["!/a.txt"],
        [
            ("unreadable", "!/up.txt", None, "out of the archive"),
            ("unreadable", "!/absolute.txt", None, "out of the archive"),
            ("unreadable", "!/device.txt", None, "neither a file nor a folder"),
        ],
    ),
    "minus.tar": Bad(lambda: sized(b"-1"), [], [("unreadable", "", None, "byte 0: a header holds b'-1")]),
    "scored.tar": Bad(lambda: sized(b"4_3"), [], [("unreadable", "", None, "byte 0: a header holds b'4_3")]),
    "long.tar": Bad(long_pax, ["!/a.txt"]),
    "cut.tar": Bad(
        lambda: tarred({"a.txt": b"one", "b.txt": FERRY})[:1540],
        ["!/a.txt"],
        [("unreadable", "!/b.txt", None, "is cut"), ("unreadable", "", None, "is cut")],
    ),
    "cut.tar.gz": Bad(
        lambda: gzip.compress(tarred({"a.txt": b"one", "b.txt": FERRY})[:1540], 0)[:-8],
        ["!/a.txt"],
        [("unreadable", "!/b.txt", None, TRUNCATED), ("unreadable", "", None, TRUNCATED)],
    ),
    "cut.csv.gz": Bad(lambda: cut(b"text\none\ntwo\n" + b"x" * 99), ["#2", "#3"], [("unreadable", "", 4, TRUNCATED)]),
    "cut.json.gz": Bad(
        lambda: cut(b'[{"text":"one"},\n{"text":"' + b"x" * 99),
        ["#1"],
        [("unreadable", "", 1, f"{TRUNCATED}; the 1 records before are kept")],
    ),
    "cut.mbox.gz": Bad(lambda: cut(box(2)), ["#1"], [("unreadable", "", 7, TRUNCATED)]),
    "cut.html.gz": Bad(lambda: cut(b"<p>" + FERRY * 3), [], [("unreadable", "", None, TRUNCATED)]),
    "cut.eml.gz": Bad(lambda: cut(message("x" * 99)), [], [("unreadable", "", None, TRUNCATED)]),
    "blocks.html": Bad(lambda: b"<html>" + b"<div>" * 100_000 + FERRY, [""]),
    "inline.html": Bad(lambda: b"<html>" + b"<b>" * 100_000 + FERRY + b"</b>" * 100_000, [""]),
    "attribute.html": Bad(lambda: b'<html><p title="' + b"x" * (50 << 20) + b'">' + FERRY + b"</p>", [""]),
    "nul.csv": Bad(lambda: b"text\n\0one\0\ntwo\n", ["#2", "#3"]),
    "mark.csv": Bad(lambda: b"\xef\xbb\xbftext;x\none;1\n", ["#2"]),
    "ragged.csv": Bad(
        lambda: b"n,text,x\n1,one,\n2,two\n3\n4,four,,five\n6,six,\n",
        ["#2", "#3", "#6"],
        [
            ("ragged row", "", 3, "has 2 cells where the header names 3"),
            ("ragged row", "", 4, "has 1 cells"),
            ("no text", "", 4, "ends before the column 'text'"),
            ("broken record", "", 5, "has 4 cells"),
        ],
    ),
    "header.csv": Bad(
        lambda: b"text,x\none,1\ntext,x\ntwo,2\n", ["#2", "#4"], [("repeated header", "", 3, "once more")]
    ),
    "columns.csv": Bad(
        lambda: b"text,text\none,1\n", ["#2"], [("field twice", "", 1, "several columns 'text'; the first is read")]
    ),
    "open.csv": Bad(
        lambda: b'text,x\none,1\n"two,2\nthree,3\n', ["#2", "#4"], [("broken record", "", 3, "never closed")]
    ),
    "wide.csv": Bad(lambda: b"c," * 10_000 + b"text\n" + b"1," * 10_000 + b"one\n", ["#2"]),
    "untexted.csv": Bad(
        lambda: b",".join(b"c%d" % at for at in range(10_000)) + b"\n" + b"1," * 9_999 + b"1\n",
        [],
        [("passed over", "", None, "its columns are 'c0', 'c1', 'c2'")],
    ),
    "empty.csv": Bad(lambda: b"", [], [("passed over", "", None, "holds no texts: is empty")]),
    "charset.eml": Bad(
        lambda: b"Content-Type: text/plain; charset=utf-8\n\ncaf\xe9 d\xe9j\xe0 vu, na\xefve fa\xe7ade\n",
        [""],
        [("decoded by guess", "", None, "is not utf-8, as it says: read as cp1252")],
    ),
    "unheard.eml": Bad(
        lambda: b"Content-Type: text/plain; charset=unheard-of\n\ncaf\xc3\xa9\n",
        [""],
        [("decoded by guess", "", None, "is not unheard-of, as it says: read as utf-8")],
    ),
    "parts.eml": Bad(lambda: mixed_parts(10_000), [""], [("over limit", "", None, "has more than 1,000 parts")]),
    "some.eml": Bad(lambda: mixed_parts(1000), [""]),
    "deep.eml": Bad(lambda: within_parts(50), [""], [("over limit", "", None, "more than 10 deep")]),
    "bodiless.eml": Bad(lambda: b"Subject: none\nDate: Tue, 05 Mar 2024 08:00:00 +0000\n", [""]),
    "above.mbox": Bad(
        lambda: b"hello\n" + box(1), ["#2"], [("broken record", "", 1, 'above the first line that begins with "From "')]
    ),
    "cut.json": Bad(
        lambda: b'[{"text":"one"},\n{"text":"tw', ["#1"], [("broken record", "", 2, "is not JSON: Unterminated string")]
    ),
    "element.json": Bad(
        lambda: b'[{"text":"one"},\n{"text":},\n{"text":"three"}]',
        ["#1", "#3"],
        [("broken record", "", 2, "is not JSON")],
    ),
    "deep.json": Bad(
        lambda: b'{"text":"a","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        [],
        [("passed over", "", None, "is nested too deeply")],
    ),
    **{
        f"false{at}.warc": Bad(
            lambda by=by: false_length(by),
            ["#<urn:uuid:1>", "#<urn:uuid:2>", "#<urn:uuid:3>"],
            [("broken record", "", 2, "bytes; it ends before the next one")],
        )
        for at, by in enumerate((30, -30, 1 << 10, 80 << 20, 1 << 50))
    },
    "false.warc.gz": Bad(
        lambda: gzip.compress(false_length(1 << 50)),
        ["#<urn:uuid:1>", "#<urn:uuid:2>", "#<urn:uuid:3>"],
        [("broken record", "", 2, "bytes; it ends before the next one")],
    ),
    "cut.warc": Bad(
        lambda: b"".join(crawl(1, 2))[:-40],
        ["#<urn:uuid:1>"],
        [("broken record", "", 2, "the archive ends within a record")],
    ),
    "cut.warc.gz": Bad(
        lambda: b"".join(map(gzip.compress, crawl(1, 2)))[:-40],
        ["#<urn:uuid:1>"],
        [("broken record", "", 2, "the archive ends within a record"), ("unreadable", "", 3, TRUNCATED)],
    ),
    "cut.warc.zst": Bad(
        lambda: b"".join(map(zstandard.compress, crawl(1, 2)))[:-40],
        ["#<urn:uuid:1>"],
        [("unreadable", "", 2, "truncated zstd: it ends too early; the records before are kept")],
    ),
    "dictionary.warc.zst": Bad(with_a_dictionary, ["#<urn:uuid:1>", "#<urn:uuid:2>"]),
    "bomb.warc.gz": Bad(
        lambda: gzip.compress(crawl(1)[0]) + gzip.compress(archived(b"<html>" + b"a" * MUCH, 2)),
        ["#<urn:uuid:1>"],
        [("broken record", "", 2, "the archive ends within a record"), ("over limit", "", 3, RATIO)],
    ),
    "junk.warc": Bad(
        lambda: b"junk\r\n".join([b"", *crawl(1, 2), b""]),
        ["#<urn:uuid:1>", "#<urn:uuid:2>"],
        [("broken record", "", line, "here are 6 bytes that are no record") for line in (1, 3, 5)],
    ),
    "no.warc": Bad(
        lambda: FERRY, [], [("broken record", "", 1, "are no record"), ("no text", "", None, "holds no page")]
    ),
    "laughs.rss": Bad(
        lambda: b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><item>&b;</item></rss>',
        [],
        [("broken record", "", 1, "declares entities of its own")],
    ),
    "cut.rss": Bad(
        lambda: b"<rss><channel>\n<item><guid>g</guid><description>one</description></item>\n<item><desc",
        ["#g"],
        [("broken record", "", 3, "is no XML that can be read: unclosed token; the items before are kept")],
    ),
    "deep.atom": Bad(lambda: b"<a>" * 100_000, [], [("broken record", "", 1, "more than 100 deep")]),
    "empty.rss": Bad(
        lambda: b"<rss><channel><item><title>x</title></item></channel></rss>",
        [],
        [("no text", "", 1, "is an item without a text")],
    ),
    "bomb.txt.zst": Bad(lambda: zstandard.compress(b"a" * MUCH), [], [("over limit", "", None, RATIO)]),
    "cut.jsonl.zst": Bad(
        lambda: zstandard.compress(b'{"text":"one"}\n') + zstandard.compress(FERRY)[:-3],
        ["#1"],
        [("unreadable", "", 2, "truncated zstd")],
    ),
    "no.txt.zst": Bad(lambda: FERRY, [], [("unreadable", "", None, "damaged zstd")]),
    "bomb.txt.bz2": Bad(lambda: bz2.compress(b"a" * MUCH), [], [("over limit", "", None, RATIO)]),
    "bomb.txt.xz": Bad(lambda: lzma.compress(b"a" * MUCH), [], [("over limit", "", None, RATIO)]),
    "cut.jsonl.bz2": Bad(
        lambda: bz2.compress(b'{"text":"one"}\n') + bz2.compress(FERRY)[:-3],
        ["#1"],
        [("unreadable", "", 2, "truncated bzip2")],
    ),
    "cut.txt.xz": Bad(lambda: lzma.compress(FERRY)[:-3], [], [("unreadable", "", None, "truncated xz")]),
    "no.txt.bz2": Bad(lambda: FERRY, [], [("unreadable", "", None, "damaged bzip2")]),
    "no.txt.xz": Bad(lambda: FERRY, [], [("unreadable", "", None, "damaged xz")]),
    "several.txt.xz": Bad(lambda: lzma.compress(FERRY) + bytes(8) + lzma.compress(b" And it is late."), [""]),
    "sitemap.xml": Bad(
        lambda: b'<?xml version="1.0"?><!-- <rss> --><urlset/>', [], [("passed over", "", None, "the root <urlset>")]
    ),
    "comments.xml": Bad(lambda: b"<!-- -->" * 100_000 + b"<rss/>", [], [("passed over", "", None, "is no XML")]),
    "no.xml": Bad(lambda: FERRY, [], [("passed over", "", None, "is no XML")]),
    "empty.xml": Bad(lambda: b"", [], [("passed over", "", None, "is empty")]),
    "laughs.xml": Bad(
        lambda: b'<!DOCTYPE rss [<!ENTITY a "ha">]><rss><item>&a;</item></rss>',
        [],
        [("broken record", "", 1, "declares entities of its own")],
    ),
    "nul.json": Bad(lambda: b'[{"text":"a\0b"}]', [], [("passed over", "", None, "Invalid control character")]),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_and_the_rest_is_read(name, tmp_path, gather):
    """Also the file beside it; what does no harm gives no notice."""
    bad = BAD[name]
    (tmp_path / name).write_bytes(bad.content())
    (tmp_path / "zz.txt").write_bytes(FERRY)

    found = gather(tmp_path)

    assert found.ids == [*(name + mark for mark in bad.read), "zz.txt"]
    said = [notice for notice in found.notices if notice.kind != "fields chosen"]
    assert [(one.kind, one.path, one.line) for one in said] == [
        (kind, name + path, line) for kind, path, line, _ in bad.notices
    ]
    for notice, (_, _, _, part) in zip(said, bad.notices, strict=True):
        assert part in notice.message


def test_nothing_that_a_page_names_is_fetched_or_run(tmp_path, gather):
    """Neither entities of a file nor scripts add to its text."""
    (tmp_path / "secret.txt").write_bytes(b"a secret of the house")
    page = (
        b'<!DOCTYPE html [<!ENTITY a SYSTEM "secret.txt"><!ENTITY b "&a;&a;">]><html><body><p>%s &a;&b;</p>'
        b'<script>document.write("written")</script><iframe src="secret.txt"></iframe></body></html>' % FERRY
    )
    (tmp_path / "a.html").write_bytes(page)

    text = gather(tmp_path / "a.html").texts[0]

    assert FERRY.decode() in text
    assert "secret of" not in text
    assert "written" not in text


def test_no_member_is_written(tmp_path, gather):
    """Not even for a time: the folder holds what it held."""
    folder = tmp_path / "in" / "side"
    folder.mkdir(parents=True)
    (folder / "up.zip").write_bytes(zipped({"../../x.txt": FERRY, "../y.txt": FERRY}))

    gather(folder)

    assert [path.name for path in tmp_path.rglob("*.*")] == ["up.zip"]
