"""A thing can be asked for at a time, and leads to what the release of that time said (RFC 7089)."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from support.memory_store import client_of, local
from support.small_release import BIL
from support.two_releases import copied, names
from werkzeug.http import http_date

THING = "/freedonia-sylvania/grain-share"
FIRST, SECOND = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
BETWEEN = "Sun, 01 Feb 2026 00:00:00 GMT"


@pytest.fixture(scope="module")
def dated(pair: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases, one of January and one of March; a figure was changed."""
    dataset = copied(pair, tmp_path_factory.mktemp("dated"))
    for name, when in zip(names(dataset), (FIRST, SECOND), strict=True):
        seconds = when.timestamp()
        os.utime(dataset / "releases" / name / "manifest.json", (seconds, seconds))
    return dataset


@pytest.fixture(scope="module")
def site(dated: Path) -> Iterator[FlaskClient]:
    yield client_of(dated)


def shares(site: FlaskClient, address: str) -> list[str]:
    """Return the values of the figure in a document."""
    answer = site.get(address, headers={"Accept": "application/n-triples"})
    assert answer.status_code == 200, answer.text
    found = ox.parse(answer.data, ox.RdfFormat.N_TRIPLES)
    return [quad.object.value for quad in found if quad.predicate.value == BIL + "value"]


@pytest.mark.parametrize(
    ("asked", "when", "value"),
    [
        (BETWEEN, FIRST, "50"),
        ("Sun, 01 Mar 2026 00:00:00 GMT", SECOND, "40"),
        ("Tue, 01 Jan 2030 00:00:00 GMT", SECOND, "40"),
        ("Sat, 01 Jan 2000 00:00:00 GMT", FIRST, "50"),
    ],
)
def test_a_time_leads_to_what_the_release_of_then_said(
    site: FlaskClient, asked: str, when: datetime, value: str
) -> None:
    gate = site.get(THING, headers={"Accept-Datetime": asked})
    memento = site.get(local(gate.headers["Location"]))

    assert gate.status_code == 302
    assert "Accept-Datetime" in gate.headers["Vary"]
    assert memento.headers["Memento-Datetime"] == http_date(when)
    assert "immutable" in memento.headers["Cache-Control"]
    assert shares(site, local(gate.headers["Location"])) == [value]


def test_documents_are_asked_for_in_the_same_way(site: FlaskClient) -> None:
    gate = site.get(f"{THING}.nt", headers={"Accept-Datetime": BETWEEN})

    assert gate.headers["Location"].endswith(f"/things{THING}.nt")
    assert shares(site, local(gate.headers["Location"])) == ["50"]


def test_without_a_time_a_thing_is_as_ever_and_tells_of_its_time_map(site: FlaskClient) -> None:
    answer = site.get(f"{THING}.ttl")
    links = answer.headers.getlist("Link")

    assert answer.status_code == 200
    assert "Accept-Datetime" in answer.headers["Vary"]
    assert f'<http://localhost{THING}.ttl>; rel="timegate"' in links
    assert any('rel="timemap"' in link for link in links)


def test_time_map_lists_the_releases_that_have_it(site: FlaskClient, dated: Path) -> None:
    old, current = names(dated)

    lines = site.get(f"/timemap{THING}").text.splitlines()

    assert [line for line in lines if "memento" in line] == [
        f'<http://localhost/releases/{old}/things{THING}>; rel="first memento"; datetime="{http_date(FIRST)}",',
        f'<http://localhost/releases/{current}/things{THING}>; rel="last memento"; datetime="{http_date(SECOND)}"',
    ]


def test_what_only_one_release_has_leads_there_at_any_time(site: FlaskClient, dated: Path) -> None:
    old, current = names(dated)
    renamed = "/freedonia-sylvania/grain-offer"

    gate = site.get(renamed, headers={"Accept-Datetime": BETWEEN})
    gone = site.get("/freedonia-sylvania/grain-promise", headers={"Accept-Datetime": BETWEEN})

    assert f"/releases/{current}/" in gate.headers["Location"]
    assert f"/releases/{old}/" in gone.headers["Location"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/timemap/none", 404), ("/releases/current/things/none", 404), ("/timemap/a b", 404)],
)
def test_what_was_never_there_is_not_found(site: FlaskClient, path: str, status: int) -> None:
    assert site.get(path, follow_redirects=True).status_code == status


@pytest.mark.parametrize(
    "asked",
    [
        "yesterday",
        "Mon, 23 Nov 99999999999999999999 10:00:00 GMT",
        "Mon, 23 Nov 2026 10:00:00 +99999999999999999999",
    ],
)
def test_a_time_that_cannot_be_read_is_refused(site: FlaskClient, asked: str) -> None:
    assert site.get(THING, headers={"Accept-Datetime": asked}).status_code == 400
