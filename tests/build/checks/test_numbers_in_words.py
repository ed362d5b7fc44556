"""Numbers in words are read as people mean them, and two beside each other are two."""

from decimal import Decimal

import pytest
from legation_build.checks.doubts.numbers import numbers_in


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("between twenty and thirty ships", [20, 30]),
        ("fifteen and sixteen years", [15, 16]),
        ("between one hundred and two hundred ships", [100, 200]),
        ("between one million and two million people", [1_000_000, 2_000_000]),
        ("half a million people", [500_000]),
        ("two and a half million people", [2_500_000]),
        ("three quarters of a million people", [750_000]),
        ("three quarters of the people", [75]),
        ("one hundred and five ships", [105]),
        ("one million two hundred thousand and forty-two", [1_200_042]),
        ("215 dozen", [2_580]),
    ],
)
def test_a_number_in_words(words: str, meant: list[int]) -> None:
    assert set(map(Decimal, meant)) <= numbers_in(words)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("between twenty and thirty ships", 50),
        ("fifteen and sixteen years", 31),
        ("half a million people", 1_000_000),
        ("between one million and two million people", 3_000_000),
        ("between one hundred and two hundred ships", 10_200),
        ("three of twenty ships", 23),
    ],
)
def test_what_nobody_means(words: str, wrong: int) -> None:
    assert Decimal(wrong) not in numbers_in(words)
