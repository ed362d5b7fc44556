"""Pages to read come from the index: entities, statements, claims, documents and sentences."""

import json
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from legation_build.pipeline import steps as pipeline
from legation_server.pages.reading.choices import Row
from legation_server.pages.reading.sections import in_order
from legation_server.query import Answer, Task
from legation_server.releases.manifest import Publisher
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from support.memory_store import MemoryStore, client_of
from support.some import some

DENIAL = "/azerbaijan-israel/air-base-denial"
CLAIM = "/azerbaijan-israel/c-alleged-cooperation-against-iran-7-access"
SENTENCE = "/azerbaijan-israel/p-alleged-cooperation-against-iran-7"
STATEMENT = re.compile(r'<p class="statement"><a href="([^"]+)">(.*?)</a>')


class SilentStore(MemoryStore):
    """A store that must not be asked."""

    def run(self, task: Task, *args: object, **options: object) -> Answer:
        raise AssertionError(f"the store was asked: {task.query}")


@pytest.fixture(scope="module")
def reader(published: Path) -> FlaskClient:
    """A client of an application whose store answers no query."""
    return create_app(open_release(published), SilentStore()).test_client()


@pytest.fixture(scope="module")
def denied(reader: FlaskClient) -> str:
    """The page of a statement that is denied."""
    page = reader.get("/id/israel.html?firmly=unconfirmed").text
    entries = re.findall(
        r'<div class="said denied">\s*<p class="statement"><a href="([^"]+)"', page
    )
    return reader.get(entries[0] + ".html").text


def text_of(page: str) -> str:
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize(
    "path",
    ["/", "/id/", "/id/israel", "/azerbaijan-israel", DENIAL, CLAIM, SENTENCE, DENIAL + ".bib"],
)
def test_pages_to_read_need_no_query(reader: FlaskClient, path: str) -> None:
    response = reader.get(path, headers={"Accept": "text/html"}, follow_redirects=True)

    assert response.status_code == 200


def test_a_page_is_made_once(reader: FlaskClient) -> None:
    first, again = (reader.get("/id/baku.html") for _ in range(2))

    assert first.data == again.data
    assert reader.get("/id/baku.html?other=1").data == first.data


@pytest.mark.parametrize(
    "path", ["/id/israel.html", "/id/azerbaijan.html", "/id/ilham-aliyev.html"]
)
def test_no_statement_stands_twice_on_the_page_of_an_entity(reader: FlaskClient, path: str) -> None:
    found = Counter(href for href, _ in STATEMENT.findall(reader.get(path).text))

    assert len(found) > 10
    assert found.most_common(1)[0][1] == 1


def test_what_is_stated_and_what_is_not_stand_apart(reader: FlaskClient) -> None:
    page = reader.get("/id/israel.html").text
    stated, unconfirmed = (page.index(f'<h2 id="{name}">') for name in ("stated", "unconfirmed"))
    top = re.findall(r'<div class="said (\w+)">', page[stated:unconfirmed])

    assert stated < unconfirmed < page.index('<h2 id="background">')
    assert top[0] in ("stated", "attributed")
    assert {"planned", "reported"} & set(re.findall(r"</i>(\w+)", page[unconfirmed:]))


def test_what_somebody_denies_is_not_headed_as_what_it_says(reader: FlaskClient) -> None:
    officials = reader.get("/id/israeli-officials.html").text

    assert "What is denied by Israeli officials" in officials
    assert "What stands on the word of" not in officials


def test_every_speaker_has_a_section_of_what_it_says(reader: FlaskClient) -> None:
    speakers = re.findall(r'href="(/id/[^"#]+)#says"', reader.get("/sources/").text)

    for path in some(speakers):
        assert '<h2 id="says">' in reader.get(path + ".html").text, path


def test_a_page_has_sixty_lines_and_links_to_the_rest(reader: FlaskClient) -> None:
    page = reader.get("/id/azerbaijan.html").text

    assert len(STATEMENT.findall(page)) <= 60
    for href in some(re.findall(r'<p class="folded"><a href="([^"]+)"', page)):
        assert STATEMENT.findall(reader.get(unescape(href)).text), href


@pytest.mark.parametrize(
    ("query", "left"),
    [("topic=energy", 1), ("firmly=stated", 1), ("kind=Event", 1), ("from=2016&to=2016", 1)],
)
def test_choices_are_links_that_leave_fewer(reader: FlaskClient, query: str, left: int) -> None:
    def count(page: str) -> int:
        found = re.search(r"<li><b>([\d,]+)</b> statements?", page)
        return int(found[1]) if found else 0

    every, chosen = (
        count(reader.get("/id/israel.html" + asked).text) for asked in ("", "?" + query)
    )

    assert left <= chosen < every
    assert f"of {every}" in text_of(reader.get("/id/israel.html?" + query).text)


