"""Read and write the files of mappings/: no other module touches them."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

from legation_build.errors import MappingError, Problem
from legation_build.mapping.folder_settings import FOLDER_FILE, settings_of
from legation_build.mapping.merging import merged_documents, merged_entities
from legation_build.mapping.model import DocumentMapping, MappingFile, Mappings, NoTermFound
from legation_build.mapping.no_term_found import read_no_term_found
from legation_build.mapping.passages import Passage
from legation_build.mapping.strict_yaml import Source, parse
from legation_build.regular_files import is_there, read_regular
from legation_build.resources import resource

MAPPING_SET_FILE = "wikidata.sssom.tsv"
CODES_FILE = "codes.yaml"
_LISTS = ("claims", "codes", "entities")
COLUMNS = ("id", "kind", "level", "section", "start", "end", "sha256", "first_words", "last_words")


def read_mappings(roots: Sequence[Path]) -> Mappings:
    """Return all mapping files of the folders `roots`.

    Each root holds document folders and may hold entities.yaml; context and schema are those of
    Legation. Raises MappingError when a root is missing or a file cannot be read.
    """
    entities: list[Source] = []
    documents: list[DocumentMapping] = []
    no_term_found: list[NoTermFound] = []
    files: list[MappingFile] = []
    settings: list[Source] = []
    for number, root in enumerate(roots, 1):
        if not root.is_dir():
            raise MappingError(f"{root} is not a folder. Give the folder that holds mappings.")
        # Several roots may hold files of the same name.
        name = "mappings" if number == 1 else f"mappings-{number}"
        if is_there(root / MAPPING_SET_FILE):
            no_term_found += _no_term_found(root / MAPPING_SET_FILE)
        own = None
        if is_there(root / FOLDER_FILE):
            own = _yaml(root / FOLDER_FILE, root, name)
            settings.append(own)
        if is_there(root / "entities.yaml"):
            entities.append(_yaml(root / "entities.yaml", root, name))
        for folder in _document_folders(root):
            document = _document(folder, root, name)
            documents.append(replace(document, settings=settings_of(own)))
        files += _files(root, name)
    if not documents:
        places = ", ".join(map(str, roots))
        raise MappingError(f"No document.yaml in any folder of {places}. Nothing can be built.")
    for number, root in enumerate(_used(roots), len(roots) + 1):
        name = f"mappings-{number}"
        if is_there(root / "entities.yaml"):
            entities.append(_yaml(root / "entities.yaml", root, name))
            files.append(_file(root / "entities.yaml", root, name))
    return Mappings(
        _json("context.jsonld")["@context"],
        _json("schema.json"),
        merged_entities(entities),
        merged_documents(documents),
        tuple(files),
        tuple(no_term_found),
        settings=settings_of(settings[0] if settings else None),
        settings_files=tuple(settings),
    )


def _used(roots: Sequence[Path]) -> list[Path]:
    """Return the folders that the folders `roots` build on, and those that these build on.

    Raises MappingError, with the line of `uses`, when one is not there.
    """
    known = [root.resolve() for root in roots]
    found: list[Path] = []
    waiting = list(roots)
    while waiting:
        root = waiting.pop(0)
        if not is_there(root / FOLDER_FILE):
            continue
        source = _yaml(root / FOLDER_FILE, root, "")
        for name in settings_of(source).uses:
            other = root / name
            if not other.is_dir():
                message = f"'{name}' is not a folder."
                remedy = "Give the path from here to the folder whose entities are used."
                problem = Problem(source.file, source.line(("uses",)), message, remedy)
                raise MappingError("A folder that is used is missing.", [problem])
            if other.resolve() not in known:
                known.append(other.resolve())
                found.append(other)
                waiting.append(other)
    return found


def write_passages(file: Path, passages: Sequence[Passage]) -> None:
    """Write `passages` to passages.csv, one a line."""
    table = StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(passage, column) for column in COLUMNS] for passage in passages)
    file.write_text(table.getvalue(), encoding="utf-8", newline="")


def read_passages(file: Path) -> tuple[Passage, ...]:
    """Return the passages of a passages.csv; raises MappingError with every wrong line."""
    problems: list[Problem] = []
    passages: list[Passage] = []
    seen: dict[str, int] = {}
    rows = csv.DictReader(_text(file).splitlines())
    try:
        if tuple(rows.fieldnames or ()) != COLUMNS:
            columns = ",".join(COLUMNS)
            remedy = "Put it back, or delete the file and run: legation anchors --write"
            raise MappingError(f"{file}:1: the first line is not {columns}. {remedy}")
        table = [(rows.line_num, row) for row in rows]
    except csv.Error as error:
        raise MappingError(f"{file}:{rows.line_num}: not CSV: {error}.") from None
    for line, row in table:
        if message := _mistake(row):
            problems.append(Problem(str(file), line, message, "Run: legation anchors --write"))
            continue
        passage = _passage(row)
        if passage.id in seen:
            message = f"duplicate id '{passage.id}' of a passage."
            remedy = f"It is already defined on line {seen[passage.id]}."
            problems.append(Problem(str(file), line, message, remedy))
        seen.setdefault(passage.id, line)
        passages.append(passage)
    if problems:
        raise MappingError(f"{file} cannot be used.", problems)
    return tuple(passages)


def _mistake(row: Mapping[str | None, str | None]) -> str:
    """Return what is wrong with a line of passages.csv; "" when nothing is."""
    if None in row or None in row.values():
        return f"a passage needs {len(COLUMNS)} columns."
    if not re.fullmatch(r"p-[a-z0-9-]+", row["id"] or ""):
        return f"{row['id']!r} is not an id of a passage, which begins with p-."
    if not re.fullmatch(r"[a-z-]+", row["kind"] or ""):
        return f"{row['kind']!r} is not a kind of passage."
    if not re.fullmatch(r"[1-9]" if row["kind"] == "heading" else "", row["level"] or ""):
        return f"{row['level']!r} is no level: a heading has one from 1 to 9, others have none."
    if not all(re.fullmatch(r"[0-9]{1,9}", row[column] or "") for column in ("start", "end")):
        return "start and end of a passage must be whole numbers."
    return ""


def _passage(row: dict[str, str]) -> Passage:
    numbers = {column: int(row[column]) for column in ("start", "end")}
    names = {column: row[column] for column in COLUMNS if column not in numbers}
    return Passage(**names, **numbers)  # type: ignore[arg-type]  # the columns are its fields


def _files(root: Path, name: str) -> Iterator[MappingFile]:
    """Yield the files of `root` that are read, by their paths in a folder called `name`."""
    read = [root / "entities.yaml", root / MAPPING_SET_FILE, root / FOLDER_FILE]
    for folder in _document_folders(root):
        read += _files_of_a_document(folder)
    for file in sorted(file for file in read if is_there(file)):
        yield _file(file, root, name)


def _file(file: Path, root: Path, name: str) -> MappingFile:
    path = f"{name}/{file.relative_to(root).as_posix()}"
    return MappingFile(path, sha256(_bytes(file)).hexdigest())


def _files_of_a_document(folder: Path) -> list[Path]:
    names = ("document.yaml", "passages.csv", CODES_FILE)
    return [*(folder / name for name in names), *folder.glob("claims/*.yaml")]


def _document_folders(root: Path) -> list[Path]:
    return sorted(folder for folder in root.iterdir() if is_there(folder / "document.yaml"))


def _no_term_found(file: Path) -> list[NoTermFound]:
    found, problems = read_no_term_found(_text(file), str(file))
    if problems:
        raise MappingError(f"{file} cannot be used.", problems)
    return found


def _document(folder: Path, root: Path, name: str) -> DocumentMapping:
    file = folder / "passages.csv"
    document = _yaml(folder / "document.yaml", root, name)
    document.problems.extend(_unread(folder, root))
    return DocumentMapping(
        id=folder.name,
        root=str(root),
        document=document,
        passages=read_passages(file) if is_there(file) else (),
        passages_file=str(file),
        claims=tuple(_yaml(claims, root, name) for claims in sorted(folder.glob("claims/*.yaml"))),
        codes=_yaml(codes, root, name) if is_there(codes := folder / CODES_FILE) else None,
    )


def _unread(folder: Path, root: Path) -> Iterator[Problem]:
    """Yield the files in a document's folder that nothing reads."""
    known = set(_files_of_a_document(folder))
    for file in sorted(folder.rglob("*")):
        if not file.is_dir() and file not in known and not file.name.startswith((".", "README")):
            remedy = "Claims are read from claims/*.yaml; rename or move the file."
            yield Problem(str(file.relative_to(root.parent)), 1, "this file is not read.", remedy)


def _yaml(file: Path, root: Path, name: str) -> Source:
    source = parse(_text(file), str(file.relative_to(root.parent)))
    if isinstance(source.data, dict):
        # A list that is still to be written.
        source.data |= {key: [] for key in _LISTS if source.data.get(key) == ""}
    source.path = f"{name}/{file.relative_to(root).as_posix()}"
    return source


def _text(file: Path) -> str:
    try:
        # As when a file is opened as text: a line ends in a line feed, whatever it ended in.
        data = _bytes(file)
        return TextIOWrapper(BytesIO(data), encoding="utf-8-sig").read()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = Problem(str(file), line, f"not UTF-8 text: {error.reason}.", "Save it as UTF-8.")
        raise MappingError(f"{file} is not UTF-8 text.", [problem]) from None


def _bytes(file: Path) -> bytes:
    try:
        return read_regular(file)
    except OSError as error:
        raise MappingError(f"{file} cannot be read: {error.strerror}.") from None


def _json(name: str) -> dict[str, Any]:
    found = json.loads((resource("mappings") / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found
