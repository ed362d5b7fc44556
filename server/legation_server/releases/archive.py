"""The releases in the folder of the one that is served, as they are at the moment."""

from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from legation_server.errors import ReleaseError
from legation_server.releases.checked_files import CheckedFiles
from legation_server.releases.manifest import MANIFEST, RELEASES, Release
from legation_server.releases.names import ReleaseName, meant
from legation_server.releases.opening import read_folder

Stamp = tuple[str, int, int]
NANOSECONDS = 10**9


class Archive:
    """The releases of a dataset folder; safe for several threads."""

    def __init__(self, served: Release) -> None:
        """Look into the dataset folder of the served release."""
        self._served = served
        self._releases: dict[Stamp, Release | None] = {}
        self.files = CheckedFiles(served.stamps)
        self._lock = Lock()

    @property
    def dataset(self) -> Path | None:
        """Return the dataset folder; None when the served release is not in one."""
        folder = self._served.folder
        return folder.parent.parent if folder.parent.name == RELEASES else None

    def all(self) -> list[Release]:
        """Return all releases that are not damaged, the newest first, with the served one."""
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

    def written(self, release: Release) -> datetime:
        """Return when a release was written into its folder, in UTC."""
        seconds = (release.folder / MANIFEST).stat().st_mtime_ns / NANOSECONDS
        return datetime.fromtimestamp(seconds, UTC)

    def named(self, name: str) -> Release | None:
        """Return the release that a name means (releases/names.py); None when it means none."""
        found = meant(name, self.names(), self._served.folder.name)
        releases = self.all() if found else []
        return next((each for each in releases if name_of(each) == found), None)

    def names(self) -> list[ReleaseName]:
        """Return the names of all releases, the newest first."""
        return [name_of(release) for release in self.all()]

    def before(self, release: Release) -> Release | None:
        """Return the release that came before another, if there was one."""
        found = self.all()
        place = found.index(release) + 1
        return found[place] if place < len(found) else None

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


def name_of(release: Release) -> ReleaseName:
    """Return the name of a release."""
    return ReleaseName(release.folder.name, release.digest)


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return str(path), found.st_mtime_ns, found.st_size
