"""Look at the releases of a dataset folder: list them, find one by name, go back to one."""

import os
from dataclasses import dataclass
from pathlib import Path

from legation_server.errors import ReleaseError
from legation_server.releases.manifest import (
    CURRENT,
    MANIFEST,
    RELEASES,
    Release,
    open_folder,
    read_folder,
)


@dataclass(frozen=True)
class ReleaseInfo:
    """One release: the name of its folder, what its manifest says, and whether it is current.

    `problem` says why the manifest cannot be used, and `release` is None then; else it is "".
    """

    name: str
    release: Release | None
    current: bool
    problem: str = ""


def list_releases(dataset: Path) -> list[ReleaseInfo]:
    """Return the releases in the folder `dataset`, the newest first; damaged ones come last.

    Raises ReleaseError when there is none.
    """
    found = [
        _info(folder, dataset)
        for folder in sorted((dataset / RELEASES).glob("[!.]*"))
        if folder.is_dir()
    ]
    if not found:
        raise ReleaseError(f"{dataset} holds no release. Run: legation build --output {dataset}")
    return sorted(found, key=lambda info: _age(dataset, info), reverse=True)


def find_release(dataset: Path, name: str) -> Path:
    """Return the folder of the release whose name begins with `name`; `current` is one too.

    Raises ReleaseError, which names those there are, unless exactly one does.
    """
    if name == CURRENT and (dataset / CURRENT / MANIFEST).is_file():
        return (dataset / CURRENT).resolve()
    names = [release.name for release in list_releases(dataset)]
    matching = [name] if name in names else [known for known in names if known.startswith(name)]
    if len(matching) != 1:
        what = "Several releases begin" if matching else "No release begins"
        raise ReleaseError(f"{what} with '{name}'. There are: {', '.join(names)}.")
    return dataset / RELEASES / matching[0]


def open_named(dataset: Path, name: str) -> Release:
    """Return the release whose name begins with `name`, after a check of all its files.

    Raises ReleaseError when there is none, or when it is damaged.
    """
    return open_folder(find_release(dataset, name), dataset)


def roll_back(dataset: Path, name: str) -> str:
    """Make the release that begins with `name` the current one; return its whole name.

    Raises ReleaseError, with everything left as it was, when there is none or it is damaged.
    """
    folder = find_release(dataset, name)
    open_folder(folder, dataset)
    link, aside = dataset / CURRENT, dataset / f".{CURRENT}-{os.getpid()}"
    try:
        aside.unlink(missing_ok=True)
        aside.symlink_to(Path(RELEASES) / folder.name)
        aside.replace(link)
    except OSError as error:
        raise ReleaseError(f"{link} cannot be written: {error.strerror}.") from error
    return folder.name


def _info(folder: Path, dataset: Path) -> ReleaseInfo:
    current = folder.resolve() == (dataset / CURRENT).resolve()
    try:
        release = read_folder(folder, dataset)
        _check_sizes(release)
    except ReleaseError as error:
        return ReleaseInfo(folder.name, None, current, str(error))
    return ReleaseInfo(folder.name, release, current)


def _check_sizes(release: Release) -> None:
    """Raise ReleaseError when a file is not there or is cut short; none is read."""
    for file in release.files:
        path = release.folder / file.path
        size = path.stat().st_size if path.is_file() else None
        if size != file.size:
            found = "is missing" if size is None else f"has {size} bytes instead of {file.size}"
            raise ReleaseError(f"{path} {found}.")


def _age(dataset: Path, info: ReleaseInfo) -> tuple[bool, str, float, str]:
    if info.release is None:
        return False, "", 0.0, info.name
    written = (dataset / RELEASES / info.name / MANIFEST).stat().st_mtime
    return True, info.release.modified, written, info.name
