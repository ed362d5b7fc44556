"""Prefixes are unambiguous, sorted and under the base, and an IRI is split where they end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.namespaces import BASE, CODE_LISTS, OWN, curie_parts, prefixes, split_iri
from legation_build.resources import resource
from support.some import some

IRIS = st.text(alphabet="ab/#:.?é", max_size=12)


@given(IRIS)
def test_namespace_and_local_name_make_the_iri(iri: str) -> None:
    namespace, local = split_iri(iri)

    assert namespace + local == iri
    assert not set(local) & {"/", "#"}
    assert not namespace or namespace[-1] in "/#"


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("http://example.org/a", ("http://example.org/", "a")),
        ("http://example.org/a/b#c", ("http://example.org/a/b#", "c")),
        ("http://example.org/a#b/c", ("http://example.org/a#b/", "c")),
        ("http://example.org/", ("http://example.org/", "")),
        ("urn:isbn:5", ("", "urn:isbn:5")),
        ("", ("", "")),
    ],
)
def test_an_iri_is_split_at_its_last_slash_or_hash(iri: str, expected: tuple[str, str]) -> None:
    assert split_iri(iri) == expected


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (BASE + "id/press", ("id", "press")),
        (BASE + "code/topic/trade", ("topic", "trade")),
        # A prefix alone names nothing.
        (BASE + "id/", None),
        (BASE + "elsewhere/press", None),
        ("urn:isbn:5", None),
    ],
)
def test_a_short_name_needs_a_prefix_and_a_local_name(
    iri: str, expected: tuple[str, str] | None
) -> None:
    by_namespace = {namespace: prefix for prefix, namespace in prefixes().items()}

    assert curie_parts(iri, by_namespace) == expected


def test_no_two_prefixes_have_the_same_namespace_and_all_end_where_names_begin() -> None:
    found = prefixes(documents=("freedonia-sylvania", "a"))

    assert len(set(found.values())) == len(found)
    assert list(found) == sorted(found)
    assert all(namespace[-1] in "/#" for namespace in some(found.values()))


def test_our_own_namespaces_follow_the_base_and_those_of_others_do_not() -> None:
    here, there = prefixes(), prefixes("https://example.org/")
    moved = {name for name in here if here[name] != there[name]}

    assert moved == {"bil", "shapes", *OWN, *CODE_LISTS}
    assert all(
        there[name] == here[name].replace(BASE, "https://example.org/") for name in some(moved)
    )


def test_a_document_is_a_prefix_even_where_that_is_one_already() -> None:
    assert prefixes(documents=("doi",))["doi"] == f"{BASE}doi/"
    assert prefixes(documents=("dcat",))["dcat"] == f"{BASE}dcat/"
    assert "doi" not in prefixes()


def test_every_code_list_of_the_ontology_has_a_prefix() -> None:
    text = (resource("ontology") / "codes.ttl").read_text(encoding="utf-8")

    for name in CODE_LISTS:
        assert (
            f"@prefix {name}: <{BASE}code/{name}/>" in text
            or f"code:{name} a skos:ConceptScheme" in text
        ), name
