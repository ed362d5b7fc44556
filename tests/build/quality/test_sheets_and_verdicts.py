"""A sheet comes back as it was filled in, and the gravest verdict of any reader counts."""

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.errors import MappingError
from legation_build.mapping import Source
from legation_build.mapping.strict_yaml import parse
from legation_build.quality.audit import (
    LARGEST_CHANGE,
    Reading,
    Sample,
    outcome,
    samples_of,
    wilson_interval,
)
from legation_build.quality.facts import Fact, draw, facts_of
from legation_build.quality.sheet import COLUMNS, as_sheet, read_sheets, sample_block
from support.some import some

TEXTS = st.text(alphabet="a\"',;\n=+-@é#: {}", max_size=12)
VERDICTS = st.sampled_from(["right", "wrong", "doubtful"])


def fact(name: str, fingerprint: str = "f0", *passages: str) -> Fact:
    return Fact(name, f"Statement of {name}.", passages, {"actor": ["israel"]}, fingerprint)


def row(claim: str = "c", content: str = "x", **more: list[str]) -> dict[str, list[str]]:
    return {
        "document": ["d"],
        "claim": [claim],
        "content": [content],
        "label": ["It rains."],
        "evidence": ["p-1", "p-2"],
        **more,
    }


def filled(sheet: str, *verdicts: str, note: str = "") -> str:
    """Return a sheet with the verdicts of a reader on its facts, in order."""
    rows = list(csv.DictReader(io.StringIO(sheet)))
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for one, verdict in zip(rows, verdicts, strict=True):
        writer.writerow({**one, "verdict": verdict, "note": note})
    return out.getvalue()


SHEET = as_sheet([fact("c/a"), fact("c/b")], {})


def test_a_sheet_has_the_sentences_of_each_fact_and_no_formula() -> None:
    formula = Fact("c/a", "=1+1", ("p-1", "p-2"), {"unit": ["percent"], "value": ["-5"]}, "f0")
    (found,) = csv.DictReader(io.StringIO(as_sheet([formula], {"p-1": "It rains.", "p-2": "So."})))

    assert found == {
        "fact": "c/a",
        "fingerprint": "f0",
        "sentences": "It rains. / So.",
        "statement": "'=1+1",
        "details": "unit: percent; value: -5",
        "verdict": "",
        "note": "",
    }


def test_verdicts_are_read_whatever_their_case_and_the_blanks_around_them() -> None:
    first, second = read_sheets({"a.csv": filled(SHEET, " Right", "WRONG ")})

    assert first == {"fact": "c/a", "sha256": "f0", "verdicts": ["right"], "note": ""}
    assert second["verdicts"] == ["wrong"]


def test_readers_stand_in_the_order_of_their_sheets_and_notes_are_each_once() -> None:
    sheets = {
        "a.csv": "\ufeff" + filled(SHEET, "right", "right", note="as said"),
        "b.csv": filled(SHEET, "wrong", "doubtful", note=" as said "),
        "c.csv": filled(SHEET, "right", "right", note="no"),
    }
    first, second = read_sheets(sheets)

    assert first["verdicts"] == ["right", "wrong", "right"]
    assert second["verdicts"] == ["right", "doubtful", "right"]
    assert first["note"] == "as said / no"


@pytest.mark.parametrize(
    ("sheets", "problem"),
    [
        ({"a.csv": ""}, "a.csv:1: this is no sheet of a sample. Fill in the sheet"),
        ({"a.csv": "fact,verdict\r\nc/a,right\r\n"}, "a.csv:1: this is no sheet"),
        ({"a.csv": ",".join(COLUMNS) + "\r\n"}, "a.csv:1: this is no sheet"),
        (
            {"a.csv": filled(SHEET, "right", "")},
            "a.csv:3: the verdict of 'c/b' is ''. Write one of",
        ),
        (
            {
                "a.csv": filled(SHEET, "right", "right"),
                "b.csv": filled(as_sheet([fact("c/a")], {}), "right"),
            },
            "b.csv:2: the facts are not those of the other sheet. Each reader gets a copy of one",
        ),
        (
            {
                "a.csv": filled(SHEET, "right", "right"),
                "b.csv": filled(as_sheet([fact("c/a", "f1"), fact("c/b")], {}), "right", "right"),
            },
            "b.csv:2: the facts are not those",
        ),
        (
            {"a.csv": "\r\n".join([",".join(COLUMNS), "c/a,f0"])},
            "a.csv:2: the verdict of 'c/a' is ''. Write",
        ),
    ],
)
def test_what_cannot_be_recorded_is_told_with_its_line(
    sheets: dict[str, str], problem: str
) -> None:
    with pytest.raises(MappingError) as raised:
        read_sheets(sheets)

    assert problem in str(raised.value)
    assert "nothing was written" in raised.value.summary


