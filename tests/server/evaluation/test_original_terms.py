"""What a store rewrites is found again as it was."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.evaluation import originals_file
from legation_server.evaluation.original_terms import (
    Object,
    OriginalTerms,
    as_stored,
    with_originals,
)
from legation_server.evaluation.originals_file import OriginalsFile, OriginalsWriter
from support.some import some

XSD = "http://www.w3.org/2001/XMLSchema#"
S, P = (ox.NamedNode(f"http://e/{name}") for name in "sp")


def typed(value: str, kind: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))


LITERALS = st.one_of(
    st.builds(
        typed,
        st.sampled_from(["1", "01", "+1", "1.0", "1.50", "true", "x", "-0", "1e0", "INF"]),
        st.sampled_from(["integer", "byte", "decimal", "double", "float", "boolean", "string"]),
    ),
    st.builds(
        typed,
        st.sampled_from(["2000-01-01T24:00:00Z", "2000-01-01T00:00:00.0+00:00", "2000-02-30"]),
        st.sampled_from(["dateTime", "date", "time"]),
    ),
    st.builds(ox.Literal, st.text(max_size=3)),
    st.just(ox.Literal("a", language="en")),
)
NODES = st.sampled_from([S, P, ox.BlankNode("b")])
OBJECTS = st.one_of(LITERALS, NODES, LITERALS.map(lambda literal: ox.Triple(S, P, literal)))
TRIPLES = st.lists(st.builds(ox.Triple, NODES, st.just(P), OBJECTS), max_size=12)


@given(TRIPLES)
def test_the_triples_of_a_store_are_those_that_went_in(triples: list[ox.Triple]) -> None:
    store, terms = ox.Store(), OriginalTerms()
    quads = [ox.Quad(t.subject, t.predicate, t.object) for t in triples]
    store.bulk_extend(quads)
    terms.note(quads)

    found = list(with_originals((quad.triple for quad in store), terms.table()))

    assert set(found) == set(triples)
    assert len(found) == len(set(triples))


def test_nothing_is_kept_of_what_the_store_leaves_as_it_is() -> None:
    terms = OriginalTerms()
    quads = [ox.Quad(S, P, typed(value, "integer")) for value in ("1", "2", "3")]

    terms.note(quads)

    assert terms.table() == {}


def test_the_engine_is_asked_once_for_what_comes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Object] = []

    def counted(term: Object) -> Object:
        asked.append(term)
        return as_stored(term)

    monkeypatch.setattr(originals_file, "as_stored", counted)
    writer = OriginalsWriter(tmp_path / "originals.sqlite")
    one, other = typed("01", "integer"), typed("1", "integer")
    for subject in some([S, P, S]):
        writer.note(ox.Triple(subject, P, one))
        assert not writer.rewrites(other)
        writer.note_kept(ox.Triple(subject, P, other))
    writer.finish()

    assert asked == [one, other]
    found = OriginalsFile(tmp_path / "originals.sqlite")
    assert found.get(ox.Triple(S, P, other), ()) == (ox.Triple(S, P, other), ox.Triple(S, P, one))
    assert len(found) == 4
    found.close()
