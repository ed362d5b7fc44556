"""Write the YAML of mapping files: quicker than a library that may write any YAML."""

import json
import re
from collections.abc import Mapping, Sequence

_PLAIN = re.compile(r"[A-Za-z0-9][\w .,/()–~?%-]*(?<! )")


def yaml_text(block: Mapping[str, object], indent: int = 0) -> str:
    r"""Return a mapping as YAML, in lines; values are texts, lists and mappings.

    >>> yaml_text({"id": "freedonia", "party": ["a", "b"]})
    'id: freedonia\nparty: [a, b]\n'
    """
    return "".join(_lines(block, " " * indent))


def yaml_list(key: str, blocks: Sequence[Mapping[str, object]]) -> str:
    """Return a list of mappings below a key."""
    return f"{key}:\n" + "".join(_item(block, "") for block in blocks)


def scalar(value: object) -> str:
    """Return a text as YAML, quoted where it must be."""
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _lines(block: Mapping[str, object], indent: str) -> list[str]:
    lines = []
    for key, value in block.items():
        if isinstance(value, Mapping):
            lines.append(f"{indent}{key}:\n")
            lines += _lines(value, indent + "  ")
        elif isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
            lines.append(f"{indent}{key}:\n")
            lines += [
                _item(one, indent) if isinstance(one, Mapping) else f"{indent}- {scalar(one)}\n"
                for one in value
            ]
        elif isinstance(value, list | tuple):
            lines.append(f"{indent}{key}: [{', '.join(map(scalar, value))}]\n")
        else:
            lines.append(f"{indent}{key}: {scalar(value)}\n")
    return lines


def _item(block: Mapping[str, object], indent: str) -> str:
    text = "".join(_lines(block, indent + "  "))
    return f"{indent}- {text[len(indent) + 2 :]}"
