"""Which queries look one thing up, and what they look up."""

import pytest
from legation_server.namespaces import RDF_TYPE
from legation_server.sparql.lookup import Lookup, as_lookup
from legation_server.sparql.query_terms import named_terms
from legation_server.sparql.terms import leading_declarations
from legation_server.sparql.wdqs.prefixes import QUERY_SERVICE_PREFIXES

PREFIXES = {"e": "http://e/", "": "http://empty/"}
SUBJECT, PREDICATE, OBJECT = (f"http://e/{name}" for name in "spo")
ALL = (SUBJECT, PREDICATE, OBJECT)


@pytest.mark.parametrize(
    ("text", "lookup"),
    [
        ("ASK { e:s e:p e:o }", Lookup(SUBJECT, PREDICATE, OBJECT, (), False, (), ("e",), ALL)),
        (
            "ask{<http://e/s> a ?class.}",
            Lookup(SUBJECT, RDF_TYPE, None, named=(SUBJECT,)),
        ),
        (
            "SELECT ?o WHERE { e:s e:s ?o . } # all",
            Lookup(SUBJECT, SUBJECT, None, (("o", 2),), False, (), ("e",), (SUBJECT,)),
        ),
        (
            "SELECT ?o ?s\n{ ?s ?p ?o }\n# one\n  # two",
            Lookup(None, None, None, (("o", 2), ("s", 0))),
        ),
        (
            "DESCRIBE e:s",
            Lookup(SUBJECT, None, None, describes=True, prefixes=("e",), named=(SUBJECT,)),
        ),
        (
            "PREFIX : <http://f/> ASK { :s e:p ?o }",
            Lookup(
                "http://f/s",
                PREDICATE,
                None,
                namespaces=("http://f/",),
                prefixes=("e",),
                named=("http://f/s", PREDICATE),
            ),
        ),
    ],
)
def test_a_query_of_one_pattern_is_a_look_up(text: str, lookup: Lookup) -> None:
    assert as_lookup(*leading_declarations(text), PREFIXES) == lookup


@pytest.mark.parametrize("subject", ["e:s", "<http://e/s>", "?s", "hint:Query"])
@pytest.mark.parametrize("verb", ["a", "e:s", "?p"])
@pytest.mark.parametrize("value", ["e:o", "?o", "<urn:o>"])
def test_it_names_what_its_tokens_name(subject: str, verb: str, value: str) -> None:
    prefixes = {**PREFIXES, **QUERY_SERVICE_PREFIXES}
    pattern = f"{{ {subject} {verb} {value} }}"

    named = named_terms(f"ASK {pattern}", prefixes)

    # A group in a group is no look-up.
    assert named == named_terms(f"ASK {{ {pattern} }}", prefixes)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { e:s e:p e:o . e:s e:p e:o }",
        "ASK { e:s A e:o }",
        "ASKWHERE { e:s e:p e:o }",
        "ASK { e:s e:p 'o' }",
        "ASK { e:s e:p e:o } LIMIT 1",
        "ASK { e:s unknown:p e:o }",
        "ASK { e:s e:p e:o.o }",
        "ASK { ?x ?p ?x }",
        "ASK FROM e:g { e:s e:p e:o }",
        "BASE <http://e/> ASK { <s> e:p e:o }",
        "SELECT * { e:s e:p ?o }",
        "SELECT DISTINCT ?o { e:s e:p ?o }",
        "SELECT ?o ?o { e:s e:p ?o }",
        "SELECT ?x { e:s e:p ?o }",
        "SELECT ?o { e:s e:p+ ?o }",
        "SELECT ?o { GRAPH ?g { e:s e:p ?o } }",
        "DESCRIBE ?s { ?s e:p e:o }",
        "DESCRIBE e:s e:o",
        # Where such IRIs are read, their dots are removed.
        "ASK { <http://e/a/../s> e:p e:o }",
        "ASK { <urn:../s> e:p e:o }",
        "ASK { e:s e:p e:o } #" + 1_000 * "x",
    ],
)
def test_all_others_are_not(text: str) -> None:
    assert as_lookup(*leading_declarations(text), PREFIXES) is None
