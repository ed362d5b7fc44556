"""A table of passages that is not as it was written is refused, line by line."""

from pathlib import Path

import pytest
from legation_build.errors import MappingError
from legation_build.mapping.passages import Passage, digest
from legation_build.mapping.passages_file import COLUMNS, read_passages

HEAD = ",".join(COLUMNS)
ROW = dict(zip(COLUMNS, [""] * len(COLUMNS), strict=True)) | {
    "id": "p-1",
    "kind": "sentence",
    "start": "0",
    "end": "9",
}


def row(**changed: str) -> str:
    return ",".join((ROW | changed).values())


def refusal(tmp_path: Path, *lines: str) -> MappingError:
    file = tmp_path / "passages.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        read_passages(file)
    return caught.value


def test_a_table_is_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "passages.csv"
    file.write_text("\n".join([HEAD, row(), row(id="p-2", start="9", end="12")]))
    first, second = read_passages(file)

    assert (first.id, first.kind, first.start, first.end) == ("p-1", "sentence", 0, 9)
    assert (second.id, second.start, second.end) == ("p-2", 9, 12)
    assert isinstance(first, Passage)


def test_a_table_may_have_no_rows(tmp_path: Path) -> None:
    file = tmp_path / "passages.csv"
    file.write_text(HEAD + "\n")

    assert read_passages(file) == ()


@pytest.mark.parametrize("head", ["", "id,kind", HEAD.replace("id", "name"), HEAD + ",more"])
def test_a_table_with_other_columns_is_refused(tmp_path: Path, head: str) -> None:
    assert f"the first line is not {HEAD}" in str(refusal(tmp_path, head, row()))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (row()[:-1], f"a passage needs {len(COLUMNS)} columns."),
        (row() + ",more", f"a passage needs {len(COLUMNS)} columns."),
        (row(id="1"), "'1' is not an id of a passage, which begins with p-."),
        (row(id="p-A"), "'p-A' is not an id of a passage, which begins with p-."),
        (row(id=""), "'' is not an id of a passage, which begins with p-."),
        (row(kind="a kind"), "'a kind' is not a kind of passage."),
        (row(start="-1"), "start and end of a passage must be whole numbers."),
        (row(end="9.5"), "start and end of a passage must be whole numbers."),
        (row(end="1234567890"), "start and end of a passage must be whole numbers."),
        (row(end="\u0664"), "start and end of a passage must be whole numbers."),
        (row(start=""), "start and end of a passage must be whole numbers."),
    ],
)
def test_a_wrong_line_is_refused(tmp_path: Path, line: str, message: str) -> None:
    (problem,) = refusal(tmp_path, HEAD, row(id="p-0"), line).problems

    assert (problem.line, problem.message) == (3, message)
    assert problem.remedy == "Run: legation anchors --write"


def test_all_wrong_lines_are_told_at_once(tmp_path: Path) -> None:
    refused = refusal(tmp_path, HEAD, row(id="1"), row(), row(kind="X"), row())

    assert [problem.line for problem in refused.problems] == [2, 4, 5]
    assert refused.problems[-1].message == "duplicate id 'p-1' of a passage."
    assert refused.problems[-1].remedy == "It is already defined on line 3."


def test_what_is_no_csv_is_refused(tmp_path: Path) -> None:
    assert "not CSV: " in str(refusal(tmp_path, HEAD, row(kind="x" * 200_000)))


def test_a_digest_is_that_of_the_words() -> None:
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
