"""The tables of docs/engines.md are what the engines answer: these differences, and no others."""

from collections.abc import Callable
from pathlib import Path

import pytest
from engine_cases import cases
from engine_report import (
    BROKEN_OFF,
    DEADLINE_SECONDS,
    PAGE,
    SAME,
    TOO_LATE,
    Answer,
    ask_front,
    compared,
    outcomes,
    prefixes_of,
    report,
    written,
)
from engine_starts import STARTS
from support.other_engines import needs_oxigraph, needs_virtuoso
from support.server_processes import Served

LIMITS = ("--deadline", str(DEADLINE_SECONDS), "--workers", "4")


@pytest.mark.uncounted
@needs_oxigraph
@needs_virtuoso
def test_the_tables_are_what_the_engines_answer(
    published: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    asked = list(cases())
    own = serve(published, *LIMITS)
    ours = {case: ask_front(own.url, case) for case in asked}
    found = {}
    for name, start in STARTS.items():
        (tmp_path / name).mkdir()
        with start(published, tmp_path / name) as address:
            front = serve(published, "--store", address, *LIMITS)
            found[name] = outcomes(ours, front.url, address, prefixes_of(published))
            front.stop()

    page = PAGE.read_text(encoding="utf-8")
    assert written(page, report(asked, found)) == page


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (Answer(200, ["a", "b"]), SAME),
        (Answer(200, ["a"]), "fewer rows"),
        (Answer(200, ["a", "b", "b"]), "more rows"),
        (Answer(200, ["a", "c"]), "another answer"),
        (Answer(503), "status 503"),
        (Answer(TOO_LATE), "no answer in time"),
        (Answer(BROKEN_OFF), "breaks off"),
    ],
)
def test_an_answer_is_told_beside_ours(theirs: Answer, said: str) -> None:
    assert compared(Answer(200, ["a", "b"]), theirs) == said


def test_a_difference_without_a_reason_is_no_report() -> None:
    (case, *_) = cases()

    with pytest.raises(KeyError):
        report([case], {"another": {case.name: (SAME, "fewer rows")}})
