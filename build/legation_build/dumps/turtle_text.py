"""Set out Turtle for people: brackets on one line or several, and literals. Pure."""

import re
from collections.abc import Callable, Sequence

from pyoxigraph import Literal

from legation_build.namespaces import XSD

LINE_CHARACTERS, INDENT = 100, "    "
# Literals that need no quotes, by datatype (section 2.5.2).
_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}


def enclosed(start: str, parts: Sequence[str], between: str, end: str, depth: int) -> str:
    """Return `parts` in brackets: on one line if it fits, else each on a line of its own."""
    if not parts:
        return start + end
    line = f"{start} {between.join(parts)} {end}"
    if len(line) <= LINE_CHARACTERS - depth * len(INDENT) and "\n" not in line:
        return line
    margin = "\n" + INDENT * depth
    return f"{start}{margin}{(between.rstrip() + margin).join(parts)}{margin[: -len(INDENT)]}{end}"


def _quoted(text: str) -> str:
    """Return a quoted text: one of several lines in triple quotes."""
    if "\n" not in text or re.search("[\x00-\x08\x0b-\x1f\x7f]", text):
        return str(Literal(text))
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if escaped.endswith('"'):
        escaped = escaped[:-1] + '\\"'
    return f'"""{escaped}"""'


def literal_text(term: Literal, name: Callable[[str], str]) -> str:
    """Return a literal as Turtle writes it; `name` returns the name of a datatype's IRI."""
    datatype = term.datatype.value
    if datatype in _BARE and _BARE[datatype].fullmatch(term.value):
        return term.value
    text = _quoted(term.value)
    if term.language:
        return f"{text}@{term.language}"
    return text if datatype == XSD + "string" else f"{text}^^{name(datatype)}"
