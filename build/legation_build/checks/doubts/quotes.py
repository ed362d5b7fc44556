"""Find texts in typographic quotation marks, which YAML takes for a part of the text. Pure."""

from collections.abc import Iterator
from typing import Any

from legation_build.errors import Problem
from legation_build.mapping import DocumentMapping, Path, Source

# Marks that open a text, each with those that close it in some language.
_PAIRS = {"“": "”“", "„": "“”", "«": "»", "»": "«", "\u2018": "\u2019", "\u201a": "\u2018"}
_STRAIGHT = "Leave them out; if the text needs any for YAML, use straight ones, \" or '."


def quoted_texts(sources: list[Source]) -> Iterator[Problem]:
    """Yield the texts that stand as a whole between typographic quotation marks."""
    for source in sources:
        for path, text in _texts((), source.data):
            if len(text) > 2 and text[-1] in _PAIRS.get(text[0], ""):
                inner = text[1:-1]
                # "“One” and “two”" begins and ends with marks, and is no quoted text.
                if not any(mark in inner for mark in (text[0], text[-1])):
                    message = f"the quotation marks {text[0]} {text[-1]} are a part of this text."
                    yield Problem(source.file, source.line(path), message, _STRAIGHT)


def files_of(document: DocumentMapping) -> list[Source]:
    """Return the files of a document in which people write texts."""
    return [document.document, *document.claims, *([document.codes] if document.codes else [])]


def _texts(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    """Yield path and value of each text in `value`, which stands at `path`."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts((*path, key), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts((*path, number), inner)
