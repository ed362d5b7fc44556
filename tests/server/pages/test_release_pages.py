"""Every release in the folder has a list entry, a page and files that stay reachable for good."""

import hashlib
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from requests.utils import parse_header_links
from support.memory_store import HTML, client_of, get
from support.some import some
from support.two_releases import names

TURTLE = ox.RdfFormat.TURTLE


@pytest.fixture
def old_and_new(pair_copy: Path) -> tuple[str, str]:
    return names(pair_copy)


@pytest.fixture
def site(pair_copy: Path) -> FlaskClient:
    return client_of(pair_copy)


def manifest(dataset: Path, name: str) -> dict[str, Any]:
    text = (dataset / "releases" / name / "manifest.json").read_text()
    return dict(json.loads(text))


def test_releases_are_listed_newest_first(site: FlaskClient, old_and_new: tuple[str, str]) -> None:
    old, new = old_and_new
    found = get(site, "/releases/").get_json()

    assert [(each["release"], each["current"]) for each in found] == [(new, True), (old, False)]
    assert all(get(site, each["page"]).status_code == 200 for each in found)
    assert get(site, found[1]["manifest"]).get_json()["digest"] == found[1]["digest"]


def test_the_list_for_people_leads_to_each_page(
    site: FlaskClient, old_and_new: tuple[str, str]
) -> None:
    text = get(site, "/releases/", headers=HTML).text

    for name in some(old_and_new):
        assert f'href="/releases/{name}/"' in text
    assert 'href="/releases/"' in get(site, "/", headers=HTML).text


def test_page_tells_sources_validation_counts_and_files(
    site: FlaskClient, pair_copy: Path, old_and_new: tuple[str, str]
) -> None:
    old, new = old_and_new
    told = manifest(pair_copy, old)
    text = get(site, f"/releases/{old}/", headers=HTML).text

    assert told["digest"] in text
    assert told["documents"][0]["sha256"] in text
    assert told["validation"]["engine"] in text
    assert f'<a href="/releases/{new}/">' in text
    for file in some(told["files"]):
        assert f'href="/releases/{old}/{file["path"]}"' in text
        assert file["sha256"] in text


def test_page_is_a_landing_page_of_its_release(
    site: FlaskClient, pair_copy: Path, old_and_new: tuple[str, str]
) -> None:
    for name in some(old_and_new):
        page = get(site, f"/releases/{name}/", headers=HTML)
        found = parse_header_links(", ".join(page.headers.getlist("Link")))
        iri = f"https://w3id.org/legation/releases/{manifest(pair_copy, name)['digest']}"

        assert [link["url"] for link in found if link["rel"] == "cite-as"] == [iri]
        assert {"type", "license", "author", "collection"} < {link["rel"] for link in found}
        for link in found:
            if link["rel"] in ("describedby", "item"):
                assert f"/releases/{name}/" in link["url"]
                file = get(site, link["url"].removeprefix("http://localhost"))
                assert (file.status_code, file.mimetype) == (200, link["type"])
        assert len([link for link in found if link["rel"] == "item"]) > 5
        (text,) = re.findall('<script type="application/ld.json">(.*?)</script>', page.text)
        told = json.loads(text)
        assert (told["@type"], told["@id"]) == ("Dataset", iri)
        assert f"/releases/{name}/dumps/" in told["distribution"][0]["contentUrl"]


def test_page_is_the_manifest_for_programs(
    site: FlaskClient, pair_copy: Path, old_and_new: tuple[str, str]
) -> None:
    old, _ = old_and_new
    told = get(site, f"/releases/{old}/").get_json()

    assert {**told, **manifest(pair_copy, old)} == told
    assert told["current"] is False


def test_files_of_every_release_are_served_for_good(
    site: FlaskClient, pair_copy: Path, old_and_new: tuple[str, str]
) -> None:
    for name in some(old_and_new):
        for file in some(manifest(pair_copy, name)["files"]):
            answer = get(site, f"/releases/{name}/{file['path']}")
            assert hashlib.sha256(answer.data).hexdigest() == file["sha256"]
            assert answer.mimetype == file["mediaType"]
            assert answer.headers["ETag"] == f'"{file["sha256"]}"'
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert "Repr-Digest" in answer.headers
            assert "Last-Modified" not in answer.headers


def test_file_can_be_fetched_in_parts(site: FlaskClient, old_and_new: tuple[str, str]) -> None:
    path = f"/releases/{old_and_new[0]}/dumps/legation.nq"
    whole = get(site, path).data
    part = get(site, path, headers={"Range": "bytes=1000-"})

    assert (part.status_code, part.data) == (206, whole[1000:])
    beyond = get(site, path, headers={"Range": f"bytes={len(whole)}-"})
    assert beyond.status_code == 416


def test_current_dumps_are_asked_for_again_and_have_no_date(site: FlaskClient) -> None:
    answer = get(site, "/dumps/legation.ttl")

    assert answer.headers["Cache-Control"] == "public, no-cache"
    # A roll-back makes an older file the newer answer.
    assert "Last-Modified" not in answer.headers


