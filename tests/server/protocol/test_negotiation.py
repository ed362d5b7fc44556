from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.formats import DOCUMENTS, GRAPHS, PROBLEMS, SOLUTIONS, Format, named
from legation_server.protocol.negotiation import choose, chosen_format, parse_accept

EVERY_TABLE = (SOLUTIONS, GRAPHS, DOCUMENTS, PROBLEMS)
EVERY_OFFER = [(offers, offer) for offers in EVERY_TABLE for offer in offers]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def name(accept: str | None, offers: Sequence[Format]) -> str | None:
    chosen = choose(accept, offers)
    return chosen.name if chosen else None


@pytest.mark.parametrize(("offers", "offer"), EVERY_OFFER)
def test_each_format_is_chosen_by_its_media_type(offers: Sequence[Format], offer: Format) -> None:
    assert choose(offer.media_type, offers) is offer
    assert choose(offer.media_type.upper() + "; charset=utf-8", offers) is offer


@pytest.mark.parametrize(("offers", "offer"), EVERY_OFFER)
def test_each_format_is_found_by_its_names(offers: Sequence[Format], offer: Format) -> None:
    assert named(offer.name, offers) is offer
    assert named(f" {offer.media_type.upper()} ", offers) is offer


@pytest.mark.parametrize(
    ("offers", "alias"),
    [(offers, alias) for offers in EVERY_TABLE for offer in offers for alias in offer.aliases],
)
def test_each_format_is_found_by_its_other_names(offers: Sequence[Format], alias: str) -> None:
    assert named(alias, offers) in [offer for offer in offers if alias in offer.aliases]


@pytest.mark.parametrize("offers", EVERY_TABLE)
def test_short_names_are_unique_in_a_table(offers: Sequence[Format]) -> None:
    names = [offer.name for offer in offers]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("accept", [None, "", "  ", "*/*"])
