"""Give pySHACL the triples of pyoxigraph, with SPARQL queries that Oxigraph answers.

pySHACL reads shapes, targets and values through rdflib. The queries of SPARQL-based constraints,
each over all contents at once, take rdflib half of the time of a validation; Oxigraph answers them
in a tenth of that.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, QuerySolutions, Store, Triple, Variable
from pyoxigraph import Literal as Text
from rdflib import BNode, Graph, Literal, URIRef
from rdflib import Variable as Name
from rdflib.query import Result
from rdflib.term import Identifier, Node

from legation_build.namespaces import XSD


class QueriedGraph(Graph):
    """An rdflib graph that is made of pyoxigraph triples, and queried as such."""

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        """Take the triples; those that are there twice count once."""
        super().__init__()
        self._terms: dict[object, Identifier] = {}
        self._queried = Store()
        self.change((), triples)

    def change(self, gone: Iterable[Triple], new: Iterable[Triple]) -> None:
        """Take out the triples `gone`, and add the triples `new`."""
        for triple in gone:
            self.store.remove(self._row(triple), self)
            self._queried.remove(Quad(*triple))
        quads = []
        for triple in new:
            self.store.add(self._row(triple), self)
            quads.append(Quad(*triple))
        self._queried.extend(quads)

    def query(
        self,
        query_object: Any,
        processor: Any = "sparql",
        result: Any = "sparql",
        initNs: Mapping[str, Any] | None = None,  # noqa: N803 (rdflib's name)
        initBindings: Mapping[str, Any] | None = None,  # noqa: N803
        use_store_provided: bool = True,
        **kwargs: Any,
    ) -> Result:
        """Return the solutions of a SELECT query; `initBindings` are variables with their IRIs."""
        given: dict[Variable, NamedNode | BlankNode | Text | Triple] = {
            Variable(name): NamedNode(str(node)) for name, node in (initBindings or {}).items()
        }
        found = self._queried.query(query_object, substitutions=given)
        assert isinstance(found, QuerySolutions)
        answer = Result("SELECT")
        answer.vars = [Name(variable.value) for variable in found.variables]
        answer.bindings = [
            {
                name: as_rdflib(term)
                for name, term in zip(answer.vars, solution, strict=True)
                if term is not None
            }
            for solution in found
        ]
        return answer

    def _row(self, triple: Triple) -> tuple[Node, Node, Node]:
        terms = self._terms
        for term in triple:
            if term not in terms:
                terms[term] = as_rdflib(term)
        subject, predicate, value = triple
        return terms[subject], terms[predicate], terms[value]


def as_rdflib(term: object) -> Identifier:
    """Return a term of pyoxigraph as rdflib's; triple terms are none in data that are validated."""
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    assert isinstance(term, Text), f"{term} cannot be validated: it is no IRI, node or literal."
    if term.language:
        return Literal(term.value, lang=term.language)
    kind = term.datatype.value
    return Literal(term.value, datatype=None if kind == XSD + "string" else URIRef(kind))
