"""What a manifest may leave out has a sensible value, and what it must have is asked for by name."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import ReleaseError
from legation_server.query import ENDPOINTS, SPARQL
from legation_server.releases import CONTEXT, Release, ReleaseFile, ShapeCheck, read_folder
from legation_server.releases.manifest import NamedGraph, Publisher
from support.some import some

Edit = Callable[[Callable[[dict[str, Any]], object]], Release]


@pytest.fixture
def edited(dataset: Path, tmp_path: Path) -> Edit:
    """Read the manifest of a release after a change of it."""

    def read(change: Callable[[dict[str, Any]], object]) -> Release:
        manifest = json.loads((dataset / "current" / "manifest.json").read_text())
        change(manifest)
        (tmp_path / "manifest.json").write_text(json.dumps(manifest))
        return read_folder(tmp_path, tmp_path)

    return read


def nothing(_: dict[str, Any]) -> None:
    """Leave a manifest as it is."""


def test_what_older_releases_do_not_say_has_a_value(edited: Edit) -> None:
    release = edited(nothing)

    assert (release.title, release.publisher) == (release.name, None)
    assert (release.predicates, release.shapes) == ({}, {})
    assert {graph.endpoints for graph in release.graphs} == {ENDPOINTS}
    assert release.context == release.prefixes
    assert (release.stamps, release.store, release.on_disk) == ({}, "", False)


def test_what_a_manifest_says_is_taken(edited: Edit) -> None:
    shapes = [{"shape": "http://e/s", "nodes": 7, "results": 1}]

    def say(manifest: dict[str, Any]) -> None:
        manifest["title"] = "A title"
        manifest["publisher"] = {"iri": "http://e/p", "name": "P", "contact": "mailto:p@e.example"}
        manifest["counts"]["predicates"] = {"http://e/q": 3}
        manifest["validation"]["shapes"] = shapes
        manifest["graphs"][0]["endpoints"] = [SPARQL]

    release = edited(say)

    assert release.title == "A title"
    assert release.publisher == Publisher("http://e/p", "P", "mailto:p@e.example")
    assert release.predicates == {"http://e/q": 3}
    assert release.shapes == {"http://e/s": ShapeCheck(7, 1)}
    assert release.graphs[0].endpoints == (SPARQL,)
    assert release.graphs[1].endpoints == ENDPOINTS


def test_a_publisher_may_have_no_contact(edited: Edit) -> None:
    release = edited(lambda m: m.update(publisher={"iri": "http://e/p", "name": "P"}))

    assert release.publisher is not None
    assert release.publisher.contact == ""


MEMBERS = {
    "graphs": ("iri", "title", "license", "quads"),
    "documents": ("id", "iri", "title", "url", "license", "length", "hasText"),
    "files": ("path", "format", "mediaType", "size", "sha256", "license", "title"),
}
EACH = [(part, member) for part, members in MEMBERS.items() for member in members]


@pytest.mark.parametrize(("part", "member"), EACH)
def test_a_missing_member_is_named_with_file_and_remedy(
    edited: Edit, tmp_path: Path, part: str, member: str
) -> None:
    with pytest.raises(ReleaseError) as caught:
        edited(lambda manifest: manifest[part][0].pop(member))

    assert str(caught.value) == (
        f"{tmp_path / 'manifest.json'} lacks '{member}'. Run: legation build --output {tmp_path}"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"counts": []},
        {"counts": {"quads": 1}},
        {"files": None},
        {"graphs": "none"},
        {"prefixes": None},
        {"publisher": {"iri": "http://e/p"}},
        {"validation": []},
        {"validation": {"shapes": [{}]}},
    ],
)
def test_a_part_of_another_form_is_refused(edited: Edit, change: dict[str, Any]) -> None:
    with pytest.raises(ReleaseError, match=r"manifest\.json lacks .*Run: legation build"):
        edited(lambda manifest: manifest.update(change))


@pytest.mark.parametrize("found", ["legation-release/2", "", None, 1])
def test_another_format_is_named_with_the_one_that_is_read(edited: Edit, found: object) -> None:
    with pytest.raises(ReleaseError, match=r"this server reads 'legation-release/1'") as caught:
        edited(lambda manifest: manifest.update(format=found))

    assert f"has format {found!r}" in str(caught.value)


@pytest.fixture(scope="module")
def small(dataset: Path) -> Release:
    return read_folder(dataset / "current", dataset)


def test_a_file_is_found_by_its_whole_path(small: Release) -> None:
    found = small.file("dumps/legation.nq")

    assert found is not None and found.format == "nq"
    assert small.file("legation.nq") is None
    assert [file.path for file in small.loaded_files] == [
        "dumps/legation.nq",
        "dumps/legation-text.nq",
    ]


@pytest.mark.parametrize(
    ("path", "whole", "table"),
    [
        ("dumps/legation.nq", True, False),
        ("dumps/legation.jsonld", True, False),
        ("dumps/legation.nq.gz", False, False),
        ("dumps/legation-text.nq", False, False),
        ("dumps/legation", False, False),
        ("other/legation.nq", False, False),
        ("dumps/claims.csv", False, True),
        ("dumps/claims.parquet", False, True),
        ("dumps/claims.csv.gz", False, False),
        ("claims.csv", False, False),
    ],
)
def test_dumps_of_everything_and_tables_are_known_by_their_path(
    path: str, whole: bool, table: bool
) -> None:
    file = ReleaseFile(path, "", "", 0, "", "", "", False)

    assert (file.is_whole, file.is_table) == (whole, table)


def test_the_namespace_is_that_of_the_prefix_or_below_the_base(small: Release) -> None:
    other = replace(small, prefixes={"bil": "http://e/terms#"})

    assert other.namespace == "http://e/terms#"
    assert replace(small, prefixes={}).namespace == small.base + "ns#"


def with_file(release: Release, path: str, **changes: Any) -> Release:
    files = tuple(replace(f, **changes) if f.path == path else f for f in release.files)
    assert files != release.files
    return replace(release, files=files)


def test_the_fingerprint_differs_where_answers_may(small: Release) -> None:
    context = ReleaseFile(CONTEXT, "jsonld", "", 1, "1" * 64, "", "", False)
    others = [
        replace(small, base="http://e/"),
        replace(small, digest="0" * 64),
        replace(small, prefixes={**small.prefixes, "more": "http://e/"}),
        with_file(small, "dumps/legation.nq", sha256="0" * 64),
        with_file(small, "dumps/legation.nq", load=False),
        replace(small, files=(*small.files, context)),
        replace(small, files=(*small.files, replace(context, sha256="2" * 64))),
    ]

    assert len({release.fingerprint for release in [small, *others]}) == len(others) + 1


def test_the_fingerprint_is_the_same_where_answers_are(small: Release) -> None:
    same = [
        replace(small, folder=Path("/elsewhere"), modified="2030-01-01", version="9"),
        replace(small, store="http://e/sparql", on_disk=True),
        replace(small, prefixes=dict(reversed(list(small.prefixes.items())))),
        with_file(small, "dumps/void.ttl", sha256="0" * 64),
        replace(small, graphs=(NamedGraph("http://e/g", "", "", 0),)),
    ]

    assert {release.fingerprint for release in some(same)} == {small.fingerprint}


def test_answers_from_disk_have_a_key_of_their_own(small: Release) -> None:
    on_disk = replace(small, on_disk=True)

    assert small.answers_key == small.fingerprint
    assert on_disk.answers_key not in ("", small.answers_key)
    # Where its data are queried makes it no other release.
    assert on_disk == small


@given(st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=4), st.data())
def test_the_order_of_prefixes_makes_no_other_release(
    small: Release, prefixes: dict[str, str], data: st.DataObject
) -> None:
    rows = data.draw(st.permutations(list(prefixes.items())))

    one, other = replace(small, prefixes=prefixes), replace(small, prefixes=dict(rows))

    assert one.fingerprint == other.fingerprint
    assert (one.fingerprint == small.fingerprint) is (prefixes == small.prefixes)
