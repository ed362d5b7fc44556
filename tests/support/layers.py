"""Read the imports of a package from its source, and find those that break the order of its wings.

A wing is a folder just below the package; a file there stands for itself. The face of a wing is its
`__init__`. Nothing is imported or run.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

Floors = Sequence[Set[str]]


@dataclass(frozen=True)
class Import:
    """One imported name: `source` is the module that the statement names."""

    source: str
    name: str
    line: int


@dataclass(frozen=True)
class Module:
    """One file of a package, by its full name."""

    name: str
    is_face: bool
    tree: ast.Module

    @property
    def wing(self) -> str:
        """Return the name of its wing; nothing for the package itself."""
        return self.name.partition(".")[2].partition(".")[0]

    @cached_property
    def imports(self) -> list[Import]:
        """Return everything imported, also inside functions."""
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [Import(alias.name, "", node.lineno) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                source = "." * node.level + (node.module or "")
                found += [Import(source, alias.name, node.lineno) for alias in node.names]
        return found

    def place(self, found: Import) -> str:
        """Return where an import stands and what it names, for a message."""
        return f"{self.name}:{found.line} {found.source} {found.name}".rstrip()

    def faces_used(self, package: str) -> Iterator[tuple[str, str]]:
        """Yield wing and name for each name taken from a face of `package`."""
        for found in self.imports:
            if found.source == package and found.name:
                attributes = (n for n in ast.walk(self.tree) if isinstance(n, ast.Attribute))
                for node in attributes:
                    if isinstance(node.value, ast.Name) and node.value.id == found.name:
                        yield found.name, node.attr
            elif found.source.rpartition(".")[0] == package and found.name:
                yield found.source.rpartition(".")[2], found.name


def read_modules(folder: Path, package: str = "") -> dict[str, Module]:
    """Return the modules under `folder`, by name; `package` is that of the folder's files."""
    modules = {}
    for file in sorted(folder.rglob("*.py")):
        if "node_modules" in file.parts:
            continue
        parts = [package or folder.name, *file.relative_to(folder).with_suffix("").parts]
        is_face = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_face else parts)
        modules[name] = Module(name, is_face, ast.parse(file.read_text(encoding="utf-8")))
    return modules


@dataclass(frozen=True)
class House:
    """The modules of a package, by name, and its wings by floor, from the ground up."""

    package: str
    modules: Mapping[str, Module]
    floors: Floors

    @property
    def wings(self) -> set[str]:
        """Return the names of the wings."""
        return {module.wing for module in self.modules.values()} - {""}

    @property
    def faces(self) -> list[Module]:
        """Return the faces of those wings that are folders."""
        return [m for m in self.modules.values() if m.is_face and m.name.count(".") == 1]

    def crossing(self) -> Iterator[tuple[Module, Import, str]]:
        """Yield each import of another wing, with the module that has it and the wing."""
        for module in self.modules.values():
            for found in module.imports:
                target = self._target(found)
                if target and target.wing not in ("", module.wing):
                    yield module, found, target.wing

    def upward(self) -> list[str]:
        """Return the imports that do not lead to a lower floor."""
        floor = {wing: number for number, wings in enumerate(self.floors) for wing in wings}
        return [
            module.place(found)
            for module, found, wing in self.crossing()
            if module.wing and floor[wing] >= floor[module.wing]
        ]

    def past_faces(self) -> list[str]:
        """Return the imports of another wing's inner modules, and of a wing's own face."""
        past = [
            module.place(found)
            for module, found, wing in self.crossing()
            if (found.source, found.name) != (self.package, wing)
            and found.source != f"{self.package}.{wing}"
        ]
        own = [
            module.place(found)
            for module in self.modules.values()
            for found in module.imports
            if found.source == f"{self.package}.{module.wing}" and not module.is_face
        ]
        return past + own

    def faces_that_look_out(self) -> list[str]:
        """Return what faces import that is no module of their own wing."""
        return [
            face.place(found)
            for face in self.faces
            for found in face.imports
            if f"{found.source}.".partition(face.name + ".")[:2] != ("", face.name + ".")
        ]

    def shadowed(self) -> list[str]:
        """Return the modules that a face hides behind something else of the same name."""
        return [
            f"{face.name}.{found.name}"
            for face in self.faces
            for found in face.imports
            if f"{face.name}.{found.name}" in self.modules and found.source != face.name
        ]

    def circle(self) -> list[str]:
        """Return the modules of one circle of imports; nothing when there is none."""
        graph = {
            name: {t.name for found in module.imports if (t := self._target(found))} - {name}
            for name, module in self.modules.items()
        }
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            return list(error.args[1])
        return []

    def hidden(self) -> list[str]:
        """Return the modules with imports that only type checkers see, or relative ones."""
        return [
            name
            for name, module in self.modules.items()
            if any(found.source.startswith(".") for found in module.imports)
            or any("TYPE_CHECKING" in _names(node) for node in ast.walk(module.tree))
        ]

    def of(self, other: str) -> list[str]:
        """Return the imports of the package `other`."""
        return [
            module.place(found)
            for module in self.modules.values()
            for found in module.imports
            if found.source.split(".")[0] == other
        ]

    def not_offered(self) -> set[tuple[str, str]]:
        """Return wing and name of what other wings import and `__all__` does not name."""
        used = {
            (wing, name)
            for module in self.modules.values()
            for wing, name in module.faces_used(self.package)
            if wing != module.wing and wing in {face.wing for face in self.faces}
        }
        return used - self.offered()

    def unused(self, others: Iterable[Module], entry_points: Iterable[str]) -> set[tuple[str, str]]:
        """Return wing and name of what `__all__` names and nobody imports.

        `others` are modules outside of the package; `entry_points` are written `module:name`.
        """
        used = {
            (wing, name)
            for module in [*self.modules.values(), *others]
            for wing, name in module.faces_used(self.package)
            if not module.name.startswith(f"{self.package}.{wing}")
        }
        for entry in entry_points:
            module_name, _, name = entry.partition(":")
            used.add((module_name.split(".")[1], name))
        return self.offered() - used

    def offered(self) -> set[tuple[str, str]]:
        """Return wing and name of everything that `__all__` names."""
        return {(face.wing, name) for face in self.faces for name in exported(face)}

    def _target(self, found: Import) -> Module | None:
        name = f"{found.source}.{found.name}"
        while name and name not in self.modules:
            name = name.rpartition(".")[0]
        return self.modules.get(name)


def exported(face: Module) -> list[str]:
    """Return the names in a face's `__all__`, which must be a list of strings."""
    for node in face.tree.body:
        if isinstance(node, ast.Assign) and "__all__" in _names(node.targets[0]):
            names = ast.literal_eval(node.value)
            assert isinstance(names, list)
            return names
    raise AssertionError(f"{face.name} has no __all__")


def _names(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (node.attr,)
    return (node.name,) if isinstance(node, ast.alias) else ()
