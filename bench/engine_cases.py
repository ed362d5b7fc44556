"""What every engine is asked: all examples, pages of each kind, and what they read otherwise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import SH, Graph

EXAMPLES = Path(__file__).parents[1] / "ontology" / "examples"
BASE = "https://w3id.org/legation/"
GRAPH = BASE + "graph/"
# Pages and documents of each kind: with them, every query that the server makes for a page.
PAGES = (
    *("/", "/query", "/query/terms.json", "/sitemap.xml", "/releases/", "/releases/feed.atom"),
    *("/id/israel.html", "/id/israel.ttl", "/id/israel.md", "/azerbaijan-israel.html"),
    *("/azerbaijan-israel/air-base-denial.html", "/azerbaijan-israel/air-base-denial.ttl"),
    "/azerbaijan-israel/c-alleged-cooperation-against-iran-7-access.html",
    *("/ns.html", "/ns.nt", "/ns/Claim.html", "/shapes.html", "/graph/", "/dumps/", "/wd/"),
    *("/code.html", "/code/modality.html", "/code/modality/alleged.html", "/code/modality.jsonld"),
    *("/search?q=embassy", "/search?q=Baku&type=entity", "/search/suggest?q=Isra"),
    *("/timeline", "/timeline/undated", "/topics/", "/disputes", "/figures"),
    *("/reconcile", "/reconcile/suggest/entity?prefix=Isra", "/reconcile/preview?id=israel"),
    '/reconcile?queries={"q":{"query":"Israel"}}',
)
# What SPARQL leaves to engines, or what some read otherwise, by the matter it is about.
HARD = {
    "literals: numbers as they were written": "SELECT ?s ?value { ?s bil:value ?value }",
    "literals: days, months and years": "SELECT ?s ?day { ?s bil:earliest ?day }",
    "literals: booleans": "SELECT DISTINCT ?b { ?s ?p ?b FILTER(DATATYPE(?b) = xsd:boolean) }",
    "literals: languages": "SELECT DISTINCT (LANG(?l) AS ?tag) { ?s rdfs:label ?l }",
    "blank nodes: their labels": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(ISBLANK(?o)) }",
    "ASK: nothing": "ASK { ?s a <urn:none> }",
    "DESCRIBE: a thing": "DESCRIBE <https://w3id.org/legation/id/israel>",
    "dataset: none given": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "dataset: triples of which some stand in two graphs": (
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }"
    ),
    "dataset: all named graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "dataset: FROM": f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}codes> {{ ?s ?p ?o }}",
    "dataset: FROM without FROM NAMED": (
        f"SELECT ?g FROM <{GRAPH}codes> {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT 3"
    ),
    "dataset: FROM NAMED without FROM": (
        f"SELECT (COUNT(*) AS ?n) FROM NAMED <{GRAPH}codes> {{ ?s ?p ?o }}"
    ),
    "relative IRIs: by the base": "SELECT ?l { <id/israel> rdfs:label ?l }",
    "paths: + where ways meet": (
        f"SELECT ?b {{ <{BASE}azerbaijan-israel/lapshin-assault> bil:follows+ ?b }}"
    ),
    "paths: | where both parts lead to one place": (
        f"SELECT ?b {{ <{BASE}azerbaijan-israel/sitalchay-use> bil:place|bil:concerning ?b }}"
    ),
    "limits: more rows than an engine gives": "SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }",
    "time-outs: a query without end": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"
    ),
    "errors: syntax": "SELECT * { ?s ?p }",
    "errors: an update": "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "errors: SERVICE": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
}
# Kinds of answers by the first word of a query.
GRAPH_FORMS = re.compile(r"^\s*(CONSTRUCT|DESCRIBE)\b", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One thing to ask: a query, or else the address of a page."""

    group: str
    name: str
    query: str = ""
    path: str = ""

    @property
    def gives_graph(self) -> bool:
        """Tell whether the answer is a graph rather than a table."""
        return bool(GRAPH_FORMS.search(self.query))


def cases() -> Iterator[Case]:
    """Yield everything that is asked, in the order of the report."""
    for file in sorted(EXAMPLES.glob("[0-9]*.ttl")):
        graph = Graph().parse(file)
        for form in (SH.select, SH.ask, SH.construct):
            for text in graph.objects(None, form):
                yield Case("example", file.stem, query=str(text))
    for path in PAGES:
        yield Case("page", path, path=path)
    for name, query in HARD.items():
        yield Case("hard", name, query=query)
