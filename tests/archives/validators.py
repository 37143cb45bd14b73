"""The validators of archive forms, each with what it ships: `validators.py FOLDER` judges an unpacked bundle.

These are large, so continuous integration installs them in an environment of their own (`.ci/run archives`):
roc-validator, mlcroissant, csvw and rocrate.  Nothing is fetched: the context of RO-Crate is the one that the package
rocrate ships.  PREMIS has a schema, but no package that ships it is known: the tests check the order of its elements.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

CONTEXT = "https://w3id.org/ro/crate/1.3/context"


def croissant(folder: Path) -> str:
    """Say how many records mlcroissant reads; it raises an error for metadata that is not valid."""
    dataset = import_module("mlcroissant").Dataset(jsonld=str(folder / "croissant.json"))
    counts = {one.name: sum(1 for _ in dataset.records(one.name)) for one in dataset.metadata.record_sets}
    for name, number in counts.items():
        rows = sum(1 for _ in csv_rows(folder / f"{name}.csv"))
        assert number == rows, f"{name}: {number} records of {rows} rows"
    return f"{sum(counts.values())} records"


def ro_crate(folder: Path) -> str:
    """Say what roc-validator finds: nothing that is required may be wrong."""
    models, services = (import_module(f"rocrate_validator.{name}") for name in ("models", "services"))
    settings = services.ValidationSettings(
        rocrate_uri=str(folder),
        profile_identifier="ro-crate-1.3",
        requirement_severity=models.Severity.REQUIRED,
        cache_path=folder.parent / "validator-cache",
        offline=True,
    )
    ship_context(str(settings.cache_path))
    result = services.validate(settings)
    assert not result.has_issues(), [issue.message for issue in result.get_issues()]
    entities = import_module("rocrate.rocrate").ROCrate(str(folder)).get_entities()
    return f"{len(list(entities))} entities"


def ship_context(cache: str) -> None:
    """Put the context that the package rocrate ships where roc-validator looks before it asks the network."""
    shipped = (Path(import_module("rocrate").__file__).parent / "data" / "ro-crate.jsonld").read_bytes()
    assert CONTEXT.encode() in shipped[:200], "the package rocrate ships the context of another version"
    requests_cache = import_module("requests_cache")
    session = requests_cache.CachedSession(cache_name=cache, expire_after=-1)
    response = requests_cache.models.CachedResponse(
        status_code=200, url=CONTEXT, headers={"Content-Type": "application/ld+json"}
    )
    response._content = shipped
    response.request = requests_cache.models.CachedRequest(method="GET", url=CONTEXT)
    session.cache.save_response(response)


def tables(folder: Path) -> str:
    """Say how many rows csvw reads with the types that the description states."""
    group = import_module("csvw").TableGroup.from_file(folder / "csv-metadata.json")
    assert group.check_referential_integrity() in {True, None}
    return f"{sum(sum(1 for _ in table) for table in group.tables)} rows"


def csv_rows(path: Path) -> list[str]:
    import csv

    with path.open(encoding="utf-8", newline="") as lines:
        return [row[0] for row in csv.reader(lines)][1:]


def main() -> int:
    folder = Path(sys.argv[1])
    for judge in (tables, croissant, ro_crate):
        print(f"{judge.__name__}: valid, {judge(folder)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
