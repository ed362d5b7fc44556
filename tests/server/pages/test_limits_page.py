"""The page of errors begins with what a visitor may ask: time, rows, length and number."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.memory_store import MemoryStore


def page(published: Path, settings: Settings) -> str:
    client = create_app(open_release(published), MemoryStore(), settings).test_client()
    return " ".join(re.sub(r"<[^>]+>", " ", client.get("/errors").text).split())


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"deadline": 10.0}, "a query may take 10 seconds;"),
        ({"deadline": 1.0}, "a query may take 1 second;"),
        ({"deadline": 0.5}, "a query may take 0.5 seconds;"),
        ({"result_rows": 20_000, "result_size": 8}, "a result may have 20,000 rows and 8 MiB;"),
        ({"query_length": 5_000}, "a query may be 5,000 bytes long;"),
        ({"rate_limit": 60}, "a client may send 60 requests a minute"),
        ({"rate_limit": 0}, "there is no limit on the number of requests"),
    ],
)
def test_limits_are_told_in_words_before_the_errors(
    published: Path, changes: dict[str, Any], told: str
) -> None:
    text = page(published, replace(Settings(), **changes))

    assert told in text
    assert text.index(told) < text.index("The type of an error is one of these")
