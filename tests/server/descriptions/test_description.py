"""What is known about a thing is found ring by ring, without more of the data than that."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest
from legation_server.descriptions import Surroundings, describe, description, queries
from legation_server.descriptions.description import Description
from support.asked_store import Asked, objects
from support.some import some

BASE = "https://example.org/"
DOC = BASE + "doc/"
AROUND = Surroundings(BASE, frozenset({BASE + "doc"}), frozenset())
DATA = """
:claim bil:states :content ; bil:evidence :passage .
:content rdfs:label "Content" ; bil:actor <https://example.org/id/f> .
:passage bil:section "One" ; bil:after :earlier .
:earlier bil:section "Zero" ; bil:after :earliest .
:earliest bil:section "Before" .
<https://example.org/id/f> rdfs:label "Freedonia" ; bil:party :treaty .
:other bil:states :content .
:unrelated rdfs:label "Unrelated" .
bil:states rdfs:label "states" .
"""


def known(iri: str, turtle: str = DATA, around: Surroundings = AROUND) -> Description:
    return describe(iri, around, Asked(turtle))


def subjects(found: Description) -> set[str]:
    return {str(triple.subject).strip("<>").removeprefix(DOC) for triple in found.triples}


def test_what_does_not_occur_has_no_triples() -> None:
    found = known(DOC + "nothing")

    assert (found.subject, found.triples, found.cut) == (DOC + "nothing", [], False)


def test_two_rings_of_the_document_are_around_a_claim() -> None:
    found = subjects(known(DOC + "claim"))

    assert {"claim", "content", "passage", "earlier"} <= found
    assert not {"earliest", "unrelated", "other"} & found


def test_what_points_at_a_thing_is_there() -> None:
    assert {"claim", "other"} <= subjects(known(DOC + "content"))


def test_of_things_of_no_document_only_the_labels_are_there() -> None:
    found = known(DOC + "claim")

    assert '"Freedonia"' in objects(found, "label")
    assert objects(found, "party") == []
    assert '"states"' in objects(found, "label")


def test_no_triple_comes_twice() -> None:
    found = known(DOC + "content").triples

    assert len(found) == len(set(found)) > 0


def test_a_code_list_comes_with_its_codes() -> None:
    data = """
    <https://example.org/code/m> a skos:ConceptScheme .
    <https://example.org/code/m/x> skos:inScheme <https://example.org/code/m> ;
        skos:definition "X." .
    :claim bil:modality <https://example.org/code/m/x> ; bil:states :content .
    :content bil:text "Too far." .
    """
    found = known(BASE + "code/m", data)

    assert objects(found, "definition") == ['"X."']
    assert "claim" not in subjects(found)
    # Half of the data points at a code: only what that is comes with it.
    code = known(BASE + "code/m/x", data)
    assert objects(code, "states") == ["<https://example.org/doc/content>"]
    assert objects(code, "text") == []


ONTOLOGY = """GRAPH <https://example.org/g> {
<https://example.org/ns> a owl:Ontology ; owl:versionIRI <https://example.org/ns/1> .
bil:Claim a owl:Class ; rdfs:subClassOf [ owl:onProperty bil:states ] ; rdfs:label "claim" .
}
GRAPH <https://example.org/h> { <https://example.org/id/f> rdfs:comment "Not of the graph." }
"""


@pytest.mark.parametrize("name", ["ns", "ns/1"])
def test_an_ontology_comes_with_the_graph_that_declares_it(name: str) -> None:
    found = known(BASE + name, ONTOLOGY)

    assert found.subject == BASE + "ns"
    assert objects(found, "onProperty") == ["<https://example.org/ns#states>"]
    assert len([t for t in found.triples if isinstance(t.object, ox.BlankNode)]) == 1
    assert objects(found, "comment") == []


def test_parts_of_a_document_come_with_it_and_with_what_points_at_them() -> None:
    data = """
    <https://example.org/doc> bil:part <https://example.org/doc#one> .
    <https://example.org/doc#one> bil:part <https://example.org/doc#two> .
    <https://example.org/doc#two> bil:list [ bil:item "last" ] .
    :claim bil:evidence <https://example.org/doc#two> .
    """
    found = known(BASE + "doc", data)

    assert objects(found, "item") == ['"last"']
    assert "claim" in subjects(found)


def test_a_hash_namespace_brings_its_terms() -> None:
    data = """
    <https://example.org/shapes> a owl:Thing .
    <https://example.org/shapes#a> a owl:Class ; rdfs:comment "A." .
    <https://example.org/shapes-not#b> a owl:Class ; rdfs:comment "B." .
    """
    namespace = BASE + "shapes#"
    around = Surroundings(BASE, frozenset(), frozenset({namespace}))

    assert objects(known(BASE + "shapes", data, around), "comment") == ['"A."']
    assert objects(known(BASE + "shapes", data), "comment") == []


def test_a_thing_with_very_many_references_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_REFERENCES", 3)
    monkeypatch.setattr(description, "MOST_REFERENCES", 3)
    pointing = "".join(f":c{number} bil:states :content ." for number in range(5))

    found = known(DOC + "content", pointing)

    assert found.cut
    assert len(objects(found, "states")) == 3
    assert not known(DOC + "content", ":c1 bil:states :content .").cut


def test_a_thing_that_says_very_much_of_itself_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_REFERENCES", 3)
    monkeypatch.setattr(description, "MOST_REFERENCES", 3)
    data = ":much bil:note 'a', 'b', 'c', 'd', 'e' ."

    found = known(DOC + "much", data)

    assert found.cut
    assert len(objects(found, "note")) == 3


def test_a_ring_that_is_too_large_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(description, "MOST_NAMES_A_RING", 2)
    monkeypatch.setattr(description, "NAMES_A_QUERY", 1)
    claim = ":claim bil:states " + ", ".join(f":c{number}" for number in range(4)) + " ."
    labels = "".join(f':c{number} bil:text "{number}" .' for number in range(4))

    found = known(DOC + "claim", claim + labels)

    assert found.cut
    assert len(objects(found, "text")) == 2


@pytest.mark.parametrize("size", [1, 2, 500])
def test_names_are_asked_for_in_batches_of_any_size(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = set(known(DOC + "claim").triples)
    monkeypatch.setattr(description, "NAMES_A_QUERY", size)
    monkeypatch.setattr(description, "NAMES_A_LABELS_QUERY", size)

    assert set(known(DOC + "claim").triples) == expected


def test_labels_are_asked_for_only_where_there_is_none() -> None:
    asked = Asked(DATA)

    describe(DOC + "content", AROUND, asked)

    last = asked.queries[-1]
    assert "<https://example.org/id/f>" in last
    assert "<https://example.org/doc/content>" not in last


@pytest.mark.parametrize(
    ("iri", "is_vocabulary", "in_document"),
    [
        (BASE + "ns", True, False),
        (BASE + "ns#Claim", True, False),
        (BASE + "code/m/x", True, False),
        (BASE + "graph/g", True, False),
        (BASE + "nsx", False, False),
        (BASE + "doc", False, False),
        (BASE + "doc/claim", False, True),
        (BASE + "document/claim", False, False),
        (BASE + "id/f", False, False),
    ],
)
def test_each_iri_belongs_to_its_part_of_the_dataset(
    iri: str, is_vocabulary: bool, in_document: bool
) -> None:
    assert AROUND.is_vocabulary(iri) == is_vocabulary
    assert AROUND.in_document(iri) == in_document


QUERIES: list[Callable[[str], str]] = [
    queries.about_query,
    queries.graph_query,
    queries.parts_query,
    queries.members_query,
    lambda iri: queries.describe_query([iri]),
    lambda iri: queries.blank_query([iri]),
    lambda iri: queries.references_query([iri]),
    lambda iri: queries.labels_query([iri]),
    lambda iri: queries.names_query(iri, BASE, 1),
]


@pytest.mark.parametrize("query", QUERIES)
def test_no_iri_ends_the_brackets_around_it(query: Callable[[str], str]) -> None:
    for bad in ("https://example.org/> ?p ?o } #", "https://example.org/a b", "no iri"):
        with pytest.raises(ValueError, match="IRI"):
            query(bad)


@pytest.mark.parametrize("quote", ['"', "'", "\\", "\n", '"""'])
def test_a_prefix_of_names_may_hold_any_character(quote: str) -> None:
    text = queries.names_query(BASE + "g", BASE + quote, 5)

    found = ox.Store().query(text)

    assert isinstance(found, ox.QuerySolutions)
    assert list(found) == []


def test_names_in_a_graph_are_found_by_their_beginning() -> None:
    data = ":a a bil:Claim . :b a bil:Claim . <https://example.org/id/f> a bil:Claim ."
    asked = Asked(data)

    found = asked.store.query(queries.names_query(BASE + "g", DOC, 5))

    assert isinstance(found, ox.QuerySolutions)
    names = some(str(row["s"]) for row in found)
    assert sorted(names) == [f"<{DOC}a>", f"<{DOC}b>"]
