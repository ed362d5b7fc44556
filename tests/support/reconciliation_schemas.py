"""The JSON Schemas of the Reconciliation Service API, where they lie beside the checkout."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

SCHEMAS = Path(__file__).parents[3] / "shared" / "w3c" / "reconciliation"
VERSIONS = ("0.1", "0.2")
needs_schemas = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="the schemas of the specification are not beside the checkout"
)


@cache
def validator(version: str, name: str) -> Draft7Validator:
    """Return what holds a document to a schema, the schemas it refers to at hand."""
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], DRAFT7.create_resource(schema))
        for path in (SCHEMAS / version).glob("*.json")
        for schema in [_schema(path)]
    )
    return Draft7Validator(_schema(SCHEMAS / version / f"{name}.json"), registry=registry)


def problems(name: str, document: object) -> list[str]:
    """Return what a document has against a schema in the versions that have one of that name."""
    return [
        f"{version}: {error.message}"
        for version in VERSIONS
        if (SCHEMAS / version / f"{name}.json").exists()
        for error in validator(version, name).iter_errors(document)
    ]


def _schema(path: Path) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    schema.pop("$schema", None)
    return schema
