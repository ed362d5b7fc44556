"""The IRIs that tokens of a query mean, and its triples of plain terms."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from legation_server.sparql.lexer import Token, tokens
from legation_server.sparql.positions import place_of, problem_at

TERMS = ("iri", "name", "blank", "variable", "string", "number")
WORDS = ("a", "true", "false")


# An escape in an IRI or string (UCHAR).
CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def unescaped(iri: str) -> str:
    """Return an IRI without escapes of code points (SPARQL 1.1, section 19.2).

    >>> unescaped(r"http://e/\u0041")
    'http://e/A'
    """
    if "\\" not in iri:
        return iri
    return CODE_POINT.sub(lambda code: chr(min(int(code[1] or code[2], 16), 0x10FFFF)), iri)


# A declaration of a prefix with a plain name (SPARQL 1.1, rule 6) and nothing else around it.
DECLARATION = re.compile(
    r"[ \t\r\n]*+PREFIX[ \t\r\n]++([A-Za-z][A-Za-z0-9]*+|):[ \t\r\n]*+"
    r"""<([^<>"{}|^`\\\x00-\x20]*+)>""",
    re.IGNORECASE | re.ASCII,
)


def leading_declarations(text: str) -> tuple[dict[str, str], str]:
    """Return prefixes that a query surely declares before it uses them, and the text after that.

    It may declare more: what is not as plain as these is in the text that is returned.

    >>> leading_declarations("PREFIX e: <http://e/> ASK { e:s e:p e:o }")
    ({'e': 'http://e/'}, ' ASK { e:s e:p e:o }')
    """
    declared: dict[str, str] = {}
    end = 0
    while found := DECLARATION.match(text, end):
        declared[found[1]] = found[2]
        end = found.end()
    return declared, text[end:]


CHARACTER = re.compile(
    r"""\\(?:([tbnrf"'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))""",
)
CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def string_value(token: str) -> str:
    """Return what a string as it is written in a query stands for.

    >>> string_value("'a" + chr(92) + "'b'")
    "a'b"
    """
    quotes = 3 if token[:3] in ('"""', "'''") and len(token) >= 6 else 1
    text = token[quotes:-quotes]
    if "\\" not in text:
        return text
    return CHARACTER.sub(
        lambda found: (
            CHARACTERS.get(found[1], found[1])
            if found[1]
            else chr(min(int(found[2] or found[3], 16), 0x10FFFF))
        ),
        text,
    )


def written_string(text: str) -> str:
    """Return a text as a string in a query."""
    escaped = re.sub(r'[\\"]', r"\\\g<0>", text)
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r") + '"'


class Names:
    """The prefixes that a query can use."""

    def __init__(
        self,
        tokens: Sequence[Token],
        known: Mapping[str, str],
        declared: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Take the prefixes that a query declares; `known` are those that need no declaration.

        `declared` are those that it declares before these tokens.
        """
        self._known = known
        self._declared = dict(declared)
        names = [(place, token.text) for place, token in enumerate(tokens) if token.kind == "name"]
        for place, name in names:
            iri = tokens[place + 1] if 0 < place < len(tokens) - 1 else None
            if iri and iri.kind == "iri" and tokens[place - 1].text.lower() == "prefix":
                self._declared[name.removesuffix(":")] = unescaped(iri.text[1:-1])

    def iri(self, token: Token) -> str | None:
        """Return the IRI that a token means; None for other tokens."""
        if token.kind == "iri":
            iri = token.text[1:-1]
            return unescaped(iri) if "\\" in iri else iri
        if token.kind != "name":
            return None
        prefix, _, local = token.text.partition(":")
        # An escape in a local name (PN_LOCAL_ESC) has a backslash and nothing else.
        start = self._declared.get(prefix, self._known.get(prefix))
        return None if start is None else start + local.replace("\\", "")


@dataclass(frozen=True)
class Statement:
    """A triple, by the places of its terms in the list of tokens."""

    subject: int
    verb: int
    object: int


class StatementReader:
    """Reads plain triples, with `;` and `,`, between two places among the tokens of a query."""

    def __init__(self, text: str, tokens: Sequence[Token], place: int, limit: int) -> None:
        """Begin at the token `place` and stop before the token `limit`."""
        self._text, self._tokens = text, tokens
        self.place, self._limit = place, limit

    def all(self) -> list[Statement]:
        """Return all triples; raises Problem for anything else."""
        found: list[Statement] = []
        while self.place < self._limit:
            found += self.of_one_subject()
        return found

    def of_one_subject(self) -> list[Statement]:
        """Return the triples of the next subject, and read on past the dot after them."""
        found = []
        subject = self._term()
        while True:
            verb = self._term()
            found.append(Statement(subject, verb, self._term()))
            while self._take(","):
                found.append(Statement(subject, verb, self._term()))
            if not self._take(";"):
                break
            while self._take(";"):
                pass
            if self.place == self._limit or self._tokens[self.place].text == ".":
                break
        self._take(".")
        return found

    def _term(self) -> int:
        """Read a term and return its place."""
        begun = self.place
        token = self._tokens[begun] if begun < self._limit else None
        if token is None or not (token.kind in TERMS or token.text in WORDS):
            near = self._tokens[min(begun, len(self._tokens) - 1)]
            raise problem_at(
                "syntax-error",
                "only plain triples are allowed here.",
                self._text,
                place_of(self._text, near.start),
                {},
            )
        self.place += 1
        if token.kind == "string" and self.place < self._limit:
            if self._tokens[self.place].kind == "language":
                self.place += 1
            elif self._take("^") and self._take("^"):
                self._term()
        return begun

    def _take(self, mark: str) -> bool:
        found = self.place < self._limit and self._tokens[self.place].text == mark
        self.place += found
        return found


def with_prefixes(query: str, prefixes: Mapping[str, str], separator: str = " ") -> str:
    """Return a query with declarations of the prefixes that it uses without one.

    `separator` follows each declaration.

    >>> with_prefixes("ASK { ?s a bil:Claim }", {"bil": "http://e/", "id": "http://i/"})
    'PREFIX bil: <http://e/> ASK { ?s a bil:Claim }'
    """
    used: set[str] = set()
    declared: set[str] = set()
    before = ""
    for token in tokens(query):
        if token.kind == "name":
            (declared if before.lower() == "prefix" else used).add(token.text.partition(":")[0])
        before = token.text
    missing = sorted((used - declared) & prefixes.keys())
    return "".join(f"PREFIX {name}: <{prefixes[name]}>{separator}" for name in missing) + query
