"""Write calls of GROUP_CONCAT and REPLACE for the engine, which reads them by rules of its own.

GROUP_CONCAT concatenates what STR gives of each term (SPARQL 1.1, section 18.5.1.7); the engine
takes strings only. The replacements of REPLACE are those of XPath: `$1` is a group whatever follows
it, a backslash takes the meaning of `$` and of itself (XPath Functions, section 5.6.4). The engine
wants `${1}` and `$$`.
"""

import re

from legation_server.sparql.lexer import Token
from legation_server.sparql.outline import Outline
from legation_server.sparql.rewriting import Draft
from legation_server.sparql.terms import string_value, written_string

PART = re.compile(r"\\([\\$])|\$(\d+)|([^\\$]+)")
GROUP = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|(\((?!\?))", re.DOTALL)


def concatenate_strings(draft: Draft, found: Outline) -> bool:
    """Put STR around what each GROUP_CONCAT takes; return whether there was any."""
    read = draft.tokens
    changed = False
    for place, token in enumerate(read[:-2]):
        opening = place + 1
        if token.text.lower() != "group_concat" or read[opening].text != "(":
            continue
        first, end = opening + 1, found.partner[opening]
        if read[first].text.lower() == "distinct":
            first += 1
        for inner in range(first, end):
            if read[inner].text == ";" and found.bracket[inner] == opening:
                end = inner
                break
        draft.insert(first, "STR(", first)
        draft.insert(end, ")", end)
        changed = True
    return changed


def write_replacements(draft: Draft, found: Outline) -> bool:
    """Write each replacement that is a string as the engine reads it; return whether any differs.

    Others, which are known only in evaluation, stay as they are.
    """
    changed = False
    for place, token in enumerate(draft.tokens[:-1]):
        if token.text.lower() != "replace" or draft.tokens[place + 1].text != "(":
            continue
        arguments = _arguments(draft, found, place + 1)
        if len(arguments) < 3 or len(arguments[2]) != 1:
            continue
        if len(arguments) > 3 and any(
            "q" in draft.tokens[flag].text.lower() for flag in arguments[3]
        ):
            continue
        pattern = draft.tokens[arguments[1].start] if len(arguments[1]) == 1 else None
        replacement = draft.tokens[arguments[2].start]
        if replacement.kind == "string":
            value = string_value(replacement.text)
            written = for_rust(value, _groups(pattern))
            if written is not None and written != value:
                draft.replace(arguments[2].start, written_string(written))
                changed = True
    return changed


def _groups(pattern: Token | None) -> int | None:
    """Return how many groups a pattern has; None when that is not known."""
    if pattern is None or pattern.kind != "string":
        return None
    return sum(1 for part in GROUP.finditer(string_value(pattern.text)) if part[1])


def for_rust(replacement: str, groups: int | None) -> str | None:
    """Return a replacement of XPath as the engine's library has it; None when it is not valid.

    `groups` is how many the pattern has, None when that is not known.

    >>> for_rust("$1x", 1), for_rust("$12", 1), for_rust("a" + chr(92) + "$", 0)
    ('${1}x', '${1}2', 'a$$')
    """
    written, end = [], 0
    for part in PART.finditer(replacement):
        if part.start() != end:
            return None
        end = part.end()
        if part[1]:
            written.append("$$" if part[1] == "$" else part[1])
        elif part[2]:
            if len(part[2]) > 1 and groups is None:
                return None
            digits = len(part[2])
            while digits > 1 and int(part[2][:digits]) > (groups or 0):
                digits -= 1
            written.append(f"${{{part[2][:digits]}}}{part[2][digits:]}")
        else:
            written.append(part[3])
    return "".join(written) if end == len(replacement) else None


def _arguments(draft: Draft, found: Outline, opening: int) -> list[range]:
    """Return the places of the tokens of each argument between two brackets."""
    ends = [
        place
        for place in range(opening + 1, found.partner[opening])
        if draft.tokens[place].text == "," and found.bracket[place] == opening
    ]
    starts = [opening + 1, *(end + 1 for end in ends)]
    return [range(*pair) for pair in zip(starts, [*ends, found.partner[opening]], strict=True)]
