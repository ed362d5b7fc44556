"""Write triples as compact JSON-LD 1.1 by the words of a context, with those it uses inside."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from legation_server.namespaces import RDF_TYPE, XSD

NATIVE = {
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "integer": re.compile(r"-?(?:0|[1-9]\d{0,14})"),
}
# What may stand at the end of a namespace that is to be a prefix (section 4.1.5 of the syntax).
DELIMITERS = tuple(":/?#[]@")

Definitions = Mapping[str, Any]


@dataclass(frozen=True)
class Word:
    """A name for a term, and what a bare string under it means: a type or a language.

    Under the type `@vocab` it is what follows `vocabulary`.
    """

    name: str
    type: str = ""
    language: str = ""
    vocabulary: str = ""


class Words:
    """The names that a context has for terms and for the keywords `@id` and `@type`."""

    def __init__(self, context: Definitions) -> None:
        """Read a context, the value of `@context` in JSON-LD 1.1.

        Of definitions it knows `@id`, `@type`, `@language` and a `@context` with a `@vocab`.
        """
        self.context = context
        self.prefixes: dict[str, str] = {}
        self.aliases: dict[str, str] = {}
        named: dict[str, Definitions] = {}
        for name, found in context.items():
            if isinstance(found, str) and name and not name.startswith("@"):
                if found.startswith("@"):
                    self.aliases[found] = name
                elif found.endswith(DELIMITERS):
                    self.prefixes[name] = found
                else:
                    named[name] = {"@id": found}
            elif isinstance(found, Mapping):
                named[name] = found
        self.longest_first = sorted(self.prefixes.items(), key=lambda row: -len(row[1]))
        self.meanings = {name: self.whole(found["@id"]) for name, found in named.items()}
        self.words = {
            self.meanings[name]: Word(
                name,
                self.whole(found.get("@type", "")),
                found.get("@language", ""),
                found.get("@context", {}).get("@vocab", ""),
            )
            for name, found in named.items()
        }

    def whole(self, name: str) -> str:
        """Return the IRI a name with a prefix stands for; other names as they are."""
        space = self.prefixes.get(prefix_of(name))
        return name if space is None else space + name.partition(":")[2]


def prefix_of(name: str) -> str:
    """Return what readers of a name take for its prefix, if there is one; nothing for none.

    >>> prefix_of("bil:Claim"), prefix_of("https://example.org/a")
    ('bil', '')
    """
    prefix, colon, rest = name.partition(":")
    return prefix if colon and not rest.startswith("//") else ""


def as_json_ld(triples: Iterable[ox.Triple], words: Words) -> dict[str, object]:
    """Return a JSON-LD document, one object a subject, with the words it uses as its context.

    The triples must be without triple terms, which JSON-LD 1.1 cannot express.
    """
    writer = _Writer(words, triples)
    return {"@context": writer.used(), "@graph": list(writer.nodes.values())}


class _Writer:
    def __init__(self, words: Words, triples: Iterable[ox.Triple]) -> None:
        kept = list(triples)
        # A prefix that is also the scheme of some IRI would change that IRI's meaning.
        self._schemes = {
            prefix_of((term.datatype if isinstance(term, ox.Literal) else term).value)
            for triple in kept
            for term in (triple.subject, triple.predicate, triple.object)
            if isinstance(term, ox.NamedNode | ox.Literal)
        }
        self._spaces = [row for row in words.longest_first if row[0] not in self._schemes]
        self._words = words
        self._id = words.aliases.get("@id", "@id")
        self._type = words.aliases.get("@type", "@type")
        self._used: set[str] = set()
        self._short: dict[str, str] = {}
        self.nodes: dict[str, dict[str, object]] = {}
        for triple in kept:
            self._add(triple)

    def used(self) -> dict[str, object]:
        """Return what of the context was used, and the prefixes this uses in turn."""
        context = self._words.context
        names = {self._id, self._type, "@version"}
        words = self._used - self._words.prefixes.keys()
        definitions = {name: self._spelled(context[name], names) for name in words}
        return {n: definitions.get(n, c) for n, c in context.items() if n in names | self._used}

    def _spelled(self, found: Any, names: set[str]) -> Any:
        """Return a definition; add the prefixes it needs to names, or do without them."""
        if isinstance(found, Mapping):
            spelled = {key: self._spelled(found[key], names) for key in found if key != "@context"}
            return {key: spelled.get(key, found[key]) for key in found}
        prefix = prefix_of(str(found))
        if prefix in self._schemes:
            return self._words.whole(found)
        names.add(prefix)
        return found

    def _add(self, triple: ox.Triple) -> None:
        subject = self._identifier(triple.subject)
        node = self.nodes.setdefault(subject, {self._id: subject})
        if triple.predicate.value == RDF_TYPE and isinstance(triple.object, ox.NamedNode):
            _append(node, self._type, self._named(triple.object.value))
        else:
            key = self._named(triple.predicate.value)
            word = self._words.words.get(triple.predicate.value) or Word(key)
            _append(node, key, self._value(triple.object, word))

    def _named(self, iri: str) -> str:
        """Return a predicate, class or datatype: its word, or else shortened."""
        word = self._words.words.get(iri)
        if word is None:
            return self._shortened(iri)
        self._used.add(word.name)
        return word.name

    def _identifier(self, term: object) -> str:
        return self._shortened(term.value) if isinstance(term, ox.NamedNode) else str(term)

    def _shortened(self, iri: str) -> str:
        short = self._short.get(iri)
        if short is None:
            short = self._short[iri] = self._find_short(iri)
        return short

    def _find_short(self, iri: str) -> str:
        for prefix, space in self._spaces:
            # After a prefix, two slashes would make a whole IRI of it.
            if iri.startswith(space) and not iri.startswith("//", len(space)):
                self._used.add(prefix)
                return f"{prefix}:{iri[len(space) :]}"
        return iri

    def _value(self, value: object, word: Word) -> object:
        """Return an object: bare where its word says the rest, or JSON does."""
        if isinstance(value, ox.Literal):
            return self._literal(value, word)
        if word.type == "@vocab" and isinstance(value, ox.NamedNode):
            bare = value.value.removeprefix(word.vocabulary)
            if self._means(bare, value.value, word):
                return bare
        short = self._identifier(value)
        return short if word.type in ("@id", "@vocab") else {self._id: short}

    def _means(self, bare: str, iri: str, word: Word) -> bool:
        """Tell whether a bare name is read as an IRI under a word."""
        if not bare or word.vocabulary + bare != iri or ":" in bare or bare.startswith("@"):
            return False
        # A name of the context means what it means there.
        return bare not in self._words.context

    def _literal(self, literal: ox.Literal, word: Word) -> object:
        plain = not (word.type or word.language)
        datatype, text = literal.datatype.value, literal.value
        if literal.language:
            if literal.language == word.language and not literal.direction:
                return text
            direction = {"@direction": str(literal.direction)} if literal.direction else {}
            return {"@value": text, "@language": literal.language, **direction}
        if datatype == XSD + "string":
            return text if plain else {"@value": text}
        if datatype == word.type:
            return text
        if datatype in NATIVE and NATIVE[datatype].fullmatch(text):
            native = text == "true" if datatype == XSD + "boolean" else int(text)
            return native if plain else {"@value": native}
        return {"@value": text, "@type": self._named(datatype)}


def _append(node: dict[str, object], key: str, value: object) -> None:
    held = node.get(key)
    if held is None:
        node[key] = value
    elif isinstance(held, list):
        held.append(value)
    else:
        node[key] = [held, value]
