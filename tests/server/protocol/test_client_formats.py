"""What client libraries send to name a format is understood."""

import pytest
from legation_server.errors import Problem
from legation_server.formats import GRAPHS, SOLUTIONS, Format
from legation_server.protocol.request import read_request, task_of

# What a client sends in the address, in Accept, and the formats it gets for tables and graphs.
SPARQL_WRAPPER = {
    "xml": ("application/sparql-results+xml", "xml", "rdf"),
    "json": ("application/sparql-results+json,application/json,text/javascript", "json", "jsonld"),
    "csv": ("text/csv", "csv", None),
    "tsv": ("text/tab-separated-values", "tsv", None),
    "turtle": ("application/turtle,text/turtle", None, "ttl"),
    "n3": ("application/turtle,text/turtle,text/rdf%2Bn3,application/n3,text/n3", None, "ttl"),
    "rdf": ("application/rdf%2Bxml", None, "rdf"),
    "rdf%2Bxml": ("application/rdf%2Bxml", None, "rdf"),
    "rdf+xml": ("application/rdf+xml", None, "rdf"),
    "json-ld": ("application/ld%2Bjson,application/x-json%2Bld", None, "jsonld"),
}
FUSEKI = {
    "json": ("json", "jsonld"),
    "xml": ("xml", "rdf"),
    "sparql": ("xml", None),
    "csv": ("csv", None),
    "tsv": ("tsv", None),
    "text": (None, "ttl"),
    "ttl": (None, "ttl"),
    "nt": (None, "nt"),
    "n-quads": (None, "nq"),
    "trig": (None, "trig"),
    "json-ld": (None, "jsonld"),
    "RDF/XML": (None, "rdf"),
    "N-TRIPLES": (None, "nt"),
}
VIRTUOSO = {
    "application/sparql-results%2Bjson": ("json", None),
    "application/sparql-results+json": ("json", None),
    "application/json": ("json", "jsonld"),
    "application/javascript": ("json", None),
    "application/x-json%2Bld": (None, "jsonld"),
    "text/rdf%2Bn3": (None, "ttl"),
    "text/ntriples": (None, "nt"),
    "text/plain": (None, "nt"),
    "text/x-nquads": (None, "nq"),
    "application/ld%2Bjson,application/x-json%2Bld": (None, "jsonld"),
}
ACCEPT = {
    # RDF4J: tables, truth values and graphs.
    "application/x-binary-rdf-results-table;q=0.8, application/sparql-results+xml;q=0.8, "
    "application/sparql-results+json;q=0.8, application/x-sparqlstar-results+json;q=0.8, "
    "text/csv;q=0.8": ("json", None),
    "text/boolean, application/sparql-results+xml;q=0.8": ("xml", None),
    "application/x-turtlestar;q=0.8, application/x-binary-rdf;q=0.8": (None, "ttl"),
    "application/trix;q=0.8, application/x-trig;q=0.8, text/x-nquads;q=0.7": (None, "trig"),
    # GraphDB's workbench.
    "application/x-sparqlstar-results+json": ("json", None),
    "application/x-graphdb-table-results+json, application/rdf+json;q=0.9, */*;q=0.8": (
        "json",
        "ttl",
    ),
    # Jena's client.
    "application/sparql-results+thrift, application/sparql-results+json;q=0.9, */*;q=0.1": (
        "json",
        "ttl",
    ),
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,*/*;q=0.3": ("json", "ttl"),
    # YASGUI and Comunica.
    "application/n-triples,*/*;q=0.9": ("json", "nt"),
    "application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7": ("json", None),
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9": (None, "nq"),
    # rdflib, and Ruby's client.
    "application/sparql-results+xml, application/rdf+xml": ("xml", "rdf"),
    "application/sparql-results+json, text/boolean, text/csv;p=0.2, */*;p=0.1": ("json", "ttl"),
}


def formats(parameters: str, accept: str | None = None) -> tuple[str | None, str | None]:
    """Return the formats for tables and graphs that a request gets."""
    request = read_request("GET", f"query=ASK%20{{}}&{parameters}".encode(), None, b"", 1000)
    task = task_of(request, accept)
    return task.solutions, task.graph


@pytest.mark.parametrize("name", SPARQL_WRAPPER)
def test_the_names_of_sparqlwrapper(name: str) -> None:
    accept, table, graph = SPARQL_WRAPPER[name]
    written = accept.replace("%2B", "+")
    twice = "".join(f"&{key}={name}&{key}={accept}" for key in ("format", "output", "results"))

    assert formats(f"format={name}&output={name}&results={name}", written) == (table, graph)
    assert formats(twice.removeprefix("&"), written) == (table, graph)
    assert formats(f"results={name}") == (table, graph)


@pytest.mark.parametrize("key", ["output", "format", "results"])
@pytest.mark.parametrize("name", FUSEKI)
def test_the_names_of_fuseki(name: str, key: str) -> None:
    assert formats(f"{key}={name}") == FUSEKI[name]


@pytest.mark.parametrize("name", VIRTUOSO)
def test_the_names_of_virtuoso(name: str) -> None:
    assert formats(f"format={name}&timeout=0&debug=on&default-graph-uri=") == VIRTUOSO[name]


@pytest.mark.parametrize("offer", [*SOLUTIONS, *GRAPHS])
def test_rdf4j_names_media_types_in_the_address(offer: Format) -> None:
    media_type = offer.media_type.replace("+", "%2B")

    assert offer.name in formats(f"Accept={media_type}&infer=true")


@pytest.mark.parametrize("accept", ACCEPT)
def test_the_accept_headers_of_clients(accept: str) -> None:
    assert formats("", accept) == ACCEPT[accept]


def test_a_name_that_nobody_uses_is_refused() -> None:
    with pytest.raises(Problem):
        formats("format=pdf")
    with pytest.raises(Problem):
        formats("format=image/png,text/html")
