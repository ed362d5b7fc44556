"""What RDF means: its statements with canonical names of blank nodes (RDFC-1.0)."""

from collections.abc import Iterable

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad


def canonical(quads: Iterable[Quad], graphs: bool = True) -> set[str]:
    """Return the canonical form of quads; without `graphs`, of their triples."""
    dataset = Dataset(quads if graphs else (Quad(*quad.triple) for quad in quads))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}
