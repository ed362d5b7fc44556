"""Queries for the Wikidata Query Service run here: subqueries, hints, times; all else stays as it is."""

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.evaluation.engine import Engine
from legation_server.sparql.lexer import tokens
from legation_server.sparql.terms import Names
from legation_server.sparql.wdqs.dialect import NAMESPACES, as_sparql, is_for_wikidata
from legation_server.sparql.wdqs.prefixes import QUERY_SERVICE_PREFIXES
from support.dialect_engine import LABELS, PREFIXES, problem, rows
from support.some import some


def test_named_subqueries_are_put_where_they_are_included(engine: Engine) -> None:
    query = f"""SELECT ?c ?cLabel ?rank
        WITH {{ SELECT ?c {{ ?c wdt:P0 ?d }} ORDER BY ?c LIMIT 1 }} AS %first
        WITH {{ SELECT ?c ?rank {{ INCLUDE %first ?c e:rank ?rank }} }} AS %ranked
        WHERE {{ INCLUDE %ranked . INCLUDE %first {LABELS} }}"""

    assert [(row["cLabel"], row["rank"]) for row in rows(engine, query)] == [("Freedonia", "1")]


def test_subqueries_that_include_themselves_are_refused(engine: Engine) -> None:
    query = "SELECT * WITH { SELECT * { INCLUDE %a INCLUDE %a } } AS %a WHERE { INCLUDE %a }"

    assert problem(query, engine).kind == "query-too-complex"


@pytest.mark.parametrize(
    "hint",
    [
        'hint:Query hint:optimizer "None" .',
        "hint:Prior hint:rangeSafe true .",
        "hint:Prior hint:runLast true",
        'hint:Group hint:optimizer "Runtime" ; hint:maxParallel 5 ; .',
        "<http://www.bigdata.com/queryHints#Prior> hint:gearing 'forward'^^xsd:string .",
    ],
)
def test_hints_to_the_optimizer_make_no_difference(engine: Engine, hint: str) -> None:
    for where in (f"{hint} ?c e:rank 1", f"?c e:rank 1 . {hint}", f"{{ ?c e:rank 1 }} {hint}"):
        assert len(rows(engine, f"SELECT ?c {{ {where} }}")) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"2000-01-01"^^xsd:dateTime', "2000-01-01T00:00:00Z"),
        ("'+2000-01-01T00:00:00Z'^^xsd:dateTime", "2000-01-01T00:00:00Z"),
        ('"2000-01-01"^^<http://www.w3.org/2001/XMLSchema#dateTime>', "2000-01-01T00:00:00Z"),
        ('"2000-01-01T07:00:00"^^xsd:dateTime', "2000-01-01T07:00:00Z"),
        ('"2000-01-01T07:00:00+04:00"^^xsd:dateTime', "2000-01-01T07:00:00+04:00"),
        ("'-0044-03-15T00:00:00.5'^^xsd:dateTime", "-0044-03-15T00:00:00.5Z"),
        ('xsd:dateTime("2000-01-01")', "2000-01-01T00:00:00Z"),
        ('xsd:dateTime("2000-01-01T07:00:00")', "2000-01-01T07:00:00Z"),
        ('"2000-01-01"^^xsd:date', "2000-01-01"),
        ('"2000-01-01"', "2000-01-01"),
    ],
)
def test_dates_are_times_where_times_are_wanted(engine: Engine, written: str, meant: str) -> None:
    declared = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"

    assert rows(engine, f"{declared} SELECT ({written} AS ?t) {{}}") == [{"t": meant}]


COUNTED = "SELECT ?c (COUNT(?l) AS ?n) (SUM(?r) AS ?all) { ?c e:rank ?r ; rdfs:label ?l }"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (f"{COUNTED} GROUP BY ?c HAVING (?n > 1) ORDER BY DESC(?n)", ["Q0a"]),
        (f"{COUNTED} GROUP BY ?c HAVING (?n = 1 || ?all = 2) (?n < 9)", ["Q0a", "Q0b"]),
        (f"{COUNTED} GROUP BY ?c having(?n+1 > 2) LIMIT 1", ["Q0a"]),
        (f"{COUNTED} GROUP BY ?c HAVING (COUNT(?l) > 1)", ["Q0a"]),
        (f"SELECT ?c {{ {{ {COUNTED} GROUP BY ?c HAVING(?n > 1) }} }}", ["Q0a"]),
        (
            f"SELECT ?c (COUNT(?cLabel) AS ?n) {{ ?c e:rank ?r {LABELS} }}"
            " GROUP BY ?c ?cLabel HAVING (?n > 0 && STRLEN(?cLabel) = 9)",
            ["Q0a", "Q0b"],
        ),
    ],
)
def test_a_group_is_chosen_by_the_names_of_the_select(
    engine: Engine, query: str, found: list[str]
) -> None:
    assert sorted(row["c"].rpartition("/")[2] for row in rows(engine, query)) == found


