"""Values of every kind are written as Wikibase writes them, in RDF, in JSON and as text."""

import json
import re
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.wikidata.model import Snak, Statement
from legation_build.wikidata.values import Item, Quantity, Time, Url, Value, point

amounts = st.decimals(
    min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=4
)
years = st.integers(1000, 9999)
# The lengths of EDTF and the precisions of Wikidata that go with them.
PRECISIONS = {4: 9, 7: 10, 10: 11}


@given(st.dates(min_value=datetime(1000, 1, 1).date()), st.sampled_from(sorted(PRECISIONS)))
def test_a_date_keeps_what_it_says_and_leaves_the_rest_open(day: datetime, length: int) -> None:
    written = day.isoformat()[:length]

    found = point(written)

    assert found is not None
    assert found.precision == PRECISIONS[length]
    assert found.stamp() == f"+{written}{'-00' * ((10 - length) // 3)}T00:00:00Z"


@given(st.integers(100, 999))
def test_a_decade_is_its_first_year_with_the_precision_of_a_decade(decade: int) -> None:
    assert point(f"{decade}X") == Time(decade * 10, 0, 0, 8)


@given(st.dates(min_value=datetime(1000, 1, 1).date()), st.sampled_from(sorted(PRECISIONS)))
def test_the_first_day_is_a_day_of_the_calendar(day: datetime, length: int) -> None:
    found = point(day.isoformat()[:length])

    assert found is not None
    first = datetime.fromisoformat(found.day_one())
    assert first.isoformat().startswith(day.isoformat()[:length])


@pytest.mark.parametrize(
    "edtf", ["", "1994~", "1994?", "1994/1995", "1994/..", "199", "19XX", "-0044", "٢٠٠٠", "1994-X"]
)
def test_what_is_not_exact_is_no_time(edtf: str) -> None:
    assert point(edtf) is None


@given(amounts)
def test_an_amount_keeps_its_digits_and_always_has_a_sign(amount: Decimal) -> None:
    text = str(Quantity(amount))

    assert Decimal(text) == amount
    assert text[0] in "+-"
    assert "E" not in text.upper()


@given(amounts, st.integers(1, 10**8))
def test_a_unit_is_named_by_its_number(amount: Decimal, number: int) -> None:
    text = str(Quantity(amount, f"Q{number}"))

    assert re.fullmatch(r"[+-][\d.]+U\d+", text)
    assert text == f"{Quantity(amount)}U{number}"


values: st.SearchStrategy[Value] = st.one_of(
    st.builds(Item, st.integers(1, 99).map("Q{}".format)),
    st.builds(Quantity, amounts, st.sampled_from(["", "Q4917"])),
    st.builds(Time, years, st.integers(1, 12), st.integers(1, 28), st.just(11)),
    st.builds(Url, st.sampled_from(["https://example.org/a", "https://example.org/b"])),
)
snaks = st.builds(Snak, st.sampled_from(["P31", "P585", "P1114"]), values)


@given(snaks, snaks)
def test_statements_of_one_thing_share_a_name_only_when_they_say_the_same(
    one: Snak, other: Snak
) -> None:
    names = [Statement("Q1", snak, (), (), ()).name for snak in (one, other)]
    said = [(snak.property, str(snak.value)) for snak in (one, other)]

    assert (names[0] == names[1]) == (said[0] == said[1])


@given(snaks, st.lists(snaks, max_size=3), st.lists(snaks, max_size=3))
def test_the_name_of_a_statement_does_not_depend_on_its_sources(
    main: Snak, references: list[Snak], qualifiers: list[Snak]
) -> None:
    plain = Statement("Q1", main, tuple(qualifiers), (), ())
    sources = ("https://a.example/",)
    sourced = Statement("Q1", main, tuple(qualifiers), tuple((r,) for r in references), sources)

    assert plain.name == sourced.name
    assert plain.name.startswith("Q1-")
    assert json.dumps(plain.name) == f'"{plain.name}"'
