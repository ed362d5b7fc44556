"""The tools `sparql` and `schema`: statuses of rows, and why a result is empty."""

import pytest
from legation_server.agents.answers import CLOSE, FILTERED, SILENCE, UNMENDED, UNREAD
from legation_server.agents.library import Library
from legation_server.agents.queries.query_rows import SAYS_NO, sparql
from legation_server.agents.queries.schema import MOST_CARD_CHARACTERS, schema
from legation_server.errors import Problem
from support.agent_calls import rows_of
from support.some import some


def test_a_row_that_names_a_statement_begins_with_its_status(library: Library) -> None:
    answer = sparql(library, "SELECT ?s ?l { ?s a bil:Supposition ; rdfs:label ?l }", limit=200)

    statuses = {row.partition("]")[0] for row in some(rows_of(answer))}
    assert statuses == {"[UNCONFIRMED", "[PROSPECTIVE", "[DENIED"}


def test_a_row_that_names_none_is_said_to_have_no_status(library: Library) -> None:
    answer = sparql(library, "SELECT ?l { id:israel rdfs:label ?l }")

    assert all(row.startswith("[–] ") for row in some(rows_of(answer)))
    assert "so its status is unknown" in answer


def test_a_row_that_names_several_statements_has_the_status_of_each(library: Library) -> None:
    answer = sparql(library, "SELECT ?s ?e { ?s a bil:Supposition . ?e a bil:Event }", 1)

    (row,) = rows_of(answer)
    assert {*row.strip("- [").partition("]")[0].split(", ")} > {"STATED"}


def test_a_statement_that_only_a_text_names_gives_a_row_no_status(library: Library) -> None:
    answer = sparql(library, "SELECT ?s (CONCAT('<', STR(?s), '>') AS ?t) { ?s a bil:Event }", 1)
    text = sparql(library, "SELECT (CONCAT('<', STR(?s), '>') AS ?t) { ?s a bil:Event }", 1)

    assert some(rows_of(answer))[0].startswith("[STATED")
    assert some(rows_of(text))[0].startswith('[–] "<http')
    assert "so its status is unknown" in text


def test_rows_that_are_left_out_can_be_had_from_the_same_release(library: Library) -> None:
    query = "SELECT ?s { ?s a bil:Event } ORDER BY ?s"
    first, rest = sparql(library, query, 2), sparql(library, query, 2, 2, library.name)

    assert f'hasMore: true. Go on with the same query, after=2, release="{library.name}"' in first
    assert [*rows_of(first), *rows_of(rest)] == list(rows_of(sparql(library, query, 4)))


def test_a_name_of_no_entity_is_refused_before_the_query_runs(library: Library) -> None:
    answer = sparql(library, "SELECT ?x { id:mosad ?p ?x }")

    assert "id:mosad is no entity here. Nearest: Mossad (id:mossad)" in answer
    assert "The query was not run." in answer


def test_false_is_not_no(library: Library) -> None:
    answer = sparql(library, "ASK { id:israel bil:recognizes id:iran }")

    assert answer.startswith(SAYS_NO)
    assert sparql(library, "ASK { id:israel bil:recognizes id:azerbaijan }").startswith("true")


def test_an_unknown_term_is_no_silence(library: Library) -> None:
    answer = sparql(library, "SELECT ?x { ?x bil:aktor ?y }")

    assert "Hint: bil:aktor occurs nowhere in the dataset." in answer
    assert "No match for the pattern: ?x bil:aktor ?y" in answer
    assert UNMENDED in answer
    assert SILENCE not in answer


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x ?y { ?x a bil:Event OPTIONAL { ?x bil:aktor ?y } }",
        "CONSTRUCT { ?x a ?y } { { ?x bil:aktor ?y } UNION { ?x a bil:Event , ?y } }",
        "ASK { { ?x bil:aktor ?y } UNION { ?x a bil:Event } }",
    ],
)
def test_an_unknown_term_is_told_beside_what_was_found(library: Library, query: str) -> None:
    answer = sparql(library, query)

    assert "Hint: bil:aktor occurs nowhere in the dataset." in answer
    assert answer.endswith(f"release {library.name}")


def test_statements_that_name_both_ends_are_shown_with_their_status(library: Library) -> None:
    answer = sparql(library, "SELECT ?how { id:azerbaijan ?how id:mossad }")

    assert "No match for the pattern: id:azerbaijan ?how id:mossad" in answer
    assert any(row.startswith("UNCONFIRMED (alleged") for row in some(rows_of(answer)))
    assert CLOSE in answer


