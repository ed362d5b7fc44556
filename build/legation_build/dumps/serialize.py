"""Write quads in the formats of dumps, always the same bytes for the same quads. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple
from pyoxigraph import serialize as write

from legation_build.dumps.json_ld import json_ld
from legation_build.dumps.json_ld_context import Context
from legation_build.dumps.turtle import turtle
from legation_build.namespaces import RDF, split_iri

_TYPE = NamedNode(RDF + "type")


@dataclass(frozen=True)
class DumpFormat:
    """A dump format: its short name is also its file extension."""

    name: str
    title: str
    media_type: str
    rdf: RdfFormat
    has_graphs: bool


# One row for each format; everything that names a format reads this table.
DUMP_FORMATS = (
    DumpFormat("ttl", "Turtle", "text/turtle", RdfFormat.TURTLE, False),
    DumpFormat("nt", "N-Triples", "application/n-triples", RdfFormat.N_TRIPLES, False),
    DumpFormat("nq", "N-Quads", "application/n-quads", RdfFormat.N_QUADS, True),
    DumpFormat("trig", "TriG", "application/trig", RdfFormat.TRIG, True),
    DumpFormat("rdf", "RDF/XML", "application/rdf+xml", RdfFormat.RDF_XML, False),
    DumpFormat("jsonld", "JSON-LD", "application/ld+json", RdfFormat.JSON_LD, True),
)


def dump(
    quads: Iterable[Quad], form: DumpFormat, prefixes: Mapping[str, str], context: Context
) -> bytes:
    """Return `quads` in the format `form`, with those of `prefixes` that they use.

    `context` is the JSON-LD context. Formats without graphs have each triple once, even
    when it is in several graphs.
    """
    return Dumper(quads, prefixes, context).dump(form)


class Dumper:
    """Quads that are dumped in several formats: what these share is worked out once."""

    def __init__(
        self, quads: Iterable[Quad], prefixes: Mapping[str, str], context: Context
    ) -> None:
        """Take the quads, the prefixes that they may use, and the JSON-LD context."""
        self._keys = {quad: sort_key(quad) for quad in quads}
        self._prefixes, self._context = prefixes, context

    def dump(self, form: DumpFormat) -> bytes:
        """Return the quads in the format `form`."""
        if form.rdf == RdfFormat.JSON_LD:
            return json_ld(self._quads, self._context)
        if form.rdf == RdfFormat.TURTLE:
            return turtle(dict.fromkeys(quad.triple for quad in self._keys), self._prefixes)
        rows = self._quads if form.has_graphs else self._triples
        if form.rdf in (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES):
            return write(rows, format=form.rdf) or b""
        return write(rows, format=form.rdf, prefixes=self._used_prefixes) or b""

    @cached_property
    def _quads(self) -> list[Quad]:
        return sorted(self._keys, key=self._keys.__getitem__)

    @cached_property
    def _triples(self) -> list[Triple]:
        """The triples, sorted: the key of a triple is that of its quad without the graph."""
        keys = {quad.triple: key[1:] for quad, key in self._keys.items()}
        return sorted(keys, key=keys.__getitem__)

    @cached_property
    def _used_prefixes(self) -> dict[str, str]:
        return used_prefixes(self._keys, self._prefixes)


def used_prefixes(rows: Iterable[Quad | Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return those of `prefixes` whose namespaces are used in `rows`.

    >>> name = NamedNode(RDF + "type")
    >>> used_prefixes([Triple(name, name, name)], {"rdf": RDF, "ex": "http://example.org/"})
    {'rdf': 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'}
    """
    terms = {term for row in rows for term in (row.subject, row.predicate, row.object)}
    iris = {
        term.datatype.value if isinstance(term, Literal) else getattr(term, "value", "")
        for term in terms
    }
    namespaces = {split_iri(iri)[0] for iri in iris}
    return {prefix: iri for prefix, iri in prefixes.items() if iri in namespaces}


def sort_key(quad: Quad) -> tuple[str, ...]:
    """Return a key that sorts by graph, subject, type first, predicate and object."""
    subject, predicate, value, graph = quad
    first = "" if predicate == _TYPE else predicate.value
    # Blank nodes come last, so that a file begins with what has an IRI.
    nameless = "1" if isinstance(subject, BlankNode) else "0"
    return (str(graph), nameless, str(subject), first, str(value))
