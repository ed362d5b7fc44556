"""Make the files that describe a release to catalogues of data sets: one row each. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation_build.descriptions.catalogues.croissant import croissant
from legation_build.descriptions.catalogues.data_package import data_package
from legation_build.descriptions.catalogues.release_record import ReleaseRecord, as_json
from legation_build.descriptions.catalogues.ro_crate import METADATA_FILE, ro_crate
from legation_build.mapping import Mappings
from legation_build.namespaces import CC0
from legation_build.release import ReleaseFile


@dataclass(frozen=True)
class CatalogueForm:
    """A form of record: the path of its file, its media type, and what makes it."""

    path: str
    media_type: str
    title: str
    make: Callable[[ReleaseRecord], dict[str, Any]]


FORMS = (
    CatalogueForm(
        "croissant.json",
        "application/ld+json",
        "Record for catalogues of machine learning (Croissant)",
        croissant,
    ),
    CatalogueForm(
        "datapackage.json",
        "application/json",
        "Record of the tables (Frictionless Data Package)",
        data_package,
    ),
    # The last, because it lists the others.
    CatalogueForm(
        METADATA_FILE,
        "application/ld+json",
        "Record of the whole folder as a research object (RO-Crate)",
        ro_crate,
    ),
)


def catalogue_files(
    base: str,
    mappings: Mappings,
    digest: str,
    files: Sequence[ReleaseFile],
    folder: Path = Path(),
) -> Iterator[ReleaseFile]:
    """Yield the catalogue records of a release with the given `digest` and `files`.

    They stand in the folder of the release itself, where readers of these forms look for them.
    """
    known = list(files)
    for form in FORMS:
        modified, settings = mappings.modified, mappings.settings
        record = ReleaseRecord(base, digest, modified, known, settings, folder)
        data = as_json(form.make(record))
        file = ReleaseFile(form.path, "json", form.media_type, form.title, CC0, data)
        known.append(file)
        yield file
