"""What the page about the dataset tells: what each degree of firmness means, and who publishes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation_server.pages.finding.queries import documents_query
from legation_server.pages.reading.lines import Link, address
from legation_server.pages.reading.page_cache import index_of_release
from legation_server.pages.reading.views.citing import release_citation
from legation_server.pages.reading.views.sentences import work_of
from legation_server.phrases import Mark, key
from legation_server.site_index import SiteIndex, code_at, documents
from legation_server.web import language, site

# Documents that the page names one by one.
MOST_LISTED = 100
# The codes behind each degree, by their paths below /code/.
CODES = {
    "stated": ("status/stated",),
    "attributed": ("status/attributed",),
    "opinion": ("modality/opinion",),
    "found": ("modality/found",),
    "reported": (
        "modality/reported",
        "modality/alleged",
        "modality/suspected",
        "modality/estimated",
    ),
    "inferred": ("modality/inferred",),
    "prospective": ("modality/planned", "modality/possible"),
    "denied": ("status/denied",),
}


@dataclass(frozen=True)
class Meaning:
    """A degree of firmness: its mark, what it means, and the codes behind it with definitions."""

    mark: Mark
    meaning: str
    codes: Sequence[tuple[Link, str]]


@dataclass(frozen=True)
class SourceText:
    """A document of the release: the work that it is a part of, and the digest of its text."""

    link: Link
    url: str
    licence: str
    work: str
    revision: str
    sha256: str


def about_variables() -> Mapping[str, Any]:
    """Return the variables of the template of the page about the dataset."""
    release, index = site().release, index_of_release()
    return {
        "meanings": [
            Meaning(mark, meaning, _codes(index, mark.name) if index else ())
            for mark, meaning in key(language())
        ],
        "sources": source_texts(index) if index else [],
        "more": max(0, len(release.documents) - MOST_LISTED),
        "listed": release.documents[:MOST_LISTED],
        "documents_query": documents_query(),
        "citation": release_citation(release),
    }


def source_texts(index: SiteIndex) -> list[SourceText]:
    """Return the documents of a release, each with the work that it is a part of, if known."""
    found = documents(index, MOST_LISTED)
    return [
        SourceText(
            Link(one.title or one.label, address(one.path)),
            one.url,
            one.licence,
            work_of(index, one),
            one.revision,
            one.sha256,
        )
        for one in found
    ]


def _codes(index: SiteIndex, degree: str) -> list[tuple[Link, str]]:
    found = (code_at(index, f"code/{path}") for path in CODES[degree])
    return [(Link(code.label, address(code.path)), code.definition) for code in found if code]
