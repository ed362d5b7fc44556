import itertools

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.sparql.guard import MOST_NESTED_BRACKETS, check_query, service_calls
from support.listening import Endpoint

ALLOWED = frozenset({"https://example.org/sparql"})


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.Literal("c")))
    return store


def passes(query: str) -> bool:
    try:
        check_query(query)
    except Problem:
        return False
    return True


def calls_out(store: ox.Store, query: str) -> bool:
    """Tell whether a query that passes the guard reaches another host."""
    before = Endpoint.calls
    try:
        results = store.query(query)
        if not isinstance(results, ox.QueryBoolean):
            list(results)
    except (SyntaxError, RuntimeError, ValueError, OSError):
        pass
    return Endpoint.calls > before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        'SELECT ("SERVICE <http://x/>" AS ?x) {}',
        "SELECT * { ?service <http://e/service> ?o } # SERVICE <http://x/>",
        "PREFIX schema: <http://schema.org/> SELECT * { ?s schema:serviceType ?serviceName }",
        "SELECT * { ?s <http://e/service>|^<http://e/b#service> ?o FILTER(?o < 3) }",
        "SELECT * { ?s ?p '''SERVICE ' <http://x/> ''' FILTER(?a<3 && ?b>4) }",
        'SELECT * { VALUES ?x { \'a service\' } ?s ?p "it\'s a \\"SERVICE\\" <x>" }',
    ],
)
def test_queries_without_a_call_pass(query: str) -> None:
    assert passes(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { service?x{ ?s ?p ?o } }",
        "SELECT * { SERVICEz:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { FILTER(?a<'x>#') SERVICE <http://x/> {} }",
        "SELECT * { FILTER(?a<z:b#>'''\n) SERVICE <http://x/> {} #'''\n }",
        "SELECT * { ?s ?p <http://x/\\u0041#> . SERVICE <http://x/> {} }",
        "SELECT * { ?s ?p z:a\\#b . SERVICE <http://x/> {} }",
        "SELECT * { ?s ?p z:it\\'s . SERVICE <http://x/> {} FILTER('') }",
        "SELECT * { SERVICE #<https://example.org/sparql>\n <http://x/> {} }",
        "SELECT * { SERVICE <https://example.org/sparql/> {} }",
        "SELECT * { SERVICE <https://example.org/sparql> { SERVICE <http://x/> {} } }",
    ],
)
def test_calls_are_refused_however_they_are_written(query: str) -> None:
    with pytest.raises(Problem) as caught:
        check_query(query, ALLOWED)

    assert caught.value.kind == "service-refused"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }",
        "SELECT * { service SILENT #\n<https://example.org/sparql>{ ?s ?p ?o } }",
    ],
)
def test_a_listed_endpoint_may_be_called(query: str) -> None:
    check_query(query, ALLOWED)

    assert service_calls(query) == ["https://example.org/sparql"]


def test_nesting_is_limited() -> None:
    check_query("SELECT * " + "{" * MOST_NESTED_BRACKETS + "}" * MOST_NESTED_BRACKETS)

    with pytest.raises(Problem) as caught:
        check_query("SELECT * " + "{" * 10_000 + "}" * 10_000)
    assert caught.value.kind == "query-too-complex"


# Everything that can stand before SERVICE in a group, and ways to write the call itself.
BEFORE = [
    "",
    "?s ?p ?o",
    "?s ?p ?o .",
    "?s ?p ?o.",
    "?s z:p z:o",
    "?s z:p z:o.",
    '?s z:p "x".',
    '?s z:p "x"@en.',
    "?s z:p 'x\\''.",
    '?s z:p """a"b""".',
    "?s z:p <http://e/>.",
    "?s z:p 1.",
    "?s z:p 1.0.",
    "?s z:p true.",
    "?s z:p _:b.",
    "?s z:p [].",
    "?s z:p ().",
    "FILTER(1<2)",
    "FILTER(?x<3&&4>?y)",
    'BIND("#" AS ?h)',
    "BIND(<http://e/#x> AS ?h)",
    "OPTIONAL{}",
    "{}",
    "?s z:p z:a\\.b .",
    "?s z:p z:a\\#b .",
    "?s z:p z:a\\'b .",
    "VALUES ?q {1}",
    "FILTER(?x<'>#')",
    "FILTER(?x<z:a#>'''\n)",
    "?s z:p <http://e/\\u0041#> .",
    "FILTER(?x<?y)",
    "?s z:p|^z:q ?o .",
    "?s z:p/z:q* ?o.",
    "?s z:p ?o {| z:a z:b |}",
    "?s z:SERVICE ?o .",
]
KEYWORDS = [
    *("SERVICE", "service", "SerVice", "\nSERVICE", "#c\nSERVICE", "1SERVICE", "true SERVICE"),
    # Escapes and letters that become these in another case.
    *("\\u0053ERVICE", "SERVIC\\U00000045", "\u017fERVICE"),
]
BETWEEN = [" ", "", "\n", "#x\n", " SILENT ", " silent#y\n"]


def test_no_call_leaves_in_any_combination(store: ox.Store, inner: str) -> None:
    tried = 0
    for before, keyword, between, target in itertools.product(
        BEFORE, KEYWORDS, BETWEEN, (f"<{inner}>", "z:x", "<x>", "?x")
    ):
        call = f"{before}{keyword}{between}{target} {{ ?a ?b ?c }}"
        query = f"BASE <{inner}> PREFIX z: <{inner}> SELECT * {{ {call} }}"
        tried += 1
        if passes(query):
            assert not calls_out(store, query), query
    assert tried > 5_000


def test_the_calls_above_would_leave_without_the_guard(store: ox.Store, inner: str) -> None:
    assert calls_out(store, f"SELECT * {{ SERVICE <{inner}> {{ ?a ?b ?c }} }}")


PIECES = st.sampled_from(
    [
        *"<>'\"#\\{}().;,?$:@!&|^/ \n",
        "'''",
        '"""',
        "z:a",
        "?v",
        "<http://e/>",
        "SERVICE",
        "FILTER(",
        "service ",
        "1",
        "a",
        "//",
        "\\u0041",
        "_:b",
        "@en",
        "^^",
        "BIND(",
        " AS ?w)",
        "{| |}",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES, max_size=4).map("".join))
def test_no_call_leaves_out_of_odd_text(before: str, after: str) -> None:
    target = "http://127.0.0.1:9/"
    call = f"SERVICE <{target}> {{ ?a ?b ?c }}"
    query = f"PREFIX z: <http://z/> SELECT * {{ {before} {call} {after} }}"
    if not passes(query):
        return
    # The guard sees no call in it: then the engine must not parse one either.
    try:
        ox.Store().query(query)
    except SyntaxError:
        return
    assert service_calls(query) == [] and not _evaluates_service(query)


def _evaluates_service(query: str) -> bool:
    """Tell whether the engine tries the call: it fails, as nobody listens there."""
    try:
        results = ox.Store().query(query)
        if not isinstance(results, ox.QueryBoolean):
            list(results)
    except (RuntimeError, ValueError, OSError):
        return True
    return False
