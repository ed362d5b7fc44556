"""Lines of N-Quads pass to the loader with their copies; what it would change is put aside."""

import io
from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from legation_server.evaluation import GraphCopies
from legation_server.isolation.data.quad_lines import QuadLines, is_plain
from legation_server.query import SPARQL, WIKIDATA

G, H, VIEW_ONLY, NOWHERE = (f"http://e/{name}" for name in ("g", "h", "view", "nowhere"))
NONE = GraphCopies({})
ENDPOINTS = {G: [SPARQL, WIKIDATA], H: [SPARQL], VIEW_ONLY: [WIKIDATA], NOWHERE: []}
SPLIT = GraphCopies(ENDPOINTS)
VIEW = ox.NamedNode("urn:legation:wikidata")
DEFAULT = ox.DefaultGraph()
XSD = "http://www.w3.org/2001/XMLSchema#"


def passed(
    text: str | bytes, copies: GraphCopies | None, size: int = 1 << 16
) -> tuple[list[ox.Quad], bytes, list[bytes], int]:
    """Return the quads that pass, the lines aside, those worth a look, and the number of quads."""
    data = text.encode() if isinstance(text, str) else text
    aside, typed = io.BytesIO(), list[bytes]()
    lines = QuadLines(iter(data.splitlines(keepends=True)), copies, aside, typed.append)
    read = b""
    buffer = bytearray(size)
    while count := lines.readinto(buffer):
        read += buffer[:count]
    quads = list(ox.parse(read, ox.RdfFormat.N_QUADS))
    return quads, aside.getvalue(), typed, lines.quads


IRIS = st.sampled_from(["http://e/a", "http://e/b%20c", "urn:é:x"]).map(ox.NamedNode)
LITERALS = st.one_of(
    st.text(max_size=8).map(ox.Literal),
    st.sampled_from(['a" <http://e/g> .', " .", "_", "\\", "\n", "\r", '"^^<']).map(ox.Literal),
    st.text(max_size=3).map(lambda text: ox.Literal(text, language="en")),
    st.integers().map(ox.Literal),
)
GRAPHS = st.sampled_from([G, H, VIEW_ONLY, NOWHERE, "http://e/not-listed"]).map(ox.NamedNode)
QUADS = st.lists(st.builds(ox.Quad, IRIS, IRIS, IRIS | LITERALS, GRAPHS), max_size=8)


def written(quads: Sequence[ox.Quad]) -> str:
    return "".join(f"{quad} .\n" for quad in quads)


def with_graph(quad: ox.Quad, graph: ox.NamedNode | ox.DefaultGraph) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


@given(QUADS, st.integers(1, 100))
def test_without_copies_every_line_passes_as_it_is(quads: list[ox.Quad], size: int) -> None:
    text = written(quads)
    assert "_:" not in text

    found, aside, _, count = passed(text, None, size)

    assert (found, aside, count) == (quads, b"", len(quads))


@given(QUADS, st.integers(1, 100))
def test_each_line_is_followed_by_its_copies(quads: list[ox.Quad], size: int) -> None:
    found, _, _, count = passed(written(quads), SPLIT, size)

    expected = []
    for quad in quads:
        given = ENDPOINTS.get(quad.graph_name.value, [SPARQL, WIKIDATA])  # type: ignore[union-attr]
        expected.append(quad)
        expected += [with_graph(quad, DEFAULT)] if SPARQL in given else []
        expected += [with_graph(quad, VIEW)] if WIKIDATA in given else []
    assert found == expected
    # Copies are not counted.
    assert count == len(quads)


# Other ways to write what the dumps write.
@pytest.mark.parametrize(
    "line",
    [
        f"<http://e/s> <http://e/p> <http://e/o> <{G}> .\n",
        f"<http://e/s>  <http://e/p>\t<http://e/o>  <{G}>  .\n",
        f"<http://e/s> <http://e/p> <http://e/o> <{G}> . # <{NOWHERE}> .\n",
        f"<http://e/s><http://e/p><http://e/o><{G}>.\n",
        "<http://e/s> <http://e/p> <http://e/o> <http://e/\\u0067> .\n",
        f"<http://e/s> <http://e/p> <http://e/o> <{G}> .\r\n",
    ],
)
def test_a_line_has_its_copies_however_it_is_written(line: str) -> None:
    found, _, _, _ = passed(line, NONE)

    quad = ox.Quad(*(ox.NamedNode(f"http://e/{name}") for name in "spog"))
    assert set(found) == {quad, with_graph(quad, DEFAULT)}


