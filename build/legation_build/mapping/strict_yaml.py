"""Read YAML strictly: every scalar stays the text that was written, and every value has a line.

Duplicate keys, anchors and aliases are refused: JSON-LD has none, and they are most often mistakes.

libyaml reads a text in a fifth of the time. What an author may have meant otherwise is seen only by
our own loader, which watches PyYAML's: a text in which a sign of that stands is left to it, and so
is one that libyaml refuses.
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import yaml

from legation_build.errors import Problem
from legation_build.mapping.yaml_faults import WatchingLoader, accepted_faults, refused_fault

Path = tuple[Hashable, ...]
# YAML refuses these characters in a file but accepts them as escapes. XML cannot hold them at all.
UNWRITABLE = yaml.reader.Reader.NON_PRINTABLE
# What our loader notes, or the two parsers read differently: a comment close to a value or to the
# sign of a block, a question mark in brackets or before a key; a sign that begins a node; the marks
# of documents; a tab, a control character, other line ends.
_DOUBTFUL = re.compile(
    r"\S #|\S +#\S|[|>][-+0-9]*#|(?:^|[\s\[{,:-])\?(?:[\s,\]}]|$)|[\[{].*\?"
    r"|(?:^\s*|- |: |[\[{,]\s*)[&*!%@`]|^(?:---|\.\.\.)"
    r"|[^\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe]",
    re.MULTILINE,
)
# Deeper ones are left to the parser that stops at a depth of its own.
_MOST_LEVELS = 50


@dataclass
class Source:
    """One file's data, and the line on which each key or item begins (counted from 1).

    `columns` are those in which the keys of each item of a list stand, counted from 0.
    `file` names it in problems; `path` begins with mappings/ on every machine. `is_used` tells that
    it is of a folder that others only build on. `warnings` keep nothing from being built.
    """

    file: str
    data: Any
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    path: str = ""
    is_used: bool = False
    warnings: list[Problem] = field(default_factory=list)
    columns: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Return the line of `path`, or of the nearest block around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse(text: str, file: str, quick: bool = True) -> Source:
    """Return what the YAML `text` holds; `file` names it in problems. Never raises on bad YAML.

    With `quick`, libyaml reads a text in which there is nothing to note, with the same result.
    """
    source = Source(file, None)
    if quick and (read := quickly_read(text)):
        source.data = _value(read, (), source, set())
        return source
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


def quickly_read(text: str) -> yaml.Node | None:
    """Return the node that `text` holds; None when it is to be read in the slower way."""
    if not yaml.__with_libyaml__ or _DOUBTFUL.search(text):
        return None
    try:
        node = yaml.CBaseLoader(text).get_single_node()
    except yaml.YAMLError:
        return None
    return node if node is not None and _is_plain(node) else None


def _is_plain(root: yaml.Node) -> bool:
    """Return whether no quoted text or brackets run over a line's end, and nothing is deep.

    Keys have to be text.
    """
    waiting = [(root, 0)]
    while waiting:
        node, level = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            if node.style in ("'", '"') and _runs_on(node):
                return False
            continue
        if level == _MOST_LEVELS or (_is_in_brackets(node) and _runs_on(node)):
            return False
        for child in node.value:
            if isinstance(child, tuple):
                if not isinstance(child[0], yaml.ScalarNode):
                    return False
                waiting += [(part, level + 1) for part in child]
            else:
                waiting.append((child, level + 1))
    return True


def _is_in_brackets(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _runs_on(node: yaml.Node) -> bool:
    return bool(node.start_mark.line != node.end_mark.line)


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
        if path and isinstance(path[-1], int):
            source.columns[path] = node.start_mark.column
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
    # The first key of a block comes again: the dash of the next item was forgotten.
    begun_again, key = False, ""
    for key_node, value_node in node.value:
        before, key, line = key, str(key_node.value), key_node.start_mark.line + 1
        if key in data:
            first = source.lines[(*path, key)]
            if begun_again:
                continue
            if fault := _strayed_begin(node, data.get(before), (*path, before), source):
                source.problems.append(fault)
                begun_again = True
                continue
            is_item = bool(path) and isinstance(path[-1], int)
            begun_again = is_item and len(data) > 1 and key == next(iter(data))
            message = f"duplicate key '{key}'."
            remedy = f"It is already set on line {first}; keep one of the two."
            if begun_again:
                remedy = (
                    f"If a new item begins here, write '- {key}:'. Else keep it or line {first}."
                )
            if not path and isinstance(data[key], list):
                remedy = _one_list(key, first, data, source)
            source.problems.append(Problem(source.file, line, message, remedy))
            continue
        source.lines[(*path, key)] = line
        data[key] = _value(value_node, (*path, key), source, seen)
    return data


def _strayed_begin(
    node: yaml.MappingNode, value: Any, path: Path, source: Source
) -> Problem | None:
    """Return what is wrong when the next item's first line is indented like the last one's items.

    Its other keys then come again in the block `node`. The line alone is no item of `value`.
    """
    last = value[-1] if isinstance(value, list) and value else None
    place = (*path, len(value) - 1) if last is not None else path
    if not isinstance(last, dict) or len(last) != 1 or place not in source.columns:
        return None
    value.pop()
    name = next(iter(last))
    steps = source.columns[place] - node.start_mark.column
    message = f"'- {name}: {last[name]}' is indented further than the keys below it."
    remedy = f"Move this line {steps} spaces to the left."
    return Problem(source.file, source.line(place), message, remedy)


def _one_list(key: str, first: int, data: dict[str, Any], source: Source) -> str:
    """Return what to do when a list's key comes again at the left margin, perhaps below others."""
    between = [f"'{one}'" for one in [*data][[*data].index(key) + 1 :]]
    remedy = f"It is already set on line {first}, and all items stand below it: delete this line"
    return (
        f"{remedy}, and move {' and '.join(between)} below the last item."
        if between
        else (f"{remedy}.")
    )
