"""Give pySHACL the triples of pyoxigraph, with SPARQL queries that Oxigraph answers.

pySHACL reads shapes, targets and values through rdflib. The queries of SPARQL-based constraints,
each over all contents at once, take rdflib half of the time of a validation; Oxigraph answers them
in a tenth of that.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, QuerySolutions, Store, Triple, Variable
from pyoxigraph import Literal as Text
from rdflib import BNode, Graph, Literal, URIRef
from rdflib import Variable as Name
from rdflib.query import Result
from rdflib.term import Identifier, Node

from legation_build.namespaces import XSD


class QueriedGraph(Graph):
    """An rdflib graph that is made of pyoxigraph triples, read from dictionaries, and queried.

    rdflib's own store, which takes three times as long to answer, is filled when asked for.
    """

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        """Take the triples; those that are there twice count once."""
        super().__init__()
        self._terms: dict[object, Identifier] = {}
        self._queried = Store()
        # The values of a node's properties, and the nodes that have a property with a value.
        self._values: dict[Any, dict[Any, dict[Any, None]]] = {}
        self._nodes: dict[Any, dict[Any, dict[Any, None]]] = {}
        self.change((), triples)

    def change(self, gone: Iterable[Triple], new: Iterable[Triple]) -> None:
        """Take out the triples `gone`, and add the triples `new`."""
        for triple in gone:
            subject, predicate, value = self._row(triple)
            del self._values[subject][predicate][value]
            del self._nodes[predicate][value][subject]
            self._queried.remove(Quad(*triple))
        quads = []
        for triple in new:
            subject, predicate, value = self._row(triple)
            self._values.setdefault(subject, {}).setdefault(predicate, {})[value] = None
            self._nodes.setdefault(predicate, {}).setdefault(value, {})[subject] = None
            quads.append(Quad(*triple))
        self._queried.extend(quads)
        # The store counts all its triples whenever it is asked.
        self._size = len(self._queried)

    def fill_store(self) -> None:
        """Write the triples into rdflib's store: pySHACL reads it to put results into words."""
        self.store.remove((None, None, None), self)
        for triple in self.triples((None, None, None)):
            self.store.add(triple, self)

    def __len__(self) -> int:
        """Return the number of triples."""
        return self._size

    def objects(
        self, subject: Any = None, predicate: Any = None, unique: bool = False
    ) -> Generator[Any, None, None]:
        """Yield the values of a property."""
        if subject is None or predicate is None:
            yield from super().objects(subject, predicate, unique)
        else:
            yield from self._values.get(subject, {}).get(predicate, ())

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        """Yield the triples of a pattern, in which None stands for anything."""
        subject, predicate, value = triple
        if subject is None and predicate is not None:
            yield from self._triples_with(predicate, value)
            return
        for node in self._values if subject is None else (subject,):
            for name, values in self._values.get(node, {}).items():
                if predicate is None or name == predicate:
                    yield from ((node, name, each) for each in values if value in (None, each))

    def _triples_with(self, predicate: Any, value: Any) -> Iterator[Any]:
        nodes = self._nodes.get(predicate, {})
        for each in nodes if value is None else (value,):
            yield from ((node, predicate, each) for node in nodes.get(each, ()))

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
