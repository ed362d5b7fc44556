"""The recipes of docs/agents.md work as they stand there, and its tables are those of the program."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from legation_server.agents.choices import STATUSES
from legation_server.agents.edge.tools import DESCRIPTIONS
from legation_server.agents.library import MOST_ANSWER_CHARACTERS
from support.guides import HERE, Recipe, cases, expected, recipes
from support.server_processes import Served

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "agents.md").read_text(encoding="utf-8")
RECIPES = recipes("agents.md")
CURL = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


@pytest.mark.parametrize(
    "recipe", cases(RECIPES, lambda recipe: CURL if "curl " in recipe.text else None)
)
def test_recipe_prints_what_the_page_says(
    recipe: Recipe, tmp_path: Path, published_server: Served
) -> None:
    (tmp_path / "bench").symlink_to(ROOT / "bench")
    text = recipe.text.replace(HERE, published_server.url).replace("curl ", "curl -s ")
    program = tmp_path / "recipe.py"
    program.write_text(text, encoding="utf-8")
    command = "python recipe.py" if recipe.language == "python" else text
    # The page's programs need the SDK, which is beside this interpreter.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )

    assert done.stdout.rstrip("\n") == expected(recipe)
    assert done.returncode == 0


def test_every_tool_and_status_is_explained() -> None:
    for tool in DESCRIPTIONS:
        assert f"| `{tool}` |" in PAGE
    for status in STATUSES:
        assert f"| `{status.upper()}` |" in PAGE
    assert f"{MOST_ANSWER_CHARACTERS:,} characters" in PAGE