def test_the_first_offer_is_the_default(accept: str | None) -> None:
    assert [name(accept, offers) for offers in (SOLUTIONS, GRAPHS)] == ["json", "ttl"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml", "xml"),
        ("text/csv, */*", "csv"),
        ("text/csv;q=0.1, */*;q=0.2", "json"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("text/*", "csv"),
        ("text/*, text/csv;q=0", "tsv"),
        ("text/csv;q=0, text/*;q=0.3, */*;q=0.2", "tsv"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ('application/sparql-results+json;profile="a,b;q=0";charset=utf-8', "json"),
        ("application/sparql-results+xml;q=1.000", "xml"),
        ("TEXT/CSV; Q=0.9", "csv"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/csv;q=2", None),
        ("nonsense", None),
        ("*/csv", None),
        ("text/turtle, text/csv;q=0.1", "csv"),
        # What Java and others have sent for twenty years.
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "json"),
        ("text/html, image/gif, image/jpeg, *; q=.2", "json"),
        ("*", "json"),
        ("text/csv;q=.2, application/sparql-results+xml;q=.3", "xml"),
        ("text/csv;q=0.33333, application/sparql-results+xml; q = 0.250000", "csv"),
        ("text/csv;q=1., application/sparql-results+xml;q=.99999", "csv"),
        ("text/csv;q=1.0000, text/tab-separated-values;q=0.9999", "csv"),
        ("text/csv;q=.0, *;q=.1", "json"),
        ("text/xml;;q=.5;, , text/csv;q=.4,", "csv"),
        ("image/png, text/csv;q=high, application/sparql-results+xml;q=0.1", "xml"),
        ("text, text/csv;q=0.1", "csv"),
    ],
)
def test_tables(accept: str, expected: str | None) -> None:
    assert name(accept, SOLUTIONS) == expected


def test_a_browser_gets_pages_and_json() -> None:
    assert name(BROWSER, DOCUMENTS) == "html"
    assert name(BROWSER, PROBLEMS) == "html"
    assert name(BROWSER, SOLUTIONS) == "json"


def test_a_program_gets_no_page_unasked() -> None:
    assert name("*/*", DOCUMENTS) == "ttl"
    assert name("*/*", PROBLEMS) == "json"


def test_a_synonym_does_not_bring_back_what_was_excluded() -> None:
    assert name("application/json, application/sparql-results+json;q=0", SOLUTIONS) is None


ranges = st.tuples(
    st.sampled_from(["*/*", "text/*", *(o.media_type for _, o in EVERY_OFFER)]),
    st.integers(0, 1000),
)


@given(st.lists(ranges, min_size=1, max_size=6), st.sampled_from(EVERY_TABLE))
def test_what_is_chosen_is_accepted(items: list[tuple[str, int]], offers: Sequence[Format]) -> None:
    header = ", ".join(f"{media_type};q={quality / 1000:.3f}" for media_type, quality in items)

    chosen = choose(header, offers)

    if chosen is not None:
        names = {chosen.media_type, *chosen.synonyms}
        assert any(r.quality > 0 and r.covers(n) for r in parse_accept(header) for n in names)
    elif any(media_type == "*/*" and quality for media_type, quality in items):
        excluded = {media_type for media_type, quality in items if not quality}
        assert "text/*" in excluded or excluded & {offer.media_type for offer in offers}


@given(st.text(max_size=200), st.sampled_from(EVERY_TABLE))
def test_no_header_makes_it_fail(header: str, offers: Sequence[Format]) -> None:
    assert choose(header, offers) in (None, *offers)


@given(st.sampled_from(EVERY_TABLE), st.data())
def test_the_order_of_a_header_does_not_matter(
    offers: Sequence[Format], data: st.DataObject
) -> None:
    names = data.draw(st.permutations([offer.media_type for offer in offers]))
    qualities = data.draw(st.permutations([f"{n / 10:.1f}" for n in range(1, len(names) + 1)]))
    items = [f"{name};q={quality}" for name, quality in zip(names, qualities, strict=True)]

    assert choose(", ".join(items), offers) is choose(", ".join(items[::-1]), offers)


@given(st.sampled_from(EVERY_OFFER), st.integers(1, 1000))
def test_what_is_named_alone_is_chosen_whatever_its_quality(
    pair: tuple[Sequence[Format], Format], thousandths: int
) -> None:
    offers, offer = pair

    assert choose(f"{offer.media_type};q={thousandths / 1000:.3f}", offers) is offer


@pytest.mark.parametrize("offers", EVERY_TABLE)
def test_what_is_excluded_is_never_chosen(offers: Sequence[Format]) -> None:
    left = list(offers)
    while left:
        excluded = "".join(f", {o.media_type};q=0" for o in offers if o not in left)
        chosen = choose("*/*" + excluded, offers)
        assert chosen is left[0]
        left.remove(chosen)
    assert choose("*/*" + "".join(f", {o.media_type};q=0" for o in offers), offers) is None


@pytest.mark.parametrize("offers", EVERY_TABLE)
@pytest.mark.parametrize("accept", [None, "", "  ", "*/*"])
def test_who_says_nothing_gets_the_first(offers: Sequence[Format], accept: str | None) -> None:
    assert choose(accept, offers) is offers[0]


def test_a_format_asked_for_by_name_comes_before_the_header() -> None:
    assert chosen_format("csv", "application/sparql-results+xml", SOLUTIONS).name == "csv"
    assert chosen_format(None, "application/sparql-results+xml", SOLUTIONS).name == "xml"


@pytest.mark.parametrize(("wanted", "accept"), [("pdf", "*/*"), (None, "image/png")])
def test_a_format_that_there_is_not_is_refused_with_those_there_are(
    wanted: str | None, accept: str
) -> None:
    with pytest.raises(Problem) as caught:
        chosen_format(wanted, accept, SOLUTIONS)

    assert caught.value.kind == "not-acceptable"
    assert caught.value.members["available"] == [offer.media_type for offer in SOLUTIONS]
    assert caught.value.members["names"] == ["json", "xml", "csv", "tsv"]
