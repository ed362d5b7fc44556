"""A row of the table of claims has what its claim and its content say, by short names."""

import csv
import io
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.dumps import Row, as_csv, claim_rows, columns_in_order, csv_lines, table_columns
from support.in_turtle import triples

CLAIM = """
:p-2 bil:section "Trade" . :p-1 bil:section "Lead" .
:c-visit a bil:Claim ; bil:states :visit ; bil:evidence :p-2, :p-1 ; bil:status status:stated ;
    bil:modality modality:asserted ; bil:attribution :c-visit_by_press ; bil:attributedTo id:press .
:visit a bil:Content, bil:Event ; rdfs:label "They met." ; bil:actor id:sylvania, id:freedonia ;
    bil:status status:stated ; bil:when "1921-02" ; bil:earliest "1921-02-01" ; bil:latest "1921-02-28" ;
    bil:timePrecision unit:month ; bil:statedBy :c-visit ; bil:involves id:freedonia ;
    bil:modality modality:asserted ; bil:evidence :p-1, :p-2 ; bil:attributedTo id:press .
"""


def rows(text: str) -> list[Row]:
    return claim_rows(triples(text))


def row(text: str) -> Row:
    (found,) = rows(text)
    return found


def table(found: Sequence[Row]) -> list[dict[str, str]]:
    """Return the rows as a reader of CSV has them."""
    return list(csv.DictReader(io.StringIO(as_csv(found).decode(), newline="")))


def test_things_codes_and_passages_have_their_ids_sorted() -> None:
    found = row(CLAIM)

    assert found["document"] == ["freedonia-sylvania"]
    assert (found["claim"], found["content"]) == (["c-visit"], ["visit"])
    assert found["actor"] == ["freedonia", "sylvania"]
    assert found["evidence"] == ["p-1", "p-2"]
    assert found["section"] == ["Lead", "Trade"]
    assert found["modality"] == ["asserted"]
    assert found["timePrecision"] == ["month"]
    assert found["label"] == ["They met."]


def test_what_is_derived_of_a_content_and_what_has_no_room_is_no_column() -> None:
    assert row(CLAIM).keys().isdisjoint({"statedBy", "involves", "attribution", "states"})


def test_a_content_has_the_modality_of_its_claim_alone() -> None:
    other = (
        ":c-denial a bil:Claim ; bil:states :visit ; bil:modality modality:alleged ;"
        " bil:stance stance:denies . :visit bil:modality modality:alleged ; bil:stance stance:denies ."
    )
    by_claim = {found["claim"][0]: found for found in rows(CLAIM + other)}

    assert by_claim["c-visit"]["modality"] == ["asserted"]
    assert "stance" not in by_claim["c-visit"]
    assert by_claim["c-denial"]["modality"] == ["alleged"]
    assert "attributedTo" not in by_claim["c-denial"]


def test_each_content_of_a_claim_has_a_row_in_the_order_of_their_iris() -> None:
    more = ":c-a a bil:Claim ; bil:states :b, :a . :a rdfs:label 'A' . :b rdfs:label 'B' ."

    found = [(one["claim"][0], one["content"][0]) for one in rows(CLAIM + more)]

    assert found == [("c-a", "a"), ("c-a", "b"), ("c-visit", "visit")]


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ("bil:Event, bil:Utterance", ["Utterance"]),
        ("bil:Situation, bil:Attribute", ["Attribute"]),
        ("bil:Content, bil:Figure", ["Figure"]),
        ("bil:Supposition", ["Supposition"]),
        ("bil:Content", []),
    ],
)
def test_the_class_of_a_row_is_the_narrowest(classes: str, expected: list[str]) -> None:
    assert row(f":c a bil:Claim ; bil:states :x . :x a {classes} .")["class"] == expected


def test_the_status_of_a_row_is_its_contents_and_that_of_the_claim_stands_beside_it() -> None:
    found = row(
        ":c a bil:Claim ; bil:states :x ; bil:status status:stated . :x bil:status status:denied ."
    )

    assert (found["status"], found["claimStatus"]) == (["denied"], ["stated"])


def test_remarks_on_the_claim_and_on_the_content_are_in_one_column() -> None:
    found = row(
        ":c a bil:Claim ; bil:states :x ; skos:editorialNote 'of b' . :x skos:editorialNote 'of a' ."
    )

    assert found["note"] == ["of a", "of b"]


