"""Only regular files of a bounded size are read, and nothing that would never end."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_build.left_overs import own_prefix
from legation_build.regular_files import is_there, read_regular
from support.odd_files import ODD


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_what_is_no_regular_file_is_refused_at_once(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "odd")

    with pytest.raises(OSError) as raised:
        read_regular(tmp_path / "odd")

    assert raised.value.strerror
    assert is_there(tmp_path / "odd")


def test_what_is_refused_is_named_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"abcd")

    with pytest.raises(OSError, match="it has more than 3 bytes") as large:
        read_regular(tmp_path / "large", 3)
    with pytest.raises(IsADirectoryError):
        read_regular(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_regular(tmp_path / "none")

    assert large.value.filename == str(tmp_path / "large")
    assert not is_there(tmp_path / "none")


def test_a_link_to_a_file_is_read_as_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("file")

    assert read_regular(tmp_path / "link") == b"abc"


@settings(max_examples=25)
@given(data=st.binary(max_size=40), most=st.integers(0, 40))
def test_a_file_is_read_whole_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, most: int
) -> None:
    file = tmp_path_factory.mktemp("files") / "file"
    file.write_bytes(data)

    if len(data) <= most:
        assert read_regular(file, most) == data
    else:
        with pytest.raises(OSError, match=f"more than {most} bytes"):
            read_regular(file, most)


def test_what_a_process_makes_for_a_while_is_named_by_it() -> None:
    assert own_prefix("x-").startswith("x-")
    assert own_prefix("x-").removeprefix("x-").rstrip("-").isdecimal()
    assert own_prefix("x-") == own_prefix("x-")
