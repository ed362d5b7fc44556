"""The documentation is served: every page answers, and every link in it leads somewhere."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from legation_server.pages.guide.markdown import render
from support.some import some

FOLDER = Path(__file__).parents[3] / "docs"
NAMES = sorted(file.stem for file in FOLDER.glob("*.md"))
BROWSER = {"Accept": "text/html"}


def addresses_in(html: str, path: str) -> set[str]:
    """Return the addresses on this server that a page links to or shows."""
    found = re.findall(r'<(?:a|img)\b[^>]* (?:href|src)="([^"]+)"', html)
    return {urljoin(path, unescape(href)) for href in found if "://" not in href}


def article(client: FlaskClient, path: str) -> str:
    html = client.get(path).text
    return html[html.index("<main") : html.index("</main>")]


@pytest.mark.parametrize("name", NAMES)
def test_page_has_its_title_and_every_link_leads_somewhere(
    published_client: FlaskClient, name: str
) -> None:
    path = f"/docs/{name}"
    html = article(published_client, path)
    title = (FOLDER / f"{name}.md").read_text(encoding="utf-8").partition("\n")[0]

    assert unescape(html).count(f">{title.removeprefix('# ')}</h1>") == 1
    for address in some(addresses_in(html, path)):
        target = urlsplit(address)
        answer = published_client.get(
            target.path, headers=BROWSER, follow_redirects=True, buffered=True
        )
        assert answer.status_code == 200, address
        if target.fragment:
            assert f'id="{target.fragment}"' in answer.text, address


def test_contents_lead_to_every_page(published_client: FlaskClient) -> None:
    assert addresses_in(article(published_client, "/docs"), "/docs") >= {
        f"/docs/{name}" for name in some(NAMES)
    }


def test_a_page_is_there_as_markdown_too(published_client: FlaskClient) -> None:
    answer = published_client.get("/docs/model.md", buffered=True)

    assert answer.content_type.startswith("text/markdown")
    assert answer.data == (FOLDER / "model.md").read_bytes()


@pytest.mark.parametrize(
    "path",
    ["/docs/nothing", "/docs/nothing.md", "/docs/../pyproject.toml", "/docs/%2e%2e/README.md"],
)
def test_there_is_nothing_but_the_documentation(published_client: FlaskClient, path: str) -> None:
    assert published_client.get(path, headers=BROWSER).status_code == 404


@pytest.mark.parametrize(
    ("path", "guide"),
    [
        ("/about", "/docs"),
        ("/code", "/docs/model"),
        ("/dumps/", "/docs/release-format"),
        ("/errors", "/docs/server"),
        ("/ns", "/docs/model"),
        ("/query", "/docs/server#the-query-page"),
        ("/reconcile/help", "/docs/reconciliation"),
        ("/releases/", "/docs/server#other-releases"),
        ("/shapes", "/docs/model"),
        ("/wd/", "/docs/wikidata"),
        ("/wd/query", "/docs/server#queries-written-for-wikidata"),
    ],
)
def test_a_page_leads_to_the_guide_that_explains_it(
    published_client: FlaskClient, path: str, guide: str
) -> None:
    html = published_client.get(path, headers=BROWSER).text

    assert guide in addresses_in(html[html.index("<main") :], path)


def test_html_in_a_page_is_text_and_links_to_nowhere_are_text() -> None:
    guide = render("# A `b`\n\nc *d*\n\n<script>e</script> [f](g.md) [h](i.md)", str.upper, "T")
    nowhere = render("[f](g.md)", lambda href: "", "T")

    assert (guide.title, guide.summary) == ("A b", "c d")
    assert "<script>" not in guide.body
    assert '<a href="G.MD">f</a> <a href="I.MD">h</a>' in guide.body
    assert nowhere.body == "<p>f</p>\n"
