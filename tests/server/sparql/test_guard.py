import itertools

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.evaluation import Engine
from legation_server.sparql.guard import MOST_NESTED_BRACKETS, check_query, service_calls
from support.listening import Endpoint

ALLOWED = frozenset({"https://example.org/sparql"})


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.Literal("c")))
    return store


def passes(query: str, engine: Engine | None = None) -> bool:
    try:
        engine.read(query) if engine else check_query(query)
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
        # The engine reads a long string with an unknown escape as an empty one before a short one.
        "SELECT * { VALUES ?x { '''a' } SERVICE <http://x/> {} # \\x '''\n }",
        "SELECT * { VALUES ?x { '''a' } SERVICE <http://x/> {} # \\uD800 '''\n }",
        'SELECT * { VALUES ?x { """a" } SERVICE <http://x/> {} # \\x """\n }',
        # And a name whose IRI is not valid, as after a port, by its prefix alone.
        "PREFIX z: <http://e:80> SELECT * { ?s ?p z:SERVICE <http://x/> {} }",
        "PREFIX z: <http://e:80> SELECT * { ?s ?p z:SERVICE?x{} }",
        # It reads no more than one dot in a name, and `service:` as the keyword where it must.
        "PREFIX z: <http://e/> SELECT * { ?s ?p z:a.b.SERVICE <http://x/> {} }",
        "PREFIX : <http://x/> SELECT * { ?s a z:o ;service:{} }",
    ],
)
def test_calls_are_refused_however_they_are_written(query: str) -> None:
    with pytest.raises(Problem) as caught:
        check_query(query, ALLOWED)

    assert caught.value.kind == "service-refused"


NAMES = (
    "PREFIX service: <http://purl.org/service#> PREFIX Service: <http://e/> PREFIX ex: <http://e/> "
)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s a service:Service }",
        "SELECT * { ?s a service:Service ; ex:web.service ?o . ?o service:of [] }",
        "SELECT * { service:a service:b service:c . service: service: service: }",
        'SELECT * { ?s ?p "x"@en-service }',
        'SELECT * { ?s ?p "x"^^service:type , "service <http://x/> {"^^ex:SERVICE . }',
        "SELECT * { GRAPH service:g { ?s ?p ?o } }",
        "SELECT * { ?s a service:Service { ?s ?p ?o } }",
        "SELECT * FROM service:g { ?s ?p ?o }",
        "SELECT * FROM NAMED service:g FROM Service:g { ?s ?p ?o }",
        "DESCRIBE service:x { ?s ?p ?o }",
        "SELECT * { ?s ex:web.service ?o { ?s ?p ?o } }",
        "SELECT * { ?s ex:%73ervice ?o ; ex:my-service ?service { ?s ?p ?o } }",
        "SELECT * { ?s ex:service\\. ?o ; ex:a\\-service _:service { ?s ?p ?o } }",
        "SELECT * { ?s ex:e\u0301service ?o { ?s ?p ?e\u0301service { ?s ?p ?o } } }",
        "SELECT * { ?s <urn:service:x>/<mailto:service@e>|<//service/?service#service> ?o { } }",
        "SELECT * { ?s ?p '''it's SERVICE <http://x/> { }''' } # SERVICE <http://x/> { }",
    ],
)
def test_service_in_names_is_no_call(query: str) -> None:
    engine = Engine(ox.Store(), "http://base/", {}, frozenset(), False, 1000)

    engine.read(NAMES + query)

    ox.Store().query(NAMES + query, base_iri="http://base/")


def test_a_name_in_doubt_is_refused_without_an_engine_to_ask() -> None:
    query = NAMES + "SELECT * { GRAPH service:g { ?s ?p ?o } }"

    check_query(query, is_query=lambda text: "ervice" in text and "service" not in text)
    assert not passes(query)


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
    "?s ?p p:",
    "?s ?p z:a.b.",
    "?s ?p z:a;",
    '?s ?p "x"@en-service ',
    "?s z:GRAPH ",
    "VALUES ?q { '''a' 1 }",
]
KEYWORDS = [
    *("SERVICE", "service", "SerVice", "\nSERVICE", "#c\nSERVICE", "1SERVICE", "true SERVICE"),
    # Escapes and letters that become these in another case.
    *("\\u0053ERVICE", "SERVIC\\U00000045", "\u017fERVICE"),
]
BETWEEN = [" ", "", "\n", "#x\n", " SILENT ", " silent#y\n"]


def test_no_call_leaves_in_any_combination(store: ox.Store, inner: str) -> None:
    engine = Engine(store, inner, {}, frozenset(), False, 1000)
    tried = 0
    for before, keyword, between, target in itertools.product(
        BEFORE, KEYWORDS, BETWEEN, (f"<{inner}>", "z:x", "<x>", "?x")
    ):
        call = f"{before}{keyword}{between}{target} {{ ?a ?b ?c }}"
        query = f"BASE <{inner}> PREFIX z: <{inner}> PREFIX p: <http://e:80> SELECT * {{ {call} }}"
        tried += 1
        if passes(query, engine):
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


@settings(max_examples=300)
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
