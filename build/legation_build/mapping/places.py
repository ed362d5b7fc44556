"""Find where the documents in folders of mappings are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from legation_build.errors import MappingError
from legation_build.regular_files import is_there

# What `legation new` puts there, in the folder of a document, is for the author alone.
WORK_FOLDER = "work"


@dataclass(frozen=True)
class DocumentPlace:
    """Where the files of one document are: its id, and each folder of mappings that has it.

    A folder of mappings comes with the name that its files have on every machine.
    """

    id: str
    roots: tuple[tuple[Path, str], ...]


def document_places(roots: Sequence[Path], may_be_empty: bool = False) -> list[DocumentPlace]:
    """Return where the documents in the folders `roots` are, without reading them.

    Raises MappingError when a root is missing, or there is no document, unless `may_be_empty`.
    """
    found: dict[str, list[tuple[Path, str]]] = {}
    for root, name in named_roots(roots):
        for folder in _document_folders(root):
            found.setdefault(folder.name, []).append((root, name))
    if not found and not may_be_empty:
        for root in roots:
            if is_there(root / "document.yaml"):
                raise MappingError(
                    f"{root} is the folder of a document. Give the one above it: {root.parent}."
                )
        raise MappingError(_nothing_in(roots))
    return [DocumentPlace(id, tuple(places)) for id, places in found.items()]


def named_roots(roots: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Yield each of `roots` with its name; several may hold files of the same name.

    Raises MappingError when one is no folder.
    """
    for number, root in enumerate(roots, 1):
        if not root.is_dir():
            raise MappingError(f"{root} is not a folder. Give the folder that holds mappings.")
        yield root, "mappings" if number == 1 else f"mappings-{number}"


def _document_folders(root: Path) -> list[Path]:
    return sorted(folder for folder in root.iterdir() if is_there(folder / "document.yaml"))


def _nothing_in(roots: Sequence[Path]) -> str:
    """Return that folders hold no document, and which folder in them does."""
    places = " or ".join(f"'{root}'" for root in roots)
    message = f"No folder in {places} has a document.yaml, so nothing can be built."
    inner = (folder for root in roots for folder in sorted(root.iterdir()) if folder.is_dir())
    if holding := next((folder for folder in inner if _document_folders(folder)), None):
        return f"{message} There are some in '{holding}': give --mappings {holding}"
    within = (root.resolve().parent for root in roots)
    if folder := next((one for one in within if is_there(one / "document.yaml")), None):
        return (
            f"{message} It is part of the document '{folder.name}': give --mappings {folder.parent}"
        )
    return message
