"""Look at the releases of a dataset folder: list them, find one by name, go back to one."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation_server.errors import ReleaseError
from legation_server.release import FORMAT, Release, open_folder

CURRENT = "current"


@dataclass(frozen=True)
class ReleaseInfo:
    """One release: the name of its folder, its manifest, and whether it is the current one.

    `problem` says why the manifest cannot be used, which is empty then; else it is "".
    """

    name: str
    manifest: dict[str, Any]
    current: bool
    problem: str = ""


def list_releases(dataset: Path) -> list[ReleaseInfo]:
    """Return the releases in the folder `dataset`, the newest first; damaged ones come last.

    Raises ReleaseError when there is none.
    """
    current = (dataset / CURRENT).resolve()
    found = [
        _info(folder, current)
        for folder in sorted((dataset / "releases").glob("[!.]*"))
        if folder.is_dir()
    ]
    if not found:
        raise ReleaseError(f"{dataset} holds no release. Run: legation build --output {dataset}")
    return sorted(found, key=lambda info: _age(dataset, info), reverse=True)


def find_release(dataset: Path, name: str) -> Path:
    """Return the folder of the release whose name begins with `name`; `current` is one too.

    Raises ReleaseError, which names those there are, unless exactly one does.
    """
    if name == CURRENT and (dataset / CURRENT / "manifest.json").is_file():
        return (dataset / CURRENT).resolve()
    names = [release.name for release in list_releases(dataset)]
    matching = [name] if name in names else [known for known in names if known.startswith(name)]
    if len(matching) != 1:
        what = "Several releases begin" if matching else "No release begins"
        raise ReleaseError(f"{what} with '{name}'. There are: {', '.join(names)}.")
    return dataset / "releases" / matching[0]


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
        aside.symlink_to(Path("releases") / folder.name)
        aside.replace(link)
    except OSError as error:
        raise ReleaseError(f"{link} cannot be written: {error.strerror}.") from error
    return folder.name


def _info(folder: Path, current: Path) -> ReleaseInfo:
    is_current = folder.resolve() == current
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ReleaseInfo(folder.name, {}, is_current, "manifest.json is missing")
    except (OSError, ValueError) as error:
        return ReleaseInfo(folder.name, {}, is_current, f"manifest.json cannot be read: {error}")
    found = manifest.get("format") if isinstance(manifest, dict) else None
    if found != FORMAT:
        problem = f"manifest.json has format {found!r}, not {FORMAT!r}"
        return ReleaseInfo(folder.name, {}, is_current, problem)
    return ReleaseInfo(folder.name, manifest, is_current)


def _age(dataset: Path, info: ReleaseInfo) -> tuple[bool, str, float, str]:
    if info.problem:
        return False, "", 0.0, info.name
    written = (dataset / "releases" / info.name / "manifest.json").stat().st_mtime
    return True, str(info.manifest.get("modified", "")), written, info.name
