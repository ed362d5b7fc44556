"""A release of very many documents holds what one made in memory would hold."""

import gzip
import sqlite3
from pathlib import Path

import duckdb
import pytest
import zstandard
from legation_build import pipeline
from legation_build.dumps import DUMP_FORMATS
from legation_build.namespaces import BASE
from legation_build.pipeline import Options
from legation_server.releases.opening import open_release
from pyoxigraph import parse
from support.canonical import canonical
from support.several_documents import COUNT, build_streamed, manifest, write_documents, write_texts
from support.some import some
from support.two_releases import contents

DESCRIBING = {f"{BASE}graph/{name}" for name in ("release", "catalog", "checksums")}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folders of two releases of the same mapping: in memory, and streamed."""
    root = tmp_path_factory.mktemp("streamed")
    mappings, texts = write_documents(root, COUNT), write_texts(root, COUNT)
    pipeline.build([mappings], root / "whole", texts)
    pipeline.build([mappings], root / "streamed", texts, options=Options(most_whole=0))
    return root / "whole", root / "streamed"


def rows(file: Path, table: str) -> list[str]:
    connection = sqlite3.connect(file)
    try:
        return sorted(map(repr, connection.execute(f'SELECT * FROM "{table}"')))
    finally:
        connection.close()


def test_graphs_and_digest_are_the_same(releases: tuple[Path, Path]) -> None:
    whole, streamed = map(manifest, releases)

    assert streamed["digest"] == whole["digest"]
    of_each = [
        {g["iri"]: g for g in made["graphs"] if g["iri"] not in DESCRIBING}
        for made in (whole, streamed)
    ]
    assert some(of_each[0])
    assert of_each[0] == of_each[1]


def test_counts_and_checks_are_the_same(releases: tuple[Path, Path]) -> None:
    whole, streamed = map(manifest, releases)

    for key in ("classes", "predicates"):
        assert streamed["counts"][key] == whole["counts"][key]
    assert streamed["validation"]["shapes"] == whole["validation"]["shapes"]
    assert streamed["documents"] == whole["documents"]


def test_a_server_loads_the_same_quads(releases: tuple[Path, Path]) -> None:
    def loaded(dataset: Path) -> set[str]:
        paths = [file["path"] for file in manifest(dataset)["files"] if file["load"]]
        quads = (quad for path in paths for quad in parse(path=str(dataset / "current" / path)))
        return canonical(quad for quad in quads if str(quad.graph_name)[1:-1] not in DESCRIBING)

    assert loaded(releases[1]) == loaded(releases[0])


@pytest.mark.parametrize("form", ["nq", "nt", "trig"])
def test_compressed_dumps_say_the_same_as_those_made_in_memory(
    releases: tuple[Path, Path], form: str
) -> None:
    whole, streamed = (dataset / "current" / "dumps" for dataset in releases)
    (kind,) = (one for one in DUMP_FORMATS if one.name == form)
    packed = (streamed / f"legation.{form}.gz").read_bytes()
    with (streamed / f"legation.{form}.zst").open("rb") as stream:
        unpacked = (
            zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True).read()
        )

    assert gzip.decompress(packed) == unpacked

    def triples(data: bytes) -> set[str]:
        quads = parse(data, format=kind.rdf)
        about = f"<{BASE}dataset"
        return canonical(
            (q for q in quads if not str(q.subject).startswith((about, f"<{BASE}releases/"))), False
        )

    assert triples(unpacked) == triples((whole / f"legation.{form}").read_bytes())


def test_pages_have_the_same_rows(releases: tuple[Path, Path]) -> None:
    for name in some(("site.sqlite", "site-text.sqlite")):
        whole, streamed = (dataset / "current" / name for dataset in releases)
        tables = [
            table.split("'")[1] for table in rows(whole, "sqlite_master") if "'table'," in table
        ]
        names = [
            row.split("', '")[1]
            for row in rows(whole, "sqlite_master")
            if row.startswith("('table'")
        ]
        assert some(names) and tables
        for table in names:
            assert rows(streamed, table) == rows(whole, table), table


def test_the_table_has_the_same_rows(releases: tuple[Path, Path]) -> None:
    found = []
    for dataset in releases:
        file = dataset / "current" / "dumps" / "claims.parquet"
        with duckdb.connect() as connection:
            relation = connection.execute("SELECT * FROM read_parquet($1)", [str(file)])
            columns = [column[0] for column in relation.description or ()]
            found.append([sorted(zip(columns, row, strict=True)) for row in relation.fetchall()])

    assert some(found[0])
    assert found[0] == found[1]


def test_a_server_opens_it(releases: tuple[Path, Path]) -> None:
    release = open_release(releases[1])

    assert release.digest == manifest(releases[1])["digest"]


def test_another_base_moves_every_address(tmp_path: Path) -> None:
    base = "https://data.example.org/"
    options = Options(most_whole=0)
    pipeline.build([write_documents(tmp_path, 2)], tmp_path / "out", base=base, options=options)

    for name, data in some(contents(tmp_path / "out" / "current").items()):
        data = gzip.decompress(data) if name.endswith(".gz") else data
        assert BASE.encode() not in data, name


def test_folders_in_another_order_give_the_same_dumps(tmp_path: Path) -> None:
    one, two = (write_documents(tmp_path / name, 1) for name in ("one", "two"))
    (two / "freedonia-sylvania").rename(two / "a-second-document")
    for number, roots in enumerate(([one, two], [two, one])):
        build_streamed(roots, tmp_path / f"{number}")

    lines = [
        {
            line
            for line in (tmp_path / name / "current" / "dumps" / "legation.nq")
            .read_bytes()
            .splitlines()
            if b"graph/provenance" not in line and b"graph/release" not in line
        }
        for name in ("0", "1")
    ]
    assert some(lines[0])
    assert lines[0] == lines[1]