def test_the_count_beside_a_choice_is_what_it_leaves(reader: FlaskClient) -> None:
    page = reader.get("/id/israel.html").text
    options = re.findall(r'<a href="(/id/israel.html\?[^"]+)">[^<]*<span class="count">(\d+)', page)

    for href, count in some(options):
        assert f"<li><b>{count}</b> statement" in reader.get(unescape(href)).text, href


def test_a_choice_that_leaves_nothing_says_so(reader: FlaskClient) -> None:
    said = text_of(reader.get("/id/israel.html?from=1500&to=1501").text)

    assert "No statement fits these choices." in said
    assert reader.get("/id/israel.html?from=x&to=-1&topic=none").status_code == 200


def test_names_are_in_the_language_asked_for_where_there_are_any(reader: FlaskClient) -> None:
    english, russian = (reader.get("/id/israel.html" + asked).text for asked in ("", "?lang=ru"))

    assert "<h1>Israel</h1>" in english
    assert '<h1 lang="ru" dir="auto">Израиль</h1>' in russian
    assert 'hreflang="ru">русский</a>' in english
    assert "<h1>Israel</h1>" in reader.get("/id/israel.html?lang=fr").text


def test_a_picture_of_years_has_a_table_with_the_same_numbers(reader: FlaskClient) -> None:
    page = reader.get("/id/israel.html").text
    bars = re.findall(r"<title>(\d+): (\d+) stated or attributed, (\d+) reported", page)
    rows = re.findall(
        r'<th scope="row"><a[^>]+>(\d+)</a></th><td class="number">(\d+)</td><td class="number">(\d+)</td>',
        page,
    )

    assert bars
    assert set(bars) <= set(rows)


def test_a_denied_statement_shows_both_sides(denied: str) -> None:
    said, _, other = denied.partition("<h3>Denied</h3>")

    assert "<h3>Said</h3>" in said
    assert "The document does not say that this is true." in said
    assert "Denied by Israeli officials and Azerbaijani officials." in text_of(said)
    assert "Azerbaijani officials" in other
    assert "How we read it." in other


def test_a_statement_shows_its_sentence_and_its_neighbours(reader: FlaskClient) -> None:
    page = reader.get(DENIAL + ".html").text

    assert "“Israeli and Azerbaijani … denied these reports.”" in page
    assert 'rel="prev"' in page and 'rel="next"' in page
    assert re.search(
        r'<a href="https://en\.wikipedia\.org/[^"]+#:~:text=[^"]+">Open in the source', page
    )


@pytest.mark.parametrize("path", [DENIAL, CLAIM, SENTENCE, "/azerbaijan-israel", "/id/israel"])
def test_every_page_can_be_cited(reader: FlaskClient, path: str) -> None:
    bibtex = reader.get(path + ".bib")
    csl = reader.get(path + ".csl.json")
    (item,) = json.loads(csl.data)

    assert bibtex.mimetype == "application/x-bibtex"
    assert re.fullmatch(r"@misc\{legation:[\w-]+,\n(  \w+ = .+,\n)+\}\n", bibtex.text)
    assert bibtex.text.count("{") == bibtex.text.count("}")
    assert csl.mimetype == "application/vnd.citationstyles.csl+json"
    assert item["URL"] == "https://w3id.org/legation" + path
    assert item["URL"] in bibtex.text
    assert item["title"] and item["issued"]["date-parts"][0]


def test_what_does_not_exist_cannot_be_cited(published_client: FlaskClient) -> None:
    assert published_client.get("/id/nobody.bib").status_code == 404
    assert published_client.get("/nothing.csl.json").status_code == 404


def test_a_claim_shows_what_it_states(reader: FlaskClient) -> None:
    page = reader.get(CLAIM + ".html").text

    assert STATEMENT.findall(page)
    assert "What is said" in page
    assert "Reported by officials, 29 March 2012." in text_of(page) or "29 March 2012" in page


def test_a_document_has_a_cell_and_a_row_for_each_sentence(reader: FlaskClient) -> None:
    page = reader.get("/azerbaijan-israel.html").text
    cells = re.findall(r'<li class="s\d"><a href="[^"]*?([^"/#]+)"', page)
    rows = re.findall(r'<article class="sentence" id="([^"]+)"', page)

    assert len(cells) == 136
    assert len(rows) >= 125
    assert set(rows) <= set(cells)
    assert re.search(r"\b\d{3} statements", page)


