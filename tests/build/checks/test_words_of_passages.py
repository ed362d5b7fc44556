"""Where the text is there, a hedge and a speaker's words must stand in the passage."""

from pathlib import Path

import pytest
from click.testing import Result
from support.legation_command import legation
from support.small_mapping import CLAIMS_FILE, TEXT, write_mapping

TEXT_DIR = "freedonia-sylvania/work"


def run(root: Path, command: str, wrong: str) -> Result:
    """Run a command on the small mapping, whose claim of grain has further lines."""
    mappings = write_mapping(root)
    file = mappings / CLAIMS_FILE
    file.write_text(
        file.read_text().replace("  attributedTo: press\n", f"  attributedTo: press\n{wrong}")
    )
    work = mappings / TEXT_DIR
    work.mkdir()
    (work / "freedonia-sylvania.txt").write_bytes(TEXT.encode())
    more = ["--source", work] if command == "validate" else []
    return legation(command, "--mappings", mappings, *more)


@pytest.mark.parametrize("command", ["check", "validate"])
def test_a_hedge_that_the_passage_lacks_is_refused(tmp_path: Path, command: str) -> None:
    result = run(tmp_path, command, "  hedge: allegedly\n")

    assert result.exit_code == 1
    assert (
        f"{CLAIMS_FILE}:29: the hedge 'allegedly' does not stand in p-early-years-2. "
        "Write the word that the passage has, or leave it out."
    ) in result.stderr


@pytest.mark.parametrize("hedge", ["said that", "Said"])
def test_a_hedge_of_the_passage_is_right_whatever_its_capitals(tmp_path: Path, hedge: str) -> None:
    result = run(tmp_path, "validate", f"  hedge: {hedge}\n")

    assert result.exit_code == 0, result.output


def test_words_without_quotation_marks_in_the_text_are_refused(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / CLAIMS_FILE
    file.write_text(
        file.read_text().replace("    follows: rec", "    words: grain was\n    follows: rec")
    )
    work = mappings / TEXT_DIR
    work.mkdir()
    (work / "freedonia-sylvania.txt").write_bytes(TEXT.encode())

    result = legation("validate", "--mappings", mappings, "--source", work)

    assert result.exit_code == 1
    assert (
        f"{CLAIMS_FILE}:34: 'grain was' does not stand between quotation marks there. "
        "Write only what the passage quotes, or leave out 'words'."
    ) in result.stderr


def test_words_may_stand_in_the_passage_of_what_is_said(tmp_path: Path) -> None:
    quoted = TEXT.replace("that grain was", 'that "grain" was')
    mappings = write_mapping(tmp_path)
    file = mappings / CLAIMS_FILE
    changed = file.read_text().replace("type: Event", "type: Utterance", 1)
    says = "    says: grain-promise\n    words: grain\n    when: 1920-05-03\n"
    file.write_text(changed.replace("    when: 1920-05-03\n", says, 1))
    work = mappings / TEXT_DIR
    work.mkdir()
    (work / "freedonia-sylvania.txt").write_bytes(quoted.encode())
    (mappings / "freedonia-sylvania" / "passages.csv").unlink()
    legation("anchors", "--write", "--source", work, "--mappings", mappings)

    result = legation("validate", "--mappings", mappings, "--source", work)

    assert result.exit_code == 0, result.output
