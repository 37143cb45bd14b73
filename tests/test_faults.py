"""A bug that one text triggers costs that text only: the run continues, reports it, and is incomplete."""

import csv
import json
from importlib import import_module

import attrs
import pytest

from provenance import faults, rules
from provenance.alignment import carried
from provenance.cache import Cache
from provenance.cli import main
from provenance.derivation import direction
from provenance.model import Document
from provenance.pipeline import audit
from provenance.pipeline.explain import audit_text
from provenance.rules.rule import Rule
from provenance.settings import Config

STORY = (
    "HANOI, March 5 (Reuters) - The ferry at the old landing of {} runs again after its rope was changed by four men "
    "of the town, who had asked for a new one since the spring of last year, the harbour master said on Tuesday. "
)
FAULTY = "a text that is more than the tool can take"
BUG = "this is a bug in provenance: please report it (-v shows where); all other results stand"


class FaultError(Exception):
    """The exception that an injected bug raises."""


def failing(work):
    """Return *work* with a bug: it fails on texts that contain FAULTY."""

    def called(text, *more):
        if FAULTY in text:
            raise FaultError(FAULTY)
        return work(text, *more)

    return called


@pytest.fixture
def caught(monkeypatch):
    """Let faults be caught, as they are for users."""
    monkeypatch.setattr(faults, "UNCAUGHT", (faults.ProvenanceError, MemoryError, ImportError))


