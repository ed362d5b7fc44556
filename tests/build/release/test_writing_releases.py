"""A release holds the same in every file, and says what is in it."""

import csv
import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
import zstandard
from legation_build import pipeline
from legation_build.dumps.serialize import DUMP_FORMATS, DumpFormat
from legation_build.namespaces import BASE
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse
from rdflib import DCTERMS, VOID, Graph, URIRef
from rdflib.compare import isomorphic
from support.canonical import canonical
from support.legation_command import legation
from support.small_mapping import write_mapping
from support.some import some
from support.two_releases import change, contents


def manifest(dataset: Path) -> dict[str, object]:
    found = json.loads((dataset / "current" / "manifest.json").read_text())
    assert isinstance(found, dict)
    return found


def loaded(dataset: Path) -> set[Quad]:
    files = json.loads((dataset / "current" / "manifest.json").read_text())["files"]
    paths = [dataset / "current" / file["path"] for file in files if file["load"]]
    return {quad for path in paths for quad in parse(path=str(path))}


def test_the_same_inputs_give_the_same_bytes_in_another_process(
    built: Path, tmp_path: Path
) -> None:
    arguments = ["--mappings", "mappings", "--source", "texts", "--output", "again", "--quiet"]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-m", "legation_build", "build", *arguments]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)

    assert contents(built / "current") == contents(tmp_path / "again" / "current")


def test_manifest_lists_every_file_with_size_and_digest(built: Path) -> None:
    files = contents(built / "current")
    listed = json.loads(files.pop("manifest.json"))

    assert {entry["path"] for entry in listed["files"]} == files.keys()
    for entry in some(listed["files"]):
        assert entry["size"] == len(files[entry["path"]])
        assert entry["sha256"] == hashlib.sha256(files[entry["path"]]).hexdigest()
    assert (built / "current").resolve().name == listed["digest"][:16]


def canonical_digest(quads: Iterable[Quad]) -> str:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(f"{quad} .\n" for quad in dataset)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def test_digest_is_made_of_those_of_the_canonical_graphs(built: Path) -> None:
    graphs: dict[str, list[Quad]] = {}
    for quad in some(loaded(built)):
        assert isinstance(quad.graph_name, NamedNode)
        graphs.setdefault(quad.graph_name.value, []).append(quad)
    for name in ("release", "catalog", "checksums"):
        del graphs[f"{BASE}graph/{name}"]
    digests = {iri: canonical_digest(quads) for iri, quads in some(graphs.items())}
    lines = sorted(f"{digest}  {iri}\n" for iri, digest in digests.items())
    described = manifest(built)
    assert isinstance(described["graphs"], list)

    assert hashlib.sha256("".join(lines).encode()).hexdigest() == described["digest"]
    assert {g["iri"]: g["sha256"] for g in described["graphs"] if "sha256" in g} == digests


def test_manifest_counts_the_quads_that_a_server_loads(built: Path) -> None:
    found = json.loads((built / "current" / "manifest.json").read_text())

    assert found["counts"]["quads"] == len(loaded(built))
    assert sum(graph["quads"] for graph in found["graphs"]) == len(loaded(built))


@pytest.mark.parametrize("form", DUMP_FORMATS, ids=lambda form: form.name)
def test_every_dump_says_the_same(built: Path, form: DumpFormat) -> None:
    dumps = built / "current" / "dumps"
    quads = (dumps / "legation.nq").read_bytes()
    dump = (dumps / f"legation.{form.name}").read_bytes()

    assert canonical(parse(dump, format=form.rdf), form.has_graphs) == canonical(
        parse(quads, format=RdfFormat.N_QUADS), form.has_graphs
    )


@pytest.mark.parametrize("form", DUMP_FORMATS, ids=lambda form: form.name)
def test_every_dump_of_a_document_holds_its_graph_and_its_entities(
    built: Path, form: DumpFormat
) -> None:
    dump = (built / "current" / "dumps" / f"freedonia-sylvania.{form.name}").read_bytes()
    triples = {quad.triple for quad in parse(dump, format=form.rdf)}
    graphs = {f"<{BASE}graph/{name}>" for name in ("freedonia-sylvania", "entities")}

    assert triples == {q.triple for q in loaded(built) if str(q.graph_name) in graphs}


def test_compressed_dumps_hold_the_same_bytes(built: Path) -> None:
    files = contents(built / "current")
    plain = [name for name in files if f"{name}.gz" in files]

    assert len(plain) == 14
    for name in plain:
        assert gzip.decompress(files[f"{name}.gz"]) == files[name]
        assert zstandard.decompress(files[f"{name}.zst"]) == files[name]


