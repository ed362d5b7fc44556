"""A release folder is put in place whole, and a plain statement is reified by its content."""

import os
from pathlib import Path

import pytest
from legation_build.errors import ReleaseError
from legation_build.namespaces import CC0, GRAPH
from legation_build.release import ReleaseFile
from legation_build.release.folder import (
    WRITING,
    point_to,
    release_name,
    write_release,
    writing_aside,
)
from legation_build.release.triple_terms import plain_triples, reified
from pyoxigraph import NamedNode, Quad
from support.in_turtle import HERE, triples
from support.some import some

DIGEST = "3beef4cb5dc7557f" + 48 * "0"


def file(path: str, data: bytes = b"abc", **more: object) -> ReleaseFile:
    return ReleaseFile(path, "nt", "application/n-triples", "A file", CC0, data, **more)  # type: ignore[arg-type]


def written(output: Path, *files: ReleaseFile, digest: str = DIGEST) -> Path:
    return write_release(output, {"digest": digest, "title": "Ə"}, files)


def names(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*"))


def test_a_release_is_there_with_its_files_and_is_the_current_one(tmp_path: Path) -> None:
    place = written(tmp_path, file("dumps/a.nt"), file("quality.json", b"{}"))

    assert place == tmp_path / "releases" / DIGEST[:16] == (tmp_path / "current").resolve()
    assert names(place) == ["dumps", "dumps/a.nt", "manifest.json", "quality.json"]
    assert (place / "dumps/a.nt").read_bytes() == b"abc"
    assert '"title": "Ə"' in (place / "manifest.json").read_text(encoding="utf-8")
    assert os.readlink(tmp_path / "current") == f"releases/{DIGEST[:16]}"
    assert names(tmp_path / "releases")[0] == DIGEST[:16]
    assert place.stat().st_mode & 0o777 == 0o755


def test_the_same_release_again_is_the_folder_that_is_there(tmp_path: Path) -> None:
    first = written(tmp_path, file("a.nt"))
    inode = first.stat().st_ino

    assert written(tmp_path, file("a.nt")) == first
    assert first.stat().st_ino == inode
    assert [one.name for one in (tmp_path / "releases").iterdir()] == [first.name]


@pytest.mark.parametrize(
    "others",
    [[file("a.nt", b"other")], [file("a.nt"), file("b.nt")], [file("c.nt")], []],
)
def test_other_files_of_the_same_data_get_a_folder_beside_it(
    tmp_path: Path, others: list[ReleaseFile]
) -> None:
    first = written(tmp_path, file("a.nt"))
    second = written(tmp_path, *others)

    assert second.name == f"{first.name}-2"
    assert written(tmp_path, *others) == second
    assert (tmp_path / "current").resolve() == second
    # The first can be in use: it is as it was, and can be made current again.
    assert (first / "a.nt").read_bytes() == b"abc"
    assert written(tmp_path, file("a.nt")) == first == (tmp_path / "current").resolve()


def test_a_third_release_of_the_same_data_is_numbered_on(tmp_path: Path) -> None:
    found = [written(tmp_path, file("a.nt", data)).name for data in some((b"1", b"2", b"3"))]

    assert found == [DIGEST[:16], f"{DIGEST[:16]}-2", f"{DIGEST[:16]}-3"]


def test_a_file_that_was_written_before_is_not_written_again(tmp_path: Path) -> None:
    told = file("large.nt", b"", written=(9, "ab" * 32))

    assert (told.size, told.sha256) == (9, "ab" * 32)
    assert told.entry()["size"] == 9
    place = written(tmp_path, told)
    assert not (place / "large.nt").exists()


def test_a_file_is_told_with_its_size_its_digest_and_whether_it_is_loaded() -> None:
    assert file("a.nt", b"abc", load=True).entry() == {
        "path": "a.nt",
        "format": "nt",
        "mediaType": "application/n-triples",
        "title": "A file",
        "license": CC0,
        "size": 3,
        "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "load": True,
    }


def test_what_was_begun_is_gone_when_it_fails(tmp_path: Path) -> None:
    written(tmp_path, file("a.nt"))
    with pytest.raises(ValueError, match="halfway"), writing_aside(tmp_path) as aside:
        (aside / "half").touch()
        assert aside.name.startswith(WRITING)
        raise ValueError("halfway")

    assert [one.name for one in (tmp_path / "releases").iterdir()] == [DIGEST[:16]]
    assert (tmp_path / "current").resolve().name == DIGEST[:16]


def test_what_the_operator_has_in_place_of_the_link_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "current").mkdir()
    (tmp_path / "current" / "mine").touch()

    with pytest.raises(ReleaseError, match=r"current is not a link\. Choose another --output\."):
        written(tmp_path, file("a.nt"))

    assert names(tmp_path) == ["current", "current/mine"]


