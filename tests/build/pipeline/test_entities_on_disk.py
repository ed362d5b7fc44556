"""The index of entities gives each document those that it names, with their lines and digests."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from legation_build.dataset import NamedGraph, in_graph
from legation_build.mapping import Mappings, Source
from legation_build.namespaces import CC0, ENTITY, GRAPH
from legation_build.pipeline.documents.shared_index import SharedIndex, write_index
from pyoxigraph import NamedNode
from support.in_turtle import triples
from support.some import some

DATA = """
id:relations a bil:BilateralRelation ; bil:party id:freedonia, id:sylvania .
id:freedonia a schema:Country ; bil:x id:capital . id:capital a schema:City ; bil:x id:freedonia .
id:sylvania a schema:Country ; bil:x id:unknown . id:press a bil:Group .
"""
NAME = NamedNode(GRAPH + "entities")
FIRST = Source(
    "a/entities.yaml",
    {"entities": [{"id": "press", "label": "Mətbuat"}, "odd", {"id": "freedonia"}]},
    {("entities", 0, "id"): 2, ("entities", 0, "label"): 3, ("entities", 2, "id"): 7},
    path="mappings/entities.yaml",
)
SECOND = Source(
    "b/entities.yaml", {"entities": [{"id": "press", "type": "Group"}]}, {("entities", 0): 5}
)


def graph(data: str) -> NamedGraph:
    return NamedGraph(NAME, "Entities", CC0, tuple(in_graph(triples(data), NAME)))


def opened(place: Path, data: str = DATA, sources: Sequence[Source] = ()) -> SharedIndex:
    write_index(place, Mappings({}, {}, tuple(sources), ()), graph(data), {"checked": b"\x00kept"})
    return SharedIndex(place)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SharedIndex]:
    with closing(opened(tmp_path / "index.sqlite", sources=[FIRST, SECOND])) as index:
        yield index


def subjects(index: SharedIndex, *ids: str) -> set[str]:
    return {str(t.subject)[1:-1].removeprefix(ENTITY) for t in index.triples(ids)}


def test_every_entity_is_known_and_what_is_only_named_is_not(index: SharedIndex) -> None:
    assert index.ids == {"relations", "freedonia", "sylvania", "capital", "press"}


@pytest.mark.parametrize(
    ("names", "needed"),
    [
        (["press"], ["press"]),
        (["relations"], ["capital", "freedonia", "relations", "sylvania"]),
        # Each names the other.
        (["capital"], ["capital", "freedonia"]),
        (["press", "capital", "nobody"], ["capital", "freedonia", "press"]),
        ([], []),
    ],
)
def test_an_entity_comes_with_what_it_names_in_turn(
    index: SharedIndex, names: list[str], needed: list[str]
) -> None:
    assert index.with_needed(names) == needed


def test_triples_are_those_of_the_entities_alone(index: SharedIndex) -> None:
    assert subjects(index, "capital", "press", "nobody") == {"capital", "press"}
    assert set(index.triples(index.ids)) == set(triples(DATA))
    assert list(index.triples([])) == []


def test_all_quads_come_in_the_order_written(index: SharedIndex) -> None:
    found = list(index.quads(NAME))

    assert {quad.triple for quad in found} == set(triples(DATA))
    assert str(found[0].subject) == f"<{ENTITY}relations>"
    assert str(found[-1].subject) == f"<{ENTITY}press>"


def test_blocks_come_back_with_their_files_and_lines(index: SharedIndex) -> None:
    first, second = index.sources(["press", "freedonia"])

    assert (first.file, first.path) == ("a/entities.yaml", "mappings/entities.yaml")
    assert {entity["id"] for entity in first.data["entities"]} == {"press", "freedonia"}
    places = {entity["id"]: number for number, entity in enumerate(first.data["entities"])}
    assert first.line(("entities", places["press"], "label")) == 3
    assert first.line(("entities", places["freedonia"], "id")) == 7
    assert second.data == {"entities": [{"id": "press", "type": "Group"}]}
    assert second.line(("entities", 0, "type")) == 5
    assert index.sources(["nobody"]) == ()


def test_more_names_than_a_statement_takes_are_asked_for_in_turns(index: SharedIndex) -> None:
    many = [f"nobody-{number}" for number in range(1500)]

    assert index.with_needed([*many, "press"]) == ["press"]
    assert subjects(index, *many, "press", "capital") == {"press", "capital"}


def test_values_are_kept_as_they_are(index: SharedIndex) -> None:
    assert index.kept("checked") == b"\x00kept"


def test_a_digest_changes_with_what_an_entity_needs_and_with_nothing_else(tmp_path: Path) -> None:
    changed = {
        "capital": DATA.replace("id:capital a schema:City", "id:capital a schema:Place"),
        "press": DATA.replace("id:press a bil:Group", "id:press a bil:People"),
    }
    found = {}
    for name, data in some({"before": DATA, **changed}.items()):
        with closing(opened(tmp_path / f"{name}.sqlite", data)) as index:
            found[name] = index.digests([*index.ids, "nobody"])

    def differing(name: str) -> set[str]:
        return {id for id, digest in found["before"].items() if found[name][id] != digest}

    assert differing("capital") == {"capital", "freedonia", "relations"}
    assert differing("press") == {"press"}


def test_the_same_entities_give_the_same_file(tmp_path: Path) -> None:
    for name in some(("one", "other")):
        opened(tmp_path / name, sources=[FIRST]).close()

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_the_index_is_not_changed_by_whoever_reads_it(tmp_path: Path) -> None:
    place = tmp_path / "a b?#%.sqlite"
    with closing(opened(place)) as index:
        before = place.read_bytes()
        assert index.with_needed(["press"]) == ["press"]

    assert place.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == [place.name]
