"""The settings by their names in configuration files: what each is, as JSON Schema says it, and its usual value."""

from __future__ import annotations

# They are about one run, not about a corpus: a configuration file that set them would surprise.
FLAGS_ONLY = ("format", "report")

_WORDS = {"type": ["array", "string"], "items": {"type": "string"}}
_CODES = {"type": ["array", "string"], "items": {"type": "string", "minLength": 1}, "minItems": 1}
_LEVEL = {"type": "string", "enum": ["error", "warning", "info"]}
_PATHS = {"type": ["array", "string"], "items": {"type": "string"}, "minItems": 1, "maxItems": 2}


def _table(title: str, properties: dict[str, object], required: list[str]) -> dict[str, object]:
    """Return the schema of an array of tables."""
    items = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return {"description": title, "type": "array", "items": items, "default": []}


KEYS: dict[str, dict[str, object]] = {
    "include": {
        "description": "only files that these patterns fit are read, as in .gitignore",
        **_WORDS,
        "default": [],
    },
    "exclude": {"description": "files and folders that these patterns fit are passed over", **_WORDS, "default": []},
    "respect-gitignore": {"description": "what git ignores is passed over", "type": "boolean", "default": True},
    "follow-links": {
        "description": "links that lead out of what was given, or to what is hidden or excluded, are followed",
        "type": "boolean",
        "default": False,
    },
    "encoding": {"description": "every file is read in this encoding", "type": "string"},
    "fields": {
        "description": "names of the fields of records",
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("text", "id", "title", "date", "source", "url")},
        "additionalProperties": False,
    },
    "select": {"description": "only these rules: codes, their beginnings, names or ALL", **_WORDS, "default": []},
    "extend-select": {"description": "these rules too", **_WORDS, "default": []},
    "ignore": {"description": "not these rules", **_WORDS, "default": []},
    "severity": {
        "description": "another severity for a rule or a family",
        "type": "object",
        "additionalProperties": _LEVEL,
        "default": {},
    },
    "fail-level": {"description": "the least severity that fails a check", **_LEVEL, "default": "warning"},
    "per-file-ignores": {
        "description": "rules that are passed over in the files that a pattern fits",
        "type": "object",
        "additionalProperties": _CODES,
        "default": {},
    },
    "accept": _table(
        "findings that are known and accepted",
        {"code": _CODES, "between": _PATHS, "reason": {"type": "string", "minLength": 1}},
        ["code", "between", "reason"],
    ),
    "boilerplate": _table(
        "passages that stand everywhere and are no overlap",
        {"text": {"type": "string", "minLength": 1}, "reason": {"type": "string"}},
        ["text"],
    ),
    "baseline": {"description": "the file of accepted findings", "type": "string"},
    "threshold": {
        "description": "similarity from which two documents are a pair",
        "type": "number",
        "exclusiveMinimum": 0,
        "maximum": 1,
        "default": 0.7,
    },
    "min-words": {"description": "the fewest words of a passage that is reported", "type": "integer", "minimum": 1},
    "as-of": {"description": "dates after this one are in the future (YYYY-MM-DD)", "type": "string"},
    "agencies": {
        "description": "tables of news agencies of your own (TOML files, or package:NAME), added to the one here",
        **_WORDS,
        "default": [],
    },
    "mojibake": {
        "description": "what finds mojibake: the careful check of its own, or ftfy's detector beside it",
        "type": "string",
        "enum": ["own", "ftfy"],
        "default": "own",
    },
    "jobs": {"description": "threads; 0 for all processors", "type": "integer", "minimum": 0, "default": 0},
    "output": {"description": "folder for the reports", "type": "string", "default": "reports"},
    "write": {"description": "only these files of the folder", **_WORDS, "default": []},
    "format": {"description": "format on standard output", "type": "string"},
    "report": {"description": "a file to write, as FORMAT=PATH", **_WORDS},
    "color": {"description": "colors", "type": "string", "enum": ["auto", "always", "never"], "default": "auto"},
}


def schema() -> dict[str, object]:
    """Return the JSON Schema of ``provenance.toml`` and of ``[tool.provenance]``."""
    from provenance.settings.declared import Config

    properties = {key: dict(value) for key, value in KEYS.items() if key not in FLAGS_ONLY}
    properties["min-words"]["default"] = Config().aligning.min_words
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of provenance",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
