"""What the query page shows: the editor's settings and queries to start from."""

from dataclasses import asdict, dataclass

from flask import Response, render_template

from legation_server.errors import Problem
from legation_server.formats import HTML
from legation_server.query import SPARQL, WIKIDATA
from legation_server.sparql import QUERY_SERVICE_PREFIXES, with_prefixes
from legation_server.web import CONTENT_SECURITY_POLICY, select, site

# Examples published with the data come first; these show how any release can be asked.
BUILT_IN = {
    SPARQL: (
        (
            "Claims and their evidence",
            """SELECT ?claim ?content ?label ?section WHERE {
  ?claim a bil:Claim ; bil:states ?content ; bil:evidence ?passage .
  ?passage bil:section ?section .
  OPTIONAL { ?content rdfs:label ?label }
}
LIMIT 100""",
        ),
        (
            "What is not asserted",
            """SELECT ?label ?modality ?by WHERE {
  ?claim bil:states ?content ; bil:modality ?modality .
  ?content a bil:Supposition ; rdfs:label ?label .
  OPTIONAL { ?claim bil:attributedTo ?by }
}
LIMIT 100""",
        ),
        (
            "A timeline",
            """SELECT ?earliest ?label WHERE {
  ?event a bil:Event ; rdfs:label ?label ; bil:earliest ?earliest .
}
ORDER BY ?earliest""",
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
            """SELECT ?stateLabel ?otherLabel ?since WHERE {
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


# The editor's table writes these two styles into the page: the grips of its columns, and the
# cursor while one is dragged. A new version of it may need other digests; a test tells.
INLINE_STYLES = (
    "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='",
    "'sha256-c0O6TmFAkgpNbHxKAa1BrveWHHopjEtC47i0PzMudxg='",
)


@dataclass(frozen=True)
class Example:
    """A query to start from, and the path of the endpoint that it is for."""

    title: str
    query: str
    endpoint: str = SPARQL


def query_page(endpoint: str = SPARQL) -> Response:
    """Return the query page of an endpoint, by its path."""
    prefixes = dict(sorted(site().release.prefixes.items()))
    if endpoint == WIKIDATA:
        prefixes = {**prefixes, **QUERY_SERVICE_PREFIXES}
    published = [each for each in published_examples() if each.endpoint == endpoint]
    examples = published or [
        Example(title, with_prefixes(query, prefixes, "\n"), endpoint)
        for title, query in BUILT_IN[endpoint]
    ]
    shown = [asdict(example) for example in examples]
    configuration = {"base": site().release.base, "prefixes": prefixes, "examples": shown}
    text = render_template(
        "query.html",
        examples=shown,
        configuration=configuration,
        endpoint=endpoint,
        wikidata=endpoint == WIKIDATA,
    )
    response = Response(text, content_type=HTML.content_type)
    response.headers["Content-Security-Policy"] = (
        f"{CONTENT_SECURITY_POLICY}; style-src 'self' {' '.join(INLINE_STYLES)}"
    )
    return response


def published_examples() -> list[Example]:
    """Return the examples in the data, in the order of their IRIs."""
    try:
        rows = select(EXAMPLES)
    except Problem:
        # The page is of use without them.
        return []
    base = site().release.base
    return [
        Example(row["title"], row["query"], row.get("target", base + SPARQL).removeprefix(base))
        for row in rows
    ]
