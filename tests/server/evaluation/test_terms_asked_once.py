"""What a store makes of a term is asked once, however many triples have it."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from legation_server.evaluation import OriginalsWriter, originals_file
from legation_server.evaluation.original_terms import Object, as_stored

THING = ox.NamedNode("https://example.org/thing")
XSD = "http://www.w3.org/2001/XMLSchema#"


def test_term_of_many_triples_is_given_to_a_store_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Object] = []

    def counted(term: Object) -> Object:
        asked.append(term)
        return as_stored(term)

    monkeypatch.setattr(originals_file, "as_stored", counted)
    writer = OriginalsWriter(tmp_path / "originals.sqlite")
    term = ox.Literal("01", datatype=ox.NamedNode(XSD + "integer"))

    for number in range(3):
        subject = ox.NamedNode(f"https://example.org/{number}")
        writer.note(ox.Triple(subject, THING, term))
        assert writer.rewrites(term)
    writer.finish()

    assert asked == [term]


def test_answers_do_not_depend_on_what_was_asked_before() -> None:
    for lexical, stored in (("01", "1"), ("1", "1"), ("01", "1"), ("+7", "7")):
        found = as_stored(ox.Literal(lexical, datatype=ox.NamedNode(XSD + "integer")))
        assert found == ox.Literal(stored, datatype=ox.NamedNode(XSD + "integer"))
