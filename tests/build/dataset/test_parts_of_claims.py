"""Attributions and accounts get ids of their own, and everything leads to the line it stands on."""

from collections.abc import Mapping
from typing import Any

import pytest
from legation_build.dataset import lines_by_iri, written_things
from legation_build.dataset.claim_parts import (
    account_id,
    attributions,
    names_of_entities,
    with_account_ids,
)
from legation_build.dataset.triples import english, number, titled, triple, typed
from legation_build.mapping import DocumentMapping, Mappings, Passage
from legation_build.mapping.strict_yaml import parse
from legation_build.namespaces import BASE, BIL, CODE, ENTITY, XSD
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from support.some import some

HERE = BASE + "f-s/"
NAMES = {"press": "The press", "envoy": "The envoy"}


def told(*claims: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return link → property → value of the chains of some claims."""
    found: dict[str, dict[str, str]] = {}
    for row in attributions(claims, HERE, NAMES):
        assert isinstance(row.subject, NamedNode)
        assert isinstance(row.object, NamedNode | Literal)
        name = row.predicate.value.rpartition("#")[2]
        value = row.object.value.removeprefix(HERE).removeprefix(ENTITY)
        found.setdefault(row.subject.value.removeprefix(HERE), {})[name] = value
    return found


def test_speakers_are_first_in_the_chain_and_who_passed_it_on_follows_in_order() -> None:
    found = told(
        {"id": "c-1", "attributedTo": ["press", "envoy"], "passedOnBy": ["cable", "press"]}
    )
    places = {name: (link["by"], link["position"]) for name, link in found.items() if name != "c-1"}

    assert places == {
        # The press speaks, and passes it on as well.
        "c-1_by_press": ("press", "3"),
        "c-1_by_envoy": ("envoy", "1"),
        "c-1_by_cable": ("cable", "2"),
    }


@pytest.mark.parametrize(
    ("claim", "link", "label"),
    [
        ({"id": "c", "attributedTo": "press"}, "c_by_press", "The press: on whose word"),
        ({"id": "c", "passedOnBy": "cable"}, "c_by_cable", "cable: passes it on"),
    ],
)
def test_a_link_is_called_by_its_name_and_its_part(
    claim: Mapping[str, str], link: str, label: str
) -> None:
    found = told(claim)

    assert found[link]["label"] == label
    assert found["c"] == {"attribution": link}


def test_a_claim_in_the_documents_own_voice_has_no_chain() -> None:
    assert told({"id": "c-1"}, {"id": "c-2", "attributedTo": []}) == {}
    assert told() == {}


def test_accounts_become_things_and_the_mapping_stays_as_it_is() -> None:
    claim = {"id": "c-1", "accounts": {"of": "visit", "givenWhen": "1921"}}
    other = {"id": "c-2"}
    first, second = with_account_ids([claim, other])

    assert first["accounts"] == [
        {
            "id": account_id("c-1", "visit"),
            "type": "Account",
            "label": "What c-1 says about visit",
            "of": "visit",
            "givenWhen": "1921",
        }
    ]
    assert second == other and "accounts" not in second
    assert claim["accounts"] == {"of": "visit", "givenWhen": "1921"}


ENTITIES = parse(
    "entities:\n- id: press\n  label: The press\n- id: envoy\n  label: The envoy\n", "entities.yaml"
)
CLAIMS = parse(
    """claims:
- id: c-1
  states:
  - id: visit
  - id: grain
- id: c-2
  states: visit
""",
    "f-s/claims/01.yaml",
)
CODES = parse("codes:\n- id: topic/grain\n", "f-s/codes.yaml")
DOCUMENT = DocumentMapping(
    "f-s",
    "",
    parse("title: x\n", "f-s/document.yaml"),
    tuple(Passage(f"p-{n}", "sentence", "", "", 0, 1, "", "", "") for n in (1, 2)),
    "f-s/passages.csv",
    (CLAIMS,),
    CODES,
)
MAPPINGS = Mappings({}, {}, (ENTITIES,), (DOCUMENT,))


def test_everything_that_was_written_leads_to_its_file_and_line() -> None:
    assert lines_by_iri(MAPPINGS) == {
        ENTITY + "press": ("entities.yaml", 2),
        ENTITY + "envoy": ("entities.yaml", 4),
        BASE + "f-s": ("f-s/document.yaml", 1),
        HERE + "p-1": ("f-s/passages.csv", 2),
        HERE + "p-2": ("f-s/passages.csv", 3),
        CODE + "topic/grain": ("f-s/codes.yaml", 2),
        HERE + "c-1": ("f-s/claims/01.yaml", 2),
        HERE + "visit": ("f-s/claims/01.yaml", 4),
        HERE + "grain": ("f-s/claims/01.yaml", 5),
        HERE + "c-2": ("f-s/claims/01.yaml", 6),
    }


def test_only_contents_are_marked_as_such_and_one_that_is_named_again_is_not_written_again() -> (
    None
):
    contents = [one.iri for one in some(written_things(MAPPINGS)) if one.is_content]

    assert contents == [HERE + "visit", HERE + "grain"]


def test_entities_are_known_by_their_labels() -> None:
    assert names_of_entities(MAPPINGS) == NAMES
    assert names_of_entities(Mappings({}, {}, (), ())) == {}


def test_terms_are_made_of_text_and_of_terms() -> None:
    node, term = BlankNode("b"), Literal("x")

    assert triple("a:a", "a:b", "a:c") == Triple(*(NamedNode(f"a:{n}") for n in "abc"))
    assert triple(node, "a:b", term) == Triple(node, NamedNode("a:b"), term)
    assert english("x") == Literal("x", language="en")
    assert typed("5", "date") == Literal("5", datatype=NamedNode(XSD + "date"))
    assert number(-5) == Literal("-5", datatype=NamedNode(XSD + "integer"))
    found = list(titled(NamedNode(BIL + "x"), "A title"))
    assert {row.predicate.value.rpartition("/")[2] for row in found} == {
        "rdf-schema#label",
        "title",
    }
    assert {str(row.object) for row in found} == {'"A title"@en'}
