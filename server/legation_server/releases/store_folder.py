"""The folder of a release's data on disk: where it is, and the record that says it is whole.

The engine's files are made once, out of the dumps, and are opened from then on. The folder gets its
name when everything is in it, so what was begun and not finished is never taken for whole. Its
record also has the stamps of the dumps, so that they are not read again to compare their SHA-256.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from legation_server.errors import ReleaseError
from legation_server.releases.manifest import RELEASES, Release
from legation_server.releases.regular_files import Stamp, read_regular
from legation_server.settings import MIB, Settings

# In a dataset folder, beside that of all releases.
STORES = "stores"
RECORD, QUADS, ORIGINALS = "loaded.json", "quads", "originals.sqlite"
FORMAT = "legation-store/1"
# What stands beside a folder: a folder that is being filled, and the locks of those who fill the
# folder and of those who use it.
PART, MAKING, USED = ".part", ".lock", ".used"
LARGEST_RECORD_BYTES = 64 * MIB


@dataclass(frozen=True)
class StoreRecord:
    """What a store folder says about itself.

    `quads` were read from the dumps; `copied` says that the default graphs are copies, `split` that
    they differ from endpoint to endpoint; `stamps` are those of the release's files by their paths;
    `counts` are the numbers of statements by endpoint (sparql/counting/counts.py), as JSON.
    """

    quads: int
    copied: bool
    split: bool
    stamps: Mapping[str, Stamp]
    counts: Mapping[str, Any]


def store_folder_of(release: Release, stores: str = "") -> Path:
    """Return where the data of a release are on disk, or will be; `stores` may name the place.

    Other data, and other versions of the engine or of this form, have another folder.
    """
    above = release.folder.parent
    beside = above.parent if above.name == RELEASES else above
    key = repr((FORMAT, version("pyoxigraph"), release.fingerprint)).encode()
    return Path(stores or beside / STORES) / f"{release.folder.name}-{sha256(key).hexdigest()[:8]}"


def as_served(release: Release, settings: Settings) -> Release:
    """Return a release as a server with some settings queries it: in memory or on disk."""
    here = not settings.asks_elsewhere
    return replace(release, on_disk=here and release.quads > settings.store_above)


def read_record(folder: Path) -> StoreRecord | None:
    """Return the record of a store folder; None when it is not there, or not whole."""
    try:
        found: dict[str, Any] = json.loads(read_regular(folder / RECORD, LARGEST_RECORD_BYTES))
        stamps = {path: tuple(stamp) for path, stamp in found["stamps"].items()}
        names = ("quads", "copied", "split", "counts")
        return StoreRecord(stamps=stamps, **{name: found[name] for name in names})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def known_stamps(release: Release, stores: str) -> Mapping[str, Stamp]:
    """Return the stamps that a release's files had when its data were loaded; none before that."""
    record = read_record(store_folder_of(release, stores))
    return record.stamps if record else {}


def stamps_of(release: Release) -> Mapping[str, Stamp]:
    """Return the stamps of a release's files by their paths in its folder."""
    return {
        path.relative_to(release.folder).as_posix(): stamp for path, stamp in release.stamps.items()
    }


@contextmanager
def being_made(folder: Path) -> Iterator[Path | None]:
    """Give a folder to fill, which then gets its name; None when it is there already.

    Only one process at a time fills it; the others wait. Nothing is left of one that did not come
    to its end. Raises ReleaseError when the place cannot be written to.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = locked(folder, MAKING, fcntl.LOCK_EX)
    except OSError as error:
        raise _not_writable(folder, error) from error
    try:
        if read_record(folder) is not None:
            yield None
            return
        part = folder.with_name(folder.name + PART)
        for left_over in (part, folder):
            shutil.rmtree(left_over, ignore_errors=True)
        part.mkdir()
        try:
            yield part
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        _keep(part)
        part.rename(folder)
        _synchronize(folder.parent)
    finally:
        os.close(lock)


def hold_in_use(folder: Path) -> int:
    """Keep a store folder from being removed, as long as the descriptor returned is open.

    Children that inherit it keep the folder too. Where nothing can be written, a folder that is
    whole is used without a lock, and -1 is returned. Raises ReleaseError when there is none.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return locked(folder, USED, fcntl.LOCK_SH)
    except OSError as error:
        if read_record(folder) is None:
            raise _not_writable(folder, error) from error
        return -1


def _not_writable(folder: Path, error: OSError) -> ReleaseError:
    return ReleaseError(
        f"{folder.parent} cannot be written to: {error.strerror}. "
        "Choose another place for data on disk with --store-folder."
    )


def locked(folder: Path, ending: str, how: int) -> int:
    """Return the descriptor of a lock beside a folder, once it is locked; raises OSError."""
    path = folder.with_name(folder.name + ending)
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, how)
            # Whoever removes a folder removes its locks too: this one may be of no use any more.
            if path.exists() and path.stat().st_ino == os.fstat(descriptor).st_ino:
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def write_record(folder: Path, record: StoreRecord) -> None:
    """Write the record of a store folder that is complete."""
    text = json.dumps({"format": FORMAT, **asdict(record)}, indent=1)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")


def _keep(folder: Path) -> None:
    """Have everything in a folder reach the disk."""
    for path in [folder, *folder.rglob("*")]:
        _synchronize(path)


def _synchronize(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