@given(st.lists(st.tuples(VERDICTS, TEXTS), min_size=1, max_size=3), TEXTS, TEXTS)
def test_what_is_recorded_is_read_again(
    readings: list[tuple[str, str]], seed: str, name: str
) -> None:
    rows: list[dict[str, str | list[str]]] = [
        {"fact": f"{name}/{n}", "sha256": "f0", "verdicts": [verdict], "note": note}
        for n, (verdict, note) in enumerate(readings)
    ]
    text = "samples:\n" + sample_block("2026-12-01", seed, 9, rows)
    (sample,) = samples_of(parse(text, "audit.yaml"))

    assert (sample.date, sample.seed, sample.drawn_from) == ("2026-12-01", seed, 9)
    assert [(r.name, r.verdicts, r.note) for r in sample.readings] == [
        (f"{name}/{n}", (verdict,), note) for n, (verdict, note) in enumerate(readings)
    ]


def test_a_document_that_nobody_read_has_no_samples() -> None:
    assert samples_of(None) == []
    assert samples_of(Source("audit.yaml", {"reviews": []})) == []


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (("right", "right"), "right"),
        (("right", "doubtful"), "doubtful"),
        (("doubtful", "wrong", "right"), "wrong"),
    ],
)
def test_the_gravest_verdict_counts(verdicts: tuple[str, ...], expected: str) -> None:
    assert Reading("c/a", "f0", verdicts).verdict == expected


def sample(*verdicts: Sequence[str], drawn_from: int = 10) -> Sample:
    readings = (Reading(f"c/{n}", "f0", tuple(words)) for n, words in enumerate(verdicts))
    return Sample("2026-12-01", "s", drawn_from, tuple(readings))


FACTS = [fact(f"c/{number}") for number in range(10)]


def test_an_outcome_counts_facts_by_their_verdicts() -> None:
    found = outcome(
        sample(["right"] * 2, ["right", "wrong"], ["doubtful"] * 3, ["right"] * 2), FACTS
    )

    assert (found["facts"], found["right"], found["doubtful"], found["wrong"]) == (4, 2, 1, 1)
    assert found["errorRate"] == 0.25
    assert found["readersPerFact"] == 2
    low, high = wilson_interval(1, 4)
    assert (found["interval"]["lower"], found["interval"]["upper"]) == (
        round(low, 4),
        round(high, 4),
    )
    assert found["intervalWithDoubtful"]["upper"] == round(wilson_interval(2, 4)[1], 4)


@pytest.mark.parametrize(
    ("facts", "drawn_from", "changed", "outdated"),
    [
        (FACTS, 10, 0.0, False),
        ([*FACTS, fact("c/more")], 10, 0.1, False),
        ([*FACTS, fact("c/more"), fact("c/still")], 10, 0.2, True),
        (FACTS[:8], 10, 0.2, True),
        # One of four facts that were read is not as it was.
        ([fact("c/0", "f1"), *FACTS[1:]], 10, 0.25, True),
        (FACTS[1:], 9, 0.25, True),
        ([], 0, 1.0, True),
    ],
)
def test_a_sample_is_outdated_when_too_much_has_changed_or_come(
    facts: list[Fact], drawn_from: int, changed: float, outdated: bool
) -> None:
    found = outcome(sample(*[["right"]] * 4, drawn_from=drawn_from), facts)

    assert (found["changed"], found["outdated"]) == (changed, outdated)
    assert outdated is (changed > LARGEST_CHANGE)


@given(st.integers(1, 400), st.data())
def test_an_interval_grows_with_the_errors_and_shrinks_with_the_sample(
    total: int, data: st.DataObject
) -> None:
    errors = data.draw(st.integers(0, total - 1))
    low, high = wilson_interval(errors, total)
    more_low, more_high = wilson_interval(errors + 1, total)
    larger_low, larger_high = wilson_interval(2 * errors, 2 * total)

    # Without errors the lower bound is 0 but for the last digits.
    assert 0 <= low <= errors / total + 1e-12 and errors / total <= high <= 1
    assert low < more_low and high < more_high
    assert larger_high - larger_low < high - low


def test_facts_are_those_of_one_document_with_all_that_is_said() -> None:
    rows = [
        row("c", "y"),
        row("c", "x", actor=["b", "a"], section=["Lead"], when=[]),
        row("c", "z") | {"document": ["e"]},
    ]
    first, second = facts_of(rows, "d")

    assert (first.name, second.name) == ("c/x", "c/y")
    assert first.passages == ("p-1", "p-2")
    # The order in which values stand and what is empty say nothing.
    assert first.fields == {"actor": ["a", "b"]}
    assert first.details == "actor: a, b"
    assert facts_of([row("c", "x", actor=["a", "b"], section=["Lead"])], "d") == [first]
    assert len(first.fingerprint) == 16


@given(st.integers(0, 12), st.text(max_size=4))
def test_a_draw_is_a_part_of_the_facts_in_their_order(size: int, seed: str) -> None:
    found = draw(FACTS, size, seed)

    assert len(found) == min(size, len(FACTS))
    assert [one for one in FACTS if one in found] == found
    assert draw(FACTS, size, seed) == found


def test_another_seed_draws_others_and_every_fact_can_be_drawn() -> None:
    drawn = {one.name for seed in range(50) for one in draw(FACTS, 1, str(seed))}

    assert drawn == {one.name for one in some(FACTS)}
