"""Ten words of a text in a row are no label: where the text is there, a copy is refused."""

from pathlib import Path

import pytest
from click.testing import Result
from support.legation_command import legation
from support.small_mapping import CLAIMS_FILE, write_mapping, write_text

TEXT = (
    "Freedonia recognized Sylvania on 3 May 1920. The Sylvanian press said that grain was promised."
)


def with_label(root: Path, label: str, file: str = CLAIMS_FILE, key: str = "label") -> Path:
    mappings = write_mapping(root)
    write_text(root)
    path = mappings / file
    text = path.read_text()
    right = (
        "label: Grain was said to be promised." if file == CLAIMS_FILE else "description: One of"
    )
    path.write_text(text.replace(right, f'{key}: "{label}"\n#', 1))
    return mappings


def run_with_source(command: str, mappings: Path) -> Result:
    more = ["--output", mappings.parent / "out"] if command == "build" else []
    return legation(command, "--mappings", mappings, "--source", mappings.parent / "texts", *more)


@pytest.mark.parametrize("command", ["anchors", "build", "validate"])
def test_a_sentence_copied_as_a_label_is_refused(tmp_path: Path, command: str) -> None:
    mappings = with_label(tmp_path, f"{TEXT}")

    result = run_with_source(command, mappings)

    assert result.exit_code == 1
    assert (
        f"mappings/{CLAIMS_FILE}:32: ten words in a row are those of 'freedonia-sylvania': "
        "'freedonia recognized sylvania on …'. Say it in your own words."
    ) in result.stderr
    assert not (tmp_path / "out").exists()


def test_capitals_and_punctuation_make_no_other_words(tmp_path: Path) -> None:
    label = "3 MAY 1920 -- the sylvanian press, said: that grain was (promised)"
    mappings = with_label(tmp_path, label)

    assert run_with_source("validate", mappings).exit_code == 1


def test_a_description_of_an_entity_is_in_words_of_ones_own_too(tmp_path: Path) -> None:
    mappings = with_label(tmp_path, TEXT, "entities.yaml", "description")

    assert "entities.yaml:5: ten words in a row" in run_with_source("validate", mappings).stderr


@pytest.mark.parametrize(
    "label",
    ["The Sylvanian press said that grain was promised.", "Grain is promised on 3 May 1920."],
)
def test_fewer_words_in_a_row_are_no_copy(tmp_path: Path, label: str) -> None:
    result = run_with_source("validate", with_label(tmp_path, label))

    assert result.exit_code == 0, result.output


def test_without_the_text_nobody_can_tell(tmp_path: Path) -> None:
    mappings = with_label(tmp_path, TEXT)

    result = legation("validate", "--mappings", mappings)

    assert result.exit_code == 0, result.output
