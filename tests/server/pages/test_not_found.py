"""What an earlier release had and the current one has not is gone, and the answer says from which."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from legation_server.diff import comparer
from support.memory_store import client_of, get
from support.two_releases import copied, names, point_to

GONE = "/freedonia-sylvania/grain-promise"


@pytest.mark.parametrize("extension", ["", ".html", ".ttl"])
def test_withdrawn_thing_is_gone(pair_client: FlaskClient, pair: Path, extension: str) -> None:
    old, _ = names(pair)
    answer = get(pair_client, GONE + extension)
    told = answer.get_json()

    assert (answer.status_code, told["type"]) == (410, "/errors#gone")
    assert (told["release"], told["page"]) == (old, f"/releases/{old}/")
    assert old in told["detail"]
    assert f"</releases/{old}/>" in answer.headers["Link"]
    assert get(pair_client, told["page"]).status_code == 200


def test_page_of_a_withdrawn_thing_leads_to_the_release(
    pair_client: FlaskClient, pair: Path
) -> None:
    answer = get(pair_client, GONE, headers={"Accept": "text/html"})

    assert answer.status_code == 410
    assert f'<a href="/releases/{names(pair)[0]}/">' in answer.text


def test_unknown_thing_is_not_found(pair_client: FlaskClient) -> None:
    assert get(pair_client, "/freedonia-sylvania/grain-pledge").status_code == 404
    assert get(pair_client, "/freedonia-sylvania/grain-offer").status_code == 303


def test_what_a_roll_back_took_away_is_gone_too(pair: Path, tmp_path: Path) -> None:
    back = copied(pair, tmp_path)
    old, new = names(back)
    point_to(back, old)
    site = client_of(back)

    assert get(site, "/freedonia-sylvania/grain-offer").get_json()["release"] == new
    assert get(site, GONE).status_code == 303


def test_the_last_release_that_had_it_is_named(pair: Path, tmp_path: Path) -> None:
    three = copied(pair, tmp_path)
    old, _ = names(three)
    twin = three / "releases" / f"{old}-2"
    (three / "releases" / old).rename(twin)
    (copied(pair, tmp_path / "again") / "releases" / old).rename(three / "releases" / old)
    (twin / "manifest.json").touch()

    assert get(client_of(three), GONE).get_json()["release"] == twin.name


def test_damaged_release_is_passed_over(pair: Path, tmp_path: Path) -> None:
    spoilt = copied(pair, tmp_path)
    (spoilt / "releases" / names(spoilt)[0] / "dumps" / "legation.nq").write_text("x")

    assert get(client_of(spoilt), GONE).status_code == 404


def test_not_found_while_nobody_knows(pair: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparer, "MOST_WAITING_THREADS", 0)

    assert get(client_of(pair), GONE).status_code == 404


def test_single_release_asks_nobody(pair: Path, tmp_path: Path, monkeypatch: Any) -> None:
    alone = copied(pair, tmp_path)
    (alone / "releases" / names(alone)[0]).rename(tmp_path / "away")
    monkeypatch.setattr(comparer, "PROCESS", "legation_server.no_such_module")

    assert get(client_of(alone), GONE).status_code == 404
