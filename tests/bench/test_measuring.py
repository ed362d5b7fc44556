"""Figures are measured once, kept at once, and bounded in time."""

import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from measure import BuildOptions, Kept, OutOfTimeError, measure_validate, run_watched
from pages import FIXED, LARGEST, THINGS
from support.some import some
from werkzeug.test import TestResponse

BUSY = "x = bytearray(60 * 2**20)\nfor n in range(6_000_000): x[n % 1000] = n % 7"
# Further addresses of pages that have one of their own.
ALSO_AT = {"/sparql", "/wd/sparql", "/.well-known/void", "/.well-known/sparql-examples"}
# So that the memory of a child is seen: it holds it until it is told to end.
HOLD = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"


def test_a_figure_is_kept_as_soon_as_it_is_made(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    Kept(file).add("build", "100", {"seconds": 1})
    Kept(file).add("build", "20", {"seconds": 2})

    assert list(Kept(file).get("build")) == ["20", "100"]
    assert [path.name for path in tmp_path.iterdir()] == ["figures.json"]


def test_what_is_kept_is_not_measured_again_unless_that_is_asked(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "figures.json")
    figures = iter([{"n": 1}, {"n": 2}])

    assert kept.once("build", "1", False, lambda: next(figures))
    assert not kept.once("build", "1", False, lambda: next(figures))
    assert kept.get("build") == {"1": {"n": 1}}
    assert kept.once("build", "1", True, lambda: next(figures))
    assert kept.get("build") == {"1": {"n": 2}}


def test_processes_that_a_command_starts_are_measured_with_it() -> None:
    used = run_watched([sys.executable, "-c", HOLD, BUSY])

    assert used.peak_mib > 60
    assert 0 < used.processor_seconds <= used.seconds * 4


def test_a_command_that_takes_too_long_is_ended() -> None:
    with pytest.raises(OutOfTimeError, match="not done after"):
        run_watched([sys.executable, "-c", "while True: pass"], minutes=0.01)


def test_a_command_that_fails_is_told_with_what_it_said() -> None:
    with pytest.raises(RuntimeError, match="what is wrong"):
        run_watched([sys.executable, "-c", "raise SystemExit('what is wrong')"])


def test_a_corpus_is_written_and_validated(tmp_path: Path) -> None:
    figures = measure_validate(BuildOptions(tmp_path), 1)

    assert figures["documents"] == 1
    assert figures["processor_seconds"] > 0
    assert (tmp_path / "documents-1" / "mappings" / "entities.yaml").exists()


@pytest.mark.parametrize("path", FIXED.values())
def test_every_kind_of_page_is_there(published_client: FlaskClient, path: str) -> None:
    assert published_client.get(path, headers={"Accept": "text/html"}).status_code == 200


def test_no_page_with_an_address_of_its_own_is_left_out(published_client: FlaskClient) -> None:
    rules = published_client.application.url_map.iter_rules()
    alone = sorted({rule.rule for rule in rules if not rule.arguments})
    pages = {
        path.rstrip("/")
        for path in some(alone)
        if is_page(published_client.get(path, headers={"Accept": "text/html"}, buffered=True))
    }

    assert len(pages) > 10
    asked = {urlsplit(path).path.rstrip("/") for path in FIXED.values()}
    assert pages - asked - ALSO_AT == set(), "add them to FIXED in bench/pages.py"


def is_page(response: TestResponse) -> bool:
    return response.status_code == 200 and response.mimetype == "text/html"


@pytest.mark.parametrize("kind", THINGS.values())
def test_a_thing_of_every_kind_has_a_page(published_client: FlaskClient, kind: str) -> None:
    query = {"query": LARGEST.format(kind=kind), "format": "json"}
    answer = json.loads(published_client.get("/sparql", query_string=query).text)
    rows = answer["results"]["bindings"]
    # The data of tests name nobody.
    if not rows and kind.endswith("/Person"):
        return
    (row,) = rows
    path = row["x"]["value"].removeprefix("https://w3id.org/legation")

    page = published_client.get(f"{path}.html", headers={"Accept": "text/html"})
    assert page.status_code == 200, path
