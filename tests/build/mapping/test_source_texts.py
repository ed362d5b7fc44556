"""The source texts are read as they are, and those that were not mapped are refused."""

from pathlib import Path

import pytest
from legation_build.errors import SourceError
from legation_build.mapping.reader import read_mappings
from legation_build.mapping.sources import read_text, read_texts
from support.small_mapping import write_mapping, write_text


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_text(tmp_path)


def test_a_text_is_read_to_the_letter(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffone\r\ntwo\rthree\x0b \u00e9".encode())

    assert read_text(tmp_path, "a") == "\ufeffone\r\ntwo\rthree\x0b \u00e9"


def test_a_text_that_is_not_there_names_the_folder_it_should_be_in(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"a\.txt is missing\. --source takes the folder"):
        read_text(tmp_path, "a")


def test_a_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\u00e9".encode("latin-1"))

    with pytest.raises(SourceError, match=r"a\.txt is not UTF-8 text: "):
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


def test_another_text_is_refused_with_what_differs(tmp_path: Path, texts: Path) -> None:
    (document,) = read_mappings([write_mapping(tmp_path)]).documents
    file = texts / f"{document.id}.txt"
    file.write_text("Some words before. " + file.read_text())

    with pytest.raises(SourceError) as caught:
        read_texts(texts, [document])

    passages = [p for p in caught.value.problems if p.file.endswith("passages.csv")]
    (whole,) = [p for p in caught.value.problems if p not in passages]
    assert "does not have the recorded SHA-256" in whole.message
    assert len(passages) == len(document.passages)
    assert all("; its first words are at " in problem.message for problem in passages)
    assert {p.remedy for p in caught.value.problems} == {
        "If the new text is the right one, run: legation anchors --write"
    }
