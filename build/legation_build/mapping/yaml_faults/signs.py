"""Find signs that look like those of YAML and are others, which word processors write. Pure."""

import re

from legation_build.mapping.yaml_faults.indents import Fault, lines_of

_DASH = re.compile(r"\s*([\u2010-\u2015\u2212\u2022])\s*([A-Za-z]\w*):(?=\s|$)")
_SPACE = re.compile(r"[ ]*([\u00a0\u2000-\u200b\u202f\u3000\ufeff])")
_COLON = re.compile(r"\s*(?:- )?([A-Za-z]\w*)\s*([\uff1a\ufe55\u2236])\s*")
_CLOSE_COLON = re.compile(r"\s*(?:- )?([A-Za-z]\w*):([^\s/:][^\s:]*)")


def look_alike(text: str, last: int) -> Fault | None:
    """Return the first sign on the lines up to `last` that only looks like one of YAML.

    None when there is none. A text that YAML accepts may hold them all.
    """
    for number, line in enumerate(lines_of(text)[:last], 1):
        if found := _DASH.match(line):
            message = f"not YAML: the dash before '{found[2]}:' is U+{ord(found[1]):04X}."
            return number, message, f"Write a hyphen and a space: '- {found[2]}:'."
        if found := _SPACE.match(line):
            message = f"not YAML: the line begins with the space U+{ord(found[1]):04X}."
            return number, message, "Delete what stands before its first word, and type spaces."
        if found := _COLON.match(line):
            message = f"not YAML: the colon after '{found[1]}' is U+{ord(found[2]):04X}."
            return number, message, f"Write a plain colon and a space: '{found[1]}: '."
    return None


def close_colon(text: str, line: int) -> Fault | None:
    """Return what is wrong when a key's colon has no space after it, on the line `line`."""
    found = _CLOSE_COLON.match(lines_of(text)[line - 1])
    if found is None:
        return None
    message = f"not YAML: there is no space after the colon in '{found[1]}:{found[2]}'."
    return line, message, f"Write '{found[1]}: {found[2]}'."
