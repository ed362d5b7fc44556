"""A number on a page is the number in the data: no digit is lost, whatever its size."""

import re
from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from legation_server.phrases import ENGLISH, Amount, Language, amount_words
from legation_server.phrases.amounts import UNITS

WORDS = {"": 0, "million": 6, "billion": 9, "trillion": 12}
NUMBERS = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**20), 10**20),
    st.integers(-5, 12),
)


def read(said: str) -> Decimal:
    """Return the number that an English text tells."""
    digits, _, word = said.partition(" ")
    return Decimal(digits.replace(",", "")).scaleb(WORDS[word])


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("0", "0"),
        ("-0.5", "-0.5"),
        ("999", "999"),
        ("1000", "1,000"),
        ("1E+3", "1,000"),
        ("17.50", "17.5"),
        # More digits than three are no less true.
        ("3.14159", "3.14159"),
        ("0.00001", "0.00001"),
        ("999999.9999", "999,999.9999"),
        ("999999", "999,999"),
        ("1000000", "1 million"),
        ("-260000000", "-260 million"),
        ("116200000", "116.2 million"),
        ("1234000", "1.234 million"),
        ("1234500", "1,234,500"),
        ("999999000", "999.999 million"),
        ("1000000.5", "1,000,000.5"),
        ("1234000000", "1.234 billion"),
        # Short as millions, and not as billions.
        ("1234567000", "1,234,567,000"),
        ("1500000000000", "1.5 trillion"),
        ("999000000000000", "999 trillion"),
        ("1000000000000000", "1,000,000,000,000,000"),
        ("2E+6", "2 million"),
        # More digits than Python's decimals have by themselves.
        ("1E+32", "100" + ",000" * 10),
    ],
)
def test_a_number_is_written_as_people_do_without_a_loss(number: str, said: str) -> None:
    assert ENGLISH.number(Decimal(number)) == said


@given(NUMBERS)
def test_every_number_can_be_read_back(number: Decimal) -> None:
    assert read(ENGLISH.number(number)) == number


@given(st.integers(-(10**15), 10**15))
def test_every_whole_number_is_written_like_the_decimal_of_it(number: int) -> None:
    assert ENGLISH.number(number) == ENGLISH.number(Decimal(number))


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_a_number_with_a_binary_fraction_keeps_its_shortest_digits(number: float) -> None:
    assert read(ENGLISH.number(number)) == Decimal(str(number))


@given(st.integers(1, 10**6).map(lambda number: number * 1000))
def test_a_language_with_other_units_loses_nothing_either(number: int) -> None:
    """Chinese counts in ten thousands."""
    chinese = Language(Locale("zh"))
    said = chinese.number(number)
    units = {"": 1, "万": 10**4, "亿": 10**8}
    found = re.fullmatch(r"([\d.,]+)(\D*)", said)

    assert found is not None
    assert Decimal(found[1].replace(",", "")) * units[found[2]] == number


@pytest.mark.parametrize("code", sorted(UNITS))
def test_a_unit_of_one_and_of_many_has_the_number_in_it(code: str) -> None:
    one, many = (
        amount_words(Amount(value=Decimal(number), unit_code=code)) for number in ("1", "20")
    )

    assert re.findall(r"\d+", one) == ["1"]
    assert re.findall(r"\d+", many) == ["20"]
    assert "%" not in one + many


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        # Of a range the unit is of its upper end, and of a bound of that bound.
        (Amount(least=Decimal(0), most=Decimal(1), unit_code="day"), "0 to 1 day"),
        (Amount(least=Decimal(1), most=Decimal(2), unit_code="day"), "1 to 2 days"),
        (Amount(least=Decimal(1), unit_code="euro"), "at least 1 euro"),
        (Amount(most=Decimal(1), unit_code="tonne"), "at most 1 tonne"),
        (Amount(most=Decimal("1.0"), unit_code="tonne"), "at most 1 tonne"),
        (Amount(value=Decimal("1.5"), unit_code="mile"), "1.5 miles"),
        (Amount(value=Decimal(0), unit_code="mile"), "0 miles"),
        # An exact number counts more than a range, and that more than words.
        (Amount(Decimal(5), Decimal(1), Decimal(9), quantity="some"), "5"),
        (Amount(None, Decimal(1), Decimal(9), quantity="some"), "1 to 9"),
        (Amount(quantity="100 % of them"), "100 % of them"),
        (Amount(quantity="half", precision="about"), "about half"),
        (Amount(precision="about"), ""),
        (Amount(excludes=("oil",)), ""),
        # A unit or precision that this server does not know.
        (Amount(Decimal(1), unit_code="furlong", unit="furlong"), "1 furlong"),
        (Amount(Decimal(1), unit="furlong"), "1 furlong"),
        (Amount(Decimal(3), precision="roughly"), "3"),
        # A change is told without its sign, what is below zero with it.
        (Amount(Decimal(-4), unit_code="percent"), "-4 percent"),
        (Amount(Decimal(0), baseline="2016"), "0 more than in 2016"),
        (Amount(least=Decimal(2), baseline="199X"), "at least 2 more than in 1990s"),
        (Amount(Decimal(-1), unit_code="mile", baseline="2016", precision="nearly", excludes=("a", "b")),
         "nearly 1 mile less than in 2016, without a and b"),
    ],
)  # fmt: skip
def test_an_amount_is_told_with_what_is_known_of_it(amount: Amount, said: str) -> None:
    assert amount_words(amount) == said
