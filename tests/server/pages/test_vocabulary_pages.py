"""The ontology, the code lists, the shapes and the examples explain themselves on their pages."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import unquote_plus

import pytest
from flask.testing import FlaskClient
from legation_build.resources import resource
from legation_server.pages.things.vocabulary.term_examples import (
    ExampleQueries,
    TermQuery,
    terms_used,
)
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, URIRef
from support.some import some

BASE = "https://w3id.org/legation/"
BIL = BASE + "ns#"
MADE = re.compile(r'href="/query#query=([^"]*)"')
EXAMPLE = re.compile(r'href="/query\?example=([^"]*)"')


def articles(client: FlaskClient, path: str) -> dict[str, str]:
    """Return the text of each article of a page, by its anchor."""
    page = client.get(path).text
    found = re.findall(r'<article class="term" id="([^"]*)">(.*?)</article>', page, re.DOTALL)
    return {anchor: unescape(text) for anchor, text in found}


def examples(client: FlaskClient) -> dict[str, str]:
    """Return the examples that the query page opens, by their names."""
    (text,) = re.findall(r'id="configuration">(.*?)</script>', client.get("/query").text, re.DOTALL)
    return {one["name"]: one["query"] for one in json.loads(text)["examples"]}


def query_of(article: str, examples: dict[str, str]) -> str:
    """Return the query that an article leads to: one made for its term, or an example's."""
    if made := MADE.search(article):
        return unquote_plus(made[1])
    (name,) = EXAMPLE.findall(article)
    return examples[name]


