"""Write quads as compact JSON-LD (JSON-LD 1.1, W3C Recommendation 2020). Pure.

The words are those that mappings are written in, so that a dump reads like a mapping.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Triple

from legation_build.namespaces import BIL, CODE, OWL, RDF, RDFS, XSD, curie_parts

Context = dict[str, Any]
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_INTEGERS = frozenset({XSD + "integer", XSD + "nonNegativeInteger", XSD + "positiveInteger"})
# What only people who write mappings need.
_FOR_WRITERS = frozenset({"claims", "entities", "withoutClaims"})


def reading_context(
    mapping: Mapping[str, Any], ontology: Iterable[Triple], prefixes: Mapping[str, str]
) -> Context:
    """Return the context of dumps: that of mappings, the ontology's other terms, and prefixes.

    `ontology` are the triples that define the terms. Where a prefix is also a word, it is a word;
    one that is called like a code list has the codes of that list as its values.
    """
    context = {
        word: _flat(value)
        for word, value in mapping.items()
        if word not in _FOR_WRITERS and not (isinstance(value, dict) and "@container" in value)
    }
    known = {value["@id"] for value in context.values() if isinstance(value, dict)}
    for word, kind in sorted(_terms(ontology)):
        if f"bil:{word}" in known or word in context:
            continue
        context[word] = {"@id": f"bil:{word}", **({"@type": kind} if kind else {})}
        if prefixes.get(word, "").startswith(CODE):
            context[word] |= {"@type": "@vocab", "@context": {"@vocab": prefixes[word]}}
    return context | {p: iri for p, iri in prefixes.items() if p not in context}


def _flat(value: Any) -> Any:
    """Return what a context says of a word, without what holds only for blocks inside others."""
    if isinstance(value, dict) and "@vocab" not in value.get("@context", {"@vocab": ""}):
        return {key: part for key, part in value.items() if key != "@context"}
    return value


def json_ld(quads: Iterable[Quad], context: Context) -> bytes:
    """Return `quads`, which must be sorted by graph and subject, as JSON-LD with `context`.

    A prefix that is also the scheme of some IRI, and would change it, is left out of the context.
    """
    quads = list(quads)
    context = _without(context, {_prefix(iri) for iri in (*_iris(quads), *_namespaces(context))})
    words = _Words(context)
    graphs: dict[str, dict[str, dict[str, list[Any]]]] = {}
    for quad in quads:
        graph = graphs.setdefault(words.name(quad.graph_name), {})
        node = graph.setdefault(words.name(quad.subject), {})
        if quad.predicate.value == RDF + "type" and not isinstance(quad.object, Literal):
            node.setdefault("type", []).append(words.type(quad.object))
        else:
            word = words.word(quad.predicate.value)
            node.setdefault(word.name, []).append(words.value(quad.object, word))
    found = [
        {"id": name, "@graph": [{"id": node, **_joined(keys)} for node, keys in nodes.items()]}
        for name, nodes in graphs.items()
    ]
    document = {"@context": context, "@graph": found}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _iris(quads: Iterable[Quad]) -> Iterator[str]:
    """Yield every IRI in `quads`, those of datatypes too."""
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode | Literal):
                yield (term.datatype if isinstance(term, Literal) else term).value


def _namespaces(context: Context) -> Iterator[str]:
    """Yield the IRIs that a context has whole: what its prefixes and vocabularies stand for."""
    for value in context.values():
        if _is_namespace(value):
            yield value
        elif isinstance(value, dict) and "@context" in value:
            yield value["@context"].get("@vocab", "")


def _without(context: Context, prefixes: set[str]) -> Context:
    """Return `context` without some prefixes, and with what its words owe to them written out."""
    gone = {name for name in prefixes if _is_namespace(context.get(name))}

    def spelled(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: v if k == "@context" else spelled(v) for k, v in value.items()}
        return _long(value, context) if isinstance(value, str) and _prefix(value) in gone else value

    return {
        name: value if _is_namespace(value) else spelled(value)
        for name, value in context.items()
        if name not in gone
    }


def _is_namespace(value: object) -> bool:
    """Tell whether readers take the word with this value for a prefix (JSON-LD 1.1, 4.1.5)."""
    return isinstance(value, str) and value.endswith(tuple(":/?#[]@"))


def _prefix(name: str) -> str:
    """Return what readers of a name take for its prefix, if there is one; "" for none.

    >>> _prefix("bil:Claim"), _prefix("https://example.org/a")
    ('bil', '')
    """
    prefix, colon, local = name.partition(":")
    return prefix if colon and not local.startswith("//") else ""


def _long(name: str, context: Context) -> str:
    """Return the IRI that a name stands for."""
    namespace = context.get(_prefix(name))
    return namespace + name.partition(":")[2] if isinstance(namespace, str) else name


def _terms(ontology: Iterable[Triple]) -> set[tuple[str, str]]:
    """Return the local names of the ontology's properties, each with the type of its values.

    That is `@id` for things, "" for plain text, else the IRI of a datatype.
    """
    kinds: dict[str, set[str]] = {}
    ranges: dict[str, str] = {}
    for triple in ontology:
        subject, value = triple.subject, triple.object
        if not (isinstance(subject, NamedNode) and isinstance(value, NamedNode)):
            continue
        if triple.predicate.value == RDF + "type" and subject.value.startswith(BIL):
            kinds.setdefault(subject.value, set()).add(value.value)
        if triple.predicate.value == RDFS + "range" and value.value.startswith(XSD):
            ranges[subject.value] = value.value
    types: dict[str, str] = {}
    for iri, found in kinds.items():
        if OWL + "ObjectProperty" in found:
            types[iri] = "@id"
        elif OWL + "DatatypeProperty" in found:
            types[iri] = ranges.get(iri, "").replace(XSD + "string", "")
    return {(iri.removeprefix(BIL), kind) for iri, kind in types.items()}


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
        self._prefixes = {
            iri: name
            for name, iri in context.items()
            if isinstance(iri, str) and iri.endswith(("/", "#"))
        }
        self._terms = {
            name: _long(value["@id"] if isinstance(value, dict) else value, context)
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
                _long(value.get("@type", ""), context),
                value.get("@language", ""),
                value.get("@context", {}).get("@vocab", ""),
            )
            for name, value in context.items()
            if isinstance(value, dict)
        }

    def name(self, term: object) -> str:
        """Return the name of a node or graph."""
        return self._short(term.value) if isinstance(term, NamedNode) else str(term)

    def type(self, term: object) -> str:
        """Return the name of a class."""
        found = self._types.get(term.value) if isinstance(term, NamedNode) else None
        return found or self.name(term)

    def word(self, predicate: str) -> _Word:
        """Return the key of a predicate."""
        return self._words.get(predicate) or _Word(self._short(predicate))

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
