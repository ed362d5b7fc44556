"""What has to be written in two places is the same in both."""

import re
import tomllib
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from legation_build.checks.check import RESERVED
from legation_server.errors import PROBLEMS
from legation_server.express.shared_state import SLOTS
from legation_server.formats import DOCUMENTS
from legation_server.settings import SETTINGS, SettingRow
from pyoxigraph import NamedNode, RdfFormat, parse
from support.small_release import BASE

ROOT = Path(__file__).parents[2]
SERVER = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def table(heads: str) -> list[str]:
    """Return the rows of the table of docs/server.md that has these heads."""
    found = re.search(rf"^{re.escape(heads)}\n\|[-|]+\n((?:\|.*\n)+)", SERVER, re.MULTILINE)
    assert found, heads
    return found[1].splitlines()


def as_row(setting: SettingRow) -> str:
    default = "none" if setting.default == "" else f"`{setting.default}`"
    return f"| `{setting.option}` | `{setting.variable}` | {default} | {setting.range or '–'} | {setting.help} |"


def test_the_newest_version_in_the_changelog_is_that_of_the_package() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\S+)", changelog, re.MULTILINE)

    assert versions[0] == PROJECT["version"]


def test_the_changelog_has_its_end() -> None:
    first = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").rpartition("\n## ")[2]
    groups = re.findall(r"^[A-Z].*[^.:\n]$", first, re.MULTILINE)

    assert first.startswith("0.1.0\n")
    assert groups[-1] == "Clients and reconciliation"
    assert first.endswith("The tests run each as written.\n")


def test_the_table_of_settings_is_that_of_the_program() -> None:
    rows = table("| option | environment variable | default | range | what it does |")

    assert rows == [as_row(setting) for setting in SETTINGS]


def test_the_most_desks_are_the_slots_that_they_share() -> None:
    most = {setting.name: setting.most for setting in SETTINGS}

    assert most["desks"] == SLOTS


def test_the_table_of_errors_is_that_of_the_program() -> None:
    rows = table("| `type` | status | what happened | what to do |")

    assert rows == [
        f"| `/errors#{name}` | {kind.status} | {kind.title}. | {kind.remedy} |"
        for name, kind in PROBLEMS.items()
    ]


def first_segments(app: Flask) -> set[str]:
    """Return what routes of the server begin with, where the address of a document may too."""
    endings = "|".join(offer.name for offer in DOCUMENTS)
    slug = re.compile(rf"/([a-z0-9][a-z0-9-]*)(?:\.(?:{endings}))?(?:/|$)")
    return {found[1] for rule in app.url_map.iter_rules() if (found := slug.match(rule.rule))}


def test_no_document_can_take_an_address_of_the_server(client: FlaskClient) -> None:
    taken = first_segments(client.application)

    # A document called context would be shown at /context.jsonld.
    assert taken > {"sparql", "context", "static"}
    assert taken - RESERVED == set()


def test_no_document_can_take_an_address_of_the_data(published: Path) -> None:
    dump = published / "current" / "dumps" / "legation.nq"
    segments = {
        re.split("[/#]", node.value.removeprefix(BASE))[0]
        for quad in parse(path=str(dump), format=RdfFormat.N_QUADS)
        for node in (quad.subject, quad.object, quad.graph_name)
        if isinstance(node, NamedNode) and node.value.startswith(BASE)
    }

    assert segments - RESERVED == {"azerbaijan-israel"}
