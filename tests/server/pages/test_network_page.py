"""The network shows whom statements name together, as a ring and as a table."""

import re

from flask.testing import FlaskClient
from legation_server.pages.network.ring import NUMBER_GAP, Edge, ring
from legation_server.site_index import SiteIndex, entity_at, pairs, pairs_among, pairs_of
from support.in_process import rows
from support.memory_store import MemoryStore
from support.some import some

COUNT = """SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a bil:Content ; ?role <%s> ; ?otherRole <%s> .
  FILTER NOT EXISTS { ?s a bil:Attribute }
  FILTER (?role NOT IN (bil:attributedTo, bil:involves) && ?otherRole NOT IN (bil:attributedTo, bil:involves)) }"""
BASE = "https://w3id.org/legation/"


def test_pairs_are_counted_as_a_query_counts_them(
    index: SiteIndex, published_store: MemoryStore
) -> None:
    for pair in some(pairs(index, 5)):
        query = COUNT % (BASE + pair.one.path, BASE + pair.other.path)
        assert rows(published_store.triples, query) == [(str(pair.total),)]
        assert pair.total == pair.firm + pair.open


def test_an_entity_comes_first_in_its_pairs(index: SiteIndex) -> None:
    israel = entity_at(index, "id/israel")
    assert israel

    assert {pair.one for pair in some(pairs_of(index, israel.id, 50))} == {israel}


def test_pairs_among_some_leave_out_the_others(index: SiteIndex) -> None:
    first = pairs(index, 1)[0]

    assert pairs_among(index, [first.one.id, first.other.id]) == [first]


def test_things_stand_clockwise_on_a_ring() -> None:
    knots = ring(["n", "e", "s", "w"], []).knots

    assert [(knot.x, knot.y) for knot in knots] == [(380, 180), (580, 380), (380, 580), (180, 380)]
    assert [knot.anchor for knot in knots] == ["start", "start", "start", "end"]


def test_a_line_tells_how_many_and_how_firmly() -> None:
    curves = ring(["a", "b", "c"], [Edge("a", "b", 9, 0), Edge("b", "c", 0, 1)]).curves

    assert [curve.dashed for curve in curves] == [True, False]
    assert curves[0].width < curves[1].width


def test_the_table_has_every_pair_of_an_entity(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    page = published_client.get("/network/alexander-lapshin").text
    lapshin = entity_at(index, "id/alexander-lapshin")
    assert lapshin

    (table,) = re.findall(r"<tbody>.*?</tbody>", page, re.DOTALL)
    assert table.count("<tr>") == len(pairs_of(index, lapshin.id, 100))
    assert "Belarus" in table


def test_numbers_on_a_ring_stand_outside_it() -> None:
    (top, *_) = ring(["n", "e", "s", "w"], []).knots

    assert (top.number_x, top.number_y) == (top.x, top.y - NUMBER_GAP)


def test_the_list_says_whose_the_numbers_on_the_ring_are(published_client: FlaskClient) -> None:
    page = published_client.get("/network").text
    numbers = re.findall(r'<text class="number"[^>]*>(\d+)</text><text class="name"[^>]*>(.)', page)
    (listed,) = re.findall(r'<ol class="knots">.*?</ol>', page, re.DOTALL)
    names = re.findall(r">([^<]+)</a>", listed)

    assert [int(number) for number, _ in numbers] == list(range(1, len(names) + 1))
    assert [start for _, start in some(numbers)] == [name[0] for name in names]
