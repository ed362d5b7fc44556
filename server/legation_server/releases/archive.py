"""The releases beside the one that is served, as the folder they are in holds them just now."""

import hashlib
from pathlib import Path
from threading import Lock

from legation_server.errors import ReleaseError
from legation_server.releases.manifest import (
    CURRENT,
    MANIFEST,
    RELEASES,
    Release,
    ReleaseFile,
    read_folder,
)

Stamp = tuple[str, int, int]


class Archive:
    """The releases of a dataset folder, the newest first; threads may share it."""

    def __init__(self, served: Release) -> None:
        """Look into the folder that the served release is in."""
        self._served = served
        self._releases: dict[Stamp, Release | None] = {}
        self._checked: set[Stamp] = set()
        self._lock = Lock()

    @property
    def dataset(self) -> Path | None:
        """Return the dataset folder, or None when the served release lies by itself."""
        folder = self._served.folder
        return folder.parent.parent if folder.parent.name == RELEASES else None

    def all(self) -> list[Release]:
        """Return all releases with a manifest that can be read; the served one is among them."""
        found = {self._served.folder: (self._served, 0.0)}
        stamps = set()
        for folder in self.dataset.glob(f"{RELEASES}/[!.]*") if self.dataset else ():
            if stamp := _stamp(folder / MANIFEST):
                stamps.add(stamp)
                release = self._read(stamp, folder)
                if release is not None:
                    whole = self._served if folder == self._served.folder else release
                    found[folder] = (whole, float(stamp[1]))
        with self._lock:
            self._releases = {s: r for s, r in self._releases.items() if s in stamps}
        newest = sorted(found.values(), key=lambda r: (r[0].modified, r[1], r[0].folder.name))
        return [release for release, _ in reversed(newest)]

    def named(self, name: str) -> Release | None:
        """Return the release with a folder's name, a digest or the beginning of one; or None.

        Of several with the same digest the served one is meant, or else the newest; of several
        with other digests, none.
        """
        found = self.all()
        if name == CURRENT:
            return self._served
        for release in found:
            if release.folder.name == name:
                return release
        matching = [r for r in found if name and r.digest.startswith(name)]
        if len({release.digest for release in matching}) != 1:
            return None
        return self._served if self._served in matching else matching[0]

    def before(self, release: Release) -> Release | None:
        """Return the release that came before another, if there was one."""
        found = self.all()
        place = found.index(release) + 1
        return found[place] if place < len(found) else None

    def whole(self, release: Release, file: ReleaseFile) -> bool:
        """Tell whether a file still is what the manifest says; it is read when it was touched."""
        path = release.folder / file.path
        stamp = _stamp(path)
        if stamp is None or not path.resolve().is_relative_to(release.folder):
            return False
        if stamp not in self._checked:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            if digest != file.sha256:
                return False
            self._checked.add(stamp)
        return True

    def _read(self, stamp: Stamp, folder: Path) -> Release | None:
        with self._lock:
            if stamp in self._releases:
                return self._releases[stamp]
        try:
            release = read_folder(folder, folder)
        except ReleaseError:
            release = None
        with self._lock:
            self._releases[stamp] = release
        return release


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return str(path), found.st_mtime_ns, found.st_size
