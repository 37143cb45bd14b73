"""From the first records of a file to the fields that hold its texts, and that say where those come from and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.documents.stated import Stated, statements_of
from provenance.fields import ROLES, rank_of, role_of, simplified
from provenance.readers.parse import BrokenRecordError, parse_text
from provenance.settings import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Path = tuple[str, ...]
    Record = Mapping[str, object]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
SNIFFED_BYTES = 1 << 16  # the records on lines that end within these, or the first line, show what a file's fields are
SNIFFED = 32  # records, at most
MAX_COLUMNS = 14  # fields that the kernel reads beside text and id
# Objects that hold what is known of a text, in which fields are looked for as well.
WRAPPERS = frozenset(
    ("meta", "metadata", "metainfo", "og", "opengraph", "warcheaders", "headers", "attributes", "extra", "article",
     "doc", "document", "item", "fields", "jsonld")
)  # fmt: skip
_SUMMARIES = ("summary", "contentsnippet", "description")  # what feeds have in place of a text
_MONGO = "_source"  # what Elasticsearch exports
_DEPTH = 3
_NAMED = 4  # fields that a notice names; the rest are counted
_MAX_NAME = 60  # characters
# How many fields of a role are read; the first that says something counts, but for people and agencies.
_MOST = {"text": 1, "id": 1, "date": 3}
_USUAL_MOST = 2
# Roles that are read by our own names too, since a later record may have them.
_LATER = frozenset(("title", "date", "source", "url"))
# Data sets made of Common Crawl call the day of the crawl "date": any of these shows it, or all of the others do.
_CRAWLED = frozenset(
    ("dump", "languagescore", "tokencount", "warcfilename", "warcpath", "warcrecordid", "minhashclustersize")
)
_CC_NEWS = frozenset(("domain", "description", "imageurl", "date"))


class Choice(NamedTuple):
    """The fields of a file's records: paths into a record, of one part where the field lies at its top.

    *columns* are the names at the top of what is *stated*.
    """

    text: Path
    id: Path
    columns: tuple[str, ...]
    stated: tuple[Stated, ...]

    @property
    def flat(self) -> bool:
        """Whether text and id lie at the top of a record."""
        return len(self.text) == 1 and len(self.id) <= 1

    @property
    def names(self) -> tuple[bytes, ...]:
        """The names that the kernel asks for: of the text, of the id, of the columns."""
        top = (self.text[0], self.id[0] if self.id else "", *self.columns)
        return tuple(name.encode("utf-8", "surrogatepass") for name in top)


def first_choice(run: bytes, begin: int, end: int, given: Mapping[str, str]) -> Choice | None:
    """Return the choice by the lines at ``run[begin:end]``, the first of a file; None where none is a record."""
    records = list(first_records(run, begin, end))
    return choose(records, given) if records else None


def first_records(run: bytes, begin: int, end: int) -> Iterator[Record]:
    """Yield the records on the first lines, at most SNIFFED; lines that hold none show nothing."""
    from orjson import JSONDecodeError, loads

    count, at = 0, begin
    while at <= end and count < SNIFFED:
        stop = run.find(b"\n", at, end)
        stop = end if stop < 0 else stop
        if stop - begin > SNIFFED_BYTES and at > begin:
            return
        try:
            record: object = loads(run[at:stop].removeprefix(BYTE_ORDER_MARK))
        except JSONDecodeError:
            record = _lenient(run[at:stop])
        if isinstance(record, dict):
            count += 1
            yield record
        at = stop + 1


def _lenient(line: bytes) -> object:
    """Return what a line holds that orjson refuses, such as one with half a character; None where it is no JSON."""
    try:
        return parse_text(line.decode("utf-8-sig", "replace"))
    except BrokenRecordError:
        return None


def choose(records: Sequence[Record], given: Mapping[str, str]) -> Choice:
    """Return the fields that *records*, the first of a file, have for each role; those *given* come first."""
    found = _found(records)
    taken = {_given(name, found) for name in given.values()}
    paths = {role: _of_role(role, found, taken) for role in ROLES}
    if "crawled" not in given and not paths["crawled"] and _is_crawl(found):
        paths["crawled"] = [path for path in paths["date"] if simplified(path[-1]) == "date"]
        paths["date"] = [path for path in paths["date"] if path not in paths["crawled"]]
    for role, name in given.items():
        paths[role] = [_given(name, found)]
    text = next(iter(paths["text"] or _summary(found, paths)), (TEXT_FIELDS["text"],))
    own = next(iter(paths["id"]), (TEXT_FIELDS["id"],))
    return Choice(text, own, *_columns(paths))


def _summary(found: Mapping[Path, Sequence[object]], paths: Mapping[str, Sequence[Path]]) -> list[Path]:
    """Return the field with the summary of a feed's items, which have a title and a day or an address, and no text."""
    dated = any(path in found for path in (*paths["date"], *paths["url"]))
    if not (dated and any(path in found for path in paths["title"])):
        return []
    said = [path for path, values in found.items() if any(_says("text", value) for value in values)]
    return [path for name in _SUMMARIES for path in said if simplified(path[-1]) == name]


