"""The releases of a dataset folder: list them, find one by name, make one the current one."""

import os
from dataclasses import dataclass
from pathlib import Path

from legation_server.errors import ReleaseError
from legation_server.releases.manifest import CURRENT, MANIFEST, RELEASES, Release
from legation_server.releases.names import ReleaseName, meant, not_meant
from legation_server.releases.opening import open_folder, read_folder


@dataclass(frozen=True)
class ReleaseInfo:
    """One release: the name of its folder, what its manifest says, and whether it is current.

    A damaged release has None as `release`, and in `problem` the reason.
    """

    name: str
    release: Release | None
    current: bool
    problem: str = ""


def list_releases(dataset: Path) -> list[ReleaseInfo]:
    """Return the releases in the folder `dataset`, the newest first, damaged ones last.

    Raises ReleaseError when there is no release.
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
    """Return the folder of the release that a name means (releases/names.py).

    Raises ReleaseError, which lists the names there are, when it means none.
    """
    current = dataset / CURRENT
    if name == CURRENT and (current / MANIFEST).is_file():
        return current.resolve()
    names = [
        ReleaseName(info.name, info.release.digest if info.release else "")
        for info in list_releases(dataset)
    ]
    found = meant(name, names, current.resolve().name)
    if found is None:
        raise ReleaseError(not_meant(name, names))
    return dataset / RELEASES / found.folder


def open_named(dataset: Path, name: str, stores: str = "") -> Release:
    """Return the release that a name means, after a check of all its files (see open_release).

    Raises ReleaseError when there is none, or when it is damaged.
    """
    return open_folder(find_release(dataset, name), dataset, stores)


def roll_back(dataset: Path, name: str) -> str:
    """Make the release that a name means the current one; return its whole name.

    Raises ReleaseError, without any change, when there is none or it is damaged.
    """
    folder = find_release(dataset, name)
    open_folder(folder, dataset)
    link, new_link = dataset / CURRENT, dataset / f".{CURRENT}-{os.getpid()}"
    try:
        new_link.unlink(missing_ok=True)
        new_link.symlink_to(Path(RELEASES) / folder.name)
        # A rename replaces the link in one step: there is always a current release.
        new_link.replace(link)
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
    """Raise ReleaseError when a file is missing or has another size; no file is read."""
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
