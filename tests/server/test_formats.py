"""Each format is found by every name that clients have for it, and no name means two."""

from collections import Counter
from collections.abc import Sequence

import pytest
from legation_server.formats import DOCUMENTS, GRAPHS, PROBLEMS, SOLUTIONS, Format, named
from support.some import some

TABLES = {"solutions": SOLUTIONS, "graphs": GRAPHS, "documents": DOCUMENTS, "problems": PROBLEMS}


@pytest.mark.parametrize("offers", TABLES.values(), ids=TABLES)
def test_no_name_stands_for_two_formats_of_a_table(offers: Sequence[Format]) -> None:
    names = Counter(
        name
        for offer in offers
        for name in (offer.name, offer.media_type, *offer.aliases, *offer.synonyms)
    )

    assert {name for name, number in names.items() if number > 1} == set()
    # Names are looked up in small letters.
    assert all(name == name.lower() and name.strip() == name for name in some(names))


@pytest.mark.parametrize("offers", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("change", [str, str.upper, " {} ".format])
def test_case_and_space_around_a_name_do_not_matter(
    offers: Sequence[Format], change: type[str]
) -> None:
    for offer in some(offers):
        for name in (offer.name, offer.media_type, *offer.aliases, *offer.synonyms):
            assert named(change(name), offers) is offer


def test_a_plus_sign_that_arrives_as_a_space_is_one() -> None:
    assert named("application/ld json", GRAPHS) is named("application/ld+json", GRAPHS) is not None
    assert named("sparql-results xml", SOLUTIONS) is named("xml", SOLUTIONS)


@pytest.mark.parametrize("name", ["", " ", "pdf", "application", "text/turtle; charset=utf-8", "+"])
def test_a_name_that_nobody_has_means_none(name: str) -> None:
    assert [named(name, offers) for offers in TABLES.values()] == [None] * len(TABLES)


def test_a_name_of_its_own_comes_before_one_that_is_another_format_s_too() -> None:
    other = Format("other", "text/other", "Other", ("own",))
    own = Format("own", "text/own", "Own")

    assert named("own", (other, own)) is own
    assert named("text/other", (own, other)) is other


@pytest.mark.parametrize(
    ("media_type", "content_type"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
    ],
)
def test_text_says_in_which_characters_it_is(media_type: str, content_type: str) -> None:
    assert Format("x", media_type, "X").content_type == content_type
