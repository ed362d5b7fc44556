"""In RDF 1.2 what a document only reports is named as a triple term, and never asserted."""

from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.namespaces import BASE, BIL, CODE, RDF
from pyoxigraph import BlankNode, NamedNode, QueryBoolean, RdfFormat, Store, Triple, parse
from support.some import some

REIFIES, STATUS, EVIDENCE = (
    NamedNode(name) for name in (RDF + "reifies", BIL + "status", BIL + "evidence")
)
STATED = NamedNode(CODE + "status/stated")


def read(folder: Path, name: str, form: RdfFormat) -> set[Triple]:
    """Return the triples of a dump, but for those with blank nodes, whose labels mean nothing."""
    quads = parse(path=str(folder / "dumps" / name), format=form)
    return {
        quad.triple
        for quad in quads
        if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)
    }


@pytest.fixture(scope="module")
def folder(published: Path) -> Path:
    return published / "current"


@pytest.fixture(scope="module")
def triples(folder: Path) -> set[Triple]:
    return read(folder, "legation-1.2.ttl", RdfFormat.TURTLE)


def test_both_dumps_hold_the_dataset_and_what_reifies(folder: Path, triples: set[Triple]) -> None:
    plain = read(folder, "legation.nt", RdfFormat.N_TRIPLES)

    assert read(folder, "legation-1.2.nt", RdfFormat.N_TRIPLES) == triples
    assert {triple for triple in triples if triple.predicate != REIFIES} == plain


def test_a_hedged_triple_is_reified_and_not_asserted(triples: set[Triple]) -> None:
    status = {triple.subject: triple.object for triple in triples if triple.predicate == STATUS}
    named = [triple for triple in triples if triple.predicate == REIFIES]
    stated = {triple.object for triple in named if status[triple.subject] == STATED}
    hedged = {triple.object for triple in named} - stated

    assert some(hedged)
    assert hedged & triples == set()
    assert some(stated) and stated <= triples


def test_what_reifies_has_a_status_and_a_sentence(triples: set[Triple]) -> None:
    said = {(triple.subject, triple.predicate) for triple in triples}

    for reifier in some({triple.subject for triple in triples if triple.predicate == REIFIES}):
        assert (reifier, STATUS) in said
        assert (reifier, EVIDENCE) in said


def test_an_engine_of_rdf_1_2_tells_what_is_only_said(folder: Path) -> None:
    store = Store()
    store.load(path=str(folder / "dumps" / "legation-1.2.ttl"), format=RdfFormat.TURTLE)
    found = store.query(
        f"""PREFIX bil: <{BIL}>
        ASK {{ ?content rdf:reifies <<( ?s ?p ?o )>> ; bil:status ?status ; bil:evidence ?passage
               FILTER NOT EXISTS {{ ?s ?p ?o }} }}""",
        prefixes={"rdf": RDF},
    )

    assert isinstance(found, QueryBoolean) and bool(found)


def test_the_first_line_of_turtle_tells_the_version(folder: Path) -> None:
    with (folder / "dumps" / "legation-1.2.ttl").open() as lines:
        assert next(lines) == 'VERSION "1.2"\n'


def test_triple_terms_are_under_the_base_of_the_release(original: Path, tmp_path: Path) -> None:
    pipeline.build([original / "mappings"], tmp_path, base="https://example.org/data/")

    text = (tmp_path / "current" / "dumps" / "legation-1.2.nt").read_text()

    assert "<<( <https://example.org/data/id/freedonia>" in text
    assert BASE not in text
