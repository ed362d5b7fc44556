"""Two servers behind nginx, as docs/deploying.md says."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import requests
from engine_starts import running

from support.eventually import eventually
from support.nginx import AROUND, NGINX
from support.other_clients import ROOT
from support.server_processes import Served, free_port

PAGE = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
# The addresses of the two servers in the page.
PLACES = ("127.0.0.1:8001", "127.0.0.1:8002")
# How long the page lets nginx keep answers.
KEPT_SECONDS = 10


def block(language: str) -> str:
    """Return the one block of a language that the page shows."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


@contextmanager
def behind_one(
    servers: Sequence[Served], folder: Path, kept_seconds: int = KEPT_SECONDS
) -> Iterator[Served]:
    """Run nginx in front of two servers, with its files in a folder; yields what clients ask.

    An answer is kept for `kept_seconds` before a server is asked again.
    """
    assert NGINX
    port = free_port()
    text = block("nginx").replace("listen 80;", f"listen 127.0.0.1:{port};")
    text = text.replace("/var/cache/nginx/legation", str(folder / "cache"))
    kept = "proxy_cache_valid 200 303 {}s;"
    assert kept.format(KEPT_SECONDS) in text
    text = text.replace(kept.format(KEPT_SECONDS), kept.format(kept_seconds))
    for place, server in zip(PLACES, servers, strict=True):
        assert place in text
        text = text.replace(place, server.url.removeprefix("http://"))
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, recipe=text))
    with running([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]) as process:
        front = Served(f"http://127.0.0.1:{port}", process)
        eventually(lambda: front.get("/healthz").ok, ignoring=(requests.ConnectionError,))
        yield front
