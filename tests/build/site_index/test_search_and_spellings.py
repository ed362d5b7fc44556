"""What search finds first, how words are folded, and which files hold it."""

import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.namespaces import ENTITY
from legation_build.site_index import part_rows, write_bundle, write_site, write_texts
from legation_build.site_index.folding import initials, search_forms, search_words
from legation_build.site_index.names.spellings import spelling_tables
from legation_build.site_index.names.term_uses import TermUses, term_uses
from legation_build.site_index.numbering import Table, number
from legation_build.site_index.schema import SITE, TEXTS, Schema
from legation_build.site_index.search_rows import (
    KINDS,
    Searchable,
    names_of,
    ranges,
    search_tables,
    word_rows,
)
from legation_build.site_index.thing_rows import uses_of
from legation_build.site_index.write import sqlite_file, write_sqlite, writing_sqlite
from support.in_turtle import triples
from support.some import some

WORDS = st.text(alphabet="aAəƏşéß.&'’- 1ـ́", max_size=20)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("U.S.A.", ("usa",)),
        ("U.S. and U.K.", ("us and uk",)),
        ("O’Neill", ("oneill",)),
        ("Tom & Jerry", ("tom and jerry",)),
        ("Çağ", ("chagh", "cag")),
        ("Straße 5", ("strasse 5",)),
        ("ﬁne", ("fine",)),
        ("  A--b  ", ("a b",)),
        ("e.g", ("e g",)),
        ("…!", ()),
        ("", ()),
    ],
)
def test_texts_are_folded_to_letters_and_digits(text: str, forms: tuple[str, ...]) -> None:
    assert search_forms(text) == forms


@given(WORDS)
def test_a_folded_form_is_folded_and_its_case_does_not_matter(text: str) -> None:
    forms = search_forms(text)

    assert len(set(forms)) == len(forms) <= 4
    for form in forms:
        assert form == " ".join(form.split())
        assert form.isascii() and form == form.lower()
        assert search_forms(form) == (form,)
    assert search_forms(unicodedata.normalize("NFD", text)) == search_forms(
        unicodedata.normalize("NFC", text)
    )


@given(st.lists(WORDS, max_size=4))
def test_words_for_an_index_are_all_forms_each_once(texts: list[str]) -> None:
    words = search_words(*texts).split()

    assert len(words) == len(set(words))
    assert set(words) == {w for text in texts for form in search_forms(text) for w in form.split()}


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("league of the free states", "lfs"),
        ("the free states", ""),
        ("a b c", ""),
        ("x b c", "xbc"),
        ("", ""),
    ],
)
def test_initials_are_those_of_three_words_that_count(form: str, expected: str) -> None:
    assert initials(form) == expected


def thing(
    kind: str, number: int, weight: int = 1, name: str = "x", aside: bool = False
) -> Searchable:
    return Searchable(kind, number, weight, (name,), (), aside)


def test_what_search_finds_is_ordered_by_kind_then_how_often_and_how_short() -> None:
    in_order = [
        thing("entity", 3, weight=50),
        thing("entity", 1, weight=50, name="x y"),
        thing("entity", 2, weight=0),
        thing("code", 1, weight=90),
        thing("statement", 5),
        thing("statement", 6),
        thing("statement", 1, aside=True),
        thing("passage", 1, name="x y z"),
        thing("passage", 2, weight=9),
    ]
    mixed = in_order[::-1]

    assert sorted(mixed, key=Searchable.place) == in_order


@given(st.dictionaries(st.sampled_from(KINDS), st.integers(0, 9)))
def test_ranges_follow_one_another_and_hold_as_many_as_there_are(counts: dict[str, int]) -> None:
    found = list(ranges(counts))

    assert [row[0] for row in found] == list(KINDS)
    last = 0
    for kind, first, end in some(found):
        assert first == last + 1
        assert isinstance(first, int) and isinstance(end, int)
        assert end - first + 1 == counts.get(str(kind), 0)
        last = end


