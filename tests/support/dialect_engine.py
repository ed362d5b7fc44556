"""An engine over a few made-up countries, for queries of the Wikidata Query Service."""

from typing import Any

import pyoxigraph as ox
import pytest
from legation_server.errors import Problem
from legation_server.evaluation.engine import Engine
from legation_server.evaluation.run_query import evaluate
from legation_server.query import WIKIDATA, Task

PREFIXES = {
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "schema": "http://schema.org/",
    "e": "http://e/",
}
# Made-up countries; their ids are no items of Wikidata.
DATA = """
wd:Q0a wdt:P0 wd:Q0b ; rdfs:label "Freedonia"@en, "Fridoniya"@az ; e:rank 1 ;
    skos:altLabel "Land of the Free"@en, "Firefly's"@en ; schema:description "a country"@en .
wd:Q0b wdt:P0 wd:Q0c ; rdfs:label "Silvaniya"@az ; e:rank 2 .
wd:Q0c wdt:P0 wd:Q0a ; e:rank 3 .
<http://e/thing> skos:prefLabel "Thing"@en ; <https://schema.org/description> "of ours"@en .
"""
LABELS = 'SERVICE wikibase:label { bd:serviceParam wikibase:language "en,az" . }'
GRAPH: Any = ox.NamedNode("http://e/one")


def small_engine() -> Engine:
    """Return an engine that holds the same in two graphs."""
    store = ox.Store()
    declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    for graph in ("http://e/one", "http://e/two"):
        data = (declared + DATA).encode()
        store.load(data, ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    return Engine(store, "http://e/", PREFIXES, frozenset({"http://other/"}), True, 1000)


def rows(engine: Engine, query: str) -> list[dict[str, str]]:
    """Return the rows of a query, each with the text of what is bound."""
    results = engine.query(engine.read(query, WIKIDATA), {"default_graph": GRAPH})
    assert isinstance(results, ox.QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in results]


def problem(query: str, engine: Engine) -> Problem:
    with pytest.raises(Problem) as caught:
        evaluate(engine, Task(query, endpoint=WIKIDATA), lambda head: None, None)  # type: ignore[arg-type]
    return caught.value