def test_a_folder_that_cannot_be_written_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(
        ReleaseError, match=r"out cannot be written: Not a directory\. Choose another"
    ):
        written(tmp_path / "file" / "out", file("a.nt"))


def test_a_link_that_leads_nowhere_is_turned(tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to("releases/gone")

    place = written(tmp_path, file("a.nt"))

    assert (tmp_path / "current").resolve() == place
    point_to(tmp_path / "current", Path("elsewhere"))
    assert os.readlink(tmp_path / "current") == "elsewhere"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["current", "releases"]


def test_the_name_of_a_release_is_the_beginning_of_its_digest() -> None:
    assert release_name(DIGEST) == DIGEST[:16]


MODEL = """
situation-type:location bil:standsFor bil:locatedIn ; bil:subjectRole bil:actor ; bil:objectRole bil:place .
situation-type:capital bil:standsFor bil:capitalOf ; bil:subjectRole bil:actor ; bil:objectRole bil:place ;
    skos:broader situation-type:location .
event-type:war bil:standsFor bil:tookPartIn ; bil:subjectRole bil:actor ; bil:objectRole bil:namedEvent .
"""
CONTENT = """:x a bil:Situation ; bil:statedBy :c ; bil:status status:unconfirmed ;
    bil:situationType situation-type:capital, situation-type:location ;
    bil:actor id:town, id:city ; bil:place id:land .
"""


def plain(text: str) -> set[tuple[str, str, str, str]]:
    return {
        (
            row[0].rpartition("/")[2],
            row[1].rpartition("#")[2],
            row[2].rpartition("/")[2],
            row[3].removeprefix(HERE),
        )
        for row in plain_triples(triples(MODEL + text))
    }


def test_a_content_stands_for_its_plain_triples_whatever_its_status() -> None:
    assert plain(CONTENT) == {
        ("town", "capitalOf", "land", "x"),
        ("city", "capitalOf", "land", "x"),
    }


def test_what_no_claim_states_stands_for_nothing() -> None:
    assert plain(CONTENT.replace("bil:statedBy :c ;", "")) == set()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Event", {"tookPartIn"}),
        ("Situation", {"locatedIn"}),
        ("Supposition", {"tookPartIn", "locatedIn"}),
    ],
)
def test_a_class_stands_for_the_triples_of_its_own_types(kind: str, expected: set[str]) -> None:
    text = f""":x a bil:{kind} ; bil:statedBy :c ; bil:eventType event-type:war ; bil:actor id:town ;
        bil:situationType situation-type:location ; bil:place id:land ; bil:namedEvent id:war ."""

    assert {row[1] for row in plain(text)} == expected


def test_a_statement_is_reified_in_the_graph_of_its_content() -> None:
    graphs = {name: NamedNode(GRAPH + name) for name in ("codes", "f-s")}
    quads = [Quad(t.subject, t.predicate, t.object, graphs["codes"]) for t in triples(MODEL)]
    quads += [Quad(t.subject, t.predicate, t.object, graphs["f-s"]) for t in triples(CONTENT)]

    found = reified(quads)

    assert len(found) == 2
    for quad in some(found):
        assert quad.graph_name == graphs["f-s"]
        assert quad.subject == NamedNode(HERE + "x")
        assert quad.predicate.value.endswith("#reifies")
    assert reified([]) == []
