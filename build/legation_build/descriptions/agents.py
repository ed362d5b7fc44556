"""Say what the dataset is called, and who makes and publishes it. Pure."""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from legation_build.dataset import english, triple
from legation_build.mapping import Agent
from legation_build.namespaces import BASE, DATASET, DCAT, DCTERMS, FOAF, RDF, RDFS, VCARD

NAME = "Legation"
TITLE = "Legation: what documents say about the relations of states"
ABSTRACT = (
    "What documents say about the relations of states: statements, each typed, dated, hedged as "
    "the document hedges it, and linked to the sentence that it comes from."
)
# Who publishes what no folder of mappings says another publisher of.
PUBLISHER = NamedNode(BASE + "maintainers")
MAINTAINERS = f"Maintainers of {NAME}"


def agent_triples(subject: NamedNode, role: str, agent: Agent | None) -> Iterator[Triple]:
    """Yield who has a `role` for something: `creator` or `publisher`, a property of DCMI Terms.

    None means the maintainers of Legation.
    """
    node = NamedNode(agent.url) if agent else PUBLISHER
    yield triple(subject, DCTERMS + role, node)
    if agent:
        yield triple(node, RDFS + "label", english(agent.name))
        yield from named_agent(node, agent.name)


def contact_triples(subject: NamedNode, agent: Agent | None) -> Iterator[Triple]:
    """Yield whom to ask about something (DCAT 3, section 6.4.3), where an agent tells it."""
    if agent is None or not agent.contact:
        return
    node = NamedNode(DATASET.value + "#contact")
    by = "hasEmail" if agent.contact_address.startswith("mailto:") else "hasURL"
    yield triple(subject, DCAT + "contactPoint", node)
    yield triple(node, RDF + "type", VCARD + "Kind")
    yield triple(node, RDFS + "label", english(agent.name))
    yield triple(node, VCARD + "fn", english(agent.name))
    yield triple(node, VCARD + by, NamedNode(agent.contact_address))


def named_agent(node: NamedNode, name: str) -> Iterator[Triple]:
    """Yield what an agent is called, as DCAT-AP has it."""
    yield triple(node, RDF + "type", FOAF + "Agent")
    yield triple(node, FOAF + "name", english(name))
