"""A large release that is built after a change is what is built from nothing, byte for byte."""

import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from legation_build.pipeline.merging import bundles, ranges
from support.several_documents import (
    build_streamed,
    claims_file,
    manifest,
    replace_in,
    write_documents,
)
from support.some import some
from support.two_releases import contents

DOCUMENTS = 7
CODE = """codes:
- id: event-type/late-recognition
  broader: recognition
  label: late recognition
  definition: A state recognizes another after many years.
  example: Freedonia recognizes Sylvania after forty years.
"""


def make_pieces_small(patched: pytest.MonkeyPatch) -> None:
    """Make ranges and bundles so small that these documents have several."""
    patched.setattr(ranges, "LINES", 8)
    patched.setattr(bundles, "DOCUMENTS", 2)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    make_pieces_small(monkeypatch)


def change_a_claim(mappings: Path) -> None:
    replace_in(claims_file(mappings, 4), "value: 4", "value: 44.5")


def add_a_document(mappings: Path) -> None:
    shutil.copytree(claims_file(mappings, 3).parents[1], mappings / "freedonia-sylvania-3a")


def remove_a_document(mappings: Path) -> None:
    shutil.rmtree(claims_file(mappings, 3).parents[1])


def change_an_entity(mappings: Path) -> None:
    replace_in(mappings / "entities.yaml", "label: Sylvanian press", "label: The press")


def add_a_code(mappings: Path) -> None:
    claims = claims_file(mappings, 5)
    (claims.parents[1] / "codes.yaml").write_text(CODE)
    replace_in(claims, "eventType: recognition", "eventType: late-recognition")


def change_the_settings(mappings: Path) -> None:
    (mappings / "folder.yaml").write_text("title: Some lands\n")


CHANGES = (
    change_a_claim,
    add_a_document,
    remove_a_document,
    change_an_entity,
    add_a_code,
    change_the_settings,
)


@pytest.fixture(scope="module")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with mappings and their dataset, not to be changed."""
    root = tmp_path_factory.mktemp("first")
    with pytest.MonkeyPatch.context() as patched:
        make_pieces_small(patched)
        build_streamed([write_documents(root, DOCUMENTS)], root / "out")
    return root


@pytest.fixture
def mappings(first_build: Path, tmp_path: Path) -> Path:
    """Mappings that a test may change."""
    return Path(shutil.copytree(first_build / "mappings", tmp_path / "mappings"))


@pytest.fixture
def built(first_build: Path, tmp_path: Path) -> Path:
    """The dataset of the mappings as they were at first."""
    return Path(shutil.copytree(first_build / "out", tmp_path / "out", symlinks=True))


@pytest.mark.parametrize("change", CHANGES)
def test_a_build_after_a_change_makes_the_bytes_of_one_from_nothing(
    mappings: Path, built: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    before = manifest(built)["files"]
    change(mappings)
    build_streamed([mappings], built, jobs=2)
    build_streamed([mappings], tmp_path / "anew")

    assert manifest(built)["files"] != before
    again, anew = (contents(dataset / "current") for dataset in (built, tmp_path / "anew"))
    assert [name for name in some(anew) if again.get(name) != anew[name]] == []
    assert again.keys() == anew.keys()


def test_a_change_that_is_taken_back_gives_the_release_before(mappings: Path, built: Path) -> None:
    before = (built / "current").resolve()
    text = claims_file(mappings, 4).read_text()
    change_a_claim(mappings)
    build_streamed([mappings], built)
    between = (built / "current").resolve()
    claims_file(mappings, 4).write_text(text)
    build_streamed([mappings], built)

    assert between != before
    assert (built / "current").resolve() == before


def test_what_no_release_needs_any_more_is_removed(
    mappings: Path, built: Path, tmp_path: Path
) -> None:
    for before, after in some(list(pairwise((4, 55, 66)))):
        replace_in(claims_file(mappings, 4), f"value: {before}", f"value: {after}")
        build_streamed([mappings], built)
    build_streamed([mappings], tmp_path / "anew")

    kept = [
        sorted(place.name for place in (dataset / ".work" / "shared").glob("*/*"))
        for dataset in (built, tmp_path / "anew")
    ]
    assert some(kept[0]) == kept[1]
