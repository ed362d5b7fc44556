"""A time that is not in EDTF is refused with what it means in EDTF, or with all forms."""

import pytest
from legation_build.mapping import edtf


def said_of(words: str) -> str:
    with pytest.raises(ValueError, match="is not a time in EDTF; write ") as caught:
        edtf.bounds(words)
    return str(caught.value).partition("; write ")[2].strip("'")


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("19th century", "18XX"),
        ("in the 21st Century", "20XX"),
        ("3 May 1890", "1890-05-03"),
        ("3rd of may 1890", "1890-05-03"),
        ("May 3, 1890", "1890-05-03"),
        ("May 1890", "1890-05"),
        ("3.5.1890", "1890-05-03"),
        ("1890-5-3", "1890-05-03"),
        ("1890-5", "1890-05"),
        ("1890-1900", "1890/1900"),
        ("1890–1900", "1890/1900"),
        ("from 1890 to 1900", "1890/1900"),
        ("between May 1890 and 1900", "1890-05/1900"),
        ("1890..", "1890/.."),
        ("since 18XX", "18XX/.."),
        ("since the 1990s", "199X/.."),
        ("until 3 May 1890", "../1890-05-03"),
        ("about 1890", "1890~"),
        ("1990s", "199X"),
        ("1800s", "18XX for the century, 180X for its first ten years"),
    ],
)
def test_words_for_a_time_lead_to_its_form(words: str, form: str) -> None:
    assert said_of(words) == form
    edtf.bounds(form.partition(" ")[0])


@pytest.mark.parametrize(
    "words",
    ["long ago", "", "1890-13-02", "31 February 1890", "0th century", "1900 to 1890", "3/5/1890"],
)
def test_other_words_lead_to_all_forms(words: str) -> None:
    forms = said_of(words)

    assert "199X for the 1990s, 19XX for the 20th century" in forms
    assert "1992-04-07/.. for what goes on, 1992/ if its end is unknown" in forms
