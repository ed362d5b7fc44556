"""Count while lines go by, and add up what was counted in the parts of documents. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from legation_build.namespaces import RDF
from legation_build.pipeline.documents.parts import PartRecord
from legation_build.validation import ShapeCheck

_TYPE = f" <{RDF}type> ".encode()


@dataclass
class Counted:
    """What is counted while lines go by: their number, digest, classes and predicates."""

    lines: int = 0
    digest: str = ""
    classes: Counter[str] = field(default_factory=Counter)
    predicates: Counter[str] = field(default_factory=Counter)


def counting(lines: Iterable[bytes], counted: Counted) -> Iterator[bytes]:
    r"""Yield sorted lines of N-Triples or N-Quads on, and count them.

    >>> counted = Counted()
    >>> list(counting([b"<s> <p> <o> .\\n"], counted)), counted.predicates
    ([b'<s> <p> <o> .\\n'], Counter({'p': 1}))
    """
    digest = sha256()
    for line in lines:
        digest.update(line)
        counted.lines += 1
        _, predicate, rest = line.split(b" ", 2)
        counted.predicates[predicate[1:-1].decode()] += 1
        if _TYPE in line and rest.startswith(b"<"):
            counted.classes[rest[1:].partition(b">")[0].decode()] += 1
        yield line
    counted.digest = digest.hexdigest()


def shape_counts(
    shared: Mapping[str, Iterable[str]], parts: Iterable[PartRecord]
) -> list[ShapeCheck]:
    """Return how many nodes each shape checked, sorted by its IRI; none broke it.

    `shared` are the nodes that were checked without any document. A node that several documents
    name counts once; those of a document are in no other.
    """
    others = {shape: set(nodes) for shape, nodes in shared.items()}
    own: Counter[str] = Counter()
    for part in parts:
        own.update(part.own_nodes)
        for shape, nodes in part.shared_nodes.items():
            others.setdefault(shape, set()).update(nodes)
    shapes = sorted({*others, *own})
    return [ShapeCheck(shape, own[shape] + len(others.get(shape, ())), 0) for shape in shapes]
