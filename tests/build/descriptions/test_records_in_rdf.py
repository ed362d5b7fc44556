"""Descriptions of a release follow from its graphs, its files and its settings alone."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.dataset import NamedGraph, in_graph
from legation_build.descriptions import (
    Statistics,
    build_triples,
    catalog,
    class_counts,
    describe_dataset,
    is_checksum,
    predicate_counts,
    provenance_triples,
    rebase_json,
    statistics_of,
)
from legation_build.descriptions.default_graphs import APART, ENDPOINTS, endpoints_of
from legation_build.descriptions.linksets import is_link, linksets
from legation_build.mapping import STANDARD, Agent, FolderSettings, MappingFile, Mappings, Source
from legation_build.namespaces import (
    BASE,
    BIL,
    CC0,
    DATASET,
    DCAT,
    DCTERMS,
    ENTITY,
    FOAF,
    GRAPH,
    PROV,
    RDF,
    SD,
    SPDX,
    VCARD,
    VOID,
    WIKIDATA,
)
from legation_build.release import GraphSummary, ReleaseFile, summary_of
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from support.in_turtle import HERE, triples
from support.some import some

DIGEST = "3beef4cb5dc7557f" + 48 * "0"
LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
EDITOR = Agent("The Editors", "https://example.org/editors", "mail@example.org")
DATA = """
<https://w3id.org/legation/freedonia-sylvania> a bil:Document ; schema:url <https://example.org/f-s> .
:x a bil:Event, bil:Content ; bil:actor id:press, id:envoy . :y a bil:Content .
id:press skos:exactMatch wd:Q1 . id:envoy skos:exactMatch wd:Q2, <http://other.example/x> .
"""


def values(found: Iterable[Triple], subject: str | NamedNode, predicate: str) -> set[str]:
    """Return the values of a property of a thing; the dataset's addresses without the base."""
    node = NamedNode(subject) if isinstance(subject, str) else subject
    return {
        t.object.value.removeprefix(BASE)
        for t in found
        if t.subject == node
        and t.predicate.value == predicate
        and isinstance(t.object, NamedNode | Literal)
    }


def summary(path: str, quads: int = 3, publisher: Agent | None = None) -> GraphSummary:
    return GraphSummary(NamedNode(GRAPH + path), f"About {path}", CC0, quads, False, publisher)


def described(
    graphs: Sequence[GraphSummary] = (),
    settings: FolderSettings = STANDARD,
    **counts: object,
) -> list[Triple]:
    statistics = Statistics(7, {BIL + "Claim": 2}, {RDF + "type": 3}, **counts)  # type: ignore[arg-type]
    return describe_dataset(graphs, statistics, DIGEST, "2026-11-23", settings)


def test_classes_count_things_and_predicates_count_triples_each_once() -> None:
    rows = [*triples(DATA), *triples(DATA)]

    assert class_counts(rows) == {BIL + "Content": 2, BIL + "Document": 1, BIL + "Event": 1}
    assert predicate_counts(rows)[BIL + "actor"] == 2
    quads = [quad for name in "ab" for quad in in_graph(triples(DATA), NamedNode(GRAPH + name))]
    assert predicate_counts(quads) == predicate_counts(rows)
    assert class_counts(quads) == class_counts(rows)
    assert list(predicate_counts(rows)) == sorted(predicate_counts(rows))


def test_statistics_count_subjects_objects_links_and_sources() -> None:
    found = statistics_of([*triples(DATA), *triples(DATA)])

    assert found.triples == len(triples(DATA))
    assert (found.subjects, found.objects) == (5, 9)
    assert found.links == {"http://www.w3.org/2004/02/skos/core#exactMatch": 2}
    assert found.sources == [(BASE + "freedonia-sylvania", "https://example.org/f-s")]
    assert statistics_of([]) == Statistics(0, {}, {}, 0, 0, {}, [])


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "expected"),
    [
        (ENTITY + "a", "urn:p", WIKIDATA + "entity/Q1", True),
        (ENTITY + "a", RDF + "type", WIKIDATA + "entity/Q1", False),
        (ENTITY + "a", WIKIDATA + "prop/P31", WIKIDATA + "entity/Q1", False),
        (ENTITY + "a", "urn:p", "http://other.example/Q1", False),
        ("http://other.example/a", "urn:p", WIKIDATA + "entity/Q1", False),
    ],
)
def test_a_link_leads_from_our_things_to_wikidatas(
    subject: str, predicate: str, value: str, expected: bool
) -> None:
    row = Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value))

    assert is_link(row) is expected
    assert not is_link(Triple(BlankNode("b"), row.predicate, row.object))
    assert not is_link(Triple(row.subject, row.predicate, Literal(WIKIDATA)))