def test_checksums_are_those_of_the_files(built: Path) -> None:
    dumps = built / "current" / "dumps"
    lines = (dumps / "SHA256SUMS").read_text().splitlines()

    found = {name: digest for digest, name in (line.split("  ") for line in lines)}
    listed = {str((dumps / name).resolve().relative_to(dumps.parent.resolve())) for name in found}
    assert listed == contents(built / "current").keys() - {"dumps/SHA256SUMS", "manifest.json"}
    for name, digest in some(found.items()):
        assert hashlib.sha256((dumps / name).read_bytes()).hexdigest() == digest


def test_table_has_a_row_for_each_claim_and_content(built: Path) -> None:
    with (built / "current" / "dumps" / "claims.csv").open(newline="") as stream:
        rows = {row["content"]: row for row in csv.DictReader(stream)}

    assert rows.keys() == {"recognition", "recognizes", "grain-promise", "grain-share"}
    assert rows["recognition"]["evidence"] == "p-early-years-1"
    assert rows["recognition"]["section"] == "Early years"
    assert rows["recognition"]["class"] == "Event"
    assert rows["recognition"]["when"] == "1920-05-03"
    assert rows["grain-promise"]["class"] == "Supposition"
    assert rows["grain-promise"]["modality"] == "reported"
    assert rows["grain-promise"]["attributedTo"] == "press"
    assert rows["grain-share"]["value"] == "50"


def test_turtle_and_xml_mean_the_same_to_rdflib(built: Path) -> None:
    dumps = built / "current" / "dumps"
    triples = Graph().parse(dumps / "freedonia-sylvania.nt")

    assert isomorphic(Graph().parse(dumps / "freedonia-sylvania.ttl"), triples)
    assert isomorphic(Graph().parse(dumps / "freedonia-sylvania.rdf", format="xml"), triples)


def test_numbers_are_written_as_the_mapping_has_them(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    change(tmp_path / "mappings", lambda text: text.replace("value: 50", "value: 27.50"))
    pipeline.build([mappings], tmp_path / "dataset")

    turtle = (tmp_path / "dataset" / "current" / "dumps" / "legation.ttl").read_text()
    assert "bil:value 27.50" in turtle


def test_words_of_the_text_stay_out_of_every_file_but_their_own(built: Path) -> None:
    sentence = b"Freedonia recognized Sylvania on 3 May 1920."
    files = contents(built / "current")

    assert [name for name, data in files.items() if sentence in data] == [
        "dumps/freedonia-sylvania-text.nq",
        "site-text.sqlite",
    ]


def test_graph_of_the_text_is_described_and_counted_apart(built: Path) -> None:
    described = Graph().parse(built / "current" / "dumps" / "void.ttl")
    text, dataset = URIRef(BASE + "graph/freedonia-sylvania-text"), URIRef(BASE + "dataset")
    names = ("release", "catalog", "checksums", "freedonia-sylvania-text")
    apart = {f"<{BASE}graph/{name}>" for name in names}
    counted = {quad.triple for quad in loaded(built) if str(quad.graph_name) not in apart}

    assert (dataset, VOID.subset, text) in described
    assert described.value(text, DCTERMS.license)
    assert str(described.value(dataset, VOID.triples)) == str(len(counted))


def test_text_has_its_own_licence(built: Path) -> None:
    files = json.loads((built / "current" / "manifest.json").read_text())["files"]
    entry = next(file for file in files if file["path"].endswith("-text.nq"))

    assert entry["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert entry["load"] is True


def test_another_base_moves_every_address(tmp_path: Path) -> None:
    base = "https://data.example.org/"
    arguments = ["--mappings", str(write_mapping(tmp_path)), "--output", str(tmp_path / "out")]
    result = legation("build", *arguments, "--base", base)

    assert result.exit_code == 0, result.output
    for name, data in some(contents(tmp_path / "out" / "current").items()):
        assert BASE.encode() not in data, name
    found = json.loads((tmp_path / "out" / "current" / "manifest.json").read_text())
    assert found["prefixes"]["bil"] == base + "ns#"


@pytest.mark.parametrize(
    "base",
    [
        "https://data.example.org",
        "http://a b/",
        "https://<>/",
        "http:///",
        "http://x/?q=/",
        "http://x/#/",
    ],
)
def test_base_must_be_an_address_that_ends_in_a_slash(base: str) -> None:
    result = legation("build", "--base", base)

    assert result.exit_code == 2
    assert "ends in a slash" in result.output
