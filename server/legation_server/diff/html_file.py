"""Write what changed between two releases as one HTML file that needs no other."""

from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

PACKAGE = "legation_server"


def changes_file(changes: dict[str, Any]) -> str:
    """Return the page for what readable_changes found; its links lead to the public addresses."""
    loader = PackageLoader(PACKAGE)
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    style = (files(PACKAGE) / "static" / "legation.css").read_text(encoding="utf-8")
    template = environment.get_template("changes_file.html")
    return template.render(diff=changes, style=Markup(style), address=web_address) + "\n"


def web_address(iri: str) -> str:
    """Return the address an IRI is, or nothing: a link must never run a program."""
    return iri if iri.startswith(("http://", "https://")) else ""
