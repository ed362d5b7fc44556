"""Tables of a mapping are read as they were written, and a fault is told on the line it stands on."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_build.errors import MappingError
from legation_build.mapping.no_term_found import read_no_term_found
from legation_build.mapping.passages import Passage, divide, renew, slug
from legation_build.mapping.passages_file import read_passages, write_passages
from support.some import some

HEAD = """#curie_map:
#  wd: http://www.wikidata.org/entity/
subject_id\tpredicate_id\tobject_id\tmapping_justification\tmapping_date\tobject_source\tcomment
"""
ROW = "id:{}\tskos:exactMatch\t{}\tsemapv:ManualMappingCuration\t{}\t{}\t{}\n"
# All letters that some reader takes for the end of a line, but those that end one in every text.
SEPARATORS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
WORDS = st.text(alphabet="aé\",;' \t" + SEPARATORS, max_size=8)
PASSAGES = st.lists(
    st.builds(
        Passage,
        st.integers(1, 999).map("p-trade-{}".format),
        st.sampled_from(["sentence", "list-item"]),
        st.just(""),
        WORDS,
        st.integers(0, 10**9 - 1),
        st.integers(0, 10**9 - 1),
        st.text("0123456789abcdef", min_size=4, max_size=4),
        WORDS,
        WORDS,
    ),
    max_size=4,
    unique_by=lambda passage: passage.id,
)


@settings(max_examples=40)
@given(PASSAGES)
def test_passages_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, passages: list[Passage]
) -> None:
    file = tmp_path_factory.mktemp("passages") / "passages.csv"
    write_passages(file, passages)

    assert list(read_passages(file)) == passages


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_heading_with_an_odd_space_makes_a_table_that_can_be_read(
    tmp_path: Path, separator: str
) -> None:
    passages = divide(f"Title\n\n## Early{separator}years\n\nThey met.", "en")
    write_passages(tmp_path / "passages.csv", passages)

    assert list(read_passages(tmp_path / "passages.csv")) == passages


def test_the_line_of_a_fault_is_that_of_the_file(tmp_path: Path) -> None:
    write_passages(tmp_path / "a.csv", divide("Title\n\nThey met. They left.", "en"))
    lines = (tmp_path / "a.csv").read_text().splitlines()
    (tmp_path / "a.csv").write_text("\n".join([*lines[:2], "", "", lines[2] + ",more", *lines[3:]]))

    with pytest.raises(MappingError) as raised:
        read_passages(tmp_path / "a.csv")

    assert [problem.line for problem in raised.value.problems] == [5]


def read(*lines: str, head: str = HEAD) -> tuple[list[str], list[str]]:
    """Return the entities of a table and what is wrong in it, each with its line."""
    found, problems = read_no_term_found(head + "".join(lines), "set.tsv")
    return [f"{one.line} {one.entity}" for one in found], [str(problem) for problem in problems]


GOOD = ROW.format("press", "sssom:NoTermFound", "2026-11-23", "wd:", "by name")


def test_each_row_is_an_entity_with_its_line_and_what_was_searched() -> None:
    ((one,), problems) = read_no_term_found(HEAD + GOOD, "set.tsv")

    assert problems == []
    assert (one.entity, one.line, one.file) == ("press", 4, "set.tsv")
    assert (one.source, one.comment) == ("http://www.wikidata.org/entity/", "by name")
    assert one.source_version == ""


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            ROW.format("", "sssom:NoTermFound", "2026-11-23", "", ""),
            "'id:' is not an entity. Write id:",
        ),
        (
            ROW.format("press", "wd:Q5", "2026-11-23", "", ""),
            "'press' is mapped here to 'wd:Q5'. Write sssom",
        ),
        ("id:press\n", "'press' is mapped here to ''. Write sssom"),
        (
            ROW.format("press", "sssom:NoTermFound", "", "", ""),
            "'' is not allowed as 'mapping_date'.",
        ),
        # Other forms of ISO 8601 than a date of XML Schema would not be read in the mapping set.
        (ROW.format("press", "sssom:NoTermFound", "20261123", "", ""), "'20261123' is not allowed"),
        (
            ROW.format("press", "sssom:NoTermFound", "2026-W48-1", "", ""),
            "'2026-W48-1' is not allowed",
        ),
        (
            ROW.format("press", "sssom:NoTermFound", "2026-02-30", "", ""),
            "'2026-02-30' is not allowed",
        ),
        (
            ROW.format("press", "sssom:NoTermFound", "2026-11-23", "x:", ""),
            "'x:' is not allowed as 'object_source'.",
        ),
    ],
)
def test_what_is_wrong_in_a_row_is_told_with_its_line(line: str, problem: str) -> None:
    found, problems = read(GOOD, line, GOOD)

    assert len(problems) == 1
    assert problems[0].startswith(f"set.tsv:5: {problem}")
    assert found == ["4 press", "6 press"]


def test_empty_lines_move_no_line_number() -> None:
    found, problems = read(GOOD, "\n", "\n", ROW.format("A", "", "", "", ""), GOOD)

    assert found == ["4 press", "8 press"]
    assert problems[0].startswith("set.tsv:7: ")


@pytest.mark.parametrize("separator", SEPARATORS)
def test_an_odd_space_in_a_comment_ends_no_row(separator: str) -> None:
    line = GOOD.replace("by name", f"by{separator}name")

    assert read(line, GOOD) == (["4 press", "5 press"], [])


@pytest.mark.parametrize(
    ("head", "line"),
    [("", 1), ("# curie_map\n", 2), ("#\n#\nsubject_id\tobject_id\n", 3)],
)
def test_a_table_without_its_columns_is_told_on_the_line_where_they_should_be(
    head: str, line: int
) -> None:
    found, problems = read(head=head)

    assert found == []
    assert problems[0].startswith(f"set.tsv:{line}: the column '")


@pytest.mark.parametrize("head", ["#: : :\n#\t[\n", "#- a\n", "#curie_map: x\n"])
def test_a_header_that_is_no_map_of_prefixes_names_none(head: str) -> None:
    table = head + HEAD.splitlines(keepends=True)[-1]

    assert read(ROW.format("press", "sssom:NoTermFound", "2026-11-23", "", ""), head=table)[1] == []
    assert "object_source" in read(GOOD, head=table)[1][0]


def test_sections_of_one_name_have_ids_of_their_own() -> None:
    text = "T\n\n## Trade\n\nOne. Two.\n\n## Trade\n\nThree."
    found = renew([], text, "en")

    assert len({passage.id for passage in found}) == len(found) == 6
    assert [passage.section for passage in found][-1] == "Trade"
    assert [text[p.start : p.end] for p in some(found)][-1] == "Three."


@given(st.text(max_size=12))
def test_an_id_of_a_text_is_one_of_letters_digits_and_hyphens(text: str) -> None:
    found = slug(text)

    assert found == slug(found) == found.strip("-")
    assert all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in found)
    assert "--" not in found and found == found.lower()


TEXTS = st.lists(
    st.sampled_from(["One.", "Two.", "Three.", "## Part", "* Item.", "> Said."]), max_size=6
).map(lambda lines: "\n\n".join(["Title", *lines]))


@settings(max_examples=40)
@given(before=TEXTS, after=TEXTS)
def test_a_passage_that_is_still_there_keeps_its_words_and_no_id_comes_twice(
    before: str, after: str
) -> None:
    old = renew([], before, "en")
    new = renew(old, after, "en")
    words = {passage.id: before[passage.start : passage.end] for passage in old}

    assert len({passage.id for passage in new}) == len(new)
    assert [p.start for p in new] == sorted(p.start for p in new)
    for passage in new:
        # No claim cites a sentence that it was not made from.
        assert words.get(passage.id) in (None, after[passage.start : passage.end])
    assert renew(old, before, "en") == old
