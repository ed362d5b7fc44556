"""The types of a typed table hold every value of its columns, however large."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.dumps import column_types, digits_of, holds_lists, join_parquet, write_typed

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=3) | st.decimals(
    min_value=-1, max_value=1, places=9
)


def decimal_type(*numbers: str) -> str:
    digits = digits_of([{"value": [number]} for number in numbers])
    return column_types(["value"], [digits])["value"]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], "DECIMAL(38, 0)"),
        (["5"], "DECIMAL(38, 0)"),
        (["0.125"], "DECIMAL(38, 3)"),
        (["27.50", "1"], "DECIMAL(38, 2)"),
        (["-0.5", "100000"], "DECIMAL(38, 1)"),
        # Six digits before and 32 after are as many as there is room for.
        (["123456." + "1" * 32], "DECIMAL(38, 32)"),
        (["1234567." + "1" * 32], "VARCHAR"),
        # One digit before the point is always reckoned with.
        (["0." + "1" * 37], "DECIMAL(38, 37)"),
        (["0." + "1" * 38], "VARCHAR"),
        # The one has many digits before the point, the other many after it.
        (["1" * 30, "0." + "1" * 9], "VARCHAR"),
    ],
)
def test_a_decimal_column_has_room_for_all_its_digits(numbers: list[str], expected: str) -> None:
    assert decimal_type(*numbers) == expected


@given(st.lists(NUMBERS, max_size=5))
def test_any_numbers_fit_the_type_of_their_column(numbers: list[Decimal]) -> None:
    kind = decimal_type(*(f"{number:f}" for number in numbers))
    scale = int(kind.removeprefix("DECIMAL(38, ").removesuffix(")"))

    for number in numbers:
        assert number.quantize(Decimal(1).scaleb(-scale)) == number
        assert len(str(int(abs(number)))) + scale <= 38


def test_digits_of_several_tables_are_added_up_to_the_most_of_each() -> None:
    one = digits_of([{"value": ["1.25"], "minValue": ["3"]}])
    other = digits_of([{"value": ["100"]}])

    assert column_types(["value", "minValue"], [one, other]) == {
        "value": "DECIMAL(38, 2)",
        "minValue": "DECIMAL(38, 0)",
    }
    assert column_types(["value"], [other, one]) == column_types(["value"], [one, other])


def test_other_columns_have_the_types_of_what_they_hold() -> None:
    assert column_types(
        ["earliest", "notAfter", "quotedDirectly", "ordinal", "when", "actor"], []
    ) == {
        "earliest": "DATE",
        "notAfter": "DATE",
        "quotedDirectly": "BOOLEAN",
        "ordinal": "BIGINT",
        "when": "VARCHAR",
        "actor": "VARCHAR[]",
    }


@pytest.mark.parametrize(
    ("column", "expected"),
    [("actor", True), ("evidence", True), ("claim", False), ("value", False), ("latest", False)],
)
def test_a_column_holds_lists_unless_it_has_one_value(column: str, expected: bool) -> None:
    assert holds_lists(column) is expected
    assert (column_types([column], [])[column] == "VARCHAR[]") is expected


def test_tables_are_joined_in_their_order_and_an_empty_cell_is_none(tmp_path: Path) -> None:
    types = column_types(["claim", "actor", "earliest"], [])
    parts = [tmp_path / "one.parquet", tmp_path / "other.parquet"]
    write_typed(
        parts[0], types, [{"claim": ["b"], "actor": ["x", "y"]}, {"earliest": ["1921-02-11"]}]
    )
    write_typed(parts[1], types, [{"claim": ["a"]}])
    join_parquet(tmp_path / "all.parquet", parts)

    with duckdb.connect() as connection:
        query = "SELECT claim, actor, earliest::VARCHAR FROM read_parquet($1)"
        rows = connection.execute(query, [str(tmp_path / "all.parquet")]).fetchall()
    assert rows == [("b", ["x", "y"], None), (None, [], "1921-02-11"), ("a", [], None)]
