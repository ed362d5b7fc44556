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
    say, start, counts = language().say_count, release.namespace, release.counts
    documents, quads = len(release.documents), release.quads
    contents, claims, passages = (
        counts.get(start + name, 0) for name in ("Content", "Claim", "Passage")
    )
    yield documents, say("document", "documents", documents)
    yield contents, say("statement", "statements", contents)
    yield claims, say("claim", "claims", claims)
    yield passages, say("passage", "passages", passages)
    yield quads, say("RDF quad", "RDF quads", quads)
