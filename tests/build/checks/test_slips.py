"""What says less, or more, than its author most likely meant is warned of."""

from pathlib import Path

import pytest
from support.legation_command import legation
from support.small_mapping import CLAIMS, CLAIMS_FILE, ENTITIES, TEXT, write_mapping

SPOKEN = """  - id: what-they-said
    type: Utterance
    label: The press speaks of grain.
    eventType: announcement
    actor: press
    says: grain-promise
  - id: recognizes
"""
ALLEGED = CLAIMS.replace("  - id: recognizes\n", SPOKEN).replace(
    "modality: reported", "modality: alleged"
)
RELATIONS = CLAIMS.replace(
    "situationType: recognition-in-force\n    actor: freedonia\n    target: sylvania",
    "situationType: diplomatic-relations\n    participant: [freedonia, sylvania]",
)
ENDLESS = "'recognition' is an event that goes on ('when': 1920-05-03/..). Write when it happened, as in 1920-05-03; what came of it"
NOT_BY_WHOM = "'c-grain' is alleged and says not by whom. An utterance says 'grain-promise': write 'attributedTo: press'."
ONE_SIDE = "'recognizes' has one side only, 'freedonia'. Name the other one too: participant: [freedonia, OTHER]."
NO_WORD = "'c-grain' is 'alleged' and has no hedge; 'p-early-years-2' has 'alleged'. Write the words that show it: 'hedge: alleged'"
ONE_NAME = (
    "'Freedom, Fredonia' is one name ('aliases'). Several stand in brackets: [Freedom, Fredonia]."
)


@pytest.mark.parametrize(
    ("file", "before", "right", "wrong", "line", "message"),
    [
        (CLAIMS_FILE, CLAIMS, "when: 1920-05-03\n", "when: 1920-05-03/..\n", 14, ENDLESS),
        (CLAIMS_FILE, ALLEGED, "  attributedTo: press\n", "", 32, NOT_BY_WHOM),
        (CLAIMS_FILE, RELATIONS, "[freedonia, sylvania]", "freedonia", 19, ONE_SIDE),
        ("entities.yaml", ENTITIES, "label: Freedonia\n", "label: Freedonia\n  aliases: Freedom, Fredonia\n", 10, ONE_NAME),
    ],
)  # fmt: skip
def test_a_slip_is_warned_of_with_place_and_remedy(
    tmp_path: Path, file: str, before: str, right: str, wrong: str, line: int, message: str
) -> None:
    written = write_mapping(tmp_path) / file
    written.write_text(before)
    silent = legation("check", "--mappings", tmp_path / "mappings").stderr
    assert right in before
    written.write_text(before.replace(right, wrong, 1))

    told = legation("check", "--mappings", tmp_path / "mappings").stderr

    assert f"{file}:{line}: warning: {message}" in told
    assert message not in silent


def test_an_allegation_names_the_word_though_it_names_somebody(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    work = mappings / "freedonia-sylvania" / "work"
    work.mkdir()
    (work / "freedonia-sylvania.txt").write_text(TEXT.replace("press said", "press alleged"))
    (mappings / CLAIMS_FILE).write_text(CLAIMS.replace("reported", "alleged"))
    (mappings / "freedonia-sylvania" / "passages.csv").unlink()
    legation("anchors", "--write", "--mappings", mappings)

    told = legation("check", "--mappings", mappings).stderr

    assert f"{CLAIMS_FILE}:26: warning: {NO_WORD}" in told


def test_validate_compares_with_the_text_that_new_put_in_place(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    work = mappings / "freedonia-sylvania" / "work"
    work.mkdir()
    (work / "freedonia-sylvania.txt").write_text(TEXT)
    assert legation("validate", "--mappings", mappings).exit_code == 0
    (work / "freedonia-sylvania.txt").write_text(TEXT.replace("3 May", "4 May"))

    result = legation("validate", "--mappings", mappings)

    assert result.exit_code == 1
    assert "does not have the recorded SHA-256" in result.stderr
