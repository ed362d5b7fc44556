"""Parts of pySHACL that come to the same in less time.

pySHACL looks each property of a shape up in a list, checks the values of each node on their own,
and puts each result into words, those too that `sh:or` and `sh:not` only count.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pyshacl import shape
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.constraints.core.shape_based_constraints import PropertyConstraintComponent
from rdflib import SH, BNode

_Found = tuple[bool, list[Any]]


class _Parameters(list[Any]):
    """The properties that are constraints, in pySHACL's order, and looked up by their hash."""

    def __init__(self, names: Iterable[Any]) -> None:
        super().__init__(names)
        self._known = frozenset(self)

    def __contains__(self, name: object) -> bool:
        return name in self._known


class PropertiesTogether(PropertyConstraintComponent):
    """`sh:property` (SHACL, section 4.7.2), which checks the values of all nodes at once.

    What is wrong with a value that several nodes have is told once.
    """

    def evaluate(
        self,
        executor: Any,
        target_graph: Any,
        focus_value_nodes: dict[Any, set[Any]],
        _evaluation_path: list[Any],
    ) -> _Found:
        """Return whether all values conform to the property shapes, and the results."""
        shapes = [self.shape.get_other_shape(name) for name in self.property_shapes]  # type: ignore[no-untyped-call]
        sound = all(one and one.is_property_shape for one in shapes)
        if not sound or self.recursion_triggers(_evaluation_path):
            found: _Found = super().evaluate(
                executor, target_graph, focus_value_nodes, _evaluation_path
            )
            return found
        nodes = set[Any]().union(*focus_value_nodes.values())
        each = [
            one.validate(executor, target_graph, focus=nodes, _evaluation_path=[*_evaluation_path])
            for one in shapes
        ]
        return all(conforms for conforms, _ in each), [row for _, rows in each for row in rows]


# Where pySHACL keeps what it has looked up: its constraints, and the class that checks each.
shape.module.CONSTRAINT_PARAMS = (  # type: ignore[attr-defined]
    _Parameters(ALL_CONSTRAINT_PARAMETERS),
    {**CONSTRAINT_PARAMETERS_MAP, SH.property: PropertiesTogether},
)


@contextmanager
def without_words() -> Iterator[None]:
    """Have results that say nothing, for as long as it only matters whether there are any."""
    worded = ConstraintComponent.make_v_result
    ConstraintComponent.make_v_result = _wordless  # type: ignore[method-assign]
    try:
        yield
    finally:
        ConstraintComponent.make_v_result = worded  # type: ignore[method-assign]


def _wordless(*_: Any, **__: Any) -> tuple[str, BNode, list[Any]]:
    return "", BNode(), []
