"""The build decides once how certain a content is; shapes, pages and search engines follow it."""

from collections.abc import Iterable, Sequence
from itertools import combinations, combinations_with_replacement
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build import pipeline
from legation_build.dataset.assemble import model_triples
from legation_build.dataset.derive import asserted, derive
from legation_build.dataset.index import index_of, values
from legation_build.dataset.status import status
from legation_build.dataset.triples import triple
from legation_build.dataset.vocabulary import vocabulary_of
from legation_build.namespaces import BASE, BIL, CODE, RDF
from legation_build.validation.shacl import validate
from legation_server.descriptions.certainty import Standing
from legation_server.pages.things.schema_org import schema_types
from legation_server.rdf.index import GraphIndex
from pyoxigraph import Triple
from support.memory_store import client_of
from support.small_mapping import CLAIMS_FILE, write_mapping
from support.some import some

# A claim in short: its stance, and its modalities.
Claim = tuple[str, frozenset[str]]

STANCES = ("affirms", "denies")
MODALITIES = (
    "asserted", "attributed", "reported", "alleged", "suspected",
    "estimated", "opinion", "found", "planned", "possible",
)  # fmt: skip
CLAIMS: list[Claim] = [
    (stance, frozenset(names))
    for stance in STANCES
    for number in (1, 2)
    for names in combinations(MODALITIES, number)
]
ALONE = [claim for claim in CLAIMS if len(claim[1]) == 1]
# Each class of contents, and what schema.org calls one that is asserted.
CLASSES = {
    "Event": "Event",
    "Utterance": "Event",
    "Situation": "Statement",
    "Figure": "Observation",
    "Supposition": "Claim",
}
ANY_CLAIM = st.tuples(
    st.sampled_from(STANCES), st.frozensets(st.sampled_from(MODALITIES), min_size=1)
)
MODEL = model_triples(pipeline.model_bytes())
WORDS = vocabulary_of([*MODEL["ontology"], *MODEL["codes"]])
HERE = BASE + "freedonia-sylvania/"


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ("affirms asserted", "stated"),
        ("affirms asserted, affirms alleged", "stated"),
        ("affirms asserted, affirms attributed", "stated"),
        ("affirms attributed", "attributed"),
        ("affirms asserted attributed", "attributed"),
        ("affirms attributed, affirms planned", "attributed"),
        ("affirms planned", "prospective"),
        ("affirms asserted possible, affirms planned", "prospective"),
        ("affirms planned, affirms reported", "unconfirmed"),
        ("affirms planned reported", "unconfirmed"),
        ("affirms asserted estimated", "unconfirmed"),
        ("affirms opinion", "unconfirmed"),
        ("denies asserted", "denied"),
        ("affirms asserted, denies opinion", "denied"),
        ("affirms", "unconfirmed"),
        ("", "unconfirmed"),
    ],
)
def test_the_first_status_that_fits_counts(claims: str, expected: str) -> None:
    read = [claim.split() for claim in claims.split(", ") if claim]

    assert of((stance, frozenset(names)) for stance, *names in read) == expected


def test_every_code_of_the_list_is_the_status_of_something() -> None:
    assert {of([claim]) for claim in CLAIMS} == WORDS.codes["status"]


def test_any_two_claims_have_a_status_that_says_whether_they_tell_a_fact() -> None:
    for claims in some(list(combinations_with_replacement(CLAIMS, 2))):
        assert (of(claims) in {"stated", "attributed"}) is told_as_fact(claims), claims


def test_a_claim_alone_and_two_together_are_told_alike_by_build_and_server() -> None:
    pairs = combinations_with_replacement(ALONE, 2)
    for claims in [*([claim] for claim in CLAIMS), *pairs]:
        agree(list(claims))


@given(st.lists(ANY_CLAIM, min_size=1, max_size=6))
def test_any_claims_are_told_alike_by_build_and_server(claims: list[Claim]) -> None:
    agree(claims)


