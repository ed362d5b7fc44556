"""What reviewers found in the article's data stays mended, and so does what is of the same kind."""

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

PREFIXES = """PREFIX bil: <https://w3id.org/legation/ns#>
PREFIX event-type: <https://w3id.org/legation/code/event-type/>
PREFIX kind: <https://w3id.org/legation/code/kind/>
PREFIX measure: <https://w3id.org/legation/code/measure/>
PREFIX modality: <https://w3id.org/legation/code/modality/>
PREFIX situation-type: <https://w3id.org/legation/code/situation-type/>
PREFIX stance: <https://w3id.org/legation/code/stance/>
PREFIX status: <https://w3id.org/legation/code/status/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
WRONG = {
    "difference of year from what has no time": """
        SELECT ?content {
          ?content bil:differsInYear ?other
          FILTER NOT EXISTS { ?content bil:when ?when }
        }""",
    "words that stand in none of its sentences, but in that of another content": """
        SELECT ?content {
          ?content bil:words ?words . ?other bil:words ?words
          FILTER NOT EXISTS { ?content bil:evidence ?passage . ?other bil:evidence ?passage }
        }""",
    "time of speaking where the utterance has none": """
        SELECT ?content {
          ?claim bil:claimedWhen ?time ; bil:states ?content ; bil:evidence ?passage .
          ?utterance bil:says ?content ; bil:evidence ?passage
          FILTER NOT EXISTS { ?dated bil:says ?content ; bil:when ?when }
        }""",
    "word of somebody who speaks in that sentence and does not say it there": """
        SELECT ?content {
          ?claim bil:states ?content ; bil:attributedTo ?speaker ; bil:evidence ?passage ;
            bil:stance stance:affirms .
          ?utterance a bil:Utterance ; bil:actor ?speaker ; bil:evidence ?passage
          FILTER NOT EXISTS { ?saying bil:says|bil:mentions ?content ; bil:actor ?speaker }
          FILTER NOT EXISTS { ?content bil:deniedBy ?speaker }
        }""",
    "place stated of a thing that is read to be there": """
        SELECT ?content {
          ?content bil:status status:stated ; bil:concerning ?thing ; bil:place ?place ;
            bil:evidence ?passage .
          ?location bil:situationType situation-type:location ; bil:modality modality:inferred ;
            bil:actor ?thing ; bil:place ?place ; bil:evidence ?passage
          FILTER NOT EXISTS { ?thing bil:locatedIn ?place }
        }""",
    "company by its label that is none in the data": """
        SELECT ?content {
          ?content bil:situationType situation-type:home-country ; rdfs:label ?label
          FILTER (REGEX(?label, "(is|are) an? [A-Z][a-z]+ company"))
          FILTER NOT EXISTS { ?content bil:kind/skos:broader* kind:company }
        }""",
    "name where the sentence only describes": """
        SELECT ?content {
          ?content rdfs:label ?label ; bil:actor ?thing . ?thing rdfs:label ?name
          FILTER (STRSTARTS(?label, "By its name, the"))
          FILTER (REGEX(?name, "^[a-z]|^Jewish community"))
        }""",
    "return for what may be a gift": """
        SELECT ?content {
          ?content bil:eventType event-type:delivery , event-type:transaction
          FILTER NOT EXISTS { ?content bil:eventType event-type:sale }
        }""",
    "kind of a thing that is planned": """
        SELECT ?content {
          ?content bil:situationType situation-type:classification .
          ?claim bil:states ?content ; bil:modality modality:planned
        }""",
    "comparison in a group to which nothing says that it belongs": """
        SELECT ?content {
          ?content bil:among ?group ; bil:actor ?actor
          FILTER NOT EXISTS {
            ?membership bil:situationType situation-type:membership ;
              bil:actor ?actor ; bil:target ?group
          }
        }""",
    "reported content that its report does not say, though it says what mentions it": """
        SELECT ?content {
          ?utterance a bil:Utterance ; bil:says ?said . ?said bil:mentions ?content .
          ?said bil:evidence ?passage . ?content bil:evidence ?passage ;
            bil:modality modality:reported
          FILTER NOT EXISTS { ?another bil:says ?content }
        }""",
    "part of an event that is over by a day, and not known to be over": """
        SELECT ?content {
          ?content bil:during ?whole . ?whole bil:during ?event ; a bil:Event .
          ?content a bil:Utterance . ?event a bil:Event ; bil:latest ?day
          FILTER NOT EXISTS { ?content bil:notAfter|bil:latest ?last }
        }""",
    "addressee where two only meet": """
        SELECT ?content {
          ?content bil:partOfEvent ?meeting ; bil:addressee ?person .
          ?meeting bil:eventType event-type:meeting ; bil:participant ?person
        }""",
    "figure of trade that quantifies nothing": """
        SELECT ?content {
          ?content bil:measure/skos:broader* ?measure
          FILTER (?measure IN (measure:trade-volume, measure:export-value, measure:share))
          FILTER NOT EXISTS { ?content bil:quantifies ?quantified }
        }""",
    "hedge by which nobody keeps a distance: the word that a reading rests on": """
        SELECT ?content {
          ?claim bil:states ?content ; bil:modality modality:inferred ; bil:hedge ?hedge
        }""",
    "word of a speaker who is said only to mention it": """
        SELECT ?content {
          ?utterance a bil:Utterance ; bil:mentions ?content ; bil:actor ?speaker ;
            bil:evidence ?passage .
          ?content bil:attributedTo ?speaker ; bil:evidence ?passage
          FILTER NOT EXISTS { ?saying bil:says ?content }
        }""",
    "open end without a word for it": """
        SELECT ?content {
          ?content bil:when ?when ; rdfs:label ?label
          FILTER (STRENDS(STR(?when), "/..") && !REGEX(?label, "since", "i"))
        }""",
    "event that is part of an aim": """
        SELECT ?content {
          ?content bil:partOfEvent/bil:situationType situation-type:aim
        }""",
}


@pytest.fixture(scope="module")
def store(published: Path) -> Store:
    store = Store()
    dump = published / "current" / "dumps" / "legation.nq"
    store.load(path=str(dump), format=RdfFormat.N_QUADS)
    return store


def found(store: Store, query: str) -> set[str]:
    solutions = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    return {str(row["content"].value).rsplit("/", 1)[-1] for row in solutions}


@pytest.mark.parametrize("query", WRONG.values(), ids=WRONG)
def test_the_article_has_no(query: str, store: Store) -> None:
    assert found(store, query) == set()
