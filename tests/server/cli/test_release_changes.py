"""What changed between releases can be read: as a file, as a page and as data."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from legation_build import pipeline
from legation_build.cli.legation import main
from legation_server.cli.releases import changes_page
from legation_server.diff import worded_changes as readable_changes
from legation_server.diff.changes import Contents, compare
from legation_server.diff.worded_changes import Side
from support.memory_store import HTML, get
from support.small_mapping import write_mapping
from support.small_release import BASE
from support.some import some
from support.two_releases import change, names, releases

HERE = BASE + "freedonia-sylvania/"


@pytest.fixture(scope="module")
def page(pair: Path) -> str:
    """The page that `legation release diff` writes."""
    arguments = ["release", "diff", names(pair)[0], "--format", "html"]
    run = CliRunner().invoke(main, [*arguments, "--dataset", str(pair)])
    assert run.exit_code == 0, run.output
    return run.output


def article(page: str, iri: str) -> str:
    (found,) = [a for a in re.findall(r"<article.*?</article>", page, re.DOTALL) if iri in a]
    return str(found)


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_page_says_how_much_changed(page: str) -> None:
    assert "Claims and contents: 1 added, 1 removed, 2 changed." in text_of(page)


def test_page_shows_what_it_was_and_what_it_is(page: str) -> None:
    shown = text_of(article(page, HERE + "c-grain<"))

    assert "Changed: Half of the grain was said to be promised." in shown
    assert "What Before Now value 50 40" in shown
    assert "Added: Grain was said to be promised." in shown
    assert "Removed: Grain was said to be promised." in shown
    assert "has event type announcement" in shown


def test_page_shows_the_evidence(page: str) -> None:
    shown = article(page, HERE + "c-grain<")

    assert "“The Sylvanian press … grain was promised.”" in text_of(shown)
    assert 'href="https://example.org/freedonia-sylvania#:~:text=The%20Sylvanian%20press,' in shown


def test_what_is_not_asserted_says_so_beside_its_label(page: str) -> None:
    for label in some(re.findall(r"<h[34]>[^\n]*Grain was said[^\n]*</h[34]>", page)):
        assert "not asserted: reported" in label
    assert "not asserted: reported" in text_of(page)


def test_who_reads_changes_as_text_or_data_learns_what_is_not_asserted(pair: Path) -> None:
    def told(form: str) -> str:
        arguments = ["release", "diff", names(pair)[0], "--format", form]
        return CliRunner().invoke(main, [*arguments, "--dataset", str(pair)]).output

    text = [line for line in told("text").splitlines() if re.match(r"(add|remov|chang)ed: ", line)]
    hedged = {line.split()[1].removeprefix(HERE) for line in text if "not asserted" in line}
    changes = {change["iri"].removeprefix(HERE): change for change in json.loads(told("json"))}

    assert hedged == {"c-grain", "grain-offer", "grain-promise", "grain-share"}
    assert {name for name, change in changes.items() if change["not_asserted"]} == hedged
    assert changes["grain-promise"]["how"] == "removed"
    assert changes["grain-promise"]["not_asserted"] == ["reported"]


@pytest.fixture(scope="module")
def hedged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What changes when a claim is hedged once more, and what asserts something points at it."""
    root = tmp_path_factory.mktemp("hedged")
    mappings = write_mapping(root)
    pipeline.build([mappings], root / "dataset")
    change(mappings, lambda t: t.replace("modality: reported", "modality: [alleged, reported]"))
    change(
        mappings,
        lambda t: t.replace(
            "    actor: freedonia\n", "    actor: freedonia\n    cause: grain-promise\n"
        ),
    )
    pipeline.build([mappings], root / "dataset")
    sides = [Side(Contents.read(release)) for release in releases(root / "dataset")]
    return readable_changes.readable_changes(*sides)


def statement(found: dict[str, Any], iri: str, name: str) -> dict[str, Any]:
    things = [t for claim in found["claims"] for t in (claim, *claim["contents"])]
    (thing,) = [t for t in things if t["iri"] == HERE + iri]
    (told,) = [s for s in thing["statements"] if s["property"]["iri"] == BASE + "ns#" + name]
    return dict(told)


def test_a_hedge_that_stays_is_shown_beside_one_that_is_new(hedged: dict[str, Any]) -> None:
    """Else it would look as if nothing had been hedged before."""
    told = statement(hedged, "c-grain", "modality")
    shown = text_of(article(changes_page(hedged), HERE + "c-grain<"))

    assert [v["text"] for v in told["kept"]] == ["reported"]
    assert [v["text"] for v in told["new"]] == ["alleged"]
    assert "has modality reported reported alleged" in shown
    assert "has modality nothing" not in shown