def test_a_document_can_show_only_what_is_unconfirmed(reader: FlaskClient) -> None:
    page = reader.get("/azerbaijan-israel.html?firmly=unconfirmed").text

    assert page.count('<li class="said ') > 20
    assert 'class="mark stated"' not in page


@pytest.mark.parametrize(
    ("path", "heading", "other"),
    [
        (DENIAL, "Is about", "/azerbaijan-israel/air-base-access"),
        ("/azerbaijan-israel/air-base-access", "Mentioned by", DENIAL),
    ],
)
def test_a_statement_leads_to_what_it_mentions_and_back(
    reader: FlaskClient, path: str, heading: str, other: str
) -> None:
    page = reader.get(path + ".html").text

    group = page.partition(f"<h3>{heading}</h3>")[2].partition("<h3>")[0]
    assert f'href="{other}"' in group


def test_every_cell_leads_to_a_place_on_the_page(reader: FlaskClient) -> None:
    page = reader.get("/azerbaijan-israel.html").text
    anchors = set(re.findall(r'id="([^"]+)"', page))

    for cell in some(re.findall(r'<li class="s\d"><a href="#([^"]+)"', page)):
        assert cell in anchors, cell


def test_the_home_page_begins_with_questions(
    reader: FlaskClient, published_client: FlaskClient
) -> None:
    page = reader.get("/").text
    cards = re.findall(r'<li class="card"><h3><a href="([^"]+)">([^<]+)</a>', page)

    assert (
        "<h1>What one document says about Azerbaijan and Israel, sentence by sentence</h1>" in page
    )
    assert ("/timeline/2016", "What happened in 2016?") in cards
    assert len(cards) >= 8
    for href, _ in cards:
        found = published_client.get(href, headers={"Accept": "text/html"}, follow_redirects=True)
        assert found.status_code == 200, href


def test_people_and_places_are_listed_by_class_with_counts(reader: FlaskClient) -> None:
    page = reader.get("/id/").text

    assert re.search(r'<h2 id="class-Person">Persons <span class="count">\d+</span></h2>', page)
    assert re.search(r'>Alexander Lapshin</a> <span class="count">\d+</span>', page)


def test_a_page_not_found_offers_a_search_and_the_way_home(published_client: FlaskClient) -> None:
    page = published_client.get("/id/lapshim", headers={"Accept": "text/html"})

    assert page.status_code == 404
    assert "<h1>Page not found</h1>" in page.text
    assert 'name="q" value="lapshim"' in page.text
    assert '<a href="/">home page</a>' in page.text


def test_the_download_page_offers_two_files_of_the_release_first(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/dumps/").text
    buttons = re.findall(r'<a class="button" href="([^"]+)">([\w ]+) · [\d.]+ (?:kB|MB)</a>', page)

    assert buttons == [("/dumps/legation.ttl", "Turtle"), ("/dumps/claims.csv", "CSV for programs")]
    assert page.index('class="button"') < page.index("<details>")


@pytest.mark.parametrize("path", [DENIAL, CLAIM, SENTENCE, "/azerbaijan-israel", "/id/israel"])
def test_machine_faces_are_those_of_the_store(
    reader: FlaskClient, published_client: FlaskClient, path: str
) -> None:
    page = reader.get(path + ".html")
    data = published_client.get(path + ".ttl")

    assert page.headers["Content-Location"] == path + ".html"
    assert f'<https://w3id.org/legation{path}>; rel="cite-as"' in page.headers.getlist("Link")
    assert data.status_code == 200
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text)
    about = json.loads(script)
    assert about["@id"] == "https://w3id.org/legation" + path
    assert about["name"]


def test_a_war_whose_year_only_its_name_tells_is_not_dated_by_its_page(reader: FlaskClient) -> None:
    page = reader.get("/id/gaza-war.html").text

    assert "2023" in page
    assert "When:" not in page


def test_a_saying_tells_how_firm_is_what_is_said(reader: FlaskClient) -> None:
    page = reader.get("/timeline/2016").text
    alone = [line for line in page.split('<li class="line">') if "what is said:" in line]

    for line in some(alone):
        first, said = line.split("what is said:")
        assert 'class="mark stated"' in first and 'class="mark ' in said
        assert 'class="nested"' not in line


@pytest.mark.parametrize("degree", ["opinion", "inferred", "prospective", "denied", "found"])
def test_a_degree_of_firmness_can_be_chosen_and_is_explained(
    reader: FlaskClient, degree: str
) -> None:
    every, chosen = (
        reader.get(f"/timeline/undated?firmly={name}").text.count('class="mark ')
        for name in ("", degree)
    )

    assert f'<dt id="{degree}">' in reader.get("/about").text
    assert chosen < every


