"""The questions of bench/agents are answered by the tools: right, hedged, cited, not invented."""

import dataclasses
from collections import Counter

import pytest
from agents.evaluate import figures, scored
from agents.scoring import Question, Score, questions, score_rows, score_words
from support.server_processes import Served
from support.some import some

QUESTIONS = questions()
ROW = (
    "- UNCONFIRMED (alleged): A was said to help B. | word of: C | D, sentence 1 | https://d.example"
    " | claim https://e.example/c-1 | release 0123"
)
ASKED = Question("q", "Did A help B?", "C alleges it.", [], [["UNCONFIRMED (alleged", "help B"]])


def test_there_are_questions_of_each_sort() -> None:
    assert len(QUESTIONS) >= 60
    assert len({one.id for one in QUESTIONS}) == len(QUESTIONS)
    assert sum(one.silent for one in QUESTIONS) >= 10
    assert sum(one.hedged for one in QUESTIONS) >= 30
    tools = Counter(tool for one in QUESTIONS for call in one.calls for tool in call)
    assert tools.keys() == {"search", "get", "facts", "disputes", "sparql"}


def test_the_scripted_agent_answers_every_question(published_server: Served) -> None:
    scores = scored(published_server.url, QUESTIONS)

    assert {name: score.faults for name, score in scores.items() if score.faults} == {}
    shares = figures(QUESTIONS, scores)
    assert shares["invented"] == "0"
    for name in ("right", "hedge kept", "citation resolves", "silence told"):
        found, of = shares[name].split(" of ")
        assert found == of


def score(text: str, question: Question = ASKED) -> Score:
    return score_rows(question, text, lambda iri: True, lambda *row: True)


def test_a_row_that_fits_has_no_fault() -> None:
    assert score(ROW) == Score()


def test_a_row_that_is_not_there_is_a_fault() -> None:
    assert not score("").right


def test_a_hedge_that_is_lost_is_a_fault() -> None:
    assert not score(ROW.replace("UNCONFIRMED (alleged)", "STATED")).hedge_kept


def test_a_citation_that_leads_nowhere_is_a_fault() -> None:
    found = score_rows(ASKED, ROW, lambda iri: False, lambda *row: True)

    assert not found.resolves


def test_a_row_that_the_data_do_not_have_is_invented() -> None:
    assert score_rows(ASKED, ROW, lambda iri: True, lambda *row: False).invented == 1


def test_what_must_not_be_there_is_invented() -> None:
    assert score(ROW, dataclasses.replace(ASKED, absent=["help B"])).invented == 1


def test_silence_that_is_not_told_is_a_fault() -> None:
    assert not score(ROW, dataclasses.replace(ASKED, silent=True)).right


@pytest.mark.parametrize(
    ("answer", "right", "kept", "resolves"),
    [
        ("C alleges that A helped B (https://e.example/c-1).", True, True, True),
        ("A helped B, as is known (https://e.example/c-1).", True, False, True),
        ("C alleges that A helped B.", True, True, False),
        ("C alleges it (https://e.example/made-up).", True, True, False),
    ],
)
def test_words_of_a_model_are_scored(answer: str, right: bool, kept: bool, resolves: bool) -> None:
    found = score_words(ASKED, answer, "https://e.example/", lambda iri: iri.endswith("/c-1"))

    assert (found.right, found.hedge_kept, found.resolves) == (right, kept, resolves)


def test_every_question_tells_its_answer() -> None:
    for one in some(QUESTIONS):
        assert one.question.endswith("?")
        assert one.answer.endswith(".")
        assert one.rows or one.silent or one.absent
