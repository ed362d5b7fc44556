"""The dataset is cited by its release, at an address whose data never change."""

import json

import pytest
from flask.testing import FlaskClient
from legation_server.releases.manifest import Release
from support.some import some


@pytest.fixture(scope="module")
def iri(published_release: Release) -> str:
    """The address of the release that is cited."""
    return f"{published_release.base}releases/{published_release.digest}"


def paths(release: Release) -> list[str]:
    return ["/dataset", f"/releases/{release.folder.name}", f"/releases/{release.digest}"]


def test_a_release_is_cited_by_its_own_address(
    published_client: FlaskClient, published_release: Release, iri: str
) -> None:
    for path in some(paths(published_release)):
        bibtex = published_client.get(path + ".bib")
        csl = published_client.get(path + ".csl.json")

        assert (bibtex.status_code, csl.status_code) == (200, 200), path
        assert f"url = {{{iri}}}" in bibtex.text
        assert json.loads(csl.data)[0]["URL"] == iri


@pytest.mark.parametrize("path", ["/about", "/releases/{}/"])
def test_pages_say_how_to_cite_the_release(
    published_client: FlaskClient, published_release: Release, iri: str, path: str
) -> None:
    address = path.format(published_release.folder.name)
    page = published_client.get(address, headers={"Accept": "text/html"}).text
    told = page[page.index('id="citation"') :]

    assert iri in told[: told.index("</p>")]
    assert '.bib">BibTeX</a>' in told


def test_a_release_that_is_not_there_is_not_cited(published_client: FlaskClient) -> None:
    assert published_client.get("/releases/nothing.bib").status_code == 404
