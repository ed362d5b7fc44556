"""No file that an author writes causes a traceback: each fault has a message with file and line."""

import random
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from authoring_fuzz import example_files, outcome, spoilt
from hypothesis import given, settings
from hypothesis import strategies as st
from support.small_mapping import write_mapping, write_text
from support.some import some


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the small mapping, and its text."""
    root = tmp_path_factory.mktemp("small")
    write_mapping(root)
    write_text(root)
    (root / "mappings" / "folder.yaml").write_text("title: Letters\n")
    return {
        str(file.relative_to(root)): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


def ends_well(files: Mapping[str, bytes], place: Path) -> str:
    """Return what is wrong with how a build of files ends; "" when nothing is."""
    end = outcome(files, place)
    return "" if end.kind in ("built", "refused") else f"{end.kind}: {end.said}"


@settings(max_examples=150)
@given(seed=st.integers(0, 2**32))
def test_a_spoilt_file_is_refused_with_its_place_or_built(
    small: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    place = tmp_path_factory.mktemp("case")

    assert ends_well(spoilt(small, random.Random(seed)), place) == ""


FILES = ["entities.yaml", "folder.yaml", "freedonia-sylvania/document.yaml", "freedonia-sylvania/passages.csv", "freedonia-sylvania/claims/01-early-years.yaml"]  # fmt: skip
values = st.recursive(
    st.sampled_from(["x", "''", "1920-05-03", "[]", "{}", "freedonia", "p-early-years-1", "null"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]")
        | st.dictionaries(
            st.sampled_from(["id", "type", "states", "label", "x"]), inner, max_size=3
        ).map(
            lambda parts: "{" + ", ".join(f"{key}: {value}" for key, value in parts.items()) + "}"
        )
    ),
    max_leaves=6,
)


@settings(max_examples=100)
@given(
    name=st.sampled_from(FILES),
    keys=st.dictionaries(
        st.sampled_from(
            ["claims", "entities", "codes", "title", "about", "uses", "withoutClaims", "x"]
        ),
        values,
        max_size=4,
    ),
)
def test_a_file_of_other_keys_and_values_is_refused_with_its_place_or_built(
    small: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    keys: dict[str, str],
) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in keys.items())
    files = {**small, f"mappings/{name}": text.encode()}

    assert ends_well(files, tmp_path_factory.mktemp("case")) == ""


LINES = sorted(
    {
        (name.partition("/claims/")[0], re.sub(r": .*", ":", line).lstrip(" -")): (name, number)
        for name, data in example_files().items()
        if name.endswith(".yaml")
        for number, line in enumerate(data.decode().split("\n"))
        if re.match(r"[ -]*\w+: ", line)
    }.values()
)


@pytest.mark.parametrize("value", ["{}", "[[x]]", "[a, {b: c}]"])
def test_each_key_of_the_example_with_a_block_or_a_list_in_its_place(
    tmp_path: Path, value: str
) -> None:
    files, ends = example_files(), dict[str, str]()
    for name, number in some(LINES):
        lines = files[name].decode().split("\n")
        lines[number] = re.sub(r": .*", f": {value}", lines[number])
        ends[f"{name}: {lines[number]}"] = ends_well(
            {**files, name: "\n".join(lines).encode()}, tmp_path
        )

    assert {line: end for line, end in ends.items() if end} == {}


def test_the_example_itself_is_built(tmp_path: Path) -> None:
    assert outcome(example_files(), tmp_path, shapes=True).kind == "built"
