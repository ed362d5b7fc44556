"""Facts are drawn by chance, readers judge them, and that bounds the rate of errors of all."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from legation_build.quality import Fact, draw, facts_of
from legation_build.quality.audit import wilson_interval
from support.legation_command import legation
from support.small_mapping import CLAIMS_FILE, write_mapping, write_text
from support.some import some

FACTS = (
    "c-grain/grain-promise",
    "c-grain/grain-share",
    "c-recognition/recognition",
    "c-recognition/recognizes",
)
ROW = {
    "document": ["d"],
    "claim": ["c"],
    "content": ["a"],
    "label": ["It rains."],
    "evidence": ["p-1"],
    "status": ["stated"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small mapping and its text."""
    assert write_mapping(tmp_path).is_dir()
    assert write_text(tmp_path).is_dir()
    return tmp_path


def sheet(folder: Path, *options: str) -> list[dict[str, str]]:
    """Draw a sample of the small mapping and return the rows of its sheet."""
    done = legation(
        "audit",
        "draw",
        "--seed",
        "s",
        "--mappings",
        folder / "mappings",
        "--source",
        folder / "texts",
        *options,
    )
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def filled(folder: Path, name: str, verdicts: str, note: str = "") -> Path:
    """Write the sheet of a reader whose verdicts are the given words, one for each fact."""
    rows = sheet(folder)
    for row, verdict in zip(rows, verdicts.split(), strict=True):
        row.update(verdict=verdict, note=note)
    file = folder / name
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def record(folder: Path, *sheets: Path, date: str = "2026-12-01") -> Result:
    """Record sheets of readers, as the command does."""
    options = ("--seed", "s", "--date", date, "--mappings", folder / "mappings")
    return legation("audit", "record", *sheets, *options)


def recorded(folder: Path, *sheets: Path) -> Any:
    """Record sheets and return the outcome that a build then tells."""
    done = record(folder, *sheets)
    assert done.exit_code == 0, done.output
    return outcome(folder)


def outcome(folder: Path) -> Any:
    done = legation(
        "build", "--mappings", folder / "mappings", "--output", folder / "dataset", "--quiet"
    )
    assert done.exit_code == 0, done.output
    quality = json.loads((folder / "dataset" / "current" / "quality.json").read_text())
    return quality["documents"][0]["sample"]


def test_a_sheet_shows_each_fact_beside_its_sentence(folder: Path) -> None:
    rows = sheet(folder)

    assert tuple(row["fact"] for row in rows) == FACTS
    assert rows[2]["sentences"] == "Freedonia recognized Sylvania on 3 May 1920."
    assert rows[2]["statement"] == "Freedonia recognizes Sylvania."
    assert "actor: freedonia; target: sylvania" in rows[2]["details"]
    assert (rows[2]["verdict"], rows[2]["note"]) == ("", "")


def test_a_sample_has_the_wanted_size_and_each_fact_once(folder: Path) -> None:
    rows = sheet(folder, "--size", "3")

    assert len({row["fact"] for row in rows}) == len(rows) == 3


@given(st.integers(1, 60), st.integers(1, 80), st.text())
def test_the_same_seed_draws_the_same_facts_in_their_order(
    count: int, size: int, seed: str
) -> None:
    facts = [Fact(f"c/{number:02}", "", (), {}, "") for number in range(count)]
    chosen = draw(facts, size, seed)

    assert chosen == draw(facts, size, seed) == sorted(chosen, key=lambda fact: fact.name)
    assert len({fact.name for fact in chosen}) == min(size, count)


