"""A part is read as it was written, and its pieces say what its graph says."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from legation_build.dataset import NamedGraph, in_graph
from legation_build.errors import (
    LegationError,
    MappingError,
    Problem,
    SourceError,
    ValidationError,
)
from legation_build.mapping import Agent, Mappings
from legation_build.mapping.model import DocumentMapping
from legation_build.mapping.strict_yaml import parse as parse_yaml
from legation_build.namespaces import BASE, BIL, CC0, ENTITY, GRAPH, SH
from legation_build.pipeline.documents.parts import (
    GraphRecord,
    Part,
    PartRecord,
    read_graphs,
    read_provenance,
    read_record,
    write_part,
)
from legation_build.pipeline.documents.pieces import FORMATS, compressed, graph_pieces, lines_of
from legation_build.pipeline.places import turtle_problems, violation_problems
from legation_build.pipeline.summaries import mapping_summary, one_error, shapes_summary
from legation_build.pipeline.untouched import independent, untouched
from legation_build.validation import Report, Violation
from pyoxigraph import NamedNode, Triple, parse
from support.canonical import canonical
from support.in_turtle import HERE, triples
from support.some import some

SHAPES = BASE + "shapes#"
TEXTS = st.text(max_size=6)
PROBLEMS = st.builds(Problem, TEXTS, st.integers(0, 9), TEXTS, TEXTS)
DATA = ":b bil:x 'é', \"a\\nb\" . :a bil:x :b . [] bil:x :a ."


def graph(data: str, **more: object) -> NamedGraph:
    name = NamedNode(GRAPH + "freedonia-sylvania")
    return NamedGraph(name, "F–S", CC0, tuple(in_graph(triples(data), name)), **more)  # type: ignore[arg-type]


def record_of(one: NamedGraph, **more: Any) -> PartRecord:
    publisher = one.publisher and (one.publisher.name, one.publisher.url)
    told = GraphRecord(
        one.name.value,
        one.title,
        one.license,
        len(one.quads),
        "ab",
        "graph.nq",
        one.is_text,
        publisher or None,
    )
    return PartRecord(
        "freedonia-sylvania", {"title": "F–S"}, (told,), {"s": 2}, {"s": ("a", "b")}, **more
    )


@pytest.mark.parametrize("publisher", [None, Agent("The Editors", "https://example.org/")])
def test_a_part_is_read_as_it_was_written(tmp_path: Path, publisher: Agent | None) -> None:
    one = graph(DATA, publisher=publisher)
    warnings = (Problem("a.yaml", 3, "odd", "Look."),)
    codes = ({"file": "codes.yaml", "code": {"id": "topic/x"}, "lines": {"id": 2}},)
    record = record_of(
        one, warnings=warnings, codes=codes, quality={"facts": 3}, facts={"triples": 1}
    )
    write_part(tmp_path, Part(record, [one], triples(":a bil:y 'z' .")))

    assert read_record(tmp_path) == record
    (read,) = read_graphs(tmp_path, record)
    assert (read.title, read.license, read.publisher) == ("F–S", CC0, publisher)
    assert canonical(read.quads) == canonical(one.quads)
    # The order is that of the mapping.
    assert [str(quad.object) for quad in read.quads][:2] == ['"é"', '"a\\nb"']
    assert list(read_provenance(tmp_path)) == triples(":a bil:y 'z' .")
    assert record.as_document().id == "freedonia-sylvania"
    assert record.as_document().document.data == {"title": "F–S"}


def test_where_there_are_pieces_the_graph_is_not_kept_as_a_whole(tmp_path: Path) -> None:
    one = graph(DATA)
    write_part(tmp_path, Part(record_of(one), [one], [], {"rows.jsonl": b"{}\n"}))

    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "part.json",
        "provenance.nt",
        "rows.jsonl",
    ]


def test_pieces_say_what_the_graph_says_in_each_form_and_packing() -> None:
    one = graph(":a bil:x :b, 'é' .")
    base = "https://example.org/"
    files = graph_pieces("graph", one.quads, base, ("freedonia-sylvania",))
    moved = files["graph.sorted.nq"]

    assert moved.decode().replace(base, BASE).encode() == lines_of(one.quads)
    for form in some(FORMATS):
        plain = gzip.decompress(files[f"graph.{form.name}.gz"])
        assert zstandard.decompress(files[f"graph.{form.name}.zst"]) == plain
        found = [quad.triple for quad in parse(plain, format=form.rdf)]
        assert {str(t).replace(base, BASE) for t in found} == {str(q.triple) for q in one.quads}


def test_members_that_follow_one_another_are_read_as_one() -> None:
    packed = [compressed("a", data) for data in (b"one", b"", b"two")]
    together = b"".join(files["a.zst"] for files in packed)
    reader = zstandard.ZstdDecompressor().stream_reader(together, read_across_frames=True)

    assert gzip.decompress(b"".join(files["a.gz"] for files in packed)) == b"onetwo"
    assert reader.read() == b"onetwo"
    assert compressed("a", b"one") == compressed("a", b"one")


def test_lines_are_each_once_and_sorted_by_their_bytes() -> None:
    rows = [*triples(":b bil:x 1 . :a bil:x 'é' ."), *triples(":b bil:x 1 .")]
    found = lines_of(rows)

    assert found.splitlines() == sorted(set(found.splitlines()))
    assert [quad.triple for quad in parse(found, format=FORMATS[1].rdf)] == [rows[1], rows[0]]
    assert lines_of([]) == b""


@given(st.lists(PROBLEMS, max_size=4))
def test_an_error_has_its_problems_each_once_sorted_before_its_summary(
    problems: list[Problem],
) -> None:
    error = LegationError("That is all.", [*problems, *problems])

    assert list(error.problems) == sorted(set(problems))
    assert str(error).endswith("That is all.")
    assert all(str(problem) in str(error) for problem in problems)


@pytest.mark.parametrize(
    ("problem", "text", "warning"),
    [
        (
            Problem("a.yaml", 3, "odd", "Look."),
            "a.yaml:3: odd Look.",
            "a.yaml:3: warning: odd Look.",
        ),
        (Problem("a.yaml", 0, "odd"), "a.yaml: odd", "a.yaml: warning: odd"),
    ],
)
def test_a_problem_is_told_as_editors_read_it(problem: Problem, text: str, warning: str) -> None:
    assert (str(problem), problem.as_warning()) == (text, warning)


ONE, OTHER = Problem("a.yaml", 1, "one"), Problem("b.yaml", 2, "other")


@pytest.mark.parametrize(
    ("errors", "kind", "summary", "problems"),
    [
        ([ValidationError("v", [ONE]), MappingError("m", [OTHER])], MappingError, "m", (OTHER,)),
        ([ValidationError("v"), SourceError("s")], SourceError, "s", ()),
        (
            [MappingError("m", [OTHER]), MappingError("n", [ONE, OTHER])],
            MappingError,
            "2 problems in the mappings; nothing was written.",
            (ONE, OTHER),
        ),
        (
            [ValidationError("v", [ONE]), ValidationError("w", [ONE])],
            ValidationError,
            "1 result: the data break the shapes.",
            (ONE,),
        ),
        (
            [SourceError("No text."), SourceError("No text."), SourceError("s", [ONE])],
            SourceError,
            "No text. 1 problem in the mappings; nothing was written.",
            (ONE,),
        ),
        ([LegationError("x"), LegationError("y")], LegationError, "x y", ()),
    ],
)
def test_errors_of_several_documents_are_told_as_the_one_to_be_mended_first(
    errors: list[LegationError], kind: type, summary: str, problems: tuple[Problem, ...]
) -> None:
    found = one_error(errors)

    assert type(found) is kind
    assert (found.summary, found.problems) == (summary, problems)


def test_one_is_told_in_the_singular() -> None:
    assert mapping_summary([ONE]).startswith("1 problem in")
    assert mapping_summary([ONE, OTHER]).startswith("2 problems in")
    assert shapes_summary([ONE]).startswith("1 result:")
    assert shapes_summary([ONE, OTHER]).startswith("2 results:")


CLAIMS = parse_yaml(
    """claims:
