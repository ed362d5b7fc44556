"""Queries that join what is here with what Wikidata has, asked on either side.

An endpoint on this machine stands in for Wikidata's; the queries are those of docs/wikidata.md.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import requests
from support.guides import HERE, recipes
from support.server_processes import Served, start_server
from support.small_release import CC0
from support.stand_in import StandIn, stand_in

WIKIDATA = "https://query.wikidata.org/sparql"
ITEM = "http://www.wikidata.org/entity/"
QUERIES = [recipe for recipe in recipes("wikidata.md") if recipe.language == "sparql"]
OUT = [recipe.text for recipe in QUERIES if recipe.heading == "Asking Wikidata from here"]
(IN,) = (recipe.text for recipe in QUERIES if recipe.heading == "Asking here from Wikidata")
# As the query service sends it: variables in a row, bindings behind the group.
SENT = """SELECT ?item ?place WHERE {
  ?sender <http://www.w3.org/2004/02/skos/core#exactMatch> ?item ;
    <https://w3id.org/legation/ns#hasEmbassyIn> ?place .
}
VALUES ( ?item) { ( <http://www.wikidata.org/entity/Q801> ) ( <http://www.wikidata.org/entity/Q43> ) }"""


@pytest.fixture(scope="module")
def wikidata() -> Iterator[StandIn]:
    with stand_in(Path(__file__).parents[2] / "data" / "wikidata-stand-in.ttl") as running:
        yield running


@pytest.fixture(scope="module")
def ours(published: Path, wikidata: StandIn) -> Iterator[Served]:
    """A server that may call the endpoint that stands in for Wikidata's."""
    served = start_server(
        published, "--workers", "4", "--service-allow", wikidata.url, "--service-private"
    )
    yield served
    served.stop()


def rows(served: Served, query: str, endpoint: str = "/sparql") -> list[list[str]]:
    response = served.select(query, endpoint, format="csv")
    assert response.status_code == 200, response.text
    return list(csv.reader(response.text.splitlines()))[1:]


def endpoint_for(query: str) -> str:
    """Return the endpoint that the page names for a query: that of the view for its statements."""
    return "/wd/sparql" if "?stateItem p:P530 ?statement" in query else "/sparql"


def test_what_is_here_joins_what_wikidata_says(ours: Served, wikidata: StandIn) -> None:
    relations, populations, missing = (
        rows(ours, query.replace(WIKIDATA, wikidata.url), endpoint_for(query)) for query in OUT
    )

    assert relations == [["Iran", ITEM + "Q2301356"], ["Turkey", ITEM + "Q182231"]]
    assert populations == [["Azerbaijan", "3"], ["Israel", "5"]]
    assert {tuple(row[:3]) for row in missing} == {
        ("Azerbaijan", "Israel", "1992-04-07T00:00:00Z"),
        ("Israel", "Azerbaijan", "1992-04-07T00:00:00Z"),
    }
    assert all(row[3].startswith("https://w3id.org/legation/") for row in missing)


def test_what_wikidata_is_sent_is_narrow_by_itself(ours: Served, wikidata: StandIn) -> None:
    for query in OUT:
        wikidata.queries.clear()
        rows(ours, query.replace(WIKIDATA, wikidata.url), endpoint_for(query))
        (sent,) = wikidata.queries

        assert "VALUES" in sent or f"<{ITEM}Q801>" in sent


def test_labels_held_here_go_with_what_wikidata_says(ours: Served, wikidata: StandIn) -> None:
    query = f"""SELECT ?itemLabel ?capitalLabel WHERE {{
        SERVICE <{wikidata.url}> {{ VALUES ?item {{ wd:Q227 }} ?item wdt:P36 ?capital }}
        SERVICE wikibase:label {{ bd:serviceParam wikibase:language "ru,en" }}
    }}"""

    assert rows(ours, query, "/wd/sparql") == [["Азербайджан", "Баку"]]


def test_only_listed_endpoints_are_called(ours: Served) -> None:
    response = ours.select(OUT[0])

    assert response.status_code == 403
    assert WIKIDATA in response.json()["detail"]


def test_a_failure_of_the_other_endpoint_is_told_or_passed_over(
    ours: Served, wikidata: StandIn
) -> None:
    query = f"SELECT * {{ SERVICE <{wikidata.url}> {{ BIND(<urn:none>(1) AS ?x) }} }}"

    assert ours.select(query).status_code == 400
    assert ours.select(query.replace("SERVICE", "SERVICE SILENT")).status_code == 200


def test_a_query_at_wikidata_calls_here(ours: Served, wikidata: StandIn) -> None:
    query = IN.replace(HERE, ours.url)
    answer = requests.post(
        wikidata.url, data={"query": query}, headers={"Accept": "text/csv"}, timeout=60
    ).json()

    assert [
        [row[name]["value"].removeprefix(ITEM) for name in ("item", "name", "capital", "embassy")]
        for row in answer["results"]["bindings"]
    ] == [["Q227", "Azerbaijan", "Q9248", "Q33935"], ["Q227", "Azerbaijan", "Q9248", "Q801"]]


def read(response: requests.Response) -> list[dict[str, str]]:
    """Return the rows of a table in JSON or XML."""
    assert response.status_code == 200, response.text
    if response.headers["Content-Type"].startswith("application/sparql-results+json"):
        return [
            {name: term["value"] for name, term in row.items()}
            for row in json.loads(response.content)["results"]["bindings"]
        ]
    names = {"s": "http://www.w3.org/2005/sparql-results#"}
    table = ElementTree.fromstring(response.content)
    return [
        {binding.attrib["name"]: binding[0].text or "" for binding in row}
        for row in table.findall("s:results/s:result", names)
    ]


@pytest.mark.parametrize(
    "media_type", ["application/sparql-results+json", "application/sparql-results+xml"]
)
def test_the_protocol_is_spoken_in_every_way_wikidata_may_choose(
    ours: Served, media_type: str
) -> None:
    # Its engine likes a format of its own best, which nobody else has.
    accept = {"Accept": f"application/x-binary-rdf-results-table, {media_type};q=0.9"}
    direct = {**accept, "Content-Type": "application/sparql-query"}
    answers = [
        read(ours.get("/sparql", params={"query": SENT}, headers=accept)),
        read(ours.post("/sparql", data={"query": SENT}, headers=accept)),
        read(ours.post("/sparql", data=SENT.encode(), headers=direct)),
    ]

    assert answers[0] == answers[1] == answers[2]
    assert (
        ours.get("/sparql", params={"query": SENT}, headers=accept)
        .headers["Content-Type"]
        .startswith(media_type)
    )
    assert answers[0] == [{"item": ITEM + "Q801", "place": "https://w3id.org/legation/id/baku"}]


def test_items_of_wikidata_stand_in_the_default_graphs(ours: Served) -> None:
    for predicate in ("skos:exactMatch", "schema:sameAs"):
        assert rows(ours, f"SELECT ?thing {{ ?thing {predicate} wd:Q227 }}") == [
            ["https://w3id.org/legation/id/azerbaijan"]
        ]
    view = "SELECT ?with { wd:Q227 wdt:P530 ?with }"
    assert rows(ours, view, "/wd/sparql") == [[ITEM + "Q801"]]
    assert rows(ours, view) == []


def test_the_licence_is_cc0_wherever_it_is_said(ours: Served, published: Path) -> None:
    manifest = json.loads((published / "current" / "manifest.json").read_text(encoding="utf-8"))
    graphs = {graph["license"] for graph in manifest["graphs"]}

    assert manifest["license"] == CC0
    assert graphs == {CC0}
    for address in ("/sparql", "/.well-known/void"):
        response = ours.get(address, headers={"Accept": "text/turtle"})
        assert response.status_code == 200
        assert "publicdomain/zero" in response.text, address


def test_the_endpoint_describes_itself(ours: Served) -> None:
    text = ours.get("/sparql", headers={"Accept": "text/turtle"}).text

    assert "sd:endpoint" in text
    for said in ("sd:SPARQL11Query", "SPARQL_Results_JSON", "SPARQL_Results_XML"):
        assert said in text, said