@pytest.mark.parametrize(
    "untouched",
    [
        "SELECT ?having (COUNT(?s) AS ?n) { ?s ?having 'HAVING (?n > 1)' } GROUP BY ?having",
        "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 1 && ?n)",
        "SELECT (COUNT(?s) AS ?n) { ?s ?p ?o } HAVING (EXISTS { ?n ?p ?o })",
        "ASK { ?s ?p ?o } HAVING (?n > 1)",
        "SELECT ?itemLabel { ?item rdfs:label ?itemLabel }",
        "# SERVICE wikibase:label { }\nSELECT * {}",
        "SELECT ('SERVICE wikibase:label {' AS ?x) {}",
        "#defaultView:Timeline\nSELECT ?s { ?s ?service ?include }",
        "SELECT * { ?s <http://e/hint#SERVICE> ?o }",
        "SELECT * { SERVICE <http://other/> { ?s ?p ?o } }",
        "SELECT * { ?s e:service ?o",
        "SELECT * " + "{" * 600 + LABELS + "}" * 600,
    ],
)
def test_other_queries_stay_as_they_are(untouched: str) -> None:
    assert as_sparql(untouched, PREFIXES).text == untouched


@pytest.mark.parametrize(
    ("query", "kind", "place", "said"),
    [
        ("SELECT * {\n  SERVICE wikibase:label { } }", "syntax-error", (2, 3), "needs languages"),
        (
            "SELECT * { SERVICE wikibase:label {\n bd:serviceParam wikibase:language ?l } }",
            "syntax-error",
            (2, 36),
            "must be a string",
        ),
        (
            'SELECT * { SERVICE wikibase:label { ?x rdfs:label "x"@en } }',
            "syntax-error",
            (1, 51),
            "assigned to a variable",
        ),
        (
            "SELECT * { SERVICE wikibase:label { ?x rdfs:label } }",
            "syntax-error",
            (1, 51),
            "plain triples",
        ),
        (
            "SELECT * { SERVICE wikibase:label { FILTER(1 > 2) } }",
            "syntax-error",
            (1, 37),
            "plain triples",
        ),
        (
            'SERVICE wikibase:label { bd:serviceParam wikibase:language "en" }',
            "syntax-error",
            (1, 1),
            "inside a WHERE",
        ),
        (
            "SELECT ?x {\n\n SERVICE wikibase:around { ?x ?y ?z } }",
            "service-refused",
            (3, 2),
            "wikibase:around",
        ),
        ("SELECT ?x { SERVICE bd:sample { } }", "service-refused", (1, 13), "bd:sample"),
        ("SELECT ?x { SERVICE wikibase:mwapi { } }", "service-refused", (1, 13), "wikibase:mwapi"),
        ("SELECT ?x { SERVICE gas:service { } }", "service-refused", (1, 13), "gas:service"),
        (
            f"SELECT ?x {{ SERVICE <http://other/> {{ ?x ?y ?z\n{LABELS} }} }}",
            "service-refused",
            (2, 1),
            "move it outside",
        ),
        (
            "SELECT ?x { INCLUDE %gone }",
            "syntax-error",
            (1, 13),
            "no named subquery WITH { … } AS %gone",
        ),
        ("SELECT ?x { hint:Prior hint:runLast }", "syntax-error", (1, 37), "plain triples"),
        (
            f"SELECT * {{ ?c rdfs:label ?n {LABELS.replace('. }', '. ?c rdfs:label ?n }')} }}",
            "syntax-error",
            (1, 29),
            "name the columns",
        ),
    ],
)
def test_problems_name_the_place(
    engine: Engine, query: str, kind: str, place: tuple[int, int], said: str
) -> None:
    found = problem(query, engine)

    assert (found.kind, said in found.detail) == (kind, True), found.detail
    assert (found.members["line"], found.members["column"]) == place
    assert str(found.members["excerpt"]).endswith("^")


def test_too_many_label_services_are_refused(engine: Engine) -> None:
    many = problem(f"SELECT * {{ {LABELS * 60} }}", engine)
    labels = " ".join(f"?x{number}Label" for number in range(600))
    much = problem(f"SELECT {labels} {{ {LABELS} }}", engine)

    assert {many.kind, much.kind} == {"query-too-complex"}


