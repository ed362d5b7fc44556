"""Ask a server which release it serves, and wait for another."""

import time
from collections.abc import Callable
from typing import Any

from support import figures
from support.server_processes import Served

SHARE = "SELECT ?v { <https://w3id.org/legation/freedonia-sylvania/grain-share> bil:value ?v }"
OFTEN = ("--watch", "0.05", "--workers", "4")


def ready(server: Served) -> dict[str, Any]:
    return dict(server.get("/readyz").json())


def comes_true(what: Callable[[], bool]) -> bool:
    for _ in range(600):
        if what():
            return True
        time.sleep(0.02)
    return False


def serves(server: Served, name: str) -> bool:
    return comes_true(lambda: ready(server)["release"].startswith(name))


def figure(server: Served, name: str, **labels: str) -> float:
    return figures.figure(server.get("/metrics").text, name, **labels)
