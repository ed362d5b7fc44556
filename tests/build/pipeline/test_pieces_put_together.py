"""Pieces of parts are put together in one file, with its size, its checksum and its rows."""

import csv
import gzip
import json
from hashlib import sha256
from pathlib import Path

import pytest
import zstandard
from legation_build.dataset import in_graph
from legation_build.dumps import csv_lines
from legation_build.namespaces import BASE, CC0, GRAPH
from legation_build.pipeline.documents.cache import Kept
from legation_build.pipeline.documents.parts import PartRecord
from legation_build.pipeline.documents.pieces import compressed, graph_pieces
from legation_build.pipeline.merging.sums import Sums
from legation_build.pipeline.merging.tables import PartRows, table_files
from legation_build.pipeline.merging.writing import (
    GraphSource,
    HashingFile,
    dataset_files,
    written_file,
)
from pyoxigraph import NamedNode, RdfFormat, parse
from support.in_turtle import triples
from support.some import some

HERE = "https://example.org/"


def write_pieces(folder: Path, graph: str, data: str) -> None:
    folder.mkdir(parents=True)
    quads = list(in_graph(triples(data), NamedNode(GRAPH + graph)))
    for name, piece in graph_pieces("graph", quads, HERE).items():
        (folder / name).write_bytes(piece)


@pytest.fixture
def graphs(tmp_path: Path) -> list[GraphSource]:
    """Two graphs of a part each, and one in two blocks."""
    found = []
    for name, data in (("one", "id:a bil:x id:b ."), ("two", "id:a bil:x 'é' .")):
        write_pieces(tmp_path / name, name, data)
        found.append(GraphSource(GRAPH + name, ((tmp_path / name, "graph"),)))
    blocks = []
    for name in ("c", "d"):
        folder = tmp_path / f"block-{name}"
        folder.mkdir()
        line = f"<{HERE}id/{name}> <{HERE}ns#x> <{HERE}id/b> .\n".encode()
        quad = line.replace(b" .\n", f" <{HERE}graph/shared> .\n".encode())
        (folder / "block.sorted.nq").write_bytes(quad)
        for form, lines in (("nq", quad), ("nt", line), ("trig", line)):
            for file, piece in compressed(f"block.{form}", lines).items():
                (folder / file).write_bytes(piece)
        blocks.append((folder, "block"))
    return [*found, GraphSource(GRAPH + "shared", tuple(blocks), in_blocks=True)]


def test_every_format_of_the_whole_says_the_same(tmp_path: Path, graphs: list[GraphSource]) -> None:
    written = (write() for write in dataset_files(tmp_path, graphs, CC0, HERE))
    files = {file.path: file for file in written}
    plain = (tmp_path / "dumps/legation.nq").read_bytes()
    quads = set(parse(plain, format=RdfFormat.N_QUADS))

    assert len(quads) == 4
    assert {str(quad.graph_name) for quad in quads} == {
        f"<{HERE}graph/{name}>" for name in ("one", "two", "shared")
    }
    for form, kind in some({"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}.items()):
        packed = gzip.decompress((tmp_path / f"dumps/legation.{form}.gz").read_bytes())
        assert set(parse(packed, format=kind)) == quads
    triples_there = parse(
        gzip.decompress((tmp_path / "dumps/legation.nt.gz").read_bytes()),
        format=RdfFormat.N_TRIPLES,
    )
    assert {quad.triple for quad in triples_there} == {quad.triple for quad in quads}
    assert [path for path, file in files.items() if file.load] == ["dumps/legation.nq"]
    assert files["dumps/legation.trig.zst"].packed == "application/trig"


def test_both_packings_hold_the_same_and_are_told_with_size_and_checksum(
    tmp_path: Path, graphs: list[GraphSource]
) -> None:
    for write in some(dataset_files(tmp_path, graphs, CC0, HERE)):
        file = write()
        data = (tmp_path / file.path).read_bytes()
        assert (file.size, file.sha256) == (len(data), sha256(data).hexdigest()), file.path
        if file.path.endswith(".zst"):
            reader = zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True)
            other = (tmp_path / file.path).with_suffix(".gz").read_bytes()
            assert reader.read() == gzip.decompress(other), file.path


def test_a_file_counts_what_is_written_and_copied(tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(b"x" * 3_000_000)

    def write(file: HashingFile) -> None:
        assert file.write(b"ab") == 2
        file.copy(tmp_path / "part")
        file.write(b"")

    found = written_file(tmp_path, "a/b.txt", "txt", "text/plain", "A file", CC0, write)
    data = (tmp_path / "a" / "b.txt").read_bytes()

    assert data == b"ab" + b"x" * 3_000_000
    assert found.written == (len(data), sha256(data).hexdigest())
    empty = written_file(tmp_path, "c", "txt", "text/plain", "", CC0, lambda file: None)
    assert empty.written == (0, sha256(b"").hexdigest())


def part(folder: Path, id: str, *rows: dict[str, list[str]]) -> tuple[Path, PartRecord]:
    place = folder / f"part-{id}"
    place.mkdir()
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (place / "rows.jsonl").write_text("".join(lines), encoding="utf-8")
    facts = {
        **{"triples": 0, "classes": {}, "predicates": {}},
        "columns": sorted({column for row in rows for column in row}),
        "dated": [f"{BASE}ns#when"],
        "namespaces": {f"{BASE}ns#actor": [f"{BASE}id/"]},
    }
    return place, PartRecord(id, {}, (), {}, {}, facts=facts)


def test_rows_of_parts_can_be_gone_through_again_and_again(tmp_path: Path) -> None:
    one, _ = part(tmp_path, "b", {"claim": ["c\n1"]}, {"claim": ["ə"]})
    other, _ = part(tmp_path, "a")
    rows = PartRows([one, other, one])

    for _ in range(2):
        assert [row["claim"] for row in some(rows)] == [["c\n1"], ["ə"]] * 2
    assert list(PartRows([])) == []


def test_the_table_of_parts_is_that_of_all_their_rows(tmp_path: Path) -> None:
    first = {"claim": ["c-1"], "document": ["a"], "actor": ["x", "y"], "value": ["5"]}
    second = {"claim": ["c-2"], "document": ["b"], "value": ["0.25"], "label": ["=1"]}
    # In the order of the documents' ids with a slash, whatever the order of the parts.
    parts = [part(tmp_path, "b", second), part(tmp_path, "a", first), part(tmp_path, "a-z")]
    kept = Kept(tmp_path / "kept", "program")
    (tmp_path / "aside").mkdir()
    sums = Sums()
    for _, record in parts:
        sums.add(record)
    table, typed, columns = table_files(tmp_path / "aside", parts, sums, [], CC0, HERE, kept)
    data = (tmp_path / "aside" / table.path).read_bytes()
    names = ["document", "claim", "label", "actor", "value"]

    assert data == b"".join(csv_lines(names, [first, second]))
    assert list(csv.DictReader(data.decode().splitlines()))[1]["label"] == "'=1"
    assert typed.size == (tmp_path / "aside" / typed.path).stat().st_size
    described = json.loads(columns.data)["tableSchema"]["columns"]
    assert [column["name"] for column in described] == names
    (actor,) = (column for column in described if column["name"] == "actor")
    assert actor["valueUrl"] == f"{HERE}id/{{actor}}"
    # The same again takes what was kept.
    used = set(kept.used)
    again = table_files(tmp_path / "aside", parts, sums, [], CC0, HERE, kept)
    assert again[0].sha256 == table.sha256
    assert kept.used == used
