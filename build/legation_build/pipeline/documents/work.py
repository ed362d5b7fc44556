"""Work at one document: read, check, assemble, derive, validate, and keep its part.

A document that was worked at before, and of which nothing has changed, is found by its digest.
"""

import gc
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from legation_build.checks import forget_checks
from legation_build.errors import LegationError
from legation_build.mapping import (
    FOLDER_FILE,
    DocumentPlace,
    digest,
    document_files,
    forget_files,
    read_document,
    read_text,
)
from legation_build.pipeline.documents.cache import (
    keep_file,
    keep_folder,
    key_of,
    not_written,
    place_of,
)
from legation_build.pipeline.documents.known_digests import KnownDigests, known_digests
from legation_build.pipeline.documents.made import made_of, text_at_work
from legation_build.pipeline.documents.parts import write_part
from legation_build.pipeline.documents.setup import Setup, Tools, tools_of
from legation_build.pipeline.documents.shared_index import SharedIndex
from legation_build.regular_files import is_there

# After so many new objects circles are looked for: a document makes many objects, and few circles.
_NEW_OBJECTS = 200_000


@dataclass(frozen=True)
class Outcome:
    """The key of a document's part, or why there is none; `is_new` if it was made now.

    `read` is the digest of what was read.
    """

    id: str
    key: str = ""
    read: str = ""
    is_new: bool = False
    error: LegationError | None = None


def work_at(places: Sequence[DocumentPlace], setup: Setup) -> list[Outcome]:
    """Return the outcome of each of some documents, whose parts are then in the cache."""
    before = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *before[1:])
    try:
        return [_outcome(place, setup, tools_of(setup)) for place in places]
    finally:
        gc.set_threshold(*before)


def made_before(places: Sequence[DocumentPlace], setup: Setup) -> Iterator[Outcome | None]:
    """Yield for each of some documents the outcome that it has already; None without a part.

    Needs no more of a document than the digests of its files: the model is not read, nor are files
    that have not changed since the last build.
    """
    with closing(SharedIndex(setup.index)) as index, known_digests(setup.digests) as digest_of:
        for place in places:
            try:
                yield _found(place.id, _digest_of_files(place, setup, digest_of), setup, index)
            except (LegationError, OSError):
                # Whoever works at it tells what is wrong.
                yield None


def _found(id: str, read: str, setup: Setup, index: SharedIndex) -> Outcome | None:
    """Return the outcome of a document whose files have the digest `read`, if it has a part."""
    file = place_of(setup.names, f"{read}.json")
    if is_there(file):
        key = _key(read, json.loads(file.read_bytes()), setup, index)
        if is_there(place_of(setup.parts, key)):
            return Outcome(id, key, read)
    return None


def _outcome(place: DocumentPlace, setup: Setup, tools: Tools) -> Outcome:
    try:
        read = _digest_of_files(place, setup)
        if found := _found(place.id, read, setup, tools.index):
            return found
        documents = read_document(place)
        names = sorted({name for one in documents for name in one.entity_names()})
        key = _key(read, names, setup, tools.index)
        made = made_of(place, documents, names, setup, tools)
        keep_folder(place_of(setup.parts, key), lambda folder: write_part(folder, made))
        keep_file(place_of(setup.names, f"{read}.json"), json.dumps(names).encode())
        return Outcome(place.id, key, read, is_new=True)
    except LegationError as error:
        return Outcome(place.id, error=error)
    except OSError as error:
        return Outcome(place.id, error=not_written(setup.cache, error))
    finally:
        forget_files()
        forget_checks()


def _digest_of_files(
    place: DocumentPlace, setup: Setup, digest_of: KnownDigests | None = None
) -> str:
    """Return a digest of what is read at a place, and of what reads it."""
    files = [[file.path, file.sha256] for file in document_files(place, digest_of)]
    folders = [[root.name, name, _sha256(root / FOLDER_FILE)] for root, name in place.roots]
    text = at_work = ""
    if setup.source is not None and is_there(setup.source / f"{place.id}.txt"):
        text = digest(read_text(setup.source, place.id))
    elif words := text_at_work(place):
        at_work = digest(words)
    form = [setup.program, setup.base, setup.streamed, setup.has_all, setup.engine]
    return key_of(form, files, folders, text, at_work)


def _sha256(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest() if is_there(file) else ""


def _key(read: str, names: Sequence[str], setup: Setup, index: SharedIndex) -> str:
    """Return the key of a part: of what was read, and of the entities that it names."""
    if setup.has_all:
        return key_of(read, setup.index.name)
    return key_of(read, index.digests(names))
