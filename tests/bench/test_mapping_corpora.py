"""Corpora of mappings are the same every time, are valid, and have all kinds of content."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from growth import Corpus, document_ids, general_lists, mapping_of, write_corpus
from legation_build.mapping import each_value, edtf, parse
from legation_build.mapping.passages import divide
from legation_build.mapping.passages_file import read_passages
from support.legation_command import legation
from support.made_once import made_once
from support.some import some

Block = dict[str, Any]
DOCUMENTS = 16


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        write_corpus(Corpus(2), folder, texts=True)

    return made_once(tmp_path_factory, "growth-corpus", make)


@cache
def claims() -> list[Block]:
    """Return the claims of a corpus, read as a build reads them."""
    corpus = Corpus(DOCUMENTS)
    return [
        claim
        for number, (id, one, other) in enumerate(document_ids(corpus))
        for name, text in mapping_of(corpus, number, id, one, other).files.items()
        if name.startswith("claims/")
        for claim in parse(text, name).data["claims"]
    ]


@cache
def contents() -> list[Block]:
    stated = (value for claim in claims() for _, value in each_value((), claim["states"]))
    return [value for value in stated if isinstance(value, dict)]


def values(key: str, blocks: Iterable[Block]) -> set[str]:
    return {str(value) for block in blocks for _, value in each_value((), block.get(key))}


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_corpus(Corpus(3), tmp_path / name)
    write_corpus(Corpus(3, seed=2), tmp_path / "other")

    assert files(tmp_path / "first") == files(tmp_path / "second")
    assert files(tmp_path / "first") != files(tmp_path / "other")


def test_a_corpus_is_valid_and_its_passages_stand_in_its_texts(corpus_folder: Path) -> None:
    done = legation(
        *("validate", "--mappings", corpus_folder / "mappings"),
        *("--source", corpus_folder / "texts"),
    )

    assert done.exit_code == 0, done.output
    assert "conform" in done.output


def test_a_corpus_in_a_folder_for_each_state_is_valid_too(tmp_path: Path) -> None:
    roots = write_corpus(Corpus(2), tmp_path, by_state=True)

    assert len(roots) > 1
    done = legation("check", *(part for root in roots for part in ("--mappings", root)))
    assert done.exit_code == 0, done.output


def test_texts_are_divided_into_the_passages_that_the_mapping_has(corpus_folder: Path) -> None:
    for text in some((corpus_folder / "texts").glob("*.txt")):
        table = corpus_folder / "mappings" / text.stem / "passages.csv"

        assert tuple(divide(text.read_text(encoding="utf-8"), "en")) == read_passages(table)


@pytest.mark.parametrize(
    ("key", "scheme"),
    [
        ("eventType", "event-type"),
        ("situationType", "situation-type"),
        ("measure", "measure"),
        ("unit", "unit"),
        ("precision", "precision"),
        ("topic", "topic"),
        ("commodity", "commodity"),
        ("role", "role"),
    ],
)
def test_every_general_code_of_a_content_occurs(key: str, scheme: str) -> None:
    assert set(general_lists().codes[scheme]) - values(key, contents()) == set()


@pytest.mark.parametrize("key", ["modality", "stance", "flag"])
def test_every_code_of_a_claim_occurs(key: str) -> None:
    assert set(general_lists().codes[key]) - values(key, claims()) == set()


def test_documents_have_codes_of_their_own() -> None:
    general = {name for names in general_lists().codes.values() for name in names}

    for key in ("eventType", "kind", "topic", "role"):
        assert values(key, contents()) - general


def test_times_are_of_every_kind() -> None:
    times = values("when", contents())

    for time in some(times):
        edtf.bounds(time)
    assert {edtf.precision(time) for time in times} == set(edtf.PRECISIONS)
    marks = {mark for mark in ("~", "?", "%", "-XX", "/..", "../") if any(mark in t for t in times)}
    assert marks == {"~", "?", "%", "-XX", "/..", "../"}
    assert any(time.endswith("/") for time in times)
    assert any(time.startswith("/") for time in times)


def test_every_key_of_a_claim_and_every_link_of_a_content_occurs() -> None:
    keys = {key for claim in claims() for key in claim}
    links = {key for content in contents() for key in content}

    assert keys >= {"attributedTo", "passedOnBy", "accounts", "claimedWhen", "disputes", "hedge"}
    assert links >= {"follows", "cause", "despite", "purpose", "condition", "commemorates", "says"}
    assert links >= {"mentions", "quantifies", "realizes", "during", "partOfEvent", "namedEvent"}
    assert links >= {"contradicts", "differsInYear", "differsInScope", "differsInUnit"}
    assert links >= {"minValue", "quantityText", "excludes", "baseline", "words", "ordinal"}


def test_few_entities_are_named_often_and_most_seldom() -> None:
    named = Counter(
        str(name) for content in contents() for _, name in each_value((), content.get("target"))
    )
    counts = sorted(named.values(), reverse=True)

    assert counts[0] > 10 * counts[len(counts) // 2]