def own_terms(ontology: Graph) -> list[URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    found = {term for kind in kinds for term in ontology.subjects(RDF.type, kind)}
    return sorted(t for t in found if isinstance(t, URIRef) and t.startswith(BIL))


def test_every_term_is_explained(
    published_client: FlaskClient, ontology: Graph, published_manifest: dict[str, Any]
) -> None:
    shown = articles(published_client, "/ns.html")
    counts = {
        **published_manifest["counts"]["predicates"],
        **published_manifest["counts"]["classes"],
    }

    assert {BIL + anchor for anchor in shown} == set(map(str, own_terms(ontology)))
    for term in some(own_terms(ontology)):
        text = shown[term.removeprefix(BIL)]
        for predicate in (RDFS.label, SKOS.definition, SKOS.example):
            assert str(ontology.value(term, predicate)) in text, term
        times = counts.get(str(term), 0)
        assert f"Used {times:,} {'time' if times == 1 else 'times'} in this release" in text
        for predicate, heading in ((RDFS.domain, "Domain"), (RDFS.range, "Range")):
            if (term, predicate, None) in ontology:
                assert f"<dt>{heading}</dt>" in text, term


def test_terms_show_what_they_are_related_to(published_client: FlaskClient) -> None:
    shown = articles(published_client, "/ns.html")

    assert '<dt>Subclass of</dt>\n<dd><a href="/ns#Event">' in shown["Utterance"]
    assert '<dt>Inverse of</dt>\n<dd><a href="/ns#statedBy">' in shown["states"]
    assert '<dt>Inverse of</dt>\n<dd><a href="/ns#states">' in shown["statedBy"]
    assert ">claim</a>, <a" in shown["evidence"]
    assert "exactly 2 “has party”" in shown["BilateralRelation"]
    assert "at most one value" in shown["ordinal"]


@pytest.mark.parametrize("path", ["/ns.html", "/code/modality.html", "/code/unit.html"])
def test_every_term_has_a_query_that_uses_it_and_runs(
    published_client: FlaskClient, path: str
) -> None:
    shown = articles(published_client, path)
    known = examples(published_client)
    queries = {anchor: query_of(text, known) for anchor, text in shown.items()}

    assert len(queries) == len(shown) > 5
    for anchor, query in queries.items():
        assert re.search(rf"\b{anchor}\b", query), anchor
    for query in some(set(queries.values())):
        answer = published_client.get("/sparql", query_string={"query": query})
        assert answer.status_code == 200, query


@pytest.mark.parametrize("name", ["modality", "event-type", "unit"])
def test_every_code_is_defined_and_counted(
    published_client: FlaskClient, codes: Graph, name: str
) -> None:
    scheme = URIRef(f"{BASE}code/{name}")
    # A document may have codes of its own.
    known = published_client.get(
        "/sparql",
        query_string={
            "query": f"SELECT ?code ?text {{ ?code <{SKOS.inScheme}> <{scheme}> ; <{SKOS.definition}> ?text }}"
        },
    )
    rows = json.loads(known.data)["results"]["bindings"]
    definitions = {row["code"]["value"]: row["text"]["value"] for row in rows}
    shown = articles(published_client, f"/code/{name}.html")
    query = (
        f"SELECT ?p (COUNT(*) AS ?n) {{ ?s ?p <%s> }} GROUP BY ?p HAVING (?p != <{SKOS.broader}>)"
    )

    assert {f"{scheme}/{anchor}" for anchor in shown} == set(definitions)
    assert set(map(str, codes.subjects(SKOS.inScheme, scheme))) <= set(definitions)
    for code, definition in some(definitions.items()):
        assert definition in shown[code.rpartition("/")[2]]
    used = published_client.get("/sparql", query_string={"query": query % f"{scheme}/{min(shown)}"})
    times = sum(int(row["n"]["value"]) for row in json.loads(used.data)["results"]["bindings"])
    assert f"Used {times:,} time" in shown[min(shown)]


def test_finer_codes_stand_under_the_document_that_needs_them(
    published_client: FlaskClient, codes: Graph
) -> None:
    page = published_client.get("/code/event-type.html").text
    general, finer = page.split('<h2 id="list-of-codes-of-azerbaijan-israel">')
    scheme = URIRef(f"{BASE}code/event-type")
    names = [str(code).rpartition("/")[2] for code in codes.subjects(SKOS.inScheme, scheme)]

    assert finer.startswith("Finer codes of Azerbaijan–Israel relations</h2>")
    assert all(f'id="{name}"' in general for name in some(names))
    assert 'id="rebuke"' in finer and 'id="rebuke"' not in general


def test_a_code_says_how_much_of_its_use_is_not_asserted(published_client: FlaskClient) -> None:
    """Else a code for torture would look as if a document said that there was any."""
    used = uses(published_client, "eventType", "{ ?thing a bil:Supposition }")
    shown = articles(published_client, "/code/event-type.html")

    assert used["torture"][0] == used["torture"][1] and used["visit"][1] == 0
    for anchor, (times, hedged) in used.items():
        text = re.sub("<[^>]+>", "", shown[anchor])
        hedge = ", each time in" if hedged == times else f", {hedged} of them in"
        assert (f"{hedge} statements that the document does not assert." in text) is bool(hedged), (
            anchor
        )


def test_estimates_count_as_not_asserted(published_client: FlaskClient) -> None:
    figures = "{ ?thing bil:status/skos:prefLabel ?how FILTER(?how NOT IN ('stated'@en, 'attributed'@en)) }"
    times, hedged = uses(published_client, "measure", figures)["number"]
    text = re.sub("<[^>]+>", "", articles(published_client, "/code/measure.html")["number"])

    assert times > hedged > 0
    assert f"{hedged} of them in statements that the document does not assert." in text


def uses(client: FlaskClient, name: str, hedged: str) -> dict[str, tuple[int, int]]:
    """Return how often each code is a value of a property, and how often where a pattern fits."""
    query = f"""SELECT ?code (COUNT(*) AS ?all) (SUM(?one) AS ?hedged) {{
        ?thing bil:{name} ?code BIND(IF(EXISTS {hedged}, 1, 0) AS ?one)
    }} GROUP BY ?code"""
    rows = json.loads(client.get("/sparql", query_string={"query": query}).data)
    return {
        row["code"]["value"].rpartition("/")[2]: (
            int(row["all"]["value"]),
            int(row["hedged"]["value"]),
        )
        for row in rows["results"]["bindings"]
    }


def test_how_claims_are_made_is_no_supposition(published_client: FlaskClient) -> None:
    assert "does not assert" not in published_client.get("/code/stance.html").text


def test_who_asks_where_a_code_is_used_learns_how_firmly(published_client: FlaskClient) -> None:
    shown = articles(published_client, "/code/event-type.html")
    made = shown["rebuke"]
    assert "Query its uses" in made
    query = query_of(made, {})
    answer = published_client.get("/sparql", query_string={"query": query})
    rows = json.loads(answer.data)["results"]["bindings"]

    assert any("/modality/" in row.get("modality", {"value": ""})["value"] for row in rows)


def test_code_lists_are_listed(published_client: FlaskClient, codes: Graph) -> None:
    page = published_client.get("/code.html").text

    for scheme in some(codes.subjects(RDF.type, SKOS.ConceptScheme)):
        assert f'href="/{scheme.removeprefix(BASE)}"' in page  # type: ignore[attr-defined]
        assert str(codes.value(scheme, SKOS.definition)) in unescape(page)


def test_every_shape_says_what_it_guarantees_and_was_held_against(
    published_client: FlaskClient, shapes: Graph, published_manifest: dict[str, Any]
) -> None:
    shown = articles(published_client, "/shapes.html")
    checked = {row["shape"]: row["nodes"] for row in published_manifest["validation"]["shapes"]}

    own = {str(shape) for shape in shapes.subjects(RDF.type, SH.NodeShape)}
    assert {f"{BASE}shapes#{anchor}" for anchor in shown} == own
    for shape in own:
        text = shown[shape.rpartition("#")[2]]
        assert str(shapes.value(URIRef(shape), RDFS.label)) in text, shape
        if shape in checked:
            assert f"<strong>{checked[shape]:,} thing" in text, shape


def test_every_shape_has_a_sentence(shapes: Graph) -> None:
    for shape in some(shapes.subjects(RDF.type, SH.NodeShape)):
        assert re.fullmatch(r"[A-Z].*\.", str(shapes.value(shape, RDFS.label))), shape


def test_the_version_of_the_ontology_resolves(
    published_client: FlaskClient, ontology: Graph
) -> None:
    version = str(ontology.value(URIRef(BASE + "ns"), OWL.versionIRI))
    path = "/" + version.removeprefix(BASE)

    for accept in ("text/turtle", "text/html"):
        response = published_client.get(path, headers={"Accept": accept}, follow_redirects=True)
        assert response.status_code == 200
        assert response.mimetype == accept
        assert "A claim is the act by which passages" in response.text


def test_the_document_of_the_ontology_is_the_whole_ontology(
    published_client: FlaskClient, ontology: Graph
) -> None:
    document = Graph().parse(data=published_client.get("/ns.ttl").text)

    unions = list(ontology.subject_objects(OWL.unionOf))
    assert len(list(document.subject_objects(OWL.unionOf))) == len(unions) > 2
    named = {triple for triple in ontology if all(isinstance(t, URIRef) for t in triple)}
    assert named <= set(document)


def test_the_examples_are_listed_with_their_queries(published_client: FlaskClient) -> None:
    page = unescape(published_client.get("/examples.html").text)
    one = unescape(published_client.get("/examples/001-diplomatic-relations.html").text)

    assert page.count("<article") == len(list((resource("ontology") / "examples").glob("0*.ttl")))
    assert "Which states have diplomatic relations with each other?" in page
    for text in (page, one):
        assert "?state bil:diplomaticRelationsWith ?with ; rdfs:label ?stateLabel" in text
        assert "Open in the query editor" in text
    assert 'href="/query?example=001-diplomatic-relations"' in page


def test_a_query_says_which_terms_it_uses() -> None:
    query = "PREFIX b: <http://b/> SELECT * { ?s b:p-1 ?o ; c:q <http://d> . ?x b:p ?y }"

    assert terms_used(query, {"c": "http://c/"}) == {
        "http://b/",
        "http://b/p-1",
        "http://b/p",
        "http://c/q",
        "http://d",
    }


def test_a_term_is_shown_by_the_query_with_fewest_terms() -> None:
    prefixes = {"b": "http://b/"}
    queries = ExampleQueries(
        [TermQuery("Long", "{ ?s b:p b:q ; b:r 1 }", "1"), TermQuery("Short", "{ ?s b:p 2 }", "2")],
        prefixes,
    )

    assert queries.for_term("http://b/p", "").title == "Short"
    assert queries.for_term("http://b/q", "").title == "Long"
    made = queries.for_term("http://b/none", "?s {term} ?o")
    assert made.made
    assert "?s b:none ?o" in made.query
