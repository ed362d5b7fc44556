"""What libyaml reads for us is what our own loader reads, with the same lines and problems."""

import random
from pathlib import Path

import pytest
from legation_build.mapping.strict_yaml import Source, parse, quickly_read
from legation_build.resources import resource
from support.some import some

FILES = some(sorted(resource("mappings").rglob("*.yaml")))
SIGNS = [
    *"'\"#:-[]{}&*!|>%@`,?\t \n\\~=<",
    " #",
    "# ",
    ": ",
    "- ",
    "\n  ",
    "---\n",
    ">-\n",
    "\x85",
    "\u2028",
    " ? ",
    "[?",
]
CASES, CHARACTERS = 400, 250


def both_ways(text: str) -> tuple[Source, Source]:
    return parse(text, "claims.yaml"), parse(text, "claims.yaml", quick=False)


def spoilt(text: str, seed: int) -> str:
    """Return some lines of a text with one to three signs put in or taken out."""
    chance = random.Random(seed)
    start = text.find("\n", chance.randrange(len(text) - CHARACTERS)) + 1
    found = text[start : start + CHARACTERS]
    for _ in range(chance.randint(1, 3)):
        place, gone = chance.randrange(len(found)), chance.choice([0, 0, 1, 3])
        found = found[:place] + chance.choice(SIGNS) + found[place + gone :]
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_article_is_read_quickly_and_alike(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    quick, slow = both_ways(text)

    assert quickly_read(text) is not None
    assert quick == slow


@pytest.mark.parametrize("text", ["when: 1985?", "label: Who knows? Nobody.\nwhen: 192X?"])
def test_a_question_mark_in_a_text_is_not_doubtful(text: str) -> None:
    quick, slow = both_ways(text)

    assert quickly_read(text) is not None
    assert quick == slow


def test_texts_with_mistakes_are_read_alike() -> None:
    longest = max(FILES, key=lambda file: file.stat().st_size).read_text(encoding="utf-8")

    for seed in range(CASES):
        text = spoilt(longest, seed)
        quick, slow = both_ways(text)
        assert quick == slow, text


@pytest.mark.parametrize(
    "text",
    [
        "topic: [ener?gy, trade]",
        "topic: [energy,\n  ener?gy]",
        "a:\n  ? complex\n  : value",
        "- ? complex\n  : value",
        "note: >-#\n  text",
        "note: a text #1",
        "note: 'begins\nkey: here'",
        "note: &anchor text",
        "note: !important",
        "note: a\ttab",
        "? complex\n: value",
        "---\na: 1\n---\nb: 2",
        "[" * 200,
        "- " * 200 + "a",
        "",
    ],
)
def test_what_is_doubtful_is_left_to_our_own_loader(text: str) -> None:
    quick, slow = both_ways(text)

    assert quickly_read(text) is None
    assert quick == slow