def test_each_linking_property_is_a_linkset_with_its_number() -> None:
    found = list(linksets({"urn:b": 2, "urn:a": 5}))

    assert values(found, BASE + "dataset#links-1", VOID + "linkPredicate") == {"urn:a"}
    assert values(found, BASE + "dataset#links-2", VOID + "triples") == {"2"}
    assert values(found, DATASET, VOID + "subset") == {"dataset#links-1", "dataset#links-2"}
    assert list(linksets({})) == []


@pytest.mark.parametrize(
    ("graph", "paths"),
    [
        ("entities", ("sparql",)),
        ("freedonia-sylvania", ("sparql",)),
        ("wikidata", ("wd/sparql",)),
        ("shapes", ()),
        ("provenance", ()),
        ("checksums", ()),
        ("retired", ()),
    ],
)
def test_each_graph_is_in_the_default_graph_of_its_endpoint(
    graph: str, paths: tuple[str, ...]
) -> None:
    assert endpoints_of(NamedNode(GRAPH + graph)) == paths
    assert {*paths} <= {*ENDPOINTS}
    assert (graph in APART) is (paths != ("sparql",))


def test_the_description_has_version_licence_and_makers() -> None:
    found = described()

    assert values(found, DATASET, DCTERMS + "license") == {CC0}
    assert values(found, DATASET, DCTERMS + "identifier") == {f"sha256:{DIGEST}"}
    assert values(found, DATASET, DCAT + "version") == {DIGEST[:16]}
    assert values(found, DATASET, DCAT + "hasVersion") == {f"releases/{DIGEST}"}
    assert values(found, DATASET, DCTERMS + "publisher") == {"maintainers"}
    assert values(found, DATASET, DCTERMS + "modified") == {"2026-11-23"}
    assert values(found, DATASET, DCAT + "contactPoint") == set()


def test_a_folder_of_its_own_names_its_title_licence_publisher_and_contact() -> None:
    settings = FolderSettings("Our claims", EDITOR, EDITOR, LICENCE)
    found = described(settings=settings)
    contact = BASE + "dataset#contact"

    assert values(found, DATASET, DCTERMS + "title") == {"Our claims"}
    assert values(found, DATASET, DCTERMS + "license") == {LICENCE}
    assert values(found, DATASET, DCTERMS + "publisher") == {EDITOR.url}
    assert values(found, EDITOR.url, FOAF + "name") == {"The Editors"}
    assert values(found, DATASET, DCAT + "contactPoint") == {"dataset#contact"}
    assert values(found, contact, VCARD + "hasEmail") == {"mailto:mail@example.org"}
    assert values(found, contact, VCARD + "hasURL") == set()


def test_a_contact_may_be_a_page() -> None:
    agent = Agent("The Editors", EDITOR.url, "https://example.org/contact")
    found = described(settings=FolderSettings(publisher=agent))

    assert values(found, BASE + "dataset#contact", VCARD + "hasURL") == {agent.contact}


def test_counts_that_are_not_known_are_not_told() -> None:
    unknown, known = described(), described(subjects=4, objects=0)

    assert values(unknown, DATASET, VOID + "distinctSubjects") == set()
    assert values(known, DATASET, VOID + "distinctSubjects") == {"4"}
    assert values(known, DATASET, VOID + "distinctObjects") == {"0"}
    assert values(known, DATASET, VOID + "triples") == {"7"}
    assert values(known, DATASET, VOID + "classes") == {"1"}


def test_partitions_are_named_by_their_terms() -> None:
    odd = "http://other.example/a b".replace(" ", "%20") + "#ə"
    statistics = Statistics(1, {BIL + "Claim": 2, odd: 1}, {RDF + "type": 3})
    found = describe_dataset([], statistics, DIGEST, "2026-11-23")

    assert values(found, DATASET, VOID + "classPartition") == {
        "dataset#class=bil:Claim",
        "dataset#class=http://other.example/a%2520b%23%C9%99",
    }
    assert values(found, BASE + "dataset#class=bil:Claim", VOID + "entities") == {"2"}
    assert values(found, BASE + "dataset#property=rdf:type", VOID + "triples") == {"3"}


def test_every_graph_is_a_named_graph_with_its_size_and_publisher() -> None:
    found = described([summary("a", 5, EDITOR), summary("wikidata")])

    assert values(found, GRAPH + "a", VOID + "triples") == {"5"}
    assert values(found, GRAPH + "a", DCTERMS + "publisher") == {EDITOR.url}
    assert values(found, GRAPH + "wikidata", DCTERMS + "publisher") == set()
    named = values(found, DATASET, SD + "namedGraph")
    assert named == {f"graph/{n}" for n in ("a", "wikidata", "release", "catalog", "checksums")}
    parts = values(found, BASE + "dataset#default-graph-at-sparql", DCTERMS + "hasPart")
    assert parts == {f"graph/{n}" for n in ("a", "release", "catalog")}
    wikidata = values(found, BASE + "dataset#default-graph-at-wd/sparql", DCTERMS + "hasPart")
    assert wikidata == {"graph/wikidata"}


