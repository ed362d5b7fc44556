"""The graphs of a release are found where they lie in its files, and give their triples in pieces."""

import hashlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legation_server.errors import PushError
from legation_server.push import graphs as sending
from legation_server.push.graphs import StoredGraph, graphs_of
from legation_server.releases import NamedGraph, Release, ReleaseFile, open_release

G, H = "http://e/g", "http://e/g/h"
TRIPLES = [
    "<urn:a> <urn:p> <urn:b>",
    '<urn:a> <urn:p> "é <http://e/g> ."@en',
    f'<urn:b> <urn:p> "<{H}>"',
]
ROWS = st.lists(
    st.tuples(st.sampled_from([*TRIPLES, "_:x <urn:p> <urn:b>"]), st.sampled_from([G, H]))
)


def line(triple: str, graph: str) -> bytes:
    return f"{triple} <{graph}> .\n".encode()


def release_of(folder: Path, pattern: Release, *files: bytes, **counts: int) -> Release:
    """Return a release that holds some files of N-Quads, and says how many quads each graph has."""
    listed = []
    for number, data in enumerate(files):
        path = f"{number}.nq"
        (folder / path).write_bytes(data)
        listed.append(
            ReleaseFile(path, "nq", "", len(data), hashlib.sha256(data).hexdigest(), "", "", True)
        )
    found = tuple(NamedGraph({"g": G, "h": H}[name], name, "", n) for name, n in counts.items())
    return replace(pattern, folder=folder, files=tuple(listed), graphs=found)


@pytest.fixture(scope="module")
def pattern(dataset: Path) -> Release:
    return open_release(dataset)


def triples_of(graph: StoredGraph) -> list[bytes]:
    return b"".join(graph.pieces()).splitlines(keepends=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(ROWS, st.integers(0, 12), st.integers(1, 200))
def test_each_graph_gives_its_triples_in_order_in_whole_lines(
    tmp_path: Path, pattern: Release, rows: list[tuple[str, str]], cut: int, chunk: int
) -> None:
    files = [b"".join(line(*row) for row in part) for part in (rows[:cut], rows[cut:])]
    counts = {name: sum(g == iri for _, g in rows) for name, iri in (("g", G), ("h", H))}
    release = release_of(tmp_path, pattern, *files, **counts)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "CHUNK_BYTES", chunk)
        found = {graph.iri: graph for graph in graphs_of(release)}
        read = {iri: list(graph.pieces()) for iri, graph in found.items()}

    assert list(found) == list(dict.fromkeys(graph for _, graph in rows))
    for iri, graph in found.items():
        own = [(triple, name) for triple, name in rows if name == iri]
        lines = [line(*row) for row in own]
        assert b"".join(read[iri]) == b"".join(f"{triple} .\n".encode() for triple, _ in own)
        assert all(piece.endswith(b"\n") for piece in read[iri])
        assert (graph.quads, graph.size) == (len(own), sum(map(len, lines)))
        assert graph.digest == hashlib.sha256(b"".join(lines)).hexdigest()
        assert graph.blank is any(triple.startswith("_:") for triple, _ in own)


def test_a_graph_has_one_place_for_each_run_of_its_lines(tmp_path: Path, pattern: Release) -> None:
    g, h = line(TRIPLES[0], G), line(TRIPLES[1], H)
    release = release_of(tmp_path, pattern, g + g + h + g, g, g=4, h=1)

    first, second = graphs_of(release)

    size = len(g)
    assert first.places == [
        (tmp_path / "0.nq", 0, 2 * size),
        (tmp_path / "0.nq", 2 * size + len(h), size),
        (tmp_path / "1.nq", 0, size),
    ]
    assert second.places == [(tmp_path / "0.nq", 2 * size, len(h))]


def test_the_digest_does_not_depend_on_what_stands_between(
    tmp_path: Path, pattern: Release
) -> None:
    g, h = line(TRIPLES[0], G), line(TRIPLES[1], H)

    together = graphs_of(release_of(tmp_path, pattern, g + g + h, g=2, h=1))
    apart = graphs_of(release_of(tmp_path, pattern, g + h, g, g=2, h=1))

    assert [graph.digest for graph in together] == [graph.digest for graph in apart]


