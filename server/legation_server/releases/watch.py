"""Notice when a dataset folder has another current release, without reading it each time."""

from pathlib import Path

from legation_server.releases.manifest import CURRENT, MANIFEST, Release
from legation_server.releases.opening import open_release

# A refused release is tried again after so many looks: it may have been repaired since.
LOOKS_UNTIL_RETRY = 10

Mark = tuple[str, int, int]


class ReleaseWatch:
    """Watches the link `current` of a dataset folder; for one thread at a time."""

    def __init__(self, dataset: Path) -> None:
        """Remember what is current now, which the caller opens itself."""
        self._dataset = dataset
        self._mark = self._look()
        self._looks_left = 0

    @property
    def worthwhile(self) -> bool:
        """Return whether there is a link, which may be replaced."""
        return (self._dataset / CURRENT).is_symlink()

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
        release = open_release(self._dataset)
        self._looks_left = 0
        return None if release == served else release

    def refused(self) -> None:
        """Try the same release again after some time."""
        self._looks_left = LOOKS_UNTIL_RETRY + 1

    def _look(self) -> Mark | None:
        """Return the folder and the manifest's file, which differ from release to release."""
        folder = (self._dataset / CURRENT).resolve()
        try:
            manifest = (folder / MANIFEST).stat()
        except OSError:
            return None
        return str(folder), manifest.st_ino, manifest.st_mtime_ns
