"""Graphs and tables as text: read back, they are what was written, or it is said why not."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers.expat import ParserCreate

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.isolation.pool import Pool
from legation_server.namespaces import RDF
from legation_server.rdf.writer import graph_bytes
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from werkzeug.test import TestResponse

NESTED = """@prefix : <http://e/> .
:g { :a :p [ :q [ :r 1 ; :s ( 2 3 ) ] ] ; :n :other . :other :x 1 . :b :p :a . }"""
NAMESPACES = (
    *("http://e/", "http://e/x#", "urn:", "x:", RDF, "http://www.w3.org/2000/xmlns/"),
    *("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2005/11/its"),
)
ENDINGS = st.text(
    "abzAZ_09.-\u00b7\u00b2/#?:&;=\u00e9\U00010000\u0370\u203f\u4e2d\u00aa", max_size=6
)
RESERVED = st.sampled_from(["li", "ID", "RDF", "about", "_1", "type", "version", "xmlns", "xml"])


def is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


PREDICATES = st.builds(str.__add__, st.sampled_from(NAMESPACES), ENDINGS | RESERVED).filter(is_iri)
TEXTS = st.text(
    st.sampled_from("ab \r\n\t<>&]\"'\u0085\u2028\x00\x1b\ufffe\uffff\U0001f600"), max_size=8
)


def ask(client: FlaskClient, query: str, form: str) -> TestResponse:
    return client.get("/sparql", query_string={"query": query, "format": form})


@given(PREDICATES, TEXTS)
def test_rdf_xml_is_read_as_it_was_written_or_refused(predicate: str, text: str) -> None:
    triple = ox.Triple(ox.NamedNode("http://e/s&t"), ox.NamedNode(predicate), ox.Literal(text))

    try:
        data = graph_bytes([triple], "rdf", {"e": "http://e/"})
    except Problem as problem:
        assert problem.kind == "not-acceptable"
        return

    ParserCreate(namespace_separator=" ").Parse(data, True)
    assert [quad.triple for quad in ox.parse(data, ox.RdfFormat.RDF_XML)] == [triple]


@pytest.mark.parametrize("name", ["li", "about", "Description"])
def test_rdf_xml_says_which_name_it_keeps_for_itself(client: FlaskClient, name: str) -> None:
    response = ask(client, f"CONSTRUCT {{ <x:a> <{RDF}{name}> 1 }} {{}}", "rdf")

    assert response.status_code == 406
    assert json.loads(response.data)["predicate"] == RDF + name


@pytest.mark.parametrize("form", ["xml", "rdf"])
def test_what_xml_cannot_hold_is_said(client: FlaskClient, form: str) -> None:
    query = "CONSTRUCT { <x:a> <x:b> ?t }" if form == "rdf" else "SELECT ?t"

    response = ask(client, query + ' { VALUES ?t { "a\\u0001b" } }', form)

    assert response.status_code == 406
    assert "U+0001" in json.loads(response.data)["detail"]


def test_a_carriage_return_survives_xml(client: FlaskClient) -> None:
    data = ask(client, 'SELECT ("a\\r\\nb" AS ?t) {}', "xml").data

    ParserCreate().Parse(data, True)
    assert b"a&#13;\nb" in data


def test_a_triple_term_has_no_json_ld(client: FlaskClient) -> None:
    query = "CONSTRUCT { <x:a> <x:b> <<( <x:a> <x:b> 1 )>> } {}"

    assert ask(client, query, "jsonld").status_code == 406
    assert ask(client, query, "ttl").status_code == 200


def test_turtle_declares_no_prefix_for_what_it_writes_without(client: FlaskClient) -> None:
    plain = ask(client, 'CONSTRUCT { <x:a> <x:b> "a", 1, 1.5, 1e0, true } {}', "ttl").text
    typed = ask(client, 'CONSTRUCT { <x:a> <x:b> "2026"^^xsd:gYear } {}', "ttl").text

    assert "@prefix" not in plain
    assert "@prefix xsd:" in typed


@pytest.fixture
def nested(make_dataset: Callable[[str], Path]) -> Iterator[FlaskClient]:
    """A client of a server whose data has nameless things in nameless things."""
    release = open_release(make_dataset(NESTED))
    pool = Pool(release, Settings(workers=1))
    yield create_app(release, pool).test_client()
    pool.close()


def test_describe_gives_the_concise_bounded_description(nested: FlaskClient) -> None:
    data = ask(nested, "DESCRIBE <http://e/a>", "nt").data

    triples = [quad.triple for quad in ox.parse(data, ox.RdfFormat.N_TRIPLES)]
    # All of the nameless things, however deep; nothing of the named ones, nor what points here.
    said = sorted(triple.predicate.value.rpartition("/")[2] for triple in triples)
    first, rest = "22-rdf-syntax-ns#first", "22-rdf-syntax-ns#rest"
    assert said == [first, first, rest, rest, "n", "p", "q", "r", "s"]
