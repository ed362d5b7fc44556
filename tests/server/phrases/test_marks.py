"""How firmly something is said is a line style, an icon and a word."""

import pytest
from legation_server.phrases import degree, key, marks


@pytest.mark.parametrize(
    ("status", "modalities", "styles", "words"),
    [
        ("stated", ["asserted", "reported"], ["stated"], "stated"),
        ("attributed", ["attributed"], ["attributed"], "attributed"),
        ("unconfirmed", ["reported", "alleged"], ["unconfirmed"], "alleged, reported"),
        ("unconfirmed", ["opinion"], ["attributed"], "opinion"),
        ("unconfirmed", ["opinion", "alleged"], ["unconfirmed"], "alleged, opinion"),
        ("unconfirmed", ["rumoured-again"], ["unconfirmed"], "rumoured again"),
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


def test_each_degree_is_in_the_key_with_its_meaning() -> None:
    found = {mark.name: (mark.style, meaning) for mark, meaning in key()}

    assert list(found) == [
        "stated", "attributed", "opinion", "found", "reported", "inferred", "prospective", "denied",
    ]  # fmt: skip
    assert found["opinion"] == ("attributed", "somebody’s view or judgement")


@pytest.mark.parametrize(
    ("status", "modalities", "name"),
    [
        ("stated", ["asserted", "opinion"], "stated"),
        ("unconfirmed", ["opinion"], "opinion"),
        ("unconfirmed", ["opinion", "possible"], "opinion"),
        ("unconfirmed", ["found"], "found"),
        ("unconfirmed", ["inferred"], "inferred"),
        ("unconfirmed", ["reported", "opinion"], "reported"),
        ("unconfirmed", ["rumoured-again"], "reported"),
        ("unconfirmed", [], "reported"),
        ("prospective", ["planned"], "prospective"),
        ("denied", ["opinion"], "denied"),
    ],
)
def test_a_statement_has_one_degree_of_firmness(
    status: str, modalities: list[str], name: str
) -> None:
    assert degree(status, modalities) == name
