"""Index triples, and write them in every format, by pure functions."""

from legation_server.rdf.blank_labels import renamed
from legation_server.rdf.canonical_order import Prefixes
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
    "Prefixes",
    "Term",
    "WellFormedXml",
    "Words",
    "Writer",
    "graph_bytes",
    "is_literal",
    "last_part",
    "local_name",
    "name_of",
    "renamed",
    "write_graph",
]