def value_at(record: Record, path: Path) -> object:
    """Return the value at *path* in *record*, None where there is none."""
    value: object = record
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if path else None


def without_text(record: Record | None, path: Path) -> str:
    """Return what a notice says of a *record* that has no field at *path*: which fields hold texts, and what to do."""
    said = f"has no field {'.'.join(path)!r}"
    named = sorted(_texts(record or {}, ""), key=lambda field: (-field[1], field[0]))
    if not named:
        return f"{said}; --fields text=NAME says which field holds the text"
    names = [name for name, _ in named[:_NAMED]] + ([f"{len(named) - _NAMED} more"] if len(named) > _NAMED else [])
    return f"{said}; those with texts are {', '.join(names)}: --fields text={named[0][0]} reads the longest"


def _texts(record: Record, above: str, depth: int = 0) -> Iterator[tuple[str, int]]:
    """Yield the names of the fields that hold texts, with dots where a field is inside another one, and their sizes."""
    for name, value in record.items():
        if len(name) > _MAX_NAME or not name.isprintable():
            continue
        if isinstance(value, str) and value.strip():
            yield above + name, len(value)
        elif isinstance(value, dict) and depth < _DEPTH:
            yield from _texts(value, f"{above}{name}.", depth + 1)


def read_from(choice: Choice, given: Mapping[str, str]) -> str:
    """Return what a notice says of fields that were found under other names than ours, "" where there are none.

    Nobody needs to hear of those *given*.
    """
    first: dict[str, str] = {"text": ".".join(choice.text)}
    for each in choice.stated:
        first.setdefault(each.role, ".".join((choice.columns[each.column], *each.inner)))
    others = [f"{role} from {name!r}" for role, name in first.items() if role != name and role not in given]
    if not others:
        return ""
    verb = "is" if len(others) == 1 else "are"
    return f"{', '.join(others)} {verb} read; --fields {others[0].partition(' ')[0]}=NAME chooses another field"


def _columns(paths: Mapping[str, Sequence[Path]]) -> tuple[tuple[str, ...], tuple[Stated, ...]]:
    columns: list[str] = []
    stated = []
    for role in ROLES[2:]:
        for path in paths[role]:
            if path[0] not in columns:
                if len(columns) == MAX_COLUMNS:
                    continue
                columns.append(path[0])
            stated.append(Stated(role, columns.index(path[0]), path[1:]))
    return tuple(columns), tuple(stated)


def _found(records: Iterable[Record]) -> dict[Path, list[object]]:
    """Return the values of every field of *records*, by path."""
    found: dict[Path, list[object]] = {}
    for record in records:
        for path, value in _walk(record, ()):
            found.setdefault(path, []).append(value)
    return found


def _walk(record: Record, above: Path) -> Iterator[tuple[Path, object]]:
    for name, value in record.items():
        yield (*above, name), value
        if isinstance(value, dict) and len(above) + 1 < _DEPTH and (name == _MONGO or simplified(name) in WRAPPERS):
            yield from _walk(value, (*above, name))


def _given(name: str, found: Mapping[Path, object]) -> Path:
    """Return the path of a field as users write it: a name as it stands, else one with dots between its parts."""
    return (name,) if (name,) in found or "." not in name.strip(".") else tuple(name.split("."))


def _of_role(role: str, found: Mapping[Path, Sequence[object]], taken: Iterable[Path]) -> list[Path]:
    """Return the paths of the fields that have *role* and say something, the best first."""
    ranked = []
    for path, values in found.items():
        if path in taken or (role == "id" and len(path) > 1):
            continue
        name = path[-1]
        if role_of(name) == role and any(_says(role, value) for value in values):
            ranked.append((len(path), rank_of(name), name != simplified(name), path))
    best = [path for *_, path in sorted(ranked)][: _MOST.get(role, _USUAL_MOST)]
    own = (TEXT_FIELDS[role],)
    return best if role not in _LATER or own in best or own in taken else [*best, own]


def _says(role: str, value: object) -> bool:
    if role == "text":
        return isinstance(value, str) and bool(value.strip())
    return next(statements_of(role, value), None) is not None


def _is_crawl(found: Iterable[Path]) -> bool:
    names = {simplified(path[-1]) for path in found}
    roles = set(map(role_of, names))
    return not _CRAWLED.isdisjoint(names) or (names >= _CC_NEWS and "author" not in roles)
