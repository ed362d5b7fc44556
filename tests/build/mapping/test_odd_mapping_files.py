"""What is no regular file among the mappings and texts is refused by name; nothing hangs."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from legation_build import regular_files
from legation_build.regular_files import read_regular
from support.legation_command import legation_on as run
from support.odd_files import ODD, pipe
from support.small_mapping import CLAIMS_FILE, write_mapping, write_text

DOCUMENT = "freedonia-sylvania"
FILES = [
    "entities.yaml",
    "wikidata.sssom.tsv",
    f"{DOCUMENT}/document.yaml",
    f"{DOCUMENT}/passages.csv",
    CLAIMS_FILE,
    f"{DOCUMENT}/claims/02-more.yaml",
]


def put(path: Path, make: Callable[[Path], None]) -> None:
    """Put something in the place of a file."""
    path.unlink(missing_ok=True)
    make(path)


each_kind = pytest.mark.parametrize("make", ODD)


@each_kind
@pytest.mark.parametrize("name", FILES)
def test_a_mapping_is_a_file(tmp_path: Path, make: Callable[[Path], None], name: str) -> None:
    file = write_mapping(tmp_path) / name
    put(file, make)

    result = run(tmp_path, "validate")

    assert result.exit_code == 1
    assert f"{file} cannot be read:" in result.stderr


@each_kind
@pytest.mark.parametrize("command", ["anchors", "build"])
def test_a_text_is_a_file(tmp_path: Path, make: Callable[[Path], None], command: str) -> None:
    write_mapping(tmp_path)
    text = write_text(tmp_path) / f"{DOCUMENT}.txt"
    put(text, make)
    more = ["--output", str(tmp_path / "dataset")] if command == "build" else []

    result = run(tmp_path, command, "--source", str(text.parent), *more)

    assert result.exit_code == 1
    assert str(text) in result.stderr
    assert not (tmp_path / "dataset").exists()


def test_new_passages_are_not_written_from_a_pipe(tmp_path: Path) -> None:
    write_mapping(tmp_path)
    text = write_text(tmp_path) / f"{DOCUMENT}.txt"
    put(text, pipe)

    result = run(tmp_path, "anchors", "--source", str(text.parent), "--write")

    assert result.exit_code == 1
    assert f"{text} cannot be read:" in result.stderr


def test_a_pipe_that_nothing_reads_is_named(tmp_path: Path) -> None:
    pipe(write_mapping(tmp_path) / DOCUMENT / "claims" / "more.yml")

    result = run(tmp_path, "validate")

    assert "more.yml:1: this file is not read." in result.stderr


def test_a_file_has_a_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    os.truncate(os.open(file, os.O_CREAT | os.O_WRONLY), regular_files.MOST_BYTES + 1)

    with pytest.raises(OSError, match="more than 67,108,864 bytes"):
        read_regular(file)


def test_lines_end_alike_whatever_wrote_them(tmp_path: Path) -> None:
    mappings = write_mapping(tmp_path)
    for file in (mappings / "entities.yaml", mappings / CLAIMS_FILE):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))

    result = run(tmp_path, "validate")

    assert result.exit_code == 0, result.output
