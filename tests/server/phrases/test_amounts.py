"""Figures are told with their unit, their precision and what they leave out."""

from decimal import Decimal

import pytest
from legation_server.phrases.amounts import Amount, amount_words


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (
            Amount(
                value=Decimal("260000000"), unit_code="us-dollar", excludes=("defence", "energy")
            ),
            "260 million US dollars, without defence and energy",
        ),
        (
            Amount(
                value=Decimal("200000000"),
                unit_code="us-dollar",
                precision="about",
                excludes=("oil",),
            ),
            "about 200 million US dollars, without oil",
        ),
        (Amount(value=Decimal("116200000"), unit_code="us-dollar"), "116.2 million US dollars"),
        (Amount(value=Decimal("1234567"), unit_code="barrel"), "1,234,567 barrels"),
        (
            Amount(value=Decimal("60000"), unit_code="us-dollar-per-month"),
            "60,000 US dollars a month",
        ),
        (
            Amount(value=Decimal("60"), unit_code="percent", precision="over"),
            "more than 60 percent",
        ),
        (
            Amount(value=Decimal("5000"), unit_code="person", precision="nearly"),
            "nearly 5,000 people",
        ),
        (
            Amount(value=Decimal("18000000"), unit_code="person", precision="up-to"),
            "up to 18 million people",
        ),
        (Amount(least=Decimal("60"), most=Decimal("69"), unit_code="percent"), "60 to 69 percent"),
        (Amount(least=Decimal("3"), unit_code="year"), "at least 3 years"),
        (Amount(most=Decimal("3"), unit_code="year"), "at most 3 years"),
        (Amount(value=Decimal("1"), unit_code="mile"), "1 mile"),
        (Amount(value=Decimal("5"), unit_code="rank"), "rank 5"),
        (Amount(quantity="several hundred", unit_code="person"), "several hundred people"),
        (Amount(quantity="dozens", unit_code="item"), "dozens"),
        (Amount(value=Decimal("3"), unit="hectares", unit_code="hectare"), "3 hectares"),
        (Amount(value=Decimal("3")), "3"),
        (
            Amount(value=Decimal("17.5"), unit_code="percent", baseline="2016-01/2016-02"),
            "17.5 percent more than in January 2016 to February 2016",
        ),
        (
            Amount(value=Decimal("-4"), unit_code="percent", baseline="2016"),
            "4 percent less than in 2016",
        ),
        (Amount(), ""),
    ],
)
def test_a_figure_is_told_as_people_say_it(amount: Amount, said: str) -> None:
    assert amount_words(amount) == said
