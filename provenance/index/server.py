"""An index on a Redis server: band keys in datasketch's own storage, and the documents beside them.

Several machines share it, and datasketch reads it.  Whatever is found is compared with the document's text, as in a
folder; passages and sentences are not looked up, since their keys would take forty times as many of the server's sets.
"""

from __future__ import annotations

import pickle
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import msgspec

from provenance.errors import UnusableIndexError, UsageError
from provenance.grouping.bands import PERMUTATIONS, rows_per_band
from provenance.index.closing import Closing
from provenance.index.filing import pieces
from provenance.index.parameters import Parameters, parameters_of
from provenance.index.rows import storable
from provenance.index.server_records import are_same, decoded, id_of, record_of, stored_of
from provenance.index.shelf import Shelf
from provenance.model import Notice
from provenance.sketch import datasketch_minhash, sketch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Protocol

    import numpy as np
    from datasketch import MinHashLSH  # type: ignore[import-untyped]
    from numpy.typing import NDArray

    from provenance.index.change import Added
    from provenance.index.rows import Stored
    from provenance.index.server_records import Record
    from provenance.model import Batch

    class Client(Protocol):
        """The commands of ``redis.Redis`` that are used here."""

        def get(self, name: str) -> bytes | None:
            """Return a value."""

        def set(self, name: str, value: bytes, *, nx: bool) -> bool | None:
            """Write a value; *nx*: only where there is none, else None is returned."""

        def hlen(self, name: str) -> int:
            """Return the number of fields."""

        def hmget(self, name: str, keys: Sequence[str]) -> list[bytes | None]:
            """Return the values of fields."""

        def hset(self, name: str, key: str, value: bytes) -> int:
            """Write a field."""

        def hdel(self, name: str, key: str) -> int:
            """Delete a field."""

        def close(self) -> None:
            """Close the connection."""


SCHEME = "redis://"
EXTRA = "pip install 'provenance-audit[redis]'"
_TOGETHER = 1 << 10  # documents in one request


class Address(NamedTuple):
    """Where an index is: a server, and the name that all its keys begin with."""

    text: str
    host: str
    port: int
    user: str | None
    password: str | None
    name: str

    def config(self) -> dict[str, object]:
        """Return what datasketch's storage is made with."""
        server = {"host": self.host, "port": self.port, "username": self.user, "password": self.password}
        given = {key: value for key, value in server.items() if value is not None}
        return {"type": "redis", "basename": self.name.encode(), "redis": given}


def is_server(place: str) -> bool:
    """Return whether *place* names an index on a server."""
    return place.startswith(SCHEME)


def address_of(place: str) -> Address:
    """Return the parts of ``redis://HOST:PORT/NAME``.  Raises UsageError for anything else."""
    try:
        parts = urlsplit(place)
        port = parts.port or 6379
    except ValueError as error:
        raise UsageError(f"{place}: {error}; give redis://HOST:PORT/NAME") from error
    name = parts.path.strip("/")
    if not parts.hostname or not name or "/" in name or parts.query or parts.fragment:
        raise UsageError(f"{place}: give redis://HOST:PORT/NAME")
    shown = f"{SCHEME}{parts.hostname}:{port}/{name}"  # without a password
    return Address(shown, parts.hostname, port, parts.username, parts.password, name)


