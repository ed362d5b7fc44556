"""What the records of parts add up to, and what stays of each."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from legation_build.dataset import NamedGraph
from legation_build.errors import MappingError, Problem
from legation_build.pipeline.documents.cache import Kept
from legation_build.pipeline.documents.parts import (
    RECORD,
    GraphRecord,
    Part,
    PartRecord,
    write_part,
)
from legation_build.pipeline.merging.sums import Sums, added_up
from legation_build.validation import ShapeCheck
from pyoxigraph import NamedNode

GRAPH = GraphRecord("https://example.org/g", "G", "https://example.org/free", 3, "ab", "graph.nq")


def record(id: str, own: Mapping[str, int] | None = None, **shared: tuple[str, ...]) -> PartRecord:
    return PartRecord(id, {"title": id}, (), own or {}, shared)


def code(file: str, label: str) -> Mapping[str, object]:
    return {"file": file, "code": {"id": "topic/x", "label": label}, "lines": {"label": 4}}


def facts(
    triples: int, column: str, *namespaces: str, dated: tuple[str, ...] = ()
) -> dict[str, object]:
    return {
        "triples": triples,
        "classes": {"c": triples},
        "predicates": {"p": 1},
        "columns": [column],
        "dated": list(dated),
        "namespaces": {"p": list(namespaces)},
    }


def written(folder: Path, *records: PartRecord) -> list[tuple[Path, str]]:
    places = [folder / one.id for one in records]
    for place, one in zip(places, records, strict=True):
        place.mkdir()
        graphs = [NamedGraph(NamedNode(g.iri), g.title, g.license, ()) for g in one.graphs]
        write_part(place, Part(one, graphs, [], {"rows.jsonl": b""}))
    return [(place, place.name) for place in places]


def test_a_node_that_several_documents_share_is_checked_once() -> None:
    sums = Sums()
    sums.add(record("a", {"claim": 3, "entity": 0}, entity=("press", "envoy")))
    sums.add(record("b", {"claim": 2}, entity=("press",), code=("visit",)))

    assert sums.shape_counts({"entity": ["press", "town", "town"], "alone": []}) == [
        ShapeCheck("alone", 0, 0),
        ShapeCheck("claim", 5, 0),
        ShapeCheck("code", 1, 0),
        ShapeCheck("entity", 3, 0),
    ]


def test_of_each_record_stays_what_the_release_tells_of_the_document(tmp_path: Path) -> None:
    warning = Problem("a.yaml", 3, "odd", "Look.")
    whole = PartRecord(
        "a",
        {"title": "A"},
        (GRAPH,),
        {"s": 2},
        {"s": ("x",)},
        (warning,),
        (code("a/codes.yaml", "X"),),
        {"facts": 3},
        facts(1, "actor"),
    )
    places = written(tmp_path, whole, record("b"))
    parts, sums = added_up(places, Kept(tmp_path / "kept", "program"))

    assert parts == [
        (places[0][0], PartRecord("a", {"title": "A"}, (GRAPH,), {}, {})),
        (places[1][0], record("b")),
    ]
    assert sums.warnings == {warning}
    assert sums.quality == [{"facts": 3}, {}]


def test_facts_are_added_up() -> None:
    sums = Sums()
    sums.add(PartRecord("a", {}, (), {}, {}, facts=facts(2, "actor", "a/", dated=("when",))))
    sums.add(PartRecord("b", {}, (), {}, {}, facts=facts(3, "value", "b/", "c/")))
    sums.add(PartRecord("c", {}, (), {}, {}, facts=facts(4, "value", "d/")))

    assert (sums.triples, sums.classes, sums.predicates) == (9, {"c": 9}, {"p": 3})
    assert (sums.columns, sums.dated) == ({"actor", "value"}, {"when"})
    # More than two namespaces tell no more than two.
    assert sums.namespaces == {"p": {"a/", "b/", "c/"}}


def test_sums_that_were_kept_add_up_to_the_same() -> None:
    warning = Problem("a.yaml", 3, "odd", "Look.")
    records = [
        PartRecord("a", {}, (), {"s": 2}, {"s": ("x", "y")}, (warning,), facts=facts(2, "a", "a/")),
        PartRecord("b", {}, (), {"s": 1}, {"s": ("x",), "t": ()}, quality={"read": 1}),
    ]
    together, apart = Sums(), Sums()
    for one in records:
        together.add(one)
        alone = Sums()
        alone.add(one)
        apart.add_data(json.loads(json.dumps(alone.as_data())))

    assert apart == together


def test_the_records_of_a_bundle_are_read_once(tmp_path: Path) -> None:
    places = written(tmp_path, PartRecord("a", {"title": "A"}, (GRAPH,), {"s": 2}, {"s": ("x",)}))
    first = added_up(places, Kept(tmp_path / "kept", "program"))
    (places[0][0] / RECORD).unlink()

    assert added_up(places, Kept(tmp_path / "kept", "program")) == first


def test_a_code_that_two_documents_define_differently_is_told(tmp_path: Path) -> None:
    one = PartRecord("a", {}, (), {}, {}, codes=(code("a/codes.yaml", "X"),))
    other = PartRecord("b", {}, (), {}, {}, codes=(code("b/codes.yaml", "Y"),))
    with pytest.raises(MappingError, match="1 problem in the mappings") as told:
        added_up(written(tmp_path, one, other), Kept(tmp_path / "kept", "program"))

    assert [(p.file, p.line) for p in told.value.problems] == [("b/codes.yaml", 4)]