def test_a_mark_leads_to_its_definition(reader: FlaskClient) -> None:
    marks = re.findall(r'<a class="mark [a-z]+" href="([^"]+)"', reader.get("/timeline/2016").text)

    for href in some(marks):
        page, _, name = href.partition("#")
        assert f'<dt id="{name}">' in reader.get(page).text


def test_the_page_about_the_dataset_names_source_method_and_publisher(reader: FlaskClient) -> None:
    about = text_of(reader.get("/about").text)

    assert "English Wikipedia" in about and "Mapped as of 2026-" in about
    assert "taken sentence by sentence" in about
    assert "The dataset is published by" in about


@pytest.mark.parametrize("path", ["/", "/about", "/azerbaijan-israel", DENIAL, CLAIM, SENTENCE])
def test_a_page_names_the_work_that_its_source_is_in(reader: FlaskClient, path: str) -> None:
    response = reader.get(path, headers={"Accept": "text/html"}, follow_redirects=True)

    assert "English Wikipedia" in text_of(response.text)
    assert re.search("apped (on|as of) 2026-", text_of(response.text))


def test_a_citation_tells_where_and_how_firmly(reader: FlaskClient) -> None:
    item = json.loads(reader.get(CLAIM + ".csl.json").data)[0]

    assert "Alleged cooperation against Iran, sentence 7" in item["source"]
    assert "https://en.wikipedia.org/wiki/" in item["source"]
    assert re.search(r"\. (Reported|Alleged)\b.*\.$", item["note"])
    denial = json.loads(reader.get(DENIAL + ".csl.json").data)[0]
    assert "The document states that this was said." in denial["note"]


def test_a_statement_shows_what_each_of_its_sentences_gives(reader: FlaskClient) -> None:
    page = text_of(reader.get("/azerbaijan-israel/netanyahu-visit-2016.html").text)

    assert "What each sentence gives" in page
    assert "Where: Baku" in page and "When: December 2016" in page
    assert "What each sentence gives" not in text_of(reader.get(DENIAL + ".html").text)


def test_a_statement_without_a_date_shows_its_bounds(reader: FlaskClient) -> None:
    page = text_of(reader.get("/azerbaijan-israel/lapshin-trial.html").text)

    assert "1 December 2016 and 21 May 2021, by inference" in page
    assert "The document gives no date" in page


def test_a_case_is_told_in_the_order_of_its_events(reader: FlaskClient) -> None:
    page = reader.get("/id/alexander-lapshin.html").text
    cases = (
        ["arrest-request", "arrest", "trial", "pardon"],
        ["protests", "extradition", "assault", "hospitalization", "judgment"],
    )

    for names in cases:
        places = [page.find(f'/azerbaijan-israel/lapshin-{name}">') for name in names]
        assert -1 not in places
        assert places == sorted(places)


def test_the_page_of_an_event_with_a_name_tells_when_it_was(tmp_path: Path) -> None:
    pipeline.build([Path(__file__).parents[2] / "data" / "mappings"], tmp_path)
    client = client_of(tmp_path)
    page = client.get("/id/flood-of-april-1934.html").text
    when = re.search(r'<p class="note">When: <a href="([^"]+)">([^<]+)</a></p>', page)

    assert when and when[2] == "April 1934"
    assert "A flood comes over Sylvania" in text_of(client.get(when[1] + ".html").text)
    assert "When:" not in text_of(client.get("/id/sylvania.html").text)


@pytest.mark.parametrize(
    ("followed", "order"),
    [
        ({}, [2, 1, 4, 3]),
        ({1: [3]}, [2, 3, 1, 4]),
        ({2: [4], 4: [3]}, [3, 4, 2, 1]),
        ({1: [3], 3: [1]}, [2, 3, 1, 4]),
        ({1: [9]}, [2, 1, 4, 3]),
    ],
)
def test_what_follows_comes_after(followed: dict[int, list[int]], order: list[int]) -> None:
    days = {1: "2016-12-01", 2: "2016-04-01", 3: "", 4: "2017-01-01"}
    rows = [
        Row(number, "stated", "Event", False, False, 1, None, (), "stated", bool(day), day)
        for number, day in days.items()
    ]

    assert [row.number for row in in_order(rows, followed)] == order


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("mailto:desk@letters.example", '<a href="mailto:desk@letters.example">desk@letters'),
        ("https://letters.example/desk", '<a href="https://letters.example/desk">'),
    ],
)
def test_the_page_about_the_dataset_says_whom_to_ask(
    published: Path, contact: str, shown: str
) -> None:
    publisher = Publisher("https://letters.example/", "Office of Letters", contact)
    release = replace(open_release(published), publisher=publisher)

    assert shown in create_app(release, SilentStore()).test_client().get("/about").text
