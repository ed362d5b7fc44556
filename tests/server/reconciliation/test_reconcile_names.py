"""Normal forms of names, how alike they are, and which values mean the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.namespaces import XSD
from legation_server.reconciliation.extension import cell
from legation_server.reconciliation.matching.catalogue import Catalogue, Term
from legation_server.reconciliation.matching.evidence import PropertyValue, same
from legation_server.reconciliation.matching.given_values import GivenValue
from legation_server.reconciliation.matching.names import normal_form, normal_forms
from legation_server.reconciliation.matching.similarity import similarity
from support.freedonia_catalogue import CATALOGUE, SPACE, ask


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Q\u0131rm\u0131z\u0131 Qəsəbə", "qirmizi qasaba"),
        ("Q\u0131rm\u0131z\u0131 Qəsəbə", "qirmizi qesebe"),
        ("Əliyev", "aliyev"),
        ("Əliyev", "eliyev"),
        ("Şuşa", "shusha"),
        ("Şuşa", "susa"),
        ("Ağçay", "aghchay"),
        ("Götürməz", "goturmaz"),
        ("İlham", "ilham"),
        ("Gülüstan", "gulustan"),
        ("Баку", "baku"),
        ("אַשְׁקְלוֹן", normal_forms("אשקלון")[0]),
        ("BAKU", "baku"),
        ("U.S.", "us"),
        ("Israel\u2019s ministry", "israels ministry"),
        ("Azerbaijan\u2013Israel", "azerbaijan israel"),
        ("R&D", "r and d"),
    ],
)
def test_a_name_has_the_form(text: str, form: str) -> None:
    assert form in normal_forms(text)


def test_what_has_no_letter_has_no_form() -> None:
    assert normal_forms("!?") == normal_forms("") == ()
    assert ask("!?") == []


@given(st.text())
def test_a_normal_form_is_its_own_normal_form(text: str) -> None:
    form = normal_form(text)

    assert normal_form(form) == form
    assert form.isascii()
    assert all(normal_forms(reading) for reading in normal_forms(text))


@given(st.text("abcd ", max_size=12), st.text("abcd ", max_size=12))
def test_similarity_is_a_score_and_highest_for_the_same(one: str, other: str) -> None:
    one, other = normal_form(one), normal_form(other)

    assert 0 <= similarity(one, other) <= 100
    assert (similarity(one, other) == 100) == (one == other)


def test_scores_fall_with_the_distance() -> None:
    asked = "ilham aliyev"
    names = ["ilham aliyev", "aliyev ilham", "ilkham aliyev", "i aliyev", "aliyev", "lapshin"]

    scores = [similarity(asked, name) for name in names]

    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_a_part_counts_for_more_where_it_stands_together() -> None:
    names = ["embassy of sylvania in freedonia", "embassy of ruritania in sylvania"]

    together, scattered = (similarity("embassy of sylvania", name) for name in names)

    assert together > scattered


@pytest.mark.parametrize(
    ("asked", "held", "meant"),
    [
        (GivenValue("27"), PropertyValue("27.0"), True),
        (GivenValue("27"), PropertyValue("28"), False),
        (GivenValue("1922"), PropertyValue("1922-05-03"), True),
        (GivenValue("1922-05-03T00:00:00Z"), PropertyValue("1922-05"), True),
        (GivenValue("1922-06"), PropertyValue("1922-05-03"), False),
        (GivenValue("1922-05-03"), PropertyValue("1922-05-04"), False),
        (GivenValue("a red book"), PropertyValue("A red bock"), True),
        (GivenValue("a red book"), PropertyValue("something else"), False),
        (
            GivenValue("Freedonia", "freedonia"),
            PropertyValue("Freedonia", SPACE + "x", "freedonia"),
            True,
        ),
        (
            GivenValue("Freedonia", "sylvania"),
            PropertyValue("Freedonia", SPACE + "x", "freedonia"),
            False,
        ),
        (GivenValue("Republic of Sylvania"), PropertyValue("", SPACE + "x", "sylvania"), True),
        (GivenValue("Q1"), PropertyValue("Q1", "http://www.wikidata.org/entity/Q1"), True),
        (GivenValue("Q12"), PropertyValue("Q1", "http://www.wikidata.org/entity/Q1"), False),
    ],
)
def test_a_value_means_the_one_held(asked: GivenValue, held: PropertyValue, meant: bool) -> None:
    assert same(asked, held, CATALOGUE) is meant


@pytest.mark.parametrize(
    ("value", "content", "expected"),
    [
        (
            PropertyValue("Freedonia", SPACE + "freedonia", "freedonia"),
            "entity",
            {"id": "freedonia"},
        ),
        (
            PropertyValue("Freedonia", SPACE + "freedonia", "freedonia"),
            "name",
            {"str": "Freedonia"},
        ),
        (
            PropertyValue("Freedonia", SPACE + "freedonia", "freedonia"),
            "iri",
            {"str": SPACE + "freedonia"},
        ),
        (PropertyValue("city", "https://schema.org/City"), "entity", {"str": "city"}),
        (PropertyValue("Q1", "http://www.wikidata.org/entity/Q1"), "entity", {"str": "Q1"}),
        (PropertyValue("30", datatype=XSD + "positiveInteger"), "entity", {"int": 30}),
        (PropertyValue("30.50", datatype=XSD + "decimal"), "entity", {"float": 30.5}),
        (
            PropertyValue("1922-05-03", datatype=XSD + "date"),
            "entity",
            {"date": "1922-05-03T00:00:00Z"},
        ),
        (
            PropertyValue("1922?", datatype="http://id.loc.gov/datatypes/edtf/EDTF"),
            "name",
            {"str": "1922?"},
        ),
        (PropertyValue("Freedonia", language="en"), "iri", {"str": "Freedonia"}),
    ],
)
def test_a_value_becomes_the_cell(
    value: PropertyValue, content: str, expected: dict[str, object]
) -> None:
    assert cell(value, content).items() >= expected.items()


def test_terms_are_found_by_id_iri_and_name_unless_two_share_it() -> None:
    assert CATALOGUE.types.find("https://schema.org/Country") is CATALOGUE.types.find("Country")
    both = Catalogue(
        [], [Term("a:X", "one", synonyms=("X",)), Term("b:X", "two", synonyms=("X",))], (), ""
    )
    assert both.types.find("X") is None
    assert both.types.find("a:X") is not None