def test_what_a_fact_points_at_says_that_it_is_not_asserted(hedged: dict[str, Any]) -> None:
    (cause,) = statement(hedged, "recognition", "cause")["new"]

    assert cause["text"] == "Grain was said to be promised. (not asserted: alleged, reported)"


def test_file_needs_no_other_file(page: str) -> None:
    assert page.startswith("<!doctype html>")
    assert "<style>" in page
    assert not re.search(r"<(link|script|img)\b|\bsrc=|url\(|@import", page)


def test_page_tells_of_all_triples_by_graph(page: str) -> None:
    assert f"{BASE}graph/freedonia-sylvania" in page.partition('id="graphs"')[2]


def test_releases_that_are_the_same_have_no_changes(pair: Path) -> None:
    arguments = ["release", "diff", "current", "--format", "html", "--dataset", str(pair)]
    shown = text_of(CliRunner().invoke(main, arguments).output)

    assert "0 added, 0 removed, 0 changed" in shown
    assert "No triple differs." in shown


def test_page_that_leaves_claims_out_says_so(pair: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readable_changes, "MOST_CLAIMS", 0)
    old, new = names(pair)
    arguments = ["release", "diff", old, "--format", "html", "--dataset", str(pair)]
    shown = text_of(CliRunner().invoke(main, arguments).output)

    assert "more claims changed." in shown
    assert f"legation release diff {old} {new}" in shown


def test_server_shows_the_same_page(pair_client: FlaskClient, pair: Path, page: str) -> None:
    old, new = names(pair)
    answer = get(pair_client, f"/releases/{old}..{new}", headers=HTML)

    assert answer.status_code == 200
    shown = article(answer.text, HERE + "c-grain<")
    assert text_of(shown) == text_of(article(page, HERE + "c-grain<"))
    assert 'href="/freedonia-sylvania/c-grain"' in shown
    assert 'id="freedonia-sylvania/c-grain"' in shown


def test_changes_come_as_data_too(pair_client: FlaskClient, pair: Path) -> None:
    old, new = names(pair)
    found = get(pair_client, f"/releases/{old}..{new}").get_json()

    assert found["counts"] == {"added": 1, "removed": 1, "changed": 2}
    assert [claim["iri"] for claim in found["claims"]] == [HERE + "c-grain"]
    contents = {content["iri"]: content["how"] for content in found["claims"][0]["contents"]}
    assert contents == {
        HERE + "grain-offer": "added",
        HERE + "grain-promise": "removed",
        HERE + "grain-share": "changed",
    }


def test_changes_backwards_are_the_opposite(pair_client: FlaskClient, pair: Path) -> None:
    old, new = names(pair)
    (claim,) = get(pair_client, f"/releases/{new}..{old}").get_json()["claims"]

    share = next(c for c in claim["contents"] if c["iri"].endswith("grain-share"))
    assert [(s["old"][0]["text"], s["new"][0]["text"]) for s in share["statements"]] == [
        ("40", "50")
    ]


def test_beginnings_of_names_lead_to_the_whole(pair_client: FlaskClient, pair: Path) -> None:
    old, new = names(pair)

    assert get(pair_client, f"/releases/{old[:7]}..current").location == f"/releases/{old}..{new}"
    assert get(pair_client, f"/releases/{old}..none").status_code == 404


def test_patches_and_pages_agree_on_how_many_statements(
    pair_client: FlaskClient, pair: Path
) -> None:
    old, new = names(pair)
    arguments = ["release", "diff", old, new, "--format", "patch", "--dataset", str(pair)]
    lines = CliRunner().invoke(main, arguments).output.splitlines()
    graphs = get(pair_client, f"/releases/{old}..{new}").get_json()["graphs"]

    assert sum(g["added"] for g in graphs) == sum(line.startswith("A ") for line in lines)
    assert sum(g["removed"] for g in graphs) == sum(line.startswith("D ") for line in lines)
    assert json.dumps(graphs)


def test_line_a_claim_is_written_in_is_no_change_of_it(pair: Path) -> None:
    whole = Contents.read(releases(pair)[0])
    traced = {quad for quad in whole.quads if "provenance" in str(quad.graph_name)}

    assert any(str(quad.subject) == f"<{HERE}c-grain>" for quad in traced)
    assert compare(whole, Contents(whole.release, whole.quads - traced)) == []
