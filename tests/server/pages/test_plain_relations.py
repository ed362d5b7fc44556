"""On the page of a thing each plain relation leads to the sentence that it comes from."""

import re

import pytest
from flask.testing import FlaskClient

LINK = re.compile(r'href="(https://example\.org/[^"]*#:~:text=[^"]*)"')


@pytest.mark.parametrize(
    ("path", "other"), [("/id/freedonia", "/id/sylvania"), ("/id/sylvania", "/id/freedonia")]
)
def test_a_plain_relation_has_the_sentence_of_its_situation(
    client: FlaskClient, path: str, other: str
) -> None:
    page = client.get(path + ".html").text

    link = page.index(f'<a href="{other}">')
    assert LINK.findall(
        page[link : page.index("</dd>" if "<dd>" in page[:link] else "</li>", link)]
    )


def test_only_the_type_that_stands_for_a_relation_backs_it(client: FlaskClient) -> None:
    page = client.get("/id/freedonia.html").text

    backing = page[page.index('<a href="/id/sylvania">') :]
    backing = backing[: backing.index("</dd>")]
    # The event of recognition has the same roles, and is of another type.
    assert len(LINK.findall(backing)) == 1
    assert "On%203%20May" in backing
