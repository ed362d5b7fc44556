"""Write the files of a release piece by piece, with their sizes and checksums."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO

from legation_build.namespaces import BASE
from legation_build.pipeline.documents.pieces import FORMATS, NQUADS
from legation_build.release import COMPRESSIONS, ReleaseFile

_BYTES_AT_A_TIME = 1024 * 1024


@dataclass(frozen=True)
class GraphSource:
    """Where the data of a graph are: its pieces, each a folder and how the names of files begin.

    Pieces are whole in every format, but those of a graph that is `in_blocks`: in TriG these lack
    the braces.
    """

    iri: str
    pieces: tuple[tuple[Path, str], ...]
    in_blocks: bool = False


class HashingFile:
    """A file that is written, with its size and SHA-256."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Take the open file."""
        self._stream, self._digest, self.size = stream, sha256(), 0

    def write(self, data: bytes) -> int:
        """Write some data."""
        self._digest.update(data)
        self.size += len(data)
        return self._stream.write(data)

    def copy(self, file: Path) -> None:
        """Write what another file holds."""
        with file.open("rb") as stream:
            while data := stream.read(_BYTES_AT_A_TIME):
                self.write(data)

    @property
    def written(self) -> tuple[int, str]:
        """Return size and SHA-256 of what was written."""
        return self.size, self._digest.hexdigest()


def written_file(
    aside: Path,
    path: str,
    form: str,
    media_type: str,
    title: str,
    license: str,
    write: Callable[[HashingFile], None],
    load: bool = False,
    packed: str = "",
) -> ReleaseFile:
    """Have `write` write a file into the folder of a release, and return its description."""
    place = aside / path
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as stream:
        file = HashingFile(stream)
        write(file)
    return ReleaseFile(path, form, media_type, title, license, b"", load, "", packed, file.written)


def file_there(
    aside: Path, path: str, form: str, media_type: str, title: str, license: str
) -> ReleaseFile:
    """Return the description of a file that is in the folder of a release already."""
    with (aside / path).open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    written = ((aside / path).stat().st_size, digest)
    return ReleaseFile(path, form, media_type, title, license, b"", written=written)


def dataset_files(
    aside: Path, graphs: Sequence[GraphSource], license: str, base: str
) -> Iterator[Callable[[], ReleaseFile]]:
    """Yield what writes each dump of the whole dataset, graph by graph in the order given.

    N-Quads, which a server loads, are there as they are; every format is there compressed. All may
    be written at a time.
    """
    for form in FORMATS:
        name, title = f"legation.{form.name}", f"The whole dataset in {form.title}"
        if form is NQUADS:
            yield partial(
                written_file,
                aside,
                f"dumps/{name}",
                form.name,
                form.media_type,
                title,
                license,
                partial(_plain, graphs=graphs),
                load=True,
            )
        for ending, (media_type, _) in COMPRESSIONS.items():
            yield partial(
                written_file,
                aside,
                f"dumps/{name}.{ending}",
                f"{form.name}.{ending}",
                media_type,
                f"{title}, compressed",
                license,
                partial(_packed, graphs=graphs, base=base, form=form.name, ending=ending),
                packed=form.media_type,
            )


def _plain(file: HashingFile, graphs: Sequence[GraphSource]) -> None:
    for graph in graphs:
        for folder, piece in graph.pieces:
            file.copy(folder / f"{piece}.sorted.nq")


def _packed(
    file: HashingFile, graphs: Sequence[GraphSource], base: str, form: str, ending: str
) -> None:
    pack = COMPRESSIONS[ending][1]
    for graph in graphs:
        braces = graph.in_blocks and form == "trig"
        if braces:
            file.write(pack(f"<{graph.iri.replace(BASE, base)}> {{\n".encode()))
        for folder, piece in graph.pieces:
            file.copy(folder / f"{piece}.{form}.{ending}")
        if braces:
            file.write(pack(b"}\n"))
