"""What is looked up in the store is what the engine would answer, byte for byte."""

from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.evaluation import Engine, evaluate, make_default_graphs
from legation_server.evaluation.lookups import MOST_ROWS, MOST_TRIPLES
from legation_server.namespaces import RDF_TYPE
from legation_server.query import Head, Task

E = "http://e/"
GRAPHS = [ox.NamedNode(E + name) for name in ("g", "h")]

nodes = st.sampled_from([ox.NamedNode(E + name) for name in "abc"])
predicates = st.sampled_from([ox.NamedNode(E + "a"), ox.NamedNode(RDF_TYPE)])
blanks = st.sampled_from([ox.BlankNode("x"), ox.BlankNode("y")])
texts = st.text(st.sampled_from('ab"\\/\n\r\t\b\f\x00\x1b\x7f\u2028é\U0001f600'), max_size=5)
literals = (
    st.builds(ox.Literal, texts)
    | st.builds(lambda text: ox.Literal(text, language="en-GB"), texts)
    | st.builds(lambda text: ox.Literal(text, language="ar", direction=ox.BaseDirection.RTL), texts)
    | st.builds(lambda text, node: ox.Literal(text, datatype=node), texts, nodes)
    | st.builds(ox.Literal, st.integers(0, 3))
)
values = nodes | literals | blanks
inner = st.builds(ox.Triple, nodes, predicates, values)
quads = st.builds(ox.Quad, nodes | blanks, predicates, values | inner, st.sampled_from(GRAPHS))
named = st.sampled_from(["<http://e/a>", "<http://e/b>", "e:c", "<http://e/nowhere>"])
pieces = st.sampled_from(
    [
        "http:",
        "urn:",
        "x:",
        "//",
        "/",
        "a",
        "é",
        ".",
        "..",
        "?",
        "#",
        ":",
        "@",
        "%41",
        "%zz",
        "[::1]",
    ]
)
written_iris = st.lists(pieces, min_size=1, max_size=7).map("".join)
subjects, objects = named | st.just("?s"), named | st.just("?o")
verbs = st.sampled_from(["a", "e:a", "?p"])


def engine_of(store: ox.Store, row_limit: int = 1_000) -> Engine:
    """Return an engine over a store, with default graphs as a release has them."""
    graphs = make_default_graphs(store, {})
    prefixes = {"e": E}
    return Engine(store, E, prefixes, frozenset(), False, row_limit, default_graphs=graphs)


def answer(engine: Engine, query: str, solutions: str = "json") -> tuple[list[Head], bytes]:
    heads: list[Head] = []
    output = BytesIO()
    assert evaluate(engine, Task(query, solutions=solutions), heads.append, output)
    return heads, output.getvalue()


def is_looked_up(engine: Engine, query: str) -> bool:
    return engine.read(query).lookup is not None


@pytest.mark.parametrize("solutions", ["json", "csv"])
@given(st.lists(quads, max_size=10), subjects, verbs, objects)
def test_a_pattern_gives_what_the_engine_gives(
    solutions: str, rows: list[ox.Quad], subject: str, verb: str, value: str
) -> None:
    store = ox.Store()
    store.extend(rows)
    engine = engine_of(store)
    pattern = f"{{ {subject} {verb} {value} }}"
    columns = " ".join(term for term in (value, verb, subject) if term.startswith("?"))
    forms = ["ASK", *([f"SELECT {columns}"] if columns else [])]

    for form in forms:
        # The engine reads a group in a group as the same.
        assert is_looked_up(engine, f"{form} {pattern}")
        assert not is_looked_up(engine, f"{form} {{ {pattern} }}")
        mine = answer(engine, f"{form} {pattern}", solutions)
        assert mine == answer(engine, f"{form} {{ {pattern} }}", solutions)


@given(st.lists(quads, max_size=10), named)
def test_a_description_is_what_the_engine_gives(rows: list[ox.Quad], name: str) -> None:
    store = ox.Store()
    store.extend(rows)
    engine = engine_of(store)

    assert is_looked_up(engine, f"DESCRIBE {name}")
    assert not is_looked_up(engine, f"DESCRIBE {name} {{}}")
    assert answer(engine, f"DESCRIBE {name}") == answer(engine, f"DESCRIBE {name} {{}}")


@pytest.mark.parametrize("count", [MOST_ROWS, MOST_ROWS + 1, MOST_TRIPLES + 1])
@pytest.mark.parametrize("query", ["SELECT ?o {} e:a e:a ?o {}", "DESCRIBE e:a {}"])
def test_many_rows_are_what_the_engine_gives(count: int, query: str) -> None:
    node = ox.NamedNode(E + "a")
    store = ox.Store()
    store.extend(ox.Quad(node, node, ox.Literal(n), GRAPHS[0]) for n in range(count))
    engine = engine_of(store)
    braces = [("{", "}"), ("{ {", "} }")] if "SELECT" in query else [("",), ("{}",)]

    plain, other = (query.format(*each) for each in braces)

    assert answer(engine, plain) == answer(engine, other)


def test_a_limit_of_rows_holds() -> None:
    node = ox.NamedNode(E + "a")
    store = ox.Store()
    store.extend(ox.Quad(node, node, ox.Literal(n), GRAPHS[0]) for n in range(3))
    output = BytesIO()

    query = Task("SELECT ?o { e:a e:a ?o }")
    assert not evaluate(engine_of(store, row_limit=2), query, lambda head: None, output)
    assert output.getvalue().count(b"value") == 2


def test_a_store_on_disk_is_looked_up_alike(tmp_path: Path) -> None:
    node = ox.NamedNode(E + "a")
    store = ox.Store(str(tmp_path))
    store.extend(ox.Quad(node, node, ox.Literal(str(n)), GRAPHS[0]) for n in range(MOST_ROWS))
    engine = engine_of(store)

    mine = answer(engine, "SELECT ?s ?o { ?s e:a ?o }")

    assert mine == answer(engine, "SELECT ?s ?o { { ?s e:a ?o } }")


@pytest.mark.parametrize(
    "query", ["ASK { <no iri> e:p ?o }", "PREFIX x: <s> ASK { e:s e:p ?o }", "DESCRIBE <%zz>"]
)
def test_what_is_no_iri_is_left_to_the_engine(query: str) -> None:
    assert not is_looked_up(engine_of(ox.Store()), query)


@given(written_iris, st.booleans())
def test_an_iri_is_read_as_the_engine_reads_it(iri: str, is_namespace: bool) -> None:
    engine = engine_of(ox.Store())
    prologue, term = (f"PREFIX n: <{iri}>", "n:x") if is_namespace else ("", f"<{iri}>")

    lookup = engine.read(f"{prologue} ASK {{ {term} ?p ?o }}").lookup

    if lookup is not None:
        assert lookup.subject is not None
        _, table = answer(engine, f"{prologue} SELECT (STR({term}) AS ?iri) {{}}", "csv")
        assert table.decode() == f"iri\r\n{lookup.subject.value}\r\n"