def test_shapes_let_each_class_have_what_the_build_calls_asserted_and_nothing_else() -> None:
    cases = [*([claim] for claim in CLAIMS), *combinations(ALONE, 2)]
    named = {
        f"{HERE}{kind.lower()}-{number}": (kind, list(claims))
        for number, claims in enumerate(cases)
        for kind in CLASSES
    }
    given = [t for name, (kind, claims) in named.items() for t in written(name, kind, claims)]
    shapes = pipeline.model_bytes()["shapes"]
    # Of the other shapes, which ask for evidence and the like, these bare contents break many.
    asked = {f"{BASE}shapes#{name}" for name in ("Standing", "SuppositionStanding", "Involves")}

    report = validate([*MODEL["codes"], *given, *derive(given, WORDS)], shapes)

    refused = {v.focus for v in report.violations if v.shape in asked}
    for name, (kind, claims) in some(named.items()):
        is_fact = told_as_fact(claims)
        fits = {"Figure": True, "Supposition": not is_fact}.get(kind, is_fact)
        assert (name not in refused) is fits, (kind, claims)
    no_status = [v for v in report.violations if "one status" in v.message]
    assert no_status == []


def test_an_estimate_in_the_documents_own_voice_is_not_asserted_anywhere(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    claims = mappings / CLAIMS_FILE
    claims.write_text(claims.read_text().replace("reported", "[asserted, estimated]"))
    pipeline.build([mappings], tmp_path / "dataset")

    page = client_of(tmp_path / "dataset").get("/freedonia-sylvania/grain-share.html").text

    assert "The document does not say that this is true." in page
    assert 'class="mark unconfirmed"' in page
    assert '"@type": "Claim"' in page
    assert '"@type": "Observation"' not in page


def agree(claims: Sequence[Claim]) -> None:
    """Hold build and server to the same of a content of each class and of the claims."""
    is_fact = told_as_fact(claims)
    assert (of(claims) in {"stated", "attributed"}) is is_fact, claims
    for kind, schema_kind in CLASSES.items():
        given = written(HERE + "it", kind, claims)
        derived = derive(given, WORDS)
        index, shown = index_of([*given, *derived]), GraphIndex([*given, *derived], [BASE])
        standing = Standing(shown, BIL)

        stating = values(index, HERE + "it", BIL + "statedBy")
        assert asserted(stating, index) is is_fact
        assert values(index, HERE + "it", BIL + "status") == [f"{CODE}status/{of(claims)}"]
        involved = [t for t in derived if t.predicate.value == BIL + "involves"]
        plain = [t for t in derived if t.predicate.value == BIL + "recognizes"]
        is_stated = of(claims) == "stated"
        assert bool(involved) is is_stated
        assert bool(plain) is (is_stated and kind == "Situation")
        assert (not standing.doubts(HERE + "it")) is is_fact, (kind, claims)
        assert schema_types(shown, BIL, HERE + "it") == [schema_kind if is_fact else "Claim"]
        for claim, (stance, names) in zip(stating, claims, strict=True):
            alone = [(stance, names)]
            assert values(index, claim, BIL + "status") == [f"{CODE}status/{of(alone)}"]
            assert (not standing.doubts(claim)) is told_as_fact(alone)
            assert standing.denies(claim) is (stance == "denies")


def told_as_fact(claims: Iterable[Claim]) -> bool:
    """Tell whether some claim puts a content forward without a hedge, and none denies it."""
    said = list(claims)
    return "denies" not in dict(said) and any(
        names <= {"asserted", "attributed"} for _, names in said
    )


def of(claims: Iterable[Claim]) -> str:
    """Return the name of the status that the build gives to what all of `claims` state."""
    found = status(
        (f"{CODE}stance/{stance}", [f"{CODE}modality/{name}" for name in names])
        for stance, names in claims
    )
    return found.removeprefix(f"{CODE}status/")


def written(name: str, kind: str, claims: Sequence[Claim]) -> list[Triple]:
    """Return what a mapping says of a content and of the claims that state it."""
    triples = [
        triple(name, RDF + "type", BIL + kind),
        triple(name, BIL + "situationType", CODE + "situation-type/recognition-in-force"),
        triple(name, BIL + "actor", BASE + "id/freedonia"),
        triple(name, BIL + "target", BASE + "id/sylvania"),
    ]
    for number, (stance, names) in enumerate(claims):
        claim = f"{name}-c-{number}"
        triples += [
            triple(claim, RDF + "type", BIL + "Claim"),
            triple(claim, BIL + "states", name),
            triple(claim, BIL + "stance", f"{CODE}stance/{stance}"),
            *(triple(claim, BIL + "modality", f"{CODE}modality/{m}") for m in sorted(names)),
        ]
    return triples
