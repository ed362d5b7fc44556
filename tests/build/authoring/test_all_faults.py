"""`legation check` tells all faults of a folder at once, as far as they do not follow from others."""

from pathlib import Path

import pytest
from support.legation_command import legation
from support.small_mapping import CLAIMS, CLAIMS_FILE, write_mapping, write_text

# Faults that the names show, the shapes and the text, by what is spoilt and the line that is told.
UNKNOWN_CODE = ("eventType: recognition", "eventType: relocation", 11, "unknown code")
NO_VALUE = ("    value: 50\n", "", 35, "Give a value, or")
NO_HEDGE = ("modality: reported", "modality: reported\n  hedge: allegedly", 27, "the hedge")
WRONG_CLASS = ("type: Supposition", "type: Event", 31, "The document does not assert this")


def told(root: Path, *faults: tuple[str, str, int, str]) -> list[tuple[int, str]]:
    """Return line and message of each problem of the small mapping with faults."""
    mappings, texts = write_mapping(root), write_text(root)
    text = CLAIMS
    for right, wrong, _, _ in faults:
        assert right in text
        text = text.replace(right, wrong, 1)
    (mappings / CLAIMS_FILE).write_text(text)
    result = legation("check", "--mappings", mappings, "--source", texts)
    assert result.exit_code == 1
    rows = [line.split(":", 2) for line in result.stderr.splitlines()]
    return [(int(line), message.strip()) for _, line, message in rows]


def test_an_unknown_code_hides_neither_the_shapes_nor_the_text(tmp_path: Path) -> None:
    found = told(tmp_path, UNKNOWN_CODE, NO_HEDGE, NO_VALUE)

    assert [line for line, _ in found] == [11, 27, 36]
    for (_, message), (_, _, _, part) in zip(
        found, (UNKNOWN_CODE, NO_HEDGE, NO_VALUE), strict=True
    ):
        assert part in message


def test_what_breaks_a_shape_and_what_the_text_lacks_are_told_together(tmp_path: Path) -> None:
    found = [one for one in told(tmp_path, NO_HEDGE, WRONG_CLASS) if "warning" not in one[1]]

    assert [line for line, _ in found] == [27, 31]


@pytest.mark.parametrize("fault", [
    ("actor: freedonia", "actor: fredonia", 12, ""),
    ("modality: asserted", "modality: assertd", 5, ""),
    ("evidence: p-early-years-2", "evidence: p-early-years-7", 25, ""),
    ("follows: recognition", "follows: recognitoin", 34, ""),
    ("situationType: recognition-in-force", "situationType: recognising", 18, ""),
])  # fmt: skip
def test_what_follows_from_a_fault_is_not_told(
    tmp_path: Path, fault: tuple[str, str, int, str]
) -> None:
    assert [line for line, _ in told(tmp_path, fault)] == [fault[2]]


def test_faults_of_all_files_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    folder = mappings / "freedonia-sylvania"
    (mappings / CLAIMS_FILE).write_text(CLAIMS.replace("actor: freedonia", "actor: fredonia", 1))
    (folder / "claims" / "02-more.yaml").write_bytes(b"claims:\n- id: \xff\n")
    (folder / "claims" / "03-more.yaml").write_text("claims:\n- id: 'open\n")
    (folder / "document.yaml").write_text(
        (folder / "document.yaml").read_text().replace("language: en\n", "language: 7\n")
    )

    lines = legation("check", "--mappings", mappings).stderr.splitlines()

    places = [tuple(line.split(":")[:2]) for line in lines]
    begin = "mappings/freedonia-sylvania"
    assert places == [
        (f"{begin}/claims/01-early-years.yaml", "12"),
        (f"{begin}/claims/02-more.yaml", "2"),
        (f"{begin}/claims/03-more.yaml", "2"),
        (f"{begin}/document.yaml", "5"),
    ]


def test_a_terminal_shows_as_many_faults_as_anybody_mends_at_a_time(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    actors = ", ".join(f"nobody-{number}" for number in range(130))
    written = CLAIMS.replace("actor: freedonia", f"actor: [{actors}]", 1)
    (mappings / CLAIMS_FILE).write_text(written)

    checked = legation("check", "--mappings", mappings).stderr.splitlines()
    validated = legation("validate", "--mappings", mappings).stderr.splitlines()
    data = legation("check", "--mappings", mappings, "--json").stdout

    assert len(checked) == 101
    assert checked[-1] == "… and 30 more problems. Mend these first; --json has all."
    assert checked[-1] in validated
    assert data.count("unknown entity") == 130


@pytest.mark.parametrize("form", ["[p-early-years-1]", "p-early-years-1", "{p-early-years-1}"])
def test_exceptions_in_another_form_are_refused(tmp_path: Path, form: str) -> None:
    mappings = write_mapping(tmp_path)
    (mappings / CLAIMS_FILE).write_text(f"{CLAIMS}withoutClaims: {form}\n")

    result = legation("check", "--mappings", mappings)

    last = CLAIMS.count("\n") + 1
    assert result.exit_code == 1
    assert f"{CLAIMS_FILE}:{last}: " in result.stderr
    assert "Traceback" not in result.output
