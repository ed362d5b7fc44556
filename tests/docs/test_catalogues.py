"""The recipes of docs/catalogues.md work as they stand there."""

import shutil
from pathlib import Path

import pytest
from support.guides import Recipe, cases, expected, follow, recipes
from support.other_clients import needs_python_clients
from support.server_processes import Served
from support.some import some

# Its recipes build on each other.
CLIENT = "A client made from the description"
ALL = recipes("catalogues.md")
RECIPES = [recipe for recipe in ALL if recipe.heading != CLIENT]
NEEDS = {
    "To begin with": pytest.mark.skipif(
        shutil.which("curl") is None, reason="curl is not installed"
    ),
    "Records for catalogues": needs_python_clients,
    "Hedged statements in RDF 1.2": needs_python_clients,
}


@pytest.mark.parametrize("recipe", cases(RECIPES, lambda recipe: NEEDS[recipe.heading]))
def test_recipe_prints_what_the_page_says(
    recipe: Recipe, tmp_path: Path, published_server: Served
) -> None:
    assert follow(recipe, tmp_path, published_server.url) == expected(recipe)


@needs_python_clients
def test_a_client_is_made_from_the_description_without_a_warning_and_asks(
    tmp_path: Path, published_server: Served
) -> None:
    for recipe in some([recipe for recipe in ALL if recipe.heading == CLIENT]):
        printed = follow(recipe, tmp_path, published_server.url)
        assert "WARNING" not in printed
        assert printed == (expected(recipe) or printed)
