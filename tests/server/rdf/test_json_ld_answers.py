"""JSON-LD answers are in the words of mappings, and every reader reads them as what they are."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_server.isolation.pool import Pool
from legation_server.rdf.json_ld import Words, as_json_ld
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from pyld import jsonld
from support.canonical import canonical

NS = "https://w3id.org/legation/ns#"
CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "bil": NS,
    "code": "https://w3id.org/legation/code/",
    "entity": "https://w3id.org/legation/id/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "Claim": "bil:Claim",
    "label": {"@id": "http://www.w3.org/2000/01/rdf-schema#label", "@language": "en"},
    "note": {"@id": "bil:note"},
    "states": {"@id": "bil:states", "@type": "@id"},
    "value": {"@id": "bil:value", "@type": "xsd:decimal"},
    "modality": {
        "@id": "bil:modality",
        "@type": "@vocab",
        "@context": {"@vocab": "https://w3id.org/legation/code/modality/"},
    },
}
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
WORDS = Words(CONTEXT)
# Names that are words, prefixes and schemes of the context, and that only look like such.
IRIS = st.sampled_from(
    [NS, NS + "Claim", NS + "states", "https://w3id.org/legation/id/", "urn:x", "bil:x", "note:x"]
    + [
        f"https://w3id.org/legation/code/modality/{n}"
        for n in ("alleged", "note", "a:b", "@id", "")
    ]
    + ["https://w3id.org/legation/id//x", "https://w3id.org/legation/code/a/b#c", "label:", "id:x"]
).map(ox.NamedNode)
XSD = "http://www.w3.org/2001/XMLSchema#"
LITERALS = st.builds(
    lambda text, kind: ox.Literal(text, **kind),
    st.sampled_from(
        ["", "alleged", "bil:x", "5", "1.50", "true", "007", "@id", "99999999999999999999"]
    ),
    st.sampled_from(
        [{}, {"language": "en"}, {"language": "az"}]
        + [{"datatype": ox.NamedNode(XSD + n)} for n in ("decimal", "integer", "boolean", "date")]
    ),
)
PREDICATES = st.sampled_from([RDF + "type", "urn:p", NS + "other", "bil:p", *WORDS.words]).map(
    ox.NamedNode
)
NODES = IRIS | st.just(ox.BlankNode("b0"))
TRIPLES = st.builds(ox.Triple, NODES, PREDICATES, NODES | LITERALS)


@given(st.lists(TRIPLES, max_size=12))
def test_a_document_is_read_as_what_was_written(triples: list[ox.Triple]) -> None:
    data = json.dumps(as_json_ld(triples, WORDS))

    assert {quad.triple for quad in ox.parse(data, ox.RdfFormat.JSON_LD)} == set(triples)


@settings(max_examples=30)
@given(st.lists(TRIPLES, max_size=6))
def test_another_reader_reads_the_same(triples: list[ox.Triple]) -> None:
    document = as_json_ld(triples, WORDS)

    rows = jsonld.to_rdf(document, {"format": "application/n-quads"})

    read = {quad.triple for quad in ox.parse(rows.encode(), ox.RdfFormat.N_QUADS)}
    named = {triple for triple in triples if "_:" not in str(triple)}
    assert {triple for triple in read if "_:" not in str(triple)} == named


def test_the_context_holds_what_is_used_and_no_more() -> None:
    claim, states = ox.NamedNode(NS + "c"), ox.NamedNode(NS + "states")

    document = as_json_ld([ox.Triple(claim, states, ox.NamedNode("urn:x"))], WORDS)

    expected = {name: CONTEXT[name] for name in ("@version", "bil", "id", "type", "states")}
    assert document == {"@context": expected, "@graph": [{"id": "bil:c", "states": "urn:x"}]}


@pytest.fixture(scope="module")
def served(published: Path) -> Iterator[FlaskClient]:
    """A client of a server of Legation's own release."""
    release = open_release(published)
    pool = Pool(release, Settings(workers=1))
    yield create_app(release, pool).test_client()
    pool.close()


@pytest.mark.parametrize(
    "query",
    [
        "DESCRIBE ?c ?s { ?c a bil:Claim ; bil:states ?s } LIMIT 200",
        "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <https://w3id.org/legation/graph/entities> { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <https://w3id.org/legation/graph/codes> { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <https://w3id.org/legation/graph/ontology> { ?s ?p ?o } }",
    ],
)
def test_answers_say_the_same_as_turtle(served: FlaskClient, query: str) -> None:
    texts = [
        served.get("/sparql", query_string={"query": query, "format": form}).data
        for form in ("jsonld", "ttl")
    ]

    read = [
        canonical(ox.parse(text, form), graphs=False)
        for text, form in zip(texts, (ox.RdfFormat.JSON_LD, ox.RdfFormat.TURTLE), strict=True)
    ]
    assert read[0] == read[1]
    assert len(read[0]) > 100


def test_answers_are_in_the_words_of_mappings(served: FlaskClient) -> None:
    query = """DESCRIBE ?c {
        ?c a bil:Claim ; bil:modality <https://w3id.org/legation/code/modality/alleged>
        MINUS { ?c bil:modality ?other FILTER(?other != <https://w3id.org/legation/code/modality/alleged>) }
    } ORDER BY ?c LIMIT 1"""

    answer = json.loads(
        served.get("/sparql", query_string={"query": query, "format": "jsonld"}).data
    )

    assert {"id", "type", "evidence", "states"} <= answer["@graph"][0].keys()
    assert answer["@graph"][0]["modality"] == "alleged"
    whole = json.loads(served.get("/context.jsonld", buffered=True).data)["@context"]
    assert answer["@context"].items() <= whole.items()


def test_documents_of_things_are_in_the_same_words(served: FlaskClient) -> None:
    answer = json.loads(served.get("/id/azerbaijan.jsonld").data)

    node = next(node for node in answer["@graph"] if node["id"] == "entity:azerbaijan")
    assert "Azerbaijan" in node["label"]
