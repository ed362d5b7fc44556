"""Find the name or the value of the data that is nearest to one that they do not have."""

import re
from collections.abc import Callable, Mapping, Sequence

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from legation_server.descriptions import defined_query
from legation_server.rdf import local_name
from legation_server.releases import Release
from legation_server.site_index import SiteIndex, paths_near

Value = Mapping[str, str]
Rows = Callable[[str], Sequence[Mapping[str, Value]]]

MOST_NAMES, MOST_NEAR = 5_000, 300
# Similarity from 0 to 100 (rapidfuzz) of a name worth naming.
LEAST_SIMILARITY = 70.0
# A number, such as Wikidata's ids are: one that looks like another has nothing to do with it.
NUMBER = re.compile(r"[A-Za-z]?[0-9]+")


def nearest_name(
    iri: str, release: Release, rows: Rows, index: SiteIndex | None = None
) -> str | None:
    """Return the IRI of a thing, class or property that is most like another IRI, if one is.

    It is one of the same namespace, or has the same local name. An `index` tells what things there
    are; `rows` answers a query, about vocabularies alone if there is an index.
    """
    if other := _other_scheme(iri, release, rows):
        return other
    namespace = iri[: len(iri) - len(local_name(iri))]
    if index is None:
        things = rows(
            f"SELECT DISTINCT ?x {{ ?x a ?type FILTER(isIRI(?x) "
            f"&& STRSTARTS(STR(?x), {ox.Literal(namespace)})) }} LIMIT {MOST_NAMES}"
        )
        known = [row["x"]["value"] for row in things]
    else:
        base = release.base
        inside_base = iri.startswith(base)
        paths = paths_near(index, iri.removeprefix(base), MOST_NEAR) if inside_base else []
        defined = [row["x"]["value"] for row in rows(defined_query())]
        graphs = (graph.iri for graph in release.graphs)
        found = (*(base + path for path in paths), *defined, *graphs)
        known = [one for one in found if one.startswith(namespace)]
    terms = [*release.predicates, *release.counts]
    inside = [term for term in terms if term.startswith(namespace)]
    same = [term for term in terms if local_name(term) == local_name(iri)]
    # Of names that are as near the first counts, however they were found.
    return nearest(iri, [*sorted(known), *inside, *same])


def _other_scheme(iri: str, release: Release, rows: Rows) -> str | None:
    """Return the same IRI with https for http, or the other way, if the data have that."""
    scheme, mark, rest = iri.partition("://")
    other = {"http": "https", "https": "http"}.get(scheme, "") + mark + rest
    if other.startswith(mark):
        return None
    if other in release.predicates or other in release.counts:
        return other
    if not other.startswith(release.base):
        return None
    return other if rows(f"SELECT * {{ {ox.NamedNode(other)} ?p ?o }} LIMIT 1") else None


def nearest(iri: str, candidates: Sequence[str]) -> str | None:
    """Return the IRI whose local name is most like that of another, if one is.

    >>> nearest("http://e/Evnt", ["http://e/Claim", "http://e/Event"])
    'http://e/Event'
    """
    if NUMBER.fullmatch(local_name(iri)):
        return None
    found = _most_similar(local_name(iri), [local_name(each) for each in candidates])
    return None if found is None else candidates[found]


def nearest_value(literal: str, values: Sequence[Value]) -> Value | None:
    """Return the value whose text is most like that of a literal in SPARQL, if one is."""
    wanted = literal.strip("\"'").partition('"')[0]
    found = _most_similar(wanted, [value["value"] for value in values])
    return None if found is None else values[found]


def _most_similar(wanted: str, texts: Sequence[str]) -> int | None:
    """Return the place of the text that is most like another, whatever its case."""
    folded = [text.casefold() for text in texts]
    found = process.extractOne(
        wanted.casefold(), folded, scorer=fuzz.ratio, score_cutoff=LEAST_SIMILARITY
    )
    return found[2] if found else None
