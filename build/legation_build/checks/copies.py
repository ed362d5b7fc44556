"""Find words of a document's text that were copied into its mapping. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from legation_build.errors import Problem
from legation_build.mapping import Mappings, Path, Source

# Labels say a fact in words of one's own: as many words in a row are a copy.
RUN = 10
_WORD = re.compile(r"\w+")
# Names of things are what they are, and some keys are there for the document's words.
_EXEMPT = frozenset({"words", "quotation", "quote", "title", "aliases", "labels"})


def copied_text(mappings: Mappings, texts: Mapping[str, str]) -> list[Problem]:
    """Return every place in the mappings with ten words in a row of one of `texts`.

    `texts` maps document ids to texts. Punctuation and capitals do not count.
    """
    runs: dict[tuple[str, ...], str] = {}
    for document, text in texts.items():
        words = _words(text)
        runs.update((tuple(words[i : i + RUN]), document) for i in range(len(words) - RUN + 1))
    problems = []
    for source, is_entities in _sources(mappings):
        for path, text in _texts((), source.data):
            if is_entities and path[-1] == "label":
                continue
            words = _words(text)
            found = (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))
            first = next((run for run in found if run in runs), None)
            if first:
                message = (
                    f"ten words in a row are those of '{runs[first]}': '{' '.join(first[:4])} …'."
                )
                remedy = "Say it in your own words."
                problems.append(Problem(source.file, source.line(path), message, remedy))
    return problems


def _sources(mappings: Mappings) -> Iterator[tuple[Source, bool]]:
    for source in mappings.entities:
        yield source, True
    for document in mappings.documents:
        for source in (document.document, *document.claims):
            yield source, False
        if document.codes is not None:
            yield document.codes, False


def _texts(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    """Yield path and text of every text below `value`, but for keys that are exempt."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in _EXEMPT:
                yield from _texts((*path, key), item)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts((*path, number), item)
    elif isinstance(value, str):
        yield path, value


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