def test_a_graph_is_known_by_its_name_however_that_is_written() -> None:
    line = "<http://e/s> <http://e/p> <http://e/o> <http://e/nowher\\u0065> .\n"

    (quad,) = passed(line, SPLIT)[0]

    assert quad.graph_name == ox.NamedNode(NOWHERE)


def test_a_triple_without_a_graph_has_no_copy() -> None:
    line = "<http://e/s> <http://e/p> <http://e/o> .\n"

    found, _, _, count = passed(line, NONE)

    assert (len(found), count) == (1, 1)
    assert found[0].graph_name == DEFAULT


def test_a_text_that_looks_like_a_graph_is_none() -> None:
    line = f'<http://e/s> <http://e/p> "x <{NOWHERE}> ." <{H}> .\n'

    found, _, _, _ = passed(line, SPLIT)

    assert [str(quad.graph_name) for quad in found] == [f"<{H}>", "DEFAULT"]


@pytest.mark.parametrize(
    "line",
    [
        f"_:b <http://e/p> <http://e/o> <{G}> .\n",
        f"<http://e/s> <http://e/p> _:b <{G}> .\n",
        f'<http://e/s> <http://e/p> "only a text: _:b" <{G}> .\n',
    ],
)
def test_a_line_that_may_have_a_blank_node_is_put_aside_as_it_is(line: str) -> None:
    other = f"<http://e/s> <http://e/p> <http://e/o> <{G}> .\n"

    found, aside, _, count = passed(line + other + line, NONE)

    assert (aside.decode(), count) == (line * 2, 1)
    assert len(found) == 2


@pytest.mark.parametrize("lines", ["", f"_:b <http://e/p> _:c <{G}> .\n"])
def test_a_stream_with_nothing_to_pass_ends_at_once(lines: str) -> None:
    assert passed(lines, NONE)[0] == []


@pytest.mark.parametrize(
    ("literal", "looked_at"),
    [
        (f'"1"^^<{XSD}integer>', False),
        (f'"-42"^^<{XSD}integer>', False),
        (f'"{"9" * 18}"^^<{XSD}integer>', False),
        (f'"2001-02-03"^^<{XSD}date>', False),
        ('"text"', False),
        ('"text"@en', False),
        (f'"{"9" * 19}"^^<{XSD}integer>', True),
        (f'"01"^^<{XSD}integer>', True),
        (f'"+1"^^<{XSD}integer>', True),
        (f'"--1"^^<{XSD}integer>', True),
        (f'""^^<{XSD}integer>', True),
        (f'"2001-02-03Z"^^<{XSD}date>', True),
        (f'"20010203"^^<{XSD}date>', True),
        (f'"1.0"^^<{XSD}decimal>', True),
        ('"x"^^<http://e/type>', True),
    ],
)
def test_only_literals_that_a_store_may_rewrite_are_looked_at(
    literal: str, looked_at: bool
) -> None:
    line = f"<http://e/s> <http://e/p> {literal} <{G}> .\n"

    assert (passed(line, None)[2] == [line.encode()]) is looked_at


TYPED = st.one_of(
    st.text("0123456789-+. Tz", max_size=20),
    st.integers().map(str),
    st.dates().map(str),
    st.sampled_from(["٣", "0000-00-00", "2001-02-30", "2001-13-01", "-999-01-01", "----------"]),
)


@given(TYPED, st.sampled_from(["integer", "date", "decimal", "gYear"]))
@example("-0", "integer")
@example("1-2-3-4-56", "date")
def test_what_is_passed_over_as_plain_a_store_gives_back_unchanged(text: str, kind: str) -> None:
    literal = ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
    quad = ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), literal)
    line = f"{quad} .\n".encode()
    store = ox.Store()
    store.add(quad)

    (held,) = store.query("SELECT ?o { ?s ?p ?o }")  # type: ignore[misc]

    assert not is_plain(line) or held[0] == literal
