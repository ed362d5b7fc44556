"""What the query page shows: the editor's settings and queries to start from."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from flask import Response, render_template

from legation_server.endpoint.page_scripts import script_addresses, translated_messages
from legation_server.errors import Problem
from legation_server.formats import HTML
from legation_server.query import SPARQL, WIKIDATA
from legation_server.rdf import local_name
from legation_server.sparql import QUERY_SERVICE_PREFIXES, with_prefixes
from legation_server.web import select, site

# Examples published with the data come first; these show how any release can be asked.
BUILT_IN = {
    SPARQL: (
        (
            "Claims and their evidence",
            """SELECT ?claim ?content ?contentLabel ?section WHERE {
  ?claim a bil:Claim ; bil:states ?content ; bil:evidence ?passage .
  ?passage bil:section ?section .
  OPTIONAL { ?content rdfs:label ?contentLabel }
}
LIMIT 100""",
        ),
        (
            "What is not asserted",
            """SELECT ?content ?contentLabel ?modality ?by WHERE {
  ?claim bil:states ?content ; bil:modality ?modality .
  ?content a bil:Supposition ; rdfs:label ?contentLabel .
  OPTIONAL { ?claim bil:attributedTo ?by }
}
LIMIT 100""",
        ),
        (
            "A timeline",
            """#defaultView:Timeline
SELECT ?event ?eventLabel ?when ?earliest ?latest WHERE {
  ?event a bil:Event ; rdfs:label ?eventLabel ; bil:earliest ?earliest .
  OPTIONAL { ?event bil:when ?when }
  OPTIONAL { ?event bil:latest ?latest }
}
ORDER BY ?earliest ?event""",
        ),
        ("Which graphs there are", "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"),
    ),
    WIKIDATA: (
        (
            "Items and their kinds",
            """SELECT ?item ?itemLabel ?kind ?kindLabel WHERE {
  ?item wdt:P31 ?kind .
  SERVICE wikibase:label { bd:serviceParam wikibase:language "[AUTO_LANGUAGE],mul,en" . }
}
ORDER BY ?itemLabel
LIMIT 100""",
        ),
        (
            "Diplomatic relations and since when",
            """SELECT ?state ?stateLabel ?other ?otherLabel ?since WHERE {
  ?state p:P530 ?statement .
  ?statement ps:P530 ?other .
  OPTIONAL { ?statement pq:P580 ?since }
  SERVICE wikibase:label { bd:serviceParam wikibase:language "[AUTO_LANGUAGE],mul,en" . }
}
ORDER BY ?since ?stateLabel""",
        ),
        (
            "Where statements come from",
            """SELECT ?item ?itemLabel ?property ?value ?source WHERE {
  ?item ?claim ?statement .
  ?property wikibase:claim ?claim ; wikibase:statementProperty ?main .
  ?statement ?main ?value ; prov:wasDerivedFrom/(pr:P4656|pr:P854) ?source .
  SERVICE wikibase:label { bd:serviceParam wikibase:language "[AUTO_LANGUAGE],mul,en" . }
}
LIMIT 100""",
        ),
    ),
}
EXAMPLES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
SELECT ?example ?title ?query ?target WHERE {
  ?example a sh:SPARQLExecutable ; sh:select|sh:ask|sh:construct|sh:describe ?query .
  OPTIONAL { ?example schema:target ?target }
  OPTIONAL { ?example rdfs:label ?label }
  OPTIONAL { ?example rdfs:comment ?comment }
  BIND(COALESCE(?label, ?comment, STR(?example)) AS ?title)
}
ORDER BY ?example"""
TAGS = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX schema: <https://schema.org/>
SELECT ?example ?tag WHERE { ?example a sh:SPARQLExecutable ; schema:keywords ?tag }
ORDER BY ?example ?tag"""
# A query that says how to show its result shows most to somebody who has not seen the page.
SHOWS_ITSELF = re.compile(r"^\s*#\s*defaultView:", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A query to start from, its name in addresses, and the path of the endpoint it is for."""

    name: str
    title: str
    query: str
    endpoint: str = SPARQL
    tags: tuple[str, ...] = ()


def query_page(endpoint: str = SPARQL) -> Response:
    """Return the query page of an endpoint, by its path."""
    prefixes = dict(sorted(site().release.prefixes.items()))
    if endpoint == WIKIDATA:
        prefixes = {**prefixes, **QUERY_SERVICE_PREFIXES}
    published = [each for each in published_examples() if each.endpoint == endpoint]
    examples = published or [
        Example(slug(title), title, with_prefixes(query, prefixes, "\n"), endpoint)
        for title, query in BUILT_IN[endpoint]
    ]
    configuration = {
        "base": site().release.base,
        "namespace": site().release.namespace,
        "prefixes": prefixes,
        "seconds": site().settings.deadline,
        "examples": [
            {"name": each.name, "title": each.title, "query": each.query} for each in examples
        ],
        "first": first_shown(examples).name,
        "words": translated_messages(),
    }
    text = render_template(
        "query.html",
        examples=[asdict(example) for example in examples],
        configuration=configuration,
        endpoint=endpoint,
        wikidata=endpoint == WIKIDATA,
        modules=script_addresses(),
    )
    return Response(text, content_type=HTML.content_type)


def first_shown(examples: Sequence[Example]) -> Example:
    """Return the example that a first visit runs."""
    return next((each for each in examples if SHOWS_ITSELF.search(each.query)), examples[0])


def slug(title: str) -> str:
    """Return the name of an example without one.

    >>> slug("What is not asserted")
    'what-is-not-asserted'
    """
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")


def published_examples() -> list[Example]:
    """Return the examples in the data, in the order of their IRIs; none if they cannot be read."""
    try:
        return read_examples()
    except Problem:
        # The page is of use without them.
        return []


def read_examples() -> list[Example]:
    """Return the examples in the data, in the order of their IRIs; raises Problem."""
    rows, tagged = select(EXAMPLES), select(TAGS)
    base = site().release.base
    tags: dict[str, list[str]] = {}
    for row in tagged:
        # Tags stand in a list that spaces part.
        tags.setdefault(row["example"], []).append(row["tag"].replace(" ", "-"))
    return [
        Example(
            local_name(row["example"]),
            row["title"],
            row["query"],
            row.get("target", base + SPARQL).removeprefix(base),
            tuple(tags.get(row["example"], ())),
        )
        for row in rows
    ]
