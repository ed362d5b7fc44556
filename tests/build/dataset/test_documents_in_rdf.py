"""A document, its passages, codes and entities become RDF by their files, and by nothing else."""

from collections.abc import Iterable, Sequence

import pytest
from legation_build.dataset import (
    canonicalize,
    dataset_digest,
    document_graphs,
    graph_digest,
    in_graph,
    rebase,
    shared_graphs,
    validation_graphs,
    vocabulary_of,
    without_texts,
)
from legation_build.dataset.assemble import NamedGraph, canonical_lines, model_triples
from legation_build.dataset.expand import (
    code_triples,
    document_triples,
    entity_triples,
    expand,
    heading_above,
    text_triples,
)
from legation_build.mapping import DocumentMapping, Mappings, Passage, Source
from legation_build.mapping.model import MappingFile
from legation_build.namespaces import BASE, BIL, CC0, CODE, DCTERMS, ENTITY, GRAPH, RDF, SKOS
from legation_build.pipeline import model_bytes
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from support.some import some

HERE = BASE + "f-s/"
LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
ABOUT = {
    "title": "F–S relations",
    "about": "f-s-relations",
    "url": "https://example.org/f-s",
    "license": LICENCE,
    "language": "en",
    "length": "40",
    "sha256": "ab",
}
MODEL = model_triples(model_bytes())
WORDS = vocabulary_of([*MODEL["ontology"], *MODEL["codes"]])


def passage(id: str, section: str = "", kind: str = "sentence", level: str = "") -> Passage:
    return Passage(id, kind, level, section, 0, 5, "cd", "They met", "in May.")


def document(
    passages: Sequence[Passage] = (), codes: Sequence[dict[str, object]] = (), **about: str
) -> DocumentMapping:
    data = {**ABOUT, **about}
    own = Source("f-s/codes.yaml", {"codes": list(codes)}) if codes else None
    return DocumentMapping(
        "f-s", "", Source("f-s/document.yaml", data), tuple(passages), "f-s/passages.csv", (), own
    )


def mappings(*documents: DocumentMapping) -> Mappings:
    return Mappings({"label": BASE}, {}, (), documents)


def values(triples: Iterable[Triple], subject: str, predicate: str) -> list[str]:
    """Return the values of a property, sorted."""
    return sorted(
        t.object.value
        for t in triples
        if t.subject == NamedNode(subject)
        and t.predicate.value == predicate
        and isinstance(t.object, NamedNode | Literal)
    )


def told(one: DocumentMapping) -> list[Triple]:
    return document_triples(one, mappings(one))


def test_a_document_says_what_its_file_says() -> None:
    found = told(document())
    iri = BASE + "f-s"

    assert values(found, iri, RDF + "type") == [BIL + "Document"]
    assert values(found, iri, DCTERMS + "title") == ["F–S relations"]
    assert values(found, iri, BIL + "about") == [ENTITY + "f-s-relations"]
    assert values(found, iri, DCTERMS + "license") == [LICENCE]
    assert values(found, iri, BIL + "length") == ["40"]


@pytest.mark.parametrize(
    ("modified", "days"), [("2026-11-23", ["2026-11-23"]), ("2026-11", []), ("2026", []), ("", [])]
)
def test_only_a_whole_day_is_told_as_the_day_of_a_change(modified: str, days: list[str]) -> None:
    assert values(told(document(modified=modified)), BASE + "f-s", BIL + "mappingModified") == days


def test_what_a_document_is_part_of_is_told_where_it_is_known() -> None:
    part_of = DCTERMS + "isPartOf"

    assert values(told(document(partOf="handbook")), BASE + "f-s", part_of) == [ENTITY + "handbook"]
    assert values(told(document()), BASE + "f-s", part_of) == []


@pytest.mark.parametrize(
    ("one", "label", "section"),
    [
        (passage("p-title", kind="heading", level="1"), "Title", []),
        (passage("p-title-2", kind="heading", level="1"), "Title, 2", []),
        (passage("p-lead-3"), "Lead, 3", ["Lead"]),
        (passage("p-trade-12", "Trade"), "Trade, 12", ["Trade"]),
        (passage("p-trade-h", "Trade", "heading", "2"), "Trade, h", ["Trade"]),
    ],
)
def test_a_passage_is_called_by_its_section_and_its_number(
    one: Passage, label: str, section: list[str]
) -> None:
    found = told(document([one]))

    assert values(found, HERE + one.id, "http://www.w3.org/2000/01/rdf-schema#label") == [label]
    assert values(found, HERE + one.id, BIL + "section") == section