@given(st.integers(1, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_interval_holds_the_rate_that_was_found(counts: tuple[int, int]) -> None:
    errors, total = counts
    low, high = wilson_interval(errors, total)

    nearly = 1e-12
    assert 0 <= low <= errors / total + nearly
    assert errors / total <= high + nearly <= 1 + 2 * nearly
    assert low < high


@pytest.mark.parametrize(
    ("errors", "total", "low", "high"),
    [(0, 150, 0.0, 0.0250), (3, 150, 0.0068, 0.0571), (10, 100, 0.0552, 0.1744)],
)
def test_the_interval_is_the_one_of_the_tables(
    errors: int, total: int, low: float, high: float
) -> None:
    assert [round(bound, 4) for bound in wilson_interval(errors, total)] == [low, high]


def test_verdicts_are_recorded_and_a_build_tells_what_they_mean(folder: Path) -> None:
    first = filled(folder, "first.csv", "right right doubtful right")
    second = filled(folder, "second.csv", "right Wrong right right", note="a third, not half")
    found = recorded(folder, first, second)

    assert (found["facts"], found["right"], found["doubtful"], found["wrong"]) == (4, 2, 1, 1)
    assert (found["readersPerFact"], found["drawnFrom"], found["errorRate"]) == (2, 4, 0.25)
    assert found["interval"]["lower"] < 0.25 < found["interval"]["upper"]
    assert (found["changed"], found["outdated"]) == (0, False)
    assert (
        "a third, not half"
        in (folder / "mappings" / "freedonia-sylvania" / "audit.yaml").read_text()
    )


def test_a_sample_is_outdated_when_more_than_a_tenth_has_changed(folder: Path) -> None:
    recorded(folder, filled(folder, "first.csv", "right right right right"))
    claims = folder / "mappings" / CLAIMS_FILE
    claims.write_text(claims.read_text().replace("value: 50", "value: 33"), encoding="utf-8")

    assert (outcome(folder)["changed"], outcome(folder)["outdated"]) == (0.25, True)


def test_the_last_sample_counts_and_earlier_ones_stay(folder: Path) -> None:
    recorded(folder, filled(folder, "first.csv", "wrong wrong wrong wrong"))
    found = recorded(folder, filled(folder, "second.csv", "right right right right"))

    assert found["wrong"] == 0
    assert (folder / "mappings" / "freedonia-sylvania" / "audit.yaml").read_text().count(
        "date:"
    ) == 2


@pytest.mark.parametrize("column", ["label", "status", "evidence"])
def test_whatever_a_fact_says_is_in_its_fingerprint(column: str) -> None:
    one, other = facts_of([ROW], "d"), facts_of([{**ROW, column: ["another"]}], "d")

    assert some(one)[0].fingerprint != some(other)[0].fingerprint


def test_a_note_of_the_author_is_no_part_of_the_fact() -> None:
    one, other = facts_of([ROW], "d"), facts_of([{**ROW, "note": ["said"]}], "d")

    assert some(one)[0].fingerprint == some(other)[0].fingerprint


def test_without_a_sample_a_build_says_so(folder: Path) -> None:
    assert outcome(folder) is None


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (
            "right right maybe right",
            "first.csv:4: the verdict of 'c-recognition/recognition' is 'maybe'. Write one of: right, wrong, doubtful.",
        ),
        ("right right right -", "first.csv:5: the verdict of 'c-recognition/recognizes' is '-'."),
    ],
)
def test_a_sheet_without_a_verdict_is_refused(folder: Path, verdicts: str, said: str) -> None:
    file = filled(folder, "first.csv", verdicts)
    done = record(folder, file)

    assert done.exit_code == 1
    assert said in done.output
    assert not (folder / "mappings" / "freedonia-sylvania" / "audit.yaml").exists()


def test_what_is_no_sheet_is_refused(folder: Path) -> None:
    (folder / "other.csv").write_text("a,b\n1,2\n")
    done = record(folder, folder / "other.csv")

    assert done.exit_code == 1
    assert "other.csv:1: this is no sheet of a sample." in done.output


def test_sheets_of_different_samples_are_refused(folder: Path) -> None:
    first, second = (
        filled(folder, "first.csv", "right right right right"),
        filled(folder, "second.csv", "right right right right"),
    )
    second.write_text("\n".join(second.read_text().splitlines()[:-1]) + "\n")
    done = record(folder, first, second)

    assert done.exit_code == 1
    assert "second.csv:2: the facts are not those of the other sheet." in done.output


def test_samples_are_the_last_key_of_the_file(folder: Path) -> None:
    recorded(folder, filled(folder, "first.csv", "right right right right"))
    file = folder / "mappings" / "freedonia-sylvania" / "audit.yaml"
    file.write_text(
        file.read_text()
        + 'reviews:\n  - {date: "2026-12-01", about: All, readers: "1", findings: "0", wrong: "0", mended: "0"}\n'
    )
    before = file.read_text()
    done = record(folder, folder / "first.csv", date="2026-12-02")

    assert done.exit_code == 1
    assert "Make 'samples' the last key" in done.output
    assert file.read_text() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reviews: []\n", "audit.yaml:1: "),
        (
            'samples:\n  - {date: yesterday, seed: s, drawnFrom: "4", facts: []}\n',
            "'yesterday' is not allowed as 'date'. Write a day, as in 2026-11-30",
        ),
        (
            'samples:\n  - date: "2026-12-01"\n    seed: s\n    drawnFrom: "4"\n    facts:\n      - {fact: c/a, sha256: "0123456789abcdef", verdicts: [good]}\n',
            "audit.yaml:6: unknown verdicts 'good'. Known: doubtful, right, wrong",
        ),
        ("sample:\n", "unknown key 'sample'."),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_line(
    folder: Path, text: str, said: str
) -> None:
    (folder / "mappings" / "freedonia-sylvania" / "audit.yaml").write_text(text)
    done = legation("build", "--mappings", folder / "mappings", "--output", folder / "dataset")

    assert done.exit_code == 1
    assert said in done.output
    assert not (folder / "dataset").exists()


def test_which_document_is_meant_has_to_be_said_when_there_are_several(folder: Path) -> None:
    done = legation(
        "audit",
        "draw",
        "--seed",
        "s",
        "--document",
        "nowhere",
        "--mappings",
        folder / "mappings",
        "--source",
        folder / "texts",
    )

    assert done.exit_code == 1
    assert "No document is called 'nowhere'. Known: freedonia-sylvania." in done.output
