"""What the examples of the query page give: how many rows, and the beginning of the first."""

import json
from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Any

from flask import Blueprint, Response, current_app

from legation_server.endpoint.query_editor import read_examples
from legation_server.errors import Problem
from legation_server.namespaces import XSD
from legation_server.phrases import time_words
from legation_server.query import SPARQL, WIKIDATA, Task
from legation_server.web import client_has_gone, site, tag_by_content

blueprint = Blueprint("example_previews", __name__)
CACHE = "example previews"
# The datatypes of times (https://www.loc.gov/standards/datetime/).
TIMES = ("http://id.loc.gov/datatypes/edtf/EDTF", XSD + "date")
MOST_VALUES, MOST_CHARACTERS = 2, 60
# Seconds for one query, and for all of them: what takes longer has no preview.
QUERY_SECONDS, ALL_SECONDS = 1.0, 5.0


@blueprint.get("/query/previews.json", defaults={"of": SPARQL})
@blueprint.get("/wd/query/previews.json", defaults={"of": WIKIDATA})
def previews(of: str) -> Response:
    """Serve what the examples of an endpoint, by its path, give, as JSON by their names.

    `rows` is the number of rows, `first` has some values of the first. Queries that make a graph
    or answer yes or no are not there, nor those that take long. It is found once for a release.

    Raises Problem when the server is busy or cannot read the examples; nothing is kept then.
    """
    held: dict[str, str] = current_app.extensions.setdefault(CACHE, {})
    if of not in held:
        held[of] = json.dumps(dict(_previews(of)), ensure_ascii=False, separators=(",", ":"))
    response = Response(held[of], content_type="application/json")
    tag_by_content(response)
    return response


def _previews(endpoint: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    until = monotonic() + ALL_SECONDS
    for example in read_examples():
        if example.endpoint != endpoint or monotonic() > until:
            continue
        try:
            task = Task(example.query, endpoint=endpoint)
            answer = site().store.run(task, QUERY_SECONDS, gone=client_has_gone(), buffered=1 << 62)
        except Problem as problem:
            if problem.kind == "overloaded":
                # Busy seconds pass; what is kept here stays as long as the release.
                raise
            # The page is of use without it.
            continue
        if answer.head.kind == "solutions":
            found = json.loads(answer.first)
            rows, names = found["results"]["bindings"], found["head"]["vars"]
            first = [said for name in names if rows and (said := _said(rows[0].get(name)))]
            yield example.name, {"rows": len(rows), "first": first[:MOST_VALUES]}


def _said(term: Mapping[str, str] | None) -> str:
    """Return a literal as people read it, cut at a word; nothing for an IRI.

    >>> _said({"type": "literal", "value": "rain " * 20})
    'rain rain rain rain rain rain rain rain rain rain rain…'
    """
    if term is None or term["type"] == "uri":
        return ""
    text = time_words(term["value"]) if term.get("datatype") in TIMES else term["value"]
    text = " ".join(text.split())
    if len(text) <= MOST_CHARACTERS:
        return text
    return text[: MOST_CHARACTERS - 1].rpartition(" ")[0].rstrip(",;: ") + "…"
