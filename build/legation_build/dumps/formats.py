"""The formats of dumps: one row each. Everything that names a format reads this table."""

from dataclasses import dataclass

from pyoxigraph import RdfFormat


@dataclass(frozen=True)
class DumpFormat:
    """A dump format: its short name is also its file extension."""

    name: str
    title: str
    media_type: str
    rdf: RdfFormat
    has_graphs: bool


DUMP_FORMATS = (
    DumpFormat("ttl", "Turtle", "text/turtle", RdfFormat.TURTLE, False),
    DumpFormat("nt", "N-Triples", "application/n-triples", RdfFormat.N_TRIPLES, False),
    DumpFormat("nq", "N-Quads", "application/n-quads", RdfFormat.N_QUADS, True),
    DumpFormat("trig", "TriG", "application/trig", RdfFormat.TRIG, True),
    DumpFormat("rdf", "RDF/XML", "application/rdf+xml", RdfFormat.RDF_XML, False),
    DumpFormat("jsonld", "JSON-LD", "application/ld+json", RdfFormat.JSON_LD, True),
)
