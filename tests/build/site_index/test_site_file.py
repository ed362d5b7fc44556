"""The index of pages holds what the data hold: as many rows as SPARQL counts, with the same words."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build import pipeline
from legation_build.namespaces import BASE, CC0, CODE
from legation_build.site_index import PATH, TEXT_PATH, search_forms
from legation_server.reconciliation.matching.names import normal_forms
from support.in_process import rows
from support.memory_store import MemoryStore
from support.small_mapping import write_mapping

CONTENT = "?claim bil:states ?content ."
IN_BASE = f'BIND(STRAFTER(STR(?thing), "{BASE}") AS ?path)'


@pytest.fixture(scope="module")
def tables(published: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(published / "current" / PATH)) as connection:
        yield connection


def selected(tables: sqlite3.Connection, query: str) -> set[tuple[str, ...]]:
    """Return the rows of a SELECT as texts."""
    return {tuple("" if v is None else str(v) for v in row) for row in tables.execute(query)}


@pytest.mark.parametrize(
    ("sql", "sparql"),
    [
        (
            "SELECT path, label FROM statement",
            f"SELECT DISTINCT ?path ?label {{ {CONTENT} ?content rdfs:label ?label"
            " BIND(?content AS ?thing) %s }",
        ),
        (
            "SELECT path, status FROM statement",
            f"SELECT DISTINCT ?path ?name {{ {CONTENT} ?content bil:status ?status"
            " BIND(?content AS ?thing) %s"
            f' BIND(STRAFTER(STR(?status), "{CODE}status/") AS ?name) }}',
        ),
        (
            "SELECT path, edtf, earliest, latest FROM statement WHERE edtf <> ''",
            "SELECT ?path ?when ?from ?to { ?thing bil:when ?when ; bil:status ?status OPTIONAL { ?thing bil:earliest ?from }"
            " OPTIONAL { ?thing bil:latest ?to } %s }",
        ),
        (
            "SELECT path, value FROM statement WHERE value IS NOT NULL",
            "SELECT ?path ?value { ?thing bil:value ?value %s }",
        ),
        (
            "SELECT path, not_before, not_after FROM statement"
            " WHERE not_before IS NOT NULL OR not_after IS NOT NULL",
            "SELECT DISTINCT ?path ?from ?to { ?thing bil:notBefore|bil:notAfter ?day"
            " OPTIONAL { ?thing bil:notBefore ?from } OPTIONAL { ?thing bil:notAfter ?to } %s }",
        ),
        (
            "SELECT statement.path, account.value FROM account JOIN statement ON statement.id = statement"
            " WHERE property = 'givenWhen'",
            "SELECT ?path ?when { ?account bil:accountOf ?thing; bil:givenWhen ?when %s }",
        ),
        (
            "SELECT statement.path, account.value FROM account JOIN statement ON statement.id = statement"
            " WHERE property = 'leavesOut'",
            "SELECT ?path ?name { ?account bil:accountOf ?thing; bil:leavesOut ?property %s"
            " BIND(STRAFTER(STR(?property), '#') AS ?name) }",
        ),
        (
            "SELECT document.path, entity.path FROM document JOIN entity ON entity.id = part_of",
            "SELECT ?path ?other { ?thing a bil:Document; dcterms:isPartOf ?work %s"
            f' BIND(STRAFTER(STR(?work), "{BASE}") AS ?other) }}',
        ),
        (
            "SELECT path, statements FROM entity WHERE statements > 0 AND says > 0",
            "SELECT ?path (COUNT(DISTINCT ?content) AS ?n) { ?claim bil:states ?content"
            " { ?claim bil:attributedTo ?thing } UNION { ?content ?role ?thing"
            " FILTER (?role NOT IN (bil:involves, bil:deniedBy, bil:excludes)) }"
            " ?thing rdfs:label ?name FILTER EXISTS { ?any bil:attributedTo ?thing . ?any a bil:Claim }"
            " %s FILTER(STRSTARTS(?path, 'id/')) } GROUP BY ?path",
        ),
        (
            "SELECT path, first_words, last_words FROM passage",
            "SELECT ?path ?first ?last { ?thing bil:firstWords ?first; bil:lastWords ?last %s }",
        ),
        (
            "SELECT path, stance FROM claim",
            "SELECT ?path ?name { ?thing a bil:Claim; bil:stance ?stance %s"
            f' BIND(STRAFTER(STR(?stance), "{CODE}stance/") AS ?name) }}',
        ),
        (
            "SELECT path, description FROM entity",
            "SELECT ?path ?text { ?thing <https://schema.org/description> ?text %s"
            ' FILTER(STRSTARTS(?path, "id/")) }',
        ),
        (
            "SELECT path, label FROM code",
            "SELECT ?path ?label { ?thing a skos:Concept; skos:prefLabel ?label %s"
            ' FILTER(STRSTARTS(?path, "code/")) }',
        ),
        (
            "SELECT path, language, value FROM name JOIN entity ON thing = id WHERE thing_kind = 'entity'",
            "SELECT ?path (LANG(?name) AS ?language) ?name"
            " { ?thing skos:prefLabel|skos:altLabel ?name %s FILTER(STRSTARTS(?path, 'id/')) }",
        ),
        (
            "SELECT claim.path, statement.path FROM statement_claim"
            " JOIN claim ON claim.id = claim JOIN statement ON statement.id = statement",
            "SELECT ?path ?other { ?thing bil:states ?content %s"
            f' BIND(STRAFTER(STR(?content), "{BASE}") AS ?other) }}',
        ),
        (
            "SELECT claim.path, passage.path FROM claim_passage"
            " JOIN claim ON claim.id = claim JOIN passage ON passage.id = passage",
            "SELECT ?path ?other { ?thing a bil:Claim; bil:evidence ?passage %s"
            f' BIND(STRAFTER(STR(?passage), "{BASE}") AS ?other) }}',
        ),
        (
            "SELECT claim.path, entity.path FROM claim_speaker"
            " JOIN claim ON claim.id = claim JOIN entity ON entity.id = entity",
            "SELECT ?path ?other { ?thing a bil:Claim; bil:attributedTo ?who %s"
            f' BIND(STRAFTER(STR(?who), "{BASE}") AS ?other) }}',
        ),
        (
            "SELECT statement.path, code.path FROM statement_topic"
            " JOIN statement ON statement.id = statement JOIN code ON code.id = topic",
            "SELECT ?path ?other { ?thing a bil:Content; bil:topic ?topic %s"
            f' BIND(STRAFTER(STR(?topic), "{BASE}") AS ?other) }}',
        ),
        (
            "SELECT statement.path, entity.path FROM statement_party"
            " JOIN statement ON statement.id = statement JOIN entity ON entity.id = entity"
            " WHERE role = 'actor'",
            "SELECT ?path ?other { ?thing a bil:Content; bil:actor ?who %s"
            f' BIND(STRAFTER(STR(?who), "{BASE}") AS ?other) }}',
        ),
        (
            "SELECT a.path, b.path FROM statement_link JOIN statement a ON a.id = subject"
            " JOIN statement b ON b.id = object WHERE property = 'conflictsWith'",
            "SELECT ?path ?other { ?thing bil:conflictsWith ?content %s"
            f' BIND(STRAFTER(STR(?content), "{BASE}") AS ?other) }}',
        ),
    ],
)  # fmt: skip
def test_rows_are_what_a_query_finds(
    tables: sqlite3.Connection, published_store: MemoryStore, sql: str, sparql: str
) -> None:
    asked = rows(published_store.triples, sparql % IN_BASE)

    assert asked
    assert selected(tables, sql) == set(asked)


def test_the_same_data_give_the_same_bytes(tmp_path: Path) -> None:
    mapping = write_mapping(tmp_path)

    digests = {
        hashlib.sha256((Path(made["folder"]) / PATH).read_bytes()).hexdigest()
        for name in ("one", "two")
        if (made := pipeline.build([mapping], tmp_path / name))
    }

    assert len(digests) == 1


def test_the_manifest_names_the_file(published_manifest: dict[str, Any], published: Path) -> None:
    (entry,) = (file for file in published_manifest["files"] if file["path"] == PATH)

    data = (published / "current" / PATH).read_bytes()
    assert entry["sha256"] == hashlib.sha256(data).hexdigest()
    assert (entry["license"], entry["load"]) == (CC0, False)


def test_statements_stand_in_the_order_of_the_document(tables: sqlite3.Connection) -> None:
    first = [
        passage
        for (passage,) in tables.execute(
            """SELECT min(passage) FROM statement_claim JOIN claim_passage USING (claim)
            GROUP BY statement ORDER BY statement"""
        )
    ]

    assert first
    assert first == sorted(first)


def test_a_decade_is_no_year(tables: sqlite3.Connection) -> None:
    decades = selected(tables, "SELECT year FROM statement WHERE time_precision = 'decade'")

    assert decades == {("",)}


def test_words_are_there_when_the_build_has_them(original: Path, published: Path) -> None:
    folder = original / "dataset" / "current"
    with closing(sqlite3.connect(folder / TEXT_PATH)) as connection:
        texts = [words for (words,) in connection.execute("SELECT words FROM text")]

    assert "Freedonia recognized Sylvania on 3 May 1920." in texts
    assert not (published / "current" / TEXT_PATH).exists()


def test_words_have_the_licence_of_their_document(original: Path) -> None:
    manifest = json.loads((original / "dataset" / "current" / "manifest.json").read_text())
    licences = {file["path"]: file["license"] for file in manifest["files"]}

    assert licences[TEXT_PATH] == manifest["documents"][0]["license"]
    assert licences[PATH] == CC0


def test_addresses_are_those_of_the_base(tmp_path: Path) -> None:
    base = "https://example.org/data/"
    made = pipeline.build([write_mapping(tmp_path)], tmp_path / "out", base=base)

    with closing(sqlite3.connect(Path(made["folder"]) / PATH)) as connection:
        assert selected(connection, "SELECT value FROM meta WHERE key = 'base'") == {(base,)}
        assert ("id/freedonia",) in selected(connection, "SELECT path FROM entity")


@given(st.text(max_size=80))
def test_build_and_server_fold_texts_alike(text: str) -> None:
    assert search_forms(text) == normal_forms(text)


def test_a_text_without_letters_and_digits_has_no_form() -> None:
    assert search_forms("…") == ()


def test_an_office_at_some_time_is_background_and_a_stay_is_not(
    tables: sqlite3.Connection,
) -> None:
    background = {
        label for (label,) in tables.execute("SELECT label FROM statement WHERE bookkeeping")
    }
    office = "The Trade and Tourism Representative Office was in Tel Aviv from 29 July 2021."

    assert background > {
        "Ilham Aliyev is President of Azerbaijan in September 2016.",
        "The body that visits is a delegation, and it is one of the World Jewish Congress.",
    }
    assert office not in background
    assert tables.execute("SELECT 1 FROM statement WHERE label = ?", [office]).fetchall()
    suppositions = "SELECT 1 FROM statement WHERE bookkeeping AND class = 'Supposition'"
    assert tables.execute(suppositions).fetchall() == []
