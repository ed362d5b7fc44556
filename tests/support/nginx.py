"""Run nginx with the recipe of docs/nginx.md, in front of a server."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from engine_starts import running

from support.eventually import eventually
from support.other_clients import ROOT
from support.server_processes import Served, free_port

# It is not on every user's path.
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
needs_nginx = pytest.mark.skipif(
    NGINX is None, reason="no nginx: `make nginx` installs it where it may, as root on Debian"
)
PAGE = (ROOT / "docs" / "nginx.md").read_text(encoding="utf-8")
# What stands around the recipe on a machine: nothing of it is written elsewhere.
AROUND = """daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{recipe}
}}
"""


def recipe() -> str:
    """Return the configuration that the page shows."""
    (block,) = re.findall(r"```nginx\n(.*?)```", PAGE, re.DOTALL)
    return str(block)


@contextmanager
def behind_nginx(served: Served, folder: Path) -> Iterator[Served]:
    """Run nginx in front of a server, with its files in a folder; yields what clients ask."""
    assert NGINX
    port = free_port()
    there = served.url.removeprefix("http://")
    text = recipe().replace("127.0.0.1:8000", there)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};")
    assert there in text and str(port) in text
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, recipe=text))
    with running([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]) as process:
        proxied = Served(f"http://127.0.0.1:{port}", process)
        eventually(lambda: proxied.get("/healthz").ok, ignoring=(requests.ConnectionError,))
        yield proxied
