"""Every command and query in docs/wikidata.md works as it stands there.

Its programs are in test_wikidata_docs.py, what calls another endpoint in
test_wikidata_federation.py.
"""

import json
import re
from pathlib import Path

import pytest
from support.guides import Recipe, cases, expected, follow, recipes
from support.other_clients import needs_node_clients
from support.server_processes import Served

PAGE = [recipe for recipe in recipes("wikidata.md") if "SERVICE <" not in recipe.text]
COMMANDS = [recipe for recipe in PAGE if recipe.language == "console"]
QUERIES = [recipe.text for recipe in PAGE if recipe.language == "sparql"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder a reader is in from the first step to the last."""
    return tmp_path_factory.mktemp("hour")


def needed(recipe: Recipe) -> pytest.MarkDecorator | None:
    return needs_node_clients if recipe.text.startswith("wb ") else None


@pytest.mark.parametrize("recipe", cases(COMMANDS, needed))
def test_step_does_what_the_page_says(
    recipe: Recipe, folder: Path, published_server: Served
) -> None:
    printed = follow(recipe, folder, published_server.url)

    assert printed == expected(recipe)
    assert printed or "--output" in recipe.text


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_query_of_the_page_has_an_answer(query: str, published_server: Served) -> None:
    for_wikidata = re.search(r"wikibase:label|\b(wdt|p|ps|pq):P\d", query)
    response = published_server.select(query, "/wd/sparql" if for_wikidata else "/sparql")

    assert response.status_code == 200, response.text
    assert json.loads(response.content)["results"]["bindings"]


def test_the_page_leads_through_all_of_it() -> None:
    headings = [recipe.heading for recipe in recipes("wikidata.md")]
    steps = [
        "Find an item",
        "Read its evidence",
        "Run a query written for Wikidata",
        "Reconcile a column",
        "Take a draft and check it",
        "Asking Wikidata from here",
        "Asking here from Wikidata",
    ]

    assert [heading for heading in dict.fromkeys(headings) if heading in steps] == steps
