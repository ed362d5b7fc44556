"""What a mapping says and the sentences of its claims do not is warned of."""

from pathlib import Path

import pytest
from support.legation_command import legation
from support.small_mapping import CLAIMS, CLAIMS_FILE, TEXT, write_mapping, write_text

pytestmark = pytest.mark.usefixtures("without_dumps")


def warned(root: Path, sentence: str, right: str = "", wrong: str = "") -> list[str]:
    """Return the warnings of the mapping with another second sentence, and a change of its claims."""
    mappings, texts = write_mapping(root), write_text(root)
    text = TEXT.replace("The Sylvanian press said that grain was promised.", sentence)
    (texts / "freedonia-sylvania.txt").write_text(text)
    made = legation("anchors", "--mappings", mappings, "--source", texts, "--write", "--quiet")
    assert made.exit_code == 0, made.output
    file, passages = mappings / CLAIMS_FILE, mappings / "freedonia-sylvania" / "passages.csv"
    ids = [row.partition(",")[0] for row in passages.read_text().split()]
    last = [one for one in ids if one.startswith("p-early-years-")][-1]
    changed = file.read_text().replace("evidence: p-early-years-2", f"evidence: {last}")
    changed = changed.replace("measure: share", "measure: number").replace("percent", "item")
    assert right in changed
    file.write_text(changed.replace(right, wrong, 1) if right else changed)
    found = []
    for command in (["check"], ["validate", "--quiet"]):
        result = legation(*command, "--mappings", mappings, "--source", texts)
        assert result.exit_code == 0, result.output
        found.append(result.stderr.splitlines())
    assert found[0] == found[1]
    built = legation(
        *("build", "--quiet", "--mappings", mappings, "--source", texts),
        *("--output", root / "out"),
    )
    assert built.stderr.splitlines() == found[0]
    # A changed claim may be nobody's word any more.
    return [warning for warning in found[0] if "nothing names the entity" not in warning]


HALF = "The Sylvanian press said that half of the grain was promised."


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        (HALF, "50"),
        ("The Sylvanian press said that fifty percent of the grain came.", "50"),
        ("The Sylvanian press said that 53,000 sacks came.", "53000"),
        ("The Sylvanian press said that 2.9 billion sacks came.", "2900000000"),
        ("The Sylvanian press said that forty-two thousand sacks came.", "42000"),
        ("The Sylvanian press said that two hundred thousand sacks came.", "200000"),
        ("The Sylvanian press said that both sacks came.", "2"),
    ],
)
def test_a_number_that_the_sentence_has(tmp_path: Path, sentence: str, value: str) -> None:
    assert warned(tmp_path, sentence, "value: 50", f"value: {value}") == []


def test_a_number_that_the_sentence_has_not(tmp_path: Path) -> None:
    sentence = "The Sylvanian press said that 215 sacks came."

    (warning,) = warned(tmp_path, sentence, "value: 50", "value: 251")

    assert warning.startswith(f"mappings/{CLAIMS_FILE}:39: warning: the number 251 ('value') does")


def test_a_number_with_a_note_was_weighed(tmp_path: Path) -> None:
    sentence = "The Sylvanian press said that 215 sacks came."

    assert warned(tmp_path, sentence, "value: 50", "value: 251\n    note: A misprint.") == []


def test_a_year_that_stands_nowhere(tmp_path: Path) -> None:
    (warning,) = warned(tmp_path, HALF, "when: 1920-05-03\n", "when: 1902-05-03\n")

    assert "the year 1902 ('when') stands neither in 'p-early-years-1' nor before." in warning


def test_a_year_of_a_sentence_before(tmp_path: Path) -> None:
    label = "    label: Grain was said to be promised.\n"

    assert warned(tmp_path, HALF, label, f"{label}    when: 1920\n") == []


FIRM = "modality: asserted\n  stance: affirms\n  states:\n  - id: grain-promise\n    type: Event"
DOUBTFUL = (
    "modality: reported\n  stance: affirms\n  attributedTo: press\n"
    "  states:\n  - id: grain-promise\n    type: Supposition"
)


