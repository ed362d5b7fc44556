"""What the page of the dataset itself tells readers, before what its description says in RDF."""

from collections.abc import Iterator, Mapping
from typing import Any

from legation_server.pages.files.offered import downloads, spreadsheet
from legation_server.pages.reading.page_cache import index_of_release
from legation_server.pages.reading.views.citing import release_citation
from legation_server.releases import Release
from legation_server.web import language

# Documents that the page names one by one.
MOST_LISTED = 20


def dataset_variables(release: Release) -> Mapping[str, Any]:
    """Return the variables of the template of the dataset's page."""
    return {
        "holdings": list(_holdings(release)),
        "listed": release.documents[:MOST_LISTED],
        "more": max(0, len(release.documents) - MOST_LISTED),
        "downloads": downloads(release),
        **{"sheet": "", "statements": 0},
        **spreadsheet(index_of_release()),
        "citation": release_citation(release),
        "has_text": any(document.has_text for document in release.documents),
    }


def _holdings(release: Release) -> Iterator[tuple[int, str]]:
    """Yield how many things of each kind there are, with the kind in words."""
    words, start, counts = language(), release.namespace, release.counts
    documents, quads = len(release.documents), release.quads
    contents, claims, passages = (
        counts.get(start + name, 0) for name in ("Content", "Claim", "Passage")
    )
    yield documents, words.say_count("document", "documents", documents)
    yield contents, words.say_count("statement", "statements", contents)
    yield claims, words.say_count("claim", "claims", claims)
    yield passages, words.say_count("passage", "passages", passages)
    yield quads, words.say_count("RDF quad", "RDF quads", quads)