@pytest.mark.parametrize("path", ["", "dumps/legation.ttl", "manifest.json"])
def test_beginning_of_a_digest_leads_to_the_release(
    site: FlaskClient, pair_copy: Path, old_and_new: tuple[str, str], path: str
) -> None:
    old, _ = old_and_new
    for name in (old[:6], manifest(pair_copy, old)["digest"]):
        answer = get(site, f"/releases/{name}/{path}")
        assert (answer.status_code, answer.location) == (302, f"/releases/{old}/{path}")


def test_current_leads_to_the_served_release(
    site: FlaskClient, old_and_new: tuple[str, str]
) -> None:
    assert get(site, "/releases/current/").location == f"/releases/{old_and_new[1]}/"


def test_iri_of_a_release_leads_to_its_page_or_record(
    site: FlaskClient, pair_copy: Path, old_and_new: tuple[str, str]
) -> None:
    old, _ = old_and_new
    iri = f"/releases/{manifest(pair_copy, old)['digest']}"
    page, record = get(site, iri, headers=HTML), get(site, iri, headers={"Accept": "text/turtle"})

    assert (page.status_code, page.location) == (303, f"/releases/{old}/")
    assert (record.status_code, record.mimetype) == (200, "text/turtle")
    described = {quad.subject.value for quad in ox.parse(record.data, TURTLE)}
    assert f"https://w3id.org/legation{iri}" in described


@pytest.mark.parametrize("accept", ["application/n-triples", "application/ld+json"])
@pytest.mark.parametrize("which", [0, 1])
def test_every_release_has_a_record_in_rdf_at_its_iri_and_its_page(
    site: FlaskClient, pair_copy: Path, old_and_new: tuple[str, str], which: int, accept: str
) -> None:
    name = old_and_new[which]
    iri = f"/releases/{manifest(pair_copy, name)['digest']}"
    for address in (iri, f"/releases/{name}/"):
        record = get(site, address, headers={"Accept": accept})

        assert (record.status_code, record.mimetype) == (200, accept)
        assert f"https://w3id.org/legation{iri}" in record.text


@pytest.mark.parametrize("path", ["none/", "none", "none/dumps/legation.ttl", "../", ".writing/"])
def test_unknown_release_is_a_problem_that_names_those_there_are(
    site: FlaskClient, old_and_new: tuple[str, str], path: str
) -> None:
    answer = get(site, f"/releases/{path}")

    assert answer.status_code == 404
    if path.startswith("none"):
        assert set(answer.get_json()["suggestions"]) == {f"/releases/{n}/" for n in old_and_new}


@pytest.mark.parametrize("path", ["none", "dumps/none", "../../current/manifest.json", "dumps"])
def test_only_what_the_manifest_lists_is_served(
    site: FlaskClient, old_and_new: tuple[str, str], path: str
) -> None:
    assert get(site, f"/releases/{old_and_new[0]}/{path}").status_code == 404


def test_damaged_file_is_not_served(
    site: FlaskClient, pair_copy: Path, old_and_new: tuple[str, str]
) -> None:
    old, _ = old_and_new
    file = pair_copy / "releases" / old / "dumps" / "legation.ttl"
    assert get(site, f"/releases/{old}/dumps/legation.ttl").status_code == 200
    file.write_text("x")
    answer = get(site, f"/releases/{old}/dumps/legation.ttl")

    assert answer.status_code == 500
    assert "dumps/legation.ttl" in answer.get_json()["detail"]
    assert get(site, f"/releases/{old}/dumps/legation.nt").status_code == 200


def test_releases_that_come_and_go_are_noticed(
    site: FlaskClient, pair_copy: Path, old_and_new: tuple[str, str]
) -> None:
    old, new = old_and_new
    (pair_copy / "releases" / old / "manifest.json").write_text("{")
    assert [each["release"] for each in get(site, "/releases/").get_json()] == [new]

    os.rename(pair_copy / "releases" / old, pair_copy / "releases" / ".writing-1-x")
    assert get(site, f"/releases/{old}/").status_code == 404


def test_releases_with_the_same_digest_have_pages_of_their_own(
    pair_copy: Path, old_and_new: tuple[str, str]
) -> None:
    old, _ = old_and_new
    folder = pair_copy / "releases" / old
    twin = folder.with_name(f"{old}-2")
    (twin / "dumps").mkdir(parents=True)
    told = manifest(pair_copy, old)
    (twin / "manifest.json").write_text(json.dumps({**told, "files": [], "modified": "2020-01-01"}))
    site = client_of(pair_copy)

    assert get(site, f"/releases/{old}-2/").status_code == 200
    # The newer of the two is meant.
    assert get(site, f"/releases/{told['digest']}/").location == f"/releases/{old}/"


def test_release_by_itself_is_listed_alone(pair_copy: Path, tmp_path: Path) -> None:
    alone = shutil.copytree(pair_copy / "current", tmp_path / "alone")
    site = client_of(alone)

    assert [each["release"] for each in get(site, "/releases/").get_json()] == ["alone"]
    assert get(site, "/releases/alone/", headers=HTML).status_code == 200


def test_links_of_the_pages_lead_somewhere(site: FlaskClient, old_and_new: tuple[str, str]) -> None:
    for path in ("/releases/", f"/releases/{old_and_new[0]}/", f"/releases/{old_and_new[1]}/"):
        text = get(site, path, headers=HTML).text
        targets = set(re.findall(r'href="(/releases/[^"]*)"', text))
        assert len(targets) > 2
        for target in targets:
            assert get(site, target).status_code == 200, target
