"""A passages.csv that lost or changed a line, or a text that is gone, is told with the remedy."""

from pathlib import Path

import pytest
from support.legation_command import legation
from support.small_mapping import CLAIMS, CLAIMS_FILE, TEXT, write_mapping

LONGER = TEXT.rstrip("\n") + " They met in Sylvania.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a document of three sentences, of which claims cite the outer two."""
    found = write_mapping(tmp_path) / "freedonia-sylvania"
    work = found / "work"
    work.mkdir()
    (work / "freedonia-sylvania.txt").write_text(LONGER)
    (found.parent / CLAIMS_FILE).write_text(
        CLAIMS.replace("evidence: p-early-years-2", "evidence: p-early-years-3").replace(
            "attributedTo: press", "attributedTo: press\n  note: The sentence before says so."
        )
    )
    run(found, "anchors", "--write")
    assert told(found) == []
    return found


def run(folder: Path, command: str, *options: str) -> str:
    return legation(command, *options, "--mappings", folder.parent).stderr


def told(folder: Path) -> list[str]:
    return run(folder, "check").splitlines()


def change(folder: Path, line: int, old: str, new: str) -> None:
    file = folder / "passages.csv"
    lines = file.read_text().splitlines(keepends=True)
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    file.write_text("".join(lines))


def lose(folder: Path, line: int) -> None:
    lines = (folder / "passages.csv").read_text().splitlines(keepends=True)
    (folder / "passages.csv").write_text("".join(lines[: line - 1] + lines[line:]))


def test_a_sentence_without_a_line_is_told_and_comes_back(folder: Path) -> None:
    before = (folder / "passages.csv").read_text()
    lose(folder, 5)

    (message,) = told(folder)

    assert "passages.csv:4: warning: there is no line for a part of the text: " in message
    assert "'The Sylvanian press … grain was promised.'. Run: legation anchors --write" in message
    run(folder, "anchors", "--write")
    assert (folder / "passages.csv").read_text() == before


def test_a_claim_of_a_sentence_whose_line_was_lost_leads_to_the_command(folder: Path) -> None:
    file = folder.parent / CLAIMS_FILE
    file.write_text(file.read_text().replace("p-early-years-3", "p-early-years-2"))
    lose(folder, 5)

    (message,) = told(folder)

    assert f"{CLAIMS_FILE}:25: unknown passage 'p-early-years-2'" in message
    assert "its line in passages.csv was lost or changed" in message
    assert "run legation anchors --write" in message


def test_two_lines_made_one_are_told_until_the_command_is_run(folder: Path) -> None:
    end = (folder / "passages.csv").read_text().splitlines()[4].split(",")[5]
    row = (folder / "passages.csv").read_text().splitlines()[3].split(",")[5]
    change(folder, 4, f",{row},", f",{end},")
    lose(folder, 5)

    (message,) = told(folder)

    assert "passages.csv:4: warning: passage 'p-early-years-1' is not found at" in message
    assert "If its start and end are not as you meant them, delete the line. Then run:" in message
    run(folder, "anchors", "--write")
    assert told(folder) == []


def test_a_digest_that_a_spreadsheet_spoilt_is_written_anew(folder: Path) -> None:
    digest = (folder / "passages.csv").read_text().splitlines()[3].split(",")[6]
    change(folder, 4, digest, "1.0E+12")

    (message,) = told(folder)

    assert "passages.csv:4: '1.0E+12' is not the digest of 'p-early-years-1'. " in message
    assert "A spreadsheet may have spoilt the table. Run: legation anchors --write" in message
    run(folder, "anchors", "--write")
    assert told(folder) == []


def test_a_text_that_is_gone_is_told(folder: Path) -> None:
    (folder / "work" / "freedonia-sylvania.txt").unlink()

    (message,) = told(folder)

    assert "warning: the text, freedonia-sylvania.txt, is not here" in message
    assert "so nothing was compared with it. Put it back as " in message
