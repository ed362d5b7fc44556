"""XML passes in pieces as in one, and no character passes that XML does not allow."""

from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.rdf.well_formed_xml import WellFormedXml

# What stands at the edges of what XML allows (XML 1.0, production 2), and what is near in bytes.
EDGES = "\x00\x08\t\n\x0b\x0c\r\x0e\x1f a\x7f\x80é\ud7ff\ue000\uffbd\uffbe\uffbf\ufffd\ufffe\uffff𐀀"
ALLOWED = [c for c in EDGES if c in "\t\n\r" or " " <= c <= "\ufffd" or c > "\uffff"]
FORBIDDEN = sorted(set(EDGES) - set(ALLOWED))


def passed(text: str, cuts: list[int]) -> bytes:
    """Return what becomes of a text that comes in pieces; they may cut characters."""
    data = text.encode()
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    output = BytesIO()
    stream = WellFormedXml(output)
    for start, end in pairwise(places):
        assert stream.write(data[start:end]) == end - start
    stream.flush()
    return output.getvalue()


CUTS = st.lists(st.integers(0, 60), max_size=60)


@given(st.text(ALLOWED, max_size=15), CUTS)
def test_what_xml_allows_is_read_again_as_it_was(text: str, cuts: list[int]) -> None:
    read = ElementTree.fromstring(b"<a>" + passed(text, cuts) + b"</a>")

    assert (read.text or "") == text


@given(st.text(ALLOWED, max_size=9), st.sampled_from(FORBIDDEN), st.text(ALLOWED, max_size=9), CUTS)
def test_what_xml_does_not_allow_is_refused_wherever_it_is_cut(
    before: str, odd: str, after: str, cuts: list[int]
) -> None:
    with pytest.raises(Problem) as caught:
        passed(before + odd + after, cuts)

    assert caught.value.kind == "not-acceptable"
    assert f"U+{ord(odd):04X}" in caught.value.detail


@pytest.mark.parametrize("odd", FORBIDDEN, ids=lambda odd: f"U+{ord(odd):04X}")
@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_forbidden_character_is_found_in_pieces_of_any_size(odd: str, size: int) -> None:
    with pytest.raises(Problem):
        passed("é" + odd, list(range(0, 9, size)))


def test_nothing_of_the_piece_with_a_forbidden_character_is_passed_on() -> None:
    output = BytesIO()
    stream = WellFormedXml(output)
    stream.write(b"<a>")

    with pytest.raises(Problem):
        stream.write(b"text\x00")

    assert output.getvalue() == b"<a>"
