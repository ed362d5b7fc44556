"""The versions of claims: each with all that it states, and only where that differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.diff.claim_versions import CREATED, DELETED, UPDATED, claim_versions
from legation_server.diff.claim_versions import whole_claims as claims_of
from support.bare_releases import BASE, contents
from support.some import some

ONE = ":a a bil:Claim ; bil:states :x . :x a bil:Content ; rdfs:label 'x' ."
TWO = ":b a bil:Claim ; rdfs:label 'b' ."


def ways(old: str, new: str) -> dict[str, str]:
    found = claim_versions(contents("old", old), contents("new", new))
    return {version["iri"].removeprefix(f"{BASE}doc/"): version["how"] for version in found}


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (ONE + TWO, ONE + TWO, {}),
        ("", ONE + TWO, {"a": CREATED, "b": CREATED}),
        (ONE + TWO, ONE, {"b": DELETED}),
        (ONE, TWO, {"a": DELETED, "b": CREATED}),
        (ONE, ONE.replace("'x'", "'y'"), {"a": UPDATED}),
        (ONE, ONE + ":x bil:when '1922' .", {"a": UPDATED}),
        (ONE, ONE.replace("bil:states :x", "bil:states :y"), {"a": UPDATED}),
        # What no claim states, and what is said about the build, changes no claim.
        (ONE, ONE + ":free a bil:Content ; rdfs:label 'free' .", {}),
        (ONE, ONE + "graph:provenance { :a bil:line 7 } graph:release { :a bil:line 8 }", {}),
        (ONE, ONE + "graph:other { :a bil:line 7 }", {"a": UPDATED}),
        # A thing that is a claim no more is a deleted one.
        (ONE, ONE.replace("bil:Claim", "bil:Passage"), {"a": DELETED}),
    ],
)
def test_a_version_is_there_where_a_claim_or_what_it_states_differs(
    old: str, new: str, found: dict[str, str]
) -> None:
    assert ways(old, new) == found


def test_a_version_has_the_triples_of_the_claim_and_of_what_it_states() -> None:
    states = (
        ":a a bil:Claim ; bil:states :x , :y , 'a text' . :y a bil:Content . :other a bil:Content ."
    )

    (version,) = claim_versions(None, contents("new", ONE + states))

    assert version["how"] == CREATED
    assert {line.split()[0].removeprefix(f"<{BASE}doc/")[0] for line in version["triples"]} == set(
        "axy"
    )
    assert version["triples"] == sorted(version["triples"])
    assert len(version["triples"]) == len(set(version["triples"])) == 7
    assert all(line.endswith(" .") for line in some(version["triples"]))


def test_a_deleted_claim_has_no_triples_and_a_changed_one_those_of_now() -> None:
    old, new = contents("old", ONE + TWO), contents("new", ONE.replace("'x'", "'y'"))

    updated, deleted = claim_versions(old, new)

    assert (updated["how"], deleted["how"], deleted["triples"]) == (UPDATED, DELETED, [])
    assert any('"y"' in line for line in updated["triples"])
    assert not any('"x"' in line for line in updated["triples"])


def test_claims_come_in_the_order_of_their_iris() -> None:
    many = "".join(f":{name} a bil:Claim . " for name in ("c", "a", "b10", "b2"))

    found = claim_versions(None, contents("new", many))

    assert [version["iri"].rpartition("/")[2] for version in found] == ["a", "b10", "b2", "c"]


NAMES = st.sampled_from("abc")
LINES = st.one_of(
    NAMES.map(":{} a bil:Claim . ".format),
    NAMES.map(":{} a bil:Content . ".format),
    st.builds(":{} bil:states :{} . ".format, NAMES, NAMES),
    st.builds(":{} rdfs:label '{}' . ".format, NAMES, NAMES),
)
TEXTS = st.lists(LINES, max_size=8).map("".join)
BACKWARDS = {CREATED: DELETED, DELETED: CREATED, UPDATED: UPDATED}


@given(TEXTS, TEXTS)
def test_versions_backwards_are_the_opposite(old: str, new: str) -> None:
    assert {iri: BACKWARDS[how] for iri, how in ways(old, new).items()} == ways(new, old)


@given(TEXTS, TEXTS)
def test_the_claims_before_and_the_versions_make_the_claims_after(old: str, new: str) -> None:
    before, after = contents("old", old), contents("new", new)
    claims = {iri: sorted(f"{t} ." for t in found) for iri, found in claims_of(before).items()}

    for version in claim_versions(before, after):
        claims.pop(version["iri"], None)
        if version["how"] != DELETED:
            claims[version["iri"]] = version["triples"]

    assert claims == {
        iri: sorted(f"{t} ." for t in found) for iri, found in claims_of(after).items()
    }
