"""What changed is found exactly: old and changes make new, and nothing else counts as a change."""

from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.diff import WAYS, Contents, Side, compare, patch, readable_changes
from legation_server.diff.changes import by_graph
from legation_server.namespaces import RDF_TYPE, RDFS
from support.bare_releases import BASE, NS, bare_release, node

CODE = BASE + "code/"
TYPE = ox.NamedNode(RDF_TYPE)


OLD, NEW = bare_release("old"), bare_release("new")


def sides(old: Iterable[ox.Quad], new: Iterable[ox.Quad]) -> tuple[Contents, Contents]:
    return Contents(OLD, frozenset(old)), Contents(NEW, frozenset(new))


names = st.sampled_from(["doc/a", "doc/b", "doc/c"]).map(node)
graphs = st.sampled_from(["graph/doc", "graph/release", "graph/provenance", "graph/derived"]).map(
    node
)
predicates = st.sampled_from([NS + "status", NS + "states", RDFS + "label", NS + "when"]).map(
    ox.NamedNode
)
values = st.sampled_from(["one", 'two\n"', "three"]).map(ox.Literal) | names
facts = st.builds(ox.Quad, names, predicates, values, graphs)
types = st.builds(
    lambda name, kind, graph: ox.Quad(name, TYPE, node(f"ns#{kind}"), graph),
    names,
    st.sampled_from(["Claim", "Content", "Passage"]),
    graphs,
)
contents = st.frozensets(facts | types, max_size=12)


def applied(quads: frozenset[ox.Quad], lines: Iterable[str]) -> set[ox.Quad]:
    """Return quads after the changes of an RDF Patch."""
    found = set(quads)
    for line in lines:
        letter, _, rest = line.partition(" ")
        if letter in ("A", "D"):
            (quad,) = ox.parse(rest.encode(), format=ox.RdfFormat.N_QUADS)
            (found.add if letter == "A" else found.remove)(quad)
    return found


@given(contents, contents)
def test_a_patch_makes_the_new_release_of_the_old_one(
    old: frozenset[ox.Quad], new: frozenset[ox.Quad]
) -> None:
    lines = list(patch(*sides(old, new)))

    assert applied(old, lines) == new
    assert (lines[0], lines[-1]) == ("TX .\n", "TC .\n")
    assert len(lines) - 2 == len(old ^ new)


@given(contents, contents)
def test_the_same_releases_give_the_same_patch_in_whatever_order(
    old: frozenset[ox.Quad], new: frozenset[ox.Quad]
) -> None:
    once = list(patch(*sides(old, new)))

    assert list(patch(*sides(sorted(old, key=str), sorted(new, key=str, reverse=True)))) == once
    deleted = [line for line in once if line.startswith("D")]
    assert deleted == sorted(deleted)


@given(contents)
def test_a_release_does_not_differ_from_itself(quads: frozenset[ox.Quad]) -> None:
    both = sides(quads, quads)

    assert compare(*both) == []
    assert by_graph(*both) == {}
    assert readable_changes(*map(Side, both))["claims"] == []


OPPOSITE = {"added": "removed", "removed": "added", "changed": "changed"}


@given(contents, contents)
def test_changes_backwards_are_the_opposite(
    old: frozenset[ox.Quad], new: frozenset[ox.Quad]
) -> None:
    there = compare(*sides(old, new))
    back = compare(*sides(new, old))

    assert {(c.iri, OPPOSITE[c.how], c.added, c.removed) for c in there} == {
        (c.iri, c.how, c.removed, c.added) for c in back
    }


@given(contents, contents)
def test_exactly_the_claims_and_contents_whose_facts_differ_are_changes(
    old: frozenset[ox.Quad], new: frozenset[ox.Quad]
) -> None:
    before, after = (side.things() for side in sides(old, new))
    changes = {change.iri: change for change in compare(*sides(old, new))}

    different = {iri for iri in before.keys() | after.keys() if before.get(iri) != after.get(iri)}
    assert changes.keys() == different
    assert all(change.how in WAYS for change in changes.values())
    assert all((change.how == "added") == (iri not in before) for iri, change in changes.items())
    assert all((change.how == "removed") == (iri not in after) for iri, change in changes.items())


@given(contents, contents)
def test_graphs_count_all_that_differs(old: frozenset[ox.Quad], new: frozenset[ox.Quad]) -> None:
    counted = by_graph(*sides(old, new))

    assert sum(gone for gone, _ in counted.values()) == len(old - new)
    assert sum(come for _, come in counted.values()) == len(new - old)
    assert list(counted) == sorted(counted)
    assert (0, 0) not in counted.values()


