"""Tell language models in a page of Markdown what is here, and what they must not lose."""

from flask import Blueprint, Response, render_template

from legation_server.web import address, site, tag_by_content

blueprint = Blueprint("llms", __name__)

# Documents that are named one by one.
MOST_LISTED = 50
PLACES = {
    "sparql": "sparql",
    "errors": "errors",
    "examples": ".well-known/sparql-examples",
    "openapi": "openapi.json",
    "mcp": "mcp",
    "markdown": "index.md",
    "reconcile": "reconcile",
    "ns": "ns",
    "code": "code",
    "id": "id/",
    "dumps": "dumps/",
    "croissant": "croissant.json",
    "releases": "releases/",
    "void": ".well-known/void",
}


@blueprint.get("/llms.txt")
def llms() -> Response:
    """Tell language models what is here, in the form that llmstxt.org proposes."""
    release = site().release
    documents = [
        {
            "title": _inline(document.title),
            "address": address(document.iri.removeprefix(release.base)),
            "url": document.url,
        }
        for document in release.documents[:MOST_LISTED]
    ]
    text = render_template(
        "llms.txt",
        name=_inline(release.name),
        title=_inline(release.title),
        release=release.digest[:16],
        modified=release.modified,
        license=release.license,
        documents=documents,
        more=max(0, len(release.documents) - MOST_LISTED),
        places={name: address(path) for name, path in PLACES.items()},
    )
    response = Response(text, content_type="text/plain; charset=utf-8")
    tag_by_content(response)
    return response


def _inline(text: str) -> str:
    r"""Return a text that ends no link and begins no other block of Markdown.

    >>> _inline("a [b]\n# c")
    'a \\[b\\] # c'
    """
    return " ".join(text.split()).replace("[", "\\[").replace("]", "\\]")
