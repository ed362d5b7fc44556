"""With the article's text beside the checkout, every passage is found in it and covered."""

from pathlib import Path

import pytest
from legation_build.mapping.model import contents, each_value, items
from legation_build.mapping.reader import read_mappings
from legation_build.resources import resource
from support.legation_command import legation
from support.some import some

ROOT = Path(__file__).parents[3]
TEXTS = ROOT.parent / "shared" / "source"
TEXT = TEXTS / "azerbaijan-israel.txt"

pytestmark = pytest.mark.skipif(
    not TEXT.is_file(), reason="the text of azerbaijan-israel is not beside the checkout"
)


def test_every_passage_is_found_and_has_a_claim() -> None:
    result = legation("anchors", "--source", TEXTS)

    assert result.exit_code == 0, result.output
    assert "have a claim or a reason (100.0 %)" in result.output


def test_one_byte_is_noticed(tmp_path: Path) -> None:
    text = TEXT.read_bytes()
    (tmp_path / TEXT.name).write_bytes(text.replace(b"1992", b"1993", 1))

    result = legation("anchors", "--source", tmp_path)

    assert result.exit_code == 1
    assert "p-lead-1' has changed within 'Azerbaijan and" in result.output
    assert "Look whether its claims still hold." in result.output


def test_no_run_of_ten_words_of_the_text_is_in_the_mapping() -> None:
    words = TEXT.read_text(encoding="utf-8").split()
    runs = {" ".join(words[i : i + 10]).casefold() for i in range(len(words) - 9)}
    files = [
        *ROOT.glob("mappings/**/*.yaml"),
        *ROOT.glob("ontology/*.ttl"),
        *ROOT.glob("docs/*.md"),
    ]

    for file in some(files):
        found = " ".join(file.read_text(encoding="utf-8").split()).casefold()
        assert not [run for run in runs if run in found], file


def plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def test_quoted_words_stand_in_the_text() -> None:
    example = ROOT / "tests" / "data"
    phrases = [
        (TEXT if document.id == TEXT.stem else example / f"{document.id}.txt", phrase)
        for document in read_mappings([resource("mappings"), example / "mappings"]).documents
        for source in document.claims
        for path, claim in items(source, "claims")
        for _, content in contents(path, claim)
        for _, phrase in each_value((), content.get("words"))
    ]

    for file, phrase in some(phrases):
        assert plain(phrase) in plain(file.read_text(encoding="utf-8")), phrase