def test_a_word_of_doubt_whose_claims_are_all_asserted(tmp_path: Path) -> None:
    sentence = "The Sylvanian press claimed that half of the grain was promised."

    (warning,) = warned(tmp_path, sentence, DOUBTFUL, FIRM)

    assert "has the word 'claimed', and all its claims are asserted." in warning


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("", ""), (DOUBTFUL, FIRM.replace("  states", "  note: The claim is a mine.\n  states"))],
)
def test_a_word_of_doubt_that_was_weighed(tmp_path: Path, right: str, wrong: str) -> None:
    sentence = "The Sylvanian press claimed that half of the grain was promised."

    assert warned(tmp_path, sentence, right, wrong) == []


def test_a_text_in_which_one_digit_changed_is_told_while_a_draft_is_checked(tmp_path: Path) -> None:
    mappings, texts = write_mapping(tmp_path), write_text(tmp_path)
    (texts / "freedonia-sylvania.txt").write_text(TEXT.replace("3 May", "4 May"))

    result = legation("check", "--mappings", mappings, "--source", texts)

    assert result.exit_code == 0
    assert "document.yaml:8: warning: the text (141 characters) does not have the" in result.stderr
    assert "warning: passage 'p-early-years-1' is not found: 'Freedonia" in result.stderr


OPINION = "modality: opinion\n  stance: affirms\n"
REPORTED = "modality: reported\n  stance: affirms\n  attributedTo: press\n"
VIEW = "The relations are {} close, and half of the grain came."
ASSERTED = [
    (REPORTED, "modality: asserted\n  stance: affirms\n"),
    ("type: Supposition", "type: Event"),
]


def changed(*changes: tuple[str, str]) -> tuple[str, str]:
    """Return the claim on grain as it is, and after some changes."""
    claim = CLAIMS[CLAIMS.index("  modality: reported") :]
    claim = claim.replace("measure: share", "measure: number").replace("percent", "item")
    after = claim
    for right, wrong in changes:
        assert right in after
        after = after.replace(right, wrong, 1)
    return claim, after


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("described as", "described as"),
        ("widely regarded as", "regarded as"),
        ("considered", "are considered"),
        ("often deemed", "often deemed"),
    ],
)
def test_words_of_a_view_need_more_than_asserted_claims(
    tmp_path: Path, words: str, told: str
) -> None:
    (warning,) = warned(tmp_path, VIEW.format(words), *changed(*ASSERTED))

    assert f":26: warning: 'p-early-years-2a' has the words '{told}', and all its" in warning
    assert "legation example described as" in warning


@pytest.mark.parametrize(
    "change",
    [
        ("  stance: affirms\n", "  stance: affirms\n  note: The words are of a treaty.\n"),
        ("  stance: affirms\n", "  stance: affirms\n  attributedTo: press\n"),
        ("type: Event", "type: Utterance\n    actor: press"),
    ],
    ids=["weighed", "on somebody's word", "somebody says it"],
)
def test_words_of_a_view_that_somebody_has(tmp_path: Path, change: tuple[str, str]) -> None:
    assert warned(tmp_path, VIEW.format("described as"), *changed(*ASSERTED, change)) == []


def test_a_view_without_its_hedge_is_told_the_words(tmp_path: Path) -> None:
    (warning,) = warned(tmp_path, VIEW.format("described as"), *changed((REPORTED, OPINION)))

    assert warning.startswith(
        f"mappings/{CLAIMS_FILE}:26: warning: 'c-grain' is 'opinion' and has no hedge; "
        "'p-early-years-2a' has 'described as'. Write the words that show it: 'hedge: described as'"
    )


@pytest.mark.parametrize(
    "more", ["  hedge: described as\n", "  note: Of the poet.\n", "  attributedTo: press\n"]
)
def test_a_view_with_its_hedge_a_note_or_a_name_is_not_told(tmp_path: Path, more: str) -> None:
    claims = changed((REPORTED, OPINION + more))

    assert warned(tmp_path, VIEW.format("described as"), *claims) == []
