"""Every command, query and program in docs/wikidata.md works as it stands there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import start_server
from guides import Recipe, expected, follow, recipes
from other_clients import NODE_MODULES, needs_node_clients, needs_python_clients

if TYPE_CHECKING:
    from conftest import Served

# Those that call another endpoint are in test_wikidata_federation.py.
RECIPES = [recipe for recipe in recipes("wikidata.md") if "SERVICE <" not in recipe.text]
QUERIES = [recipe.text for recipe in RECIPES if recipe.language == "sparql"]
NEEDS = {"python": [needs_python_clients], "javascript": [needs_node_clients]}


@pytest.fixture(scope="module")
def served(published: Path) -> Iterator["Served"]:
    served = start_server(published, "--workers", "4")
    yield served
    served.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which node finds its packages."""
    folder = tmp_path_factory.mktemp("hour")
    (folder / "node_modules").symlink_to(NODE_MODULES)
    return folder


def parameters() -> list[object]:
    return [
        pytest.param(
            recipe,
            marks=[needs_node_clients]
            if recipe.text.startswith("wb ")
            else NEEDS.get(recipe.language, []),
            id=f"{recipe.heading}-{number}",
        )
        for number, recipe in enumerate(RECIPES)
        if recipe.language != "sparql"
    ]


@pytest.mark.parametrize("recipe", parameters())
def test_step_does_what_the_page_says(recipe: Recipe, folder: Path, served: "Served") -> None:
    printed = follow(recipe, folder, served.url)

    if recipe.printed is not None:
        assert printed == expected(recipe)
    else:
        assert printed or "--output" in recipe.text


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_query_of_the_page_has_an_answer(query: str, served: "Served") -> None:
    response = served.select(query)

    assert response.status_code == 200, response.text
    assert json.loads(response.content)["results"]["bindings"]


def test_the_page_leads_through_all_of_it() -> None:
    headings = [recipe.heading for recipe in recipes("wikidata.md")]

    for step in (
        "Find an item",
        "Read its evidence",
        "Run a query written for Wikidata",
        "Reconcile a column",
    ):
        assert step in headings
