"""Changes in words: claims in the order of the text, each with its evidence and its contents."""

from typing import Any

import pytest
from legation_server.diff import Contents, Side, readable_changes
from legation_server.diff import worded_changes as wording
from legation_server.releases.manifest import NamedGraph
from support.bare_releases import BASE, contents
from support.some import some


def changes(old: str, new: str, **fields: Any) -> dict[str, Any]:
    sides = (Side(contents(name, trig, **fields)) for name, trig in (("old", old), ("new", new)))
    return readable_changes(*sides)


def names(found: list[dict[str, Any]]) -> list[str]:
    return [each["iri"].rpartition("/")[2] for each in found]


CLAIM = ":c a bil:Claim ; rdfs:label 'a claim' ; bil:states :x . :x a bil:Content ."


@pytest.mark.parametrize(
    ("old", "new", "how"),
    [("", CLAIM, "added"), (CLAIM, "", "removed"), (CLAIM, CLAIM + ":c bil:n 1 .", "changed")],
)
def test_a_claim_is_shown_with_how_it_changed(old: str, new: str, how: str) -> None:
    (claim,) = changes(old, new)["claims"]

    assert (claim["how"], claim["label"]) == (how, "a claim")
    assert claim["kinds"] == ["Claim"]


def test_a_content_that_changed_stands_under_every_claim_that_states_it() -> None:
    two = CLAIM + ":d a bil:Claim ; rdfs:label 'd' ; bil:states :x . "

    found = changes(two, two + ":x rdfs:label 'now' .")

    assert names(found["claims"]) == ["c", "d"]
    for claim in some(found["claims"]):
        (content,) = claim["contents"]
        assert (claim["how"], content["how"], content["label"]) == ("changed", "changed", "now")
        assert claim["statements"] == []
    assert found["counts"] == {"added": 0, "removed": 0, "changed": 1}


def test_a_content_that_no_claim_states_stands_for_itself() -> None:
    found = changes("", ":x a bil:Content ; rdfs:label 'alone' .")

    (shown,) = found["claims"]
    assert (shown["how"], shown["label"], shown["contents"]) == ("added", "alone", [])
    assert shown["kinds"] == ["Content"]


def test_a_claim_that_loses_a_content_shows_it_as_removed() -> None:
    new = ":c a bil:Claim ; rdfs:label 'a claim' ."

    (claim,) = changes(CLAIM, new)["claims"]

    assert [(content["how"], names([content])) for content in claim["contents"]] == [
        ("removed", ["x"])
    ]
    # That it states this is shown by the place alone.
    assert [row["property"]["text"] for row in claim["statements"]] == []


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ("bil:firstWords 'On 3 May' ; bil:lastWords 'of Sylvania.'", "On 3 May … of Sylvania."),
        ("bil:firstWords 'On 3 May' ; bil:lastWords 'On 3 May'", "On 3 May"),
    ],
)
def test_the_evidence_is_shown_by_its_words_and_section(evidence: str, words: str) -> None:
    passage = f":c bil:evidence :p . :p a bil:Passage ; bil:section 'History' ; {evidence} ."

    (claim,) = changes("", CLAIM + passage)["claims"]

    (shown,) = claim["evidence"]
    assert (shown["words"], shown["section"], shown["iri"]) == (words, "History", f"{BASE}doc/p")


def test_the_evidence_of_a_removed_claim_is_that_of_before() -> None:
    passage = ":c bil:evidence :p . :p bil:firstWords 'old' ; bil:lastWords 'old' ."

    (claim,) = changes(CLAIM + passage, ":p bil:firstWords 'new' ; bil:lastWords 'new' .")["claims"]

    assert [shown["words"] for shown in claim["evidence"]] == ["old"]