def test_what_is_no_claim_and_what_no_claim_states_has_no_row() -> None:
    assert rows(":x a bil:Event . :c bil:states :x .") == []
    assert rows(":c a bil:Claim .") == []
    assert rows("[] a bil:Claim ; bil:states :x .") == []
    assert claim_rows([]) == []


def test_an_iri_of_others_stays_whole() -> None:
    found = row(
        ":c a bil:Claim ; bil:states :x . :x bil:concerning <http://other.example/a>, id:press ."
    )

    assert found["concerning"] == ["http://other.example/a", "press"]


ACCOUNT = """:c-visit bil:account :c-visit_visit . :c-visit_visit bil:accountOf :visit ;
    a bil:Account ; rdfs:label "What c-visit says about visit" ; bil:leavesOut bil:unit ; bil:givenWhen "1921" ; bil:givenPlace id:port, id:airfield ."""


def test_an_account_replaces_time_and_place_and_empties_what_it_does_not_give() -> None:
    found = row(
        CLAIM + ACCOUNT + ':visit bil:unit unit:day ; bil:place id:town ; bil:ordinal "2" .'
    )

    assert found["when"] == ["1921"]
    assert found["place"] == ["airfield", "port"]
    assert found["actor"] == ["freedonia", "sylvania"]
    assert found["label"] == ["They met."]
    assert found.keys() - row(CLAIM).keys() == {"place"}
    assert found.keys().isdisjoint({"earliest", "latest", "timePrecision", "unit", "ordinal"})


def test_an_account_of_the_same_time_keeps_its_days() -> None:
    found = row(CLAIM + ACCOUNT.replace('"1921"', '"1921-02"'))

    assert found["earliest"] == ["1921-02-01"]
    assert found["latest"] == ["1921-02-28"]
    assert found["timePrecision"] == ["month"]


def test_the_account_of_another_content_changes_nothing() -> None:
    other = ACCOUNT.replace("bil:accountOf :visit", "bil:accountOf :treaty")

    assert row(CLAIM + other) == row(CLAIM)


def test_the_order_of_triples_does_not_matter() -> None:
    found = triples(CLAIM + ACCOUNT)

    assert claim_rows(reversed(found)) == claim_rows(found)


def test_columns_are_those_used_in_an_order_that_no_row_changes() -> None:
    found = table_columns(rows(CLAIM))
    more = [{"zeal": ["x"], "actor": ["y"], "hedge": ["z"]}, *rows(CLAIM)]

    assert found[:5] == ["document", "claim", "evidence", "section", "modality"]
    assert found.index("label") < found.index("actor") < found.index("when")
    assert found == columns_in_order(set(found))
    assert [name for name in table_columns(more) if name in found] == found


@given(st.sets(st.sampled_from(["document", "claim", "status", "label", "actor", "note", "zeal"])))
def test_columns_have_one_order_whatever_is_among_them(columns: set[str]) -> None:
    order = ["document", "claim", "status", "label", "actor", "note", "zeal"]

    assert columns_in_order(columns) == [name for name in order if name in columns]


def test_a_table_has_a_header_lines_that_end_as_csv_has_them_and_empty_cells() -> None:
    lines = list(csv_lines(["claim", "actor"], [{"claim": ["c"]}, {"actor": ["a", "b"]}]))

    assert lines == [b"claim,actor\r\n", b"c,\r\n", b",a; b\r\n"]
    assert list(csv_lines(["claim"], [])) == [b"claim\r\n"]
    assert as_csv([{"claim": ["c"]}, {"actor": ["a", "b"]}]) == b"".join(lines)


CELLS = st.dictionaries(
    st.sampled_from(["claim", "label", "note"]),
    st.text(alphabet='ab"\n\r,;\u00e9\u2028').map(lambda text: [text]),
    min_size=1,
)


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_any_text_in_a_cell_is_read_again(found: list[Mapping[str, list[str]]]) -> None:
    given_rows: list[Row] = [dict(one) for one in found]
    columns = table_columns(given_rows)
    read = table(given_rows)

    assert len(read) == len(given_rows)
    for told, line in zip(given_rows, read, strict=True):
        # A cell that could begin a formula has an apostrophe more.
        cells = {name: cell.removeprefix("'") for name, cell in line.items()}
        assert cells == {name: "".join(told.get(name, [])) for name in columns}