def test_only_names_of_entities_and_codes_are_found_whole() -> None:
    things = [
        (1, Searchable("entity", 1, 0, ("Free State", "FS"), ())),
        (2, Searchable("statement", 1, 0, ("They met.",), ())),
        (3, Searchable("code", 1, 0, ("visit",), ("stay",))),
    ]

    assert names_of(things) == {("free state", 1), ("fs", 1), ("visit", 3)}
    assert list(word_rows({"b": 2, "a": 1})) == [(1, "a", 1), (2, "b", 2)]


DATA = """
<https://w3id.org/legation/freedonia-sylvania> a bil:Document ; schema:url <https://example.org/> .
:p-1 a bil:Passage ; bil:inDocument <https://w3id.org/legation/freedonia-sylvania> ; bil:start 0 ;
    bil:end 9 ; bil:firstWords "Once they" ; bil:section "Trade" ; bil:text "Once they met." .
id:b-state a schema:Country ; rdfs:label "Free State of Bee"@en ; skos:altLabel "Bee"@en ;
    skos:exactMatch wd:Q5 .
id:a-state a schema:Country ; rdfs:label "Ay"@en .
event-type:visit a skos:Concept ; skos:inScheme code:event-type ; skos:prefLabel "visit"@en .
:c-1 a bil:Claim ; bil:evidence :p-1 ; bil:states :x ; bil:attributedTo id:a-state .
:x a bil:Event ; rdfs:label "They met."@en ; bil:actor id:b-state ; bil:eventType event-type:visit ;
    bil:evidence :p-1 ; bil:earliest "1921-02-01" ; bil:attributedTo id:a-state .
"""


def test_search_has_names_and_words_beside_them_of_everything() -> None:
    made = number(triples(DATA))
    found = {name: list(rows) for name, rows in search_tables(made, uses_of(made))}

    kinds = [kind for _, kind, _ in found["searchable"]]
    assert kinds == ["entity", "entity", "code", "statement", "passage"]
    words = {row[0]: (row[1], row[2]) for row in found["search"]}
    assert words[4] == ("they met", "1921 ay")
    assert words[5] == ("once they", "trade they met")
    assert found["search"] == found["search_stem"]
    counts = {word: count for _, word, count in found["search_word"]}
    assert (counts["met"], counts["trade"]) == (2, 1)


def test_names_of_what_is_named_most_come_first_and_a_last_word_is_the_labels() -> None:
    made = number(triples(DATA))
    found = {name: list(rows) for name, rows in spelling_tables(made, {ENTITY + "b-state": 7})}
    bee, ay = made.entities[ENTITY + "b-state"], made.entities[ENTITY + "a-state"]

    assert [(row[1], row[3], row[4], row[5]) for row in found["spelling"]] == [
        (bee, "free state of bee", "fsb", "bee"),
        (bee, "bee", "", ""),
        (ay, "ay", "", "ay"),
    ]
    assert found["spelling_part"][1] == (2, "  bee  ")
    assert found["entity_item"] == [("Q5", bee)]
    assert (1, "code/event-type/visit") in found["place"]


def test_terms_are_told_by_class_by_list_and_for_all_entities() -> None:
    found = term_uses(number(triples(DATA)))

    assert ("ns#actor", "ns#Event") in found["class_property"]
    assert ("http://www.w3.org/2000/01/rdf-schema#label", "id/") in found["class_property"]
    assert found["property_list"] == [("ns#eventType", "event-type")]


def test_terms_of_several_documents_are_put_together_each_once() -> None:
    uses = TermUses()
    uses.add({"class_property": [("b", "c"), ("a", "c")]})
    uses.add({"class_property": [["a", "c"]], "property_list": []})

    assert list(uses.tables()) == [
        ("class_property", [("a", "c"), ("b", "c")]),
        ("property_list", []),
    ]


SCHEMA = Schema(
    {
        "one": "id INTEGER PRIMARY KEY, name TEXT NOT NULL",
        "pair": "a INTEGER, b INTEGER, PRIMARY KEY (a, b)",
    },
    {"words": "fts5(name, tokenize='ascii')"},
    ("one(name)",),
)


