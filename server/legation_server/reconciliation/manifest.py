"""The manifest: what the service offers, and where (section 3.1 of the specification)."""

from typing import Any

from legation_server.reconciliation.extension import SETTINGS
from legation_server.reconciliation.matching.catalogue import Catalogue
from legation_server.reconciliation.suggestions import term_object
from legation_server.releases import Release

VERSIONS = ["0.1", "0.2"]
# A batch of OpenRefine must fit into a request, whatever script its names are in.
BATCH_QUERIES = 200
# Documents that the name of the service names.
MOST_TITLES = 3
PREVIEW_PIXELS = {"width": 420, "height": 260}
FEATURES = {
    "name_similarity": "How similar the text and the nearest name of the entity are, 0 to 100.",
    "name_exact": "Whether the text is a name of the entity or its id.",
    "type_match": "Whether the entity has the type asked for.",
    "properties_agreeing": "The share of the given properties that have the given value here.",
    "properties_contradicting": "The share of the given properties that have other values here.",
}


def manifest(release: Release, catalogue: Catalogue, root: str, logo: str) -> dict[str, Any]:
    """Return the manifest, valid for 0.2 and 0.1, of the service at `<root>reconcile`.

    `root` is the address of the server, with a slash at its end; `logo` that of an image.
    """
    return {
        "versions": VERSIONS,
        "name": f"{release.name}: {_sources(release)}",
        "identifierSpace": release.base + "id/",
        "schemaSpace": "https://schema.org/Thing",
        "defaultTypes": default_types(catalogue),
        "documentation": root + "reconcile/help",
        "serviceVersion": release.version,
        "logo": logo,
        "view": {"url": root + "id/{{id}}"},
        "feature_view": {"url": root + "reconcile/help#{{id}}"},
        "preview": {"url": root + "reconcile/preview?id={{id}}", **PREVIEW_PIXELS},
        "suggest": {
            kind: {
                "service_url": root + "reconcile",
                "service_path": f"/suggest/{kind}",
                "flyout_service_url": root + "reconcile",
                "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
            }
            for kind in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {
                "service_url": root + "reconcile",
                "service_path": "/properties",
            },
            "property_settings": SETTINGS,
        },
        "batchSize": BATCH_QUERIES,
    }


def _sources(release: Release) -> str:
    """Return the titles of the documents, or how many there are besides the first."""
    titles = [each.title for each in release.documents]
    if len(titles) <= MOST_TITLES:
        return ", ".join(titles)
    return f"{', '.join(titles[:MOST_TITLES])} and {len(titles) - MOST_TITLES:,} more documents"


def default_types(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return the types of entities, the most frequent first, each with its description.

    A type of all entities is left out.
    """
    counts, every = catalogue.type_counts(), catalogue.size
    return [
        term_object(catalogue.types.terms[kind], catalogue.types)
        for kind, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
        if count < every and kind in catalogue.types.terms
    ]
