import json
from collections.abc import Callable
from pathlib import Path

import pytest
from legation_server.errors import ReleaseError
from legation_server.releases.opening import open_release


def refusal(dataset: Path) -> str:
    with pytest.raises(ReleaseError) as caught:
        open_release(dataset)
    return str(caught.value)


def test_the_current_release_of_a_dataset_is_read(dataset: Path) -> None:
    release = open_release(dataset)

    assert release.folder == (dataset / "current").resolve()
    assert release.base == "https://w3id.org/legation/"
    assert [file.path for file in release.loaded_files] == [
        "dumps/legation.nq",
        "dumps/legation-text.nq",
    ]


def test_a_release_may_be_named_itself(dataset: Path) -> None:
    assert open_release(dataset / "current") == open_release(dataset)


def test_a_missing_dataset_names_the_remedy(tmp_path: Path) -> None:
    missing = tmp_path / "dataset"

    message = refusal(missing)

    assert message == (
        f"{missing / 'manifest.json'} is missing. Run: legation build --output {missing}"
    )


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda release: (release / "dumps/legation.nq").unlink(), "legation.nq cannot be read"),
        (lambda release: (release / "dumps/void.ttl").write_text("x"), "void.ttl differs"),
        (lambda release: (release / "manifest.json").write_text("{"), "cannot be read"),
        (lambda release: (release / "manifest.json").write_text("[]"), "has format None"),
        (lambda release: (release / "manifest.json").unlink(), "manifest.json is missing"),
    ],
)
def test_a_damaged_release_is_refused(
    dataset_copy: Path, damage: Callable[[Path], object], said: str
) -> None:
    damage(dataset_copy / "current")

    message = refusal(dataset_copy)

    assert said in message
    assert "legation build --output" in message


@pytest.mark.parametrize("key", ["base", "digest", "files", "counts", "prefixes", "license"])
def test_a_manifest_without_a_key_is_refused(dataset_copy: Path, key: str) -> None:
    path = dataset_copy / "current" / "manifest.json"
    manifest = json.loads(path.read_text())
    del manifest[key]
    path.write_text(json.dumps(manifest))

    assert key in refusal(dataset_copy)


def test_same_data_under_another_base_is_another_release(dataset_copy: Path) -> None:
    before = open_release(dataset_copy)
    path = dataset_copy / "current" / "manifest.json"
    manifest = {**json.loads(path.read_text()), "base": "https://example.org/"}
    path.write_text(json.dumps(manifest))
    after = open_release(dataset_copy)

    assert after.digest == before.digest
    assert after.fingerprint != before.fingerprint


def test_a_release_names_only_files_of_its_own(dataset_copy: Path) -> None:
    path = dataset_copy / "current" / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["files"][0]["path"] = "../../../secret"
    path.write_text(json.dumps(manifest))

    assert "outside the release" in refusal(dataset_copy)
