"""The pages of a draft are served, follow each save, and end with the check."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient
from support.browser import needs_browser
from support.eventually import eventually
from support.server_processes import free_port
from support.several_documents import replace_in
from support.small_mapping import CLAIMS_FILE, write_mapping

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

LABEL = "Freedonia recognizes Sylvania."


def shown(address: str) -> str:
    """Return the page at an address, "" while there is none."""
    try:
        with urlopen(address, timeout=60) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


@dataclass(frozen=True)
class Draft:
    """A draft whose pages are served: its folder, a page of it, what serves it, and its files."""

    mappings: Path
    address: str
    process: subprocess.Popen[bytes]
    temporary: Path


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[Draft]:
    mappings, port = write_mapping(tmp_path), free_port()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = [sys.executable, "-m", "legation_build", "check", "--watch", "--quiet"]
    process = subprocess.Popen(
        [*command, "--mappings", mappings, "--serve", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(temporary)},
        # What a shell runs in the background ignores Ctrl-C, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    address = f"http://127.0.0.1:{port}/freedonia-sylvania/recognition"
    draft = Draft(mappings, address, process, temporary)
    try:
        eventually(lambda: LABEL in shown(address))
        yield draft
    finally:
        process.kill()
        process.wait()
        eventually(lambda: shown(address) == "")


def test_the_pages_of_a_draft_follow_each_save(draft: Draft) -> None:
    replace_in(draft.mappings / CLAIMS_FILE, LABEL, "A state is recognized.")

    eventually(lambda: "A state is recognized." in shown(draft.address))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_draft_that_is_told_to_end_leaves_neither_a_server_nor_files(
    draft: Draft, number: signal.Signals
) -> None:
    draft.process.send_signal(number)
    draft.process.wait()

    assert shown(draft.address) == ""
    assert list(draft.temporary.iterdir()) == []


def test_a_draft_that_is_killed_leaves_no_server(draft: Draft) -> None:
    draft.process.kill()
    draft.process.wait()

    eventually(lambda: shown(draft.address) == "")


@needs_browser
def test_a_page_that_is_open_shows_what_was_saved(draft: Draft, page: "Chrome") -> None:
    from support.browser import complaints

    page.get(draft.address)
    replace_in(draft.mappings / CLAIMS_FILE, LABEL, "A state is recognized.")

    eventually(lambda: "A state is recognized." in page.page_source)
    assert complaints(page) == []


def test_pages_that_are_no_draft_do_not_reload(client: FlaskClient) -> None:
    assert "draft.js" not in client.get("/about").text
