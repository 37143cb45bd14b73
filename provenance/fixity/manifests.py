"""From a file of digests to its entries: lines of sha256sum, a BagIt manifest, our inputs.csv or audit.json."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import UsageError
from provenance.files import contents
from provenance.model.columns import INPUTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WAY_OUT = "give lines of sha256sum, a BagIt manifest-sha256.txt, or inputs.csv or audit.json of an audit"
_HEX = re.compile(r"[0-9a-fA-F]{64}")
# Two signs stand between digest and name: a space, and a star for a file that was read in binary mode.
_GNU = re.compile(r"(?P<escaped>\\?)(?P<digest>[0-9a-fA-F]+) [ *](?P<name>.+)")
_BSD = re.compile(r"(?P<escaped>\\?)(?P<kind>[A-Za-z0-9/-]+) ?\((?P<name>.+)\) ?= ?(?P<digest>[0-9a-fA-F]+)")
_BAGIT = re.compile(r"(?P<digest>[0-9a-fA-F]+)[ \t]+\*?(?P<name>.+)")
_ESCAPED_SIGNS = re.compile(r"\\[nr\\]")
_PERCENT_SIGNS = re.compile(r"%0[aA]|%0[dD]|%25")
_ESCAPES = {"\\n": "\n", "\\r": "\r", "\\\\": "\\"}
_PERCENT = {"%0a": "\n", "%0d": "\r", "%25": "%"}
_OTHER_DIGESTS = {32: "MD5", 40: "SHA-1", 56: "SHA-224", 96: "SHA-384", 128: "SHA-512"}


class Manifest(NamedTuple):
    """The digests in the file at *path*, lower case, by the names that it gives; "" for a file that was not hashed.

    *own*: names are those that our reports show; else they are paths, relative to a folder that the file does not say.
    *bag*: only the files below "data" are to be listed.
    """

    path: str
    digests: dict[str, str]
    own: bool = False
    bag: bool = False


def read_manifest(path: str) -> Manifest:
    """Return what the manifest at *path* lists.  Raises UsageError where it cannot be read or is none."""
    try:
        raw = contents(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{path}: this manifest cannot be read: {reason}") from error
    if raw.lstrip()[:1] == b"{":
        return Manifest(path, _distinct(path, _of_audit(path, raw)), own=True)
    text = raw.decode("utf-8-sig", "surrogateescape")
    if text.partition("\n")[0].rstrip("\r") == ",".join(INPUTS):
        return Manifest(path, _distinct(path, _of_inputs(path, text)), own=True)
    bag = os.path.basename(path) == "manifest-sha256.txt"
    return Manifest(path, _distinct(path, _of_lines(path, text, bag=bag)), bag=bag)


def _distinct(path: str, rows: Iterable[tuple[int, str, str]]) -> dict[str, str]:
    """Return the digests of *rows* (line, name, digest) by their names."""
    found: dict[str, str] = {}
    for line, name, digest in rows:
        if digest and not _HEX.fullmatch(digest):
            kind = _OTHER_DIGESTS.get(len(digest))
            what = f"this is a digest of the kind {kind}" if kind else "this is no SHA-256 digest"
            raise UsageError(f"{path}:{line}: {what}; make the manifest with sha256sum")
        if found.setdefault(name, digest.lower()) != digest.lower():
            raise UsageError(f"{path}:{line}: {name!r} is listed twice with different digests; remove one of them")
    if not found:
        raise UsageError(f"{path}: this manifest lists no file; {_WAY_OUT}")
    return found


def _of_audit(path: str, raw: bytes) -> Iterator[tuple[int, str, str]]:
    """Yield what the inputs in an audit.json say."""
    from provenance.fixity.records import inputs_of

    yield from inputs_of(path, raw)


def _of_inputs(path: str, text: str) -> Iterator[tuple[int, str, str]]:
    import csv

    rows = csv.reader(text.splitlines(keepends=True))
    next(rows)
    for row in rows:
        if len(row) != len(INPUTS):
            raise UsageError(f"{path}:{rows.line_num}: {len(row)} fields where {len(INPUTS)} are expected")
        name, _, digest, media_type, *_ = row
        if media_type != "inode/directory":
            yield rows.line_num, name, digest


def _of_lines(path: str, text: str, *, bag: bool) -> Iterator[tuple[int, str, str]]:
    # With --zero, sha256sum ends lines with NUL and escapes nothing.
    zero = "\0" in text
    lines = text.split("\0") if zero else [line.removesuffix("\r") for line in text.split("\n")]
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = (_BAGIT if bag else _GNU).fullmatch(line) or _BSD.fullmatch(line)
        if match is None:
            raise UsageError(f"{path}:{number}: this line has no digest and name; {_WAY_OUT}")
        found = match.groupdict()
        if (kind := found.get("kind", "SHA256")).upper().replace("-", "") != "SHA256":
            raise UsageError(f"{path}:{number}: this is a digest of the kind {kind}; make the manifest with sha256sum")
        name = found["name"]
        if bag:
            name = _PERCENT_SIGNS.sub(lambda match: _PERCENT[match[0].lower()], name)
        elif found.get("escaped"):
            name = _ESCAPED_SIGNS.sub(lambda match: _ESCAPES[match[0]], name)
        yield number, name, found["digest"]