@pytest.mark.parametrize(
    ("triple", "blank"),
    [
        ("_:a <urn:p> <urn:b>", True),
        ("<urn:a> <urn:p> _:b", True),
        ("<urn:a> <urn:p> <<( <urn:a> <urn:p> _:b )>>", True),
        # A text may look like one: then the graph goes in one piece, which is right too.
        ('<urn:a> <urn:p> "x _:b"', True),
        ("<urn:a> <urn:_:p> <urn:b>", False),
        (TRIPLES[1], False),
    ],
)
def test_a_graph_with_blank_nodes_is_known(
    tmp_path: Path, pattern: Release, triple: str, blank: bool
) -> None:
    (graph,) = graphs_of(release_of(tmp_path, pattern, line(triple, G), g=1))

    assert graph.blank is blank


def test_an_empty_graph_of_the_manifest_is_none(tmp_path: Path, pattern: Release) -> None:
    assert graphs_of(release_of(tmp_path, pattern, b"", g=0, h=0)) == []


@pytest.mark.parametrize(
    ("counts", "different"),
    [
        ({"g": 2}, [G]),
        ({"g": 0}, [G]),
        ({}, [G]),
        ({"g": 1, "h": 3}, [H]),
        ({"g": 7, "h": 3}, [G, H]),
    ],
)
def test_graphs_that_the_manifest_counts_otherwise_are_named(
    tmp_path: Path, pattern: Release, counts: dict[str, int], different: list[str]
) -> None:
    release = release_of(tmp_path, pattern, line(TRIPLES[0], G), **counts)

    with pytest.raises(PushError, match="Build the release anew") as caught:
        graphs_of(release)

    assert str(caught.value).partition("says: ")[2].startswith(", ".join(different) + ". ")


@pytest.mark.parametrize(
    "odd",
    [
        b"<urn:a> <urn:p> 'c' .\n",
        b"\n",
        b"# a comment\n",
        b"<urn:a> <urn:p> <urn:b> _:g .\n",
        b"<urn:a> <urn:p> <urn:b> <http://e/g> . \n",
        b"<urn:a> <urn:p> <urn:b> <http://e/g> .",
    ],
)
def test_a_line_that_is_no_quad_of_a_graph_is_shown(
    tmp_path: Path, pattern: Release, odd: bytes
) -> None:
    release = release_of(tmp_path, pattern, line(TRIPLES[0], G) + odd, g=1)

    with pytest.raises(PushError, match=r"0\.nq has a line that is no quad") as caught:
        graphs_of(release)

    assert str(caught.value).endswith(odd.decode())


def test_a_triple_outside_every_graph_is_taken_for_one_of_a_graph_that_is_not_listed(
    tmp_path: Path, pattern: Release
) -> None:
    release = release_of(tmp_path, pattern, b"<urn:a> <urn:p> <urn:b> .\n")

    with pytest.raises(PushError, match=r"other graphs than its manifest says: urn:b\. Build"):
        graphs_of(release)


def test_of_a_long_line_the_beginning_is_shown(tmp_path: Path, pattern: Release) -> None:
    release = release_of(tmp_path, pattern, b"\xff" + b"x" * 100_000)

    with pytest.raises(PushError, match="no quad") as caught:
        graphs_of(release)

    assert len(str(caught.value)) < 1_000


def test_a_file_of_another_format_is_named(tmp_path: Path, pattern: Release) -> None:
    release = release_of(tmp_path, pattern, b"")
    (file,) = release.files

    with pytest.raises(PushError, match=r"dumps/x\.ttl is not N-Quads"):
        graphs_of(replace(release, files=(replace(file, path="dumps/x.ttl"),)))


def test_a_file_that_becomes_shorter_breaks_off(tmp_path: Path, pattern: Release) -> None:
    (graph,) = graphs_of(release_of(tmp_path, pattern, line(TRIPLES[0], G) * 2, g=2))
    (tmp_path / "0.nq").write_bytes(line(TRIPLES[0], G))

    with pytest.raises(PushError, match="became shorter"):
        list(graph.pieces())


def test_a_text_that_names_the_graph_stays_as_it_is(tmp_path: Path, pattern: Release) -> None:
    triple = f'<urn:a> <urn:p> " <{G}> ."'
    (graph,) = graphs_of(release_of(tmp_path, pattern, line(triple, G), g=1))

    (read,) = ox.parse(BytesIO(b"".join(triples_of(graph))), ox.RdfFormat.N_TRIPLES)

    assert read.object == ox.Literal(f" <{G}> .")
