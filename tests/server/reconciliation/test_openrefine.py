"""Clients of the Reconciliation Service API: the recipes of docs/, and OpenRefine's own requests.

OpenRefine's source is followed: ReconciliationManager, GuessTypesOfColumnCommand, StandardReconConfig,
ReconciledDataExtensionJob and the widgets that suggest.
"""

import json
import re
import shutil
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from support.guides import Recipe, cases, expected, follow, recipes
from support.other_clients import PYTHON
from support.reconciliation_schemas import SCHEMAS, problems
from support.server_processes import Served

ORIGIN = "http://127.0.0.1:3333"
JQUERY = {"Accept": "application/json, text/javascript, */*; q=0.01", "Origin": ORIGIN}
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
COLUMN = ["Baku", "Tel Aviv", "Q\u0131rm\u0131z\u0131 Qəsəbə", "Иерусалим", "Teheran", "Atlantis"]
COUNTRIES = ["Azerbaijan", "Israel", "Azerbaijan", "Israel", "Iran", "Greece"]
# What encodeURI of JavaScript leaves as it is.
ENCODE_URI = ";,/?:@&=+$-_.!~*'()#"


class OpenRefine:
    """The requests of OpenRefine to one service."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.manifest: dict[str, Any] = self.ask(address)

    def ask(self, address: str, **parameters: str) -> Any:
        """Ask as its pages do, from another origin."""
        answer = requests.get(address, params=parameters, headers=JQUERY, timeout=60)
        answer.raise_for_status()
        assert answer.headers["Access-Control-Allow-Origin"] in ("*", ORIGIN)
        return answer.json()

    def post(self, name: str, value: Any) -> Any:
        """Send a form with a single field, as its server does."""
        body = f"{name}={quote(json.dumps(value), safe='')}"
        answer = requests.post(self.address, data=body, headers=FORM, timeout=60)
        assert answer.status_code < 400, answer.text
        return answer.json()

    def guess_types(self, cells: list[str]) -> list[str]:
        """Return the types of the best candidates of some cells, the most frequent first."""
        queries = {f"q{n}": {"query": cell, "limit": 3} for n, cell in enumerate(cells[:10])}
        count: Counter[str] = Counter()
        score: dict[str, float] = defaultdict(float)
        for answer in self.post("queries", queries).values():
            for rank, result in enumerate(answer["result"]):
                types = result["type"]
                for place, kind in enumerate(types):
                    assert kind["name"]
                    count[kind["id"]] += 1
                    score[kind["id"]] += (len(types) - place) / len(types) / (1 + rank)
        return sorted(count, key=lambda kind: (-min(10, count[kind]), -score[kind] / count[kind]))

    def suggest(self, kind: str, typed: str) -> list[dict[str, Any]]:
        """Return what is offered to somebody who types."""
        service = self.manifest["suggest"][kind]
        found = self.ask(service["service_url"] + service["service_path"], prefix=typed)
        assert all(each["id"] and each["name"] for each in found["result"])
        return list(found["result"])

    def reconcile(
        self, cells: list[str], kind: str, details: dict[str, list[str]]
    ) -> list[list[dict[str, Any]]]:
        """Return the candidates of each cell, best first, asked for in batches."""
        most = self.manifest["batchSize"]
        size = min(max(len(cells) // 10, 10), most if isinstance(most, int) and most > 0 else 10)
        found: list[list[dict[str, Any]]] = []
        for start in range(0, len(cells), size):
            batch = {
                f"q{n}": {
                    "query": cell,
                    "type": kind,
                    "properties": [
                        {"pid": pid, "v": column[start + n]} for pid, column in details.items()
                    ],
                    "type_strict": "should",
                }
                for n, cell in enumerate(cells[start : start + size])
            }
            answer = self.post("queries", batch)
            if SCHEMAS.is_dir():
                assert problems("reconciliation-query-batch", batch) == []
                assert problems("reconciliation-result-batch", answer) == []
            found += [
                sorted(answer[key]["result"], key=lambda each: -each["score"]) for key in batch
            ]
        return found

    def preview(self, entity: str) -> requests.Response:
        """Return the page shown in a frame when the mouse is over a candidate."""
        address = self.manifest["preview"]["url"].replace("{{id}}", entity)
        return requests.get(quote(address, safe=ENCODE_URI), timeout=60)

    def properties(self, kind: str) -> list[str]:
        """Return the names of the properties proposed for new columns."""
        service = self.manifest["extend"]["propose_properties"]
        found = self.ask(service["service_url"] + service["service_path"] + "?type=" + kind)
        return sorted(each["name"] for each in found["properties"])

    def extend(
        self, ids: list[str], properties: list[dict[str, Any]]
    ) -> dict[str, list[list[Any]]]:
        """Return rows of cells for each entity; one row for each further value of a property."""
        answer = self.post("extend", {"ids": ids, "properties": properties})
        if SCHEMAS.is_dir():
            assert problems("data-extension-response", answer) == []
        columns = [column["id"] for column in answer["meta"]]
        table: dict[str, list[list[Any]]] = {}
        for entity in ids:
            rows: list[list[Any]] = []
            for place, column in enumerate(columns):
                for number, value in enumerate(answer["rows"][entity][column]):
                    while number >= len(rows):
                        rows.append([None] * len(columns))
                    rows[number][place] = next(iter(value.values()))
            table[entity] = rows
        return table


@pytest.fixture(scope="module")
def openrefine(published_server: Served) -> OpenRefine:
    return OpenRefine(published_server.url + "/reconcile")


def test_the_service_is_added(openrefine: OpenRefine) -> None:
    assert openrefine.manifest["name"].startswith("Legation")
    assert openrefine.manifest["identifierSpace"].startswith("https://")
    assert openrefine.manifest["schemaSpace"].startswith("https://")


def test_the_service_is_added_by_an_old_version(published_server: Served) -> None:
    parameters = {"callback": "jQuery360_1700000000000", "_": "1700000000001"}
    answer = published_server.get("/reconcile", params=parameters)

    called = re.fullmatch(r"/\*\*/jQuery360_1700000000000\((.*)\);", answer.text)
    assert called
    assert json.loads(called[1])["versions"] == ["0.1", "0.2"]


def test_the_type_of_a_column_is_guessed(openrefine: OpenRefine) -> None:
    assert openrefine.guess_types(COLUMN)[0] == "schema:City"
    assert openrefine.guess_types(COUNTRIES)[0] == "schema:Country"


def test_a_column_is_reconciled(openrefine: OpenRefine) -> None:
    kind = openrefine.suggest("type", "plac")[0]["id"]
    country = openrefine.suggest("property", "country")[0]["id"]

    found = openrefine.reconcile(COLUMN, kind, {country: COUNTRIES})

    matched = [each[0]["id"] if each and each[0]["match"] else None for each in found]
    assert matched == ["baku", "tel-aviv", "qirmizi-qesebe", "jerusalem", None, None]
    assert found[4][0]["id"] == "tehran"


def test_a_long_column_is_reconciled_in_batches(openrefine: OpenRefine) -> None:
    cells = COLUMN * 40

    found = openrefine.reconcile(cells, "schema:Place", {"country": COUNTRIES * 40})

    assert len(found) == len(cells)
    assert found[: len(COLUMN)] == found[-len(COLUMN) :]


def test_a_candidate_is_looked_at_and_searched_for(openrefine: OpenRefine) -> None:
    preview = openrefine.preview("baku")
    view = openrefine.manifest["view"]["url"].replace("{{id}}", "baku")

    assert preview.status_code == 200
    assert "Baku" in preview.text
    assert "frame-ancestors *" in preview.headers["Content-Security-Policy"]
    assert requests.get(view, headers={"Accept": "text/html"}, timeout=60).url.endswith(".html")
    found = openrefine.suggest("entity", "Teher")
    assert found[0]["id"] == "tehran"
    assert found[0]["notable"] == [{"id": "schema:City", "name": "city"}]


def test_columns_are_added_from_reconciled_values(openrefine: OpenRefine) -> None:
    assert {"country", "Wikidata item", "date"} <= set(openrefine.properties("schema:City"))

    table = openrefine.extend(
        ["baku", "damascus", "tehran"],
        [
            {"id": "skos:exactMatch"},
            {"id": "country"},
            {"id": "date", "settings": {"limit": "2", "content": "entity", "language": "en"}},
        ],
    )

    assert table["baku"][0][:2] == ["Q9248", "azerbaijan"]
    assert table["damascus"][0][1] == "syria"
    assert len(table["baku"]) == 2
    assert table["tehran"][0][0] == "Q3616"


def test_a_reconciled_column_is_a_property_of_another(openrefine: OpenRefine) -> None:
    query = {
        "query": "Damascus",
        "properties": [{"pid": "country", "v": {"id": "syria", "name": "S"}}],
    }

    result = openrefine.post("queries", {"q0": query})["q0"]["result"]

    assert result[0]["match"]
    assert {"id": "properties_agreeing", "value": 1.0} in result[0]["features"]


RECIPES = recipes("reconciliation.md")
RECONCILER = PYTHON.parents[1].glob("lib/python*/site-packages/reconciler")
NEEDS = {
    "In pandas": pytest.mark.skipif(
        not list(RECONCILER), reason="no reconciler: `make .venv-clients/ready` installs it"
    ),
    "From a program": pytest.mark.skipif(
        shutil.which("curl") is None, reason="curl is not installed"
    ),
}


@pytest.mark.parametrize("recipe", cases(RECIPES, lambda recipe: NEEDS[recipe.heading]))
def test_recipe_does_what_the_page_says(
    recipe: Recipe, published_server: Served, tmp_path: Path
) -> None:
    printed = follow(recipe, tmp_path, published_server.url)

    assert printed
    assert recipe.printed is None or printed.rstrip() == expected(recipe)


def test_the_page_has_recipes() -> None:
    assert {recipe.heading for recipe in RECIPES} == NEEDS.keys()
