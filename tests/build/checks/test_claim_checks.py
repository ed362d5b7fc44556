"""Accounts in claims that say nothing, or nothing that is so, are refused with place and remedy."""

from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.errors import MappingError
from support.small_mapping import CLAIMS_FILE, write_mapping

AGAIN = """- id: c-again
  type: Claim
  evidence: p-early-years-2
  modality: asserted
  stance: affirms
  states: recognition
  accounts:
  - of: recognition
    {says}
"""


def problems(tmp_path: Path, claims: str) -> list[str]:
    mappings = write_mapping(tmp_path)
    with (mappings / CLAIMS_FILE).open("a", encoding="utf-8") as file:
        file.write(claims)
    try:
        pipeline.load([mappings], lambda step: None)
    except MappingError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_an_account_that_says_less_is_right(tmp_path: Path) -> None:
    assert problems(tmp_path, AGAIN.format(says="when: 1920")) == []


WRONG = {
    "the same time": ("when: 1920-05-03", "'recognition' has the same 'when'", "delete this"),
    "a time in words of ours": ("when: in 1920", "'in 1920' is not a time in EDTF", "write 1920"),
    "an unknown place": ("place: nowhere", "unknown entity 'nowhere' ('place')", "Find one with: legation entities WORD."),
    "an unknown key": ("wen: 1920", "unknown key 'wen'", "Did you mean 'when'?"),
    "nothing left out": ("leavesOut: place", "'recognition' has no 'place'", "Delete it here."),
    "an unknown thing left out": ("leavesOut: actor", "unknown leavesOut 'actor'", ""),
    "given and left out": ("when: 1920\n    leavesOut: when", "'when' is given, and left out", "Delete one of the two."),
    "two accounts of one": ("when: 1920\n  - of: recognition\n    when: 192X", "two accounts of 'recognition'", "Write both as one."),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_account_is_refused(name: str, tmp_path: Path) -> None:
    says, message, remedy = WRONG[name]
    (problem,) = problems(tmp_path, AGAIN.format(says=says))

    assert f"{CLAIMS_FILE}:" in problem
    assert message in problem
    assert remedy in problem


def test_an_account_is_of_what_its_claim_states(tmp_path: Path) -> None:
    claim = AGAIN.format(says="when: 1920").replace("of: recognition", "of: recognizes")
    (problem,) = problems(tmp_path, claim)

    assert "this claim does not state 'recognizes' ('of')" in problem
    assert "Known: recognition." in problem


def test_what_one_claim_alone_states_needs_no_account(tmp_path: Path) -> None:
    claim = AGAIN.format(says="value: 60").replace("recognition", "share-again")
    claim = claim.replace(
        "  states: share-again\n",
        "  states: {id: share-again, type: Figure, label: Half of it., measure: share,"
        " value: 50, unit: percent}\n",
    )
    (problem,) = problems(tmp_path, claim)

    assert "no other claim states 'share-again'" in problem
    assert "Write it on the content itself." in problem
