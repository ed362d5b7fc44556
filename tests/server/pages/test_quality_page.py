"""/quality shows what quality.json says, in words."""

from flask.testing import FlaskClient
from support.memory_store import HTML


def test_the_page_and_the_file_say_the_same(published_client: FlaskClient) -> None:
    told = published_client.get("/quality.json", buffered=True).get_json()["documents"][0]
    page = published_client.get("/quality", headers=HTML).text

    assert f"{told['sentencesWithClaims']} of {told['sentences']} sentences have claims" in page
    assert f"with {told['facts']} facts" in page


def test_a_release_that_does_not_tell_has_no_such_page(client: FlaskClient) -> None:
    assert client.get("/quality").status_code == client.get("/quality.json").status_code == 404
    assert 'href="/quality"' not in client.get("/about", headers=HTML).text


def test_pages_lead_to_it(published_client: FlaskClient) -> None:
    assert 'href="/quality"' in published_client.get("/about", headers=HTML).text
