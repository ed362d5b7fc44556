"""Write a release folder: in full beside the others first, then put in place in one step.

The folder's layout is described in docs/release-format.md.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from filecmp import cmp
from functools import cached_property
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from legation_build.errors import ReleaseError
from legation_build.left_overs import own_prefix, remove_left_overs

FORMAT = "legation-release/1"
_NAME_DIGITS = 16
# How the names of what is still being written begin.
WRITING, LINK = ".writing-", ".current-"


@dataclass(frozen=True)
class ReleaseFile:
    """One file of a release; `load` marks those that a server loads.

    `holds` is the IRI of the graph whose data it holds, "" for the whole dataset; `packed` the
    media type of what a compressed file holds. A file that is too large for memory has no `data`:
    it is in the folder of the release already, with `written` as its size and SHA-256. One that
    `packs` is there compressed too.
    """

    path: str
    format: str
    media_type: str
    title: str
    license: str
    data: bytes
    load: bool = False
    holds: str = ""
    packed: str = ""
    written: tuple[int, str] | None = None
    packs: bool = False

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 of the file, in hexadecimal."""
        return self.written[1] if self.written else sha256(self.data).hexdigest()

    @property
    def size(self) -> int:
        """Return the size of the file in bytes."""
        return self.written[0] if self.written else len(self.data)

    def entry(self) -> dict[str, Any]:
        """Return the file's entry in the manifest."""
        return {
            "path": self.path,
            "format": self.format,
            "mediaType": self.media_type,
            "title": self.title,
            "license": self.license,
            "size": self.size,
            "sha256": self.sha256,
            "load": self.load,
        }


def release_name(digest: str) -> str:
    """Return the short name of the release with the given `digest`, also that of its folder.

    >>> release_name("3beef4cb5dc7557f" + 48 * "0")
    '3beef4cb5dc7557f'
    """
    return digest[:_NAME_DIGITS]


def write_release(output: Path, manifest: Mapping[str, Any], files: Iterable[ReleaseFile]) -> Path:
    """Write a release into the folder `output`, make it the current one, and return its folder.

    `manifest` lists the entries of `files`. Before the last step, which is atomic, nothing changes
    that a server may be reading. Raises ReleaseError when the folder cannot be written.
    """
    with writing_aside(output) as aside:
        return put_in_place(aside, output, manifest, files)


@contextmanager
def writing_aside(output: Path) -> Iterator[Path]:
    """Make a folder to write a release into; it is removed again unless it was put in place.

    Raises ReleaseError when something cannot be written.
    """
    releases = output / "releases"
    if (output / "current").exists() and not (output / "current").is_symlink():
        raise ReleaseError(f"{output / 'current'} is not a link. Choose another --output.")
    try:
        releases.mkdir(parents=True, exist_ok=True)
        remove_left_overs(releases, WRITING)
        remove_left_overs(output, LINK)
        aside = Path(tempfile.mkdtemp(prefix=own_prefix(WRITING), dir=releases))
        try:
            aside.chmod(0o755)
            yield aside
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        remedy = "Choose another folder with --output, or make room in it."
        raise ReleaseError(f"{output} cannot be written: {error.strerror}. {remedy}") from error


def put_in_place(
    aside: Path, output: Path, manifest: Mapping[str, Any], files: Iterable[ReleaseFile]
) -> Path:
    """Write `files` and the manifest into the folder `aside`, and make it the current release.

    Those of the files that have been written are there already. Returns the release's folder.
    """
    for file in files:
        place = aside / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        if file.written is None:
            _write(place, file.data)
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    _write(aside / "manifest.json", text.encode())
    place = _put_in_place(aside, output / "releases", release_name(manifest["digest"]))
    point_to(output / "current", Path("releases") / place.name)
    return place


def _write(place: Path, data: bytes) -> None:
    with place.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _put_in_place(aside: Path, releases: Path, name: str) -> Path:
    """Move the folder `aside` to `name`, or to `name-2` and so on when `name` holds other files.

    The same data can be built by other tools or for another base. A release that exists may be in
    use, so it is never touched.
    """
    for number in count(1):
        place = releases / (name if number == 1 else f"{name}-{number}")
        if not place.exists():
            aside.rename(place)
            return place
        if _same(aside, place):
            return place
    raise AssertionError("count does not end")


def _same(one: Path, other: Path) -> bool:
    def files(folder: Path) -> list[Path]:
        return [p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.is_file()]

    names = files(one)
    return names == files(other) and all(cmp(one / n, other / n, shallow=False) for n in names)


def point_to(link: Path, target: Path) -> None:
    """Make the symbolic link `link` point to `target`, in one step."""
    aside = link.with_name(own_prefix(LINK))
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    aside.replace(link)
