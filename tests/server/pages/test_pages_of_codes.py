"""The page of a code lists the statements that use it as all lists do: how firmly, on whose word."""

import re

import pytest
from flask.testing import FlaskClient
from legation_server.pages.things import stated_in
from legation_server.site_index import Choice, SiteIndex, chosen, code_at, statements
from support.page_text import plain
from support.some import some

OIL = "code/topic/oil-and-gas"


def lines_of(client: FlaskClient, asked: str = "") -> dict[str, str]:
    """Return the lines of the page of a topic by the addresses of their statements."""
    page = client.get(f"/{OIL}.html{asked}").text
    found = re.findall(r'<li class="line">.*?</li>', page, re.DOTALL)
    return {re.findall(r'<p class="statement"><a href="([^"]+)"', line)[0]: line for line in found}


def test_statements_with_a_code_are_lines_that_tell_how_firmly(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    oil = code_at(index, OIL)
    assert oil
    lines = lines_of(published_client)
    told = statements(index, chosen(index, Choice(topic=oil.id)))

    assert {f"/{one.path}" for one in some(told)} <= set(lines)
    for line in some(lines.values()):
        assert 'class="mark ' in line
    assert "not asserted" not in published_client.get(f"/{OIL}.html").text


def test_lines_of_a_code_name_who_says_so_and_the_sentence(published_client: FlaskClient) -> None:
    line = next(line for line in lines_of(published_client).values() if "is inaugurated" in line)

    words = plain(line)
    assert words.startswith("2006 According to Arthur Lenk")
    assert "attributed Arthur Lenk said 2007 Energy, sentence 3" in words


def test_very_many_lines_still_tell_time_and_firmness(
    published_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stated_in, "MOST_FULL_LINES", 0)

    # Pages are kept: this one is made anew, since it is asked for in another way.
    lines = lines_of(published_client, "?on=here")

    words = plain(next(line for line in lines.values() if "is inaugurated" in line))
    assert words.startswith("2006 According to Arthur Lenk")
    assert words.endswith("attributed Arthur Lenk")
