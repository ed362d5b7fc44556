"""Cite a page of the dataset: as text, as BibTeX and as CSL-JSON."""

import re
from dataclasses import dataclass
from typing import Any

from legation_server.releases import Release

# Characters with a meaning in TeX, and what stands for each.
TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True)
class Citation:
    """What is cited: a title, the IRI of the thing, and the release it is read from.

    `source` is the document that the title is taken from, with the work that it is a part of and
    the date of its mapping, and `url` its address; `place` where in it; `told` says in sentences
    who says it and how firmly.
    """

    title: str
    iri: str
    source: str
    release: Release
    place: str = ""
    url: str = ""
    told: str = ""

    @property
    def text(self) -> str:
        """Return the citation as a sentence."""
        told = [f"From {self._origin}.", self.told] if self._origin else [self.told]
        more = "".join(f" {text}" for text in told if text)
        return (
            f"{self._publisher}. “{self.title.rstrip('.')}.” {self.release.name}, release "
            f"{self.release.digest[:16]}, {self.release.modified}.{more} {self.iri}"
        )

    @property
    def bibtex(self) -> str:
        """Return the citation as a BibTeX entry."""
        year, month, *_ = (*self.release.modified.split("-"), "", "")
        key = re.sub(r"\W+", "-", self.iri.removeprefix(self.release.base)).strip("-")
        fields = {
            "author": f"{{{{{_tex(self._publisher)}}}}}",
            "title": f"{{{{{_tex(self.title)}}}}}",
            "year": f"{{{year}}}",
            "month": MONTHS[int(month) - 1] if month.isdecimal() else "",
            "url": f"{{{self.iri}}}",
            "note": f"{{{_tex(self._note)}}}",
        }
        lines = [f"  {name} = {value}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{{self.release.name.lower()}:{key},", *lines, "}", ""])

    @property
    def csl(self) -> dict[str, Any]:
        """Return the citation as an item of CSL-JSON."""
        parts = [int(part) for part in self.release.modified.split("-") if part.isdecimal()]
        return {
            "id": self.iri,
            "type": "dataset",
            "title": self.title,
            "author": [{"literal": self._publisher}],
            "container-title": self.release.name,
            "version": self.release.digest[:16],
            "issued": {"date-parts": [parts]},
            "URL": self.iri,
            "note": self._note,
            **({"source": f"{self._origin}, {self.url}".rstrip(", ")} if self._origin else {}),
        }

    @property
    def _origin(self) -> str:
        """Return where a title is taken from: the document, and the place in it."""
        return ", ".join(text for text in (self.source, self.place) if text)

    @property
    def _publisher(self) -> str:
        return self.release.publisher.name if self.release.publisher else self.release.name

    @property
    def _note(self) -> str:
        release = f"{self.release.name}, release {self.release.digest[:16]}"
        address = f" ({self.url})" if self.url else ""
        origin = f", from {self._origin}{address}" if self._origin else ""
        return f"{release}{origin}." + (f" {self.told}" if self.told else "")


def release_citation(release: Release) -> Citation:
    """Return how to cite a release: by its own address, where the data never change."""
    iri = release.iri
    return Citation(release.title or release.name, iri, "", release)


def _tex(text: str) -> str:
    return "".join(TEX.get(letter, letter) for letter in text)
