"""What every catalogue record says of a release, and the columns of its tables. Pure."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO

from legation_build.descriptions.agents import ABSTRACT, MAINTAINERS, NAME, PUBLISHER, TITLE
from legation_build.mapping import STANDARD, FolderSettings
from legation_build.namespaces import BASE, CC0
from legation_build.release import ReleaseFile, release_name

CSV_FILE, PARQUET_FILE = "dumps/claims.csv", "dumps/claims.parquet"
COLUMNS_FILE = "dumps/claims.csv-metadata.json"
KEYWORDS = ("bilateral relations", "international relations", "linked data", "provenance")
SIZE_UNIT = "B"
# What readers of tables take for a date: one of a year with four digits.
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Column:
    """A column of the table of claims: its name, its meaning, its datatype in XML Schema."""

    name: str
    meaning: str
    datatype: str


@dataclass(frozen=True)
class ReleaseRecord:
    """A release with its `files`, under `base`; `modified` is a date, `digest` is hexadecimal.

    `settings` are those of the folder of mappings that is published. Files that were written are
    in `folder`.
    """

    base: str
    digest: str
    modified: str
    files: Sequence[ReleaseFile]
    settings: FolderSettings = STANDARD
    folder: Path = Path()

    name = NAME
    abstract = ABSTRACT

    @property
    def title(self) -> str:
        """Return the title of the dataset."""
        return self.settings.title or TITLE

    @property
    def license(self) -> str:
        """Return the IRI of the licence of the claims."""
        return self.settings.license or CC0

    @property
    def dataset(self) -> str:
        """Return the IRI of the dataset, which stays the same from release to release."""
        return f"{self.base}dataset"

    @property
    def iri(self) -> str:
        """Return the IRI of the release."""
        return f"{self.base}releases/{self.digest}"

    @property
    def version(self) -> str:
        """Return the short name of the release."""
        return release_name(self.digest)

    @property
    def semantic_version(self) -> str:
        """Return the version in the form that some catalogues want: numbers, then the name.

        >>> ReleaseRecord("", "3beef4cb5dc7557f" + 48 * "0", "2026-01-05", []).semantic_version
        '2026.1.5+3beef4cb5dc7557f'
        """
        day = ".".join(str(int(part)) for part in self.modified.split("-"))
        return f"{day}+{self.version}"

    @property
    def publisher(self) -> dict[str, str]:
        """Return who publishes it, as an organization of schema.org without its type."""
        if self.settings.publisher:
            return {"name": self.settings.publisher.name, "url": self.settings.publisher.url}
        iri = self.base + PUBLISHER.value.removeprefix(BASE)
        return {"name": MAINTAINERS, "url": iri}

    @property
    def citation(self) -> str:
        """Return how to cite the release in a sentence."""
        return f"{self.title}. Release {self.version}, {self.modified}. {self.iri}"

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns of the table of claims, in its order."""
        schema = json.loads(self._file(COLUMNS_FILE).data)["tableSchema"]["columns"]
        return [Column(c["name"], c["dc:description"], _datatype(c["datatype"])) for c in schema]

    @cached_property
    def columns_of_odd_dates(self) -> frozenset[str]:
        """Return the columns of dates in which one is of a year without four digits."""
        names = [column.name for column in self.columns]
        dates = [n for n, column in enumerate(self.columns) if column.datatype == "date"]
        odd: set[int] = set()
        with self._opened(CSV_FILE) as stream:
            rows = csv.reader(stream)
            assert next(rows, names) == names
            for row in rows:
                odd.update(n for n in dates if row[n] and not _DATE.fullmatch(row[n]))
        return frozenset(names[n] for n in odd)

    def _opened(self, path: str) -> TextIO:
        file = self._file(path)
        if file.written is None:
            return io.StringIO(file.data.decode(), newline="")
        return (self.folder / path).open(encoding="utf-8", newline="")

    def _file(self, path: str) -> ReleaseFile:
        return next(file for file in self.files if file.path == path)


def as_json(record: dict[str, Any]) -> bytes:
    """Return a record as JSON, always the same bytes for the same record."""
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _datatype(described: Any) -> str:
    return str(described["base"] if isinstance(described, dict) else described)
