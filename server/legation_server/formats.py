"""The formats of answers: one table for negotiation, writers, help and tests."""

from collections.abc import Sequence
from dataclasses import dataclass

# Media types of requests (SPARQL 1.1 Protocol, section 2).
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"


@dataclass(frozen=True)
class Format:
    """One way to write an answer.

    `name` is the short name (`?format=`, file extension); `media_type` is that of the answer,
    without parameters; `aliases` are further short names; `synonyms` are other media types that
    get this format when no offer fits better.
    """

    name: str
    media_type: str
    label: str
    aliases: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """Return the value of a Content-Type header."""
        return self.media_type + ("; charset=utf-8" if self.media_type.startswith("text/") else "")


# Names that servers and client libraries use: SPARQLWrapper, rdflib, RDF4J, GraphDB, Jena,
# Virtuoso, Comunica and YASGUI. Media types of RDF-star differ only where there are triple terms.
SOLUTIONS = (
    Format(
        "json",
        "application/sparql-results+json",
        "JSON",
        ("srj", "sparql-json", "sparql-results+json"),
        (
            *("application/json", "text/json", "application/javascript", "text/javascript"),
            *("application/x-sparqlstar-results+json", "application/sparqlstar-results+json"),
        ),
    ),
    Format(
        "xml",
        "application/sparql-results+xml",
        "XML",
        ("srx", "sparql", "sparql-xml", "sparql-results+xml"),
        (
            *("application/xml", "text/xml"),
            *("application/x-sparqlstar-results+xml", "application/sparqlstar-results+xml"),
        ),
    ),
    Format("csv", "text/csv", "CSV", (), ("application/csv", "text/x-csv")),
    Format(
        "tsv",
        "text/tab-separated-values",
        "TSV",
        (),
        ("text/tsv", "application/x-sparqlstar-results+tsv", "text/x-tab-separated-values-star"),
    ),
)

TURTLE = Format(
    "ttl",
    "text/turtle",
    "Turtle",
    ("turtle", "n3", "rdf+n3", "text"),
    (
        *("application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3"),
        *("application/n3", "text/x-turtle", "text/x-turtlestar", "application/x-turtlestar"),
    ),
)
JSON_LD = Format(
    "jsonld",
    "application/ld+json",
    "JSON-LD",
    ("json-ld", "json", "ld+json", "x-json+ld"),
    ("application/json", "application/x-json+ld"),
)
N_TRIPLES = Format(
    "nt",
    "application/n-triples",
    "N-Triples",
    ("ntriples", "n-triples", "nt11"),
    ("text/plain", "text/ntriples", "text/n-triples", "application/ntriples"),
)
RDF_XML = Format(
    "rdf",
    "application/rdf+xml",
    "RDF/XML",
    ("rdfxml", "rdf-xml", "xml", "rdf+xml", "rdf/xml", "rdf/xml-abbrev"),
    ("application/xml", "text/xml", "text/rdf", "text/rdf+xml"),
)
N_QUADS = Format(
    "nq",
    "application/n-quads",
    "N-Quads",
    ("nquads", "n-quads"),
    ("text/x-nquads", "text/nquads", "text/n-quads"),
)
TRIG = Format(
    "trig", "application/trig", "TriG", (), ("application/x-trig", "application/x-trigstar")
)

GRAPHS = (TURTLE, N_TRIPLES, N_QUADS, TRIG, RDF_XML, JSON_LD)

HTML = Format("html", "text/html", "HTML", ("htm",), ("application/xhtml+xml",))
DOCUMENTS = (TURTLE, HTML, JSON_LD, N_TRIPLES, RDF_XML)

JSON = Format("json", "application/json", "JSON")

PROBLEM_JSON = Format("json", "application/problem+json", "JSON", (), ("application/json",))
PLAIN_TEXT = Format("text", "text/plain", "text", ("txt",))
PROBLEMS = (PROBLEM_JSON, HTML, PLAIN_TEXT)


def named(name: str, offers: Sequence[Format]) -> Format | None:
    """Return the offer with a short name or a media type, in any case; None when there is none.

    >>> named("turtle", GRAPHS).media_type
    'text/turtle'
    """
    # A plus sign that was not escaped arrives as a space.
    wanted = name.strip().lower().replace(" ", "+")
    for offer in offers:
        if wanted in (offer.name, offer.media_type):
            return offer
    for offer in offers:
        if wanted in offer.aliases + offer.synonyms:
            return offer
    return None
