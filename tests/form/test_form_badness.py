"""Mojibake by ftfy's detector: the setting, what it adds to the built-in check, and the error if it is missing."""

from __future__ import annotations

import csv
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import ConfigError
from provenance.form import inspect
from provenance.form.badness import _reread, with_ftfy
from provenance.form.mojibake import mojibake
from provenance.model import Document
from provenance.pipeline import audit
from provenance.pipeline.run import MIN_CACHED_DOCUMENTS
from provenance.settings import Config, Judging
from provenance.settings.loading import load

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/mojibake.toml").read_text(encoding="utf-8"))["case"]
# What ftfy sees and the own check does not.
MAC = "The ferry‚Äôs rope was changed."
SAYS = "pip install 'provenance-audit[ftfy]'"
MISSING = "raise ModuleNotFoundError(\"No module named 'ftfy'\")\n"


@pytest.fixture
def installed():
    """Provide ftfy, which is an optional extra."""
    return pytest.importorskip("ftfy", reason="ftfy is not installed: pip install '.[ftfy]'")


@pytest.fixture
def folder(tmp_path):
    """A folder with a text in which ftfy's detector finds mojibake."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_text(MAC, encoding="utf-8")
    return tmp_path


def found(text, check="ftfy"):
    """Return the mojibake traits of *text*."""
    document = Document("a", "a", b"", None, 1)
    return [trait for trait in inspect(text, document, check) if trait.kind == "mojibake"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["what"]) for case in CASES])
@pytest.mark.usefixtures("installed")
def test_what_ftfy_must_find_and_what_it_must_not(case):
    """Each run is reported with its place and original, and nothing else; the built-in check alone is unchanged."""
    text = case["text"]

    traits = found(text)

    assert [text[trait.span.start : trait.span.end] for trait in traits] == [run for run, _ in case["runs"]]
    assert [trait.detail for trait in traits] == [f"{run} for {original}" for run, original in case["runs"]]
    own = [text[trait.span.start : trait.span.end] for trait in found(text, "own")]
    assert own == case.get("own", [])


@given(text=st.lists(st.sampled_from([*"aÂÃâ€™©ƒРџ√├é \n\ufffd\ud83d文", "Ã©", "‚Äô", "РџР°", "ÃƒÂ©"])).map("".join))
@pytest.mark.usefixtures("installed")
def test_the_own_check_stands_and_no_place_is_told_twice(text):
    """Traits are ordered and disjoint, each shows its run, and those of the built-in check are among them."""
    own = list(mojibake(text))

    both = with_ftfy(text, own)

    assert [trait for trait in both if trait in own] == own
    assert all(one.span.end <= two.span.start for one, two in pairwise(both))
    for trait in both:
        run, _, original = trait.detail.partition(" for ")
        assert run == text[trait.span.start : trait.span.end]
        assert run != original != ""


@given(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяё é.", max_size=20))
@pytest.mark.usefixtures("installed")
def test_what_a_run_would_be_is_what_it_was(text):
    """UTF-8 misread as Windows-1251 is restored exactly wherever it is detected."""
    misread = "".join(bytes([byte]).decode("cp1251") if byte != 0x98 else "\x98" for byte in text.encode())

    for trait in with_ftfy(misread, []):
        run, _, original = trait.detail.partition(" for ")
        assert original in text
        assert original.encode() == b"".join(b"\x98" if c == "\x98" else c.encode("cp1251") for c in run)


@pytest.mark.usefixtures("installed")
def test_mojibake_of_mojibake_is_undone_to_its_end():
    """A text misread twice is restored completely; the built-in check alone undoes one step."""
    (trait,) = with_ftfy("le cafÃƒÂ© est ouvert", [])

    assert trait.detail == "ÃƒÂ© for é"


@pytest.mark.parametrize("hostile", [("Â", "©"), ("Ãƒ", ""), ("â€", "™"), ("é Ã©", "ÃÃ"), ("ƒ", "Ã")])
@pytest.mark.usefixtures("installed")
def test_no_character_is_read_again_for_ever(hostile):
    """A line and its runs are decoded again at most three times, whereas ftfy itself has no limit."""
    piece, end = hostile
    text = piece * 10_000 + end
    lengths = []

    def called(frame, event, _):
        if event == "call" and frame.f_code is _reread.__code__:
            lengths.append(len(frame.f_locals["run"]))

    sys.setprofile(called)
    try:
        with_ftfy(text, [])
    finally:
        sys.setprofile(None)

    assert 0 < sum(lengths) <= 6 * len(text)


@pytest.mark.usefixtures("installed")
def test_the_finding_is_the_rules_own(folder, run):
    """The flag or the setting gives ENC002 with place and original; without them there is no finding."""

    def rows(*more):
        result = run("audit", "texts", "--select", "ENC", "--write", "findings", *more, cwd=folder)
        assert result.returncode == 0, result.stderr.decode()
        with (folder / "reports/findings.csv").open(encoding="utf-8", newline="") as file:
            return [(row["code"], row["start"], row["end"], row["message"]) for row in csv.DictReader(file)]

    expected = [("ENC002", "9", "12", "mojibake: “‚Äô for ’”")]
    assert rows() == []
    assert rows("--mojibake", "ftfy") == expected
    (folder / "provenance.toml").write_text('mojibake = "ftfy"\n', encoding="utf-8")
    assert rows() == expected
    assert rows("--mojibake", "own") == []
    assert (folder / "texts/a.txt").read_text(encoding="utf-8") == MAC


@pytest.mark.usefixtures("installed")
def test_a_cache_knows_which_check_found_what(folder, run):
    """The two settings do not share cached results."""
    for number in range(MIN_CACHED_DOCUMENTS + 1):
        (folder / f"texts/{number:02}.txt").write_text(f"{MAC} {number}", encoding="utf-8")

    def findings(*more):
        result = run(
            "check",
            "texts",
            "--select",
            "ENC",
            "--list",
            "ENC",
            *more,
            cwd=folder,
            XDG_CACHE_HOME=str(folder / "cache"),
        )
        assert result.returncode in {0, 1}, result.stderr.decode()
        return result.stdout.decode().count("ENC002")

    counts = [findings(), findings("--mojibake", "ftfy"), findings("--mojibake", "ftfy"), findings()]

    assert counts == [0, MIN_CACHED_DOCUMENTS + 2, MIN_CACHED_DOCUMENTS + 2, 0]
    assert list((folder / "cache/provenance").glob("*.cache"))


@pytest.mark.parametrize("content", [MISSING, "__version__ = '5.9'\n"], ids=["missing", "too old"])
@pytest.mark.parametrize(
    "command", [["audit", "texts"], ["check", "texts", "--select", "DUP"], ["check", "texts", "--no-cache"]]
)
def test_asked_for_and_not_installed_is_one_sentence(folder, run, root, content, command):
    """A missing ftfy exits with 2 and the command to install it, before anything is read."""
    (folder / "without").mkdir()
    (folder / "without/ftfy.py").write_text(content, encoding="utf-8")

    result = run(*command, "--mojibake", "ftfy", cwd=folder, PYTHONPATH=f"{folder / 'without'}:{root}")

    assert result.returncode == 2
    assert result.stderr.decode().count("\n") == 1
    assert SAYS in result.stderr.decode()
    assert result.stdout == b""


def test_a_page_of_one_document_asks_for_it_too(folder, run, root):
    """The setting also applies to explain-document."""
    (folder / "ftfy.py").write_text(MISSING, encoding="utf-8")
    environment = {"PYTHONPATH": f"{folder}:{root}", "PROVENANCE_MOJIBAKE": "ftfy"}

    result = run("explain-document", "texts/a.txt", cwd=folder, **environment)

    assert (result.returncode, SAYS in result.stderr.decode()) == (2, True)


def test_a_plain_audit_never_imports_it(folder, run, root):
    """A package that fails on import fails nothing else."""
    (folder / "ftfy.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    (folder / "texts/b.txt").write_text("Le dÃ©jeuner a Ã©tÃ© servi.", encoding="utf-8")

    assert run("audit", "texts", cwd=folder, PYTHONPATH=f"{folder}:{root}").returncode == 0


def test_settings_know_two_checks(tmp_path):
    """An unknown detector is refused; the message lists both."""
    assert load(None, {"mojibake": "ftfy"}).judging.mojibake == "ftfy"
    with pytest.raises(ConfigError, match="--mojibake: 'chardet' cannot be used; give one of own, ftfy"):
        load(None, {"mojibake": "chardet"})


@pytest.mark.usefixtures("installed")
def test_it_holds_from_python(folder):
    """The function accepts the value of the setting."""
    report = audit([folder / "texts"], Config(judging=Judging(select=("ENC",), mojibake="ftfy")))

    assert [finding.code for finding in report.findings] == ["ENC002"]
