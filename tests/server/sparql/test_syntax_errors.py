"""A syntax error points at the token that is wrong, and names what a person forgot."""

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from legation_server.sparql.grammar import TERMINALS, Node, grammar
from legation_server.sparql.grammar_reader import GrammarReader
from legation_server.sparql.lexer import tokens
from legation_server.sparql.syntax_errors import LONGEST_CHARACTERS, fault_in

ROOT = Path(__file__).parents[3]
BEFORE_BRACE = "missing before “}”"


# The mark ^ stands before the token that the fault is at.
@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("SELECT * { ?s ?p ^}", f"an object is {BEFORE_BRACE}"),
        ("SELECT * { ?s ^}", f"a predicate is {BEFORE_BRACE}"),
        ("SELECT * { ?s ?p ?o , ^}", f"an object is {BEFORE_BRACE}"),
        ("SELECT * { ?s ?p ?o ; ?q ^} # end", f"an object is {BEFORE_BRACE}"),
        ("SELECT * { ?s ?p [ ?q ^] }", "an object is missing before “]”"),
        ("CONSTRUCT { ?s ?p ^} WHERE { ?s ?p ?o }", f"an object is {BEFORE_BRACE}"),
        ("SELECT * { ?s ?p^", "an object is missing at the end of the query"),
        ("^SELEC ?x { }", "“SELEC” is not known here; did you mean SELECT?"),
        ("^SELECTT ?x {}", "“SELECTT” is not known here; did you mean SELECT?"),
        ("SELECT ^DISTINT ?x {}", "“DISTINT” is not known here; did you mean DISTINCT?"),
        ("SELECT ?x ^WHER { ?x ?y ?z }", "“WHER” is not known here; did you mean WHERE?"),
        ("SELECT * { ?s ?p ?o . ^FLTER(?x) }", "“FLTER” is not known here; did you mean FILTER?"),
        ("ASK {} ^GRUP BY ?s", "“GRUP” is not known here; did you mean GROUP?"),
        (
            "ASK { FILTER(^contain(?x, 'a')) }",
            "“contain” is not known here; did you mean CONTAINS?",
        ),
        ("ASK { FILTER NOT ^EXIST {} }", "“EXIST” is not known here; did you mean EXISTS?"),
        ("^FOO ?x", "SELECT, CONSTRUCT, DESCRIBE or ASK is missing before “FOO”"),
        ("PREFIX e: <http://e/>\n# no more^", None),
        ("SELECT * {^", "the { at line 1, column 10 is not closed at the end of the query"),
        ("SELECT *\n{ { ?s ?p ?o }^ # }", "the { at line 2, column 1 is not closed at the end"),
        ("ASK { FILTER(?o > 3 ^}", "the ( at line 1, column 13 is not closed before “}”"),
        ("ASK { ?s ?p [ ?q ?r ^} }", "the [ at line 1, column 13 is not closed before “}”"),
        ("SELECT * {} ^}", "this } closes nothing"),
        ("ASK { ?s ?p ?o ^) }", "this ) closes nothing"),
        ('ASK { ?s ?p ^"abc }', "this string is not closed"),
        ("ASK { ?s ?p ^'''abc }", "this string is not closed"),
        ("ASK { ?s ^<http://e p> ?o }", "an IRI cannot hold a space"),
        ("ASK { ?s ^<http://e/{x}> ?o }", "an IRI cannot hold “{”"),
        ("ASK {} ORDER ^?s", "BY is missing before “?s”"),
        ("ASK {} LIMIT^", "a number is missing at the end of the query"),
        ("ASK {} LIMIT ^ten", "a number is missing before “ten”"),
        ("SELECT (?a^) {}", "AS is missing before “)”"),
        ("SELECT (COUNT(?x) ^?n) {}", "AS is missing before “?n”"),
        ("SELECT ^{ ?s ?p ?o }", "a variable or * is missing before “{”"),
        ("SELECT ?x WHERE ^?x a ?y }", "“{” is missing before “?x”"),
        (
            "SELECT ?s^, ?p {}",
            "“,” cannot stand here; expected is a variable, FROM, WHERE, “{” or “(",
        ),
        ("SELECT * FROM ^{ ?s ?p ?o }", "an IRI is missing before “{”"),
        ("ASK { GRAPH ^{ ?s ?p ?o } }", "a variable or an IRI is missing before “{”"),
        ("ASK { FILTER ^?o > 3 }", "a condition in brackets is missing before “?o”"),
        ("ASK { FILTER(?x = ^) }", "an expression is missing before “)”"),
        ("ASK { FILTER regex(?o ^'x') }", "“'x'” cannot stand here; expected is “,”, “)”, an op"),
        ("ASK { ?s ?p ?o ^?x }", "“?x” cannot stand here; expected is “,”, “;”, “.”, “}”"),
        ("ASK { VALUES ?x { 1^, 2 } }", "“,” cannot stand here; expected is “}” or a value"),
        ("ASK { ?s ?p 'x'^^ ^}", f"an IRI is {BEFORE_BRACE}"),
        ("ASK { FILTER(?a<?b&&?c>?d) ?s ?p ^}", f"an object is {BEFORE_BRACE}"),
        ("PREFIX ^foo <http://e> ASK {}", "a prefix with a colon is missing before “foo”"),
        ("DESCRIBE^", "a variable, an IRI or * is missing at the end of the query"),
    ],
)
def test_the_fault_is_at_the_token_and_says_what_is_missing(
    marked: str, message: str | None
) -> None:
    head, _, tail = marked.rpartition("^")
    found = fault_in(head + tail)

    assert found is not None
    if message:
        assert found.offset == len(head)
        assert found.message.startswith(message)
    with pytest.raises(SyntaxError):
        ox.Store().query(head + tail)


