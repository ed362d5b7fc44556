"""Read all files of folders of mappings."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from legation_build.errors import MappingError, Problem
from legation_build.mapping.folder_settings import FOLDER_FILE, settings_of, used_folders
from legation_build.mapping.merging import merged_documents, merged_entities
from legation_build.mapping.model import (
    DocumentMapping,
    MappingFile,
    Mappings,
    NoTermFound,
    anchors_command,
)
from legation_build.mapping.no_term_found import read_no_term_found
from legation_build.mapping.passages_file import read_passages
from legation_build.mapping.places import WORK_FOLDER, DocumentPlace, document_places, named_roots
from legation_build.mapping.strict_yaml import Source, parse
from legation_build.mapping.text_files import bytes_of, text_of
from legation_build.mapping.used_codes import CODES_FILE, read_used_codes
from legation_build.regular_files import is_there
from legation_build.resources import resource

MAPPING_SET_FILE = "wikidata.sssom.tsv"
AUDIT_FILE = "audit.yaml"
# Files of word processors, which newcomers may write in.
_OFFICE = frozenset({".doc", ".docx", ".odt", ".rtf"})
UNREAD = "this file is not read."
# Files of a folder of mappings, which have no meaning in that of a document.
_OF_ALL = ("entities.yaml", FOLDER_FILE, MAPPING_SET_FILE)
_LISTS = ("claims", "codes", "entities")


def read_mappings(roots: Sequence[Path], may_be_empty: bool = False) -> Mappings:
    """Return all mapping files of the folders `roots`.

    Each root holds document folders and may hold entities.yaml; context and schema are those of
    Legation. Raises MappingError when a root is missing, a file cannot be read, or there is no
    document, unless `may_be_empty`.
    """
    shared = read_shared(roots)
    places = document_places(roots, may_be_empty)
    return replace(
        shared,
        documents=tuple(document for place in places for document in read_document(place)),
        files=(*shared.files, *(file for place in places for file in document_files(place))),
        used_codes=read_used_codes(roots),
    )


def read_document(place: DocumentPlace) -> tuple[DocumentMapping, ...]:
    """Return the document at a place: more than one when its folders do not agree."""
    documents = []
    for root, name in place.roots:
        settings = settings_of(_folder_file(root, name))
        documents.append(replace(_document(root / place.id, root, name), settings=settings))
    return merged_documents(documents)


def document_files(
    place: DocumentPlace, digest_of: Callable[[Path], str] | None = None
) -> Iterator[MappingFile]:
    """Yield the files of a document, sorted by their paths.

    `digest_of` returns the SHA-256 of a file and may raise OSError; None reads each.
    """
    for root, name in place.roots:
        folder = root / place.id
        for file in _names_in_a_document(folder):
            digest = (digest_of or _digest)(folder / file)
            yield MappingFile(f"{name}/{place.id}/{file}", digest)


def read_shared(roots: Sequence[Path], with_entities: bool = True) -> Mappings:
    """Return what the documents in the folders `roots` share: their mappings without documents.

    Without entities these are listed among the files and not read. Raises MappingError when a root
    is missing or a file cannot be read.
    """
    entities: list[Source] = []
    no_term_found: list[NoTermFound] = []
    files: list[MappingFile] = []
    settings: list[Source] = []
    for root, name in named_roots(roots):
        if is_there(root / MAPPING_SET_FILE):
            no_term_found += _no_term_found(root / MAPPING_SET_FILE)
        if (own := _folder_file(root, name)) is not None:
            settings.append(own)
        if with_entities and is_there(root / "entities.yaml"):
            entities.append(_yaml(root / "entities.yaml", root, name))
        for file in ("entities.yaml", FOLDER_FILE, MAPPING_SET_FILE):
            if is_there(root / file):
                files.append(_file(root / file, root, name))
    for number, root in enumerate(used_folders(roots, _folder_file), len(roots) + 1):
        name = f"mappings-{number}"
        if is_there(root / "entities.yaml"):
            files.append(_file(root / "entities.yaml", root, name))
        if with_entities and is_there(root / "entities.yaml"):
            used = _yaml(root / "entities.yaml", root, name)
            shown = os.path.normpath(root / "entities.yaml")
            entities.append(replace(used, file=shown, is_used=True))
    return Mappings(
        _json("context.jsonld")["@context"],
        _json("schema.json"),
        merged_entities(entities),
        (),
        tuple(files),
        tuple(no_term_found),
        settings=settings_of(settings[0] if settings else None),
        settings_files=tuple(settings),
    )


def forget_files() -> None:
    """Forget the files that were read: whoever reads thousands does not read them again."""
    _parsed.cache_clear()


def _folder_file(root: Path, name: str = "") -> Source | None:
    file = root / FOLDER_FILE
    return _yaml(file, root, name) if is_there(file) else None


def _digest(file: Path) -> str:
    return sha256(bytes_of(file)).hexdigest()


def _file(file: Path, root: Path, name: str) -> MappingFile:
    return MappingFile(f"{name}/{file.relative_to(root).as_posix()}", _digest(file))


def _names_in_a_document(folder: Path) -> list[str]:
    """Return the paths in a document's folder of its files that are there, sorted."""
    # Texts, since making a path of each takes longer than asking for the files.
    place = os.fspath(folder)
    names = ("document.yaml", "passages.csv", CODES_FILE, AUDIT_FILE)
    found = [name for name in names if os.path.lexists(f"{place}/{name}")]
    try:
        claims = os.listdir(f"{place}/claims")
    except OSError:
        claims = []
    return sorted([*found, *(f"claims/{name}" for name in claims if name.endswith(".yaml"))])


