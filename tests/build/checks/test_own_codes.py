"""A document's codes.yaml: codes that only this document needs, under those that all share."""

import shutil
from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.namespaces import BASE
from legation_build.resources import resource
from pyoxigraph import NamedNode, RdfFormat, parse
from support.legation_command import legation
from support.small_mapping import CLAIMS_FILE, write_mapping
from support.some import some

OWN = """codes:
- id: event-type/late-recognition
  broader: recognition
  label: late recognition
  definition: A state recognizes another after many years.
  example: Freedonia recognizes Sylvania after forty years.
"""
USE = ("eventType: recognition", "eventType: late-recognition")
CODE = f"{BASE}code/event-type/"


def mapped(root: Path, codes: str, use: tuple[str, str] = USE) -> Path:
    """Write the small mapping with codes of its own."""
    mappings = write_mapping(root)
    (mappings / "freedonia-sylvania" / "codes.yaml").write_text(codes, encoding="utf-8")
    claims = mappings / CLAIMS_FILE
    assert use[0] in claims.read_text()
    claims.write_text(claims.read_text().replace(*use, 1), encoding="utf-8")
    return mappings


def test_a_content_has_the_broader_codes_too(tmp_path: Path) -> None:
    mappings = mapped(tmp_path, OWN)

    pipeline.build([mappings], tmp_path / "dataset")

    file = tmp_path / "dataset" / "current" / "dumps" / "legation.nt"
    triples = [quad.triple for quad in parse(path=file, format=RdfFormat.N_TRIPLES)]
    types = {
        t.object.value
        for t in some(triples)
        if t.subject == NamedNode(f"{BASE}freedonia-sylvania/recognition")
        and t.predicate.value.endswith("#eventType")
        and isinstance(t.object, NamedNode)
    }
    assert types == {CODE + name for name in ("late-recognition", "recognition", "support")}


def test_a_code_says_which_document_needs_it(tmp_path: Path) -> None:
    mappings = mapped(tmp_path, OWN)

    pipeline.build([mappings], tmp_path / "dataset")

    text = (tmp_path / "dataset" / "current" / "dumps" / "legation.nt").read_text()
    assert (
        f"<{CODE}late-recognition> <http://purl.org/dc/terms/source> <{BASE}freedonia-sylvania> ."
        in text
    )


@pytest.mark.parametrize(
    ("right", "wrong", "line", "message", "remedy"),
    [
        ("event-type/late", "event-typ/late", 2, "'event-typ' is no list", "Did you mean 'event-type'?"),
        ("event-type/late-recognition", "modality/sworn", 2, "'modality' is no list that a document can add codes to", "Known: commodity, event-type, kind"),
        ("event-type/late-recognition", "event-type/visit", 2, "'event-type/visit' is in the general list already", "Delete it here"),
        ("event-type/late-recognition", "event-type/cooperation", 2, "has the name of 'situation-type/cooperation'", "choose another name"),
        ("  broader: recognition\n", "", 2, "'event-type/late-recognition' has no broader one", "Add 'broader:'"),
        ("broader: recognition", "broader: recogntion", 3, "unknown code 'recogntion' ('broader')", "Did you mean 'recognition'?"),
        ("broader: recognition", "broader: late-recognition", 3, "is broader than itself", "Name a code of the general list"),
        ("event-type/late-recognition", "event-type/condition", 2, "has the name of a key of the mapping format", "Choose another name"),
        ("event-type/late-recognition", "event-type/early-recognition", 2, "no claim uses the code 'event-type/early-recognition'", "Use it, or delete it here"),
        ("after many years.", "after many years", 5, "is not allowed as 'definition'", "Write a sentence"),
        ("label:", "lable:", 4, "unknown key 'lable'", "Did you mean 'label'?"),
        ("event-type/late", "late", 2, "is not allowed as 'id'", "Write a list and a name"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_place_and_remedy(
    tmp_path: Path, right: str, wrong: str, line: int, message: str, remedy: str
) -> None:
    assert right in OWN
    mappings = mapped(tmp_path, OWN.replace(right, wrong, 1))

    result = legation("build", "--mappings", mappings, "--output", tmp_path / "out")

    assert result.exit_code == 1
    told = [text for text in result.output.splitlines() if message in text]
    assert f"codes.yaml:{line}: " in some(told)[0]
    assert remedy in told[0]


def test_two_documents_define_one_code_alike(tmp_path: Path) -> None:
    one = mapped(tmp_path, OWN)
    (one / "freedonia-sylvania").rename(tmp_path / "kept")
    for name in ("freedonia-sylvania", "freedonia-tarnia"):
        (one / name / "claims").mkdir(parents=True)
        for file in (tmp_path / "kept").rglob("*.*"):
            target = one / name / file.relative_to(tmp_path / "kept")
            target.write_bytes(file.read_bytes())

    assert legation("validate", "--mappings", one).exit_code == 0
    codes = one / "freedonia-tarnia" / "codes.yaml"
    codes.write_text(codes.read_text().replace("label: late", "label: belated"))
    said = legation("validate", "--mappings", one).stderr

    assert (
        "freedonia-tarnia/codes.yaml:4: 'event-type/late-recognition' says label: "
        "'belated recognition', but " in said
    )
    assert "freedonia-sylvania/codes.yaml:4 says 'late recognition'. Make them say the same" in said


@pytest.mark.parametrize(
    ("right", "wrong"),
    [('"asserted"@en ;', '"asserted@en ;'), ("code:modality a skos", "code:modality  skos")],
)
def test_a_mistake_in_the_general_lists_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str
) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(resource("ontology"), ontology)
    text = (ontology / "codes.ttl").read_text()
    assert right in text
    (ontology / "codes.ttl").write_text(text.replace(right, wrong, 1))
    line = text.split(right)[0].count("\n") + 1
    monkeypatch.setattr("legation_build.pipeline.model.resource", lambda name: tmp_path / name)

    result = legation("validate", "--mappings", write_mapping(tmp_path))

    assert result.exit_code == 1
    (told,) = [
        text for text in result.stderr.splitlines() if text.startswith("ontology/codes.ttl:")
    ]
    assert line <= int(told.split(":")[1]) <= line + 1
    assert "Look for a missing dot, semicolon or quotation mark" in told


def test_a_slip_in_a_claims_file_is_told_without_codes_that_nothing_uses(tmp_path: Path) -> None:
    mappings = mapped(tmp_path, OWN)
    claims = mappings / CLAIMS_FILE
    claims.write_text(claims.read_text().replace("label: Freedonia recog", "label: a: recog", 1))

    result = legation("validate", "--mappings", mappings)

    assert "a colon stands in a text without quotes" in result.stderr
    assert "no claim uses the code" not in result.stderr


def test_a_broader_code_of_another_list_is_told_with_the_general_ones(tmp_path: Path) -> None:
    mappings = mapped(tmp_path, OWN.replace("broader: recognition", "broader: politics"))

    result = legation("validate", "--mappings", mappings)

    assert (
        "codes.yaml:3: 'politics' is a code of the list 'topic'; 'broader' needs one of "
        "'event-type'. Name one of these: accident, accuse, agree, "
    ) in result.stderr
    assert "define it first" not in result.stderr
