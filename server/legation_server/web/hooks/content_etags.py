"""Give pages and documents an ETag by their content."""

from hashlib import sha256

from flask import Flask, Response, request

# Endpoints whose answers a client may keep, unlike errors, figures and checks of health.
TAGGED = frozenset(
    {
        "disputes.index",
        "disputes.of",
        "figures.index",
        "figures.of",
        "guide.index",
        "guide.page",
        "linking.api_catalog",
        "linking.link_set",
        "network.index",
        "network.of",
        "pages.about",
        "pages.errors",
        "pages.home",
        "pages.query",
        "pages.robots",
        "pages.wikidata_query",
        "query_terms.terms",
        "reconciliation.explain",
        "reconciliation.flyout",
        "reconciliation.preview",
        "reconciliation.properties",
        "reconciliation.suggest",
        "releases.changes",
        "releases.feed",
        "releases.index",
        "releases.version",
        "releases.page",
        "search.page",
        "search.suggest",
        "sitemap.part",
        "sitemap.sitemap",
        "things.thing",
        "timeline.index",
        "timeline.shelf",
        "timeline.year",
        "topics.index",
        "topics.sources",
        "topics.topic",
    }
)


def install(app: Flask) -> None:
    """Give the pages and documents of an application an ETag."""

    @app.after_request
    def tag(response: Response) -> Response:
        if request.endpoint in TAGGED and response.status_code == 200:
            tag_by_content(response)
        return response


def tag_by_content(response: Response) -> None:
    """Give an answer a strong ETag."""
    response.set_etag(sha256(response.get_data()).hexdigest()[:32])
    # A new release may come at any time, so clients have to ask each time.
    response.headers.setdefault("Cache-Control", "public, no-cache")
