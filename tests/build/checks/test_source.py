"""With the article's text beside the checkout, every passage is found in it and covered."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from legation_build.cli import main
from legation_build.mapping.reader import read_mappings
from legation_build.resources import resource

ROOT = Path(__file__).parents[3]
TEXTS = ROOT.parent / "shared" / "source"
TEXT = TEXTS / "azerbaijan-israel.txt"

pytestmark = pytest.mark.skipif(
    not TEXT.is_file(), reason="the text of azerbaijan-israel is not beside the checkout"
)


def test_every_passage_is_found_and_has_a_claim() -> None:
    result = CliRunner().invoke(main, ["anchors", "--source", str(TEXTS)])

    assert result.exit_code == 0, result.output
    assert "have a claim or a reason (100.0 %)" in result.output


def test_one_byte_is_noticed(tmp_path: Path) -> None:
    text = TEXT.read_bytes()
    (tmp_path / TEXT.name).write_bytes(text.replace(b"1992", b"1993", 1))

    result = CliRunner().invoke(main, ["anchors", "--source", str(tmp_path)])

    assert result.exit_code == 1
    assert "p-lead-1' is not found" in result.output


def test_no_run_of_ten_words_of_the_text_is_in_the_mapping() -> None:
    words = TEXT.read_text(encoding="utf-8").split()
    runs = {" ".join(words[i : i + 10]).casefold() for i in range(len(words) - 9)}
    files = [
        *ROOT.glob("mappings/**/*.yaml"),
        *ROOT.glob("ontology/*.ttl"),
        *ROOT.glob("docs/*.md"),
    ]

    for file in files:
        found = " ".join(file.read_text(encoding="utf-8").split()).casefold()
        assert not [run for run in runs if run in found], file


def test_quoted_words_stand_in_the_text() -> None:
    text = " ".join(TEXT.read_text(encoding="utf-8").split()).casefold()
    mappings = read_mappings([resource("mappings")])

    for source in mappings.documents[0].claims:
        for claim in source.data["claims"]:
            states = claim["states"] if isinstance(claim["states"], list) else [claim["states"]]
            for content in states:
                words = content.get("words", []) if isinstance(content, dict) else []
                for phrase in [words] if isinstance(words, str) else words:
                    assert phrase.casefold() in text, f"{source.file}: {phrase}"
