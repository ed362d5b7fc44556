"""The canonical form of quads is that of the standard, also where some have no blank nodes."""

from pathlib import Path

from legation_build.dataset import NamedGraph, canonicalize
from legation_build.dataset.assemble import canonical_lines
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from support.canonical import canonical

GRAPH, NAMED, KNOWS = (NamedNode(f"http://example.org/{name}") for name in "gnk")


def whole(quads: list[Quad]) -> bytes:
    """Return the lines of quads that were all given to the library, sorted."""
    return "".join(sorted(f"{quad} .\n" for quad in canonical(quads))).encode()


def several() -> list[Quad]:
    """Return quads with blank nodes in each place, alike and in a circle, and with none."""
    one, other, alone = (BlankNode() for _ in range(3))
    return [
        Quad(NAMED, KNOWS, Literal("two\nlines\tand \\ a mark"), GRAPH),
        Quad(NAMED, KNOWS, Literal("two\nlines\tand \\ a mark"), GRAPH),
        Quad(NAMED, KNOWS, NAMED),
        Quad(one, KNOWS, other, GRAPH),
        Quad(other, KNOWS, one, GRAPH),
        Quad(NAMED, KNOWS, alone, GRAPH),
        Quad(alone, KNOWS, Literal("alone"), GRAPH),
        Quad(NAMED, KNOWS, NAMED, alone),
        Quad(NAMED, KNOWS, Triple(alone, KNOWS, NAMED), GRAPH),
    ]


def test_canonical_lines_are_those_of_the_standard() -> None:
    assert canonical_lines(several()) == whole(several())


def test_canonical_lines_are_the_same_whatever_the_order() -> None:
    assert canonical_lines(reversed(several())) == canonical_lines(several())


def test_quads_have_the_order_and_labels_of_their_canonical_lines(published: Path) -> None:
    data = (published / "current" / "dumps" / "legation.nq").read_bytes()
    quads = tuple(parse(data, format=RdfFormat.N_QUADS))

    found = canonicalize([NamedGraph(GRAPH, "all", "", quads)])

    assert "".join(f"{quad} .\n" for quad in found).encode() == whole(list(quads))
    assert any(isinstance(quad.subject, BlankNode) for quad in found)
