"""`legation check` says what is wrong in a draft, how far it is, what changed and what is next."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_build import pipeline
from legation_build.authoring import progress_of
from legation_build.dataset import assemble_graphs
from legation_build.mapping import Mappings
from legation_build.pipeline import Draft, draft
from legation_build.validation import incremental
from legation_build.validation.queried_graph import QueriedGraph
from legation_build.validation.shacl import results
from rdflib import SH, Graph
from support.legation_command import legation
from support.small_mapping import CLAIMS_FILE, write_mapping, write_text


def changed(mappings: Path, right: str, wrong: str) -> None:
    file = mappings / CLAIMS_FILE
    text = file.read_text()
    assert right in text
    file.write_text(text.replace(right, wrong, 1))


def test_a_mapping_that_is_right_is_told_in_one_line(tmp_path: Path) -> None:
    result = legation("check", "--mappings", write_mapping(tmp_path))

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "freedonia-sylvania: 2 of 2 sentences\n"


def test_the_next_sentence_without_a_claim_is_shown(tmp_path: Path) -> None:
    mappings, texts = write_mapping(tmp_path), write_text(tmp_path)
    changed(mappings, "evidence: p-early-years-2", "evidence: p-early-years-1")

    without = legation("check", "--mappings", mappings)
    beside = legation("check", "--mappings", mappings, "--source", texts)

    assert (
        "1 of 2 sentences\n  next: p-early-years-2: The Sylvanian press … grain was promised."
        in without.stdout
    )
    assert (
        "  next: p-early-years-2: The Sylvanian press said that grain was promised.\n"
        in beside.stdout
    )


def test_what_is_wrong_is_told_beside_how_far_it_is(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    changed(mappings, "actor: freedonia", "actor: fredonia")

    result = legation("check", "--mappings", mappings)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"mappings/{CLAIMS_FILE}:12: unknown entity 'fredonia'")
    assert result.stdout == "freedonia-sylvania: 2 of 2 sentences\n"


def test_colour_is_for_terminals(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    changed(mappings, "actor: freedonia", "actor: fredonia")

    assert "\x1b" not in legation("check", "--mappings", mappings).output


def test_it_comes_as_data(tmp_path: Path) -> None:
    found = json.loads(legation("check", "--mappings", write_mapping(tmp_path), "--json").stdout)

    assert found["error"] == ""
    (document,) = found["documents"]
    assert (document["done"], document["sentences"], document["next_id"]) == (2, 2, "")


def test_what_changed_since_the_last_look_is_named(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    draft = Draft([mappings])
    before = draft.look()
    changed(mappings, "id: c-grain", "id: c-corn")
    changed(mappings, "when: 1920-05-03\n", "when: 1920-05\n")
    now = draft.look()

    (rows,) = now.coverage.values()
    progress = progress_of("freedonia-sylvania", rows, "", before.claims, now.claims)

    assert progress.lines()[1:] == [
        "  added: c-corn",
        "  changed: c-recognition",
        "  removed: c-grain",
    ]


EDITS = [
    ("type: Event", "type: Supposition"),
    ("eventType: recognition", "eventType: visit"),
    ("situationType: recognition-in-force", "situationType: residence"),
    ("value: 50", "note: No value"),
    ("modality: reported", "modality: asserted"),
    ("  - id: grain-share", "  - id: share-of-grain"),
    ("value: 50", "quantityText: half"),
    ("actor: freedonia", "actor: press"),
]


@pytest.mark.parametrize("edit", EDITS)
def test_each_change_is_checked_as_a_whole_look_would(
    tmp_path: Path, edit: tuple[str, str]
) -> None:
    mappings = write_mapping(tmp_path)
    draft = Draft([mappings])
    draft.look()

    changed(mappings, *edit)

    assert places(draft) == places(Draft([mappings]))


def places(draft: Draft) -> list[tuple[str, int]]:
    """Return where something is wrong; some words of the engine's messages have no order."""
    return [(problem.file, problem.line) for problem in draft.look().problems]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_mapping(tmp_path_factory.mktemp("draft"))


