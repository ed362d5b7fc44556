"""What is compared and counted is each thing once: figures, pairs, differences and denials."""

import pytest
from legation_server.site_index import (
    DIFFERENCES,
    SiteIndex,
    below,
    class_properties,
    class_sets,
    classes_of,
    commodities,
    denials,
    differences,
    entities_of_class,
    entities_with_item,
    entity_count,
    entity_items,
    entity_names,
    entity_numbers,
    figures,
    figures_about,
    figures_measuring,
    measures,
    most_used_codes,
    most_used_entities,
    outlines,
    pairs,
    pairs_among,
    pairs_of,
    paths_in_order,
    property_lists,
)
from support.written_index import Cells, index_fixture, written_index
from support.written_world import (
    ALLIED,
    C_DENIAL,
    DEFENCE,
    ECONOMY,
    FIREFLY,
    FREEDONIA,
    HERALD,
    NOBODY,
    OIL,
    OIL_TRADE,
    RATIO,
    RECOGNIZED,
    SHARE,
    SPIES,
    SUM,
    SYLVANIA,
    TRADE,
    VALUE,
    WORLD,
)

COUNTRY, THING = "https://schema.org/Country", "https://schema.org/Thing"


index = index_fixture(WORLD)


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        (ECONOMY, [ECONOMY, TRADE, OIL_TRADE]),
        (TRADE, [TRADE, OIL_TRADE]),
        (OIL, [OIL]),
        (10**9, [10**9]),
    ],
)
def test_below_a_code_are_all_narrower_ones_and_itself(
    index: SiteIndex, code: int, numbers: list[int]
) -> None:
    assert below(index, code) == numbers