def test_a_passage_has_its_place_its_kind_and_its_ends() -> None:
    found = told(document([passage("p-1")]))

    assert values(found, HERE + "p-1", BIL + "inDocument") == [BASE + "f-s"]
    assert values(found, HERE + "p-1", BIL + "passageKind") == [CODE + "passage-kind/sentence"]
    assert values(found, HERE + "p-1", BIL + "start") == ["0"]
    assert values(found, HERE + "p-1", BIL + "end") == ["5"]
    assert values(found, HERE + "p-1", BIL + "firstWords") == ["They met"]
    assert values(found, HERE + "p-1", BIL + "lastWords") == ["in May."]


def test_a_passage_stands_under_the_last_heading_and_a_heading_under_a_wider_one() -> None:
    title = passage("p-t", kind="heading", level="1")
    trade = passage("p-a", "Trade", "heading", "2")
    grain = passage("p-b", "Grain", "heading", "3")
    war = passage("p-c", "War", "heading", "2")
    found = told(document([title, passage("p-1"), trade, grain, passage("p-2"), war]))

    above = {
        name: values(found, HERE + name, BIL + "underHeading")
        for name in ("p-t", "p-1", "p-a", "p-b", "p-2", "p-c")
    }
    assert above == {
        "p-t": [],
        "p-1": [HERE + "p-t"],
        "p-a": [HERE + "p-t"],
        "p-b": [HERE + "p-a"],
        "p-2": [HERE + "p-b"],
        "p-c": [HERE + "p-t"],
    }
    assert heading_above(war, []) is None
    assert heading_above(passage("p-9"), [title, trade]) == trade


def test_the_text_of_a_passage_is_its_part_of_the_text_by_characters() -> None:
    first, second = passage("p-1"), Passage("p-2", "sentence", "", "", 6, 9, "", "", "")
    found = text_triples(document([first, second]), "Əli 1 🌍 b")

    assert values(found, HERE + "p-1", BIL + "text") == ["Əli 1"]
    assert values(found, HERE + "p-2", BIL + "text") == ["🌍 b"]


CODE_BLOCK: dict[str, object] = {
    "id": "event-type/grain-gift",
    "label": "gift of grain",
    "definition": "Grain is given.",
    "example": ["one", "two"],
    "broader": "gift",
    "standsFor": "relatedTo",
    "requiredRole": ["actor", "target"],
    "exactMatch": "wd:Q1",
}


def test_a_documents_own_code_has_the_address_of_a_general_one_and_its_source() -> None:
    found = code_triples(document(codes=[CODE_BLOCK]))
    iri = CODE + "event-type/grain-gift"

    assert values(found, iri, SKOS + "inScheme") == [CODE + "event-type"]
    assert values(found, iri, SKOS + "broader") == [CODE + "event-type/gift"]
    assert values(found, iri, SKOS + "prefLabel") == ["gift of grain"]
    assert values(found, iri, SKOS + "example") == ["one", "two"]
    assert values(found, iri, BIL + "requiredRole") == [BIL + "actor", BIL + "target"]
    assert values(found, iri, SKOS + "exactMatch") == ["http://www.wikidata.org/entity/Q1"]
    assert values(found, iri, DCTERMS + "source") == [BASE + "f-s"]
    assert code_triples(document()) == []


def test_a_code_without_more_has_only_what_it_says() -> None:
    found = code_triples(document(codes=[{"id": "topic/grain", "label": "grain"}]))

    predicates = {triple.predicate.value.rpartition("#")[2] for triple in found}
    assert predicates == {"type", "inScheme", "prefLabel", "label", DCTERMS + "source"}


def test_the_same_block_in_two_files_gives_its_triples_once() -> None:
    block = {"entities": [{"id": "press", "label": "Press"}]}
    context = {"id": "@id", "entities": "@graph", "label": BIL + "label"}
    twice = (Source("a.yaml", block), Source("b.yaml", block))

    found = entity_triples(Mappings(context, {}, twice, ()))

    assert [str(t.subject) for t in some(found)] == [f"<{ENTITY}press>"]


def test_ids_are_relative_to_the_base_that_they_are_read_with() -> None:
    context = {"id": "@id", "claims": "@graph", "by": {"@id": BIL + "by", "@type": "@id"}}
    (found,) = expand({"claims": [{"id": "c-1", "by": "c-2"}]}, context, HERE)

    assert (found.subject, found.object) == (NamedNode(HERE + "c-1"), NamedNode(HERE + "c-2"))