@settings(max_examples=6)
@given(steps=st.lists(st.integers(0, len(EDITS) - 1), min_size=1, max_size=4))
def test_looking_at_what_changed_finds_what_looking_at_all_finds(
    place: Path, steps: list[int]
) -> None:
    file = place / CLAIMS_FILE
    original = file.read_text()
    draft = Draft([place])
    draft.look()
    try:
        for step in steps:
            text, (right, wrong) = file.read_text(), EDITS[step]
            there = right in text
            file.write_text(text.replace(*((right, wrong) if there else (wrong, right)), 1))
            assert places(draft) == places(Draft([place]))
    finally:
        file.write_text(original)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[tuple[Path, IO[str]]]:
    """A mapping that `legation check --watch --json` looks at, and what it prints."""
    mappings = write_mapping(tmp_path)
    command = [sys.executable, "-m", "legation_build", "check", "--watch", "--json"]
    process = subprocess.Popen(
        [*command, "--mappings", mappings], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    yield mappings, process.stdout
    process.terminate()
    process.communicate()


def following(stream: IO[str]) -> Any:
    return json.loads(stream.readline())


def test_every_save_is_checked(watching: tuple[Path, IO[str]]) -> None:
    mappings, stream = watching
    assert following(stream)["error"] == ""
    changed(mappings, "actor: freedonia", "actor: fredonia")
    broken = following(stream)
    changed(mappings, "actor: fredonia", "actor: sylvania")
    mended = following(stream)

    assert [problem["line"] for problem in broken["problems"]] == [12]
    assert mended["error"] == ""
    assert mended["documents"][0]["changed"] == ["c-recognition"]


@pytest.mark.parametrize("option", ["--watch", "--quiet"])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, option: str) -> None:
    result = legation("check", "--mappings", tmp_path / "nowhere", option)

    assert result.exit_code == 1
    assert "nowhere is not a folder. Give the folder that holds mappings." in result.stderr


def test_pages_are_served_only_while_watching(tmp_path: Path) -> None:
    result = legation("check", "--mappings", write_mapping(tmp_path), "--serve", "8123")

    assert result.exit_code == 2
    assert "--serve needs --watch." in result.stderr


def test_a_draft_finds_the_text_that_new_put_beside_it(tmp_path: Path) -> None:
    mappings, texts = write_mapping(tmp_path), write_text(tmp_path)
    work = mappings / "freedonia-sylvania" / "work"
    work.mkdir()
    (texts / "freedonia-sylvania.txt").rename(work / "freedonia-sylvania.txt")

    assert Draft([mappings]).texts(None)["freedonia-sylvania"].startswith("Freedonia–Sylvania")
    assert pipeline.load([mappings], lambda name: None).warnings == ()


def test_a_save_has_only_its_document_and_what_it_changed_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mappings = write_mapping(tmp_path)
    for name in ("freedonia-tarnia", "freedonia-borduria"):
        shutil.copytree(mappings / "freedonia-sylvania", mappings / name)
    made, checked = list[str](), list[int]()

    def assembled(mappings: Mappings, *rest: Any) -> Any:
        made.extend(mappings.document_ids)
        return assemble_graphs(mappings, *rest)

    def counted(data: QueriedGraph, rules: Graph) -> Graph:
        checked.append(len(set(rules.objects(None, SH.targetNode))))
        return results(data, rules)

    monkeypatch.setattr(draft, "assemble_graphs", assembled)
    monkeypatch.setattr(incremental, "results", counted)
    looking = Draft([mappings])
    looking.look()
    assert sorted(made) == ["freedonia-borduria", "freedonia-sylvania", "freedonia-tarnia"]
    made.clear()
    checked.clear()

    assert looking.look().problems == ()
    assert (made, checked) == ([], [])
    changed(mappings, "label: Grain was said", "label: Corn was said")
    assert looking.look().problems == ()

    assert made == ["freedonia-sylvania"]
    # The content, its claim, its passage and what they name; not the nodes of the ontology.
    assert len(checked) == 1
    assert 0 < checked[0] < 20
