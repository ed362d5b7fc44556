"""Documents, passages, entities, codes and names are read exactly as they stand in the index."""

from pathlib import Path

import pytest
from legation_server.site_index import (
    SiteIndex,
    absolute,
    code_at,
    codes,
    codes_of,
    document_at,
    document_count,
    documents,
    documents_numbered,
    entities,
    entity_at,
    names_of,
    passage_at,
    passages,
    passages_of,
    states,
)
from support.written_index import index_fixture, written_index
from support.written_world import FIREFLY, FREEDONIA, SYLVANIA, TRADE, WORDS, WORLD

UNKNOWN = 10**9


index = index_fixture(WORLD, WORDS)


def test_documents_come_in_order_and_no_more_than_asked_for(index: SiteIndex) -> None:
    assert [one.path for one in documents(index, 10)] == ["freedonia-sylvania", "freedonia-at-sea"]
    assert [one.id for one in documents(index, 1)] == [1]
    assert documents(index, 0) == []
    assert document_count(index) == 2


def test_documents_are_found_by_number_each_once(index: SiteIndex) -> None:
    found = documents_numbered(index, [2, 1, 2, UNKNOWN])

    assert {number: one.path for number, one in found.items()} == {
        1: "freedonia-sylvania",
        2: "freedonia-at-sea",
    }
    assert documents_numbered(index, []) == {}


def test_the_states_are_those_that_documents_are_about(index: SiteIndex) -> None:
    assert states(index) == {"id/freedonia", "id/sylvania"}
    document = document_at(index, "freedonia-at-sea")
    assert document is not None
    assert document.pair == ()


@pytest.mark.parametrize("path", ["", "/freedonia-sylvania", "Freedonia-Sylvania", "%", "id/_reedonia"])  # fmt: skip
def test_a_path_is_met_whole_or_not_at_all(index: SiteIndex, path: str) -> None:
    assert document_at(index, path) is None
    assert entity_at(index, path) is None
    assert code_at(index, path) is None
    assert passage_at(index, path) is None


def test_passages_are_in_the_order_of_their_document(index: SiteIndex) -> None:
    assert [one.label for one in passages_of(index, 1)] == [
        "heading History", "sentence 1", "sentence 2", "list item 3",
    ]  # fmt: skip
    assert [one.path for one in passages_of(index, 2)] == ["freedonia-at-sea/p-1"]
    assert passages_of(index, UNKNOWN) == []


def test_a_passage_has_its_words_where_the_release_has_them(index: SiteIndex) -> None:
    found = passages(index, [2, 4, UNKNOWN])

    assert {number: one.text for number, one in found.items()} == {2: WORDS[2], 4: None}
    assert (found[2].first_words, found[2].last_words) == ("On 3 May", "recognized Sylvania.")
    assert found[2].heading == 1


def test_no_passage_has_words_in_a_release_without_texts(tmp_path: Path) -> None:
    with written_index(tmp_path, WORLD) as without:
        assert {one.text for one in passages_of(without, 1)} == {None}


def test_entities_and_codes_are_found_by_number(index: SiteIndex) -> None:
    people = entities(index, [FIREFLY, FREEDONIA, UNKNOWN])
    terms = codes(index, [TRADE, UNKNOWN])

    assert {number: one.label for number, one in people.items()} == {
        FREEDONIA: "Freedonia",
        FIREFLY: "Rufus Firefly",
    }
    assert (people[FIREFLY].says, people[FIREFLY].description) == (1, "president")
    assert {number: (one.name, one.uses) for number, one in terms.items()} == {TRADE: ("trade", 2)}


def test_more_numbers_are_looked_up_than_a_query_of_sqlite_may_have(index: SiteIndex) -> None:
    many = [*range(1_000, 3_000), SYLVANIA]

    assert list(entities(index, many)) == [SYLVANIA]


def test_codes_of_a_list_are_sorted_by_their_paths(index: SiteIndex) -> None:
    assert [one.name for one in codes_of(index, "topic")] == ["economy", "oil-trade", "trade"]
    assert codes_of(index, "") == []


def test_names_are_those_of_a_kind_of_thing(index: SiteIndex) -> None:
    """An entity and a code may have the same number."""
    names = names_of(index, "entity", FREEDONIA)

    assert [(one.language, one.kind, one.value) for one in names] == [
        ("en", "pref", "Freedonia"),
        ("az", "pref", "Fridoniya"),
        ("en", "alt", "Land of the Brave"),
    ]
    assert [one.value for one in names_of(index, "code", FREEDONIA)] == ["economy"]
    assert names_of(index, "entity", FIREFLY) == []


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        ("ns#Event", "https://example.org/ns#Event"),
        ("", "https://example.org/"),
        ("https://schema.org/Place", "https://schema.org/Place"),
        ("urn:x", "https://example.org/urn:x"),
    ],
)
def test_a_path_follows_the_base_and_an_iri_stands_alone(path: str, iri: str) -> None:
    assert absolute(path, "https://example.org/") == iri
