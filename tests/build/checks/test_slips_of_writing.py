"""A slip of the pen in a file of claims is told once, on its line, with what to write there."""

from pathlib import Path

import pytest
from support.legation_command import legation
from support.mistakes import Mistake, write_mistake
from support.small_mapping import CLAIMS, CLAIMS_FILE, write_mapping

# A claim as it is added at the end of a file.
FURTHER = """- id: c-further
  type: Claim
  evidence: p-early-years-1
  modality: asserted
  stance: affirms
  states: recognition
"""
DENIAL = """- id: c-denial
  type: Claim
  evidence: p-early-years-2
  modality: asserted
  stance: denies
  disputes: c-grain
  states: grain-promise
"""
EXCEPTION = "withoutClaims: {p-title: a title}\n"
LAST = "    unit: percent\n"


ROWS = [
    Mistake("claim below the exceptions", LAST, LAST + EXCEPTION + FURTHER, 41, "not YAML: 'withoutClaims' stands between the items of a list. Move 'withoutClaims' below the last item, which ends on line 47."),
    Mistake("claim below exceptions on lines of their own", LAST, LAST + "withoutClaims:\n  p-title: a title\n" + FURTHER, 41, "not YAML: 'withoutClaims' stands between the items of a list. Move 'withoutClaims' below the last item, which ends on line 48."),
    Mistake("second list of claims", LAST, LAST + "claims:\n" + FURTHER, 41, "duplicate key 'claims'. It is already set on line 1, and all items stand below it: delete this line."),
    Mistake("second list of claims below the exceptions", LAST, LAST + EXCEPTION + "claims:\n" + FURTHER, 42, "duplicate key 'claims'. It is already set on line 1, and all items stand below it: delete this line, and move 'withoutClaims' below the last item."),
    Mistake("empty list that is filled", "claims:\n", "claims: []\n", 1, "not YAML: 'claims' is empty, and items begin below it. Write only 'claims:' here, without the brackets."),
    Mistake("comment without its hash above the first claim", "claims:\n", "claims:\np-early-years-1: Freedonia recognized it.\n", 2, "not YAML: items begin below 'p-early-years-1', which has a value already. If it is a comment, begin it with a hash: # p-early-years-1"),
    Mistake("no key of the contents", "  stance: affirms\n  states:\n  - id: recognition\n", "  stance: affirms\n  - id: recognition\n", 7, "not YAML: items begin below 'stance', which has a value already. Write the key of the list above them, such as states:"),
    Mistake("claim that begins like a content", "- id: c-grain\n", "  - id: c-grain\n", 23, "'- id: c-grain' is indented further than the keys below it. Move this line 2 spaces to the left."),
    Mistake("dash of a word processor", "- id: c-grain\n", "– id: c-grain\n", 23, "not YAML: the dash before 'id:' is U+2013. Write a hyphen and a space: '- id:'."),
    Mistake("space of a word processor", "    actor: freedonia\n", "\u00a0   actor: freedonia\n", 12, "not YAML: the line begins with the space U+00A0. Delete what stands before its first word, and type spaces."),
    Mistake("colon of another script", "    actor: freedonia\n", "    actor\uff1a freedonia\n", 12, "not YAML: the colon after 'actor' is U+FF1A. Write a plain colon and a space: 'actor: '."),
    Mistake("no space after a colon", "  evidence: p-early-years-1\n", "  evidence:p-early-years-1\n", 4, "not YAML: there is no space after the colon in 'evidence:p-early-years-1'. Write 'evidence: p-early-years-1'."),
    Mistake("tab after a colon", "    actor: freedonia\n", "    actor:\tfreedonia\n", 12, "not YAML: a tab stands where only spaces can. Write a space in its place."),
    Mistake("claims without a dash", CLAIMS, "claims:\n  id: c-recognition\n  type: Claim\n", 2, "the dash of the first item is missing before 'id'. Write '- id:'."),
    Mistake("nothing that is stated", "  states:\n  - id: grain-promise\n" + CLAIMS.partition("  - id: grain-promise\n")[2], "  states:\n", 29, "'states' has no value. Write what the claim says, or the id of a content that says it."),
    Mistake("values with and", "actor: freedonia\n", "participant: Freedonia and Sylvania\n", 12, "'Freedonia and Sylvania' is not allowed as 'participant'. Several values stand in brackets: [freedonia, sylvania]."),
    Mistake("values with a semicolon", "actor: freedonia\n", "participant: [freedonia; sylvania]\n", 12, "'freedonia; sylvania' is not allowed as 'participant'. Several values stand in brackets: [freedonia, sylvania]."),
    Mistake("sentences with a comma", "evidence: p-early-years-1", "evidence: p-early-years-1, p-early-years-2", 4, "'p-early-years-1, p-early-years-2' is not allowed as 'evidence'. Several values stand in brackets: [p-early-years-1, p-early-years-2]."),
    Mistake("sentences with and", "evidence: p-early-years-1", "evidence: p-early-years-1 and p-early-years-2", 4, "'p-early-years-1 and p-early-years-2' is not allowed as 'evidence'. Several values stand in brackets: [p-early-years-1, p-early-years-2]."),
    Mistake("range of sentences", "evidence: p-early-years-1", "evidence: p-early-years-1 to 3", 4, "'p-early-years-1 to 3' is not allowed as 'evidence'. Several values stand in brackets: [p-early-years-1, p-early-years-2, p-early-years-3]."),
    Mistake("one party", "party: [freedonia, sylvania]", "party: [freedonia]", 6, "'party' has fewer than 2 values. Name the other too, as in party: [freedonia, another].", "entities.yaml"),
    Mistake("exceptions in a claim", "  states:\n  - id: grain-promise\n", "  withoutClaims: {p-title: a title}\n  states:\n  - id: grain-promise\n", 29, "'withoutClaims' is a key of the file, and stands among those of a claim or a content. Move it to the left margin, below the last claim."),
    Mistake("exception without a space", LAST, LAST + "withoutClaims: {p-title:a title}\n", 41, "there is no space after the colon in 'p-title:a title' ('withoutClaims'). Write 'p-title: a title'."),
    Mistake("claim that affirms and disputes", LAST, LAST + DENIAL.replace("denies", "affirms"), 45, "'c-denial' disputes 'c-grain' and has 'stance: affirms'. Write 'stance: denies', or leave out 'disputes'."),
    Mistake("denial of itself", LAST, LAST + DENIAL.replace("disputes: c-grain", "disputes: c-denial"), 46, "'c-denial' disputes itself. Name in 'disputes' the claim that is denied."),
    Mistake("denial of another content", LAST, LAST + DENIAL.replace("grain-promise", "recognition"), 47, "'c-denial' disputes 'c-grain' and states none of its contents. Name in 'states' what is denied: grain-promise or grain-share."),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_slip_has_one_message_with_place_and_remedy(row: Mistake, tmp_path: Path) -> None:
    write_mistake(tmp_path, row)

    result = legation("build", "--mappings", tmp_path / "mappings", "--output", tmp_path / "out")

    told = [line for line in result.stderr.splitlines() if line.startswith("mappings/")]
    assert result.exit_code == 1
    assert told == [f"mappings/{row.file}:{row.line}: {row.message}"]
    assert not (tmp_path / "out").exists()


def test_a_claim_moved_above_the_exceptions_is_read(tmp_path: Path) -> None:
    file = write_mapping(tmp_path) / CLAIMS_FILE
    file.write_text(CLAIMS + FURTHER + EXCEPTION)

    assert legation("check", "--mappings", tmp_path / "mappings").exit_code == 0


def test_a_denial_of_what_is_disputed_is_read(tmp_path: Path) -> None:
    (write_mapping(tmp_path) / CLAIMS_FILE).write_text(CLAIMS + DENIAL)

    assert legation("check", "--mappings", tmp_path / "mappings").exit_code == 0


def test_what_only_follows_from_a_wrong_denial_is_left_out(tmp_path: Path) -> None:
    wrong = DENIAL.replace("grain-promise", "recognition")
    (write_mapping(tmp_path) / CLAIMS_FILE).write_text(CLAIMS + wrong)

    told = legation("check", "--mappings", tmp_path / "mappings").stderr.splitlines()

    assert len(told) == 1
