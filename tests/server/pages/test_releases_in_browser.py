"""The pages about releases can be used by everyone, and on a phone; so can the file of changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from legation_build.cli.legation import main
from selenium import webdriver
from support.accessibility import COLOURS, RULES, needs_axe, violations
from support.browser import as_phone, complaints, in_scheme, is_too_wide, needs_browser
from support.server_processes import Served, start_server
from support.some import some
from support.two_releases import names

pytestmark = needs_browser


@pytest.fixture(scope="module")
def served(pair: Path) -> Iterator[Served]:
    server = start_server(pair, "--workers", "2")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def addresses(pair: Path, served: Served, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    old, new = names(pair)
    arguments = ["release", "diff", old, "--format", "html", "--dataset", str(pair)]
    file = tmp_path_factory.mktemp("changes") / "changes.html"
    file.write_text(CliRunner().invoke(main, arguments).output, encoding="utf-8")
    paths = (
        "/releases/",
        f"/releases/{old}/",
        f"/releases/{old}..{new}",
        "/freedonia-sylvania/grain-promise",
    )
    return [*(served.url + path for path in paths), file.as_uri()]


@needs_axe
def test_pages_of_releases_can_be_used_by_everyone(
    page: webdriver.Chrome, addresses: list[str]
) -> None:
    found = {}
    for scheme, rules in (("light", RULES), ("dark", COLOURS)):
        with in_scheme(page, scheme):
            for address in addresses:
                page.get(address)
                if broken := violations(page, rules):
                    found[scheme, address] = broken

    assert found == {}


def test_pages_of_releases_fit_a_phone(page: webdriver.Chrome, addresses: list[str]) -> None:
    with as_phone(page):
        for address in some(addresses):
            page.get(address)
            assert not is_too_wide(page), address


def test_pages_of_releases_raise_no_complaint(page: webdriver.Chrome, addresses: list[str]) -> None:
    said = []
    for address in addresses:
        page.get(address)
        said += complaints(page)

    # That something is gone is what one of them has to say.
    assert said and all("410" in line for line in said)
