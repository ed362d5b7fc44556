"""What the pages of things show: doubts, sentences, and who says so."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from legation_server.descriptions import Description
from legation_server.descriptions.evidence_links import text_fragment_link
from legation_server.pages.things import documents, entity_index
from legation_server.rdf import GraphIndex
from support.memory_store import client_of
from support.small_release import BASE, BIL, PATHS

SUGGESTIONS = '<script type="module" src="/static/search.js">'


def test_a_supposition_is_marked_in_words(client: FlaskClient) -> None:
    page = client.get("/freedonia-sylvania/spies.html").text
    entity = client.get("/id/sylvania.html").text
    event = client.get("/freedonia-sylvania/recognition.html").text

    assert "<strong>The document does not say this itself:</strong> alleged" in page
    assert "not asserted: alleged" in entity
    assert "ot asserted" not in event
    assert "does not say" not in event


@pytest.mark.parametrize(
    ("path", "doubt"),
    [
        ("/freedonia-sylvania/spies", "<strong>The document does not say this itself:</strong> alleged, denied"),
        ("/freedonia-sylvania/c-no-spies", "</strong> alleged, denies"),
        ("/freedonia-sylvania/c-no-spies", "not asserted: alleged, denied"),
        ("/id/freedonia", "not asserted: alleged, denied"),
        ("/code/modality/alleged", "not asserted: alleged, denies"),
        ("/freedonia-sylvania/p-8", "not asserted: alleged, denied"),
    ],
)  # fmt: skip
def test_wherever_a_supposition_or_its_claim_is_named_its_doubt_is(
    client: FlaskClient, path: str, doubt: str
) -> None:
    assert doubt in client.get(path + ".html").text


def test_a_figure_that_is_not_asserted_says_so(make_dataset: Callable[[str], Path]) -> None:
    figure = (
        f"<{BASE}freedonia-sylvania/{{0}}> a <{BIL}Figure> ; "
        f"<{BIL}modality> <{BASE}code/modality/{{1}}> ; <{BIL}status> <{BASE}code/status/{{2}}> ."
    )
    rows = [
        figure.format("a", "estimated", "unconfirmed"),
        figure.format("b", "asserted", "stated"),
    ]
    client = client_of(make_dataset("\n".join(rows)))

    assert "</strong> estimated" in client.get("/freedonia-sylvania/a.html").text
    assert "does not say" not in client.get("/freedonia-sylvania/b.html").text


def test_the_status_alone_decides_whether_a_content_is_asserted(
    make_dataset: Callable[[str], Path],
) -> None:
    event = (
        f"<{BASE}freedonia-sylvania/{{0}}> a <{BIL}Event> ; "
        f"<{BIL}modality> <{BASE}code/modality/asserted> , <{BASE}code/modality/reported> {{1}} ."
    )
    status = f"; <{BIL}status> <{BASE}code/status/{{0}}>"
    rows = [
        event.format("a", status.format("attributed")),
        event.format("b", status.format("unconfirmed")),
        event.format("c", ""),
    ]
    client = client_of(make_dataset("\n".join(rows)))

    assert "does not say" not in client.get("/freedonia-sylvania/a.html").text
    assert "</strong> reported" in client.get("/freedonia-sylvania/b.html").text
    assert "</strong> reported" in client.get("/freedonia-sylvania/c.html").text


def test_a_plain_fact_shows_its_sentence(client: FlaskClient) -> None:
    link = text_fragment_link(
        "https://example.org/wiki/F%E2%80%93S", "On 3 May", "state of Sylvania.", 61
    )
    sentence = f'<span class="sources">sentence <a href="{link}"'

    for path in ("/id/freedonia", "/id/sylvania"):
        assert re.search(
            r">(Freedonia|Sylvania)</a> " + re.escape(sentence), client.get(path + ".html").text
        )


def test_a_page_says_who_says_so_and_where(client: FlaskClient) -> None:
    page = client.get("/freedonia-sylvania/spies.html").text

    assert "The Sylvanian Herald" in page
    assert "denies" in page
    assert "Espionage" in page
    link = text_fragment_link(
        "https://example.org/wiki/F%E2%80%93S", "According to the", "in the capital.", 60
    )
    assert f'href="{link}"' in page


def test_a_passage_shows_its_text_where_there_is_one(client: FlaskClient) -> None:
    assert "recognized the new state" in client.get("/freedonia-sylvania/c-recognition.html").text
    assert "“According to the … in the capital.”" in client.get("/freedonia-sylvania/p-7.html").text


def test_pages_need_no_script_and_nothing_from_elsewhere(client: FlaskClient) -> None:
    for path in PATHS:
        page = client.get(path + ".html")
        # The search box suggests, and works without.
        scripts = re.findall(r"<script[^>]*>", page.text.replace(SUGGESTIONS, ""))
        assert scripts == ['<script type="application/ld+json">'], path
        assert 'src="http' not in page.text
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]


def test_what_is_told_of_the_entry_stands_apart_from_the_facts(
    make_dataset: Callable[[str], Path],
) -> None:
    match = "<http://www.w3.org/2004/02/skos/core#exactMatch> <https://example.org/item>"
    same = "<https://schema.org/sameAs> <https://example.org/item>"
    line = "<http://www.w3.org/ns/prov#wasDerivedFrom> <https://example.org/line-7>"
    client = client_of(make_dataset(f"<{BASE}id/x> {match} ; {same} ; {line} ."))

    facts, entry = client.get("/id/x.html").text.split("Source of this entry")

    assert "https://example.org/line-7" in entry
    assert "https://example.org/line-7" not in facts
    assert "core#exactMatch</a></dt>" in facts
    assert "sameAs</a></dt>" not in facts


def test_entities_are_listed_by_class_and_name(client: FlaskClient) -> None:
    page = client.get("/id/").text

    assert re.findall("<h2[^>]*>(.*?)</h2>", page) == [
        "Country (2)",
        "Organization (1)",
        "Person (1)",
    ]
    assert page.index(">Freedonia<") < page.index(">Sylvania<")
    assert 'href="/id/osterl%C3%A4nder"' in page


def test_a_long_list_of_entities_says_that_it_is_cut(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entity_index, "MOST_ENTITIES", 3)

    page = client.get("/id/").text

    assert "Only the first 3 are shown here." in page
    assert page.count("<li>") == 3


def test_what_has_no_name_is_not_shown_to_point_at_a_thing(published_client: FlaskClient) -> None:
    shapes = published_client.get("/shapes.nt").data.decode()
    page = published_client.get("/code/modality/alleged.html").text

    assert re.search(rf"_:\S+ <\S+#first> <{BASE}code/modality/alleged>", shapes)
    assert "Where it appears" in page
    assert "_:" not in page


def test_the_page_of_a_thing_is_made_once_for_each_language(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    whole = documents.indexed_description

    def counted(iri: str) -> tuple[Description, GraphIndex]:
        asked.append(iri)
        return whole(iri)

    monkeypatch.setattr(documents, "indexed_description", counted)
    # Pages are kept for each host: none is kept for this one yet.
    here = "http://made-once.example"
    first, second = (client.get("/graph/entities.html", base_url=here) for _ in range(2))
    other = client.get("/graph/entities.html?lang=de", base_url=here)

    assert len(asked) == 2
    assert first.text == second.text != ""
    assert first.headers.getlist("Link") == second.headers.getlist("Link") != []
    assert other.status_code == 200


def test_times_on_the_page_of_a_code_are_in_words(published_client: FlaskClient) -> None:
    page = published_client.get("/code/topic/oil-and-gas.html").text

    assert re.search(r"<time[^>]*>until 2006 \(“until [^<]*”\)</time>", page)
    assert ">../2006" not in page
