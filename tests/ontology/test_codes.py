"""The general code lists: few, in two tiers, and about no document."""

import pytest
from legation_build.resources import resource
from rdflib import SKOS, Graph, URIRef
from support.some import some

CODE = "https://w3id.org/legation/code/"
MOST_CODES = 180
MOST_TOP_CODES = {"event-type": 24, "situation-type": 14}


@pytest.fixture(scope="module")
def codes() -> Graph:
    return Graph().parse(resource("ontology") / "codes.ttl")


def test_there_are_few_codes(codes: Graph) -> None:
    assert 100 < len(set(codes.subjects(SKOS.inScheme))) <= MOST_CODES


@pytest.mark.parametrize("name", MOST_TOP_CODES)
def test_types_have_two_tiers(codes: Graph, name: str) -> None:
    members = set(some(codes.subjects(SKOS.inScheme, URIRef(CODE + name))))
    top = {code for code in members if codes.value(code, SKOS.broader) is None}

    assert 10 < len(top) <= MOST_TOP_CODES[name]
    for code in some(members - top):
        assert codes.value(code, SKOS.broader) in top, code


def test_a_broader_code_is_one_of_the_same_list(codes: Graph) -> None:
    for code, above in some(codes.subject_objects(SKOS.broader)):
        assert codes.value(code, SKOS.inScheme) == codes.value(above, SKOS.inScheme), code
