"""What commands show is bounded, goes to the right stream, and is the same as data."""

import gc
import json
from collections.abc import Sequence

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from legation_build.authoring import Entry
from legation_build.cli.entries import show_entries
from legation_build.cli.output import (
    MOST_SHOWN,
    Progress,
    pace,
    progress,
    rare_collection,
    reporting,
    show_failures,
    show_problems,
    show_warnings,
)
from legation_build.errors import MappingError, Problem

PROBLEMS = [
    Problem(f"{number:03}.yaml", number, "odd.", "Look.") for number in range(MOST_SHOWN + 20)
]


def run(*, as_json: bool = False, problems: Sequence[Problem] = ()) -> Result:
    """Return what a command ends with that finds some problems."""

    @click.command()
    def command() -> None:
        with reporting(as_json):
            raise MappingError("It is wrong.", problems)

    return CliRunner().invoke(command)


def test_an_error_is_told_after_its_problems_on_the_other_stream() -> None:
    found = run(problems=PROBLEMS[:2])

    assert found.exit_code == 1
    assert found.stdout == ""
    assert found.stderr.splitlines() == [
        "000.yaml: odd. Look.",
        "001.yaml:1: odd. Look.",
        "Error: It is wrong.",
    ]


def test_an_error_as_data_has_all_problems() -> None:
    found = run(as_json=True, problems=PROBLEMS)
    data = json.loads(found.stdout)

    assert (found.exit_code, found.stderr) == (1, "")
    assert data["error"] == "It is wrong."
    assert len(data["problems"]) == len(PROBLEMS)
    assert data["problems"][1] == {
        "file": "001.yaml",
        "line": 1,
        "message": "odd.",
        "remedy": "Look.",
    }


def test_other_errors_are_not_taken_for_ours() -> None:
    with pytest.raises(ValueError, match="no error of ours"), reporting(as_json=False):
        raise ValueError("no error of ours")


@pytest.mark.parametrize(
    ("count", "last"),
    [
        (MOST_SHOWN, "099.yaml:99: odd. Look."),
        (MOST_SHOWN + 1, "… and 1 more problems. Mend these first; --json has all."),
        (MOST_SHOWN + 20, "… and 20 more problems. Mend these first; --json has all."),
    ],
)
def test_as_many_problems_are_shown_as_anybody_mends(
    capsys: pytest.CaptureFixture[str], count: int, last: str
) -> None:
    show_problems(PROBLEMS[:count])

    lines = capsys.readouterr().err.splitlines()
    assert lines[-1] == last
    assert len([line for line in lines if "odd." in line]) == MOST_SHOWN


def test_warnings_are_marked_and_left_to_the_data_where_that_is_wanted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_warnings(PROBLEMS[1:2], as_json=False)
    show_warnings(PROBLEMS[1:2], as_json=True)

    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "001.yaml:1: warning: odd. Look.\n")


def test_what_was_left_out_is_named_after_what_is_wrong_in_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_failures([{"id": "f-s", "error": "1 problem.", "problems": [vars(PROBLEMS[1])]}])

    assert capsys.readouterr().err.splitlines() == [
        "001.yaml:1: odd. Look.",
        "Left out: f-s. 1 problem.",
    ]


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.floats(0, 10**7))
def test_any_pace_can_be_told(done: int, more: int, seconds: float) -> None:
    told = pace(done, done + more, seconds)

    assert told.startswith(f"{done:,} of {done + more:,} documents, ")
    assert told.endswith(" left")


class Bar:
    """What a bar was told."""

    def __init__(self) -> None:
        self.current_item: str | None = None
        self.steps: list[str | None] = []
        self.shown = 0

    def update(self, n_steps: int, current_item: str | None = None) -> None:
        assert n_steps == 1
        self.steps.append(current_item)

    def render_progress(self) -> None:
        self.shown += 1


def test_a_bar_is_told_of_each_step_and_of_the_documents_in_it() -> None:
    bar = Bar()
    shown = Progress(bar)
    shown.step("read")
    shown.step("each document")
    shown.worked(1, 3)

    assert bar.steps == ["read", "each document"]
    assert bar.shown == 1
    assert (bar.current_item or "").startswith("1 of 3 documents, ")


@pytest.mark.parametrize("quiet", [True, False])
def test_without_a_terminal_nothing_is_shown(
    capsys: pytest.CaptureFixture[str], quiet: bool
) -> None:
    with progress(quiet, ("read", "write")) as shown:
        shown.step("read")
        shown.worked(1, 3)

    assert capsys.readouterr() == ("", "")


def test_python_looks_for_circles_as_often_as_before_afterwards() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="halfway"), rare_collection():
        assert gc.get_threshold()[0] > before[0]
        raise ValueError("halfway")

    assert gc.get_threshold() == before


def entries(found: Sequence[Entry], *words: str, as_json: bool = False) -> Result:
    """Return what a command shows that found entries for words."""

    @click.command()
    def command() -> None:
        show_entries(found, words, as_json, "codes", "Look in codes.ttl.")

    return CliRunner().invoke(command)


def test_where_nothing_is_found_the_words_are_named_and_what_to_do_instead() -> None:
    found = entries([], "grain", "gift")

    assert found.exit_code == 1
    assert found.stderr == "No codes are like 'grain gift'.\nLook in codes.ttl.\n"
    assert json.loads(entries([], "grain", as_json=True).stdout) == []