def test_a_document_gets_a_graph_of_its_text_only_with_a_text_and_under_its_licence() -> None:
    one = document([passage("p-1")])
    alone = list(document_graphs(one, mappings(one), WORDS, {}))
    claims, words = document_graphs(one, mappings(one), WORDS, {"f-s": "They met."})

    assert [graph.name.value for graph in alone] == [GRAPH + "f-s"]
    assert (claims.license, claims.is_text) == (CC0, False)
    assert (words.name.value, words.license, words.is_text) == (GRAPH + "f-s-text", LICENCE, True)
    assert without_texts([*claims.quads, *words.quads], [claims, words]) == list(claims.quads)


def test_a_document_is_validated_with_what_is_shared_and_without_texts() -> None:
    one = document([passage("p-1")])
    shared = shared_graphs(mappings(), MODEL, WORDS)
    graphs = [*shared, *document_graphs(one, mappings(one), WORDS, {"f-s": "They met."})]

    found = validation_graphs(graphs, MODEL)

    assert list(found) == ["f-s"]
    assert {*MODEL["ontology"], *MODEL["codes"]} <= set(found["f-s"])
    assert not {*MODEL["shapes"]} & set(found["f-s"])
    assert {t.subject for t in found["f-s"]} >= {NamedNode(BASE + "f-s"), NamedNode(HERE + "p-1")}
    assert not [t for t in found["f-s"] if t.predicate.value == BIL + "text"]


def quads(*texts: str) -> tuple[Quad, ...]:
    subject, predicate = NamedNode(ENTITY + "a"), NamedNode(BIL + "x")
    return tuple(in_graph([Triple(subject, predicate, Literal(t)) for t in texts], subject))


def test_canonical_lines_are_sorted_and_each_once_whatever_their_order() -> None:
    some_quads = quads("b", "a\nb", "c")

    assert canonical_lines([*some_quads, *some_quads]) == canonical_lines(some_quads[::-1])
    assert len(canonical_lines(some_quads).splitlines()) == 3
    assert canonical_lines([]) == b""
    graph = NamedGraph(NamedNode(GRAPH + "a"), "", CC0, some_quads)
    assert [quad.object for quad in canonicalize([graph])] == [*map(Literal, ("a\nb", "b", "c"))]


def test_the_digest_of_a_graph_does_not_depend_on_the_names_of_its_nodes() -> None:
    def graph(name: str) -> NamedGraph:
        row = Triple(BlankNode(name), NamedNode(BIL + "x"), Literal("1"))
        return NamedGraph(
            NamedNode(GRAPH + "a"), "", CC0, tuple(in_graph([row], NamedNode(GRAPH + "a")))
        )

    assert graph_digest(graph("one")) == graph_digest(graph("other"))
    other = NamedGraph(NamedNode(GRAPH + "a"), "", CC0, quads("1"))
    assert graph_digest(graph("one")) != graph_digest(other)


def test_the_digest_of_a_dataset_depends_on_every_graph_and_its_name_and_on_no_order() -> None:
    digest = dataset_digest({"a": "1", "b": "2"})

    assert digest == dataset_digest({"b": "2", "a": "1"})
    changed = [{"a": "1"}, {"a": "2", "b": "1"}, {"a": "1", "c": "2"}, {"a": "1", "b": "3"}]
    assert digest not in {dataset_digest(one) for one in changed}
    assert len({dataset_digest(one) for one in changed}) == len(changed)


def test_every_iri_under_the_base_is_moved_and_no_other() -> None:
    row = Quad(
        NamedNode(ENTITY + "a"),
        NamedNode(BIL + "x"),
        NamedNode("http://other.example/a"),
        NamedNode(GRAPH + "a"),
    )
    (moved,) = rebase([row], "https://example.org/")

    assert moved.subject == NamedNode("https://example.org/id/a")
    assert moved.object == row.object
    assert moved.graph_name == NamedNode("https://example.org/graph/a")
    assert rebase([row], BASE) == [row]
    assert rebase([], "https://example.org/") == []


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2026-11-23", "2026-11-30"], "2026-11-30"),
        (["2026", "2025-12-31"], "2026-01-01"),
        (["2026-03", "2026-02-28"], "2026-03-01"),
        (["", "2020-05-05"], "2020-05-05"),
        ([""], "2019-01-01"),
        ([], "2019-01-01"),
    ],
)
def test_a_release_is_as_new_as_its_newest_document(dates: list[str], expected: str) -> None:
    documents = tuple(document(modified=date) for date in dates)
    found = Mappings({}, {}, (), documents, (MappingFile("a", "b"),), (), "2019-01-01")

    assert found.modified == expected
