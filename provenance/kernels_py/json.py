"""From lines of records to columns: usual JSON objects, their texts, ids and values (compiled: kernels_json.pxi)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels_py.words import hash_words

if TYPE_CHECKING:
    from provenance.kernels_py.words import Hashes, Places, Points


def records(
    block: bytes, start: int, stop: int, limits: Places, names: tuple[bytes, ...]
) -> tuple[
    tuple[int, int, int],
    tuple[Points, Places, Points],
    tuple[bytes, Places],
    tuple[bytes, Points],
    tuple[bytes, Points],
]:
    """Return the records of the lines in ``block[start:stop]``, up to the first that is unusual, in columns.

    A usual line is empty or a JSON object without surprises, at most ``limits[0]`` bytes long; ``limits[1]`` are the
    bytes of text and ``limits[2]`` the records that there is room for, beyond the first.  *names* are the fields of the
    text, of the id, and those whose values are wanted as JSON.  The first column says where it stopped, after how many
    lines, and why: 0, all are done; 1, the next one is unusual; 2, there is no room.  Then come the numbers of the
    lines among those, where they begin, and their lengths; texts, ids (none: "") and values, each with their ends.
    """
    import orjson

    text_field, id_field, *others = (name.decode("utf-8", "surrogatepass") for name in names)
    most, room, many = limits.tolist()
    places: list[tuple[int, int, int]] = []
    texts, ids, values = list[bytes](), list[bytes](), list[bytes]()
    passed, why, held = 0, 0, 0
    while start <= stop:
        end = block.find(b"\n", start, stop)
        end = stop if end < 0 else end
        if block[start:end].strip(b" \t\r"):
            why = 1
            try:
                record: object = orjson.loads(block[start:end])
            except orjson.JSONDecodeError:
                break
            text: object = record.get(text_field) if isinstance(record, dict) else None
            own: object = record.get(id_field) if isinstance(record, dict) else None
            if (
                end - start > most
                or not isinstance(text, str)
                or isinstance(own, float)
                or not isinstance(record, dict)
            ):
                break
            piece, why = text.encode(), 2
            if len(places) == many or (places and held + len(piece) > room):
                break
            held += len(piece)
            texts.append(piece)
            ids.append(str(own).encode() if isinstance(own, str | int) and not isinstance(own, bool) else b"")
            values += (orjson.dumps(record[name]) if name in record else b"" for name in others)
            places.append((passed, start, end - start))
            why = 0
        passed += 1
        start = end + 1
    numbers, begins, lengths = np.array(places, np.int64).reshape(-1, 3).T
    return (
        (start, passed, why),
        (numbers.astype(np.uint32), begins, lengths.astype(np.uint32)),
        (b"".join(texts), _ends(texts)),
        (b"".join(ids), _ends(ids).astype(np.uint32)),
        (b"".join(values), _ends(values).astype(np.uint32)),
    )


def _ends(pieces: list[bytes]) -> Places:
    return np.cumsum(np.array(list(map(len, pieces)), np.int64))


def hashes(strings: bytes, ends: Points) -> Hashes:
    """Return a hash of each string, of all its bytes; string *i* ends at ``ends[i]``."""
    last = ends.astype(np.int64) - 1
    return hash_words(
        np.frombuffer(strings, np.uint8).astype(np.uint32) + np.uint32(1), np.append(-1, last)[:-1] + 1, last
    )


def strings(whole: bytes, ends: Points, places: Places) -> list[str]:
    """Return the strings at *places* of those that *whole* holds in a row; string *i* ends at ``ends[i]``."""
    bounds = [0, *ends.tolist()]
    return [whole[bounds[place] : bounds[place + 1]].decode() for place in places.tolist()]