def test_codes_that_are_each_others_broader_one_come_to_an_end(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rows: list[Cells] = [{"id": 1, "path": "a", "label": "a", "broader": 2}, {"id": 2, "path": "b", "label": "b", "broader": 1}]  # fmt: skip
    with written_index(tmp_path_factory.mktemp("one"), {"code": rows}) as circle:
        assert below(circle, 1) == [1, 2]


def test_figures_are_sorted_by_measure_and_those_without_a_year_come_last(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rows: list[Cells] = [
        {"id": 1, "label": "a", "measure": 2},
        {"id": 2, "label": "b", "measure": 1},
        {"id": 3, "label": "c", "measure": 1, "year": 1931, "earliest": "1931-01-01"},
        {"id": 4, "label": "d", "measure": 1, "year": 1930, "earliest": "1930-02-01"},
        {"id": 5, "label": "e"},
    ]
    with written_index(tmp_path_factory.mktemp("one"), {"statement": rows}) as index:
        assert figures(index) == [4, 3, 2, 1]
        assert figures_measuring(index, [2]) == [1]
        assert figures_measuring(index, []) == []


def test_measures_that_most_figures_have_come_first(index: SiteIndex) -> None:
    assert [(code.id, count) for code, count in measures(index)] == [(SHARE, 1), (VALUE, 1)]


def test_a_figure_is_about_what_it_quantifies_is_about(index: SiteIndex) -> None:
    """The ratio has no commodity of its own; the alliance that it quantifies has."""
    assert figures_about(index, [OIL]) == [RATIO, SUM]
    assert figures_about(index, [DEFENCE]) == []
    assert [(code.id, count) for code, count in commodities(index)] == [(OIL, 2)]


def test_a_difference_counts_once_whichever_way_it_is_told(index: SiteIndex) -> None:
    assert [(link.subject, link.property, link.object) for link in differences(index)] == [
        (RECOGNIZED, "contradicts", SPIES),
        (SUM, "differsInYear", RATIO),
    ]
    assert DIFFERENCES[0] == "contradicts"


def test_what_differs_or_is_denied_makes_a_case_with_its_topics_and_broader_ones(
    index: SiteIndex,
) -> None:
    found: list[object] = [
        (one.name, one.claim, one.numbers, one.reasons, set(one.topics), one.pairs)
        for one in outlines(index)
    ]

    assert found == [
        ("allied", C_DENIAL, (ALLIED, SPIES), ("denied",), {ECONOMY}, 0),
        ("recognized", None, (RECOGNIZED, SPIES), ("contradicts",), {ECONOMY}, 1),
        ("sum", None, (SUM, RATIO), ("differsInYear",), {ECONOMY, TRADE, OIL_TRADE}, 1),
    ]


def test_pairs_that_share_a_statement_are_one_case(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    links: list[Cells] = [
        {"subject": 1, "property": "differsInYear", "object": 2},
        {"subject": 3, "property": "differsInScope", "object": 4},
        {"subject": 5, "property": "contradicts", "object": 6},
        # It joins the first two.
        {"subject": 2, "property": "differsInUnit", "object": 4},
        # Two statements that differ in two ways are one pair.
        {"subject": 1, "property": "differsInUnit", "object": 2},
    ]
    rows: list[Cells] = [{"id": n, "path": f"d/s-{n}", "label": str(n)} for n in range(1, 7)]
    tables = {"statement": rows, "statement_link": links}
    with written_index(tmp_path_factory.mktemp("one"), tables) as index:
        found = [(one.name, one.numbers, one.reasons, one.pairs) for one in outlines(index)]

    assert found == [
        ("s-5", (5, 6), ("contradicts",), 1),
        ("s-1", (1, 2, 3, 4), ("differsInYear", "differsInScope", "differsInUnit"), 3),
    ]


def test_a_denial_names_all_that_it_denies(index: SiteIndex) -> None:
    assert denials(index) == [(C_DENIAL, [ALLIED, SPIES])]


def test_pairs_have_their_statements_added_up_the_most_first(index: SiteIndex) -> None:
    found = [
        (pair.one.id, pair.other.id, pair.firm, pair.open, pair.total) for pair in pairs(index, 9)
    ]

    assert found == [
        (SYLVANIA, HERALD, 0, 9, 9),
        (FREEDONIA, SYLVANIA, 3, 1, 4),
        (FREEDONIA, FIREFLY, 4, 0, 4),
    ]
    assert len(pairs(index, 2)) == 2


def test_the_one_asked_for_comes_first_in_each_of_its_pairs(index: SiteIndex) -> None:
    found = [
        (pair.one.id, pair.other.id, pair.firm, pair.open) for pair in pairs_of(index, SYLVANIA, 9)
    ]

    assert found == [(SYLVANIA, HERALD, 0, 9), (SYLVANIA, FREEDONIA, 3, 1)]
    assert pairs_of(index, NOBODY, 9) == []
    assert len(pairs_of(index, SYLVANIA, 1)) == 1


def test_pairs_among_some_have_both_ends_there(index: SiteIndex) -> None:
    found = pairs_among(index, [FREEDONIA, SYLVANIA, NOBODY])

    assert [(pair.one.id, pair.other.id) for pair in found] == [(FREEDONIA, SYLVANIA)]
    assert pairs_among(index, []) == []


def test_classes_are_told_by_entity_and_by_what_stands_together(index: SiteIndex) -> None:
    assert classes_of(index, [FREEDONIA, NOBODY]) == {FREEDONIA: [COUNTRY, THING]}
    assert class_sets(index) == {frozenset({COUNTRY, THING}): 2, frozenset({THING}): 1}


def test_entities_of_a_class_are_those_named_most(index: SiteIndex) -> None:
    assert entities_of_class(index, [THING], 9) == [FREEDONIA, SYLVANIA, FIREFLY]
    assert entities_of_class(index, [THING, COUNTRY], 2) == [FREEDONIA, SYLVANIA]
    assert entities_of_class(index, [], 9) == []


def test_what_is_used_most_comes_first(index: SiteIndex) -> None:
    assert [one.id for one in most_used_entities(index, 3)] == [FREEDONIA, SYLVANIA, FIREFLY]
    assert [one.id for one in most_used_codes(index, 2)] == [ECONOMY, TRADE]
    assert most_used_codes(index, 0) == []


def test_an_item_of_wikidata_may_stand_for_two_and_two_for_one(index: SiteIndex) -> None:
    assert entities_with_item(index, "Q1") == [FREEDONIA, NOBODY]
    assert entities_with_item(index, "Q2") == []
    assert entity_items(index, [FREEDONIA, SYLVANIA]) == {FREEDONIA: ["Q1", "Q20"]}


def test_entities_are_found_by_paths_and_named(index: SiteIndex) -> None:
    assert entity_numbers(index, ["id/herald", "id/nobody-else", "code/topic/trade"]) == {
        "id/herald": HERALD
    }
    names = entity_names(index, [FREEDONIA, SYLVANIA, NOBODY])
    assert {number: [name.value for name in found] for number, found in names.items()} == {
        FREEDONIA: ["Freedonia", "Fridoniya", "Land of the Brave"],
        SYLVANIA: ["Sylvania"],
    }
    assert entity_count(index) == 6


def test_paths_are_told_in_parts_without_a_gap(index: SiteIndex) -> None:
    whole = paths_in_order(index, 0, 100)

    assert whole == sorted(whole)
    assert [*paths_in_order(index, 0, 4), *paths_in_order(index, 4, 100)] == whole
    assert paths_in_order(index, 6, 5) == []


def test_properties_are_told_by_class_and_lists_by_property(index: SiteIndex) -> None:
    assert class_properties(index) == {"id/": ["ns#when"], "ns#Event": ["ns#place", "ns#when"]}
    assert property_lists(index) == {"ns#type": ["attribute-type", "event-type"]}
