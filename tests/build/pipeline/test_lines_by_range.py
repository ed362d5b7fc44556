"""Lines of many documents are put together in order, and of a change few of them again."""

from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_build.namespaces import BASE
from legation_build.pipeline.documents.cache import Kept
from legation_build.pipeline.merging import ranges
from legation_build.pipeline.merging.blocks import kept_blocks, kept_lines
from legation_build.pipeline.merging.bundles import bundles
from support.some import some

GRAPH = f"{BASE}graph/a"
FILES = st.lists(
    st.lists(st.sampled_from(["a", "b", "\r", "\x0b", "\x85", "é", "\uffff", "\U0001f600", "a/b"])),
    max_size=3,
)


@pytest.fixture(autouse=True)
def small_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranges, "LINES", 8)


def run(kept: Kept, lines: list[bytes]) -> Path:
    """Return the folder of the run of some lines, which are kept by what they are."""
    data = b"".join(lines)
    return ranges.run_of(lambda: data, kept, sha256(data).hexdigest())


def quads(*numbers: int) -> list[bytes]:
    return [f'<{BASE}id/{n:04}> <{BASE}ns#x> "{n}" <{GRAPH}> .\n'.encode() for n in numbers]


def text_of(places: list[Path]) -> bytes:
    return b"".join((place / "block.sorted.nq").read_bytes() for place in places)


@settings(max_examples=30)
@given(FILES)
def test_lines_end_at_line_feeds_alone_and_are_sorted_each_once(files: list[list[str]]) -> None:
    with TemporaryDirectory() as name:
        kept = Kept(Path(name), "program")
        runs = [run(kept, [f"<{text}> <p> .\n".encode() for text in texts]) for texts in files]
        found, counted = kept_lines(runs, kept)

    expected = {f"<{text}> <p> .\n".encode() for texts in files for text in texts}
    assert found == b"".join(sorted(expected))
    assert counted.lines == len(expected)


def test_blocks_do_not_depend_on_which_documents_have_the_lines(tmp_path: Path) -> None:
    kept = Kept(tmp_path, "program")
    apart = [run(kept, quads(*range(start, 300, 3), 7, 8)) for start in range(3)]
    together = [run(kept, quads(*range(300)))]
    (one, counted), (other, same) = (kept_blocks(r, GRAPH, BASE, kept) for r in (apart, together))

    assert text_of(one) == text_of(other) == b"".join(quads(*range(300)))
    assert len(one) == len(other) > 300 / 16
    assert counted.digest == same.digest == sha256(text_of(one)).hexdigest()
    assert (counted.lines, counted.predicates[f"{BASE}ns#x"]) == (300, 300)


def test_a_line_more_changes_two_blocks_at_most(tmp_path: Path) -> None:
    kept = Kept(tmp_path, "program")
    rest = [run(kept, quads(*range(start, 300, 3))) for start in range(2)]
    before, after = (
        kept_blocks([*rest, run(kept, quads(*last))], GRAPH, BASE, kept)[0]
        for last in (range(2, 300, 3), [*range(2, 300, 3), 1000])
    )

    assert 1 <= len(set(after) - set(before)) <= 2
    assert text_of(after) == b"".join(quads(*range(300), 1000))


def test_a_line_that_another_document_has_too_stays_when_it_goes_from_one(tmp_path: Path) -> None:
    kept = Kept(tmp_path, "program")
    one, other = run(kept, quads(1, 2, 3)), run(kept, quads(2, 4))
    kept_blocks([one, other], GRAPH, BASE, kept)
    places, _ = kept_blocks([run(kept, quads(1, 3)), other], GRAPH, BASE, kept)

    assert text_of(places) == b"".join(quads(1, 2, 3, 4))


def test_blocks_are_made_once_and_moved_to_another_base(tmp_path: Path) -> None:
    first, again, moved = (Kept(tmp_path, "program") for _ in range(3))
    places, counted = kept_blocks([run(first, quads(1, 2, 3))], GRAPH, BASE, first)
    before = {place: place.stat().st_ino for place in places}
    assert kept_blocks([run(again, quads(1, 2, 3))], GRAPH, BASE, again)[0] == places
    assert {place: place.stat().st_ino for place in places} == before
    runs = [run(moved, quads(1, 2, 3))]
    other, same = kept_blocks(runs, GRAPH, "https://example.org/", moved)

    assert set(other).isdisjoint(places)
    assert (same.digest, same.lines) == (counted.digest, 3)
    assert first.used == again.used
    assert text_of(other).startswith(b"<https://example.org/id/0001> <https://example.org/ns#x>")
    assert kept_blocks([], GRAPH, BASE, first)[0] == []


def test_the_lines_of_a_bundle_are_those_of_its_documents(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept", "program")
    parts = []
    for number, name in some(list(enumerate(("a", "b", "c")))):
        place = tmp_path / name
        place.mkdir()
        (place / "some.lines").write_bytes(b"".join(quads(number, 9)))
        parts.append((place, name))
    made = partial(ranges.runs_of, bundles(parts), "some.lines", kept)

    assert kept_lines(made(), kept)[0] == b"".join(quads(0, 1, 2, 9))
    used = set(kept.used)
    assert made() == made()
    assert kept.used == used
