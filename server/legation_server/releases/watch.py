"""Notice when a dataset folder has another current release, without reading it each time."""

from pathlib import Path

from legation_server.errors import ReleaseError
from legation_server.releases.manifest import CURRENT, MANIFEST, Release
from legation_server.releases.opening import open_release, read_folder
from legation_server.releases.pushed import open_pushed, pushed_place

# A refused release is tried again after so many looks: it may have been repaired since.
LOOKS_UNTIL_RETRY = 10

Mark = tuple[str, str, int, int]


class ReleaseWatch:
    """Watches which release of a dataset folder is current; for one thread at a time."""

    def __init__(self, dataset: Path, stores: str = "", *, pushed: bool = False) -> None:
        """Remember what is current now, which the caller opens itself; see open_release.

        That is what the link `current` leads to, or with `pushed` what stores.json says.
        """
        self._dataset = dataset
        self._stores = stores
        self._pushed = pushed
        self._mark = self._look()
        self._looks_left = 0

    @property
    def worthwhile(self) -> bool:
        """Return whether there is a link or a file, which may be replaced."""
        return self._pushed or (self._dataset / CURRENT).is_symlink()

    @property
    def refusing(self) -> bool:
        """Return whether the current release was refused when it was last read."""
        return self._looks_left > 0

    def newer(self, served: Release, *, anyway: bool = False) -> Release | None:
        """Return the release to serve instead; None when there is no other.

        The files of a release are read once; again with `anyway`, and some time after it was
        refused. Raises ReleaseError when it is damaged.
        """
        mark = self._look()
        self._looks_left -= self._looks_left > 0
        if mark == self._mark and not anyway and self._looks_left != 1:
            return None
        self._mark = mark
        # Taken back below, unless opening the release raises.
        self.refused()
        release = self.open()
        self._looks_left = 0
        return None if release == served else release

    def manifest(self) -> Release:
        """Return what the manifest of the current release says, without a check of its files.

        Not of one that was pushed to an engine. Raises ReleaseError when there is no manifest.
        """
        link = self._dataset / CURRENT
        return read_folder((link if link.exists() else self._dataset).resolve(), self._dataset)

    def open(self) -> Release:
        """Return what is current, after a check of its files; raises ReleaseError."""
        if self._pushed:
            return open_pushed(self._dataset)
        return open_release(self._dataset, self._stores)

    def refused(self) -> None:
        """Try the same release again after some time."""
        self._looks_left = LOOKS_UNTIL_RETRY + 1

    def _look(self) -> Mark | None:
        """Return endpoint, folder and the manifest's file: what differs from release to release."""
        folder, store = (self._dataset / CURRENT).resolve(), ""
        try:
            if self._pushed:
                folder, store = pushed_place(self._dataset)
            manifest = (folder / MANIFEST).stat()
        except (OSError, ReleaseError):
            return None
        return store, str(folder), manifest.st_ino, manifest.st_mtime_ns
