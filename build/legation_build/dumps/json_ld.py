"""Write quads as compact JSON-LD (JSON-LD 1.1, W3C Recommendation 2020). Pure.

The words are those that mappings are written in, so that a dump reads like a mapping.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from legation_build.dumps.json_ld_context import (
    Context,
    long_name,
    namespaces_of,
    prefix_of,
    without_prefixes,
)
from legation_build.namespaces import RDF, XSD, curie_parts

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_INTEGERS = frozenset({XSD + "integer", XSD + "nonNegativeInteger", XSD + "positiveInteger"})


def json_ld(quads: Iterable[Quad], context: Context) -> bytes:
    """Return `quads`, which must be sorted by graph and subject, as JSON-LD with `context`.

    A prefix that is also the scheme of some IRI, and would change it, is left out of the context.
    """
    quads = list(quads)
    context = without_prefixes(
        context, {prefix_of(iri) for iri in (*_iris(quads), *namespaces_of(context))}
    )
    words = _Words(context)
    graphs: dict[str, dict[str, dict[str, list[Any]]]] = {}
    for subject, predicate, value, name in quads:
        graph = graphs.setdefault(words.name(name), {})
        node = graph.setdefault(words.name(subject), {})
        if predicate.value == RDF + "type" and not isinstance(value, Literal):
            node.setdefault("type", []).append(words.type(value))
        else:
            word = words.word(predicate.value)
            node.setdefault(word.name, []).append(words.value(value, word))
    found = [
        {"id": name, "@graph": [{"id": node, **_joined(keys)} for node, keys in nodes.items()]}
        for name, nodes in graphs.items()
    ]
    document = {"@context": context, "@graph": found}
    return _indented(document, "\n").encode() + b"\n"


_scalar = json.JSONEncoder(ensure_ascii=False).encode


def _indented(value: Any, margin: str) -> str:
    """Return JSON as `json.dumps` with `indent=1` writes it, in a third of its time.

    `margin` is a line feed and the spaces before the line on which the value begins.
    """
    inner = margin + " "
    if isinstance(value, dict) and value:
        rows = [f"{_scalar(key)}: {_indented(item, inner)}" for key, item in value.items()]
        return "{" + inner + ("," + inner).join(rows) + margin + "}"
    if isinstance(value, list) and value:
        rows = [_indented(item, inner) for item in value]
        return "[" + inner + ("," + inner).join(rows) + margin + "]"
    return _scalar(value)


def _iris(quads: Iterable[Quad]) -> set[str]:
    """Return every IRI in `quads`, those of datatypes too."""
    terms = {term for quad in quads for term in quad}
    kinds = {term.datatype for term in terms if isinstance(term, Literal)}
    return {term.value for term in (*terms, *kinds) if isinstance(term, NamedNode)}


@dataclass(frozen=True)
class _Word:
    """A key of a node, and how its values are read."""

    name: str
    type: str = ""
    language: str = ""
    vocabulary: str = ""


class _Words:
    """Finds the short names that a context gives."""

    def __init__(self, context: Context) -> None:
        self._names: dict[object, str] = {}
        self._prefixes = {
            iri: name
            for name, iri in context.items()
            if isinstance(iri, str) and iri.endswith(("/", "#"))
        }
        self._terms = {
            name: long_name(value["@id"] if isinstance(value, dict) else value, context)
            for name, value in context.items()
            if not name.startswith("@")
        }
        self._types = {
            self._terms[name]: name
            for name, value in context.items()
            if isinstance(value, str) and name in self._terms
        }
        self._words = {
            self._terms[name]: _Word(
                name,
                long_name(value.get("@type", ""), context),
                value.get("@language", ""),
                value.get("@context", {}).get("@vocab", ""),
            )
            for name, value in context.items()
            if isinstance(value, dict)
        }

    def name(self, term: object) -> str:
        """Return the name of a node or graph."""
        if term not in self._names:
            found = self._short(term.value) if isinstance(term, NamedNode) else str(term)
            self._names[term] = found
        return self._names[term]

    def type(self, term: object) -> str:
        """Return the name of a class."""
        found = self._types.get(term.value) if isinstance(term, NamedNode) else None
        return found or self.name(term)

    def word(self, predicate: str) -> _Word:
        """Return the key of a predicate."""
        if predicate not in self._words:
            self._words[predicate] = _Word(self._short(predicate))
        return self._words[predicate]

    def value(self, term: object, word: _Word) -> Any:
        """Return a value under the key `word`."""
        if isinstance(term, Literal):
            return self._literal(term, word)
        name = self.name(term)
        if word.type == "@vocab" and isinstance(term, NamedNode):
            local = term.value.removeprefix(word.vocabulary)
            return local if self._means(local, term.value, word) else name
        return name if word.type == "@id" else {"id": name}

    def _literal(self, term: Literal, word: _Word) -> Any:
        datatype, text = term.datatype.value, term.value
        if term.language:
            plain = {"@value": text, "@language": term.language}
            return text if term.language == word.language else plain
        if datatype == word.type:
            number = datatype in _INTEGERS and _INTEGER.fullmatch(text)
            return int(text) if number else text
        if datatype == XSD + "string":
            return {"@value": text} if word.type or word.language else text
        return {"@value": text, "@type": self._short(datatype)}

    def _means(self, local: str, iri: str, word: _Word) -> bool:
        """Tell whether the bare name `local` is read as `iri` under `word`."""
        return (
            bool(local)
            and word.vocabulary + local == iri
            and not re.search("[:@]", local)
            and self._terms.get(local, iri) == iri
        )

    def _short(self, iri: str) -> str:
        return ":".join(curie_parts(iri, self._prefixes) or (iri,))


def _joined(keys: Mapping[str, list[Any]]) -> dict[str, Any]:
    """Return `keys` with a value that stands alone outside of its list."""
    return {key: values[0] if len(values) == 1 else values for key, values in keys.items()}