@given(contents, contents)
def test_the_data_for_programs_count_what_the_changes_are(
    old: frozenset[ox.Quad], new: frozenset[ox.Quad]
) -> None:
    both = sides(old, new)
    found = readable_changes(*map(Side, both))
    changes = compare(*both)

    assert (found["base"], found["old"], found["new"]) == (BASE, "old", "new")
    assert found["counts"] == {how: sum(c.how == how for c in changes) for how in WAYS}
    shown = {claim["iri"] for claim in found["claims"]}
    within = {content["iri"] for claim in found["claims"] for content in claim["contents"]}
    # Every change is shown, by itself or under a claim that states it.
    assert {change.iri for change in changes} <= shown | within
    assert found["left_out"] == 0


def claim(*rows: tuple[str, ox.NamedNode | ox.Literal], kind: str = "Claim") -> set[ox.Quad]:
    own = [(RDF_TYPE, node(f"ns#{kind}")), *((NS + name, value) for name, value in rows)]
    return {ox.Quad(node("doc/a"), ox.NamedNode(p), o, node("graph/doc")) for p, o in own}


@pytest.mark.parametrize("graph", ["graph/release", "graph/provenance"])
def test_how_a_claim_was_written_is_no_change_of_it(graph: str) -> None:
    line = ox.Quad(node("doc/a"), ox.NamedNode(NS + "line"), ox.Literal(7), node(graph))

    assert compare(*sides(claim(), {*claim(), line})) == []
    moved = ox.Quad(line.subject, line.predicate, line.object, node("graph/doc"))
    assert [c.how for c in compare(*sides(claim(), {*claim(), moved}))] == ["changed"]


@pytest.mark.parametrize(
    ("old", "new", "doubts"),
    [
        ("unconfirmed", "stated", ()),
        ("stated", "unconfirmed", ("unconfirmed",)),
        ("stated", "denied", ("denies",)),
        # What was removed is as it was before.
        ("denied", None, ("denies",)),
        (None, "denied", ("denies",)),
    ],
)
def test_a_change_says_whether_it_is_asserted_now_or_was(
    old: str | None, new: str | None, doubts: tuple[str, ...]
) -> None:
    both = sides(
        *(
            claim(("status", ox.NamedNode(CODE + "status/" + status))) if status else set()
            for status in (old, new)
        )
    )

    (change,) = compare(*both)

    assert change.not_asserted == doubts


def test_a_change_has_the_label_of_now_and_lines_that_can_be_read() -> None:
    old = claim() | {labelled("Before")}
    new = claim() | {labelled("After")}

    (change,) = compare(*sides(old, new))

    assert (change.how, change.label) == ("changed", "After")
    assert [
        len(list(ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES)))
        for line in (*change.removed, *change.added)
    ] == [1, 1]


def labelled(text: str) -> ox.Quad:
    return ox.Quad(node("doc/a"), ox.NamedNode(RDFS + "label"), ox.Literal(text), node("graph/doc"))


def test_values_that_differ_in_their_type_alone_are_shown_as_terms() -> None:
    date = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
    old = claim(("when", ox.Literal("2000-01-01")))
    new = claim(("when", ox.Literal("2000-01-01", datatype=date)))

    (shown,) = readable_changes(*map(Side, sides(old, new)))["claims"]

    (statement,) = shown["statements"]
    assert [value["text"] for value in statement["old"]] == ['"2000-01-01"']
    assert [value["text"] for value in statement["new"]] == [f'"2000-01-01"^^{date}']


def test_values_that_stay_are_shown_beside_those_that_do_not() -> None:
    old = claim(("when", ox.Literal("1")), ("when", ox.Literal("9")))
    new = claim(("when", ox.Literal("10")), ("when", ox.Literal("9")))

    (shown,) = readable_changes(*map(Side, sides(old, new)))["claims"]

    (statement,) = shown["statements"]
    texts = {part: [v["text"] for v in statement[part]] for part in ("old", "new", "kept")}
    assert texts == {"old": ["1"], "new": ["10"], "kept": ["9"]}


def test_a_literal_of_another_language_is_marked_with_it() -> None:
    new = claim(
        ("when", ox.Literal("gestern", language="de")), ("when", ox.Literal("x", language="en"))
    )

    (shown,) = readable_changes(*map(Side, sides(claim(), new)))["claims"]

    assert [value["text"] for value in shown["statements"][0]["new"]] == ["gestern (de)", "x"]


def test_a_blank_value_is_shown_as_it_is_written() -> None:
    new = claim() | {
        ox.Quad(node("doc/a"), ox.NamedNode(NS + "when"), ox.BlankNode("b"), node("graph/doc"))
    }

    (shown,) = readable_changes(*map(Side, sides(claim(), new)))["claims"]

    assert len(shown["statements"][0]["new"]) == 1
