"""Split SPARQL text into tokens by the terminals of the grammar (SPARQL 1.1, section 19.8)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

STRING = "|".join(
    (
        r'"""(?:[^"\\]|\\.|"(?!""))*"""',
        r"\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'",
        r'"(?:[^"\\\n\r]++|\\.)*+"',
        r"'(?:[^'\\\n\r]++|\\.)*+'",
    )
)
# What is repeated takes all it can and gives nothing back, which reads the same in less time.
IRI = r'<(?:[^<>"{}|^`\\\x00-\x20]++|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>'
# The beginning of a string without an end; without this, the rest would be read once for every
# quote in it. A short one may be no string: a `<` before it may compare, not open an IRI.
UNCLOSED = "|".join(
    (
        r'"""(?:[^"\\]|\\.|"(?!""))*',
        r"\'\'\'(?:[^'\\]|\\.|'(?!''))*",
        r'"(?:[^"\\\n\r]|\\.){200,}',
        r"'(?:[^'\\\n\r]|\\.){200,}",
    )
)
# PN_CHARS_BASE; PN_CHARS_U has `_` too. What may follow in a variable, and in other names.
LETTERS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
VARIABLE_CHARACTERS = f"{LETTERS}_0-9\u00b7\u0300-\u036f\u203f\u2040"
NAME_CHARACTERS = VARIABLE_CHARACTERS + r"\-"
VARIABLE = rf"[?$][{LETTERS}_0-9][{VARIABLE_CHARACTERS}]*+"
# PLX and PN_LOCAL.
ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
LOCAL_NAME = (
    rf"(?:[{LETTERS}_:0-9]|{ESCAPED})"
    rf"(?:[{NAME_CHARACTERS}:]++|{ESCAPED}|\.+(?:[{NAME_CHARACTERS}:]|{ESCAPED}))*+"
)
# Prefixes end at 200 characters, so that no text takes quadratic time.
PREFIX = rf"(?:[{LETTERS}][{NAME_CHARACTERS}.]{{0,200}}+(?<!\.))?:"
LABEL = rf"_:[{LETTERS}_0-9][{NAME_CHARACTERS}]*+(?:\.+[{NAME_CHARACTERS}]+)*+"
NUMBER = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+"
TOKEN = re.compile(
    # White space and comments before a token are read with it; nothing else begins in a comment.
    rf"""(?:[ \t\r\n]++|\#[^\n\r]*+)*+
    (?:(?P<string>{STRING})
    |(?P<unclosed>{UNCLOSED})
    |(?P<iri>{IRI})
    |(?P<variable>{VARIABLE})
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
    |(?P<name>{PREFIX}(?:{LOCAL_NAME})?)
    |(?P<blank>{LABEL})
    |(?P<word>[{LETTERS}_][{VARIABLE_CHARACTERS}]*+)
    |(?P<number>{NUMBER})
    |(?P<mark>.)
    |(?P<end>\Z))""",
    re.VERBOSE | re.DOTALL,
)


# The kinds of tokens by the numbers of their groups.
KINDS = ("", *TOKEN.groupindex)
END = TOKEN.groupindex["end"]


class Token(NamedTuple):
    """A piece of SPARQL: `kind` is a group of TOKEN, `start` its offset in the text."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a SPARQL text without white space and comments.

    A `<` that could open an IRI is read as one; guard.py, which must not be misled by that,
    reads the text both ways.
    """
    for match in TOKEN.finditer(text):
        group = match.lastindex or END
        if group != END:
            yield Token(KINDS[group], match[group], match.start(group))


def nesting(text: str) -> int:
    """Return how deeply brackets of any kind are nested.

    >>> nesting("SELECT * { FILTER(1 < (2)) }")
    3
    """
    depth = deepest = 0
    for token in tokens(text):
        if token.kind == "mark":
            depth += (token.text in "{([") - (token.text in "})]")
            deepest = max(deepest, depth)
    return deepest


def has_dataset_clause(text: str) -> bool:
    """Return whether a query has a FROM or FROM NAMED clause (SPARQL 1.1, section 13.2).

    The engine reads keywords without a space after them, so `FROMNAMED` and `FROMx:g` count.
    """
    if "from" not in text.lower():
        return False
    depth = 0
    before = ""
    for token in tokens(text):
        if token.kind == "mark":
            depth += (token.text in "{([") - (token.text in "})]")
        elif (
            depth == 0
            and token.kind in ("word", "name")
            and token.text.lower().startswith("from")
            and before != "prefix"
        ):
            return True
        before = token.text.lower()
    return False


def first_keyword(text: str) -> str:
    """Return the first word of a query after its prologue, in capitals; empty without one.

    >>> first_keyword("PREFIX e: <http://e/> Insert Data { e:a e:b e:c }")
    'INSERT'
    """
    found = tokens(text)
    for token in found:
        word = token.text.upper()
        if word == "PREFIX":
            next(found, None)
        elif word not in ("BASE", "VERSION") and token.kind not in ("iri", "string"):
            return word if token.kind == "word" else ""
    return ""


def selects_all(text: str) -> bool:
    """Return whether a query has a `SELECT *` at its top level."""
    return "*" in text and _star(text) is not None


def with_written_columns(text: str, columns: frozenset[str]) -> str | None:
    """Return a `SELECT *` query with its columns by name, in the order of the query.

    `columns` are the names in scope according to the engine. None for a query without a
    `SELECT *` at its top level.
    """
    star = _star(text) if "*" in text else None
    if star is None:
        return None
    written: dict[str, None] = {}
    for token in tokens(text):
        if token.kind == "variable" and token.text[1:] in columns:
            written[token.text[1:]] = None
    if written.keys() != columns or not columns:
        return None
    names = " ".join(f"?{name}" for name in written)
    return f"{text[:star]} {names} {text[star + 1 :]}"


def _star(text: str) -> int | None:
    """Return the offset of the `*` of the outermost `SELECT *`."""
    select = re.compile(r"select(?:distinct|reduced)?$", re.IGNORECASE)
    previous = ""
    for token in tokens(text):
        if token.text == "{":
            return None
        if token.text == "*" and select.match(previous):
            return token.start
        # Keywords may follow each other without a space.
        chained = token.kind == "word" and select.match(previous + token.text)
        previous = previous + token.text if chained else token.text
    return None
