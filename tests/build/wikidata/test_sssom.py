"""The mapping set: everything that is mapped, and every entity without an item."""

import csv
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.errors import MappingError
from legation_build.mapping.reader import MAPPING_SET_FILE, read_mappings
from legation_build.resources import resource
from pyoxigraph import NamedNode, RdfFormat, Store
from support.other_clients import PYTHON, needs_python_clients
from support.small_mapping import write_mapping
from support.some import some

TABLE = (resource("mappings") / MAPPING_SET_FILE).read_text(encoding="utf-8")
HEADER = TABLE[: TABLE.index("\nid:") + 1]
ROW = "id:{}\tskos:exactMatch\t{}\tsemapv:ManualMappingCuration\twd:\tsome copies\t{}\t\n"
VALIDATE = """
import sys
from sssom.parsers import parse_sssom_table
from sssom.validators import validate
for file in sys.argv[1:]:
    table = parse_sssom_table(file)
    reports = validate(table, fail_on_error=False).values()
    print(sum(len(report.results) for report in reports), len(table.df))
"""
SKOS = "http://www.w3.org/2004/02/skos/core#"


def rows(file: Path) -> list[dict[str, str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t"))


@pytest.fixture
def build(tmp_path: Path) -> Callable[[str], Path]:
    """Build the small mapping with a table of entities without an item."""

    def run(table: str) -> Path:
        mappings = write_mapping(tmp_path)
        (mappings / MAPPING_SET_FILE).write_text(table, encoding="utf-8")
        pipeline.build([mappings], tmp_path / "dataset")
        return tmp_path / "dataset" / "current" / "wikidata" / MAPPING_SET_FILE

    return run


def test_every_match_in_the_data_is_in_the_set(published: Path) -> None:
    store = Store()
    store.load(path=str(published / "current/dumps/legation.nq"), format=RdfFormat.N_QUADS)
    matches = {
        (quad.subject, quad.predicate.value.removeprefix(SKOS), quad.object.value)
        for name in ("exactMatch", "closeMatch", "relatedMatch")
        for quad in store.quads_for_pattern(None, NamedNode(SKOS + name), None)
        if isinstance(quad.object, NamedNode) and "wikidata.org" in quad.object.value
    }
    found = rows(published / "current" / "wikidata" / MAPPING_SET_FILE)
    mapped = [row for row in found if row["object_id"] != "sssom:NoTermFound"]

    assert len(mapped) == len(matches)
    assert {row["object_id"].partition(":")[2] for row in mapped} == {
        match.rpartition("/")[2] for _, _, match in matches
    }


def test_entities_without_an_item_are_in_the_set_with_their_labels(published: Path) -> None:
    found = rows(published / "current" / "wikidata" / MAPPING_SET_FILE)
    no_terms = [row for row in found if row["object_id"] == "sssom:NoTermFound"]

    assert {f"id:{one.entity}" for one in read_mappings([resource("mappings")]).no_term_found} == {
        row["subject_id"] for row in no_terms
    }
    assert all(row["subject_label"] and row["mapping_date"] for row in no_terms)


def test_entities_with_an_item_are_the_same_as_it_for_search_engines(published: Path) -> None:
    store = Store()
    store.load(path=str(published / "current/dumps/legation.nq"), format=RdfFormat.N_QUADS)
    pairs = [
        {(q.subject, q.object) for q in store.quads_for_pattern(None, NamedNode(name), None)}
        for name in (SKOS + "exactMatch", "https://schema.org/sameAs")
    ]

    assert pairs[1] == {
        (s, o) for s, o in pairs[0] if str(s).startswith("<https://w3id.org/legation/id/")
    }


def test_each_search_says_that_it_was_not_in_wikidata_itself(published: Path) -> None:
    for file in (
        resource("mappings") / MAPPING_SET_FILE,
        published / "current" / "wikidata" / MAPPING_SET_FILE,
    ):
        no_terms = [row for row in rows(file) if row["object_id"] == "sssom:NoTermFound"]
        told = {(row["object_source"], row["object_source_version"]) for row in no_terms}

        assert told == {("wd:", "public copies of its data")}
        assert all("not in Wikidata itself" in row["comment"] for row in some(no_terms))
        assert "Wikidata itself" in file.read_text(encoding="utf-8").partition("subject_id")[0]


def test_matches_have_no_place_of_search(published: Path) -> None:
    found = rows(published / "current" / "wikidata" / MAPPING_SET_FILE)
    mapped = [row for row in found if row["object_id"] != "sssom:NoTermFound"]

    assert not any(row["object_source"] for row in some(mapped))


@needs_python_clients
def test_the_reference_implementation_takes_both_tables_and_no_bad_one(
    published: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.tsv"
    bad.write_text(TABLE.replace("skos:exactMatch", "no match"), encoding="utf-8")
    files = (
        published / "current" / "wikidata" / MAPPING_SET_FILE,
        resource("mappings") / MAPPING_SET_FILE,
        bad,
    )
    command = [str(PYTHON), "-c", VALIDATE, *map(str, files)]
    ran = subprocess.run(command, capture_output=True, text=True)

    # It leaves out mappings that it takes for malformed, so what it has read is counted too.
    good, no_terms = (len(rows(file)) for file in files[:2])
    assert ran.stdout.splitlines()[:2] == [f"0 {good}", f"0 {no_terms}"], ran.stderr
    assert ran.stdout.splitlines()[2] != f"0 {no_terms}"


def test_a_mapping_of_ones_own_may_have_its_own(build: Callable[[str], Path]) -> None:
    found = rows(build(HEADER + ROW.format("press", "sssom:NoTermFound", "2026-11-23")))

    assert [row["subject_label"] for row in found if row["subject_id"] == "id:press"] == [
        "Sylvanian press"
    ]
    assert [row["object_source_version"] for row in found if row["subject_id"] == "id:press"] == [
        "some copies"
    ]


def test_what_was_searched_may_be_left_out(build: Callable[[str], Path]) -> None:
    row = ROW.format("press", "sssom:NoTermFound", "2026-11-23").replace("wd:\tsome copies", "\t")
    (found,) = (r for r in rows(build(HEADER + row)) if r["subject_id"] == "id:press")

    assert (found["object_source"], found["object_source_version"]) == ("", "")


def test_another_place_of_search_is_given_as_its_address(build: Callable[[str], Path]) -> None:
    head = HEADER.replace("#   wd:", "#   other: https://example.org/\n#   wd:")
    row = ROW.format("press", "sssom:NoTermFound", "2026-11-23").replace("wd:", "other:items")
    (found,) = (r for r in rows(build(head + row)) if r["subject_id"] == "id:press")

    assert found["object_source"] == "https://example.org/items"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            ROW.format("pres", "sssom:NoTermFound", "2026-11-23"),
            "unknown entity 'pres'. Did you mean 'press'?",
        ),
        (ROW.format("press", "wd:Q5", "2026-11-23"), "'press' is mapped here to 'wd:Q5'."),
        (
            ROW.format("press", "sssom:NoTermFound", "today"),
            "'today' is not allowed as 'mapping_date'.",
        ),
        (
            ROW.format("press", "sssom:NoTermFound", "2026-11-23").replace("wd:", "dbpedia:"),
            "'dbpedia:' is not allowed as 'object_source'.",
        ),
        (ROW.format("Press", "sssom:NoTermFound", "2026-11-23"), "'id:Press' is not an entity."),
    ],
)
def test_mistakes_are_reported_with_their_line(
    build: Callable[[str], Path], line: str, message: str
) -> None:
    with pytest.raises(MappingError) as raised:
        build(HEADER + line)

    (problem,) = raised.value.problems
    assert message in str(problem)
    assert problem.line == HEADER.count("\n") + 1


def test_missing_column_is_reported(build: Callable[[str], Path]) -> None:
    with pytest.raises(MappingError, match="cannot be used") as raised:
        build("subject_id\tobject_id\n")

    assert "the column 'predicate_id' is missing" in str(raised.value.problems[0])


def test_entity_with_an_item_cannot_be_without_one(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    entities = mappings / "entities.yaml"
    text = entities.read_text(encoding="utf-8")
    entities.write_text(text + "  exactMatch: wd:Q5\n", encoding="utf-8")
    table = HEADER + ROW.format("press", "sssom:NoTermFound", "2026-11-23")
    (mappings / MAPPING_SET_FILE).write_text(table, encoding="utf-8")

    with pytest.raises(MappingError) as raised:
        pipeline.build([mappings], tmp_path / "dataset")
    assert "'press' has an exactMatch" in str(raised.value.problems[0])
