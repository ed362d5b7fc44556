"""Ten words of a text in a row are no label: where the text is there, a copy is refused."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from support.legation_command import legation
from support.small_mapping import CLAIMS, CLAIMS_FILE, write_mapping, write_text

pytestmark = pytest.mark.usefixtures("without_dumps")
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


def at_work(mappings: Path) -> Path:
    work = mappings / "freedonia-sylvania" / "work"
    (mappings.parent / "texts").rename(work)
    return work


def build(mappings: Path) -> Result:
    return legation("build", "--mappings", mappings, "--output", mappings.parent / "out")


def test_a_build_looks_at_the_text_where_its_author_has_it(tmp_path: Path) -> None:
    mappings = with_label(tmp_path, f"{TEXT}")
    at_work(mappings)

    validated, built = legation("validate", "--mappings", mappings), build(mappings)

    assert "ten words in a row are those of 'freedonia-sylvania'" in built.stderr
    assert (built.exit_code, built.stderr) == (validated.exit_code, validated.stderr)
    assert not (tmp_path / "out").exists()


def test_a_part_made_without_the_text_is_not_used_once_the_text_is_there(tmp_path: Path) -> None:
    mappings = with_label(tmp_path, f"{TEXT}")

    before = build(mappings)
    at_work(mappings)
    after = build(mappings)

    assert (before.exit_code, after.exit_code) == (0, 1)
    assert "ten words in a row" in after.stderr


def test_a_text_at_work_is_compared_and_not_published(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    write_text(tmp_path)
    work = at_work(mappings)

    with_text = legation("build", "--mappings", mappings, "--output", tmp_path / "out", "--json")
    (work / "freedonia-sylvania.txt").unlink()
    without = legation("build", "--mappings", mappings, "--output", tmp_path / "other", "--json")

    digests = [json.loads(one.stdout)["digest"] for one in (with_text, without)]
    assert digests[0] == digests[1]


def test_a_text_at_work_that_has_changed_is_told_and_not_compared(tmp_path: Path) -> None:
    mappings = with_label(tmp_path, f"{TEXT}")
    text = at_work(mappings) / "freedonia-sylvania.txt"
    text.write_text(text.read_text() + "More was said.\n")

    built = build(mappings)

    assert built.exit_code == 0
    assert "warning: the text (" in built.stderr


def two_documents(root: Path) -> Path:
    """Write two documents of one text, which the first has in texts/ and the second in work/."""
    mappings = with_label(root, TEXT)
    shutil.copytree(mappings / "freedonia-sylvania", mappings / "freedonia-tarnia")
    first = mappings / CLAIMS_FILE
    first.write_text(CLAIMS)
    work = mappings / "freedonia-tarnia" / "work"
    work.mkdir()
    shutil.copy(root / "texts" / "freedonia-sylvania.txt", work / "freedonia-tarnia.txt")
    return mappings


def test_a_text_that_is_not_in_the_source_is_taken_from_work(tmp_path: Path) -> None:
    mappings = two_documents(tmp_path)

    refused = run_with_source("validate", mappings)
    claims = mappings / "freedonia-tarnia" / "claims" / "01-early-years.yaml"
    claims.write_text(CLAIMS)
    valid = run_with_source("validate", mappings)

    assert "ten words in a row are those of 'freedonia-tarnia'" in refused.stderr
    assert valid.stdout.endswith(" conform to the shapes, with the text of each document.\n")


def test_validate_says_of_how_many_documents_no_text_was_there(tmp_path: Path) -> None:
    mappings = two_documents(tmp_path)
    shutil.rmtree(mappings / "freedonia-tarnia" / "work")
    (mappings / "freedonia-tarnia" / "claims" / "01-early-years.yaml").write_text(CLAIMS)

    valid = run_with_source("validate", mappings)

    assert valid.stdout.endswith(", with the texts of 1 of 2 documents.\n")
