"""Make the JSON-LD context of dumps from that of mappings, and fit it to a dump's IRIs. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import NamedNode, Triple

from legation_build.namespaces import BIL, CODE, OWL, RDF, RDFS, XSD

Context = dict[str, Any]
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


def namespaces_of(context: Context) -> Iterator[str]:
    """Yield the IRIs that a context has whole: what its prefixes and vocabularies stand for."""
    for value in context.values():
        if _is_namespace(value):
            yield value
        elif isinstance(value, dict) and "@context" in value:
            yield value["@context"].get("@vocab", "")


def without_prefixes(context: Context, prefixes: set[str]) -> Context:
    """Return `context` without some prefixes, and with what its words owe to them written out."""
    gone = {name for name in prefixes if _is_namespace(context.get(name))}

    def spelled(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: v if k == "@context" else spelled(v) for k, v in value.items()}
        return (
            long_name(value, context)
            if isinstance(value, str) and prefix_of(value) in gone
            else value
        )

    return {
        name: value if _is_namespace(value) else spelled(value)
        for name, value in context.items()
        if name not in gone
    }


def _is_namespace(value: object) -> bool:
    """Tell whether readers take the word with this value for a prefix (JSON-LD 1.1, 4.1.5)."""
    return isinstance(value, str) and value.endswith(tuple(":/?#[]@"))


def prefix_of(name: str) -> str:
    """Return what readers of a name take for its prefix, if there is one; "" for none.

    >>> prefix_of("bil:Claim"), prefix_of("https://example.org/a")
    ('bil', '')
    """
    prefix, colon, local = name.partition(":")
    return prefix if colon and not local.startswith("//") else ""


def long_name(name: str, context: Context) -> str:
    """Return the IRI that a name stands for."""
    namespace = context.get(prefix_of(name))
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