def file(path: str, **more: str) -> ReleaseFile:
    return ReleaseFile(path, "nq", "application/n-quads", f"The file {path}", CC0, b"abc", **more)  # type: ignore[arg-type]


def test_each_file_is_a_distribution_with_its_size_and_checksum() -> None:
    files = [file("dumps/a.nq"), file("dumps/a.nq.gz", packed="application/x-plain")]
    found = catalog(files, [], DIGEST, Mappings({}, {}, (), (), model_modified="2026-01-01"))
    plain, packed = (f"{DATASET.value}#{one.path}" for one in files)
    media = "https://www.iana.org/assignments/media-types/"

    assert values(found, plain, DCAT + "byteSize") == {"3"}
    assert values(found, plain, DCAT + "mediaType") == {media + "application/n-quads"}
    assert values(found, plain, DCAT + "compressFormat") == set()
    assert values(found, packed, DCAT + "mediaType") == {media + "application/x-plain"}
    assert values(found, packed, DCAT + "compressFormat") == {media + "application/n-quads"}
    assert {plain.removeprefix(BASE), packed.removeprefix(BASE)} < values(
        found, DATASET, DCAT + "distribution"
    )
    sums = [t.object for t in found if t.predicate.value == SPDX + "checksumValue"]
    assert {t.value for t in some(sums) if isinstance(t, Literal)} == {files[0].sha256}


def test_what_is_about_checksums_is_told_apart() -> None:
    mappings = Mappings({}, {}, (), (), model_modified="2026-01-01")
    found = catalog([file("dumps/a.nq")], [], DIGEST, mappings)
    checksums = [t for t in found if is_checksum(t)]

    assert len(checksums) == 4
    assert not [t for t in found if not is_checksum(t) and isinstance(t.object, BlankNode)]


def test_a_file_of_a_document_is_a_distribution_of_its_own_part() -> None:
    graph = GRAPH + "freedonia-sylvania"
    one = file("dumps/freedonia-sylvania.nq", holds=graph)
    mappings = Mappings({}, {}, (), (), model_modified="2026-01-01")
    found = catalog([one], [summary("freedonia-sylvania")], DIGEST, mappings)

    assert values(found, graph, DCTERMS + "title") == {"About freedonia-sylvania"}
    assert values(found, graph, DCAT + "distribution") == {f"graph/freedonia-sylvania#{one.path}"}
    assert values(found, DATASET, DCTERMS + "hasPart") == {"graph/freedonia-sylvania"}


def test_a_thing_was_derived_from_its_line_and_a_content_from_none() -> None:
    block = {"entities": [{"id": "press"}, {"id": "envoy"}]}
    source = Source(
        "m/entities.yaml",
        block,
        {("entities", 0, "id"): 2, ("entities", 1, "id"): 2},
        path="mappings/entities.yaml",
    )
    mappings = Mappings({}, {}, (source,), ())
    found = list(provenance_triples(mappings, [MappingFile("mappings/entities.yaml", "ab")]))
    place = "mappings/entities.yaml#line=1,2"

    assert values(found, ENTITY + "press", PROV + "wasDerivedFrom") == {place}
    assert values(found, BASE + place, DCTERMS + "isPartOf") == {"mappings/entities.yaml"}
    assert values(found, BASE + "dataset#build", PROV + "used") == {"mappings/entities.yaml"}
    # Two things of one line have one place.
    assert len([t for t in found if t.subject == NamedNode(BASE + place)]) == 2
    assert list(provenance_triples(Mappings({}, {}, (), ()), [])) == []


def test_the_build_names_its_version() -> None:
    found = list(build_triples("9.9"))

    assert values(found, DATASET, PROV + "wasGeneratedBy") == {"dataset#build"}
    assert "9.9" in {t.object.value for t in found if isinstance(t.object, Literal)}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("abc/:") | st.text("ab").map(BASE.__add__),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("ab").map(BASE.__add__), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON)
def test_json_is_moved_to_another_base_and_back(value: object) -> None:
    moved = rebase_json(value, "https://example.org/x/")

    assert BASE not in repr(moved)
    assert repr(moved) == repr(value).replace(BASE, "https://example.org/x/")
    assert rebase_json(value, BASE) == value


def test_the_summary_of_a_graph_has_its_number_of_quads() -> None:
    quads = tuple(in_graph(triples(DATA), NamedNode(GRAPH + "a")))
    graph = NamedGraph(NamedNode(GRAPH + "a"), "T", LICENCE, quads, True, EDITOR)

    assert summary_of(graph) == GraphSummary(graph.name, "T", LICENCE, len(quads), True, EDITOR)
    assert HERE in str(quads)
