"""Name the engines, and ask the fast one whether data conform.

`fast` stands for the engine `shacl`, which takes a fraction of pySHACL's time. Its results lack
those of the shapes behind `sh:node`, and messages where a shape has none of its own. So it only
says whether data conform; what is wrong is told by pySHACL.
"""

from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version

import shacl
from pyoxigraph import RdfFormat, Triple, serialize

PYSHACL, FAST = "pyshacl", "fast"
_NAMES = {PYSHACL: ("pySHACL", "pyshacl"), FAST: ("shacl", "shacl")}


def engine_name(engine: str) -> str:
    """Return the name and version of an engine, as the manifest gives them."""
    name, package = _NAMES[engine]
    return f"{name} {version(package)}"


def conforms(triples: Iterable[Triple], shapes: bytes) -> bool:
    """Return whether `triples` conform to `shapes` (Turtle) for the fast engine."""
    return gate_report(triples, shapes).conforms


def gate_report(triples: Iterable[Triple], shapes: bytes) -> shacl.Report:
    """Return the fast engine's own report of validating `triples` against `shapes` (Turtle)."""
    lines = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()
    return _compiled(shapes).validate_text(lines, format="ntriples")


# Many documents are checked against the same shapes: they are compiled once.
@lru_cache(maxsize=1)
def _compiled(shapes: bytes) -> shacl.Shapes:
    return shacl.Shapes.from_turtle(shapes.decode())
