"""Every claim tells the line it was written in; every release its files and its tool."""

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.namespaces import BASE, BIL, DCTERMS, ENTITY, PROV, RDF, SCHEMA
from legation_build.resources import resource
from pyoxigraph import Literal, NamedNode, parse
from support.small_mapping import CLAIMS_FILE, write_mapping
from support.some import some

PLACE = re.compile(rf"{BASE}(mappings/[a-z0-9/.-]+)#line=([0-9]+),([0-9]+)")
DATASET = BASE + "dataset"


Statements = dict[tuple[str, str], list[str]]


def provenance(dataset: Path) -> Statements:
    """Return subject and predicate → values of the graph of provenance."""
    graph, found = NamedNode(BASE + "graph/provenance"), defaultdict(list)
    for quad in parse(path=str(dataset / "current" / "dumps" / "legation.nq")):
        if quad.graph_name == graph:
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode | Literal)
            found[quad.subject.value, quad.predicate.value].append(quad.object.value)
    return dict(found)


def objects(told: Statements, subject: str, predicate: str) -> list[str]:
    return sorted(told.get((subject, predicate), []))


@pytest.fixture(scope="module")
def told(published: Path) -> Statements:
    return provenance(published)


def test_each_claim_and_entity_names_the_line_that_it_was_written_in(
    published: Path, told: Statements
) -> None:
    for thing in some(claims_and_entities(published)):
        (place,) = objects(told, thing, PROV + "wasDerivedFrom")
        found = PLACE.fullmatch(place)
        assert found, place
        path, before, line = found[1], int(found[2]), int(found[3])
        lines = (resource("mappings").parent / path).read_text(encoding="utf-8").splitlines()
        assert line == before + 1
        assert lines[before].removeprefix("- ").strip() == f"id: {thing.rpartition('/')[2]}"
        assert objects(told, place, DCTERMS + "isPartOf") == [BASE + path]


def claims_and_entities(dataset: Path) -> Iterator[str]:
    for quad in parse(path=str(dataset / "current" / "dumps" / "legation.nq")):
        is_type = quad.predicate.value == RDF + "type"
        if is_type and isinstance(quad.subject, NamedNode):
            name = quad.subject.value
            if quad.object == NamedNode(BIL + "Claim") or name.startswith(ENTITY):
                yield name


def test_build_used_every_mapping_file_as_it_is(told: Statements) -> None:
    root = resource("mappings")
    files = {*root.glob("entities.yaml"), *root.glob("*/*.yaml"), *root.glob("*/*/*.yaml")}
    files |= {*root.glob("*/passages.csv"), *root.glob("*.sssom.tsv")}
    used = objects(told, DATASET + "#build", PROV + "used")

    assert used == sorted(BASE + str(file.relative_to(root.parent)) for file in files)
    for file in files:
        name = BASE + str(file.relative_to(root.parent))
        assert objects(told, name, SCHEMA + "sha256") == [sha256(file.read_bytes()).hexdigest()]


def test_build_was_carried_out_by_a_version_of_legation(told: Statements) -> None:
    (build,) = objects(told, DATASET, PROV + "wasGeneratedBy")
    (agent,) = objects(told, build, PROV + "wasAssociatedWith")

    assert objects(told, agent, RDF + "type") == [PROV + "SoftwareAgent"]
    assert objects(told, agent, SCHEMA + "softwareVersion") == [version("legation")]


def test_no_time_is_told_so_that_a_build_elsewhere_gives_the_same(told: Statements) -> None:
    times = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}:[0-9]{2}")
    assert not [value for values in told.values() for value in values if times.search(value)]


def test_folders_of_two_people_are_told_apart(tmp_path: Path) -> None:
    one = write_mapping(tmp_path / "one")
    other = tmp_path / "other" / "elsewhere"
    shutil.copytree(one / "freedonia-sylvania", other / "ruritania-sylvania")
    pipeline.build([one, other], tmp_path / "dataset")
    told = provenance(tmp_path / "dataset")

    places = {
        objects(told, f"{BASE}{pair}/c-grain", PROV + "wasDerivedFrom")[0].split("#")[0]
        for pair in ("freedonia-sylvania", "ruritania-sylvania")
    }
    file = CLAIMS_FILE.removeprefix("freedonia-sylvania/")
    assert places == {
        f"{BASE}mappings/freedonia-sylvania/{file}",
        f"{BASE}mappings-2/ruritania-sylvania/{file}",
    }
