"""What is no regular file, or no file of a release, is refused with a reason; nothing hangs."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest
from click.testing import CliRunner
from legation_server.cli.releases import release as release_command
from legation_server.errors import ReleaseError
from legation_server.releases import opening
from legation_server.releases.checked_files import CheckedFiles
from legation_server.releases.listing import list_releases
from legation_server.releases.manifest import CONTEXT, MANIFEST
from legation_server.releases.opening import open_release
from legation_server.releases.regular_files import open_regular, read_regular, sha256_of
from support.odd_files import ODD


def terminal(path: Path) -> None:
    path.symlink_to("/dev/tty")


def put(path: Path, make: Callable[[Path], None]) -> None:
    """Put something else in the place of a file."""
    path.unlink()
    make(path)


each_kind = pytest.mark.parametrize("make", [*ODD, terminal])


@each_kind
def test_only_regular_files_are_opened(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "odd")

    with pytest.raises(OSError, match=r"regular|symbolic|No such"):
        open_regular(tmp_path / "odd")


def test_a_link_to_a_file_is_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to("file")

    assert read_regular(tmp_path / "link", 1) == b"x"


def test_only_so_much_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"xx")

    with pytest.raises(OSError, match="more than 1 bytes"):
        read_regular(tmp_path / "file", 1)


@each_kind
@pytest.mark.parametrize("name", [MANIFEST, "dumps/legation.nq", "dumps/void.ttl"])
def test_a_release_of_odd_files_is_refused(
    dataset_copy: Path, make: Callable[[Path], None], name: str
) -> None:
    put(dataset_copy / "current" / name, make)

    with pytest.raises(ReleaseError, match=r"cannot be read|outside|missing") as caught:
        open_release(dataset_copy)

    assert "legation build --output" in str(caught.value)


@each_kind
def test_other_commands_go_on_without_it(dataset_copy: Path, make: Callable[[Path], None]) -> None:
    put(dataset_copy / "current" / MANIFEST, make)

    (info,) = list_releases(dataset_copy)
    shown = CliRunner().invoke(release_command, ["show", "--dataset", str(dataset_copy)])

    assert info.release is None and MANIFEST in info.problem
    assert shown.exit_code == 1 and MANIFEST in shown.stderr


def test_a_manifest_has_a_largest_size(dataset_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST_JSON_BYTES", 1_000)

    with pytest.raises(ReleaseError, match="more than 1,000 bytes"):
        open_release(dataset_copy)


def test_a_large_hole_is_not_read_to_its_end(dataset_copy: Path) -> None:
    os.truncate(dataset_copy / "current" / "dumps" / "legation.ttl", 1 << 40)

    with pytest.raises(ReleaseError, match="1099511627776 bytes, should be"):
        open_release(dataset_copy)


@pytest.mark.parametrize("text", ["[" * 200_000, "{", "[]", "{}", "\ud800"])
def test_a_context_that_is_none_is_refused(dataset_copy: Path, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    (dataset_copy / "current" / CONTEXT).write_bytes(data)
    path = dataset_copy / "current" / MANIFEST
    content = json.loads(path.read_text())
    entry = {**content["files"][0], "path": CONTEXT, "size": len(data), "load": False}
    content["files"].append({**entry, "sha256": hashlib.sha256(data).hexdigest()})
    path.write_text(json.dumps(content))

    with pytest.raises(ReleaseError, match=r"context\.jsonld"):
        open_release(dataset_copy)


def test_a_manifest_that_is_nested_too_deep_is_refused(dataset_copy: Path) -> None:
    (dataset_copy / "current" / MANIFEST).write_text("[" * 200_000)

    with pytest.raises(ReleaseError, match="cannot be read"):
        open_release(dataset_copy)


def test_a_file_is_read_again_only_when_it_was_changed(
    dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = open_release(dataset_copy)
    files = CheckedFiles(release.stamps)
    read = Mock(side_effect=sha256_of)
    monkeypatch.setattr("legation_server.releases.checked_files.sha256_of", read)
    void = release.file("dumps/void.ttl")
    assert void is not None

    whole = files.read(release, void)
    assert read.call_count == 0
    (release.folder / void.path).touch()
    assert [files.read(release, void) for _ in range(3)] == [whole] * 3
    assert read.call_count == 1


def test_a_file_with_the_size_and_the_time_of_the_right_one_is_not_it(dataset_copy: Path) -> None:
    release = open_release(dataset_copy)
    files = CheckedFiles(release.stamps)
    void = release.file("dumps/void.ttl")
    assert void is not None
    path = release.folder / void.path
    before, whole = path.stat(), path.read_bytes()
    path.write_bytes(whole[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    for _ in range(2):
        with pytest.raises(ReleaseError, match="not the file that the manifest lists"):
            files.open(release, void)
    assert files.damaged(release) == [void.path]
    path.write_bytes(whole)
    assert files.damaged(release) == []
    assert files.read(release, void) == whole


def test_reading_breaks_off_when_the_file_is_changed(dataset_copy: Path) -> None:
    release = open_release(dataset_copy)
    nq = release.file("dumps/legation.nq")
    assert nq is not None
    stream = CheckedFiles(release.stamps).open(release, nq)
    assert len(stream.read(10)) == 10

    with (release.folder / nq.path).open("r+b") as file:
        file.write(b"#")

    with pytest.raises(ReleaseError, match="being changed"):
        stream.read(10)
    stream.close()
