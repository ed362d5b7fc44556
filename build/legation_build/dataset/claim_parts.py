"""Name the parts of claims that have no ids in mappings: attributions and accounts. Pure.

Their ids have underscores, which no id in a mapping can have: `c-one_by_cable` is the link of a
claim's chain that is by the cable, `c-one_visit` the claim's account of the visit.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import Triple

from legation_build.dataset.triples import english, number, triple
from legation_build.mapping import Mappings, each_value, items
from legation_build.namespaces import BIL, ENTITY, RDF, RDFS

SPEAKER, RELAY = "on whose word", "passes it on"


def account_id(claim: str, content: str) -> str:
    """Return the id, or the IRI, of what a claim says about a content; `claim` is an id or IRI.

    >>> account_id("c-one", "visit")
    'c-one_visit'
    """
    return f"{claim}_{content}"


def account_label(claim: str, content: str) -> str:
    """Return what an account is called, by the ids of its claim and its content."""
    return f"What {claim} says about {content}"


def with_account_ids(claims: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the blocks of claims, their accounts as things with ids, types and labels."""
    for claim in claims:
        accounts = [
            {
                "id": account_id(claim["id"], account["of"]),
                "type": "Account",
                "label": account_label(claim["id"], account["of"]),
                **account,
            }
            for _, account in each_value((), claim.get("accounts"))
        ]
        yield {**claim, "accounts": accounts} if accounts else {**claim}


def attributions(
    claims: Iterable[Mapping[str, Any]], base: str, names: Mapping[str, str]
) -> Iterator[Triple]:
    """Yield the chain of each attributed claim: the speakers at 1, then who passed it on, in order.

    `base` is the IRI that ids of claims follow, `names` the label of each entity by its id.
    """
    for claim in claims:
        chain = [(1, speaker) for _, speaker in each_value((), claim.get("attributedTo"))]
        relays = (relay for _, relay in each_value((), claim.get("passedOnBy")))
        for position, who in [*chain, *enumerate(relays, 2)]:
            iri = base + claim["id"]
            link = f"{iri}_by_{who}"
            part = SPEAKER if position == 1 else RELAY
            yield triple(iri, BIL + "attribution", link)
            yield triple(link, RDF + "type", BIL + "Attribution")
            yield triple(link, RDFS + "label", english(f"{names.get(who, who)}: {part}"))
            yield triple(link, BIL + "by", ENTITY + who)
            yield triple(link, BIL + "position", number(position))


def names_of_entities(mappings: Mappings) -> dict[str, str]:
    """Return the label of each entity by its id."""
    return {
        entity["id"]: entity["label"]
        for source in mappings.entities
        for _, entity in items(source, "entities")
    }