# Parts of a WHERE with and without what is rewritten, each of them fine by itself.
PARTS = st.sampled_from(
    [
        "?c e:rank ?rank .",
        "hint:Prior hint:runLast true .",
        LABELS,
        LABELS.replace("bd", "# SERVICE\n  bd"),
        "OPTIONAL { ?c wdt:P0 ?d . " + LABELS + " }",
        "{ SELECT ?c ?cLabel { ?c e:rank ?r " + LABELS + " } }",
        "{ ?c e:rank 1 } UNION { ?c e:rank 2 " + LABELS + " }",
        'FILTER(?rank != 7 || "SERVICE wikibase:label {" = ?cLabel)',
        "BIND(STRLEN(?dLabel) AS ?length)",
        "# hint:Prior } SERVICE\n",
        "VALUES ?c { wd:Q0a wd:Q0b }",
        "INCLUDE %sub",
        "?c rdfs:label ?cLabel .",
        "MINUS { ?c e:rank 3 }",
        "FILTER NOT EXISTS { ?c e:none ?cLabel }",
    ]
)
SUB = "WITH { SELECT ?c { ?c e:rank ?any } } AS %sub"


@settings(max_examples=150)
@given(st.lists(PARTS, max_size=7, unique=True))
def test_whatever_is_put_together_can_be_read_and_answered(
    engine: Engine, parts: list[str]
) -> None:
    query = f"SELECT ?c ?cLabel ?dLabel {SUB} {{ {' '.join(parts)} }}"

    for row in rows(engine, query):
        assert row.get("cLabel") in (None, "Freedonia", "Fridoniya", "Silvaniya", "Q0c")
        assert (
            "c" in row
            or "cLabel" not in row
            or row["cLabel"] in ("Freedonia", "Fridoniya", "Silvaniya")
        )


@settings(max_examples=150)
@given(
    st.lists(PARTS, max_size=5), st.lists(PARTS, max_size=5), st.sampled_from([" ", "\n", "\n\n\t"])
)
def test_errors_are_shown_where_they_are_in_the_text_as_written(
    engine: Engine, before: list[str], after: list[str], gap: str
) -> None:
    # Nothing in SPARQL begins with this sign, so the engine stops right there.
    query = (
        f"SELECT ?c ?cLabel{gap}{SUB} {{ {gap.join(before)} ?c e:rank §{gap}{gap.join(after)} }}"
    )
    wrong = query.index("§")
    found = problem(query, engine)
    line = query[:wrong].count("\n") + 1
    column = found.members["column"]

    assert found.kind == "syntax-error"
    assert found.members["line"] == line
    assert isinstance(column, int)
    assert query.split("\n")[line - 1][column - 1 :].startswith("§")


@settings(max_examples=300)
@given(st.text(alphabet="SELECTservichnud{}()?%#'\".:; \n<>é", max_size=60))
def test_odd_text_is_left_alone_or_refused(text: str) -> None:
    try:
        rewriting = as_sparql(text, PREFIXES)
    except Problem as found:
        assert found.kind in ("syntax-error", "service-refused", "query-too-complex")
    else:
        assert rewriting.original == text


def test_the_endpoint_answers_with_labels(client: FlaskClient) -> None:
    query = f"SELECT ?eventLabel {{ ?event a bil:Event {LABELS} }}"

    answer = client.get("/wd/sparql", query_string={"query": query}).get_json()

    assert [row["eventLabel"]["value"] for row in answer["results"]["bindings"]]
    assert all(row["eventLabel"]["xml:lang"] == "en" for row in some(answer["results"]["bindings"]))


def test_labels_are_kept_like_other_answers(client: FlaskClient) -> None:
    query = f"SELECT ?cLabel {{ ?c a bil:Claim {LABELS} }}"

    first, second = (client.get("/wd/sparql", query_string={"query": query}) for _ in range(2))

    assert first.headers["ETag"] == second.headers["ETag"]
    assert second.headers["Server-Timing"].startswith("cache")


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "wdt:P1",
                "p:P1",
                "ps:",
                "hint:Query",
                "bd:",
                "http:",
                "<http://e/p:x>",
                "x:P1",
                "wd:",
            ),
            *("PREFIX x:", "<http://www.wikidata.org/prop/direct/>", "<http://www.wikidata.org/>"),
            *(
                "<http://www.wikidata.org/p\\u0072op/P1>",
                "x:prop\\/P1",
                "1e5",
                "SELECT",
                "_:b",
                "@en",
            ),
            *("?p", "'", '"', "#", "\n", " ", ".", "-", "é", "_", "a", "%"),
        ]
    ),
    max_size=8,
).map("".join)


@given(PIECES)
def test_a_query_for_wikidata_is_known_by_its_terms_however_they_are_written(text: str) -> None:
    read = list(tokens(text))
    names = Names(read, QUERY_SERVICE_PREFIXES)
    iris = [iri for token in read if (iri := names.iri(token))]

    assert is_for_wikidata(text) is any(iri.startswith(NAMESPACES) for iri in iris)
