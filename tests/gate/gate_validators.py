"""What the published schemas of other programs' formats say, for the parts that we write, as plain tables.

A shape is a type, a tuple of allowed values, a pattern, a list of one shape, a function, or a dict of keys; a key that
ends with "?" may be missing, and a key that is in no dict is a complaint.  Sources: SARIF 2.1.0 (OASIS), sections 3.13
to 3.58; GitLab, "Code Quality report format"; reviewdog,
DiagnosticResult.jsonschema; Jenkins' xunit plugin, junit-10.xsd.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET


def complaints(value: object, shape: object, where: str = "$") -> list[str]:
    """What is wrong with *value*, with the places."""
    if isinstance(shape, dict):
        return _object(value, shape, where)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{where}: no array"]
        return [line for at, one in enumerate(value) for line in complaints(one, shape[0], f"{where}[{at}]")]
    if isinstance(shape, tuple):
        return [] if value in shape else [f"{where}: {value!r} is none of {shape}"]
    if isinstance(shape, re.Pattern):
        return [] if isinstance(value, str) and shape.fullmatch(value) else [f"{where}: {value!r}"]
    if isinstance(shape, type):
        fits = isinstance(value, shape) and (shape is bool or not isinstance(value, bool))
        return [] if fits else [f"{where}: {value!r} is no {shape.__name__}"]
    return [] if shape(value) else [f"{where}: {value!r}"]


def _object(value: object, shape: dict[str, object], where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where}: no object"]
    known = {name.rstrip("?"): inner for name, inner in shape.items()}
    said = [f"{where}: no {name}" for name in shape if not name.endswith("?") and name not in value]
    for name, inner in value.items():
        said += complaints(inner, known[name], f"{where}.{name}") if name in known else [f"{where}: {name}?"]
    return said


def count(value: object) -> bool:
    """A place from 1."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


MESSAGE = {"text": str}
LEVEL = ("none", "note", "warning", "error")
REGION = {"startLine": count, "startColumn?": count, "endLine?": count, "endColumn?": count}
# A reference without a scheme: relative, percent-encoded, "/" between its parts (RFC 3986, 4.2).
URI = re.compile(r"(?![a-z]+:)(?!/)(?:[A-Za-z0-9._~/!$&'()*+,;=@-]|%[0-9A-F]{2})+")
PHYSICAL = {"artifactLocation": {"uri": URI, "uriBaseId?": str}, "region": REGION}
NOTIFICATION = {"level": LEVEL, "message": MESSAGE}
RESULT = {
    "ruleId": str,
    "ruleIndex": int,
    "level": LEVEL,
    "message": MESSAGE,
    "locations": [
        {"physicalLocation": PHYSICAL, "logicalLocations?": [{"fullyQualifiedName": str, "kind": str}]},
    ],
    "relatedLocations?": [{"id": int, "message": MESSAGE, "physicalLocation": PHYSICAL}],
    "partialFingerprints": {"primaryLocationLineHash": str, "provenanceFinding/v1": str},
    "properties": {"count": int, "start?": int, "end?": int, "score?": float},
}
RULE = {
    "id": str,
    "name": str,
    "shortDescription": MESSAGE,
    "fullDescription": MESSAGE,
    "help": MESSAGE,
    "defaultConfiguration": {"level": LEVEL},
}
SARIF = {
    "$schema": re.compile(r"https://\S+sarif-schema-2\.1\.0\.json"),
    "version": ("2.1.0",),
    "runs": [
        {
            "tool": {"driver": {"name": str, "version": str, "semanticVersion": str, "rules": [RULE]}},
            "columnKind": ("utf16CodeUnits", "unicodeCodePoints"),
            "invocations": [{"executionSuccessful": bool, "toolExecutionNotifications": [NOTIFICATION]}],
            "results": [RESULT],
        }
    ],
}
GITLAB = [
    {
        "type": ("issue",),
        "description": str,
        "check_name": str,
        "fingerprint": re.compile("[0-9a-f]{32}"),
        "severity": ("info", "minor", "major", "critical", "blocker"),
        "location": {"path": re.compile(r"(?!\./|/)[^\x00]+"), "lines": {"begin": count, "end?": count}},
    }
]
POSITION = {"line": count, "column?": count}
RD_LOCATION = {"path": str, "range": {"start": POSITION, "end?": POSITION}}
RDJSON = {
    "source": {"name": str},
    "diagnostics": [
        {
            "message": str,
            "location": RD_LOCATION,
            "severity": ("UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"),
            "code": {"value": str},
            "relatedLocations?": [{"message": str, "location": RD_LOCATION}],
        }
    ],
}
# Element: required attributes, allowed attributes, children.
JUNIT = {
    "testsuites": ((), ("name", "time", "tests", "failures", "errors"), ("testsuite",)),
    "testsuite": (
        ("name", "tests", "failures", "errors"),
        ("group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"),
        ("testsuite", "properties", "testcase", "system-out", "system-err"),
    ),
    "testcase": (
        ("name",),
        ("time", "classname", "group"),
        ("skipped", "error", "failure", "system-out", "system-err"),
    ),
    "failure": ((), ("type", "message"), ()),
    "system-out": ((), (), ()),
}


def junit_complaints(text: str) -> list[str]:
    """What Jenkins' schema holds against *text*, and whether its numbers are those of its tests."""
    root = ET.fromstring(text.encode())
    said = [] if root.tag == "testsuites" else ["the root is no testsuites"]
    for element in root.iter():
        if element.tag not in JUNIT:
            said.append(f"{element.tag}?")
            continue
        required, optional, children = JUNIT[element.tag]
        said += [f"{element.tag}: no {name}" for name in required if name not in element.attrib]
        said += [f"{element.tag}: {name}?" for name in element.attrib if name not in required + optional]
        said += [f"{element.tag}: holds {child.tag}" for child in element if child.tag not in children]
    for suite in root.iter():
        for name, path in (("tests", ".//testcase"), ("failures", ".//failure")):
            said += [] if int(suite.get(name, -1)) in {-1, len(suite.findall(path))} else [f"{name} are miscounted"]
    return said
