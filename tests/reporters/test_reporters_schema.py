"""audit.json is what its published schema says."""

from __future__ import annotations

import io
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from sample_report import bare, report

from provenance.reporters.audit_json import SCHEMA as VERSION
from provenance.reporters.formats import FORMATS
from provenance.settings import Acceptance, Attributing, Config, Judging, Reading
from provenance.settings.written import schema_of_recorded

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.model import Report

SCHEMA = json.loads((files("provenance.reporters.audit_json") / "audit.schema.json").read_text(encoding="utf-8"))
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
both = pytest.mark.parametrize("made", [report(), bare()], ids=["whole", "bare"])


def written(made: Report, config: Config | None = None) -> object:
    stream = io.StringIO()
    FORMATS["json"].write(made, stream, config or Config())
    return json.loads(stream.getvalue())


def is_a(value: object, name: str) -> bool:
    """Whether *value* is of the JSON type *name*."""
    if name in {"integer", "number"}:
        return isinstance(value, int if name == "integer" else int | float) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def complaints(value: object, schema: dict, where: str = "") -> list[str]:
    """What a validator would say, for the words of JSON Schema that ours uses; another word is an error."""
    if "$ref" in schema:
        return complaints(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], where)
    unknown = set(schema) - {
        "$schema", "$id", "$defs", "title", "description", "type", "required", "properties", "additionalProperties",
        "items", "enum", "const", "minimum", "exclusiveMinimum", "maximum", "minItems", "maxItems", "minLength",
        "pattern",
    }  # fmt: skip
    assert not unknown
    names = schema.get("type", [])
    wrong = bool(names) and not any(is_a(value, name) for name in ([names] if isinstance(names, str) else names))
    wrong |= "enum" in schema and value not in schema["enum"]
    wrong |= "const" in schema and value != schema["const"]
    if isinstance(value, int | float):
        wrong |= not schema.get("minimum", value) <= value <= schema.get("maximum", value)
        wrong |= "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]
    if isinstance(value, str):
        wrong |= not re.search(schema.get("pattern", ""), value) or len(value) < schema.get("minLength", 0)
    said = [f"{where}: {value!r}"] if wrong else []
    if isinstance(value, list):
        assert schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
        said += [line for at, item in enumerate(value) for line in complaints(item, schema["items"], f"{where}[{at}]")]
    if isinstance(value, dict):
        said += [f"{where}: no {name}" for name in schema.get("required", []) if name not in value]
        for name, inner in value.items():
            rest = schema.get("additionalProperties", {})
            known = schema.get("properties", {}).get(name, rest)
            said += [f"{where}: {name}?"] if known is False else complaints(inner, known, f"{where}.{name}")
    return said


@both
def test_reports_keep_to_the_schema(made: Report) -> None:
    """A report with everything, and one with next to nothing, have no key and no value but those of the schema."""
    assert complaints(written(made), SCHEMA) == []


def test_the_samples_keep_to_the_schema(seeds: Path) -> None:
    """The report of an audit of the sample articles does, too."""
    from provenance.pipeline import audit

    assert complaints(written(audit([seeds])), SCHEMA) == []


@both
def test_a_public_validator_agrees(made: Report) -> None:
    """The jsonschema package, where it is installed, says the same."""
    jsonschema = pytest.importorskip("jsonschema")

    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(written(made))


@pytest.mark.parametrize(
    ("key", "value"), [("tool", "another"), ("documents", {}), ("settings", {}), ("colour", 1), ("schema", 2)]
)
def test_other_files_do_not(key: str, value: object) -> None:
    """A file with another key, a missing one or a value of another kind is not one of ours."""
    found = written(report())
    assert isinstance(found, dict)

    assert complaints({**found, key: value}, SCHEMA)


def test_the_schema_has_the_version_of_the_files() -> None:
    """The schema describes the version that is written."""
    assert SCHEMA["properties"]["schema"]["const"] == VERSION
    assert SCHEMA["$id"].endswith(f":{VERSION}")


def test_the_schema_of_settings_is_current(root: Path, *, update_golden: bool) -> None:
    """What the schema says about settings follows from their declarations."""
    if update_golden:
        schema = {**SCHEMA, "$defs": {**SCHEMA["$defs"], "settings": schema_of_recorded()}}
        path = root / "provenance" / "reporters" / "audit_json" / "audit.schema.json"
        path.write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return

    assert SCHEMA["$defs"]["settings"] == schema_of_recorded()


def test_settings_that_decide_what_is_found_are_recorded() -> None:
    """Where they are not the default, in the form that the schema has; what only concerns reports is left out."""
    accepted = Acceptance(("DUP003",), ("a.txt", "b.txt"), "two editions", "/home/x/provenance.toml", 3)
    ignored = Acceptance(("TXT",), ("drafts/*",), "", "/home/x/provenance.toml", 9)
    judging = Judging(severity=(("DUP", "info"),), accept=(accepted,), per_file_ignores=(ignored,), fail_level="error")
    attributing = Attributing(agencies=("/home/x/mine.toml",))
    made = written(report(), Config(Reading(exclude=("drafts/",)), attributing=attributing, judging=judging))

    assert complaints(made, SCHEMA) == []
    assert isinstance(made, dict)
    assert {key: value for key, value in made["settings"].items() if key not in schema_of_recorded()["required"]} == {
        "exclude": ["drafts/"],
        "agencies": ["mine.toml"],
        "severity": {"DUP": "info"},
        "per-file-ignores": {"drafts/*": ["TXT"]},
        "accept": [{"code": ["DUP003"], "between": ["a.txt", "b.txt"], "reason": "two editions"}],
    }


def test_settings_that_are_the_default_are_not_recorded() -> None:
    """But for those that every audit.json names."""
    made = written(report())

    assert isinstance(made, dict)
    assert list(made["settings"]) == [
        "threshold",
        "keep",
        "min-words",
        "select",
        "ignore",
        "as-of",
        "encoding",
        "fields",
    ]
