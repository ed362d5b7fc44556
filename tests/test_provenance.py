"""Every claim tells the line it was written in; every release its files and its tool."""

import re
import shutil
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.namespaces import BASE, BIL, DCTERMS, ENTITY, PROV, RDF, SCHEMA
from legation_build.resources import resource
from pyoxigraph import Literal, NamedNode, Quad, parse
from small_mapping import CLAIMS_FILE, write_mapping

PLACE = re.compile(rf"{BASE}(mappings/[a-z0-9/.-]+)#line=([0-9]+),([0-9]+)")
DATASET = BASE + "dataset"


def provenance(dataset: Path) -> list[Quad]:
    dump = dataset / "current" / "dumps" / "legation.nq"
    return [
        q for q in parse(path=str(dump)) if q.graph_name == NamedNode(BASE + "graph/provenance")
    ]


def objects(quads: list[Quad], subject: str, predicate: str) -> list[str]:
    return sorted(
        quad.object.value
        for quad in quads
        if quad.subject == NamedNode(subject)
        and quad.predicate.value == predicate
        and isinstance(quad.object, NamedNode | Literal)
    )


@pytest.fixture(scope="module")
def quads(published: Path) -> list[Quad]:
    return provenance(published)


def test_each_claim_and_entity_names_the_line_that_it_was_written_in(
    published: Path, quads: list[Quad]
) -> None:
    for thing in claims_and_entities(published):
        (place,) = objects(quads, thing, PROV + "wasDerivedFrom")
        found = PLACE.fullmatch(place)
        assert found, place
        path, before, line = found[1], int(found[2]), int(found[3])
        lines = (resource("mappings").parent / path).read_text(encoding="utf-8").splitlines()
        assert line == before + 1
        assert lines[before].removeprefix("- ").strip() == f"id: {thing.rpartition('/')[2]}"
        assert objects(quads, place, DCTERMS + "isPartOf") == [BASE + path]


def claims_and_entities(dataset: Path) -> Iterator[str]:
    for quad in parse(path=str(dataset / "current" / "dumps" / "legation.nq")):
        is_type = quad.predicate.value == RDF + "type"
        if is_type and isinstance(quad.subject, NamedNode):
            name = quad.subject.value
            if quad.object == NamedNode(BIL + "Claim") or name.startswith(ENTITY):
                yield name


def test_build_used_every_mapping_file_as_it_is(quads: list[Quad]) -> None:
    root = resource("mappings")
    files = {*root.glob("entities.yaml"), *root.glob("*/*.yaml"), *root.glob("*/*/*.yaml")}
    files |= {*root.glob("*/passages.csv"), *root.glob("*.sssom.tsv")}
    used = objects(quads, DATASET + "#build", PROV + "used")

    assert used == sorted(BASE + str(file.relative_to(root.parent)) for file in files)
    for file in files:
        name = BASE + str(file.relative_to(root.parent))
        assert objects(quads, name, SCHEMA + "sha256") == [sha256(file.read_bytes()).hexdigest()]


def test_build_was_carried_out_by_a_version_of_legation(quads: list[Quad]) -> None:
    (build,) = objects(quads, DATASET, PROV + "wasGeneratedBy")
    (agent,) = objects(quads, build, PROV + "wasAssociatedWith")

    assert objects(quads, agent, RDF + "type") == [PROV + "SoftwareAgent"]
    assert objects(quads, agent, SCHEMA + "softwareVersion") == [version("legation")]


def test_no_time_is_told_so_that_a_build_elsewhere_gives_the_same(quads: list[Quad]) -> None:
    assert not [q for q in quads if isinstance(q.object, Literal) and "date" in str(q.object)]
    assert not [
        q for q in quads if q.predicate.value.startswith(PROV) and "Time" in str(q.predicate)
    ]


def test_folders_of_two_people_are_told_apart(tmp_path: Path) -> None:
    one = write_mapping(tmp_path / "one")
    other = tmp_path / "other" / "elsewhere"
    shutil.copytree(one / "freedonia-sylvania", other / "ruritania-sylvania")
    pipeline.build([one, other], tmp_path / "dataset")
    quads = provenance(tmp_path / "dataset")

    places = {
        objects(quads, f"{BASE}{pair}/c-grain", PROV + "wasDerivedFrom")[0].split("#")[0]
        for pair in ("freedonia-sylvania", "ruritania-sylvania")
    }
    file = CLAIMS_FILE.removeprefix("freedonia-sylvania/")
    assert places == {
        f"{BASE}mappings/freedonia-sylvania/{file}",
        f"{BASE}mappings-2/ruritania-sylvania/{file}",
    }
