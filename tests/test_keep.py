"""What is kept of each group depends on the texts and the policy, and only what is asked for is found out."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import rules
from provenance.alignment.meetings import meetings
from provenance.attribution import attribute
from provenance.attribution.dates.columns import field_orders
from provenance.cache import Cache
from provenance.derivation import derive
from provenance.derivation.profiles import page_facts
from provenance.form import inspect
from provenance.pipeline import audit, keeping, spread
from provenance.pipeline.run import MIN_CACHED_DOCUMENTS
from provenance.settings import Config, Grouping, Judging, Reporting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FunctionType

    from conftest import Calls, Run

    from provenance.model import Report

BODIES = (
    """The ferry at the old landing of Rosewood runs again after its rope was changed by four men of the town, who had
asked for a new one since the spring of last year. It takes six people at a time, or one cart without its horse.""",
    """Growers in the upper valley have picked three weeks early because the spring came without a frost. The press at
Elmstead will open on Saturday, and every barrel that it fills until November has been sold already.""",
    """The library of Alder Quay lends ladders, drills and a telescope to anyone who has held a card for more than a
year. Nobody came in the first month, the librarian said, and now there is a list for the drill.""",
)
HEADS = [
    "", "HANOI, 5 March 2024 (VNA) - ", "Alder Quay Post\nMarch 7, 2024 09:00\n\n", "By Reuters\n6 March 2024\n\n",
    "The Rosewood Gazette - 4 March 2024\n\n",
]  # fmt: skip
TAILS = [
    "", " It was said on the quay.", "\n\nSource: VNA", "\n\nShare this story\nSubscribe to our newsletter",
    " The cafÃ© on the quay stays open.", " The m\u200bole stays o\u200bpen.", "\n\nCopyright 2024 Alder Quay Post",
    " The rest of the",
]  # fmt: skip
TEXTS = st.builds(
    lambda head, body, twice, tail: head + (body + "\n\n") * twice + body + tail,
    st.sampled_from(HEADS), st.sampled_from(BODIES), st.booleans(), st.sampled_from(TAILS),
)  # fmt: skip
FULL = Config()
WRITING = [
    ("groups",),
    ("groups", "pairs"),
    ("findings", "groups"),
    ("groups", "claims"),
    ("documents",),
    ("passages", "groups"),
]
SELECTED = [(), ("DUP",), ("DUP003",), ("OVL", "SRC"), ("TXT",)]
POLICIES = [("best",), ("earliest",), ("longest",), ("first",), ("source=VNA", "best"), ("path=1*", "longest")]


def kept(report: Report) -> list[tuple[tuple[int, ...], int, str]]:
    """The members of each group, which is kept, and why."""
    return [(group.members, group.keep, group.why) for group in report.evidence.groups]


def asking(*write: str, keep: tuple[str, ...] = ("best",), select: tuple[str, ...] = (), jobs: int = 0) -> Config:
    return Config(
        grouping=Grouping(0.6, keep=keep, jobs=jobs),
        judging=Judging(select=select),
        reporting=Reporting(output="nowhere", write=write),
    )


@pytest.fixture
def forking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share the work out among processes however little it is."""
    monkeypatch.setattr(keeping, "MIN_FORKED", 2)
    monkeypatch.setattr(keeping, "TOGETHER", 3)
    monkeypatch.setattr(spread, "can_fork", lambda: True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpora")


@pytest.mark.usefixtures("forking")
@settings(max_examples=25)
@given(
    st.lists(TEXTS, min_size=2, max_size=8),
    st.sampled_from(POLICIES),
    st.sampled_from(WRITING),
    st.sampled_from(SELECTED),
    st.integers(1, 3),
)
def test_no_output_rule_or_process_changes_what_is_kept(
    folder: Path, texts: list[str], keep: tuple[str, ...], write: tuple[str, ...], select: tuple[str, ...], jobs: int
) -> None:
    """A run that writes everything and one that writes some keep the same, for the same reasons."""
    path = folder / "some.jsonl"
    path.write_text("".join(json.dumps({"id": str(at), "text": text}) + "\n" for at, text in enumerate(texts)))

    assert kept(audit([path], asking(*write, keep=keep, select=select, jobs=jobs))) == kept(
        audit([path], asking(keep=keep))
    )


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Path:
    """A folder of records in groups of two to eight, and of some that are in none."""
    path = folder / "many.jsonl"
    texts = [f"{head}{body}{tail}" for body in BODIES for head in HEADS for tail in TAILS]
    texts += [f"Record {at} has nothing but the number {at * at} in it." for at in range(20)]
    assert len(texts) > MIN_CACHED_DOCUMENTS
    path.write_text("".join(json.dumps({"id": str(at), "text": text}) + "\n" for at, text in enumerate(texts)))
    return path


@pytest.mark.parametrize("keep", POLICIES)
def test_no_cache_changes_what_is_kept(corpus: Path, tmp_path: Path, keep: tuple[str, ...]) -> None:
    """Neither one that the same run filled, nor one that another did, for other outputs, rules or policies."""
    plain = kept(audit([corpus], asking(keep=keep)))

    for config in (
        asking("groups", keep=keep), asking("groups", keep=keep), asking("groups"), asking("findings", keep=keep),
        asking(keep=keep), asking("findings", keep=keep, select=("DUP003",)), asking("pairs", "groups", keep=keep),
    ):  # fmt: skip
        cache = Cache([corpus], config, str(tmp_path))
        found = kept(audit([corpus], config, cache=cache))
        assert found == plain or config.grouping.keep != keep


def test_a_choice_is_kept_in_the_cache(corpus: Path, tmp_path: Path, calls: Calls) -> None:
    """A second run reads no claim, and another policy's choice is not taken for it."""
    first, second = asking("groups"), asking("groups", keep=("earliest",))

    def run(config: Config) -> Report:
        return audit([corpus], config, cache=Cache([corpus], config, str(tmp_path)))

    assert calls(attribute, lambda: run(first))[0] > 0
    assert calls(attribute, lambda: run(first))[0] == 0
    assert kept(run(second)) == kept(audit([corpus], second))


def test_a_choice_depends_on_how_the_dates_of_a_field_are_read(tmp_path: Path) -> None:
    """Another record of the file proves which number is the day: a choice that was cached before that is not taken."""
    path, config = tmp_path / "dated.jsonl", asking("groups", keep=("earliest",))
    bodies = [BODIES[0].replace("Rosewood", f"Town{at}").replace("four", f"{at + 5}") for at in range(30)]
    bodies = [f"{body} {' '.join(f'word{at}x{number}' for number in range(60))}" for at, body in enumerate(bodies)]

    def first(proof: str) -> list[int]:
        records = [{"text": body, "date": date} for body in bodies for date in ("05/03/2024", "04/04/2024")]
        records.append({"text": "Nothing else.", "date": proof})
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        groups = audit([path], config, cache=Cache([path], config, str(tmp_path / "cache"))).evidence.groups
        return [group.members.index(group.keep) for group in groups]

    assert first("25/12/2024") == [0] * 30
    assert first("12/25/2024") == [1] * 30
    assert first("25/12/2024") == [0] * 30


def test_the_dates_of_a_field_are_gone_through_once(
    corpus: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not for each portion of the groups."""
    monkeypatch.setattr(keeping, "TOGETHER", 3)

    assert calls(field_orders, lambda: audit([corpus], asking("groups")))[0] == 1


STAGES: dict[str, FunctionType] = {
    "attribute": attribute, "inspect": inspect, "passages": meetings, "derive": derive, "pages": page_facts,
    "rules": rules.judge,
}  # fmt: skip


@pytest.mark.parametrize(
    ("config", "run"),
    [
        (asking("pairs"), set()),
        (asking("pairs", select=("OVL", "SRC")), set()),
        (asking("groups", "pairs", keep=("longest",)), set()),
        (asking("groups", keep=("path=a*", "first")), set()),
        (asking("groups", keep=("earliest",)), {"attribute"}),
        (asking("groups", keep=("source=VNA", "longest")), {"attribute"}),
        (asking("groups"), {"attribute", "inspect", "derive", "pages"}),
        (asking("claims"), {"attribute"}),
        (asking("findings", select=("TXT002",)), {"inspect", "rules"}),
        (asking("findings", select=("DUP003",), keep=("longest",)), {"rules"}),
        (asking(), set(STAGES)),
    ],
)
def test_only_what_is_asked_for_is_found_out(corpus: Path, calls: Calls, config: Config, run: set[str]) -> None:
    """The functions of all other stages are not called once."""
    assert {name for name, stage in STAGES.items() if calls(stage, lambda: audit([corpus], config))[0]} == run


@pytest.mark.parametrize("keep", [("earliest",), ("best",), ("source=VNA", "best", "earliest")])
def test_only_members_of_groups_are_looked_at(corpus: Path, calls: Calls, keep: tuple[str, ...]) -> None:
    """Each distinct text once, however many steps read its claims, and no text outside of the groups."""
    read, report = calls(attribute, lambda: audit([corpus], asking("groups", keep=keep)))
    members = [member for group in report.evidence.groups for member in group.members]

    assert read == len({report.evidence.text(member) for member in members}) < len(report.evidence.documents)


def test_what_the_lines_of_members_name_is_found_out_once(corpus: Path, calls: Calls) -> None:
    """Who derives from whom is asked of all pairs afterwards, and most of these are of members of groups."""
    read, report = calls(page_facts, lambda: audit([corpus], asking("groups", "pairs", jobs=1)))
    pairs = report.evidence.pairs
    paired = {report.evidence.text(at) for at in {*pairs.left.tolist(), *pairs.right.tolist()}}

    assert read == len(paired)


def test_shorter_copies_of_a_clean_text_are_not_looked_at(tmp_path: Path, calls: Calls) -> None:
    """Where the longest has no blemish, no other can be kept."""
    for at, text in enumerate((BODIES[0], f"{BODIES[0]} It was said.", f"{BODIES[0]} It was said on the quay.")):
        (tmp_path / f"{at}.txt").write_text(text)

    looked, report = calls(inspect, lambda: audit([tmp_path], asking("groups")))

    assert looked == 1
    assert report.evidence.groups[0].keep == 2


def rows(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.decode())))


@pytest.fixture
def written(corpus: Path, run: Run, tmp_path: Path) -> Callable[..., tuple[Path, str, str]]:
    """Audit the corpus and give the output folder, and what was printed on standard output and standard error."""
    numbers = iter(range(99))

    def call(*more: str) -> tuple[Path, str, str]:
        out = tmp_path / f"out{next(numbers)}"
        result = run("audit", corpus, "--threshold", "0.6", "--output", out, "--no-cache", *more)
        assert result.returncode == 0, result.stderr
        return out, result.stdout.decode(), result.stderr.decode()

    return call


def test_pairs_alone_are_those_at_the_threshold(written: Callable) -> None:
    """Row for row those of a full audit, but for what is derived and the relation that passages refine."""
    alone, out, err = written("--write", "pairs")
    whole, _, full = written()
    some, every = (rows((one / "pairs.csv").read_bytes()) for one in (alone, whole))
    own = {"relation", "direction", "confidence", "derived_from_source"}

    assert {path.name for path in alone.iterdir()} == {"pairs.csv"}
    assert [{key: row[key] for key in row if key not in own} for row in some] == [
        {key: row[key] for key in row if key not in own} for row in every if float(row["jaccard"]) >= 0.6
    ]
    assert {(row["direction"], row["confidence"]) for row in some} == {("", "")}
    assert "only pairs of at least 0.6 are listed, without direction; --write pairs,passages also lists" in err
    assert "only pairs" not in full
    assert "findings" not in out


def test_pairs_with_passages_are_all(written: Callable) -> None:
    """The same bytes as those of a full audit, and nobody is told of anything left out."""
    both, _, err = written("--write", "pairs,passages")
    whole, _, _ = written()

    assert (both / "pairs.csv").read_bytes() == (whole / "pairs.csv").read_bytes()
    assert (both / "passages.csv").read_bytes() == (whole / "passages.csv").read_bytes()
    assert "only pairs" not in err


def test_groups_alone_say_the_same(written: Callable) -> None:
    """But for independent sources, which derivations of the whole corpus tell."""
    alone, out, _ = written("--write", "groups")
    whole, _, _ = written()
    some, every = (rows((one / "groups.csv").read_bytes()) for one in (alone, whole))

    assert [{**row, "independent_sources": ""} for row in every] == some
    assert "; keep " in out


def test_what_is_printed_follows_from_what_is_written(written: Callable) -> None:
    """The table where findings are written or asked for, a summary elsewhere, which names no findings and no keep."""
    _, summary, _ = written("--write", "pairs")
    _, table, _ = written("--write", "findings", "--select", "DUP003")
    _, asked, _ = written("--write", "pairs", "--select", "DUP003", "-f", "table")

    assert "group" in summary
    assert "keep" not in summary
    assert "findings:" in table
    assert table == asked


def test_the_policy_stands_in_the_reports(written: Callable) -> None:
    """In audit.json, on the page and in report.md, with what a full audit leaves out: nothing."""
    out, _, _ = written("--keep", "source=VNA,longest", "--write", "audit,html,report", "--select", "TXT")
    found = json.loads((out / "audit.json").read_bytes())

    assert found["settings"]["keep"] == ["source=VNA", "longest"]
    assert found["left_out"] == []
    assert "<dt>kept of each group</dt><dd>source=VNA, longest</dd>" in (out / "report.html").read_text()
    assert "- keep: source=VNA, longest\n" in (out / "report.md").read_text()


def test_what_a_run_leaves_out_is_recorded(corpus: Path) -> None:
    """A report that lacks passages says so to what reads it."""
    report = audit([corpus], asking("pairs"))

    assert report.left_out == {"digests", "keep", "repeats", "inspect", "attribute", "derive", "passages", "rules"}
    assert not audit([corpus], asking()).left_out


def test_findings_name_the_member_that_the_policy_keeps(run: Run, tmp_path: Path) -> None:
    """A check reports the others, whatever rules it runs."""
    (tmp_path / "gold").mkdir()
    (tmp_path / "web").mkdir()
    (tmp_path / "web/a.txt").write_text(f"{BODIES[0]} It was said on the quay by two of the four men.\n")
    (tmp_path / "gold/b.txt").write_text(f"{BODIES[0]}\n")

    def reported(*more: str) -> set[str]:
        result = run("check", ".", "-f", "jsonl", *more, cwd=tmp_path)
        found = map(json.loads, result.stdout.decode().splitlines())
        return {one["path"] for one in found if one["code"] == "DUP003"}

    assert reported() == reported("--select", "DUP003") == {"gold/b.txt"}
    assert reported("--keep", "path=gold/") == reported("--keep", "path=gold/", "--select", "DUP003") == {"web/a.txt"}


@pytest.mark.parametrize("more", [("--write", "pairs"), ("--write", "groups", "--keep", "longest")])
def test_an_input_that_cannot_be_read_leaves_any_run_incomplete(
    run: Run, tmp_path: Path, more: tuple[str, ...]
) -> None:
    """Also one that runs no rule."""
    (tmp_path / "a.txt").write_text(BODIES[0])
    (tmp_path / "b.jsonl").write_text('{"text": "x"\n')
    result = run("audit", ".", *more, cwd=tmp_path)

    assert result.returncode == 3
    assert b"b.jsonl:1" in result.stderr


def test_a_fault_in_a_member_is_reported_once(corpus: Path, monkeypatch: pytest.MonkeyPatch, forking: None) -> None:
    """A bug that one text triggers costs what is known of that text, in whatever process it happens."""
    from provenance import faults
    from provenance.attribution import gather

    monkeypatch.setattr(faults, "UNCAUGHT", (MemoryError,))
    claims = gather.claims

    def failing(text: str, *more: object) -> object:
        if "Rosewood Gazette" in text and "Elmstead" in text:
            raise KeyError(text)
        return claims(text, *more)

    monkeypatch.setattr("provenance.attribution.claims", failing)
    report = audit([corpus], asking("groups"))
    messages = [notice.message.partition(" (")[0] for notice in report.evidence.notices if notice.kind == "fault"]

    assert set(messages) == {"attribute failed on this text"}
    assert len(messages) == len(report.evidence.gaps["attribute"]) == len(TAILS)