def test_patterns_that_match_alone_and_not_together_are_named(library: Library) -> None:
    answer = sparql(library, "SELECT ?x { ?x bil:actor id:mossad . ?x bil:place id:quba }")

    assert "Each pattern has matches, but none fits the others together with: ?x" in answer
    assert SILENCE in answer


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x bil:target id:mossad ; bil:status status:stated }",
        "SELECT ?x { ?x a bil:Event ; bil:actor id:mossad }",
    ],
)
def test_a_less_firm_match_is_told(library: Library, query: str) -> None:
    answer = sparql(library, query)

    assert "Statements match that are less firm" in answer
    assert CLOSE in answer


def test_a_filter_that_leaves_nothing_is_told(library: Library) -> None:
    answer = sparql(library, "SELECT ?x { ?x a bil:Event FILTER(false) }")

    assert "a FILTER, VALUES, OFFSET or LIMIT leaves nothing" in answer
    assert FILTERED in sparql(library, "SELECT ?x { ?x a bil:Claim FILTER(false) }")


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?s { ?s bil:when ?w FILTER(?w > "2016-01-01"^^xsd:date) }',
        'SELECT ?s { ?s bil:value ?v FILTER(?v = "260000000") }',
        'SELECT ?s { ?s rdfs:label ?l FILTER(?l = "Ilham Aliyev") }',
        "SELECT ?s { ?s a bil:Claim } OFFSET 100000",
        "SELECT ?s { { ?s a bil:Event FILTER(false) } UNION { ?s a bil:Claim FILTER(false) } }",
        "SELECT ?s { ?s a bil:Claim ; bil:actor id:mossad }",
    ],
)
def test_a_query_at_fault_is_never_silence(library: Library, query: str) -> None:
    answer = sparql(library, query)

    assert answer.startswith("0 rows.")
    assert SILENCE not in answer
    assert "says nothing" in answer


def test_a_form_that_no_data_have_is_told(library: Library) -> None:
    answer = sparql(library, "SELECT ?s { ?s a bil:Claim ; bil:actor id:mossad }")

    assert "No data at all have this form, whatever the things named." in answer
    assert UNMENDED in answer


def test_a_query_that_is_not_taken_apart_is_told_so(library: Library) -> None:
    assert UNREAD in sparql(
        library, "ASK { { ?s a bil:Event FILTER(false) } UNION {} FILTER(1>2) }"
    )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x a bil:Event . { ?x bil:a1 ?y } UNION { ?x bil:a2 ?y } }",
        "SELECT ?x { GRAPH ?g { ?x bil:aktor ?y } OPTIONAL { ?x bil:a3 ?z } }",
        "SELECT ?x { [] bil:aktor ?x . ?x bil:a4/bil:a5* ?y }",
    ],
)
def test_any_form_of_query_gets_a_diagnosis(library: Library, query: str) -> None:
    answer = sparql(library, query)

    assert answer.startswith("0 rows.")
    assert "occurs nowhere" in answer


def test_a_graph_is_written_as_triples(library: Library) -> None:
    answer = sparql(library, "DESCRIBE id:bezeq", limit=5)

    assert len(rows_of(answer)) == 5


def test_a_query_that_is_too_long_is_refused(library: Library) -> None:
    with pytest.raises(Problem) as caught:
        sparql(library, "#" * 200_000)

    assert caught.value.kind == "content-too-large"


@pytest.mark.parametrize("query", ["", "SELECT", "INSERT DATA { <a:b> <a:c> <a:d> }"])
def test_what_is_no_query_is_refused_as_at_the_endpoint(library: Library, query: str) -> None:
    with pytest.raises(Problem) as caught:
        sparql(library, query)

    assert caught.value.kind in ("malformed-request", "syntax-error", "update-refused")


@pytest.mark.parametrize("name", ["", "Claim", "bil:Figure", "topic", "Nonsense"])
def test_a_card_of_the_schema_is_short(library: Library, name: str) -> None:
    card = schema(library, name)

    assert 100 < len(card) <= MOST_CARD_CHARACTERS


def test_a_class_that_is_none_gets_the_nearest(library: Library) -> None:
    assert "no class or code list “Figur”. Nearest: Figure" in schema(library, "Figur")


def test_the_properties_that_the_card_names_are_in_the_data(library: Library) -> None:
    card = schema(library)
    used = {iri.rpartition("#")[2] for iri in library.release.predicates}

    for name in ("states", "evidence", "modality", "attributedTo", "status", "eventType", "when"):
        assert f"bil:{name}" in card
        assert name in used


def test_the_example_on_the_card_has_results(library: Library) -> None:
    query = schema(library).partition("Example:\n")[2].partition("\nMore:")[0]

    assert rows_of(sparql(library, query))
