"""Index triples, and write them in every format, by pure functions."""

from legation_server.rdf.blank_labels import numbered, renamed
from legation_server.rdf.index import (
    LABELS,
    GraphIndex,
    Term,
    is_literal,
    last_part,
    local_name,
    name_of,
)
from legation_server.rdf.json_ld import Words
from legation_server.rdf.well_formed_xml import WellFormedXml, Writer
from legation_server.rdf.writer import MOST_SORTED_TRIPLES, RDF_FORMATS, graph_bytes, write_graph

__all__ = [
    "LABELS",
    "MOST_SORTED_TRIPLES",
    "RDF_FORMATS",
    "GraphIndex",
    "Term",
    "WellFormedXml",
    "Words",
    "Writer",
    "graph_bytes",
    "is_literal",
    "last_part",
    "local_name",
    "name_of",
    "numbered",
    "renamed",
    "write_graph",
]
