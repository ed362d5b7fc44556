"""The source texts are read as they are, and those that were not mapped are refused."""

from pathlib import Path

import pytest
from legation_build.errors import SourceError
from legation_build.mapping.reader import read_mappings
from legation_build.mapping.sources import read_text, read_texts, text_warnings
from support.small_mapping import TEXT, write_mapping, write_text


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_text(tmp_path)


def test_a_text_is_the_same_whatever_editor_saved_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffone\r\ntwo\rthree\x0b \u00e9".encode())

    assert read_text(tmp_path, "a") == "one\ntwo\nthree\x0b \u00e9"


def test_a_text_that_is_not_there_names_the_folder_it_should_be_in(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"a\.txt is missing\. --source takes the folder"):
        read_text(tmp_path, "a")


def test_a_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("one\ntwo \u00e9".encode("latin-1"))

    with pytest.raises(SourceError, match=r"a\.txt:2: not UTF-8 text: .* Save it as UTF-8\."):
        read_text(tmp_path, "a")


def test_texts_are_those_of_the_documents(tmp_path: Path, texts: Path) -> None:
    (document,) = read_mappings([write_mapping(tmp_path)]).documents
    (texts / "other.txt").write_text("Nobody mapped this.")

    assert read_texts(texts, [document]) == {document.id: read_text(texts, document.id)}


def test_a_folder_without_a_text_names_those_it_should_have(tmp_path: Path) -> None:
    (document,) = read_mappings([write_mapping(tmp_path)]).documents

    with pytest.raises(SourceError) as caught:
        read_texts(tmp_path, [document])

    assert f"holds none of {document.id}.txt" in str(caught.value)


def test_a_folder_of_mappings_in_place_of_texts_leads_to_the_text(tmp_path: Path) -> None:
    (document,) = read_mappings([write_mapping(tmp_path)]).documents
    work = tmp_path / "mappings" / document.id / "work"
    work.mkdir()
    (work / f"{document.id}.txt").write_text(TEXT)

    with pytest.raises(SourceError, match=f"Give --source {work}$"):
        read_texts(tmp_path / "mappings", [document])


def test_another_text_is_refused_with_what_differs(tmp_path: Path, texts: Path) -> None:
    (document,) = read_mappings([write_mapping(tmp_path)]).documents
    file = texts / f"{document.id}.txt"
    file.write_text("Some words before. " + file.read_text())

    with pytest.raises(SourceError) as caught:
        read_texts(texts, [document])

    (whole,) = caught.value.problems
    assert "does not have the recorded SHA-256, but all its passages are the same" in whole.message
    command = f"legation anchors --write --mappings {tmp_path / 'mappings'} --source {texts}"
    assert whole.remedy == f"If the new text is the right one, run: {command}"


@pytest.mark.parametrize(
    ("now", "message", "remedy"),
    [
        (
            "in the end, on 3 May 1920",
            "has changed within 'Freedonia recognized Sylvania … 3 May 1920.'",
            "Look whether its claims still hold.",
        ),
        (
            "on 4 May 1920",
            "is not found: 'Freedonia recognized Sylvania … 3 May 1920.'",
            "There is now 'Freedonia recognized Sylvania … 4 May 1920.'",
        ),
    ],
)
def test_only_the_passage_that_changed_is_named_with_what_stands_in_its_place(
    tmp_path: Path, texts: Path, now: str, message: str, remedy: str
) -> None:
    (document,) = read_mappings([write_mapping(tmp_path)]).documents
    file = texts / f"{document.id}.txt"
    file.write_text(file.read_text().replace("on 3 May 1920", now))

    with pytest.raises(SourceError) as caught:
        read_texts(texts, [document])

    passage, whole = sorted(caught.value.problems, key=lambda p: p.line)
    assert "does not have the recorded SHA-256." in whole.message
    place = f"{document.passages_file}:4: passage 'p-early-years-1'"
    assert str(passage).startswith(f"{place} {message}")
    assert passage.remedy.startswith(remedy)


def test_a_paragraph_broken_into_lines_is_warned_of() -> None:
    broken = "Title\n\nThe two states have had relations for a long time and\nnever quarrelled.\n"

    (warning,) = text_warnings("a", broken, "a.txt")

    assert str(warning) == (
        "a.txt:3: a sentence of 'a' seems to go on in the next line. "
        "Write every paragraph as one line."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Title\n\nThe two states have had relations for a long time and they never quarrelled.\nThey trade.",
        "Title\n\n* an embassy in the capital of the other state\n* another one in a harbour",
        "A title that is so long that it could be a sentence\nThe two states trade.",
    ],
)
def test_a_paragraph_of_one_line_is_not_warned_of(text: str) -> None:
    assert text_warnings("a", text, "a.txt") == []
