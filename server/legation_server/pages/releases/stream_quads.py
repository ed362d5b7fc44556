"""Say in RDF what the stream of claims is, and which versions a page of it has. Pure.

Implements Linked Data Event Streams 1.0 (SEMIC 2026) over TREE: each member is the version of a
claim that a release brought, and its triples stand in the named graph that has its IRI.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from legation_server.namespaces import DCTERMS, RDF_TYPE, XSD

LDES, TREE = "https://w3id.org/ldes#", "https://w3id.org/tree#"
ACTIVITIES = "https://www.w3.org/ns/activitystreams#"
# How often it pays to look for a new release, in seconds.
POLLING_SECONDS = 3_600
WAYS = ("Create", "Update", "Delete")

Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True)
class Step:
    """The step from one release to the next, or the oldest release: its name and when it was made.

    `when` is an xsd:dateTime, the same for all members of the step.
    """

    name: str
    when: str


def root_quads(
    stream: str, root: str, steps: Sequence[tuple[Step, str]], license: str
) -> Iterator[ox.Quad]:
    """Yield what `root` says of the `stream`: its order, what it keeps, where its pages are.

    `steps` come in the order of time, each with the address of its first page.
    """
    node, page = ox.NamedNode(stream), ox.NamedNode(root)
    yield _quad(node, RDF_TYPE, ox.NamedNode(LDES + "EventStream"))
    yield _quad(node, DCTERMS + "license", ox.NamedNode(license))
    yield _quad(node, LDES + "timestampPath", ox.NamedNode(DCTERMS + "issued"))
    yield _quad(node, LDES + "versionOfPath", ox.NamedNode(DCTERMS + "isVersionOf"))
    for way in WAYS:
        yield _quad(node, f"{LDES}version{way}Path", ox.NamedNode(RDF_TYPE))
        yield _quad(node, f"{LDES}version{way}Object", ox.NamedNode(ACTIVITIES + way))
    yield _quad(node, LDES + "pollingInterval", _typed(str(POLLING_SECONDS), "integer"))
    yield _quad(node, TREE + "view", page)
    yield _quad(page, RDF_TYPE, ox.NamedNode(LDES + "EventSource"))
    yield _quad(page, RDF_TYPE, ox.NamedNode(TREE + "Node"))
    policy = ox.BlankNode("retention")
    yield _quad(page, LDES + "retentionPolicy", policy)
    yield _quad(policy, RDF_TYPE, ox.NamedNode(LDES + "RetentionPolicy"))
    if steps:
        # The oldest release that is kept begins the stream, with all of its claims.
        yield _quad(policy, LDES + "startingFrom", _typed(steps[0][0].when, "dateTime"))
    for number, (step, address) in enumerate(steps):
        yield from _relations(page, address, step, f"step{number}")


def page_quads(
    stream: str,
    page: str,
    step: Step,
    versions: Iterable[Mapping[str, Any]],
    following: str | None,
    base: str,
) -> Iterator[ox.Quad]:
    """Yield a page with `versions` of a step (see diff/claim_versions.py), which never changes.

    `following` is the address of the next page of the step, if there is one.
    """
    node, here = ox.NamedNode(stream), ox.NamedNode(page)
    yield _quad(here, RDF_TYPE, ox.NamedNode(TREE + "Node"))
    yield _quad(here, LDES + "immutable", _typed("true", "boolean"))
    if following:
        yield from _relations(here, following, step, "next")
    for version in versions:
        member = ox.NamedNode(f"{stream}/{step.name}#{version['iri'].removeprefix(base)}")
        yield _quad(node, TREE + "member", member)
        yield _quad(member, RDF_TYPE, ox.NamedNode(ACTIVITIES + version["how"]))
        yield _quad(member, DCTERMS + "isVersionOf", ox.NamedNode(version["iri"]))
        yield _quad(member, DCTERMS + "issued", _typed(step.when, "dateTime"))
        for found in ox.parse("\n".join(version["triples"]), ox.RdfFormat.N_TRIPLES):
            yield ox.Quad(found.subject, found.predicate, found.object, member)


def _relations(page: ox.NamedNode, address: str, step: Step, label: str) -> Iterator[ox.Quad]:
    """Yield that a page has members of one time only: not before it and not after it."""
    for kind in ("GreaterThanOrEqualToRelation", "LessThanOrEqualToRelation"):
        relation = ox.BlankNode(f"{label}{kind[0]}")
        yield _quad(page, TREE + "relation", relation)
        yield _quad(relation, RDF_TYPE, ox.NamedNode(TREE + kind))
        yield _quad(relation, TREE + "node", ox.NamedNode(address))
        yield _quad(relation, TREE + "path", ox.NamedNode(DCTERMS + "issued"))
        yield _quad(relation, TREE + "value", _typed(step.when, "dateTime"))


def _quad(subject: ox.NamedNode | ox.BlankNode, predicate: str, value: Term) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(predicate), value)


def _typed(text: str, name: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + name))
