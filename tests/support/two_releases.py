"""A dataset of two small releases, and how to go from one to the other."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from legation_build import pipeline
from legation_server.releases.manifest import Release
from legation_server.releases.opening import open_folder
from legation_server.releases.store_folder import STORES, store_folder_of

from support.small_mapping import CLAIMS_FILE, write_mapping


def build_two(root: Path) -> Path:
    """Build a dataset of two releases in the folder `root`, and return the dataset's folder.

    In the second, one figure is another and one content has another name.
    """
    mappings = write_mapping(root)
    pipeline.build([mappings], root / "dataset")
    change(mappings, lambda text: text.replace("value: 50", "value: 40"))
    change(mappings, lambda text: text.replace("  - id: grain-promise", "  - id: grain-offer"))
    pipeline.build([mappings], root / "dataset")
    return root / "dataset"


def change(mappings: Path, how: Callable[[str], str]) -> None:
    """Change the claims of a mapping."""
    file = mappings / CLAIMS_FILE
    file.write_text(how(file.read_text()))


def names(dataset: Path) -> tuple[str, str]:
    """Return the names of the old and of the current release."""
    current = (dataset / "current").resolve().name
    (old,) = (f.name for f in (dataset / "releases").iterdir() if f.name != current)
    return old, current


def releases(dataset: Path) -> list[Release]:
    """Return the old and the current release, checked."""
    return [open_folder(dataset / "releases" / name, dataset) for name in names(dataset)]


def stored_at(dataset: Path, name: str) -> Path:
    """Return where a release of a dataset is on disk, or will be."""
    return store_folder_of(open_folder(dataset / "releases" / name, dataset))


def point_to(dataset: Path, name: str) -> None:
    """Make a release the current one, as a build does, whatever state it is in."""
    aside = dataset / f".aside-{os.getpid()}"
    aside.symlink_to(Path("releases") / name)
    aside.replace(dataset / "current")


def copied(dataset: Path, folder: Path) -> Path:
    """Return a copy of a dataset in a folder, which a test may spoil; no server has loaded it."""
    ignored = shutil.ignore_patterns(STORES)
    return Path(shutil.copytree(dataset, folder / "dataset", symlinks=True, ignore=ignored))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
