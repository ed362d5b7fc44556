"""The terms that the query editor completes: classes, properties, codes and entities, by label."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, current_app

from legation_server.endpoint.term_facts import MOST_TERMS, indexed_facts, stored_facts
from legation_server.namespaces import (
    OWL,
    RDF,
    SKOS,
    WIKIDATA_ENTITY,
    compact,
)
from legation_server.namespaces import WIKIDATA as WIKIDATA_NAMESPACE
from legation_server.query import SPARQL, WIKIDATA
from legation_server.rdf import local_name
from legation_server.releases import Release
from legation_server.site_index import PATH as SITE_INDEX
from legation_server.sparql import QUERY_SERVICE_PREFIXES
from legation_server.web import site

blueprint = Blueprint("query_terms", __name__)
CACHE = "query terms"
KINDS = ("class", "property", "code", "entity")


@dataclass
class Term:
    """A term that can be written in a query; `count` says how often it is used."""

    name: str
    label: str
    kind: str
    count: int = 0
    also: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    schemes: set[str] = field(default_factory=set)

    def as_json(self) -> dict[str, Any]:
        """Return what the editor reads; what is empty is left out."""
        sets = {"also": self.also, "classes": self.classes, "schemes": self.schemes}
        shown = {name: sorted(values) for name, values in sets.items() if values}
        return {"name": self.name, "label": self.label, "kind": self.kind, **shown}


@blueprint.get("/query/terms.json", defaults={"of": SPARQL})
@blueprint.get("/wd/query/terms.json", defaults={"of": WIKIDATA})
def terms(of: str) -> Response:
    """Serve the terms that the editor of an endpoint, by its path, completes, as JSON.

    `terms` lists them, most used first: `name` as a query writes it, `label`, `kind`, other names
    in `also`, the classes a property is used on or an entity has in `classes`, and the code lists
    of a code, or of a property's values, in `schemes`. Any client may keep it, by its ETag.
    """
    # Each release has an application of its own, whose data never change.
    held: dict[str, str] = current_app.extensions.setdefault(CACHE, {})
    key = of
    if key not in held:
        found = [term.as_json() for term in query_terms(site().release, of)]
        held[key] = json.dumps({"terms": found}, ensure_ascii=False, separators=(",", ":"))
    return Response(held[key], content_type="application/json; charset=utf-8")


def query_terms(release: Release, endpoint: str) -> list[Term]:
    """Return the terms for queries to an endpoint: the kinds in order, most used first."""
    wikidata = endpoint == WIKIDATA
    known = QUERY_SERVICE_PREFIXES if wikidata else {}
    vocabulary = Vocabulary(release, {**release.prefixes, **known}, wikidata=wikidata)
    found = sorted(
        vocabulary.terms(), key=lambda each: (KINDS.index(each.kind), -each.count, each.name)
    )
    return [each for kind in KINDS for each in _of(kind, found)]


def _of(kind: str, found: Iterable[Term]) -> list[Term]:
    return [each for each in found if each.kind == kind][:MOST_TERMS]


class Vocabulary:
    """Finds the terms of a release."""

    def __init__(self, release: Release, prefixes: Mapping[str, str], *, wikidata: bool) -> None:
        """Find out what is known of the terms. Raises Problem."""
        self._release = release
        self._prefixes = prefixes
        self._wikidata = wikidata
        indexed = site().is_large and release.file(SITE_INDEX) is not None
        self._facts = facts = (
            indexed_facts(site().index, release, items=wikidata) if indexed else stored_facts()
        )
        # A class or property has the count of its members or triples.
        self._counts = {**facts.counts, **release.counts, **release.predicates}

    def terms(self) -> Iterable[Term]:
        """Yield the terms, each once."""
        for iri in sorted({*self._facts.types, *self._release.counts, *self._release.predicates}):
            kind = self._kind(iri)
            if kind and (name := self._name(iri)):
                yield self._term(iri, name, kind)

    def _kind(self, iri: str) -> str:
        types = self._facts.types.get(iri, set())
        if iri in self._release.predicates or any(
            each.endswith("Property") and each.startswith((OWL, RDF)) for each in types
        ):
            return "property" if self._wikidata or WIKIDATA_NAMESPACE not in iri else ""
        if self._wikidata:
            return "entity" if iri.startswith(WIKIDATA_ENTITY) and iri in self._facts.labels else ""
        if iri in self._release.counts or OWL + "Class" in types:
            return "class"
        if SKOS + "Concept" in types:
            return "code"
        return "entity" if iri.startswith(self._release.base + "id/") else ""

    def _term(self, iri: str, name: str, kind: str) -> Term:
        # Wikidata's properties have their label as items, whatever the namespace they are used in.
        label = self._facts.labels.get(iri) or self._facts.labels.get(
            WIKIDATA_ENTITY + local_name(iri), ""
        )
        own = (
            self._facts.used_on.get(iri, set())
            if kind == "property"
            else self._facts.types.get(iri, set())
        )
        schemes = self._facts.values if kind == "property" else self._facts.schemes
        return Term(
            name,
            label,
            kind,
            self._counts.get(iri, 0),
            self._facts.also.get(iri, set()) - {label} if kind == "entity" else set(),
            self._names(own) if kind in ("property", "entity") else set(),
            {local_name(each) for each in schemes.get(iri, set())},
        )

    def _name(self, iri: str) -> str | None:
        return compact(iri, self._prefixes)

    def _names(self, iris: Iterable[str]) -> set[str]:
        return {name for iri in iris if (name := self._name(iri))}
