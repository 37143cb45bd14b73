"""Tables without their copies: every row that stays is there byte for byte, in every dialect."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
from typing import TYPE_CHECKING

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from plan_corpus import article, command, tree, write_plan

from provenance.errors import UnreadableFileError
from provenance.plan.tabular import moved_rows, remaining_rows
from provenance.plan.values import Line
from provenance.readers.unchanged import sha256

if TYPE_CHECKING:
    from pathlib import Path

TWO_LINES = f"{article(2)}\n{article(3)}"
ROWS = [("1", article(1)), ("2", TWO_LINES), ("3", article(1)), ("4", f'He said "{article(4)}"'), ("5", TWO_LINES)]
DIALECTS: dict[str, tuple[str, dict[str, str]]] = {
    "commas": (".csv", {}),
    "line ends of Windows": (".csv", {"lineterminator": "\r\n"}),
    "semicolons": (".csv", {"delimiter": ";"}),
    "tabs": (".tsv", {"delimiter": "\t"}),
}


def table(rows: list[tuple[str, str]], options: dict[str, str]) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made, **{"lineterminator": "\n", **options})
    writer.writerows([("id", "text"), *rows])
    return made.getvalue().encode()


def line(number: int, text: str, spans: list[tuple[int, int]] | None = None) -> Line:
    action = "trim" if spans else "drop"
    return Line(action, "x", 0, "x", sha256(text.encode()), 0, 0, "", line=number, spans=spans or [])


@pytest.mark.parametrize("packing", [".bz2", ".xz", ".zst"])
def test_rows_of_a_table_that_is_packed_in_another_way_are_written_beside_it(packing: str, tmp_path: Path) -> None:
    """As JSON lines, since nothing here packs so; the status says that it is not what was asked for."""
    pack = {".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstandard.compress}[packing]
    place = tmp_path / "corpus" / f"day.csv{packing}"
    place.parent.mkdir()
    place.write_bytes(pack(table(ROWS, {})))
    write_plan(tmp_path / "plan.jsonl", place.parent)

    assert command("apply", tmp_path / "plan.jsonl", "--to", tmp_path / "out", "-q") == 3

    written = (tmp_path / "out" / f"{place.name}.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["text"] for line in written] == [text for _, text in (ROWS[0], ROWS[1], ROWS[3])]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "mark"])
@pytest.mark.parametrize("name", DIALECTS)
def test_rows_are_left_out_of_a_table(name: str, mark: bytes, packed: bool, tmp_path: Path) -> None:
    """Apply writes a table of the same dialect, verify finds nothing wrong, and undo brings back what was there."""
    suffix, options = DIALECTS[name]
    place = tmp_path / "corpus" / f"day{suffix}{'.gz' if packed else ''}"
    place.parent.mkdir()
    raw = mark + table(ROWS, options)
    place.write_bytes(gzip.compress(raw, mtime=0) if packed else raw)
    before = tree(place.parent)
    write_plan(tmp_path / "plan.jsonl", place.parent)

    assert command("apply", tmp_path / "plan.jsonl", "--to", tmp_path / "out", "-q") == 0
    written = (tmp_path / "out" / place.name).read_bytes()
    assert (gzip.decompress(written) if packed else written) == mark + table([ROWS[0], ROWS[1], ROWS[3]], options)
    assert command("verify", tmp_path / "plan.jsonl", "--to", tmp_path / "out", "-q") == 0
    assert command("apply", tmp_path / "plan.jsonl", "--in-place", "-q") == 0
    assert place.read_bytes() == written
    assert command("undo", place.parent, "-q") == 0
    assert tree(place.parent) == before


def test_one_table_becomes_one_table(tmp_path: Path) -> None:
    """--out has its rows where its suffix is that of the table, else records; moved.csv names lines, not rows."""
    place = tmp_path / "day.csv"
    place.write_bytes(table(ROWS, {}))
    write_plan(tmp_path / "plan.jsonl", place)

    assert command("apply", tmp_path / "plan.jsonl", "--out", tmp_path / "out.csv", "-q") == 0
    assert (tmp_path / "out.csv").read_bytes() == table([ROWS[0], ROWS[1], ROWS[3]], {})
    moved = (tmp_path / ".provenance/out.csv/moved.csv").read_text("utf-8")
    assert moved == "old,new\nday.csv#6,day.csv#5\n"
    assert command("apply", tmp_path / "plan.jsonl", "--out", tmp_path / "out.jsonl", "-q") == 0
    assert (tmp_path / "out.jsonl").read_text("utf-8").count("\n") == 3


def test_a_cell_is_trimmed_and_the_others_stay() -> None:
    """The cell is quoted as it was; spans count code points of the value."""
    raw = b'id,text,more\n1,"say ""a"" and\nb",x\n2,plain text,"y"\n'
    lines = [line(2, 'say "a" and\nb', [(4, 8)]), line(4, "plain text", [(5, 10)])]

    assert b"".join(remaining_rows([raw], lines, ".csv", {})) == b'id,text,more\n1,"say and\nb",x\n2,plain,"y"\n'


@pytest.mark.parametrize("lines", [[line(2, "another text")], [line(9, "the text")]])
def test_a_row_that_holds_another_text_is_refused(lines: list[Line]) -> None:
    """So that nothing is dropped which the plan did not mean."""
    with pytest.raises(UnreadableFileError, match="rows are not those"):
        list(remaining_rows([b"id,text\n1,the text\n"], lines, ".csv", {}))


cells = st.text(st.sampled_from('ab ,;"\n\r\té'), max_size=8)


@given(st.lists(st.tuples(cells, cells.map(lambda text: f"x{text}")), min_size=1, max_size=6), st.data())
def test_what_remains_is_what_a_slow_writer_writes(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    """Any rows, cut into blocks anywhere: what is left is what the csv module writes, with the lines that it says."""
    raw = table([(name.replace("\r", ""), text.replace("\r", "")) for name, text in rows], {"quoting": csv.QUOTE_ALL})
    texts = [text.replace("\r", "") for _, text in rows]
    numbers = [2]
    for name, text in rows:
        numbers.append(numbers[-1] + 1 + name.count("\n") + text.count("\n"))
    gone = data.draw(st.sets(st.integers(0, len(rows) - 1)))
    lines = [line(numbers[at], texts[at]) for at in sorted(gone)]
    cut = data.draw(st.integers(0, len(raw)))

    found = b"".join(remaining_rows([raw[:cut], raw[cut:]] if cut else [raw], lines, ".csv", {}))

    kept = [at for at in range(len(rows)) if at not in gone]
    expected = [(rows[at][0].replace("\r", ""), texts[at]) for at in kept]
    assert found == table(expected, {"quoting": csv.QUOTE_ALL})
    places = [2]
    for name, text in expected:
        places.append(places[-1] + 1 + name.count("\n") + text.count("\n"))
    moves = [(numbers[at], places[new]) for new, at in enumerate(kept) if numbers[at] != places[new]]
    assert list(moved_rows([raw], lines, ".csv", {})) == moves
