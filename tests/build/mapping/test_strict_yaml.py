"""YAML is read strictly: text stays as it is written, and what could be misread is refused."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from legation_build.mapping.strict_yaml import parse

letters = st.characters(blacklist_categories=["C"], min_codepoint=0x20)
texts = st.text(letters, max_size=12)
data = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def said(text: str) -> list[tuple[int, str]]:
    """Return the line and the message of each problem of a text."""
    return [(problem.line, problem.message) for problem in parse(text, "a.yaml").problems]


@pytest.mark.parametrize(
    "scalar",
    ["yes", "no", "true", "null", "~", "1", "01", "1.10", "1e3", "0x1F", "12:30", "1991-12-25", "=", ".inf"],
)  # fmt: skip
def test_a_scalar_stays_the_text_that_was_written(scalar: str) -> None:
    source = parse(f"key: {scalar}\nlist: [{scalar}]", "a.yaml")

    assert source.data == {"key": scalar, "list": [scalar]}
    assert source.problems == []


def test_a_key_is_text_too() -> None:
    assert parse("1991: a\ntrue: b\n~: c", "a.yaml").data == {"1991": "a", "true": "b", "~": "c"}


def test_nothing_is_nothing() -> None:
    assert [parse(text, "a.yaml").data for text in ("", "# only a remark", "---\n")] == [
        None,
        None,
        "",
    ]


@given(data)
def test_whatever_is_written_is_read(value: object) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_style='"')
    source = parse(text, "a.yaml")

    assert source.problems == []
    assert source.data == value


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    source = parse(text, "a.yaml")

    assert all(problem.file == "a.yaml" and problem.message for problem in source.problems)
    assert all(line >= 1 for line in source.lines.values())


def test_a_second_key_of_the_same_name_is_refused() -> None:
    source = parse("a: 1\nb:\n  c: 2\n  c: 3\na: 4\n", "a.yaml")

    assert source.data == {"a": "1", "b": {"c": "2"}}
    assert [(p.line, p.message, p.remedy) for p in source.problems] == [
        (4, "duplicate key 'c'.", "It is already set on line 3; keep one of the two."),
        (5, "duplicate key 'a'.", "It is already set on line 1; keep one of the two."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &x [1]\nb: *x", 1),
        ("a: &x {b: 1}\nc:\n  <<: *x", 1),
        ("- &x text\n- other\n- *x", 1),
    ],
)
def test_an_alias_is_refused_where_its_value_is_written(text: str, line: int) -> None:
    ((found, message),) = said(text)

    assert message == "an alias repeats a value from another line."
    assert found == line


def test_an_alias_within_itself_ends() -> None:
    assert [message for _, message in said("&x [1, *x]")] == [
        "an alias repeats a value from another line."
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: \x07", 2, "not YAML: the character U+0007 is not allowed here."),
        ('a: 1\nb: "\\x07"', 2, "the character U+0007 is not allowed in a text."),
        ('a: 1\nb:\n  - "x\\u0000y"', 3, "the character U+0000 is not allowed in a text."),
        ("a: 'x", 1, "not YAML: the quotation mark ' that opens here is not closed."),
        ("a: b: c", 1, "not YAML: a colon stands in a text without quotes."),
        ("a:\n\tb: 1", 2, "not YAML: a tab stands where only spaces can."),
        ("a:\n  b: 1\n    c: 2", 3, "not YAML: this line is not indented like the keys that it belongs to."),
        ("a:\n    b: 1\n  c: 2", 3, "not YAML: this line is not indented like the keys that it belongs to."),
        ("a: 1\nb 2\nc: 3", 2, "not YAML: there is no colon with a space after the key."),
        ("a: [1\nb: 2", 1, "not YAML: the bracket that opens here is not closed."),
        ('a: "x" y', 1, "not YAML: the text goes on after the closing quotation mark."),
        ("a: [x] y", 1, "not YAML: the text goes on after a closing bracket."),
        ("a: @x", 1, "not YAML: a text cannot begin with '@'."),
        ("a: *x", 1, "not YAML: a text begins with '*'."),
        ("a: &x y", 1, "a text begins with '&'."),
        ("a: !x y", 1, "a text begins with '!'."),
        ('a: "\\q"', 1, "not YAML: a backslash between double quotes begins a sign that there is not."),
        ("--- a\n--- b", 2, "not YAML: a second document begins at '---'."),
        ("a: - b", 1, "not YAML: sequence entries are not allowed here."),
    ],
)  # fmt: skip
def test_what_is_no_yaml_is_said_with_its_line(text: str, line: int, message: str) -> None:
    ((found, said_message),) = said(text)

    assert said_message == message
    assert found == line


@pytest.mark.parametrize("mark", ['"', "'"])
def test_a_quotation_mark_that_is_not_closed_is_named_where_it_opens(mark: str) -> None:
    lines = ["- id: a", f"  label: {mark}Freedonia", "  type: Event", "- id: b"]
    later = f"  note: {mark}Sylvania{mark}"

    for text in ("\n".join(lines), "\n".join([*lines, later]), "\n".join([*lines, later, later])):
        ((line, message),) = said(text)

        assert message == f"not YAML: the quotation mark {mark} that opens here is not closed."
        assert line == 2


def test_a_text_in_quotes_may_run_over_several_lines() -> None:
    source = parse('a: "one\n  two"\nb: three', "a.yaml")

    assert source.problems == []
    assert source.data == {"a": "one two", "b": "three"}


@pytest.mark.parametrize(
    "text", ["a: route #7 opens", "a: the # sign", "- one #two", "a: one  #two"]
)
def test_a_hash_that_cuts_a_text_off_is_named(text: str) -> None:
    ((line, message),) = said(f"{text}\nb: c" if text.startswith("a") else text)

    assert message.startswith("' #' cuts the text off after ")
    assert line == 1


@pytest.mark.parametrize(
    "text",
    ["a: one  # a comment", "a: one\n# a comment\n", 'a: "one #1"', "a: >-\n  one #1", "a: one#1"],
)
def test_a_comment_has_two_spaces_before_it(text: str) -> None:
    assert said(text) == []


def test_what_a_character_must_not_be_is_left_out() -> None:
    assert parse('a: "x\\x07y"', "a.yaml").data == {"a": "xy"}


def test_what_is_nested_too_deep_is_refused() -> None:
    ((_, message),) = said("[" * 5_000)

    assert message.startswith("not YAML that can be read: ")


def test_every_value_has_a_line() -> None:
    source = parse("a: 1\nb:\n  - c: 2\n    d: 3\n\n  - e\n", "a.yaml")
    lines = {
        (): 1,
        ("a",): 1,
        ("b",): 2,
        ("b", 0): 3,
        ("b", 0, "c"): 3,
        ("b", 0, "d"): 4,
        ("b", 1): 6,
    }

    assert {path: source.line(path) for path in lines} == lines
    # What is not there has the line of what is around it.
    assert source.line(("b", 0, "missing", 7)) == 3
    assert source.line(("missing",)) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_each_sign_that_ends_a_line_of_yaml_counts_as_one(end: str) -> None:
    assert said(f"a: 1{end}b:2{end}c: 3") == [
        (2, "not YAML: there is no space after the colon in 'b:2'.")
    ]
