"""The records for catalogues are served where their readers look, and linked from the home page."""

import json
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from legation_server.releases import RECORDS
from support.memory_store import HTML, get, local
from support.other_clients import PYTHON, needs_python_clients
from support.server_processes import Served
from support.some import some

READ = """
import sys
import mlcroissant
data = mlcroissant.Dataset(sys.argv[1])
print(next(iter(data.records("claims")))["claims/document"].decode())
"""


@needs_python_clients
def test_mlcroissant_loads_the_claims_from_the_server(
    published_server: Served, tmp_path: Path
) -> None:
    command = [str(PYTHON), "-c", READ, f"{published_server.url}/croissant.json"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=180, env={"HOME": str(tmp_path)}
    )

    assert done.stdout.strip() == "azerbaijan-israel", done.stderr


def test_croissant_leads_to_files_that_never_change(published_client: FlaskClient) -> None:
    record = json.loads(get(published_client, "/croissant.json").text)

    for part in some(record["distribution"]):
        file = published_client.head(local(part["contentUrl"]), buffered=True)
        assert "immutable" in file.headers["Cache-Control"]
        assert str(file.content_length) == part["contentSize"].removesuffix(" B")


@pytest.mark.parametrize("path", RECORDS)
def test_records_are_linked_from_the_home_page_and_the_list_of_apis(
    published_client: FlaskClient, path: str
) -> None:
    record = published_client.get(f"/{path}", buffered=True)
    home = published_client.get("/", headers=HTML)
    listed = published_client.get("/.well-known/api-catalog").text

    assert record.status_code == 200
    assert f'<http://localhost/{path}>; rel="describedby"; type="{record.mimetype}"' in (
        home.headers.getlist("Link")
    )
    assert f'href="/{path}"' in home.text
    assert f"http://localhost/{path}" in listed
    assert record.headers["ETag"]


@pytest.mark.parametrize("path", RECORDS)
def test_a_release_without_records_says_so(client: FlaskClient, path: str) -> None:
    response = client.get(f"/{path}")

    assert response.status_code == 404
    assert f"no file /{path}" in response.json["detail"]  # type: ignore[index]
