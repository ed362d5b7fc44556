"""A small world of two states, and what Wikidata could say of a claim about it."""

from functools import cache

from legation_build.dataset.assemble import model_triples
from legation_build.dataset.vocabulary import MODEL_FILES, vocabulary_of
from legation_build.pipeline import model_bytes
from legation_build.wikidata.model import Export, Statement
from legation_build.wikidata.statements import export
from pyoxigraph import RdfFormat, Triple, parse

from support.small_release import BASE

PAGE = "https://example.org/f-s"
# Two states, a person and a place with (borrowed) items, and one place without.
WORLD = """
@prefix : <https://w3id.org/legation/freedonia-sylvania/> .
@prefix bil: <https://w3id.org/legation/ns#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix event-type: <https://w3id.org/legation/code/event-type/> .
@prefix id: <https://w3id.org/legation/id/> .
@prefix measure: <https://w3id.org/legation/code/measure/> .
@prefix modality: <https://w3id.org/legation/code/modality/> .
@prefix precision: <https://w3id.org/legation/code/precision/> .
@prefix schema: <https://schema.org/> .
@prefix situation-type: <https://w3id.org/legation/code/situation-type/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stance: <https://w3id.org/legation/code/stance/> .
@prefix topic: <https://w3id.org/legation/code/topic/> .
@prefix unit: <https://w3id.org/legation/code/unit/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/legation/freedonia-sylvania> a bil:Document ; schema:url <https://example.org/f-s> .
id:freedonia a schema:Country, schema:Place ; skos:exactMatch wd:Q227 .
id:sylvania a schema:Country, schema:Place ; skos:exactMatch wd:Q801 .
id:olga-tarn a schema:Person ; skos:exactMatch wd:Q57410 .
id:grain-town a schema:City, schema:Place .
"""
CLAIM = ":c a bil:Claim ; bil:states :x ; bil:stance stance:affirms ; bil:modality modality:asserted .\n"
VISIT = ":x a bil:Event ; bil:eventType event-type:visit ; bil:actor id:olga-tarn ; bil:target id:sylvania"
RELATIONS = (
    ":x a bil:Situation ; bil:situationType situation-type:diplomatic-relations ;"
    " bil:participant id:freedonia , id:sylvania"
)


@cache
def _model() -> dict[str, list[Triple]]:
    model = model_triples(model_bytes())
    assert model.keys() == MODEL_FILES.keys()
    return model


def exported(turtle: str, page: str = PAGE) -> Export:
    """Return what Wikidata could say of the world with `turtle` added; `page` is the document's."""
    model = _model()
    triples = [*model["codes"], *model["alignments"]]
    world = WORLD.replace(PAGE, page) + turtle
    triples += [quad.triple for quad in parse(world, format=RdfFormat.TURTLE)]
    return export(triples, vocabulary_of([*model["ontology"], *model["codes"]]))


def about_contents(found: Export) -> list[Statement]:
    """Return the statements that contents gave, without those that entities gave."""
    return [s for s in found.statements if not s.sources[0].startswith(f"{BASE}id/")]


def made(turtle: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the statements about contents made of `turtle`, and the reasons for what is not said."""
    found = exported(turtle)
    return [shown(s) for s in about_contents(found)], [
        (o.reason, o.detail) for o in found.outcomes if o.reason
    ]


def shown(statement: Statement) -> str:
    """Return a statement as its subject, and the properties and values of its snaks."""
    snaks = (statement.main, *statement.qualifiers)
    return " ".join([statement.subject, *(f"{s.property} {s.value}" for s in snaks)])
