"""The general code lists: few, in two tiers, and about no document."""

from pathlib import Path

import pytest
from legation_build.authoring import codes_in, found_in
from legation_build.mapping.reader import read_mappings
from legation_build.resources import resource
from pyoxigraph import RdfFormat, parse
from rdflib import SKOS, Graph, URIRef
from support.code_use import found_nowhere_else, general_codes, needed, own_codes, sections
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


def test_no_type_is_of_an_event_and_of_a_situation(codes: Graph) -> None:
    mappings = read_mappings([resource("mappings"), Path(__file__).parents[1] / "data/mappings"])
    own = {str(code["id"]) for document in mappings.documents for _, code in document.own_codes()}
    general = {str(code).removeprefix(CODE) for code in codes.subjects(SKOS.inScheme)}
    of_events, of_situations = (
        {code.partition("/")[2] for code in own | general if code.startswith(scheme)}
        for scheme in ("event-type/", "situation-type/")
    )

    assert of_events and of_situations
    assert of_events & of_situations == set()


# What authors of articles about other states looked for, and what is meant for it.
LOOKED_FOR = {
    "end": "ending",
    "failure": "ending",
    "publication": "announcement",
    "election": "vote",
    "rescue": "aid",
    "escalation": "worsening",
    "development aid": "help",
    "continued training": "help",
    "science": "technology",
    "research": "technology",
    "sport": "culture",
    "construction": "economy",
    "republic": "state",
    "energy resources": "goods",
    "information technology": "goods",
    "imports": "export-value",
    "expulsion": "sanction",
    "recruitment": "mobilize",
    "withdrawal": "move",
    "supervise": "aid",
    "descent": "belonging",
    "privilege": "obligation",
    "policy": "position",
    "museum": "facility",
    "sailor": "soldier",
    "healthcare": "health",
    "computers": "goods",
}


@pytest.mark.parametrize("words", LOOKED_FOR)
def test_a_general_code_is_found_for_what_authors_looked_for(words: str) -> None:
    model = [
        quad.triple
        for quad in parse((resource("ontology") / "codes.ttl").read_bytes(), RdfFormat.TURTLE)
    ]

    assert LOOKED_FOR[words] in [code.id for code in found_in(codes_in(model), words)[:3]]


def test_a_broader_code_is_one_of_the_same_list(codes: Graph) -> None:
    for code, above in some(codes.subject_objects(SKOS.broader)):
        assert codes.value(code, SKOS.inScheme) == codes.value(above, SKOS.inScheme), code


def test_under_a_tenth_of_what_a_section_needs_is_found_nowhere_else() -> None:
    lists = general_codes(resource("ontology") / "codes.ttl")
    used = sections(resource("mappings") / "azerbaijan-israel", lists)

    for name, alone in some(found_nowhere_else(used, lists).items()):
        assert len(alone) < len(used[name]) / 10, (name, alone)


def test_every_role_and_kind_of_a_document_has_a_general_one() -> None:
    lists = general_codes(resource("ontology") / "codes.ttl")
    own = own_codes(resource("mappings") / "azerbaijan-israel")

    for code in some(code for code in own if code.startswith(("role/", "kind/"))):
        assert needed(code, own, lists) in lists, code
