"""A graph store in this process: it keeps what is put into it, and can fail when told to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from support.listening import RESULTS, Handler, listening

N_TRIPLES = ox.RdfFormat.N_TRIPLES


@dataclass
class Kept:
    """What a store holds, and each request that changed it: method and graph.

    `fails_after` is the number of changes after which it breaks connections. `loses` drops a
    triple of each graph. `password` is what Authorization must be.
    """

    store: ox.Store = field(default_factory=ox.Store)
    changes: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[int] = field(default_factory=list)
    fails_after: int = 1_000_000
    loses: bool = False
    authorization: str = ""

    def quads(self) -> set[ox.Quad]:
        """Return all quads of the graphs of a release."""
        return {q for q in self.store if not str(q.graph_name).startswith("<urn:legation:")}


@contextmanager
def graph_store(kept: Kept) -> Iterator[str]:
    """Serve a graph store as Oxigraph does; yields the address of its queries."""

    class GraphStore(Handler):
        server_version = "Oxigraph/0"
        protocol_version = "HTTP/1.1"

        def respond(self, body: bytes) -> None:
            place = urlsplit(self.path)
            if place.path == "/query":
                form = parse_qs(body.decode() or place.query)
                results = kept.store.query(form["query"][0])
                assert isinstance(results, ox.QuerySolutions | ox.QueryBoolean)
                text = results.serialize(format=ox.QueryResultsFormat.JSON)
                assert text is not None
                self.answer(200, text, Content_Type=RESULTS)
                return
            if self.headers.get("Authorization", "") != kept.authorization:
                self.answer(401)
                return
            if len(kept.changes) >= kept.fails_after:
                self.close_connection = True
                return
            (name,) = parse_qs(place.query)["graph"]
            kept.changes.append((self.command, name))
            kept.bodies.append(len(body))
            self.answer(self.change(ox.NamedNode(name), body))

        def change(self, graph: ox.NamedNode, body: bytes) -> int:
            if self.command != "POST":
                kept.store.remove_graph(graph)
            triples = [quad.triple for quad in ox.parse(body, N_TRIPLES)]
            if kept.loses and not graph.value.startswith("urn:"):
                triples = triples[1:]
            kept.store.extend(
                ox.Quad(triple.subject, triple.predicate, triple.object, graph)
                for triple in triples
            )
            return 204

    for method in ("do_PUT", "do_DELETE"):
        setattr(GraphStore, method, GraphStore.do_POST)
    with listening(GraphStore) as address:
        yield address + "query"
