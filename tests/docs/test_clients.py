"""The recipes of docs/clients.md work as they stand there, each with the client it is for."""

import shutil
from pathlib import Path

import pytest
from support.guides import Recipe, cases, expected, follow, recipes
from support.other_clients import NODE_MODULES, needs_node_clients, needs_python_clients
from support.server_processes import Served

RECIPES = recipes("clients.md")
QUERY = next(recipe.text for recipe in RECIPES if recipe.language == "sparql")
TO_RUN = [recipe for recipe in RECIPES if recipe.language != "sparql"]
NEEDS = {
    "curl": pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed"),
    "R": pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed"),
    "pandas": needs_python_clients,
    "SPARQLWrapper": needs_python_clients,
    "rdflib": needs_python_clients,
    "Following changes": needs_python_clients,
    "wikibase-cli": needs_node_clients,
    "wikibase-sdk": needs_node_clients,
    "Comunica": needs_node_clients,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the query of the page, and the npm packages where node looks for them."""
    folder = tmp_path_factory.mktemp("clients")
    (folder / "embassies.rq").write_text(QUERY, encoding="utf-8")
    (folder / "node_modules").symlink_to(NODE_MODULES)
    return folder


@pytest.mark.parametrize("recipe", cases(TO_RUN, lambda recipe: NEEDS[recipe.heading]))
def test_recipe_prints_what_the_page_says(
    recipe: Recipe, folder: Path, published_server: Served
) -> None:
    printed = follow(recipe, folder, published_server.url)

    # Only what writes a file says nothing.
    assert printed == expected(recipe)
    assert printed or recipe.text.startswith("cat >")


def test_every_client_has_a_recipe() -> None:
    assert {recipe.heading for recipe in TO_RUN} == NEEDS.keys()
