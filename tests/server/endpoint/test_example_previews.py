"""Each example of the query page tells what it gives, as its recorded answer has it."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from legation_server.errors import overloaded
from legation_server.query import Answer, Task
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from support.memory_store import MemoryStore
from support.some import some

ANSWERS = Path("tests/data/answers")


@pytest.fixture
def previews(published_client: FlaskClient) -> dict[str, Any]:
    return dict(json.loads(published_client.get("/query/previews.json").data))


def test_a_preview_has_as_many_rows_as_the_recorded_answer(previews: dict[str, Any]) -> None:
    for name, preview in some(previews.items()):
        with (ANSWERS / f"{name}.csv").open(newline="") as file:
            assert preview["rows"] == len(list(csv.DictReader(file))), name


def test_a_preview_is_small_and_in_words(
    previews: dict[str, Any], published_client: FlaskClient
) -> None:
    values = [value for preview in previews.values() for value in preview["first"]]

    assert all(0 < len(value) <= 60 for value in some(values))
    assert not [
        value for value in some(values) if re.search(r"https?://|\d~|\.\./|^\d{4}-\d{2}$", value)
    ]
    assert len(published_client.get("/query/previews.json").data) < 20_000


def test_the_previews_of_the_other_editor_are_its_own(
    published_client: FlaskClient, previews: dict[str, Any]
) -> None:
    others = json.loads(published_client.get("/wd/query/previews.json").data)

    assert not set(others) & set(previews)


def test_a_browser_keeps_the_previews_by_their_tag(published_client: FlaskClient) -> None:
    tag = published_client.get("/query/previews.json").headers["ETag"]
    again = published_client.get("/query/previews.json", headers={"If-None-Match": tag})

    assert again.status_code == 304


@pytest.mark.parametrize("internal", [True, False], ids=["examples", "answers"])
def test_previews_that_a_busy_server_cannot_make_are_made_later(
    published: Path,
    published_store: MemoryStore,
    monkeypatch: pytest.MonkeyPatch,
    internal: bool,
) -> None:
    answer = published_store.run

    def refuse(task: Task, *more: Any, **options: Any) -> Answer:
        if task.internal == internal:
            raise overloaded("No worker became free in time.")
        return answer(task, *more, **options)

    client = create_app(open_release(published), published_store).test_client()
    with monkeypatch.context() as busy:
        busy.setattr(published_store, "run", refuse)
        refused = client.get("/query/previews.json")

    answered = client.get("/query/previews.json")

    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert answered.get_json()