def _no_term_found(file: Path) -> list[NoTermFound]:
    found, problems = read_no_term_found(text_of(file), str(file))
    if problems:
        raise MappingError(f"{file} cannot be used.", problems)
    return found


def _document(folder: Path, root: Path, name: str) -> DocumentMapping:
    file, codes, audit = (folder / part for part in ("passages.csv", CODES_FILE, AUDIT_FILE))
    document = _yaml_or_faults(folder / "document.yaml", root, name)
    document.problems.extend(_unread(folder, root))
    again = anchors_command(str(root))
    return DocumentMapping(
        id=folder.name,
        root=str(root),
        document=document,
        passages=read_passages(file, again) if is_there(file) else (),
        passages_file=str(file),
        claims=tuple(
            _yaml_or_faults(claims, root, name) for claims in sorted(folder.glob("claims/*.yaml"))
        ),
        codes=_yaml_or_faults(codes, root, name) if is_there(codes) else None,
        audit=_yaml_or_faults(audit, root, name) if is_there(audit) else None,
    )


def _unread(folder: Path, root: Path) -> Iterator[Problem]:
    """Yield the files in a document's folder that nothing reads."""
    known = {folder / name for name in _names_in_a_document(folder)}
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        if parts[0] == WORK_FOLDER or any(part.startswith(".") for part in parts):
            continue
        if not file.is_dir() and file not in known and not file.name.startswith("README"):
            remedy = "Claims are read from claims/*.yaml; rename or move the file."
            if file.suffix.lower() in _OFFICE:
                remedy = (
                    "Claims are read from claims/*.yaml: save it as plain text under such a name."
                )
            elif file.name in _OF_ALL:
                remedy = f"Move what it holds into {_shown(root / file.name, root)}, for all."
            yield Problem(_shown(file, root), 1, UNREAD, remedy)
    if is_there(root / CODES_FILE):
        remedy = "Codes are those of a document: move it into the folder of the document."
        yield Problem(_shown(root / CODES_FILE, root), 1, UNREAD, remedy)


def _yaml(file: Path, root: Path, name: str) -> Source:
    """Return what a file holds that documents go by; raises MappingError when it is no YAML.

    Were it as if the file were empty, what it defines would be called unknown, or written again.
    """
    found = _yaml_or_faults(file, root, name)
    if found.data is None and found.problems:
        raise MappingError(f"{found.file} cannot be read.", found.problems)
    return found


def _yaml_or_faults(file: Path, root: Path, name: str) -> Source:
    """Return what a file holds; of one that is no YAML only the faults, for checks to tell."""
    path = f"{name}/{file.relative_to(root).as_posix()}"
    try:
        found = _parsed(text_of(file), _shown(file, root))
    except MappingError as error:
        if not error.problems:
            raise
        problems = [replace(problem, file=_shown(file, root)) for problem in error.problems]
        return Source(_shown(file, root), None, problems=problems, path=path)
    return replace(found, problems=list(found.problems), path=path)


def _shown(file: Path, root: Path) -> str:
    """Return the path of a file as problems name it.

    A path that was given from the folder where the author is opens there as it is; one from the
    root of the file system would fill the line, so it begins with the name of the folder.
    """
    return str(file.relative_to(root.parent) if root.is_absolute() else file)


# A check at every save reads all files, and most are as they were.
@lru_cache(maxsize=256)
def _parsed(text: str, file: str) -> Source:
    source = parse(text, file)
    if isinstance(source.data, dict):
        # A list that is still to be written.
        source.data |= {key: [] for key in _LISTS if source.data.get(key) == ""}
    return source


def _json(name: str) -> dict[str, Any]:
    found = json.loads((resource("mappings") / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found