- id: c-1
  states:
  - id: visit
    actor: press
    target: [envoy, entity:town]
- id: c-2
  states:
  - id: grain
    says: visit
- id: c-3
  states: visit
""",
    "f-s/claims/01.yaml",
)
DOCUMENT = DocumentMapping(
    "freedonia-sylvania",
    "",
    parse_yaml("title: x\n", "f-s/document.yaml"),
    (),
    "f-s/passages.csv",
    (CLAIMS,),
)
MAPPINGS = Mappings({}, {}, (parse_yaml("entities:\n- id: press\n", "entities.yaml"),), (DOCUMENT,))


def violation(focus: str, shape: str, path: str = "", value: str = "") -> Violation:
    return Violation(focus, path, value, "Not so.", SHAPES + shape)


def told(*violations: Violation, shapes: list[Triple] | None = None) -> list[str]:
    report = Report(tuple(violations), {})
    return [str(problem) for problem in violation_problems(report, MAPPINGS, shapes or [], {})]


def test_a_violation_is_told_on_the_line_of_what_breaks_the_shape() -> None:
    found = told(
        violation(HERE + "grain", "Figure", BIL + "value"),
        violation(HERE + "c-1", "Claim"),
        violation(ENTITY + "press", "Entity"),
        violation(BASE + "code/topic/x", "Code"),
    )

    assert found == [
        "entities.yaml:2: 'press': Not so.",
        "f-s/claims/01.yaml:2: 'c-1': Not so.",
        "f-s/claims/01.yaml:9: 'grain' (value): Not so.",
        "ontology:1: 'x': Not so.",
    ]


def test_an_entity_in_a_wrong_role_is_told_where_a_claim_gives_it() -> None:
    shapes = [
        Triple(
            NamedNode(SHAPES + "Actor"), NamedNode(SH + "targetObjectsOf"), NamedNode(BIL + "actor")
        )
    ]
    place = [
        Triple(
            NamedNode(SHAPES + "Actor"),
            NamedNode(SH + "targetObjectsOf"),
            NamedNode(BIL + "target"),
        )
    ]

    assert told(violation(ENTITY + "press", "Actor"), shapes=shapes) == [
        "f-s/claims/01.yaml:5: 'press': Not so."
    ]
    assert told(violation(ENTITY + "town", "Actor"), shapes=place) == [
        "f-s/claims/01.yaml:6: 'town': Not so."
    ]
    # Nobody gives it that role: it is told where it was written.
    assert told(violation(ENTITY + "press", "Actor"), shapes=place) == [
        "entities.yaml:2: 'press': Not so."
    ]


@pytest.mark.parametrize(
    ("cause", "follows"),
    [
        (violation(HERE + "visit", "Standing"), violation(HERE + "visit", "Event", BIL + "actor")),
        (violation(HERE + "visit", "SuppositionStanding"), violation(HERE + "visit", "Involves")),
        (
            violation(HERE + "visit", "Situation", BIL + "eventType"),
            violation(HERE + "visit", "Attribute", BIL + "situationType"),
        ),
        (violation(HERE + "visit", "Utterance"), violation(HERE + "visit", "QuotedDirectly")),
        (
            violation(HERE + "visit", "Roles", value=ENTITY + "press"),
            violation(ENTITY + "press", "Entity"),
        ),
    ],
)
def test_what_only_follows_from_another_fault_is_not_told(
    cause: Violation, follows: Violation
) -> None:
    other = Violation(HERE + "grain", follows.path, "", "Not so.", follows.shape)

    assert len(told(cause, follows)) == 1
    assert told(cause, follows) == told(cause)
    assert len(told(follows)) == 1
    assert len(told(cause, other)) == 2


def test_what_is_no_turtle_is_told_on_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    (folder / "examples").mkdir(parents=True)
    (folder / "good.ttl").write_text("<a:a> <a:b> 1 .\n")
    (folder / "examples" / "bad.ttl").write_text("<a:a> <a:b> 1 .\n<a:a> <a:b>\n.\n")

    (problem,) = turtle_problems(folder)

    assert problem.file == "ontology/examples/bad.ttl"
    assert problem.line in (2, 3)
    assert problem.message.startswith("not Turtle: ")
    assert "missing dot" in problem.remedy


@pytest.mark.parametrize(
    ("file", "message", "documents"),
    [
        ("f-s/claims/01.yaml", "unknown entity 'x'.", 1),
        ("f-s/claims/01.yaml", "'place' has 'x'.", 1),
        ("f-s/claims/01.yaml", "no such key.", 0),
        ("f-s/passages.csv", "no such column.", 0),
        ("f-s/document.yaml", "no title.", 0),
        ("entities.yaml", "no label.", 0),
        ("entities.yaml", "unknown code 'x'.", 1),
        ("g-t/document.yaml", "no title.", 1),
        ("folder.yaml", "unknown entity 'x'.", 0),
    ],
)
def test_documents_of_which_graphs_can_be_made_are_checked_further(
    file: str, message: str, documents: int
) -> None:
    found = untouched(MAPPINGS, [Problem(file, 1, message)])

    assert len(found.documents) == documents


@pytest.mark.parametrize(
    ("fault", "kept"),
    [
        # What is said of the claim itself, and of the content that it states, is left out.
        (Problem("f-s/claims/01.yaml", 5, "'actor' is odd."), [9]),
        (Problem("f-s/claims/01.yaml", 10, "'says' is odd."), [2, 4]),
        # The third claim states the content of the first.
        (Problem("f-s/claims/01.yaml", 12, "odd."), [2, 9]),
        (Problem("f-s/claims/02.yaml", 5, "odd."), [2, 4, 9]),
        (Problem("f-s/claims/02.yaml", 5, "unknown content 'grain'."), [2, 4]),
    ],
)
def test_what_may_only_follow_from_a_fault_is_left_out(fault: Problem, kept: list[int]) -> None:
    file = "f-s/claims/01.yaml"
    further = [
        Problem(file, 2, "'c-1': Not so."),
        Problem(file, 4, "'visit': Not so."),
        Problem(file, 9, "'grain': Not so."),
        Problem("entities.yaml", 2, "'press': Not so."),
    ]

    assert [one.line for one in independent(further, [fault], MAPPINGS)] == kept


def test_a_record_is_json_that_people_can_read(tmp_path: Path) -> None:
    write_part(tmp_path, Part(record_of(graph("")), [graph("")], []))

    assert json.loads((tmp_path / "part.json").read_text(encoding="utf-8"))["document"] == {
        "title": "F–S"
    }
