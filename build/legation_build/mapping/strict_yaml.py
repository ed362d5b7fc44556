"""Read YAML strictly: every scalar stays the text that was written, and every value has a line.

Duplicate keys, anchors and aliases are refused: JSON-LD has none, and they are most often mistakes.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import yaml

from legation_build.errors import Problem
from legation_build.mapping.yaml_faults import WatchingLoader, accepted_faults, refused_fault

Path = tuple[Hashable, ...]
# YAML refuses these characters in a file but accepts them as escapes. XML cannot hold them at all.
UNWRITABLE = yaml.reader.Reader.NON_PRINTABLE


@dataclass
class Source:
    """One file's data, and the line on which each key or item begins (counted from 1).

    `file` names it in problems; `path` begins with mappings/ on every machine.
    """

    file: str
    data: Any
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    path: str = ""

    def line(self, path: Path) -> int:
        """Return the line of `path`, or of the nearest block around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse(text: str, file: str) -> Source:
    """Return what the YAML `text` holds; `file` names it in problems. Never raises on bad YAML."""
    source = Source(file, None)
    try:
        loader = WatchingLoader(text)
        node = loader.get_single_node()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"not YAML: the character U+{ord(text[error.position]):04X} is not allowed here."
        source.problems.append(Problem(file, line, message, "Remove it."))
        return source
    except RecursionError:
        message = "not YAML that can be read: brackets or blocks are nested too deep."
        source.problems.append(Problem(file, _deepest(text), message, "Write it flat."))
        return source
    except yaml.MarkedYAMLError as error:
        source.problems.append(Problem(file, *refused_fault(loader, error)))
        return source
    source.problems += [Problem(file, *fault) for fault in accepted_faults(loader)]
    seen: set[int] = set()
    source.data = None if node is None else _value(node, (), source, seen)
    return source


def _deepest(text: str) -> int:
    """Return the line on which the most brackets are open, or else the one indented most."""
    open_brackets, most, line = 0, (0, 0), 1
    for number, written in enumerate(text.splitlines(), 1):
        open_brackets += sum(written.count(sign) for sign in "[{")
        depth = (open_brackets, len(written) - len(written.lstrip()))
        if depth > most:
            most, line = depth, number
        open_brackets -= sum(written.count(sign) for sign in "]}")
    return line


def _value(node: yaml.Node, path: Path, source: Source, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    source.lines.setdefault(path, line)
    if id(node) in seen:
        message = "an alias repeats a value from another line."
        source.problems.append(Problem(source.file, line, message, "Write the value out again."))
        return None
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, source, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, i), source, seen) for i, item in enumerate(node.value)]
    if found := UNWRITABLE.search(node.value):
        message = f"the character U+{ord(found[0]):04X} is not allowed in a text."
        source.problems.append(Problem(source.file, line, message, "Remove it."))
        return UNWRITABLE.sub("", node.value)
    return node.value


def _mapping(node: yaml.MappingNode, path: Path, source: Source, seen: set[int]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in data:
            first = source.lines[(*path, key)]
            message = f"duplicate key '{key}'."
            remedy = f"It is already set on line {first}; keep one of the two."
            source.problems.append(Problem(source.file, line, message, remedy))
            continue
        source.lines[(*path, key)] = line
        data[key] = _value(value_node, (*path, key), source, seen)
    return data
