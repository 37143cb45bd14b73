"""Time readers beside the bare libraries, in one process and on one core: WARC, CSV, Parquet, a JSON array.

    python benchmarks/readers.py [--megabytes 40]

Each line is bytes of text a second of ours, of the library, and the ratio; wanted: 0.6 of fastwarc with the same
extraction, half of pyarrow (to strings) for CSV and Parquet, half of orjson on a line each for a JSON array.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import random
import tempfile
import time
from collections import deque
from typing import TYPE_CHECKING

import orjson
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
from fastwarc.warc import ArchiveIterator, WarcRecordType
from pages_layouts import pages

from provenance.readers import read
from provenance.readers.pages.decode import decode_page
from provenance.readers.pages.extraction import extract
from provenance.settings import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 3
HEAD = """WARC/1.1\r
WARC-Type: response\r
WARC-Record-ID: <urn:uuid:{0}>\r
WARC-Date: 2024-03-05T08:00:00Z\r
WARC-Target-URI: https://courier.example/{0}\r
Content-Type: application/http; msgtype=response\r
Content-Length: {1}\r
\r
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--megabytes", type=int, default=40)
    size = parser.parse_args().megabytes << 20
    with tempfile.TemporaryDirectory() as folder:
        for name, (made, bare) in KINDS.items():
            path = os.path.join(folder, name)
            made(path, size)
            deque(bare(path), maxlen=0)
            own = best(lambda path=path: sum(map(len, ours(path))))
            library = best(lambda path=path, bare=bare: sum(map(len, bare(path))))
            print(f"{name:14} ours {own / 1e6:7.1f} MB/s  library {library / 1e6:7.1f} MB/s  ratio {own / library:.2f}")


def best(run: Callable[[], int]) -> float:
    """Return the most characters a second of some rounds."""
    found = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        count = run()
        found.append(count / (time.process_time() - begin))
    return max(found)


def ours(path: str) -> Iterator[str]:
    for batch in read([path], Reading(digests=False)):
        for at in range(len(batch.documents)):
            yield batch.text(at)


def records(size: int) -> Iterator[dict[str, str]]:
    rng = random.Random(1)
    words = [f"{rng.choice('bdfgklmnprst')}{rng.choice('aeiou')}{rng.randrange(900)}" for _ in range(5000)]
    made = 0
    while made < size:
        text = " ".join(rng.choices(words, k=400))
        made += len(text)
        yield {"title": text[:60], "date": "2024-03-05", "text": text}


def make_csv(path: str, size: int) -> None:
    with open(path, "w", newline="") as stream:
        writer = csv.DictWriter(stream, ("title", "date", "text"))
        writer.writeheader()
        writer.writerows(records(size))


def make_parquet(path: str, size: int) -> None:
    pq.write_table(pa.Table.from_pylist(list(records(size))), path, row_group_size=5000)


def make_json(path: str, size: int) -> None:
    with open(path, "w") as stream:
        json.dump(list(records(size)), stream, indent=1)


def make_warc(path: str, size: int) -> None:
    made = [one.content for one in pages(1, 1)]
    with open(path, "wb") as stream:
        number = 0
        while stream.tell() < size // 8:
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + made[number % len(made)]
            number += 1
            stream.write(gzip.compress(HEAD.format(number, len(block)).encode() + block + b"\r\n\r\n"))


def by_csv(path: str) -> Iterator[str]:
    yield from pc.read_csv(path, pc.ReadOptions(use_threads=False))["text"].to_pylist()


def by_parquet(path: str) -> Iterator[str]:
    yield from pq.read_table(path, use_threads=False)["text"].to_pylist()


def by_orjson(path: str) -> Iterator[str]:
    """Yield the texts of the same records, a line each, which are written first and once."""
    lines = f"{path}l"
    if not os.path.exists(lines):
        with open(path, "rb") as stream, open(lines, "wb") as written:
            written.writelines(orjson.dumps(record) + b"\n" for record in orjson.loads(stream.read()))
    with open(lines, "rb") as stream:
        for line in stream:
            yield orjson.loads(line)["text"]


def by_fastwarc(path: str) -> Iterator[str]:
    with open(path, "rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            yield extract(decode_page(record.reader.read(), None)[0]).text


KINDS = {
    "a.csv": (make_csv, by_csv),
    "a.parquet": (make_parquet, by_parquet),
    "a.json": (make_json, by_orjson),
    "a.warc.gz": (make_warc, by_fastwarc),
}


if __name__ == "__main__":
    main()
