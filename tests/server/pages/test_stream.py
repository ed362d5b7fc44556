"""Whoever follows the stream of claims has what the newest release says (LDES 1.0, TREE)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from legation_build import pipeline
from legation_server.pages.releases import stream
from legation_server.releases import open_release
from support.guides import HERE, recipes
from support.memory_store import client_of, local
from support.server_processes import Served
from support.small_mapping import write_mapping
from support.small_release import BASE, BIL
from support.some import some
from support.two_releases import change

LDES, TREE = "https://w3id.org/ldes#", "https://w3id.org/tree#"
DCTERMS, RDF = "http://purl.org/dc/terms/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ACTIVITY = "https://www.w3.org/ns/activitystreams#"
(CLIENT,) = (
    each
    for each in recipes("clients.md")
    if each.heading == "Following changes" and each.language == "python"
)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of three releases: the second changes a claim, the third removes it."""
    root = tmp_path_factory.mktemp("three")
    mappings = write_mapping(root)
    pipeline.build([mappings], root / "dataset")
    change(mappings, lambda text: text.replace("value: 50", "value: 40"))
    pipeline.build([mappings], root / "dataset")
    change(mappings, lambda text: text[: text.index("- id: c-grain")])
    pipeline.build([mappings], root / "dataset")
    return root / "dataset"


@pytest.fixture(scope="module")
def site(three: Path) -> FlaskClient:
    return client_of(three)


def quads(site: FlaskClient, address: str) -> list[ox.Quad]:
    answer = site.get(address, headers={"Accept": "application/n-quads"})
    assert answer.status_code == 200, answer.text
    return list(ox.parse(answer.data, ox.RdfFormat.N_QUADS))


def values(found: list[ox.Quad], predicate: str) -> list[str]:
    return [
        quad.object.value
        for quad in found
        if quad.predicate.value == predicate
        and isinstance(quad.object, ox.NamedNode | ox.Literal)
        and isinstance(quad.graph_name, ox.DefaultGraph)
    ]


def pages(site: FlaskClient) -> list[str]:
    return list(dict.fromkeys(values(quads(site, "/stream"), TREE + "node")))


def claims_in(folder: Path) -> dict[str, set[ox.Triple]]:
    """Return the claims of a dump: IRI → the triples of the claim and of what it states."""
    triples: dict[str, set[ox.Triple]] = {}
    path = str(folder / "dumps" / "legation.nq")
    for quad in ox.parse(path=path, format=ox.RdfFormat.N_QUADS):
        known = str(quad.graph_name).strip("<>").removeprefix(BASE + "graph/")
        if isinstance(quad.subject, ox.NamedNode) and known == "freedonia-sylvania":
            triples.setdefault(quad.subject.value, set()).add(quad.triple)
    found = {}
    for iri, own in triples.items():
        kinds = {t.object for t in own if t.predicate.value == RDF + "type"}
        if ox.NamedNode(BIL + "Claim") in kinds:
            stated = [t.object for t in own if t.predicate.value == BIL + "states"]
            parts = [triples[each.value] for each in stated if isinstance(each, ox.NamedNode)]
            found[iri] = own.union(*parts)
    return found


def test_the_client_of_the_docs_rebuilds_the_newest_release(
    three: Path, serve: Callable[..., Served]
) -> None:
    served = serve(three, "--workers", "1")
    program: dict[str, Any] = {}

    exec(CLIENT.text.replace(HERE, served.url), program)

    assert program["claims"] == claims_in(three / "current")
    assert some(program["claims"])


def test_root_tells_order_versions_and_what_is_kept(site: FlaskClient, three: Path) -> None:
    found = quads(site, "/stream")

    assert values(found, TREE + "view") == ["http://localhost/stream"]
    assert values(found, LDES + "timestampPath") == [DCTERMS + "issued"]
    assert values(found, LDES + "versionOfPath") == [DCTERMS + "isVersionOf"]
    assert values(found, LDES + "versionDeleteObject") == [ACTIVITY + "Delete"]
    (begin,) = values(found, LDES + "startingFrom")
    assert begin == min(values(found, TREE + "value"))
    assert len(pages(site)) == 3


def test_each_step_has_the_versions_that_it_brought(site: FlaskClient) -> None:
    steps = [quads(site, local(page)) for page in some(pages(site))]
    kinds = [
        {kind.removeprefix(ACTIVITY) for kind in values(step, RDF + "type") if ACTIVITY in kind}
        for step in steps
    ]

    assert kinds == [{"Create"}, {"Update"}, {"Delete"}]
    assert values(steps[2], DCTERMS + "isVersionOf") == [BASE + "freedonia-sylvania/c-grain"]
    assert [quad for quad in steps[2] if isinstance(quad.graph_name, ox.NamedNode)] == []


def test_times_go_up_from_step_to_step(site: FlaskClient) -> None:
    times = [set(values(quads(site, local(page)), DCTERMS + "issued")) for page in pages(site)]

    assert [len(each) for each in some(times)] == [1, 1, 1]
    assert [min(each) for each in times] == sorted(min(each) for each in times)


def test_pages_never_change_and_say_so(site: FlaskClient) -> None:
    for page in some(pages(site)):
        answer = site.get(local(page))
        assert "immutable" in answer.headers["Cache-Control"]
        assert values(quads(site, local(page)), LDES + "immutable") == ["true"]


def test_members_lead_to_their_pages(site: FlaskClient) -> None:
    page = pages(site)[1]
    (member,) = values(quads(site, local(page)), TREE + "member")

    answer = site.get("/" + member.removeprefix(BASE).partition("#")[0])

    assert (answer.status_code, local(answer.headers["Location"])) == (303, local(page))


def test_long_steps_have_several_pages(site: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PAGE_MEMBERS", 1)
    first = quads(site, local(pages(site)[0]))
    (following,) = set(values(first, TREE + "node"))

    second = quads(site, local(following))

    assert following.endswith("/2")
    members = [values(page, TREE + "member") for page in (first, second)]
    assert [len(each) for each in members] == [1, 1]
    assert members[0] != members[1]


@pytest.mark.parametrize("form", ["trig", "nq", "jsonld"])
def test_formats_with_graphs_say_the_same(site: FlaskClient, form: str) -> None:
    answer = site.get(f"{local(pages(site)[0])}?format={form}")

    found = ox.parse(
        answer.data,
        getattr(ox.RdfFormat, {"trig": "TRIG", "nq": "N_QUADS", "jsonld": "JSON_LD"}[form]),
    )
    assert len(list(found)) == len(quads(site, local(pages(site)[0])))


def test_what_is_not_kept_any_more_is_gone(site: FlaskClient) -> None:
    for path in ("/stream/0000..1111", "/stream/0000/1"):
        answer = site.get(path)
        assert answer.status_code == 410
        assert "/stream" in json.loads(answer.data)["detail"]
    assert site.get(local(pages(site)[0])[:-1] + "99").status_code == 404


def test_a_format_without_graphs_is_not_acceptable(site: FlaskClient) -> None:
    assert site.get("/stream", headers={"Accept": "text/turtle"}).status_code == 406


def test_one_release_is_a_stream_too(client: FlaskClient, dataset: Path) -> None:
    assert open_release(dataset).folder.name in pages(client)[0]
