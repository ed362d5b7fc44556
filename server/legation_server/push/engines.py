"""Engines, each with the address of its graph store and what its requests need.

SPARQL 1.1 leaves open where the graph store of a query endpoint is (Graph Store HTTP Protocol,
section 4). docs/engines.md says which rows tests run and which are from the makers' documentation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from legation_server.errors import PushError


@dataclass(frozen=True)
class EngineDialect:
    """How one engine takes graphs.

    `graph_store` makes the address of the graph store from that of queries. `server` is how the
    engine's header Server begins, empty where it says nothing. `whole` are the parameters of a
    request that carries a whole graph, of any size.
    """

    name: str
    server: str
    graph_store: Callable[[str], str]
    digest: bool = False
    whole: Mapping[str, str] = field(default_factory=dict)


def in_place_of(*endings: str, by: str) -> Callable[[str], str]:
    """Return what puts a path in place of the ending that the path of an address has.

    >>> in_place_of("/query", by="/store")("http://localhost:7878/query")
    'http://localhost:7878/store'
    """

    def make(address: str) -> str:
        parts = urlsplit(address)
        for ending in endings:
            if parts.path.endswith(ending):
                path = parts.path.removesuffix(ending) + by
                return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
        expected = " or ".join(endings)
        raise PushError(
            f"{address} does not end in {expected}, so where its graph store is, is not known. "
            "Give that address with --graph-store."
        )

    return make


def below(path: str) -> Callable[[str], str]:
    """Return what puts a path after that of an address.

    >>> below("/gsp/")("http://localhost:8182/sparql")
    'http://localhost:8182/sparql/gsp/'
    """

    def make(address: str) -> str:
        parts = urlsplit(address)
        return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + path, "", ""))

    return make


OXIGRAPH = EngineDialect(
    "oxigraph",
    "Oxigraph",
    in_place_of("/query", by="/store"),
    # In one transaction a graph of 1 GB takes 60 GB of memory (oxigraph#844).
    whole={"no_transaction": ""},
)
VIRTUOSO = EngineDialect(
    "virtuoso", "Virtuoso", in_place_of("/sparql", by="/sparql-graph-crud-auth"), digest=True
)
ENGINES: Mapping[str, EngineDialect] = {
    dialect.name: dialect
    for dialect in (
        OXIGRAPH,
        VIRTUOSO,
        # Ontotext GraphDB and Eclipse RDF4J: the address of queries ends in /repositories/<name>.
        EngineDialect("rdf4j", "", below("/rdf-graphs/service")),
        EngineDialect("fuseki", "Apache Jena Fuseki", in_place_of("/sparql", "/query", by="/data")),
        EngineDialect("neptune", "", below("/gsp/")),
        # It has one address for everything.
        EngineDialect("qlever", "", below("")),
    )
}


def dialect_of(server: str, address: str) -> EngineDialect:
    """Return the dialect of the engine whose header Server is given; raises PushError."""
    for dialect in ENGINES.values():
        if dialect.server and server.startswith(dialect.server):
            return dialect
    raise PushError(
        f"Which engine answers at {address} is not known"
        + (f": it calls itself {server!r}. " if server else ". ")
        + f"Name it with --engine: {', '.join(ENGINES)}."
    )
