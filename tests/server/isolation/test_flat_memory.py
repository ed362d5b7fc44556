"""A large result passes through the server without being held in it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.server_processes import Served, memory, web_process

pytestmark = pytest.mark.alone

ROWS = 3_000_000
QUERY = f"SELECT ?p {{ ?a ?b ?c . ?d ?e ?f . ?g ?p ?i }} LIMIT {ROWS}"
MOST_KIB = 64 * 1024


def test_three_million_rows_leave_the_server_as_small_as_it_was(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset, "--workers", "2", "--deadline", "60", "--result-rows", str(ROWS))
    web = web_process(served)
    served.select("SELECT * { ?s ?p ?o }")
    before = most = memory(web)
    rows = 0
    sent = {"params": {"query": QUERY, "format": "csv"}}
    with served.get("/sparql", stream=True, **sent) as response:
        assert response.status_code == 200
        for piece in response.iter_content(1 << 20):
            rows += piece.count(b"\n")
            most = max(most, memory(web))

    assert rows == ROWS + 1
    assert most - before < MOST_KIB
