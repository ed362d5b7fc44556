"""Matching of names, without a server: normal forms, scores, candidates, and what is sure."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.namespaces import XSD
from legation_server.reconciliation.candidates import Candidate, Query, candidates
from legation_server.reconciliation.catalogue import Catalogue, Entity, Term
from legation_server.reconciliation.evidence import Asked, Value, Values, same
from legation_server.reconciliation.extension import cell
from legation_server.reconciliation.names import normal_form, readings
from legation_server.reconciliation.similarity import similarity

SPACE = "https://w3id.org/legation/id/"
ABOVE = {
    "schema:City": {"schema:Place"},
    "schema:Country": {"schema:AdministrativeArea", "schema:Place"},
    "bil:People": {"bil:Group"},
}


def entity(name: str, kind: str, *names: str, item: str = "") -> Entity:
    return Entity(
        id=name,
        label=names[0],
        types=(kind,),
        all_types=frozenset({kind, "schema:Thing", *ABOVE.get(kind, ())}),
        names=names[1:],
        items=(item,) if item else (),
    )


CATALOGUE = Catalogue(
    [
        entity("freedonia", "schema:Country", "Freedonia", "Фридония", item="Q1"),
        entity("freedonia-city", "schema:City", "Freedonia"),
        entity("sylvania", "schema:Country", "Sylvania", "Republic of Sylvania", item="Q2"),
        entity("qala", "schema:City", "Şəhri Qala"),
        entity("rufus-firefly", "schema:Person", "Rufus Firefly", "President Firefly"),
        entity("groucho-firefly", "schema:Person", "Groucho Firefly"),
        entity("vera-marcal", "schema:Person", "Vera Marcal", "Marcal"),
        entity("officials", "bil:Group", "Sylvanian officials"),
        entity("press", "bil:Group", "the press"),
        entity("mountain-sylvanians", "bil:People", "Mountain Sylvanians"),
        entity("peace-institute", "schema:Organization", "Institute for International Peace"),
        entity("border-war", "schema:Event", "1922 border war"),
        entity("border", "schema:Place", "Border"),
    ],
    [Term("schema:Country", "country", synonyms=("https://schema.org/Country", "Country"))],
    [
        Term("country", "country"),
        Term("date", "date", open=True),
        Term("skos:exactMatch", "Wikidata item"),
    ],
    SPACE,
)
HELD: dict[str, Mapping[str, tuple[Value, ...]]] = {
    "country": {
        "freedonia-city": (Value("Freedonia", SPACE + "freedonia", "freedonia"),),
        "qala": (Value("Sylvania", SPACE + "sylvania", "sylvania"),),
    },
    "date": {"sylvania": (Value("1922-05-03"), Value("1931"))},
    "skos:exactMatch": {
        "freedonia": (Value("Q1", "http://www.wikidata.org/entity/Q1"),),
        "sylvania": (Value("Q2", "http://www.wikidata.org/entity/Q2"),),
    },
}


def values(name: str) -> Values:
    return HELD.get(name, {})


def ask(text: str, **options: object) -> list[Candidate]:
    return candidates(Query(text, **options), CATALOGUE, values)  # type: ignore[arg-type]


def matched(text: str, **options: object) -> str | None:
    """Return the id of the candidate that is sure; only the first may be."""
    found = ask(text, **options)
    assert not any(each.match for each in found[1:])
    return found[0].entity.id if found and found[0].match else None


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
        ("אַשְׁקְלוֹן", readings("אשקלון")[0]),
        ("BAKU", "baku"),
        ("U.S.", "us"),
        ("Israel\u2019s ministry", "israels ministry"),
        ("Azerbaijan\u2013Israel", "azerbaijan israel"),
        ("R&D", "r and d"),
    ],
)
def test_a_name_has_the_form(text: str, form: str) -> None:
    assert form in readings(text)


def test_what_has_no_letter_has_no_form() -> None:
    assert readings("!?") == readings("") == ()
    assert ask("!?") == []


@given(st.text())
def test_a_normal_form_is_its_own_normal_form(text: str) -> None:
    form = normal_form(text)

    assert normal_form(form) == form
    assert form.isascii()
    assert all(readings(reading) for reading in readings(text))


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
    "text", ["Sylvania", "SYLVANIA", "sylvania", "Republic of Sylvania", "The Republic of Sylvania"]
)
def test_a_name_of_its_own_is_sure(text: str) -> None:
    assert matched(text) == "sylvania"


@pytest.mark.parametrize("text", ["Q2", "wd:Q2", "http://www.wikidata.org/entity/Q2"])
def test_an_item_of_wikidata_is_sure(text: str) -> None:
    assert matched(text) == "sylvania"


@pytest.mark.parametrize("text", [SPACE + "border-war", "border-war"])
def test_an_identifier_is_sure(text: str) -> None:
    assert matched(text) == "border-war"


def test_an_item_that_nothing_has_finds_nothing() -> None:
    assert ask("Q99") == []


@pytest.mark.parametrize(
    "text", ["Shahri Qala", "Shehri Qala", "Sehri Qala", "ŞƏHRİ QALA", "Qala, Şəhri"]
)
def test_another_way_to_write_a_name_is_sure(text: str) -> None:
    assert matched(text) == "qala"


def test_another_script_is_found() -> None:
    assert ask("Фридония")[0].entity.id == "freedonia"


def test_two_of_one_name_are_never_sure() -> None:
    found = ask("Freedonia")

    assert [each.entity.id for each in found[:2]] == ["freedonia", "freedonia-city"]
    assert [each.score for each in found[:2]] == [100, 100]
    assert matched("Freedonia") is None


def test_a_type_tells_two_of_one_name_apart() -> None:
    assert matched("Freedonia", types=("schema:City",)) == "freedonia-city"
    assert matched("Freedonia", types=("schema:City",), strict="should") == "freedonia-city"
    assert matched("Freedonia", types=("schema:AdministrativeArea",)) == "freedonia"
    assert matched("Freedonia", types=("schema:Place",)) is None


def test_a_property_tells_two_of_one_name_apart() -> None:
    item = (("skos:exactMatch", (Asked("Q1"),)),)
    country = (("country", (Asked("Фридония"),)),)

    assert matched("Freedonia", properties=item) == "freedonia"
    assert matched("Freedonia", properties=country) == "freedonia-city"


def test_a_property_that_says_otherwise_makes_unsure_and_lowers_the_score() -> None:
    elsewhere = (("country", (Asked("Freedonia"),)),)

    assert matched("Şəhri Qala") == "qala"
    assert matched("Şəhri Qala", properties=elsewhere) is None
    assert ask("Şəhri Qala", properties=elsewhere)[0].score < 75


def test_a_property_with_more_values_than_are_held_says_nothing_against() -> None:
    known = (("date", (Asked("1931"),)),)
    unknown = (("date", (Asked("1950"),)),)

    assert matched("Sylvania", properties=unknown) == "sylvania"
    assert ask("Sylvana", properties=known)[0].score > ask("Sylvana")[0].score
    assert ask("Sylvana", properties=unknown)[0].score == ask("Sylvana")[0].score
    assert ask("", properties=unknown) == []


def test_types_filter_or_only_count() -> None:
    person = ("schema:Person",)

    assert ask("Sylvania", types=person) == []
    assert ask("Sylvania", types=("schema:Country", "schema:City"), strict="all") == []
    assert ask("Sylvania", types=("schema:Country", "schema:Place"), strict="all")[0].match
    assert ask("Sylvania", types=person, strict="should")[0].score == 60
    assert not ask("Sylvania", types=person, strict="should")[0].match


def test_a_type_that_nothing_has_finds_nothing() -> None:
    assert ask("Sylvania", types=("schema:Unheard",)) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Sylvana", "sylvania"),
        ("R. Firefly", "rufus-firefly"),
        ("Firefly R.", "rufus-firefly"),
        ("Firefly", "rufus-firefly"),
        ("IIP", "peace-institute"),
        ("Sylvania (republic)", "sylvania"),
        ("Sylvania, Europe", "sylvania"),
        ("Intl Institute for Peace", "peace-institute"),
    ],
)
def test_a_likely_name_is_found_and_not_sure(text: str, meant: str) -> None:
    assert meant in [each.entity.id for each in ask(text)[:2]]
    assert matched(text) is None


@pytest.mark.parametrize("text", ["President Firefly", "the press", "press", "Sylvanian officials"])
def test_what_may_mean_another_is_not_sure(text: str) -> None:
    assert ask(text)[0].score > 70
    assert matched(text) is None


def test_a_last_name_that_only_one_has_is_sure() -> None:
    assert matched("Marcal") == "vera-marcal"
    assert matched("Mountain Sylvanians") == "mountain-sylvanians"


def test_the_one_with_all_the_words_comes_before_the_one_with_some() -> None:
    assert [each.entity.id for each in ask("border war")[:2]] == ["border-war", "border"]


def test_a_query_without_text_is_answered_by_properties_alone() -> None:
    item = (("skos:exactMatch", (Asked("", "Q2"),)),)
    country = (("country", (Asked("Sylvania"), Asked("Freedonia"))),)

    assert matched("", properties=item) == "sylvania"
    assert {each.entity.id for each in ask("", properties=country)} == {"qala", "freedonia-city"}
    assert matched("", properties=country) is None
    assert ask("", properties=item + country) == []


def test_no_more_candidates_than_asked_for() -> None:
    assert len(ask("Freedonia", limit=1)) == 1
    # What is cut off still makes the first unsure.
    assert matched("Freedonia", limit=1) is None


@pytest.mark.parametrize(
    ("asked", "held", "meant"),
    [
        (Asked("27"), Value("27.0"), True),
        (Asked("27"), Value("28"), False),
        (Asked("1922"), Value("1922-05-03"), True),
        (Asked("1922-05-03T00:00:00Z"), Value("1922-05"), True),
        (Asked("1922-06"), Value("1922-05-03"), False),
        (Asked("1922-05-03"), Value("1922-05-04"), False),
        (Asked("a red book"), Value("A red bock"), True),
        (Asked("a red book"), Value("something else"), False),
        (Asked("Freedonia", "freedonia"), Value("Freedonia", SPACE + "x", "freedonia"), True),
        (Asked("Freedonia", "sylvania"), Value("Freedonia", SPACE + "x", "freedonia"), False),
        (Asked("Republic of Sylvania"), Value("", SPACE + "x", "sylvania"), True),
        (Asked("Q1"), Value("Q1", "http://www.wikidata.org/entity/Q1"), True),
        (Asked("Q12"), Value("Q1", "http://www.wikidata.org/entity/Q1"), False),
    ],
)
def test_a_value_means_the_one_held(asked: Asked, held: Value, meant: bool) -> None:
    assert same(asked, held, CATALOGUE) is meant


@pytest.mark.parametrize(
    ("value", "content", "expected"),
    [
        (Value("Freedonia", SPACE + "freedonia", "freedonia"), "entity", {"id": "freedonia"}),
        (Value("Freedonia", SPACE + "freedonia", "freedonia"), "name", {"str": "Freedonia"}),
        (Value("Freedonia", SPACE + "freedonia", "freedonia"), "iri", {"str": SPACE + "freedonia"}),
        (Value("city", "https://schema.org/City"), "entity", {"str": "city"}),
        (Value("Q1", "http://www.wikidata.org/entity/Q1"), "entity", {"str": "Q1"}),
        (Value("30", datatype=XSD + "positiveInteger"), "entity", {"int": 30}),
        (Value("30.50", datatype=XSD + "decimal"), "entity", {"float": 30.5}),
        (Value("1922-05-03", datatype=XSD + "date"), "entity", {"date": "1922-05-03T00:00:00Z"}),
        (
            Value("1922?", datatype="http://id.loc.gov/datatypes/edtf/EDTF"),
            "name",
            {"str": "1922?"},
        ),
        (Value("Freedonia", language="en"), "iri", {"str": "Freedonia"}),
    ],
)
def test_a_value_becomes_the_cell(value: Value, content: str, expected: dict[str, object]) -> None:
    assert cell(value, content).items() >= expected.items()


def test_terms_are_found_by_id_iri_and_name_unless_two_share_it() -> None:
    assert CATALOGUE.types.find("https://schema.org/Country") is CATALOGUE.types.find("Country")
    both = Catalogue(
        [], [Term("a:X", "one", synonyms=("X",)), Term("b:X", "two", synonyms=("X",))], (), ""
    )
    assert both.types.find("X") is None
    assert both.types.find("a:X") is not None


def test_work_can_be_stopped() -> None:
    def stop() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        candidates(Query("Sylvania"), CATALOGUE, values, stop)
