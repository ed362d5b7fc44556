"""Answers with the same strong ETag have the same bytes, whoever gives them (RFC 9110, 8.8.1)."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
import requests
from legation_server.evaluation.engine import Engine
from legation_server.evaluation.run_query import evaluate
from legation_server.formats import GRAPHS, Format
from legation_server.protocol.response_head import AnswerRules, whole_answer
from legation_server.query import Head, Task
from legation_server.releases.manifest import CONTEXT, Release, ReleaseFile
from legation_server.results.etags import is_volatile
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.at_desks import at_a_desk
from support.eventually import eventually
from support.memory_store import loaded
from support.server_processes import Served, children, data_process

TRIG = """
PREFIX bil: <https://w3id.org/legation/ns#>
PREFIX e: <http://e/>
GRAPH e:one { e:a e:p [ e:q "1" ], ( 1 2 3 ) . e:b e:p _:x }
GRAPH e:two { e:c e:p [ e:q "2" ], _:x . _:x e:r e:a }
GRAPH e:three { e:d e:p [ e:q _:x ] }
"""
QUERIES = [
    "CONSTRUCT { ?s e:l ( ?o 1 ) } { ?s e:p ?o }",
    "CONSTRUCT { ?s e:p ?o {| e:a ?s |} } { ?s e:p ?o }",
    "CONSTRUCT { ?s e:p ?o ~ } { ?s e:p ?o }",
    "CONSTRUCT { << ?s e:p ?o >> e:a 1 } { ?s e:p ?o }",
    "CONSTRUCT { [] e:p ?o } { ?s e:p ?o }",
    "CONSTRUCT { _:b e:p ?o } { ?s e:p ?o }",
    "DESCRIBE ?o { ?s e:p ?o }",
    "SELECT * { ?s ?p ?o }",
    "SELECT ?g { GRAPH ?g { OPTIONAL { ?s e:none ?o } } }",
]
# More than what is held back before the first byte is sent, and little enough to be kept.
JOINED = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f } LIMIT 9000"


def asked(served: Served, query: str, accept: str = "*/*", **more: str) -> requests.Response:
    headers = {"Accept": accept, "Accept-Encoding": "identity", **more}
    return requests.get(
        served.url + "/sparql", params={"query": query}, headers=headers, timeout=60
    )


@pytest.fixture
def blank(make_dataset: Callable[[str], Path]) -> Path:
    """A dataset with blank nodes in its graphs."""
    return make_dataset(TRIG)


def test_every_process_gives_the_same_bytes_under_a_strong_tag(
    blank: Path, serve: Callable[..., Served]
) -> None:
    one, other = serve(blank, "--workers", "2"), serve(blank, "--workers", "2", "--desks", "0")
    first = [asked(one, query, Connection="close") for query in QUERIES]
    for pid in [data_process(other), *children(data_process(other))]:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: asked(other, "ASK {}").ok)

    for query, before in zip(QUERIES, first, strict=True):
        again = [asked(other, query), at_a_desk(partial(asked, one, query))]
        assert [answer.status_code for answer in (before, *again)] == [200] * 3
        assert not before.headers["ETag"].startswith("W/")
        assert {answer.headers["ETag"] for answer in again} == {before.headers["ETag"]}
        assert {answer.content for answer in again} == {before.content}, query


@pytest.mark.parametrize("offer", GRAPHS, ids=lambda offer: offer.name)
def test_a_template_with_blank_nodes_is_evaluated_to_the_same_bytes(
    engine: Engine, offer: Format
) -> None:
    query = "CONSTRUCT { ?s e:l ( ?o [ e:p ?s ] ) } { ?s e:rank ?o }"
    outputs = [BytesIO() for _ in range(3)]
    for output in outputs:
        evaluate(engine, Task(query, graph=offer.name), lambda head: None, output)

    assert len(outputs[0].getvalue()) > 100
    assert {output.getvalue() for output in outputs} == {outputs[0].getvalue()}


@pytest.mark.parametrize("query", QUERIES)
def test_such_answers_have_a_tag(query: str) -> None:
    assert not is_volatile(query)


def test_what_an_engine_elsewhere_evaluates_has_a_weak_tag() -> None:
    rules = AnswerRules("", 10, weak=True)
    body = b"x" * 100

    tags = [
        dict(whole_answer(Head("solutions", "csv"), body, "5f0c", coding, rules, ()).headers)[
            "ETag"
        ]
        for coding in (None, "gzip")
    ]

    assert tags == ['W/"5f0c"', 'W/"5f0c-gzip"']


def test_a_weak_tag_is_enough_not_to_send_an_answer_again(release: Release) -> None:
    settings = Settings(store="http://127.0.0.1:1/")
    client = create_app(release, loaded(release), settings).test_client()
    first = client.get("/sparql", query_string={"query": "ASK {}"})

    again = client.get(
        "/sparql",
        query_string={"query": "ASK {}"},
        headers={"If-None-Match": first.headers["ETag"]},
    )

    assert first.headers["ETag"].startswith("W/")
    assert (again.status_code, again.headers["ETag"]) == (304, first.headers["ETag"])


def test_what_is_compressed_on_its_way_has_a_weak_tag(server: Served) -> None:
    def get(coding: str) -> requests.Response:
        sent = {"Accept-Encoding": coding, "Accept": "text/csv"}
        return server.get("/sparql", params={"query": JOINED}, headers=sent)

    # Once it is held, it is compressed in one piece.
    streamed, held = get("gzip"), get("gzip")

    assert "Content-Length" not in streamed.headers
    assert held.headers["Server-Timing"].startswith("cache")
    assert streamed.headers["ETag"] == "W/" + held.headers["ETag"]


def test_the_tag_changes_with_the_words_of_json_ld(release: Release) -> None:
    def with_context(sha256: str) -> Release:
        file = ReleaseFile(CONTEXT, "jsonld", "application/ld+json", 1, sha256, "", "", load=False)
        return replace(release, files=(*release.files, file))

    assert with_context("0" * 64).fingerprint != with_context("1" * 64).fingerprint
