"""Draft statements for Wikidata as commands of QuickStatements V1, for a human to check. Pure.

Implements the part of Help:QuickStatements (V1 commands) that statements need: an item, a property,
a value, qualifiers and one reference, with tabs between. The tool accepts malformed commands
silently, so every line is checked by the grammar below. Ranks and bars are not used, since versions
of the tool read them differently. The tool finds a statement by its value alone: each further
reference has a line of its own, and statements that differ only in lasting qualifiers are left out,
since the tool would merge them. So are hedged statements: where Wikidata has the plain one, the
tool would put our doubt on it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from legation_build.wikidata.model import (
    NOT_EXACT,
    NOT_PROPOSED,
    Export,
    Snak,
    Statement,
    lasting,
)
from legation_build.wikidata.rules import PROPERTIES
from legation_build.wikidata.values import Url, Value

_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
# The parts that a precision leaves open are 00: years and decades, months, days.
_POINTS = (r"00-00T00:00:00Z/[89]", rf"{_MONTH}-00T00:00:00Z/10", rf"{_MONTH}-{_DAY}T00:00:00Z/11")
_VALUES = {
    "WikibaseItem": r"Q[1-9]\d*",
    "Time": rf"\+(?!0000)\d{{4}}-(?:{'|'.join(_POINTS)})",
    "Quantity": r"[+-]\d+(?:\.\d+)?(?:U[1-9]\d*)?",
    "Url": r'"https?://[^\s"|\\]+"',
}
_ITEM = re.compile(_VALUES["WikibaseItem"], re.ASCII)
_COMMENT = re.compile(r"(?P<command>.*[^ ]) /\* (?P<comment>[^|*\t]+) \*/", re.ASCII)
DRAFT = "Draft, to be checked by hand and given a better reference:"


@dataclass(frozen=True)
class Draft:
    """The commands that propose a content, or the reason why it is not proposed."""

    content: str
    claims: tuple[str, ...]
    lines: tuple[str, ...]
    reason: str = ""
    detail: str = ""


def drafts(export: Export) -> list[Draft]:
    """Return the draft of each content, in the order of the contents."""
    statements = {statement.name: statement for statement in export.statements}
    offered = [statement for statement in export.statements if not statement.hedged]
    values = Counter((statement.subject, statement.main) for statement in offered)
    alike = {value for value, number in values.items() if number > 1}
    return [
        _draft(
            outcome.content,
            outcome.claims,
            [statements[name] for name in outcome.statements],
            alike,
            (outcome.reason, outcome.detail),
        )
        for outcome in export.outcomes
    ]


def commands(statement: Statement) -> list[str]:
    """Return the commands that add `statement`, one for each of its references.

    The comment, which becomes the summary of the edit, names the sources of the statement.
    """
    parts = [statement.subject, *_pair("P", statement.main)]
    lasts = PROPERTIES[statement.main.property].lasts
    for snak in lasting(statement.qualifiers) if lasts else statement.qualifiers:
        parts += _pair("P", snak)
    comment = f" /* {DRAFT} {' '.join(statement.sources)} */"
    references = (
        [part for snak in reference for part in _pair("S", snak)]
        for reference in statement.references
    )
    return ["\t".join([*parts, *reference]) + comment for reference in references]


def mistake(line: str) -> str:
    r"""Return what is wrong with a command; "" when it is in the grammar.

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


def command_lines(found: Iterable[Draft]) -> str:
    """Return all commands of `found`, each once, in the order of their items."""
    lines = {line for draft in found for line in draft.lines}
    return "".join(f"{line}\n" for line in sorted(lines, key=_by_item))


def _draft(
    content: str,
    claims: tuple[str, ...],
    statements: Sequence[Statement],
    alike: Set[tuple[str, Snak]],
    why: tuple[str, str],
) -> Draft:
    proposed = [
        statement
        for statement in statements
        if PROPERTIES[statement.main.property].proposed
        and not statement.hedged
        and (statement.subject, statement.main) not in alike
    ]
    lines = [line for statement in proposed for line in commands(statement)]
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
