"""A type says once which roles its contents have, and which plain property they stand for."""

from collections.abc import Iterable

import pytest
from legation_build.dataset.assemble import model_triples
from legation_build.dataset.derive import derive
from legation_build.dataset.expand import expand
from legation_build.dataset.patterns import Pattern, effective_patterns, narrowest
from legation_build.dataset.vocabulary import vocabulary_of
from legation_build.mapping.reader import read_mappings
from legation_build.mapping.strict_yaml import parse
from legation_build.namespaces import BASE, BIL, ENTITY
from legation_build.pipeline import model_bytes
from legation_build.resources import resource

HERE = BASE + "freedonia-sylvania/"
CONTEXT = read_mappings([resource("mappings")]).context
MODEL = model_triples(model_bytes())
WORDS = vocabulary_of([*MODEL["ontology"], *MODEL["codes"]])


def derived(*contents: str, modality: str = "asserted") -> set[tuple[str, str, str]]:
    """Return what follows from contents that one claim states, with the names of the terms."""
    claim = f"{{id: c-one, type: Claim, evidence: p-one, modality: {modality}, stance: affirms"
    states = ", ".join(f"{{id: x-{n}, {content}}}" for n, content in enumerate(contents))
    block = parse(f"claims:\n- {claim}, states: [{states}]}}\n", "claims.yaml")
    assert not block.problems
    found = derive(list(expand(block.data, CONTEXT, HERE)), WORDS)
    return {(names(t.subject), names(t.predicate), names(t.object)) for t in found}


def names(term: object) -> str:
    text = str(getattr(term, "value", term))
    for prefix in (HERE, ENTITY, BIL):
        text = text.removeprefix(prefix)
    return text


def about(triples: Iterable[tuple[str, str, str]], thing: str) -> set[tuple[str, str]]:
    return {(predicate, value) for subject, predicate, value in triples if subject == thing}


@pytest.mark.parametrize(
    ("content", "triples"),
    [
        ("situationType: location, actor: town, place: district", {("locatedIn", "district")}),
        ("situationType: embassy, actor: town, place: sylvania", {("hasEmbassyIn", "sylvania")}),
        ("situationType: residence, actor: town, place: valley", {("livesIn", "valley")}),
        (
            "situationType: home-country, actor: town, target: sylvania",
            {("hasCountry", "sylvania")},
        ),
        ("situationType: relations, participant: [town, sylvania]", set()),
        ("situationType: alliance, participant: [town, sylvania]", {("alliedWith", "sylvania")}),
        ("situationType: membership, target: league", set()),
    ],
)
def test_the_narrowest_type_says_the_plain_property(
    content: str, triples: set[tuple[str, str]]
) -> None:
    assert about(derived(f"type: Situation, {content}"), "town") == triples


def test_what_stands_on_a_sources_word_gives_no_plain_triple() -> None:
    content = "type: Situation, situationType: location, actor: town, place: district"

    assert about(derived(content, modality="attributed"), "town") == set()


WAR = "type: Event, eventType: war, participant: [freedonia, sylvania], namedEvent: border-war"


def test_who_is_in_a_named_war_took_part_in_it() -> None:
    found = derived(WAR)

    assert about(found, "freedonia") == {("tookPartIn", "border-war")}
    assert ("x-0", "involves", "border-war") in found


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (["1931"], {("when", "1931"), ("earliest", "1931-01-01"), ("latest", "1931-12-31")}),
        (["1931-02", "1932"], set()),
        (
            ["1931/1932", "1931-02"],
            {("when", "1931/1932"), ("earliest", "1931-01-01"), ("latest", "1932-12-31")},
        ),
        (["1931", "1932/.."], {("when", "1931/.."), ("earliest", "1931-01-01")}),
        (["1931/..", "../1933"], set()),
    ],
)
def test_a_named_event_has_the_time_of_its_contents(
    times: list[str], expected: set[tuple[str, str]]
) -> None:
    found = derived(*(f"{WAR}, when: {time}" for time in times))

    assert about(found, "border-war") == expected


def test_a_stretch_of_a_named_event_says_nothing_of_its_end() -> None:
    stretch = "type: Event, eventType: war, partOfEvent: 'entity:border-war', when: 1932"
    found = derived(f"{WAR}, when: 1931/..", stretch)

    assert about(found, "border-war") == {("when", "1931/.."), ("earliest", "1931-01-01")}


def test_a_named_event_has_no_time_that_the_document_does_not_state() -> None:
    found = derived(f"{WAR}, when: 1931", modality="attributed")

    assert about(found, "border-war") == set()


def test_a_code_without_roles_has_those_of_its_broader_code() -> None:
    wide = Pattern("locatedIn", "actor", "place", frozenset({"actor", "place"}))
    own = {
        "wide": wide,
        "narrow": Pattern("capitalOf", "actor", "place"),
        "apart": Pattern(required=frozenset({"target"})),
    }
    broader = {name: ["wide"] for name in ("narrow", "plain", "apart")} | {"deep": ["plain"]}

    found = effective_patterns(own, broader)

    assert found["plain"] == found["deep"] == wide
    assert found["narrow"] == Pattern("capitalOf", "actor", "place", wide.required)
    assert found["apart"] == own["apart"]


def test_a_circle_of_codes_ends() -> None:
    assert effective_patterns({}, {"one": ["other"], "other": ["one"]}) == {}


def test_the_narrowest_are_those_that_no_other_is_narrower_than() -> None:
    broader = {"capital": {"location"}, "embassy": {"mission"}}

    assert narrowest(["location", "capital", "mission"], broader) == ["capital", "mission"]