@pytest.fixture
def corpus(tmp_path):
    """A folder of three texts, the second of which contains FAULTY."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY.format("Rosewood") * 2)
    (folder / "b.txt").write_text(f"{FAULTY}\n\n{STORY.format('Elmstead')}")
    (folder / "c.txt").write_text("The market of another town opens at nine, and closes when the last fish is sold.")
    return folder


def faults_of(report):
    """Return path, line and message of every IO001 finding."""
    return [(one.path, one.line, one.message) for one in report.findings if one.code == "IO001"]


STAGES = {"inspect": "form", "repeats": "alignment", "attribute": "attribution"}


@pytest.fixture
def break_stage(monkeypatch):
    """Return a function that injects a bug into a stage: it fails on texts that contain FAULTY."""

    def broken(stage, patch=monkeypatch):
        module = import_module(f"provenance.{STAGES[stage]}")
        patch.setattr(module, stage, failing(getattr(module, stage)))

    return broken


@pytest.mark.usefixtures("caught")
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("stage", STAGES)
def test_a_fault_in_a_stage_costs_one_text(break_stage, corpus, stage, jobs):
    """IO001 names the text and the stage; all results for other texts stand, on any number of threads."""
    config = attrs.evolve(Config(), grouping=attrs.evolve(Config().grouping, jobs=jobs))
    before = audit([corpus], config)
    break_stage(stage)

    report = audit([corpus], config)

    assert faults_of(report) == [("b.txt", None, f"{stage} failed on this text (FaultError); {BUG}")]
    others = [one for one in before.findings if one.path != "b.txt"]
    assert [one for one in report.findings if one.path != "b.txt"] == others
    assert [one for one in report.findings if one.path == "b.txt" and one.code != "IO001"] == [
        one for one in before.findings if one.path == "b.txt" and stage not in rules.RULES[one.code].needs
    ]


@pytest.mark.usefixtures("caught")
def test_nothing_is_held_against_a_text_that_was_not_looked_into(break_stage, tmp_path):
    """A source that was not looked for is not reported missing, neither for one file nor for many."""
    records = tmp_path / "many.jsonl"
    text = "The market of town {} opens at nine and closes when the last fish is sold"
    lines = [json.dumps({"text": text.format(number) + FAULTY * (number % 300 == 0)}) for number in range(1500)]
    records.write_text("\n".join(lines))
    break_stage("attribute")

    report = audit([records], attrs.evolve(Config(), judging=attrs.evolve(Config().judging, select=("SRC001", "IO"))))

    assert [one.count for one in report.findings if one.code == "SRC001"] == [1495]
    assert [line for _, line, _ in faults_of(report)] == [1, 301, 601, 901, 1201]


@pytest.mark.usefixtures("caught")
def test_equal_records_in_a_row_are_each_named(break_stage, tmp_path):
    """Equal texts in a row share a result, but each gets its own fault."""
    records = tmp_path / "equal.jsonl"
    records.write_text(f'{{"text": "{FAULTY}"}}\n' * 3)
    break_stage("attribute")

    report = audit([records])

    assert [line for _, line, _ in faults_of(report)] == [1, 2, 3]


@pytest.mark.usefixtures("caught")
def test_a_fault_in_an_alignment_costs_that_text(monkeypatch, corpus):
    """A text that cannot be aligned with earlier ones carries nothing; all other evidence about it stands."""
    (corpus / "d.txt").write_text(f"{STORY.format('Rosewood')}\n\n{FAULTY}")
    (corpus / "e.txt").write_text(STORY.format("Rosewood"))
    texts = [path.read_text() for path in sorted(corpus.iterdir())]
    work = carried.Carriers.__call__

    def carries(self, met):
        return failing(lambda _: work(self, met))(texts[met.document])

    monkeypatch.setattr(carried.Carriers, "__call__", carries)

    report = audit([corpus])

    assert {(path, message.partition(" (")[0]) for path, _, message in faults_of(report)} == {
        ("b.txt", "passages failed on this text"),
        ("d.txt", "passages failed on this text"),
    }
    # A block that most texts have is found without alignment.
    aligned = [passage for passage in report.evidence.passages if not passage.boilerplate]
    assert {1, 3}.isdisjoint(carrier.document for passage in aligned for carrier in passage.carriers)


@pytest.mark.usefixtures("caught")
@pytest.mark.parametrize(
    ("work", "said"),
    [
        ("page_facts", ["derive failed on this text (FaultError)"]),
        (
            "decide",
            [f"{stage} failed (FaultError) and has no further results for any text" for stage in ("keep", "derive")],
        ),
    ],
)
def test_a_fault_in_a_derivation_leaves_pairs_and_groups(monkeypatch, corpus, work, said):
    """Pairs are complete without a derivation, and of each group the representative is kept."""
    (corpus / "d.txt").write_text(f"{FAULTY}\n\n{STORY.format('Elmstead')} It was said by them.")
    pairs = audit([corpus]).evidence.pairs

    def failed(*_):
        raise FaultError

    monkeypatch.setattr(direction, work, failed)
    report = audit([corpus])

    assert {message for _, _, message in faults_of(report)} == {f"{one}; {BUG}" for one in said}
    assert report.evidence.pairs.jaccard.tolist() == pairs.jaccard.tolist() != []


@pytest.mark.usefixtures("caught")
def test_a_fault_in_a_rule_costs_the_rest_of_that_rule(monkeypatch, corpus):
    """The findings before the fault stand, and so do those of other rules."""

    def check(case, find):
        yield find(0, "found before")
        raise FaultError

    before = audit([corpus]).findings
    monkeypatch.setitem(
        rules.RULES, "TXT006", Rule("TXT006", "no-title", "info", check, samples=rules.RULES["TXT006"].samples)
    )

    report = audit([corpus])

    assert faults_of(report) == [
        ("", None, f"rule TXT006 failed (FaultError) and has no further results for any text; {BUG}")
    ]
    assert [one.message for one in report.findings if one.code == "TXT006"] == ["found before"]
    ours = {"IO001", "TXT006"}
    assert [one for one in report.findings if one.code not in ours] == [one for one in before if one.code != "TXT006"]


@pytest.mark.usefixtures("caught")
def test_a_faulty_run_is_incomplete(break_stage, corpus, capsys):
    """The document keeps its row, with the stage's columns empty; the status is 3, and -v shows the traceback."""
    break_stage("attribute")

    quiet = main(["audit", str(corpus), "--output", str(corpus.parent / "out"), "--no-cache"])
    shortly = capsys.readouterr().err
    loud = main(["check", str(corpus), "-v", "--no-cache", "--no-baseline"])
    wholly = capsys.readouterr().err

    assert (quiet, loud) == (3, 3)
    assert f"provenance: b.txt: fault: attribute failed on this text (FaultError); {BUG}\n" in shortly
    assert "Traceback" not in shortly
    assert wholly.count("Traceback (most recent call last)") == 1
    with open(corpus.parent / "out" / "documents.csv", encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert [rows["b.txt"][key] for key in ("title", "source", "published", "published_asserter")] == [""] * 4
    assert rows["b.txt"]["redundant_share"]
    assert rows["a.txt"]["source"] == "Reuters"


@pytest.mark.usefixtures("caught")
def test_a_faulty_run_is_not_remembered(monkeypatch, break_stage, corpus, tmp_path):
    """A fault leaves nothing in the cache, and earlier entries stay."""
    for number in range(60):
        (corpus / f"{number}.txt").write_text(STORY.format(f"town {number}"))
    whole = audit([corpus])
    config = Config()

    def run():
        return audit([corpus], config, cache=Cache([corpus], config, str(tmp_path / "cache")))

    with monkeypatch.context() as patch:
        break_stage("attribute", patch)
        assert faults_of(run())
        assert faults_of(run())

    assert run().findings == run().findings == whole.findings


@pytest.mark.usefixtures("caught")
def test_a_fault_shows_in_a_text_by_itself(break_stage, tmp_path, capsys):
    """explain-document shows the rest of the page, and exits with 3."""
    file = tmp_path / "b.txt"
    file.write_text(FAULTY)
    break_stage("inspect")

    assert main(["explain-document", str(file)]) == 3
    assert "inspect failed on this text (FaultError)" in capsys.readouterr().out


@pytest.mark.parametrize("error", [MemoryError, ImportError, KeyboardInterrupt])
@pytest.mark.usefixtures("caught")
def test_what_is_no_fault_in_a_text_ends_the_run(monkeypatch, error):
    """Exhausted memory, a missing library and an interruption end the run: the next text would raise them too."""

    def failed(*_):
        raise error

    monkeypatch.setattr(import_module("provenance.attribution"), "attribute", failed)

    with pytest.raises(error):
        audit_text(Document("a", "a", b"", None, 1), "a", (), Config())


def test_tests_catch_no_fault(break_stage, corpus):
    """A fault fails the test that triggers it, though a user's run would continue."""
    break_stage("attribute")

    with pytest.raises(FaultError):
        audit([corpus])
