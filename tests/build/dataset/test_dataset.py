"""The dataset as published: nothing that is not asserted comes back as a fact."""

from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.dumps.serialize import DUMP_FORMATS, DumpFormat
from legation_build.mapping.model import contents, items
from legation_build.resources import resource
from pyoxigraph import (
    RdfFormat,
    Store,
    parse,
)
from support.canonical import canonical
from support.in_process import rows
from support.some import some

KINDS = "SELECT DISTINCT ?kind { ?x a ?kind }"
EXAMPLE = Path(__file__).parents[2] / "data" / "mappings"
# What a content is when some claim affirms it without a hedge and no claim denies it.
ASSERTED = """EXISTS {
    ?yes bil:states ?x ; bil:stance stance:affirms .
    FILTER NOT EXISTS { ?yes bil:modality ?hedge . FILTER (?hedge NOT IN (modality:asserted, modality:attributed)) }
  } && NOT EXISTS { ?no bil:states ?x ; bil:stance stance:denies }"""
# And when it does so in its own voice.
STATED = ASSERTED.replace("(modality:asserted, modality:attributed)", "(modality:asserted)")


@pytest.fixture(scope="module", params=["azerbaijan-israel", "freedonia-sylvania"])
def document(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def store(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    example = tmp_path_factory.mktemp("example")
    pipeline.build([EXAMPLE], example)
    store = Store()
    for dataset in (published, example):
        dump = dataset / "current" / "dumps" / "legation.nq"
        store.load(path=str(dump), format=RdfFormat.N_QUADS)
    kinds = {kind.rpartition("#")[2] for (kind,) in rows(store, KINDS)}
    assert kinds >= {"Content", "Event", "Figure", "Passage", "Situation", "Supposition"}
    return store


def nothing(store: Store, query: str) -> None:
    assert rows(store, query) == []


def test_what_is_not_asserted_is_a_supposition_or_a_figure(store: Store) -> None:
    nothing(
        store,
        f"SELECT ?x {{ ?x a bil:Content FILTER (!({ASSERTED})) MINUS {{ ?x a bil:Supposition }} MINUS {{ ?x a bil:Figure }} }}",
    )


def test_what_is_asserted_is_not_a_supposition(store: Store) -> None:
    nothing(store, f"SELECT ?x {{ ?x a bil:Supposition FILTER ({ASSERTED}) }}")


def test_nothing_that_is_not_stated_involves_anybody(store: Store) -> None:
    nothing(store, f"SELECT ?x ?who {{ ?x bil:involves ?who FILTER (!({STATED})) }}")


def test_every_plain_triple_stands_for_a_stated_situation(store: Store) -> None:
    triples = set(
        rows(store, "SELECT DISTINCT ?s ?p ?o { ?p rdfs:subPropertyOf+ bil:relatedTo . ?s ?p ?o }")
    )
    backed = set(
        rows(
            store,
            f"""SELECT ?s ?p ?o {{ ?type bil:standsFor ?p ; bil:subjectRole ?from ; bil:objectRole ?to .
            ?x bil:situationType|bil:eventType ?type ; ?from ?s ; ?to ?o FILTER (?s != ?o && {STATED})
            FILTER NOT EXISTS {{ ?x (bil:situationType|bil:eventType)/skos:broader+ ?type }} }}""",
        )
    )
    both_ways = set(
        rows(store, "SELECT ?p { ?p a <http://www.w3.org/2002/07/owl#SymmetricProperty> }")
    )
    turned = {(o, p, s) for s, p, o in backed if (p,) in both_ways}

    assert triples
    assert triples == backed | turned


def test_every_figure_shows_its_modality(store: Store) -> None:
    nothing(store, "SELECT ?x { ?x a bil:Figure FILTER NOT EXISTS { ?x bil:modality ?m } }")


def test_every_content_shows_its_passage_and_its_claim(store: Store) -> None:
    nothing(
        store,
        "SELECT ?x { ?x a bil:Content FILTER NOT EXISTS { ?x bil:evidence/bil:inDocument ?d ; bil:statedBy/bil:states ?x } }",
    )


def test_numbers_are_written_as_the_store_writes_them(published: Path) -> None:
    # Otherwise what the server answers would break the shapes, which tell datatypes.
    dump = published / "current" / "dumps" / "azerbaijan-israel.nq"
    quads = list(parse(path=str(dump), format=RdfFormat.N_QUADS))
    kept = Store()
    kept.extend(quads)

    assert quads
    assert [quad for quad in quads if quad not in kept] == []


def test_passages_have_names_of_their_own(store: Store) -> None:
    nothing(
        store,
        "SELECT ?label { ?x a bil:Passage ; bil:inDocument ?d ; rdfs:label ?label . ?y bil:inDocument ?d ; rdfs:label ?label FILTER (?x != ?y) }",
    )
    query = """SELECT DISTINCT ?label { ?x bil:passageKind/skos:prefLabel "heading"@en ; rdfs:label ?label
        FILTER NOT EXISTS { ?x bil:section ?section } } ORDER BY ?label"""
    assert [label for (label,) in rows(store, query)] == ["Title", "Title, 2"]


def test_label_of_a_supposition_shows_that_it_is_one(store: Store) -> None:
    # Two things of different standing must not read alike.
    nothing(
        store,
        "SELECT ?label { ?x a bil:Supposition ; rdfs:label ?label . ?y a bil:Content ; rdfs:label ?label FILTER (?x != ?y) }",
    )


def test_label_of_what_somebody_says_names_one_who_says_it(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?x ?label ?name { ?x a bil:Content ; bil:attributedTo ?source ; rdfs:label ?label .
             ?source rdfs:label|skos:altLabel ?name MINUS { ?x bil:status/skos:prefLabel "stated"@en } }""",
    )
    names: dict[tuple[str, str], set[str]] = {}
    for content, label, name in some(found):
        # What stands in brackets tells two of a name apart.
        names.setdefault((content, label), set()).add(name.partition(" (")[0])
    for (content, label), known in some(names.items()):
        assert any(name.casefold() in label.casefold() for name in known), (content, label)


def test_every_attributed_claim_has_a_chain_that_begins_with_whose_word_it_is(store: Store) -> None:
    nothing(
        store,
        """SELECT ?claim { ?claim a bil:Claim ; bil:attributedTo ?who
             FILTER NOT EXISTS { ?claim bil:attribution [ bil:by ?who ; bil:position 1 ] } }""",
    )
    nothing(
        store,
        """SELECT ?claim { ?claim bil:passedOnBy ?who ; a bil:Claim
             FILTER NOT EXISTS { ?claim bil:attribution [ bil:by ?who ; bil:position ?n ] FILTER (?n > 1) } }""",
    )


def test_relays_of_a_claim_stand_in_the_order_of_the_mapping(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?n ?name { ?claim bil:states/rdfs:label ?what ; bil:attribution ?link .
             ?link bil:position ?n ; bil:by/rdfs:label ?name
             FILTER (STRSTARTS(?what, "Tobias Lund's diary")) } ORDER BY ?n""",
    )

    assert found == [
        ("1", "Tobias Lund"),
        ("2", "diary of Tobias Lund"),
        ("3", "Sylvanian Herald"),
    ]


def test_what_is_signed_has_the_type_for_it(store: Store) -> None:
    nothing(
        store,
        r"""SELECT ?x { ?x a bil:Content ; rdfs:label ?label FILTER (REGEX(?label, "\\bsign(s|ed)?\\b"))
             FILTER NOT EXISTS { ?x bil:eventType/skos:prefLabel "signing"@en } }""",
    )


def test_an_attribute_tells_of_no_time(store: Store) -> None:
    nothing(store, "SELECT ?x { ?x a bil:Attribute ; bil:when ?time }")
    assert rows(store, "SELECT ?x { ?x a bil:Attribute, bil:Situation }")


def test_labels_are_sentences(store: Store) -> None:
    nothing(
        store,
        'SELECT ?label { ?x a bil:Content ; rdfs:label ?label FILTER (!REGEX(?label, "[.]$")) }',
    )


def test_labels_of_contents_tell_them_apart(store: Store) -> None:
    nothing(
        store,
        "SELECT ?label { ?x a bil:Content ; rdfs:label ?label ; bil:evidence/bil:inDocument ?d . ?y a bil:Content ; rdfs:label ?label ; bil:evidence/bil:inDocument ?d FILTER (STR(?x) < STR(?y)) }",
    )


def test_every_entity_is_spoken_of(store: Store) -> None:
    nothing(
        store,
        """SELECT ?x { GRAPH <https://w3id.org/legation/graph/entities> { ?x rdfs:label ?label }
             FILTER NOT EXISTS { ?y ?p ?x FILTER (?p != bil:party) } FILTER NOT EXISTS { ?x bil:party ?z } }""",
    )


def test_every_named_thing_has_a_label(store: Store) -> None:
    nothing(
        store,
        """SELECT DISTINCT ?o { ?x a bil:Content ; ?p ?o FILTER (isIRI(?o)) FILTER (STRSTARTS(STR(?o), "https://w3id.org/legation/"))
             FILTER NOT EXISTS { ?o rdfs:label|skos:prefLabel ?label } FILTER NOT EXISTS { ?o a bil:Claim } }""",
    )


@pytest.mark.parametrize("form", DUMP_FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("name", ["legation", "azerbaijan-israel"])
def test_dumps_say_the_same_in_every_format(published: Path, name: str, form: DumpFormat) -> None:
    dumps = published / "current" / "dumps"
    quads = parse(path=str(dumps / f"{name}.nq"), format=RdfFormat.N_QUADS)
    dump = parse(path=str(dumps / f"{name}.{form.name}"), format=form.rdf)

    assert canonical(dump, form.has_graphs) == canonical(quads, form.has_graphs)


def test_every_sentence_quotation_and_item_has_a_claim(document: str) -> None:
    inputs = pipeline.load([resource("mappings"), EXAMPLE], lambda step: None)
    mapping = next(d for d in inputs.mappings.documents if d.id == document)
    cited: set[str] = set()
    for source in some(mapping.claims):
        for path, claim in some(items(source, "claims")):
            evidence = claim["evidence"]
            cited |= {evidence} if isinstance(evidence, str) else set(evidence)
            assert list(contents(path, claim)) or claim["states"]

    assert {p.id for p in mapping.passages if p.kind != "heading"} <= cited
