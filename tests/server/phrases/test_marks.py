"""How firmly something is said is a line style, an icon and a word."""

import pytest
from legation_server.phrases import key, marks


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


def test_each_style_is_in_the_key() -> None:
    styles = [mark.style for mark, _ in key()]

    assert styles == ["stated", "attributed", "unconfirmed", "prospective", "denied"]
