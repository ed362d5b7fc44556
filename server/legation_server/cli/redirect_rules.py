"""The command `legation redirects`: the rules by which the IRIs of a base lead to a server."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import click

from legation_server.cli.errors import reporting
from legation_server.cli.options import dataset_option
from legation_server.namespaces import web_address
from legation_server.releases import CURRENT, read_folder

# What needs no quotes in either language. A dollar or a percent sign would be read as a variable.
PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9._:/~-]+/")
# 307 keeps the method and the body, so that queries by POST arrive too (RFC 9110, section 15.4.8).
STATUS = 307
APACHE = """# {base} leads to {to}
# For the folder {folder} of https://github.com/perma-id/w3id.org, or of any Apache server.
<IfModule mod_headers.c>
Header always set Access-Control-Allow-Origin "*"
</IfModule>
RewriteEngine On
# The path as it was sent: escapes stay as they are. Apache adds the query itself.
RewriteCond %{{THE_REQUEST}} "^\\S+ (?:https?://[^/\\s]+)?{path}/([^\\s?]*)"
RewriteRule ^ {to}%1 [R={status},L,NE]
"""
NGINX = """# {base} leads to {to}
# For the server of {host}.
location ^~ {path}/ {{
    add_header Access-Control-Allow-Origin * always;
    # The address as it was sent: escapes stay as they are, and a query stays with its path.
    if ($request_uri ~ "^{path}/(.*)$") {{
        return {status} {to}$1;
    }}
}}
"""


def apache_rules(base: str, to: str) -> str:
    """Return the .htaccess file that redirects what begins with `base` to the same under `to`.

    Both are addresses that end in a slash.
    """
    path = urlsplit(base).path.rstrip("/")
    folder = path.removeprefix("/") + "/"
    return APACHE.format(base=base, to=to, folder=folder, path=re.escape(path), status=STATUS)


def nginx_rules(base: str, to: str) -> str:
    """Return the locations of nginx that redirect what begins with `base` to the same under `to`.

    Both are addresses that end in a slash.
    """
    place = urlsplit(base)
    path = place.path.rstrip("/")
    return NGINX.format(base=base, to=to, host=place.hostname, path=path, status=STATUS)


SERVERS: Mapping[str, Callable[[str, str], str]] = {"apache": apache_rules, "nginx": nginx_rules}


@click.command()
@click.option("--to", required=True, metavar="URL", help="The address of the server, with a slash.")
@click.option("--base", metavar="IRI", help="The base of the IRIs; by default that of the release.")
@click.option(
    "--for",
    "server",
    type=click.Choice(list(SERVERS)),
    default="apache",
    show_default=True,
    help="The program that redirects; w3id.org runs Apache.",
)
@dataset_option
def redirects(to: str, base: str | None, server: str, dataset: Path) -> None:
    """Write the rules that make the IRIs of the data lead to a server."""
    _check(to, "--to")
    if base is None:
        with reporting():
            base = read_folder(dataset / CURRENT, dataset).base
    _check(base, "--base")
    if to.startswith(base):
        raise click.BadParameter(
            f"{to!r} is under the base {base!r}, so it would lead to itself. "
            "Give the address of another host.",
            param_hint="--to",
        )
    click.echo(SERVERS[server](base, to), nl=False)


def _check(address: str, option: str) -> None:
    if not (web_address(address) and PLAIN_ADDRESS.fullmatch(address)):
        raise click.BadParameter(
            f"{address!r} is not an address that ends in a slash. "
            "Give it whole, like https://data.example.org/.",
            param_hint=option,
        )
