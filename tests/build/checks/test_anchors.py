"""`legation anchors` finds every passage in the text, or says what is wrong."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import Result
from support.legation_command import legation
from support.small_mapping import CLAIMS_FILE, TEXT, write_mapping, write_text


def anchors(root: Path, *options: str) -> Result:
    arguments = ["--mappings", str(root / "mappings"), "--source", str(root / "texts")]
    return legation("anchors", *arguments, *options)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_mapping(tmp_path)
    write_text(tmp_path)
    return tmp_path


def passages(root: Path) -> list[dict[str, str]]:
    with (root / "mappings" / "freedonia-sylvania" / "passages.csv").open() as stream:
        return list(csv.DictReader(stream))


def test_all_passages_are_found_and_covered(root: Path) -> None:
    result = anchors(root)

    assert result.exit_code == 0
    assert "freedonia-sylvania/p-early-years-1 [sentence]: c-recognition" in result.output
    assert "freedonia-sylvania/p-early-years-heading [heading]: a heading" in result.output
    assert "all 4 passages are in the text; 2 of 2 sentences" in result.output


def test_one_changed_byte_is_noticed(root: Path) -> None:
    file = root / "texts" / "freedonia-sylvania.txt"
    file.write_bytes(TEXT.encode().replace(b"3 May", b"4 May"))

    result = anchors(root)

    assert result.exit_code == 1
    assert "characters) does not have the recorded SHA-256" in result.output
    assert "passages.csv:4: passage 'p-early-years-1' is not found" in result.output
    assert "legation anchors --write" in result.output


@pytest.fixture
def work(root: Path) -> Path:
    """Return the text where `legation new` puts it."""
    folder = root / "mappings" / "freedonia-sylvania" / "work"
    (root / "texts").rename(folder)
    return folder / "freedonia-sylvania.txt"


def run_as_printed(said: str) -> Result:
    (command,) = {
        line.partition("un: legation ")[2] for line in said.splitlines() if "un: legation" in line
    }
    return legation(*command.split())


def test_the_text_is_found_where_a_new_document_has_it(root: Path, work: Path) -> None:
    arguments = ["anchors", "--mappings", str(root / "mappings")]

    found = legation(*arguments)
    work.unlink()
    missing = legation(*arguments)

    assert "all 4 passages are in the text" in found.output
    assert missing.exit_code == 1
    assert "No document has its text in work/. Give --source" in missing.output


def test_the_command_that_renews_a_changed_text_runs_as_printed(root: Path, work: Path) -> None:
    work.write_text(TEXT.replace("3 May", "4 May"))
    check = ["check", "--mappings", str(root / "mappings")]
    assert "does not have the recorded SHA-256" in (told := legation(*check)).stderr

    assert run_as_printed(told.stderr).exit_code == 0
    assert "SHA-256" not in legation(*check).stderr


@pytest.mark.parametrize(("sign", "shown"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_table_saved_with_other_signs_is_renewed_as_printed(
    root: Path, work: Path, sign: str, shown: str
) -> None:
    file = work.parents[1] / "passages.csv"
    before = file.read_text()
    file.write_text(before.replace(",", sign))
    check = ["check", "--mappings", str(root / "mappings")]
    assert f"passages.csv:1: {shown} stand between" in (told := legation(*check)).stderr

    file.unlink()

    assert run_as_printed(told.stderr).exit_code == 0
    assert file.read_text() == before


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_it_does_not_matter_how_an_editor_ends_lines(root: Path, mark: str) -> None:
    file = root / "texts" / "freedonia-sylvania.txt"
    file.write_bytes((mark + TEXT.replace("\n", "\r\n")).encode())
    before = passages(root)

    assert anchors(root, "--write").exit_code == 0
    assert passages(root) == before
    assert anchors(root).exit_code == 0


def test_sentence_without_a_claim_is_shown(root: Path) -> None:
    file = root / "mappings" / CLAIMS_FILE
    file.write_text(file.read_text().replace("p-early-years-2", "p-early-years-1"))

    result = anchors(root)

    assert result.exit_code == 1
    assert "freedonia-sylvania/p-early-years-2 [sentence]: NO CLAIM" in result.output
    assert "1 of 2 sentences" in result.output


def test_sentence_may_be_excused_with_a_reason(root: Path) -> None:
    file = root / "mappings" / CLAIMS_FILE
    claims = file.read_text().replace("p-early-years-2", "p-early-years-1")
    file.write_text(claims + "withoutClaims: {p-early-years-2: says nothing}\n")

    result = anchors(root, "--json")

    assert result.exit_code == 0
    listed = json.loads(result.output)["documents"]["freedonia-sylvania"]["passages"]
    assert [row["reason"] for row in listed if row["id"] == "p-early-years-2"] == ["says nothing"]


def test_text_in_no_passage_is_shown(root: Path) -> None:
    file = root / "mappings" / "freedonia-sylvania" / "passages.csv"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:-1]))
    claims = root / "mappings" / CLAIMS_FILE
    claims.write_text(claims.read_text().replace("p-early-years-2", "p-early-years-1"))

    result = anchors(root)

    assert result.exit_code == 1
    assert "in no passage, at character 91: The Sylvanian press said" in result.output


def test_folder_without_the_text(root: Path) -> None:
    (root / "texts" / "freedonia-sylvania.txt").unlink()

    result = anchors(root)

    assert result.exit_code == 1
    assert "holds none of freedonia-sylvania.txt" in result.output


def test_mapping_that_cannot_be_read_is_reported_as_such(root: Path) -> None:
    document = root / "mappings" / "freedonia-sylvania" / "document.yaml"
    document.write_text(document.read_text().split("length:")[0].replace("language: en\n", ""))

    checked, written = anchors(root), anchors(root, "--write")

    assert checked.exit_code == written.exit_code == 1
    assert "the key 'sha256' is missing" in checked.output
    assert "the key 'language' is missing" in written.output
    assert "sha256" not in written.output


def test_empty_text_does_not_wipe_the_passages(root: Path) -> None:
    (root / "texts" / "freedonia-sylvania.txt").write_text("\n")
    before = passages(root)

    result = anchors(root, "--write")

    assert result.exit_code == 1
    assert "holds no text; nothing was written." in result.output
    assert passages(root) == before


def test_write_makes_passages_for_a_new_document(root: Path) -> None:
    folder = root / "mappings" / "freedonia-sylvania"
    before = (folder / "passages.csv").read_text()
    (folder / "passages.csv").unlink()
    document = folder / "document.yaml"
    recorded = document.read_text()
    document.write_text(recorded.split("length:")[0])

    result = anchors(root, "--write")

    assert result.exit_code == 0, result.output
    assert (folder / "passages.csv").read_text() == before
    assert document.read_text() == recorded


def test_write_keeps_corrections_made_by_hand(root: Path) -> None:
    file = root / "mappings" / "freedonia-sylvania" / "passages.csv"
    row = passages(root)[2]
    shorter = str(int(row["end"]) - 1)
    file.write_text(file.read_text().replace(f",{row['end']},", f",{shorter},", 1))

    result = anchors(root, "--write")

    assert result.exit_code == 0, result.output
    corrected = passages(root)[2]
    assert corrected["end"] == shorter
    assert corrected["last_words"] == "3 May 1920"
    assert corrected["sha256"] != row["sha256"]


def test_write_keeps_ids_in_a_new_text_and_names_those_that_are_gone(root: Path) -> None:
    file = root / "texts" / "freedonia-sylvania.txt"
    file.write_bytes(
        TEXT.replace("Freedonia recognized Sylvania on 3 May 1920.", "They met.").encode()
    )

    result = anchors(root, "--write")

    assert "no longer in the text, check their claims: p-early-years-1" in result.output
    assert [row["id"] for row in passages(root)][2:] == ["p-early-years-1a", "p-early-years-2"]
    assert "new: p-early-years-1a" in result.output
    assert "comments in claims/ may name old ones" in result.output


def test_a_line_that_was_lost_comes_back_though_the_text_is_the_same(root: Path) -> None:
    file = root / "mappings" / "freedonia-sylvania" / "passages.csv"
    before = file.read_text()
    file.write_text("".join(before.splitlines(keepends=True)[:-1]))

    result = anchors(root, "--write")

    assert result.exit_code == 0, result.output
    assert file.read_text() == before


def test_the_list_of_sentences_follows_the_text(root: Path, work: Path) -> None:
    work.write_text(TEXT.replace("Freedonia recognized Sylvania on 3 May 1920. ", ""))
    listed = work.with_name("sentences.txt")
    listed.write_text("old")

    legation("anchors", "--write", "--mappings", root / "mappings")

    assert "p-early-years-2\nThe Sylvanian press" in listed.read_text()
    assert "p-early-years-1" not in listed.read_text()


def test_a_heading_that_was_a_sentence_is_told_by_its_new_name(root: Path, work: Path) -> None:
    work.write_text(plain := TEXT.replace("## Early years", "Early years"))
    command = ["anchors", "--write", "--mappings", str(root / "mappings")]
    legation(*command)
    assert any(row["id"] == "p-lead-1" for row in passages(root))

    work.write_text(plain.replace("Early years", "## Early years"))
    result = legation(*command)

    assert "p-lead-1 is called p-early-years-heading now" in result.output
