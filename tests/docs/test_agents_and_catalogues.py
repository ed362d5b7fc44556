"""The recipes of docs/agents-and-catalogues.md work as they stand there."""

import shutil
from pathlib import Path

import pytest
from support.guides import Recipe, cases, expected, follow, recipes
from support.other_clients import needs_python_clients
from support.server_processes import Served

RECIPES = recipes("agents-and-catalogues.md")
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
