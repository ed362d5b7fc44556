"""No text makes the server read it again and again: what is done to it takes time in proportion."""

import resource
import subprocess
import sys

import pytest
from legation_server.errors import Problem
from legation_server.results.etags import is_volatile
from legation_server.sparql.guard import check_query
from legation_server.sparql.lexer import tokens

LENGTH = 50_000
# A multiple of what all of these take together, and a fraction of what one takes in square time.
PROCESSOR_SECONDS = 30
PIECES = [
    *("construct ", "construct{", "service ", "SERVICE<", "{", "(", "<", "<a", "<<", '"', "'"),
    *('"""', "'''", "\\", "#", "#\n", "a:b ", "a.", "?x ", "@a-", "prefix a:<b> ", "select*"),
    *('\\"', '"\\', "'\\", '"""\\', "'''\\", '"\\ service ', "'''\\ service ", "a:\\#", "<a>#'"),
    *("service", "service#", "service?x", "SERVICE silent", "FROM <g> ", "REPLACE('(','$1',"),
    *("<< ", "<<( ", "GROUP_CONCAT(", "SELECT(?x AS ?x)", "?a<?b&&?c>?d||", "a.b.c:d.e.f "),
    *("with {", "include %n ", "hint:Prior ", "SERVICE wikibase:label {", "_:", "[", "é", " "),
]
PROGRAM = """
import sys
from legation_server.results.etags import is_volatile
from legation_server.errors import Problem
from legation_server.query import Task
from legation_server.sparql.guard import check_query
from legation_server.sparql.lexer import first_keyword, nesting
from legation_server.isolation.long_queries import digest
from legation_server.protocol.negotiation import parse_accept
from legation_server.sparql.engine_forms.rewrite import after_refusal, for_engine
from legation_server.sparql.rewriting import Rewriting
from legation_server.sparql.syntax_errors import fault_in
from legation_server.sparql.terms import with_prefixes
from legation_server.sparql.wdqs.dialect import as_sparql
for piece in eval(sys.argv[1]):
    text = (piece * (int(sys.argv[2]) // len(piece) + 1))[:int(sys.argv[2])]
    digest(Task(text)), is_volatile(text), first_keyword(text), nesting(text)
    with_prefixes(text, {}), parse_accept('text/csv;x="' + text)
    for_engine(Rewriting(text, text), {}, 'http://e/'), fault_in(text[:19_000])
    for careful in (
        check_query,
        lambda text: as_sparql(text, {}),
        lambda text: after_refusal(Rewriting(text, text), {}),
    ):
        try:
            careful(text)
        except Problem:
            pass
"""


def limit_processor() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))


@pytest.mark.uncounted
def test_no_repetition_costs_more_than_its_length() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, repr(PIECES), str(LENGTH)],
        preexec_fn=limit_processor,
        check=False,
    )

    assert done.returncode == 0


def test_a_long_string_that_nothing_closes_is_one_token() -> None:
    kinds = [token.kind for token in tokens('ASK { ?s ?p "' + "\\' x" * 100)]

    assert kinds == ["word", "mark", "variable", "variable", "unclosed"]


def test_a_short_quote_that_nothing_closes_hides_nothing() -> None:
    texts = [token.text for token in tokens("ASK { FILTER(?o<'>') ?s z:p ?v }")]

    assert texts[-4:] == ["?s", "z:p", "?v", "}"]


def test_too_many_quotes_are_refused() -> None:
    with pytest.raises(Problem) as caught:
        check_query("SERVICE " + "'\n" * 30_000)

    assert caught.value.kind == "query-too-complex"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT (now() AS ?t) {}", True),
        ("SELECT * { SERVICE <http://e/> {} }", True),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o BIND(BNODE() AS ?b) }", True),
        ("CONSTRUCT { _:b ?p ?o } WHERE { ?s ?p ?o }", False),
        ("CONSTRUCT { ?s ?p [] } WHERE { ?s ?p ?o }", False),
        ("SELECT * { ?s ?p [] }", False),
        ("SELECT ?nowhere { ?s ?p ?o }", False),
    ],
)
def test_what_may_change_each_time_is_known(query: str, expected: bool) -> None:
    assert is_volatile(query) is expected
