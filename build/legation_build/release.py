"""Write a release folder: complete and aside first, then put in place in one step.

The folder's layout is described in docs/release-format.md.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from legation_build.errors import ReleaseError

FORMAT = "legation-release/1"


@dataclass(frozen=True)
class ReleaseFile:
    """One file of a release; `load` marks those that a server loads."""

    path: str
    format: str
    media_type: str
    title: str
    license: str
    data: bytes
    load: bool = False

    def entry(self) -> dict[str, Any]:
        """Return the file's entry in the manifest."""
        return {
            "path": self.path,
            "format": self.format,
            "mediaType": self.media_type,
            "title": self.title,
            "license": self.license,
            "size": len(self.data),
            "sha256": sha256(self.data).hexdigest(),
            "load": self.load,
        }


def write_release(
    output: Path,
    manifest: Mapping[str, Any],
    files: Sequence[ReleaseFile],
    wrote: Callable[[str], None] = lambda path: None,
) -> Path:
    """Write a release into the folder `output`, make it the current one, and return its folder.

    `wrote` is told the path of each file written. Until the last step nothing that a server could
    be reading is touched. Raises ReleaseError when the folder cannot be written.
    """
    releases = output / "releases"
    name = str(manifest["digest"])[:16]
    try:
        releases.mkdir(parents=True, exist_ok=True)
        _clear(releases)
        aside = Path(tempfile.mkdtemp(prefix=f".writing-{os.getpid()}-", dir=releases))
        try:
            aside.chmod(0o755)
            for file in files:
                place = aside / file.path
                place.parent.mkdir(parents=True, exist_ok=True)
                _write(place, file.data)
                wrote(file.path)
            listed = {**manifest, "files": [file.entry() for file in files]}
            text = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
            _write(aside / "manifest.json", text.encode())
            _put_in_place(aside, releases / name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        point_to(output / "current", Path("releases") / name)
    except OSError as error:
        remedy = "Choose another folder with --output, or make room in it."
        raise ReleaseError(f"{output} cannot be written: {error.strerror}. {remedy}") from error
    return releases / name


def _clear(releases: Path) -> None:
    """Remove what builds that were killed left behind; those still running are let alone."""
    for folder in releases.glob(".writing-*"):
        try:
            os.kill(int(folder.name.split("-")[1]), 0)
        except (ValueError, IndexError, ProcessLookupError):
            shutil.rmtree(folder, ignore_errors=True)
        except PermissionError:
            continue


def _write(place: Path, data: bytes) -> None:
    with place.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _put_in_place(aside: Path, place: Path) -> None:
    if not place.exists():
        aside.rename(place)
        return
    if _same(aside, place):
        return
    # The same data written by other tools: the bytes differ although the digest does not.
    replaced = Path(tempfile.mkdtemp(prefix=f".writing-{os.getpid()}-", dir=place.parent))
    place.rename(replaced / "release")
    aside.rename(place)
    shutil.rmtree(replaced)


def _same(one: Path, other: Path) -> bool:
    def contents(folder: Path) -> dict[str, bytes]:
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}

    return contents(one) == contents(other)


def point_to(link: Path, target: Path) -> None:
    """Make the symbolic link `link` lead to `target`, in one step."""
    aside = link.with_name(f".{link.name}-{os.getpid()}")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    aside.replace(link)
