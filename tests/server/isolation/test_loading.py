"""Files that are loaded again give the same store, so that an ETag stays true."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from legation_server.errors import ReleaseError
from legation_server.evaluation.default_graphs import DefaultGraphs, make_default_graphs
from legation_server.evaluation.engine import Engine
from legation_server.evaluation.run_query import evaluate
from legation_server.isolation.data.loading import load
from legation_server.query import Task
from support.odd_files import endless, folder, pipe

ONE = """
_:x <http://e/p> "one" <http://e/g{0}> .
<http://e/s{0}> <http://e/q> _:x <http://e/g{0}> .
<http://e/s{0}> <http://e/p> <<( _:x <http://e/p> _:y )>> <http://e/g{0}> .
<http://e/same> <http://e/p> <http://e/s1> <http://e/g{0}> .
"""
QUERIES = [
    "SELECT * { ?s ?p ?o }",
    "SELECT ?g { GRAPH ?g {} }",
    "SELECT * { GRAPH ?g { BIND(1 AS ?one) } }",
    "SELECT * { GRAPH ?g { OPTIONAL { ?s ?p 1 } } }",
    "SELECT * { GRAPH ?g { FILTER(true) } }",
    "SELECT ?g ?s { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?s (COUNT(*) AS ?n) (SAMPLE(?o) AS ?one) { ?s ?p ?o } GROUP BY ?s",
    "SELECT DISTINCT ?o { ?s ?p ?o }",
    "SELECT ?s { ?s ?p ?o } ORDER BY ?p",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
    "CONSTRUCT { ?s <http://e/l> (?o ?p) } { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o {| <http://e/a> ?s |} } { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o ~ } { ?s ?p ?o }",
    "CONSTRUCT { << ?s ?p ?o >> <http://e/a> 1 } { ?s ?p ?o }",
    "CONSTRUCT { _:a <http://e/a> [ <http://e/b> ?o ] } { ?s ?p ?o }",
    "CONSTRUCT WHERE { ?s ?p [] }",
    "DESCRIBE ?s { ?s ?p ?o }",
]


def files(folder: Path, count: int) -> list[dict[str, Any]]:
    """Write files that use the same labels; each has a graph of its own."""
    return [written(folder / f"{number}.nq", ONE.format(number)) for number in range(count)]


def written(path: Path, text: str) -> dict[str, Any]:
    """Write a file, and return what the process that loads it is told."""
    path.write_text(text)
    digest = sha256(text.encode()).hexdigest()
    return {"path": str(path), "format": "nq", "size": len(text.encode()), "sha256": digest}


def answers(folder: Path, apart: dict[str, list[str]] | None) -> list[bytes]:
    """Return the answers of a store that is loaded anew."""
    store, _ = load(files(folder, 9))
    default = DefaultGraphs() if apart is None else make_default_graphs(store, apart)
    engine = Engine(store, "http://e/", {}, frozenset(), False, 1000, None, default)
    found = []
    for query in QUERIES:
        output = BytesIO()
        evaluate(engine, Task(query), lambda head: None, output)
        found.append(output.getvalue())
    return found


@pytest.mark.parametrize("apart", [None, {}, {"http://e/g2": [], "http://e/g3": ["wd/sparql"]}])
def test_what_is_loaded_again_answers_every_query_again(
    tmp_path: Path, apart: dict[str, list[str]] | None
) -> None:
    first = answers(tmp_path, apart)

    assert all(len(answer) > 100 for answer in first)
    for _ in range(3):
        assert answers(tmp_path, apart) == first


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    store, _ = load(files(tmp_path, 3))

    nodes = store.query("SELECT DISTINCT ?x { GRAPH ?g { ?s <http://e/q> ?x } }")

    assert len(list(nodes)) == 3  # type: ignore[arg-type]


def test_a_blank_node_is_the_same_wherever_its_file_has_it(tmp_path: Path) -> None:
    store, _ = load(files(tmp_path, 2))

    held = store.query(
        "ASK { GRAPH ?g { ?s <http://e/q> ?x . ?s <http://e/p> <<( ?x <http://e/p> ?y )>> } }"
    )

    assert bool(held)


def test_all_graphs_are_there_whatever_order_they_are_given_in(tmp_path: Path) -> None:
    engine = Engine(load(files(tmp_path, 9))[0], "http://e/", {}, frozenset(), False, 1000)
    output = BytesIO()

    evaluate(engine, Task("SELECT ?g { GRAPH ?g {} }", solutions="csv"), lambda head: None, output)

    assert output.getvalue().decode().split() == ["g", *(f"http://e/g{n}" for n in range(9))]


def longer(path: Path) -> None:
    path.write_text(path.read_text() * 2)


def other(path: Path) -> None:
    path.write_text(path.read_text().replace("one", "two"))


def shorter(path: Path) -> None:
    path.write_text("")


@pytest.mark.parametrize("change", [longer, other, shorter])
def test_no_other_bytes_are_loaded_than_those_listed(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    listed = files(tmp_path, 1)
    change(tmp_path / "0.nq")

    with pytest.raises(ReleaseError, match=r"0\.nq is not the file that the manifest lists"):
        load(listed)


@pytest.mark.parametrize("make", [pipe, endless, folder])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, make: Callable[[Path], None]) -> None:
    listed = files(tmp_path, 1)
    (tmp_path / "0.nq").unlink()
    make(tmp_path / "0.nq")

    with pytest.raises(OSError, match="no regular file"):
        load(listed)
