"""Which folders of mappings a command reads: those given, that of the author, or Legation's own."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from legation_build.mapping import FOLDER_FILE
from legation_build.regular_files import is_there
from legation_build.resources import resource

_SHARED = (FOLDER_FILE, "entities.yaml")
_DOCUMENT = "document.yaml"
# A file of claims stands so far below the folder of mappings.
_MOST_LEVELS = 2


def mapping_roots(given: Sequence[Path]) -> list[Path]:
    """Return the folders that --mappings gave; without any, the one in which the author is.

    In none, they are Legation's own. Standard error says which, unless they can be no others.
    """
    if given:
        return list(given)
    own = resource("mappings")
    here = folder_here()
    if here is not None:
        if not _is_same(here, own):
            note = f"Reading {_shown(here)}, the folder of mappings where you are"
            click.echo(f"{note}; --mappings names others.", err=True)
        return [here]
    if beside := next(_beside(own), None):
        note = "Reading Legation's own mappings."
        click.echo(f"{note} For those in {beside}: --mappings {beside}", err=True)
    return [own]


def are_own(roots: Sequence[Path]) -> bool:
    """Return whether `roots` are Legation's own mappings alone."""
    return len(roots) == 1 and _is_same(roots[0], resource("mappings"))


def folder_here() -> Path | None:
    """Return the folder of mappings in which the author is, or of which a document; else None.

    The path leads there from the working directory.
    """
    here = Path.cwd()
    for above in (here, *here.parents[:_MOST_LEVELS]):
        if is_there(above / _DOCUMENT):
            return Path(os.path.relpath(above.parent, here))
    is_folder = _has_shared(here) or any(map(is_there, here.glob(f"*/{_DOCUMENT}")))
    return Path() if is_folder else None


def _beside(own: Path) -> Iterator[str]:
    """Yield the names of the folders of mappings in the working directory, but for Legation's."""
    for folder in sorted(Path().iterdir()):
        if folder.is_dir() and _has_shared(folder) and not _is_same(folder, own):
            yield folder.name


def _has_shared(folder: Path) -> bool:
    return any(is_there(folder / name) for name in _SHARED)


def _is_same(folder: Path, other: Path) -> bool:
    return folder.resolve() == other.resolve()


def _shown(folder: Path) -> str:
    return folder.resolve().name if folder == Path() else str(folder)
