"""What was retired answers 410 and names what took its place."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from legation_build.resources import resource
from support.memory_store import get
from support.small_release import BASE

DCTERMS_REPLACED = ox.NamedNode("http://purl.org/dc/terms/isReplacedBy")
OWL_DEPRECATED = ox.NamedNode("http://www.w3.org/2002/07/owl#deprecated")
RETIRED = ox.Dataset(ox.parse(path=resource("ontology") / "retired.ttl"))
TERMS = sorted(str(quad.subject)[1:-1] for quad in RETIRED.quads_for_predicate(OWL_DEPRECATED))
# A server never sees what follows a hash, so properties of the ontology have no address to answer.
ADDRESSES = [iri.removeprefix(BASE) for iri in TERMS if "#" not in iri]


@pytest.fixture(scope="module")
def quads(published: Path) -> ox.Dataset:
    """All quads of the release of Legation's own mappings."""
    return ox.Dataset(ox.parse(path=published / "current" / "dumps" / "legation.nq"))


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_address_of_a_retired_term_names_its_successor(
    pooled_client: FlaskClient, path: str
) -> None:
    answer = get(pooled_client, "/" + path)
    told = answer.get_json()

    assert (answer.status_code, told["type"]) == (410, "/errors#gone")
    replaced = RETIRED.quads_for_subject(ox.NamedNode(BASE + path))
    after = [str(quad.object)[1:-1] for quad in replaced if quad.predicate == DCTERMS_REPLACED]
    assert told["replacedBy"] == sorted(after)
    assert answer.headers["Link"].count('rel="successor-version"') == len(after)


@pytest.mark.parametrize("extension", ["", ".html", ".ttl"])
def test_people_and_programs_learn_it_alike(pooled_client: FlaskClient, extension: str) -> None:
    answer = get(pooled_client, f"/code/event-type/accusation{extension}")

    assert answer.status_code == 410
    assert "/code/event-type/accuse" in answer.get_json()["detail"]


def test_a_page_links_to_the_successor(pooled_client: FlaskClient) -> None:
    answer = get(pooled_client, "/code/degree/first", headers={"Accept": "text/html"})

    assert answer.status_code == 410
    assert 'href="/ns#ordinal"' in answer.text


@pytest.mark.parametrize("iri", TERMS)
def test_nothing_retired_is_in_use_and_every_successor_exists(quads: ox.Dataset, iri: str) -> None:
    retired = ox.NamedNode(BASE + "graph/retired")
    uses = [
        quad
        for found in (
            quads.quads_for_subject(ox.NamedNode(iri)),
            quads.quads_for_object(ox.NamedNode(iri)),
            quads.quads_for_predicate(ox.NamedNode(iri)),
        )
        for quad in found
        if quad.graph_name != retired
    ]
    after = [
        quad.object
        for quad in RETIRED.quads_for_subject(ox.NamedNode(iri))
        if quad.predicate == DCTERMS_REPLACED and isinstance(quad.object, ox.NamedNode)
    ]

    assert uses == []
    assert after or any(
        quad.predicate.value.endswith("#historyNote")
        for quad in RETIRED.quads_for_subject(ox.NamedNode(iri))
    )
    assert all(any(quads.quads_for_subject(one)) for one in after)
