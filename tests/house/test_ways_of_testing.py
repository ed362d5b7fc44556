"""The tests themselves: no clock decides, no loop is empty, nothing private is reached into."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from hypothesis import settings
from support.some import some

TESTS = Path(__file__).parents[1]
FILES = [
    file
    for folder in ("bench", "build", "docs", "house", "ontology", "server", "support")
    for file in sorted((TESTS / folder).rglob("*.py"))
]
CLOCKS = {f"time.{name}" for name in ("sleep", "monotonic", "perf_counter", "process_time")}
# The files that may look at a clock, and at which.
CLOCKS_LOOKED_AT = {
    "support/eventually.py": {"time.monotonic", "time.sleep"},
    # A desk is killed at rest, and when it is at rest cannot be seen from outside.
    "server/express/test_express_ends.py": {"time.sleep"},
}
ALONE = re.compile(r"pytest\.mark\.alone\b")
# What is not there by accident: literals, constants, ranges, and what says itself that it is not empty.
# What is shorter, in characters of its dump, is a word rather than a helper.
LONG = 150
CERTAIN = {"range", "some"}
WRAPPERS = {
    "enumerate",
    "zip",
    "sorted",
    "list",
    "set",
    "tuple",
    "product",
    "pairwise",
    "dict",
    "batched",
}


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def name_of(node: ast.expr) -> str:
    """Return the last part of a name: `sleep` for `time.sleep`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def relative(file: Path) -> str:
    return str(file.relative_to(TESTS))


# One test goes through all files: a test for each would take longer than what it does.
def test_no_clock_decides() -> None:
    looked_at, taken = dict[str, set[str]](), list[str]()
    for file in some(FILES):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Call) and (called := ast.unparse(node.func)) in CLOCKS:
                looked_at.setdefault(relative(file), set()).add(called)
            if isinstance(node, ast.ImportFrom) and node.module == "time":
                taken.append(f"{relative(file)}:{node.lineno}")

    assert looked_at == CLOCKS_LOOKED_AT
    assert taken == []


def test_no_clock_decides_about_examples() -> None:
    assert settings().deadline is None


def test_nothing_private_is_reached_into() -> None:
    private = [
        f"{relative(file)}:{node.lineno}: {ast.unparse(node)}"
        for file in some(FILES)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
        and ast.unparse(node.value) not in ("self", "cls", "os")
    ]

    assert private == []


def test_every_loop_with_an_assertion_has_something_to_go_through() -> None:
    unsure = [
        f"{relative(file)}:{each.lineno}: for … in {ast.unparse(each)}"
        for file in some(FILES)
        for function in ast.walk(tree(file))
        if isinstance(function, ast.FunctionDef) and function.name.startswith("test_")
        if not is_given(function)
        for each in iterated(function)
        if not (is_certain(each, function) or is_asserted(each, function))
    ]

    assert unsure == []


def iterated(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """Yield what a function goes through where an assertion hangs on it."""
    for node in ast.walk(function):
        if isinstance(node, ast.For) and any(isinstance(n, ast.Assert) for n in ast.walk(node)):
            yield node.iter
        if isinstance(node, ast.Assert):
            for call in ast.walk(node.test):
                if is_all(call):
                    assert isinstance(call, ast.Call)
                    (argument,) = call.args
                    assert isinstance(argument, ast.GeneratorExp)
                    yield argument.generators[0].iter


def is_all(node: ast.AST) -> bool:
    """Tell whether something is a call of `all`, and not of a method of that name."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "all"


def is_given(function: ast.FunctionDef) -> bool:
    """Tell whether hypothesis makes what a test goes through, which is nothing at times."""
    return any(
        isinstance(each, ast.Call) and name_of(each.func) == "given"
        for each in function.decorator_list
    )


def is_certain(node: ast.expr, function: ast.FunctionDef) -> bool:
    """Tell whether a thing cannot be empty, by what is written."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        parts = [each.value if isinstance(each, ast.Starred) else None for each in node.elts]
        return any(part is None or is_certain(part, function) for part in parts)
    if isinstance(node, ast.BinOp):
        return is_certain(node.left, function)
    if isinstance(node, ast.ListComp):
        return is_certain(node.generators[0].iter, function) and not node.generators[0].ifs
    if isinstance(node, ast.Call):
        name = name_of(node.func)
        if isinstance(node.func, ast.Attribute) and name in ("items", "keys", "values"):
            return is_certain(node.func.value, function)
        if name in WRAPPERS:
            return any(is_certain(each, function) for each in node.args)
        return name in CERTAIN
    if isinstance(node, ast.Name) and not node.id.isupper():
        return any(
            is_certain(each.value, function)
            for each in ast.walk(function)
            if isinstance(each, ast.Assign) and node.id in map(name_of, each.targets)
        )
    return isinstance(node, ast.Dict | ast.Constant) or name_of(node).isupper()


def is_asserted(node: ast.expr, function: ast.FunctionDef) -> bool:
    """Tell whether another assertion of the test is about what it goes through."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
        node = node.func.value
    elif isinstance(node, ast.Call) and name_of(node.func) in WRAPPERS:
        return any(is_asserted(each, function) for each in node.args)
    return any(
        isinstance(node, ast.Name) and name_of(each) == node.id
        for statement in ast.walk(function)
        if isinstance(statement, ast.Assert)
        for each in outside_all(statement.test)
        if isinstance(each, ast.Name)
    )


def outside_all(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of an expression that do not stand within `all(…)`."""
    if not is_all(node):
        yield node
        for child in ast.iter_child_nodes(node):
            yield from outside_all(child)


def test_no_helper_is_written_twice() -> None:
    written: dict[str, list[str]] = defaultdict(list)
    for file in some(FILES):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("test_"):
                body = ast.Module(without_docstring(node.body), [])
                if len(ast.dump(body)) > LONG:
                    written[ast.dump(body)].append(f"{relative(file)}: {node.name}")

    assert written
    assert [places for places in written.values() if len(places) > 1] == []


def without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    has_one = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1:] if has_one else body


def test_every_module_is_imported_so_that_none_is_left_out_of_the_count() -> None:
    project = tomllib.loads((TESTS.parent / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    options = project["pytest"]["ini_options"]
    counted = {pattern.split("/")[1] for pattern in project["coverage"]["run"]["include"]}

    assert counted == {"build", "server"}
    assert counted <= set(options["testpaths"])
    assert "--doctest-modules" in options["addopts"]


def test_tests_that_run_alone_are_where_they_are_looked_for() -> None:
    makefile = (TESTS.parent / "Makefile").read_text(encoding="utf-8")
    folders = re.search(r"^ALONE +:= (.+)$", makefile, re.MULTILINE)
    assert folders
    read = {
        file
        for folder in some(folders[1].split())
        for file in some((TESTS.parent / folder).rglob("test_*.py"))
    }

    alone = {file for file in FILES if ALONE.search(file.read_text(encoding="utf-8"))}
    assert alone - {Path(__file__)} <= read
    assert folders[1].split() == sorted(
        {str(file.parent.relative_to(TESTS.parent)) for file in alone & read}
    )
