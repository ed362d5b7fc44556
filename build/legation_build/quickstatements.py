"""Draft statements for Wikidata as commands of QuickStatements V1, for a human to check. Pure.

Implements the part of Help:QuickStatements (V1 commands) that statements need: an item, a
property, a value, qualifiers and one reference, with tabs between. Its parsers take nonsense
without a word, so no line is given that the grammar below does not know. Ranks and bars are left
out: not all versions of the tool read them alike.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from legation_build.wikidata_model import NOT_EXACT, NOT_PROPOSED, Export, Snak, Statement
from legation_build.wikidata_rules import PROPERTIES
from legation_build.wikidata_values import Url, Value

_VALUES = {
    "WikibaseItem": r"Q[1-9]\d*",
    "Time": r"\+\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])T00:00:00Z/(?:8|9|10|11)",
    "Quantity": r"[+-]\d+(?:\.\d+)?(?:U[1-9]\d*)?",
    "Url": r'"https?://[^\s"|\\]+"',
}
_ITEM = re.compile(_VALUES["WikibaseItem"], re.ASCII)
_COMMENT = re.compile(r"(?P<command>.*[^ ]) /\* (?P<comment>[^|*\t]+) \*/", re.ASCII)
DRAFT = "Draft, to be checked by hand and given a better reference:"


@dataclass(frozen=True)
class Draft:
    """What becomes of a content: the commands that propose it, or why it is not proposed."""

    content: str
    claims: tuple[str, ...]
    lines: tuple[str, ...]
    reason: str = ""
    detail: str = ""


def drafts(export: Export) -> list[Draft]:
    """Return what becomes of each content, in the order of the contents."""
    statements = {statement.name: statement for statement in export.statements}
    return [
        _draft(
            outcome.content,
            outcome.claims,
            [statements[name] for name in outcome.statements],
            (outcome.reason, outcome.detail),
        )
        for outcome in export.outcomes
    ]


def command(statement: Statement) -> str:
    """Return the command that adds `statement`, with where it comes from as the edit's summary."""
    parts = [statement.subject, *_pair("P", statement.main)]
    for snak in statement.qualifiers:
        parts += _pair("P", snak)
    for snak in statement.references[:1]:
        parts += _pair("S", snak)
    return "\t".join(parts) + f" /* {DRAFT} {' '.join(statement.sources)} */"


def mistake(line: str) -> str:
    r"""Return what is wrong with a command; nothing when the grammar knows it.

    >>> mistake('Q227\tP530\tQ801\tS854\t"https://example.org/" /* why */')
    ''
    >>> mistake("Q227\tP530\tQ801 /* why */")
    'it is not a statement, qualifiers and then a reference'
    """
    match = _COMMENT.fullmatch(line)
    if match is None:
        return "it does not end in a comment, or has a bar"
    item, *pairs = match["command"].split("\t")
    if not _ITEM.fullmatch(item):
        return f"{item!r} is not an item"
    if len(pairs) < 2 or len(pairs) % 2:
        return "a property or a value is missing"
    keys, values = pairs[::2], pairs[1::2]
    sources = [key.startswith("S") for key in keys]
    if sources[0] or sources != sorted(sources) or not sources[-1]:
        return "it is not a statement, qualifiers and then a reference"
    for key, value in zip(keys, values, strict=True):
        described = PROPERTIES.get("P" + key[1:])
        if key[:1] not in ("P", "S") or described is None:
            return f"{key!r} is not a known property"
        if not re.fullmatch(_VALUES[described.datatype], value, re.ASCII):
            return f"{value!r} is no value of {key}"
    return ""


def as_text(found: Iterable[Draft]) -> str:
    """Return all commands of `found`, each once, in the order of their items."""
    lines = {line for draft in found for line in draft.lines}
    return "".join(f"{line}\n" for line in sorted(lines, key=_by_item))


def _draft(
    content: str, claims: tuple[str, ...], statements: Sequence[Statement], why: tuple[str, str]
) -> Draft:
    proposed = [s for s in statements if PROPERTIES[s.main.property].proposed]
    lines = [command(statement) for statement in proposed]
    wrong = [(NOT_EXACT, message) for line in lines if (message := mistake(line))]
    lines = [line for line in lines if not mistake(line)]
    if not lines and statements and not wrong:
        properties = sorted({statement.main.property for statement in statements})
        wrong = [(NOT_PROPOSED, ", ".join(properties))]
    return Draft(content, claims, tuple(lines), *(wrong[0] if wrong else why))


def _pair(letter: str, snak: Snak) -> list[str]:
    return [letter + snak.property[1:], _written(snak.value)]


def _written(value: Value) -> str:
    return f'"{value.address}"' if isinstance(value, Url) else str(value)


def _by_item(line: str) -> tuple[int, str]:
    item, _, rest = line.partition("\t")
    return int(item[1:]), rest
