"""Ask a server which release it serves, and wait for another."""

from typing import Any

from support import figures
from support.eventually import eventually
from support.server_processes import Served

SHARE = "SELECT ?v { <https://w3id.org/legation/freedonia-sylvania/grain-share> bil:value ?v }"
OFTEN = ("--watch", "0.05", "--workers", "4")


def ready(server: Served) -> dict[str, Any]:
    return dict(server.get("/readyz").json())


def serves(server: Served, name: str) -> bool:
    return eventually(lambda: str(ready(server)["release"]).startswith(name))


def figure(server: Served, name: str, **labels: str) -> float:
    return figures.figure(server.get("/metrics").text, name, **labels)
