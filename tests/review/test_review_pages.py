"""What an audit wrote is served as the page in memory is: the same tables, the same texts."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import attrs
import pytest

from provenance.errors import UsageError
from provenance.reporters import emit
from provenance.reporters.html import page as pages_of
from provenance.review.pages import Listed, written
from provenance.settings import Config, Reporting

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.model import Report
    from provenance.review.pages import Pages


def part(pages: Pages, name: str) -> object:
    """What a browser makes of a part."""
    found = pages.part(name)
    assert found is not None
    return json.loads(gzip.decompress(found.content) if found.packed else found.content)


def saved(report: Report, folder: Path, form: str) -> Path:
    target = folder / ("pages" if form == "html-dir" else "report.html")
    emit(report, attrs.evolve(Config(), reporting=Reporting(files=((form, str(target)),))))
    return target


@pytest.mark.parametrize(("form", "plain"), [("html", True), ("html", False), ("html-dir", True)])
def test_every_form_of_the_page(
    form: str, plain: bool, report: Report, pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is plain, one that is packed, and one in a folder give what the report in memory gives."""
    if not plain:
        monkeypatch.setattr(pages_of, "PLAIN", 100)
    found = written(str(saved(report, tmp_path, form)))

    assert found is not None
    assert found.page == pages.page
    for name in ("index", "chunks", "texts-0"):
        assert part(found, name) == part(pages, name)
    for name in ("texts-1", "../index", "report"):
        assert found.part(name) is None


def test_the_folder_of_an_audit(report: Report, pages: Pages, tmp_path: Path) -> None:
    """Its page is served; a folder of texts is none."""
    saved(report, tmp_path, "html")
    assert written(str(tmp_path)) is None
    emit(report, attrs.evolve(Config(), reporting=Reporting(files=(("json", str(tmp_path / "audit.json")),))))

    found = written(str(tmp_path))

    assert found is not None
    assert Listed(found).positions == Listed(pages).positions


def test_a_page_that_is_a_text(tmp_path: Path) -> None:
    """A page of somebody else is a text to audit."""
    file = tmp_path / "report.html"
    file.write_text("<!doctype html><title>News</title>", encoding="utf-8")

    assert written(str(file)) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [("script-src 'sha256-", "script-src 'sha256-x"), ('data-form="plain"', ""), ("application/json", "text/plain")],
)
def test_a_page_of_another_version(old: str, new: str, report: Report, tmp_path: Path) -> None:
    """Its script does not save decisions, so it is refused with the way out."""
    file = saved(report, tmp_path, "html")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(UsageError, match="audit the texts again"):
        written(str(file))


def test_a_folder_that_is_written_anew(report: Report, tmp_path: Path) -> None:
    """The texts of another audit are not shown beside the tables of this one."""
    folder = saved(report, tmp_path, "html-dir")
    found = written(str(folder))
    assert found is not None
    saved(report, tmp_path, "html-dir")

    with pytest.raises(UsageError, match="written anew"):
        found.part("texts-0")


def test_tables_that_are_damaged(report: Report, tmp_path: Path) -> None:
    """They are named as such before anything is served."""
    file = saved(report, tmp_path, "html")
    file.write_text(file.read_text(encoding="utf-8").replace('"sha256":', '"sha":'), encoding="utf-8")
    found = written(str(file))

    assert found is not None
    with pytest.raises(UsageError, match="cannot be read"):
        Listed(found)