class Server(Closing):
    """An open index on a server.  The numbers of documents are this object's own."""

    def __init__(self, place: str) -> None:
        self.address = address_of(place)
        self.folder = self.address.text
        self._client, self._ids = _client(self.address), list[str]()
        self._numbers: dict[str, int] = {}
        self.shelf = Shelf(self)
        with self._named():
            made = self._client.get(self._key("parameters"))
        if made is None:
            raise UsageError(f"{self.folder}: there is no such index; make it with: provenance index create {place}")
        self.parameters = _parameters(made, self.folder)
        self._lsh = _lsh(self.address, self.parameters)

    def __len__(self) -> int:
        with self._named():
            return int(self._client.hlen(self._key("documents")))

    @property
    def threshold(self) -> float:
        """The least similarity of pairs that are found."""
        return self.parameters.threshold

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def candidates(self, signatures: NDArray[np.uint32]) -> list[list[int]]:
        """Return for each signature the numbers of the documents that have a band in common with it, ascending."""
        found: list[set[bytes]] = [set() for _ in signatures]
        with self._named():
            for (begin, end), table in zip(self._lsh.hashranges, self._lsh.hashtables, strict=True):
                asked = [self._lsh._H(signature[begin:end]) for signature in signatures]
                for known, members in zip(found, table.getmany(*asked), strict=True):
                    known.update(members)
        return [sorted(self._number(id_of(key, self.folder)) for key in known) for known in found]

    def _number(self, id_: str) -> int:
        if id_ not in self._numbers:
            self._numbers[id_] = len(self._ids)
            self._ids.append(id_)
        return self._numbers[id_]

    def documents(self, numbers: Sequence[int]) -> dict[int, Stored]:
        """Return the documents with these *numbers*; one that was removed meanwhile is an error."""
        records = self._records([self._ids[number] for number in numbers])
        found = {}
        for number in numbers:
            id_ = self._ids[number]
            if id_ not in records:
                raise UnusableIndexError(f"{self.folder}: {id_} has band keys and no text; remove it, or add it again")
            found[number] = stored_of(number, id_, records[id_])
        return found

    def texts(self, stored: Sequence[Stored]) -> list[bytes]:
        """Return the texts of documents in UTF-8."""
        records = self._records([one.document.id for one in stored])
        try:
            return [zlib.decompress(records[one.document.id].text) for one in stored]
        except (KeyError, zlib.error) as error:
            raise UnusableIndexError(f"{self.folder}: a text is damaged or gone: {error}") from error

    def _records(self, ids: Sequence[str]) -> dict[str, Record]:
        found: dict[str, Record] = {}
        for at in range(0, len(ids), _TOGETHER):
            some = ids[at : at + _TOGETHER]
            with self._named():
                raw = self._client.hmget(self._key("documents"), some)
            found.update((id_, decoded(one, self.folder)) for id_, one in zip(some, raw, strict=True) if one)
        return found

    def add(self, batches: Iterable[Batch]) -> Added:
        """Add the documents of *batches*, but those that are known with the same bytes; each is added by itself."""
        from provenance.index.change import Added

        new = replaced = unchanged = 0
        notices: list[Notice] = []
        seen: set[str] = set()
        for batch in batches:
            notices.extend(batch.notices)
            sketches = sketch(batch)
            known = self._records([storable(document.id) for document in batch.documents])
            columns = zip(pieces(batch), sketches.words.tolist(), sketches.digests.tolist(), strict=True)
            for at, (document, (text, words, digest)) in enumerate(zip(batch.documents, columns, strict=True)):
                id_ = storable(document.id)
                before = known.get(id_)
                if id_ in seen or (before is not None and (before.file, before.line) != (document.file, document.line)):
                    message = f"another document has the id {id_}; this one is left out: an index on a server has one"
                    notices.append(Notice("duplicate id", document.path, document.line, message))
                    continue
                seen.add(id_)
                record = record_of(document, words, digest, text)
                if before is not None and are_same(before, record) and (not words or self._held(id_)):
                    unchanged += 1
                    continue
                self._put(id_, record, sketches.signatures[at] if words else None)
                replaced += before is not None
                new += before is None
        return Added(new, replaced, unchanged, tuple(notices))

    def _held(self, id_: str) -> bool:
        with self._named():
            return pickle.dumps(id_) in self._lsh.keys

    def _put(self, id_: str, record: Record, signature: NDArray[np.uint32] | None) -> None:
        """Write a text before its keys: a document that has keys has a text."""
        if self._held(id_):
            self._drop(id_)
        with self._named():
            self._client.hset(self._key("documents"), id_, msgspec.msgpack.encode(record))
            if signature is not None:
                self._lsh.insert(id_, datasketch_minhash(signature), check_duplication=False)

    def remove(self, ids: Sequence[str]) -> int:
        """Remove the documents with these *ids*, and return how many there were."""
        known = self._records(list(dict.fromkeys(ids)))
        for id_ in known:
            if self._held(id_):
                self._drop(id_)
            with self._named():
                self._client.hdel(self._key("documents"), id_)
        return len(known)

    def _drop(self, id_: str) -> None:
        with self._named():
            self._lsh.remove(id_)

    def _key(self, what: str) -> str:
        return f"{self.address.name}:{what}"

    @contextmanager
    def _named(self) -> Iterator[None]:
        with named_errors(self.folder):
            yield


@contextmanager
def named_errors(place: str) -> Iterator[None]:
    """Turn errors of a server into sentences."""
    from redis.exceptions import RedisError

    try:
        yield
    except (RedisError, OSError) as error:
        raise UnusableIndexError(f"{place}: {str(error).rstrip('.')}; is a Redis server there?") from error


def create(place: str, parameters: Parameters) -> None:
    """Make an empty index on a server, where there is none of that name."""
    from provenance.index.parameters import check_parameters

    check_parameters(parameters)
    address = address_of(place)
    client = _client(address)
    with named_errors(address.text):
        made = client.set(f"{address.name}:parameters", msgspec.json.encode(parameters.as_record()), nx=True)
        client.close()
    if not made:
        raise UsageError(f"{address.text}: there is an index of this name; give another, or add to it with: index add")


def _client(address: Address) -> Client:
    try:
        from redis import Redis
    except ImportError as error:
        raise UsageError(f"{address.text}: a Redis server needs an extra; run: {EXTRA}") from error
    client: Client = Redis(host=address.host, port=address.port, username=address.user, password=address.password)
    return client


def _lsh(address: Address, parameters: Parameters) -> MinHashLSH:
    from datasketch import MinHashLSH

    # datasketch wants two bands at least.
    rows = min(rows_per_band(parameters.threshold), PERMUTATIONS // 2)
    with named_errors(address.text):
        return MinHashLSH(
            threshold=parameters.threshold,
            num_perm=PERMUTATIONS,
            params=(PERMUTATIONS // rows, rows),
            storage_config=address.config(),
        )


def _parameters(made: bytes, place: str) -> Parameters:
    try:
        record = msgspec.json.decode(made, type=dict[str, object])
    except msgspec.DecodeError as error:
        raise UnusableIndexError(f"{place}: its parameters are damaged: {error}") from error
    return parameters_of(record, place)
