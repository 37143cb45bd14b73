"""The public functions, and that importing the package costs nothing."""

import importlib
import subprocess
import sys

import pytest

import provenance

STORY = (
    "The harbour board met on Monday and agreed to repair the old lighthouse before the winter storms arrive. "
    "Its keeper said that the lamp had not failed once in forty years of service."
)


@pytest.mark.parametrize("stage", ["alignment.shared", "attribution.dates", "grouping.bands", "pipeline"])
def test_stages_are_imported_by_their_own_names(stage):
    """A stage's package is no function's namesake: its modules can be imported, and functions stay."""
    importlib.import_module(f"provenance.{stage}")

    assert all(callable(getattr(provenance, name)) for name in provenance.__all__)


def test_import_is_lazy():
    """``import provenance`` imports neither numpy nor attrs nor any stage: its version is all."""
    code = "import sys, provenance; print(*(m for m in sys.modules if m.startswith(('numpy', 'attr', 'provenance.'))))"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert loaded == ["provenance.version"]


def test_group_names_texts_by_position():
    """Texts that differ in case and line breaks only are one group of positions."""
    grouping = provenance.group([STORY, "Quite another text, about nothing in particular.", STORY.upper()])

    assert [group.members for group in grouping.groups] == [(0, 2)]
    assert grouping.pairs.jaccard.tolist() == [1.0]


@pytest.mark.parametrize("made", [str, lambda path: path, lambda path: [path], lambda path: path.parent.glob("*.txt")])
def test_audit_takes_one_path_or_any_of_several(tmp_path, made):
    """A path by itself, as text or not, and whatever yields paths, once."""
    (tmp_path / "a.txt").write_text(STORY)

    assert [document.id for document in provenance.audit(made(tmp_path / "a.txt")).evidence.documents] == ["a.txt"]


def test_group_takes_any_texts_and_no_single_one():
    """The letters of a text are nobody's corpus."""
    from provenance.errors import UsageError

    assert len(provenance.group(iter([STORY, STORY])).groups) == 1
    with pytest.raises(UsageError, match="give a list"):
        provenance.group(STORY)


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: provenance.align(1, STORY),
        lambda: provenance.align(STORY, None),
        lambda: provenance.repeats(b"bytes"),
        lambda: provenance.attribute(["a text"]),
        lambda: provenance.group([STORY, 2]),
        lambda: provenance.group(7),
        lambda: provenance.audit(3),
        lambda: provenance.audit([3]),
    ],
)
def test_what_is_neither_text_nor_path_is_misuse(misuse):
    """A wrong argument is a UsageError that says what is wrong with it, or what to give."""
    from provenance.errors import UsageError

    with pytest.raises(UsageError, match=r"is no text|is no path|holds no texts; give|give paths"):
        misuse()


@pytest.mark.parametrize("threshold", [0, -1, 1.01])
def test_group_refuses_thresholds_that_no_similarity_can_have(threshold):
    """A threshold is above 0 and at most 1."""
    from provenance.errors import UsageError

    with pytest.raises(UsageError, match="above 0 and at most 1"):
        provenance.group([STORY], threshold)


def test_align_and_repeats_give_places():
    """A shared passage is found with its places on both sides, and a repeated one in its own text."""
    left, right = f"First of all. {STORY}", f"{STORY} And then nothing more."

    (shared,) = provenance.align(left, right)
    (again,) = provenance.repeats(f"{STORY}\n\nBetween the copies.\n\n{STORY}")

    assert left[shared.left.start : shared.left.end].rstrip(".") == STORY.rstrip(".")
    assert right[shared.right.start : shared.right.end].rstrip(".") == STORY.rstrip(".")
    assert again.left.end <= again.right.start


def test_attribute_reads_a_dateline_and_a_file_name():
    """The source comes from the text, a date from the file's name."""
    attribution = provenance.attribute(f"LISBON (Lusa) - {STORY}", "2023-05-06_lighthouse.txt")

    assert attribution.source == "Lusa"
    assert any(claim.asserter == "file name" and claim.value == "2023-05-06" for claim in attribution.claims)
