"""The page for Wikidata lists the statements of the draft, and does not claim to have asked."""

import json
import re
from pathlib import Path

from flask.testing import FlaskClient
from support.some import some

HTML = {"Accept": "text/html"}


def test_the_page_lists_what_is_in_the_draft(
    published_client: FlaskClient, published: Path
) -> None:
    page = published_client.get("/wd/", headers=HTML).text
    listed = re.findall(r'href="(/wd/claim/[^"<]+\.txt)"', page)
    folder = published / "current" / "wikidata"
    draft = (folder / "quickstatements-draft.txt").read_text(encoding="utf-8")
    claims = json.loads((folder / "claims.json").read_text(encoding="utf-8"))

    assert "This page does not ask Wikidata." in page
    assert len(listed) == claims["counts"]["proposed"] > 5
    for path in some(listed):
        found = published_client.get(path)
        assert found.status_code == 200
        assert set(found.text.splitlines()) <= set(draft.splitlines())


def test_a_claim_without_lines_is_told_of_in_words(published_client: FlaskClient) -> None:
    page = published_client.get("/wd/", headers=HTML).text
    claim = "/wd/claim/azerbaijan-israel/c-21st-century-10-blame.txt"
    answer = published_client.get(claim, headers=HTML)

    assert "for a claim without lines it answers 404 and says why" in page
    assert answer.status_code == 404
    assert "This claim has no statements for Wikidata:" in answer.text
