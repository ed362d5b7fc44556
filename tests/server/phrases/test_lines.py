"""A statement's line tells how firmly it is said, by whom, when and in which sentence."""

from dataclasses import replace

import pytest
from legation_server.phrases.line import line, sentence_words
from legation_server.phrases.marks import key, marks
from legation_server.phrases.rows import Amount, Named, Sentence, Source, Statement

DOCUMENT = Named("d", "Freedonia and Sylvania")
HERALD = Named("id/herald", "The Sylvanian Herald")
MINISTRY = Named("id/ministry", "Ministry of Freedonia")
PLACE = Sentence("d/p-7", "Espionage, 7", "Espionage", 7, "https://example.org/#7")
STATED = Statement("d/embassy", "Sylvania opens an embassy.", "Event", "stated", DOCUMENT)
OWN = Source("d/c-1", ("asserted",), sentences=(PLACE,))
REPORT = Source("d/c-2", ("reported",), claimed="2012-03-29", speakers=(HERALD,))
DENIAL = Source("d/c-3", ("attributed",), stance="denies", speakers=(MINISTRY,))


def address(path: str) -> str:
    return "/" + path


@pytest.mark.parametrize(
    ("status", "modalities", "styles", "words"),
    [
        ("stated", ["asserted", "reported"], ["stated"], "stated"),
        ("attributed", ["attributed"], ["attributed"], "attributed"),
        ("unconfirmed", ["reported", "alleged"], ["unconfirmed"], "alleged, reported"),
        ("unconfirmed", ["opinion"], ["attributed"], "opinion"),
        ("unconfirmed", ["opinion", "alleged"], ["unconfirmed"], "alleged, opinion"),
        ("unconfirmed", [], ["unconfirmed"], "unconfirmed"),
        ("", [], ["unconfirmed"], "unconfirmed"),
        ("prospective", ["planned"], ["prospective"], "planned"),
        ("denied", ["reported"], ["unconfirmed", "denied"], "reported denied"),
        ("denied", ["attributed"], ["denied"], "denied"),
    ],
)
def test_a_mark_is_a_line_style_and_a_word(
    status: str, modalities: list[str], styles: list[str], words: str
) -> None:
    found = marks(status, modalities)

    assert [mark.style for mark in found] == styles
    assert " ".join(mark.word for mark in found) == words
    assert all(mark.icon for mark in found)


def test_each_style_is_in_the_key() -> None:
    styles = [mark.style for mark, _ in key()]

    assert styles == ["stated", "attributed", "unconfirmed", "prospective", "denied"]


def test_what_the_document_says_itself_names_no_source() -> None:
    found = line(replace(STATED, sources=(OWN, REPORT)), address)

    assert (found.text, found.href, found.style) == (
        "Sylvania opens an embassy.",
        "/d/embassy",
        "stated",
    )
    assert found.who == []
    assert [(s.text, s.href, s.out) for s in found.sentences] == [
        ("Espionage, sentence 7", "/d/p-7", "https://example.org/#7")
    ]


def test_what_rests_on_a_word_says_whose_and_of_when() -> None:
    found = line(replace(STATED, status="unconfirmed", sources=(REPORT,)), address)

    assert [(who.text, who.href) for who in found.who] == [("The Sylvanian Herald", "/id/herald")]
    assert found.said == "said 29 March 2012"


def test_a_denial_names_both_sides() -> None:
    found = line(replace(STATED, status="denied", sources=(REPORT, DENIAL)), address)

    assert [who.text for who in found.who] == ["The Sylvanian Herald"]
    assert [who.text for who in found.deniers] == ["Ministry of Freedonia"]
    assert found.style == "denied"


def test_a_line_has_time_and_amount_in_words() -> None:
    amount = Amount(value=2, unit_code="item")
    found = line(replace(STATED, edtf="1990~/..", amount=amount), address)

    assert (found.when, found.edtf, found.amount) == ("since about 1990", "1990~/..", "2")
    assert found.document.href == "/d"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (PLACE, "Espionage, sentence 7"),
        (replace(PLACE, section=""), "sentence 7"),
        (replace(PLACE, position=0), "Espionage, 7"),
    ],
)
def test_a_sentence_is_named_by_its_place(sentence: Sentence, said: str) -> None:
    assert sentence_words(sentence) == said
