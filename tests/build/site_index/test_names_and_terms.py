"""The index of pages tells which name means which entity, and what can be asked of what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.namespaces import BASE
from legation_build.site_index.folding import initials, search_forms
from legation_server.reconciliation.matching.names import initials as read_initials
from legation_server.site_index import SiteIndex
from support.in_process import rows
from support.memory_store import MemoryStore


def short(variable: str, name: str) -> str:
    """Return what binds the address of an IRI, without the base, to a name."""
    return f'BIND(REPLACE(STR(?{variable}), "^{BASE}", "") AS ?{name})'


PATH = short("thing", "path")
ENTITY = f'?thing a ?any FILTER(STRSTARTS(STR(?thing), "{BASE}id/"))'


@pytest.mark.parametrize(
    ("sql", "sparql"),
    [
        (
            "SELECT path, name FROM spelling JOIN entity ON entity.id = entity",
            f"SELECT DISTINCT ?path ?name {{ {ENTITY} {PATH}"
            " ?thing rdfs:label|skos:prefLabel|skos:altLabel ?name }",
        ),
        (
            "SELECT path, entity_class.class FROM entity_class JOIN entity ON entity.id = entity",
            f"SELECT DISTINCT ?path ?kind {{ {ENTITY} {PATH} ?thing a ?class {short('class', 'kind')} }}",
        ),
        (
            "SELECT path, item FROM entity_item JOIN entity ON entity.id = entity",
            f"SELECT DISTINCT ?path ?item {{ {ENTITY} {PATH} ?thing skos:exactMatch ?match"
            ' FILTER(STRSTARTS(STR(?match), "http://www.wikidata.org/entity/Q"))'
            ' BIND(STRAFTER(STR(?match), "entity/") AS ?item) }',
        ),
        (
            "SELECT property, class FROM class_property WHERE class = 'ns#Event'",
            f"SELECT DISTINCT ?path ?kind {{ ?one a bil:Event; ?thing ?any"
            f" {PATH} BIND('ns#Event' AS ?kind) }}",
        ),
        (
            "SELECT property, list FROM property_list WHERE property LIKE 'ns#%'",
            f"SELECT DISTINCT ?path ?list {{ ?one ?thing ?code . ?code skos:inScheme ?scheme"
            f' FILTER(STRSTARTS(STR(?thing), "{BASE}ns#"))'
            f' {PATH} BIND(STRAFTER(STR(?scheme), "{BASE}code/") AS ?list) }}',
        ),
    ],
)  # fmt: skip
def test_rows_are_what_a_query_finds(
    index: SiteIndex, published_store: MemoryStore, sql: str, sparql: str
) -> None:
    asked = rows(published_store.triples, sparql)

    assert asked
    assert {tuple(row) for row in index.rows(sql)} == set(asked)


def test_a_name_is_there_in_each_of_its_forms(index: SiteIndex) -> None:
    kept: dict[str, set[str]] = {}
    for name, form in index.rows("SELECT name, form FROM spelling"):
        kept.setdefault(name, set()).add(form)

    assert kept
    assert kept == {name: set(search_forms(name)) for name in kept}


def test_names_of_what_is_named_most_come_first(index: SiteIndex) -> None:
    ((first,),) = index.rows("SELECT name FROM spelling WHERE id = 1")

    assert first == "Azerbaijan"


def test_a_last_word_is_that_of_the_label_alone(index: SiteIndex) -> None:
    found = {name for (name,) in index.rows("SELECT name FROM spelling WHERE last = 'aliyev'")}

    assert found == {
        "Ilham Aliyev",
        "Heydar Aliyev",
        "congratulatory letter to Ilham Aliyev",
    }


def test_a_mistyped_address_has_the_letters_of_the_right_one(index: SiteIndex) -> None:
    query = """SELECT path FROM place WHERE place MATCH '"isr" OR "srr" OR "ael"'
        ORDER BY rank LIMIT 1"""

    assert [tuple(row) for row in index.rows(query)] == [("id/israel",)]


@given(st.text(alphabet="abcdefnot ", max_size=60))
def test_build_and_server_shorten_names_alike(text: str) -> None:
    assert initials(text) == read_initials(text)


def test_properties_of_entities_of_any_class_are_told_too(
    index: SiteIndex, published_store: MemoryStore
) -> None:
    asked = (
        f"SELECT DISTINCT ?path {{ {ENTITY} ?thing ?property ?value {short('property', 'path')} }}"
    )

    found = index.rows("SELECT property FROM class_property WHERE class = 'id/'")

    assert found
    known = {name for (name,) in rows(published_store.triples, asked)}
    # Where entities were written stands in a graph that is no document's.
    assert {row["property"] for row in found} == {n for n in known if "/ns/prov#" not in n}
