"""What is known about a thing is fetched once, by short queries."""

import pyoxigraph as ox
from legation_server.descriptions import Surroundings, describe
from support.asked_store import Asked, objects

BASE = "https://example.org/"
DOC = BASE + "doc/"
AROUND = Surroundings(BASE, frozenset({BASE + "doc"}), frozenset({BASE + "ns#"}))


def test_parts_that_a_document_names_are_asked_for_without_their_names() -> None:
    def longest(parts: int) -> int:
        names = [f"<https://example.org/doc#{number}>" for number in range(parts)]
        lines = [f"<https://example.org/doc> bil:part {name} ." for name in names]
        lines += [f"{name} bil:note 'own' ; bil:list [ bil:item 'inner' ] ." for name in names]
        asked = Asked("".join(lines))
        found = describe(BASE + "doc", AROUND, asked)
        assert len(objects(found, "note")) == len(objects(found, "item")) == parts > 0
        return max(map(len, asked.queries))

    assert longest(5) == longest(50)


def test_of_an_ontology_no_triple_is_fetched_twice_but_its_own() -> None:
    class Counting(Asked):
        fetched = 0

        def __call__(self, query: str) -> list[ox.Triple]:
            found = super().__call__(query)
            self.fetched += len(found)
            return found

    def fetched(terms: int) -> int:
        defined = "".join(
            f"bil:t{number} a owl:Class ; rdfs:label 't' ." for number in range(terms)
        )
        alignments = "GRAPH <https://example.org/h> { bil:t0 rdfs:seeAlso :else }"
        own = f"GRAPH <https://example.org/g> {{ <https://example.org/ns> a owl:Ontology . {defined} }}"
        asked = Counting(own + alignments)
        found = describe(BASE + "ns", AROUND, asked)
        assert objects(found, "seeAlso") == [f"<{DOC}else>"]
        return asked.fetched

    assert fetched(20) - fetched(10) == 2 * 10
