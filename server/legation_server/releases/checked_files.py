"""Open the files of a release with the bytes that its manifest lists, or not at all."""

from collections.abc import Mapping
from io import BufferedReader
from pathlib import Path

from legation_server.errors import ReleaseError
from legation_server.releases.manifest import Release, ReleaseFile
from legation_server.releases.regular_files import (
    Stamp,
    is_inside,
    open_regular,
    sha256_of,
    size_of,
    stamp_of,
)


class CheckedStream:
    """The bytes of a file that was checked; reading breaks off when it is changed."""

    def __init__(self, stream: BufferedReader, stamp: Stamp) -> None:
        """Read an open file that is as it should be as long as it has a stamp."""
        self._stream = stream
        self._stamp = stamp

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; raises ReleaseError."""
        chunk = self._stream.read(size)
        if stamp_of(self._stream) != self._stamp:
            raise ReleaseError(f"{self._stream.name} is being changed while it is read.")
        return chunk

    def seekable(self) -> bool:
        """Tell that it can be read from anywhere."""
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to an offset in bytes."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Return the offset in bytes."""
        return self._stream.tell()

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


class CheckedFiles:
    """Remembers what files were like when they were checked; safe for several threads."""

    def __init__(self, known: Mapping[Path, Stamp]) -> None:
        """Begin with files that were found whole, by their paths."""
        self._whole = dict(known)
        self._damaged: dict[Path, Stamp] = {}

    def open(self, release: Release, file: ReleaseFile) -> CheckedStream:
        """Return a file of a release; it is read to be checked only after it was changed.

        Raises ReleaseError when it is missing, different from the manifest or outside the folder.
        """
        path = release.folder / file.path
        if not is_inside(path, release.folder):
            raise ReleaseError(f"{path} is outside the release.")
        try:
            stream = open_regular(path)
        except OSError as error:
            raise ReleaseError(f"{path} cannot be read: {error.strerror}.") from error
        try:
            stamp = stamp_of(stream)
            if self._whole.get(path) != stamp:
                self._check(path, stream, stamp, file)
                stream.seek(0)
        except BaseException:
            stream.close()
            raise
        return CheckedStream(stream, stamp)

    def read(self, release: Release, file: ReleaseFile) -> bytes:
        """Return the bytes of a file of a release; raises ReleaseError."""
        stream = self.open(release, file)
        try:
            return stream.read()
        finally:
            stream.close()

    def damaged(self, release: Release) -> list[str]:
        """Return the paths of the files of a release that are not as its manifest says."""
        return [file.path for file in release.files if not self._is_whole(release, file)]

    def _is_whole(self, release: Release, file: ReleaseFile) -> bool:
        try:
            self.open(release, file).close()
        except ReleaseError:
            return False
        return True

    def _check(self, path: Path, stream: BufferedReader, stamp: Stamp, file: ReleaseFile) -> None:
        wrong = self._damaged.get(path) == stamp or size_of(stream) != file.size
        if wrong or sha256_of(stream) != file.sha256 or stamp_of(stream) != stamp:
            self._damaged[path] = stamp
            raise ReleaseError(f"{path} is not the file that the manifest lists.")
        self._whole[path] = stamp
