from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.formats import DOCUMENTS, GRAPHS, PROBLEMS, SOLUTIONS, Format, named
from legation_server.protocol.negotiation import choose, parse_accept

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
