"""Count what lines say, and add up what was counted in the parts of documents. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from legation_build.namespaces import RDF

_TYPE = f"<{RDF}type>".encode()


@dataclass
class Counted:
    """What is counted in lines: their number, digest, classes and predicates."""

    lines: int = 0
    digest: str = ""
    classes: Counter[str] = field(default_factory=Counter)
    predicates: Counter[str] = field(default_factory=Counter)

    def add(self, more: Mapping[str, Mapping[str, int]]) -> None:
        """Add what `counts_of` returned for further lines."""
        self.predicates.update(more["predicates"])
        self.classes.update(more["classes"])
        self.lines += sum(more["predicates"].values())


def counts_of(lines: Iterable[bytes]) -> dict[str, dict[str, int]]:
    r"""Return how many lines of N-Triples or N-Quads have each predicate, and name each class.

    >>> counts_of([b"<s> <p> <o> .\\n"])
    {'predicates': {'p': 1}, 'classes': {}}
    """
    found = [line.split(b" ", 3) for line in lines]
    types = (words[2] for words in found if words[1] == _TYPE and words[2].startswith(b"<"))
    return {
        "predicates": _named(words[1] for words in found),
        "classes": _named(types),
    }


def _named(terms: Iterable[bytes]) -> dict[str, int]:
    return {term[1:-1].decode(): count for term, count in Counter(terms).items()}