def at(name: str, *starts: int | str) -> str:
    """Return a claim with passages that begin at some places."""
    passages = "".join(
        f":{name} bil:evidence :{name}-{n} . :{name}-{n} bil:start '{start}' . "
        for n, start in enumerate(starts)
    )
    return f":{name} a bil:Claim . {passages}"


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (at("b", 5) + at("a", 40) + at("c", 300), ["b", "a", "c"]),
        # By number, and by the first passage of each.
        (at("a", 10) + at("b", 9), ["b", "a"]),
        (at("a", 50, 3) + at("b", 10), ["a", "b"]),
        # What has no place, or none that is a number, comes first; then by name, as people count.
        (at("a", 1) + at("z"), ["z", "a"]),
        (at("a", 1) + at("z", "somewhere"), ["z", "a"]),
        (at("c-10") + at("c-2") + at("c-1"), ["c-1", "c-2", "c-10"]),
    ],
)
def test_claims_come_in_the_order_of_the_text(text: str, order: list[str]) -> None:
    assert names(changes("", text)["claims"]) == order


def test_documents_come_one_after_the_other() -> None:
    other = f"<{BASE}a/z> a bil:Claim ; bil:evidence <{BASE}a/p> . <{BASE}a/p> bil:start '900' . "

    assert names(changes("", at("a", 1) + other)["claims"]) == ["z", "a"]


def test_removed_claims_have_the_place_they_had() -> None:
    old = at("a", 10) + at("b", 20) + at("c", 30)
    new = at("a", 10) + ":a bil:n 1 . " + at("c", 30) + ":c bil:n 1 . "

    assert names(changes(old, new)["claims"]) == ["a", "b", "c"]


def test_claims_beyond_a_number_are_counted_but_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "MOST_CLAIMS", 2)

    found = changes("", at("a", 1) + at("b", 2) + at("c", 3))

    assert (names(found["claims"]), found["left_out"]) == (["a", "b"], 1)
    assert found["counts"]["added"] == 3


def test_a_claim_without_a_label_is_named_by_what_it_states() -> None:
    trig = ":c a bil:Claim ; bil:states :x , :y . :x rdfs:label 'two' . :y rdfs:label 'one' ."

    (claim,) = changes("", trig)["claims"]

    assert claim["label"] == "one; two"


def test_a_value_says_when_it_is_not_asserted() -> None:
    trig = (
        CLAIM + ":c bil:about :y . :y a bil:Content ; rdfs:label 'y' ; bil:status status:denied ."
    )

    claim = next(c for c in changes("", trig)["claims"] if c["iri"].endswith("/c"))

    about = next(row for row in claim["statements"] if row["property"]["text"] == "about")
    assert [value["text"] for value in about["new"]] == ["y (not asserted: denied)"]
    denied = next(c for c in changes("", trig)["claims"] if c["iri"].endswith("/y"))
    assert denied["not_asserted"] == ["denied"]


def test_what_removed_things_were_not_asserted_for_is_told() -> None:
    trig = ":x a bil:Content ; rdfs:label 'x' ; bil:status status:unconfirmed ."

    (shown,) = changes(trig, "")["claims"]

    assert shown["not_asserted"] == ["unconfirmed"]
    # The status is named as a value that is no more.
    assert ("status", ["unconfirmed"], []) in [
        (row["property"]["text"], [v["text"] for v in row["old"]], row["new"])
        for row in shown["statements"]
    ]


def test_values_come_as_people_count() -> None:
    trig = CLAIM + ":c bil:n '10' , '9' , '100' ."

    claim = changes(CLAIM, trig)["claims"][0]

    (row,) = claim["statements"]
    assert [value["text"] for value in row["new"]] == ["9", "10", "100"]


def test_graphs_are_counted_under_their_titles() -> None:
    graph = NamedGraph(f"{BASE}graph/doc", "The document", "", 0)

    found = changes(CLAIM, CLAIM + ":c bil:n 1 . graph:other { :s bil:p :o }", graphs=(graph,))

    assert found["graphs"] == [
        {"iri": f"{BASE}graph/doc", "title": "The document", "removed": 0, "added": 1},
        {"iri": f"{BASE}graph/other", "title": f"{BASE}graph/other", "removed": 0, "added": 1},
    ]


def test_the_title_of_a_graph_that_is_gone_is_still_known() -> None:
    graph = NamedGraph(f"{BASE}graph/doc", "The document", "", 0)
    old: Contents = contents("old", CLAIM, graphs=(graph,))

    (found,) = readable_changes(Side(old), Side(contents("new", "")))["graphs"]

    assert (found["title"], found["removed"], found["added"]) == ("The document", 4, 0)
