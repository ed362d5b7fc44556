"""A build reads those files again that may have changed, and no others."""

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest
from legation_build.pipeline.documents import known_digests as module
from legation_build.pipeline.documents.known_digests import known_digests
from support.several_documents import build_streamed, claims_file, manifest, write_documents

READ, REMEMBERED = sha256(b"one").hexdigest(), "what is remembered"


@pytest.fixture(autouse=True)
def no_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the times of a file tell of a change as soon as it was written."""
    monkeypatch.setattr(module, "_TICK_NANOSECONDS", -(10**12))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of which another digest than its own is remembered."""
    file, place = tmp_path / "claims.yaml", tmp_path / "digests.json"
    file.write_bytes(b"one")
    assert digest(file) == READ
    place.write_text(place.read_text().replace(READ, REMEMBERED))
    return file


def digest(file: Path) -> str:
    with known_digests(file.parent / "digests.json") as digest_of:
        return digest_of(file)


def remembered(file: Path) -> dict[str, object]:
    found = json.loads((file.parent / "digests.json").read_bytes())
    assert isinstance(found, dict)
    return found


def test_a_file_that_has_not_changed_is_not_read_again(file: Path) -> None:
    assert digest(file) == REMEMBERED


def test_a_file_is_read_again_that_was_written(file: Path) -> None:
    file.write_bytes(b"one")

    assert digest(file) == READ


def test_a_file_is_read_again_that_was_written_and_given_its_old_time(file: Path) -> None:
    found = file.stat()
    file.write_bytes(b"one")
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))

    assert file.stat().st_mtime_ns == found.st_mtime_ns
    assert digest(file) == READ


def test_a_file_is_read_again_that_another_took_the_place_of(file: Path) -> None:
    other = file.with_name("other")
    other.write_bytes(b"one")
    os.replace(other, file)

    assert digest(file) == READ


def test_what_was_just_written_is_not_remembered_since_it_may_change_within_a_tick(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_TICK_NANOSECONDS", 10**12)
    file.write_bytes(b"one")

    assert digest(file) == READ
    assert remembered(file) == {}


@pytest.mark.parametrize("spoilt", ["", "[]", "no JSON", '{"claims.yaml": 1}', "\udcff"])
def test_what_is_remembered_may_be_spoilt(file: Path, spoilt: str) -> None:
    (file.parent / "digests.json").write_bytes(spoilt.encode(errors="surrogateescape"))

    assert digest(file) == READ
    assert list(remembered(file)) == [str(file)]


def test_a_file_that_is_no_longer_asked_for_is_forgotten(file: Path) -> None:
    with known_digests(file.parent / "digests.json"):
        pass

    assert remembered(file) == {}


def test_the_first_build_remembers_the_files_of_all_documents(tmp_path: Path) -> None:
    mappings = write_documents(tmp_path, 2)
    build_streamed([mappings], tmp_path / "out")

    known = json.loads((tmp_path / "out" / ".work" / "digests.json").read_bytes())
    assert {str(claims_file(mappings, number)) for number in (1, 2)} <= known.keys()


def test_a_build_sees_a_change_that_leaves_size_and_time_as_they_were(tmp_path: Path) -> None:
    mappings = write_documents(tmp_path, 2)
    build_streamed([mappings], tmp_path / "out")
    before, claims = manifest(tmp_path / "out")["digest"], claims_file(mappings, 2)
    found = claims.stat()
    claims.write_text(claims.read_text().replace("value: 2", "value: 3"))
    os.utime(claims, ns=(found.st_atime_ns, found.st_mtime_ns))
    build_streamed([mappings], tmp_path / "out")

    assert claims.stat().st_size == found.st_size
    assert manifest(tmp_path / "out")["digest"] != before
