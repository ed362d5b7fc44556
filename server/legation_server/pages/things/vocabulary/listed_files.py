"""List the files of a dataset as the rows of a table, by its distributions (DCAT 3, 6.8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from legation_server.descriptions import Wording
from legation_server.namespaces import DCAT, DCTERMS, SPDX, VOID

DISTRIBUTION = DCAT + "distribution"
# What a dataset says of its files; the table says it of each.
OF_FILES = (DISTRIBUTION, VOID + "dataDump")
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class ListedFile:
    """A file of a dataset, and the fragment that names it; `size` is in bytes, 0 when unknown."""

    anchor: str
    href: str
    title: str
    size: int
    media_type: str
    compression: str
    licence: str
    sha256: str


def listed_files(values: Wording, subject: str) -> Sequence[ListedFile]:
    """Return the files of a dataset, by their fragments; none for whatever is no dataset."""
    names = values.index.names(subject, DISTRIBUTION)
    return [_listed(values, name) for name in sorted(names) if name.startswith(subject + "#")]


def _listed(values: Wording, name: str) -> ListedFile:
    index = values.index
    address = next(iter(index.names(name, DCAT + "downloadURL", DCAT + "accessURL")), "")
    licence = next(iter(index.names(name, DCTERMS + "license")), "")
    checksums = index.names(name, SPDX + "checksum")
    size = index.text(name, DCAT + "byteSize")
    return ListedFile(
        name.partition("#")[2],
        values.local(address) if address else "",
        index.label(name),
        int(size) if size.isdigit() else 0,
        _media_type(index.names(name, DCAT + "mediaType")),
        _media_type(index.names(name, DCAT + "compressFormat")).removeprefix("application/"),
        licence,
        next((index.text(one, SPDX + "checksumValue") for one in checksums), ""),
    )


def _media_type(names: Sequence[str]) -> str:
    return names[0].removeprefix(MEDIA_TYPES) if names else ""
