"""What `legation new` and `legation schema` write into a folder of mappings."""

import json
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import indent

import click

from legation_build import pipeline
from legation_build.authoring import (
    Entry,
    codes_in,
    editor_schemas,
    entities_in,
    header,
    new_folder,
)
from legation_build.checks import name_fault
from legation_build.errors import MappingError
from legation_build.mapping import (
    FOLDER_FILE,
    PLACEHOLDERS,
    Mappings,
    digest,
    read_shared,
    read_source,
    text_warnings,
    write_passages,
)
from legation_build.regular_files import is_there

SCHEMA_FOLDER = ".legation"
_CHANGED_TEXT = (
    "Choose another name. If its text has changed, put the new one into its work/ and run "
    "legation anchors --write, which keeps your claims."
)


def write_new_folder(
    root: Path,
    pair: str,
    file: Path,
    language: str,
    url: str,
    license: str,
    uses: Sequence[Path] = (),
) -> list[str]:
    """Write the folder of a new document below `root`; return the paths of its files, sorted.

    The entities of the folders `uses` are not written again. Raises LegationError, with nothing
    written, when the name, the text or one of these folders cannot be used.
    """
    if fault := name_fault(pair):
        raise MappingError(f"'{pair}' {fault}")
    if is_there(root / pair):
        raise MappingError(f"{root / pair} is there already. {_CHANGED_TEXT}")
    text = read_source(file)
    if not text.strip():
        raise MappingError(f"{file} holds no text.")
    for warning in text_warnings(pair, text, str(file)):
        click.echo(warning.as_warning(), err=True)
    settings = _settings(root, uses) if uses else ""
    before = [pipeline.read([root], may_be_empty=True).mappings] if root.is_dir() else []
    shared = [*before, read_shared(uses)] if uses else before
    for document in (one for mappings in before for one in mappings.documents):
        data = document.document.data
        if isinstance(data, dict) and data.get("sha256") == digest(text):
            note = f"warning: '{document.id}' in {root} is of the same text."
            click.echo(f"{note} If you meant that one, remove {root / pair}.", err=True)
    known = {one.id: one for mappings in reversed(shared) for one in entities_in(mappings)}
    present = {entry.id for mappings in before for entry in entities_in(_without_used(mappings))}
    made = new_folder(pair, text, language, url, license, known)
    for entry in (known[identity] for identity in made.known if identity not in present):
        click.echo(_taken(entry), err=True)
    files = {**made.files, **({FOLDER_FILE: settings} if settings else {})}
    for name, content in files.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    write_passages(root / pair / "passages.csv", made.passages)
    written = [*files, f"{pair}/passages.csv"]
    if made.entities:
        entities = root / "entities.yaml"
        own = entities.read_text(encoding="utf-8") if is_there(entities) else _entities_head()
        # A list may stand further in; what is added has to stand below it.
        first = re.search(r"^( *)- ", own, re.MULTILINE)
        added = indent(made.entities, first[1] if first else "")
        entities.write_text(own.rstrip("\n") + "\n" + added, encoding="utf-8")
        written.append("entities.yaml")
    written += [str(schema.relative_to(root)) for schema in write_schemas(root)]
    return sorted(written)


def _without_used(mappings: Mappings) -> Mappings:
    """Return mappings without the entities of the folders that they use."""
    return replace(mappings, entities=tuple(one for one in mappings.entities if not one.is_used))


def _taken(entry: Entry) -> str:
    """Return in words that an entity is there already, and how it is described."""
    if entry.definition in ("", *PLACEHOLDERS.values()):
        return f"'{entry.id}' is at {entry.place} already, where nobody has described it yet."
    return f"'{entry.id}' is at {entry.place} already, described as: {entry.definition}"


def _settings(root: Path, uses: Sequence[Path]) -> str:
    """Return the settings of a folder that builds on others."""
    paths = ", ".join(json.dumps(os.path.relpath(one, root)) for one in uses)
    if is_there(root / FOLDER_FILE):
        _require_used(root, uses, paths)
        return ""
    for folder in uses:
        if not is_there(folder / "entities.yaml"):
            raise MappingError(f"{folder} holds no entities.yaml. Give a folder of mappings.")
    return f"{header('folder', 0)}uses: [{paths}]  # folders whose entities the documents name\n"


def _require_used(root: Path, uses: Sequence[Path], paths: str) -> None:
    """Raise MappingError unless the settings of the folder name all of `uses` already."""
    file = root / FOLDER_FILE
    there = read_shared([root]).settings.uses
    known = {(root / one).resolve() for one in there}
    if not {one.resolve() for one in uses} <= known:
        stands = f" with uses: [{', '.join(map(json.dumps, there))}]" if there else ""
        more = ", ".join([*map(json.dumps, there), paths]) if there else paths
        raise MappingError(f"{file} is there already{stands}. Write into it: uses: [{more}]")


def write_schemas(root: Path) -> list[Path]:
    """Write the schemas for editors into a folder of mappings; return the files, sorted."""
    inputs = pipeline.read([root], may_be_empty=True)
    return write_schemas_of(root, inputs)


def write_schemas_of(root: Path, inputs: pipeline.Inputs) -> list[Path]:
    """Write the schemas for `inputs` that were read; a file that would not change stays."""
    mappings: Mappings = inputs.mappings
    codes = codes_in(inputs.model["codes"], mappings)
    schemas = editor_schemas(mappings, codes, entities_in(mappings), inputs.model["ontology"])
    folder = root / SCHEMA_FOLDER
    folder.mkdir(exist_ok=True)
    texts = {
        folder / f"{part}.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for part, schema in sorted(schemas.items())
    }
    for file, text in {**texts, folder / ".gitignore": "*\n"}.items():
        if not is_there(file) or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
    return list(texts)


def _entities_head() -> str:
    return f"# yaml-language-server: $schema={SCHEMA_FOLDER}/entities.json\nentities:\n"