def test_near_keywords_come_first() -> None:
    found = fault_in("SELECT ?x { ?x a ?y } ODER BY ?x")

    assert found is not None
    assert found.expected[:3] == ["ORDER", "GROUP", "HAVING"]


VALID = [
    "PREFIX e: <http://e/> SELECT DISTINCT ?a (COUNT(*) AS ?n) FROM <g> FROM NAMED <h> WHERE { ?a"
    " a/^e:p*|!(e:q|^e:r)+ ?b ; e:s 'x'@en, \"y\"^^e:t, -1.5e3, true, [] , [ e:p () ] , ( 1 2 ) ."
    " OPTIONAL { ?a e:p _:b } MINUS {} { } UNION { SELECT * {} } GRAPH ?g { ?x ?y ?z } BIND(1 AS ?q)"
    " FILTER(!?a || ?b && ?c + 1 * -2 IN (1, 2) ) FILTER NOT EXISTS { } FILTER e:f(DISTINCT ?x)"
    " VALUES (?v ?w) { (1 UNDEF) } VALUES ?u { e:a } } GROUP BY ?a (STR(?b) AS ?c) UCASE(?d)"
    " HAVING (COUNT(DISTINCT *) > 1) (1) ORDER BY DESC(?a) ?b STR(?c) LIMIT 1 OFFSET 2 VALUES ?z {}",
    "BASE <http://e/> CONSTRUCT FROM <g> WHERE { ?s ?p ?o . }",
    "CONSTRUCT { ?s ?p ?o . } { ?s ?p ?o . FILTER(REGEX(?o, 'x', 'i')) }",
    "DESCRIBE * { ?s ?p ?o }",
    "DESCRIBE <x> ?y",
    "ASK { ?s ?p ?o {| ?a ?b |} , ?q ~ ?r . << ?s ?p ?o >> ?x ?y . ?s ?p <<( ?a ?b ?c )>> }",
    "ASK { LATERAL { } FILTER(COALESCE(?a, GROUP_CONCAT(?x; SEPARATOR=',')) = IF(1, 2, 3)) }",
    "VERSION '1.2' ASK { FILTER(?a < ?b && ?c > ?d) FILTER(?a<3||?b>=4) FILTER(?a NOT IN ()) }",
]


@pytest.mark.parametrize("query", VALID)
def test_valid_queries_have_no_fault(query: str) -> None:
    assert fault_in(query) is None


def test_queries_of_the_project_have_no_fault() -> None:
    files = [*ROOT.glob("bench/queries/*"), *ROOT.glob("mappings/**/*.rq")]
    texts = [file.read_text(encoding="utf-8") for file in files]
    page = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
    texts += re.findall(r"```sparql\n(.*?)```", page, re.DOTALL)

    assert len(texts) > 10
    assert [text for text in texts if fault_in(text)] == []


@given(st.sampled_from(VALID), st.data())
def test_any_token_left_out_twice_or_moved_gives_no_failure(
    query: str, data: st.DataObject
) -> None:
    read = [token.text for token in tokens(query)]
    place = data.draw(st.integers(0, len(read) - 1))
    other = data.draw(st.integers(0, len(read) - 1))
    changed = data.draw(
        st.sampled_from(
            [read[:place] + read[place + 1 :], [*read[:place], read[other], *read[place:]]]
        )
    )
    text = " ".join(changed)

    found = fault_in(text)

    assert found is None or 0 <= found.offset <= len(text)
    assert found is None or (found.message and found.expected)


def test_deep_and_long_queries_are_left_to_the_engine() -> None:
    assert fault_in("ASK " + "{" * 5_000) is None
    assert fault_in("ASK { " + "?s ?p . " * LONGEST_CHARACTERS) is None


@pytest.mark.parametrize(
    "piece", ["<< ", "<<( ", "[ ?p ", "( ", "{ ", "?s ?p [ ?q ( ", "FILTER(( "]
)
def test_nested_beginnings_are_read_once(piece: str) -> None:
    reads = 0

    class Counted(GrammarReader):
        def read_token(self, node: Node, place: int, required: bool) -> int | None:
            nonlocal reads
            reads += 1
            return super().read_token(node, place, required)

    for depth in (10, 20):
        reads = 0
        Counted(list(tokens("ASK { " + piece * depth))).reads_all()
        assert 10 < reads < 400 * depth


def test_the_grammar_has_no_loose_ends() -> None:
    used = {"Query"}

    def walk(node: Node) -> None:
        if node.kind == "rule":
            used.add(node.name)
        if node.kind == "token":
            assert node.name in TERMINALS
        for part in node.parts:
            walk(part)

    for rule in grammar().values():
        walk(rule.node)
    assert used == grammar().keys()


def test_a_question_has_one_mark_at_its_end(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELEC ?x {}"})

    assert json.loads(answer.data)["detail"].endswith("did you mean SELECT?")
