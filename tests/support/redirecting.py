"""Servers of other people that apply the rules of `legation redirects`: Apache and nginx."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from engine_starts import running

from support.eventually import eventually
from support.nginx import AROUND, NGINX, needs_nginx
from support.server_processes import free_port

APACHE = shutil.which("apache2", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
MODULES = Path("/usr/lib/apache2/modules")
needs_apache = pytest.mark.skipif(
    APACHE is None or not MODULES.is_dir(),
    reason="no Apache: `make apache` installs it where it may, as root on Debian",
)
REDIRECTING = [
    pytest.param("apache", marks=needs_apache, id="apache"),
    pytest.param("nginx", marks=needs_nginx, id="nginx"),
]
# What w3id.org allows in the file of a folder.
APACHE_AROUND = """ServerRoot "{folder}"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/error.log
{modules}
DocumentRoot "{folder}/site"
<Directory "{folder}/site">
    AllowOverride FileInfo
    Require all granted
</Directory>
"""
LOADED = ("mpm_event", "authz_core", "headers", "rewrite")


@contextmanager
def redirecting(server: str, rules: str, path: str, folder: Path) -> Iterator[str]:
    """Run a server that applies rules to what begins with a path; yields its address."""
    port = free_port()
    start = _apache if server == "apache" else _nginx
    with running(start(rules, path, folder, port)):
        address = f"http://127.0.0.1:{port}"
        eventually(
            lambda: requests.head(address, timeout=60).status_code,
            ignoring=(requests.ConnectionError,),
        )
        yield address


def _apache(rules: str, path: str, folder: Path, port: int) -> list[str]:
    place = folder / "site" / path.strip("/")
    place.mkdir(parents=True)
    (place / ".htaccess").write_text(rules)
    # What runs as root becomes another user, who has to read them.
    for part in (folder, *folder.parents, *folder.rglob("*")):
        if part.is_relative_to("/tmp") and part != Path("/tmp") and part.owner() == "root":
            part.chmod(part.stat().st_mode | 0o055)
    lines = [f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in LOADED]
    text = APACHE_AROUND.format(folder=folder, port=port, modules="\n".join(lines))
    (folder / "apache.conf").write_text(text)
    return [str(APACHE), "-f", str(folder / "apache.conf"), "-D", "FOREGROUND"]


def _nginx(rules: str, path: str, folder: Path, port: int) -> list[str]:
    recipe = f"server {{\nlisten 127.0.0.1:{port};\n{rules}\n}}"
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, recipe=recipe))
    return [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
