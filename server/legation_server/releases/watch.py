"""See when a dataset folder has another current release, without reading it each time."""

from pathlib import Path

from legation_server.releases.manifest import CURRENT, MANIFEST, Release, open_release

# After so many looks a release that was refused is tried again: it may have been repaired since.
REFUSED_AGAIN = 10

Mark = tuple[str, int, int]


class ReleaseWatch:
    """A look at the link `current` of a dataset folder; one thread at a time."""

    def __init__(self, dataset: Path) -> None:
        """Remember what is current now, which the caller is about to open."""
        self._dataset = dataset
        self._mark = self._look()
        self._patience = 0

    @property
    def worthwhile(self) -> bool:
        """Tell whether there is a link that may come to lead elsewhere."""
        return (self._dataset / CURRENT).is_symlink()

    @property
    def refusing(self) -> bool:
        """Tell whether what is current was refused when it was last read."""
        return self._patience > 0

    def newer(self, served: Release, *, anyway: bool = False) -> Release | None:
        """Return the release to serve instead, or None when there is no other.

        The files of a release are read once, and again with `anyway`, or when it was refused a
        while ago. Raises ReleaseError when it is not whole.
        """
        mark = self._look()
        self._patience -= self._patience > 0
        if mark == self._mark and not anyway and self._patience != 1:
            return None
        self._mark = mark
        # Undone below unless there is an error.
        self.refused()
        release = open_release(self._dataset)
        self._patience = 0
        return None if release == served else release

    def refused(self) -> None:
        """Look at the same release again after a while."""
        self._patience = REFUSED_AGAIN + 1

    def _look(self) -> Mark | None:
        """Return what differs from release to release: the folder, and the manifest's file."""
        folder = (self._dataset / CURRENT).resolve()
        try:
            manifest = (folder / MANIFEST).stat()
        except OSError:
            return None
        return str(folder), manifest.st_ino, manifest.st_mtime_ns
