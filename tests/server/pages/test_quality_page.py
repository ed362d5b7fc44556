"""/quality shows what quality.json says, in words."""

from flask.testing import FlaskClient
from support.memory_store import HTML
from support.some import some


def test_the_page_and_the_file_say_the_same(published_client: FlaskClient) -> None:
    told = published_client.get("/quality.json", buffered=True).get_json()["documents"][0]
    page = published_client.get("/quality", headers=HTML).text

    assert f"{told['sentencesWithClaims']} of {told['sentences']} sentences have claims" in page
    assert f"put forward or deny {told['facts']} statements" in page


def test_a_release_that_does_not_tell_has_no_such_page(client: FlaskClient) -> None:
    assert client.get("/quality").status_code == client.get("/quality.json").status_code == 404
    assert 'href="/quality"' not in client.get("/about", headers=HTML).text


def test_the_page_says_what_a_wrong_fact_is_and_what_was_not_checked(
    published_client: FlaskClient,
) -> None:
    told = published_client.get("/quality.json", buffered=True).get_json()["documents"][0]["sample"]
    page = published_client.get("/quality", headers=HTML).text

    assert "of all statements do not say what their sentence says" in page
    assert "facts are wrong" not in page
    assert "Whether the texts are right was not checked." in page
    both = told["intervalWithDoubtful"]
    low, high = 100 * both["lower"], 100 * both["upper"]
    assert f"With them it is between {low:.1f}% and {high:.1f}%." in page
    assert "Who the readers were is not recorded." in page
    assert "the other findings were doubtful or matters of taste" in page


def test_pages_lead_to_it(published_client: FlaskClient) -> None:
    for path in some(["/", "/about"]):
        page = published_client.get(path, headers=HTML).text
        assert 'href="/quality"' in page.partition('<footer class="foot">')[0]