def test_a_file_has_rows_full_text_and_indexes_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    tables: list[Table] = [
        ("one", [(1, "a")]),
        ("pair", [(1, 2)]),
        ("words", [(7, "free state")]),
        ("one", [(2, "b")]),
    ]
    data = sqlite_file(SCHEMA, tables)
    file = tmp_path / "file.sqlite"
    file.write_bytes(data)

    assert sqlite_file(SCHEMA, tables) == data
    assert SCHEMA.keyed == {"pair"}
    with closing(sqlite3.connect(file)) as found:
        assert found.execute("SELECT id, name FROM one ORDER BY id").fetchall() == [
            (1, "a"),
            (2, "b"),
        ]
        assert found.execute("SELECT rowid FROM words WHERE words MATCH 'state'").fetchall() == [
            (7,)
        ]
        names = {name for (name,) in found.execute("SELECT name FROM sqlite_master")}
        assert {"one_by_name", "pair", "sqlite_stat1"} <= names


def test_a_file_takes_no_row_of_another_type(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in INTEGER column"):
        write_sqlite(tmp_path / "a.sqlite", SCHEMA, [("pair", [("one", 2)])])


def test_no_table_is_missing_in_an_empty_index(tmp_path: Path) -> None:
    with writing_sqlite(tmp_path / "site.sqlite", SITE) as site:
        names = {name for (name,) in site.execute("SELECT name FROM sqlite_master")}

    assert {*SITE.tables, *SITE.full_text} <= names
    assert TEXTS.tables.keys().isdisjoint(SITE.tables)


def rows(file: Path) -> dict[str, list[object]]:
    """Return the rows of the tables of an index, in their order."""
    with closing(sqlite3.connect(file)) as site:
        tables = {name: site.execute(f"SELECT * FROM {name}") for name in SITE.tables}
        return {name: list(found) for name, found in tables.items()}


def other(text: str) -> str:
    """Return the data of a document as those of another, later one."""
    moved = text.replace("freedonia-sylvania", "sylvania-osterland")
    for name in ("p-1", "c-1", "x"):
        moved = moved.replace(
            f":{name} ", f"<https://w3id.org/legation/sylvania-osterland/{name}> "
        )
    return moved


def test_an_index_of_parts_has_the_rows_of_one_made_at_once(tmp_path: Path) -> None:
    texts = [DATA, other(DATA)]
    shared = triples(
        "\n".join(
            line
            for line in DATA.splitlines()
            if "-state a " in line or "a skos:" in line or line.startswith("    skos:")
        )
    )
    parts = [part_rows(triples(text)) for text in texts]
    for name, groups in (("both", [parts]), ("each", [[part] for part in parts])):
        bundles = []
        for count, group in enumerate(groups):
            bundles.append(tmp_path / f"{name}-{count}.bundle")
            write_bundle(bundles[-1], group.copy)
        write_site(tmp_path / f"{name}.sqlite", ("meta", [("base", "x")]), bundles, shared)
        write_texts(tmp_path / f"{name}-text.sqlite", bundles)

    assert rows(tmp_path / "both.sqlite") == rows(tmp_path / "each.sqlite")
    with closing(sqlite3.connect(tmp_path / "each.sqlite")) as site:
        claims = site.execute("SELECT id, path, document FROM claim").fetchall()
        assert claims == [(1, "freedonia-sylvania/c-1", 1), (2, "sylvania-osterland/c-1", 2)]
        assert site.execute("SELECT passage FROM claim_passage").fetchall() == [(1,), (2,)]
        assert site.execute("SELECT path, statements FROM entity").fetchall() == [
            ("id/a-state", 2),
            ("id/b-state", 2),
        ]
    with closing(sqlite3.connect(tmp_path / "each-text.sqlite")) as words:
        assert words.execute("SELECT passage, words FROM text").fetchall() == [
            (1, "Once they met."),
            (2, "Once they met."),
        ]
    assert not list(tmp_path.glob(".*"))
