"""Documents are worked at one by one; what was made of those that did not change is used again."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.errors import MappingError, ValidationError
from legation_build.pipeline import Options
from legation_build.pipeline.documents import batches
from support.several_documents import (
    COUNT,
    claims_file,
    manifest,
    parts,
    replace_in,
    write_documents,
    write_texts,
)
from support.some import some
from support.two_releases import contents


@pytest.fixture(scope="module")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of three documents, not to be changed."""
    root = tmp_path_factory.mktemp("first")
    pipeline.build([write_documents(root, COUNT)], root / "out")
    return root / "out"


@pytest.fixture
def built(first_build: Path, three_documents: Path, tmp_path: Path) -> Path:
    """A dataset that was built of the same three documents."""
    return Path(shutil.copytree(first_build, tmp_path / "out", symlinks=True))


def test_what_did_not_change_is_not_made_again(three_documents: Path, built: Path) -> None:
    before, release = parts(built / ".work"), (built / "current").resolve()

    pipeline.build([three_documents], built)

    assert len(before) == COUNT
    assert parts(built / ".work") == before
    assert (built / "current").resolve() == release


@pytest.mark.usefixtures("without_dumps")
def test_a_changed_document_alone_is_made_again(three_documents: Path, built: Path) -> None:
    before = parts(built / ".work")
    replace_in(claims_file(three_documents, 2), "value: 2", "value: 22")

    pipeline.build([three_documents], built)

    after = parts(built / ".work")
    assert len(after) == COUNT
    assert len(before.items() & after.items()) == COUNT - 1


def test_a_changed_document_is_in_the_release_as_if_all_were_built_anew(
    three_documents: Path, built: Path, tmp_path: Path
) -> None:
    replace_in(claims_file(three_documents, 2), "value: 2", "value: 22")
    pipeline.build([three_documents], built)
    pipeline.build([three_documents], tmp_path / "anew")

    assert contents(built / "current") == contents(tmp_path / "anew" / "current")
    assert "22" in (built / "current" / "dumps" / "claims.csv").read_text()


@pytest.mark.usefixtures("without_dumps")
def test_a_changed_entity_changes_the_documents_that_name_it(
    three_documents: Path, built: Path
) -> None:
    before = parts(built / ".work")
    replace_in(claims_file(three_documents, 2), "attributedTo: press", "attributedTo: sylvania")
    pipeline.build([three_documents], built)
    without_press = parts(built / ".work")
    replace_in(three_documents / "entities.yaml", "label: Sylvanian press", "label: The press")

    pipeline.build([three_documents], built)

    assert len(before.items() & without_press.items()) == COUNT - 1
    assert len(parts(built / ".work").items() & without_press.items()) == 1


def test_an_entity_that_nobody_names_changes_no_document(
    three_documents: Path, built: Path
) -> None:
    before = parts(built / ".work")
    with (three_documents / "entities.yaml").open("a") as stream:
        stream.write(
            "- id: osterlich\n  type: Country\n  label: Osterlich\n  description: A land\n"
        )

    pipeline.build([three_documents], built)

    assert parts(built / ".work") == before
    assert b"/id/osterlich> " in (built / "current" / "dumps" / "legation.nq").read_bytes()


@pytest.mark.usefixtures("without_dumps")
def test_a_text_makes_a_document_new(three_documents: Path, built: Path, tmp_path: Path) -> None:
    before = parts(built / ".work")
    texts = write_texts(tmp_path, COUNT - 1)

    pipeline.build([three_documents], built, texts)

    assert len(parts(built / ".work").items() & before.items()) == 1
    assert [d["hasText"] for d in manifest(built)["documents"]] == [True, True, False]


@pytest.mark.usefixtures("without_dumps")
def test_another_model_makes_every_document_new(
    three_documents: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = parts(built / ".work")
    monkeypatch.setattr(pipeline.steps, "program_digest", lambda: "another")

    pipeline.build([three_documents], built)

    assert len(parts(built / ".work")) == COUNT
    assert not parts(built / ".work").items() & before.items()


def test_the_number_of_jobs_changes_no_byte(
    three_documents: Path, built: Path, tmp_path: Path
) -> None:
    pipeline.build([three_documents], tmp_path / "two", options=Options(jobs=2))

    assert contents(tmp_path / "two" / "current") == contents(built / "current")


@pytest.mark.usefixtures("without_dumps")
@pytest.mark.parametrize("changed", [(), (2,)])
def test_other_processes_are_started_only_for_several_documents(
    three_documents: Path, built: Path, monkeypatch: pytest.MonkeyPatch, changed: tuple[int, ...]
) -> None:
    for number in changed:
        replace_in(claims_file(three_documents, number), "value: 2", "value: 22")
    monkeypatch.delattr(batches, "ProcessPoolExecutor")

    pipeline.build([three_documents], built, options=Options(jobs=2))

    assert len(parts(built / ".work")) == COUNT


def test_problems_of_all_documents_are_told_at_once(three_documents: Path, tmp_path: Path) -> None:
    for number in some((1, 3)):
        replace_in(claims_file(three_documents, number), "actor: freedonia", "actor: fredonia")

    with pytest.raises(MappingError, match=r"2 problems in the mappings") as raised:
        pipeline.build([three_documents], tmp_path / "out")

    assert {problem.file for problem in raised.value.problems} == {
        f"mappings/{claims_file(three_documents, number).relative_to(three_documents)}"
        for number in (1, 3)
    }
    assert not (tmp_path / "out" / "current").exists()


def test_a_broken_shape_is_told_when_no_mapping_is_wrong(
    three_documents: Path, tmp_path: Path
) -> None:
    replace_in(claims_file(three_documents, 2), "type: Supposition", "type: Event")

    with pytest.raises(ValidationError, match=r"1 result: the data break the shapes"):
        pipeline.build([three_documents], tmp_path / "out")


@pytest.mark.usefixtures("without_dumps")
def test_with_keep_going_the_other_documents_are_released(
    three_documents: Path, tmp_path: Path
) -> None:
    replace_in(claims_file(three_documents, 2), "actor: freedonia", "actor: fredonia")

    made = pipeline.build([three_documents], tmp_path / "out", options=Options(keep_going=True))

    assert [failure["id"] for failure in made["failures"]] == ["freedonia-sylvania-2"]
    assert manifest(tmp_path / "out")["leftOut"] == ["freedonia-sylvania-2"]
    assert [document["id"] for document in made["documents"]] == [
        "freedonia-sylvania",
        "freedonia-sylvania-3",
    ]


def test_with_keep_going_there_must_be_something_to_release(tmp_path: Path) -> None:
    alone = write_documents(tmp_path, 1)
    replace_in(claims_file(alone, 1), "actor: freedonia", "actor: fredonia")

    with pytest.raises(MappingError, match=r"1 problem in the mappings"):
        pipeline.build([alone], tmp_path / "out", options=Options(keep_going=True))

    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("without_dumps")
def test_a_build_says_for_which_other_one_it_waits(three_documents: Path, tmp_path: Path) -> None:
    cache, told = tmp_path / "out" / ".work", list[str]()
    cache.mkdir(parents=True)
    with (cache / ".lock").open("wb") as other:
        other.write(b"4711\n")
        other.flush()
        fcntl.flock(other, fcntl.LOCK_EX)

        def waits(text: str) -> None:
            told.append(text)
            fcntl.flock(other, fcntl.LOCK_UN)

        pipeline.build([three_documents], tmp_path / "out", waits=waits)

    assert told == [f"Waiting for another build, process 4711, which works in {cache}."]
    assert (cache / ".lock").read_text() == f"{os.getpid()}\n"
