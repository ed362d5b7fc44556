"""Wings stand on floors: imports lead down, through faces and in no circle."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from support.layers import House, Module, exported, read_modules
from support.some import some

ROOT = Path(__file__).parents[2]
FOLDERS = {
    "legation_build": ROOT / "build" / "legation_build",
    "legation_server": ROOT / "server" / "legation_server",
}
MOST_FLOORS = 8
# From the ground up. A wing imports from lower floors only.
FLOORS = {
    "legation_build": (
        {"errors", "left_overs", "namespaces", "regular_files", "resources"},
        {"dumps", "mapping", "validation"},
        {"dataset"},
        {"checks", "release"},
        {"authoring", "descriptions", "quality", "site_index", "wikidata"},
        {"pipeline"},
        {"cli"},
        {"__main__"},
    ),
    "legation_server": (
        {"errors", "formats", "metrics", "namespaces", "query", "settings", "standard_error"},
        {"phrases", "protocol", "rdf", "releases", "results", "site_index", "sparql"},
        {"descriptions", "evaluation", "push", "web"},
        {"diff", "endpoint", "isolation", "reconciliation"},
        {"agents", "express", "pages"},
        {"data_process", "serving"},
        {"cli"},
    ),
}


# Each process of a run imports this file: nothing is read before a test asks for it.
@cache
def modules(package: str) -> dict[str, Module]:
    return read_modules(FOLDERS[package])


@cache
def others() -> list[Module]:
    return [m for name in ("tests", "bench") for m in read_modules(ROOT / name).values()]


@pytest.fixture(params=FLOORS)
def house(request: pytest.FixtureRequest) -> House:
    """Each of the two packages."""
    return House(request.param, modules(request.param), FLOORS[request.param])


def entry_points() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["scripts"], *project["entry-points"].values()]
    return [entry for group in groups for entry in group.values()]


def test_each_wing_stands_on_one_floor(house: House) -> None:
    placed = [wing for floor in house.floors for wing in floor]

    assert sorted(placed) == sorted(house.wings)
    assert len(house.floors) <= MOST_FLOORS


def test_imports_lead_down(house: House) -> None:
    assert list(house.crossing())
    assert house.upward() == []


def test_wings_are_entered_through_their_faces(house: House) -> None:
    assert house.past_faces() == []


def test_faces_import_from_their_own_wing_alone(house: House) -> None:
    assert house.faces
    assert house.faces_that_look_out() == []


def test_faces_hide_no_module_behind_its_name(house: House) -> None:
    assert house.shadowed() == []


def test_imports_run_in_no_circle(house: House) -> None:
    assert house.circle() == []


def test_no_import_is_hidden_or_relative(house: House) -> None:
    assert house.hidden() == []


def test_faces_name_what_other_wings_import(house: House) -> None:
    assert house.not_offered() == set()


def test_faces_name_no_more_than_others_use(house: House) -> None:
    assert house.offered()
    assert house.unused(others(), entry_points()) == set()


def test_names_of_faces_are_sorted(house: House) -> None:
    def rank(name: str) -> tuple[int, str]:
        return (0 if name.isupper() else 1 if name[0].isupper() else 2), name

    for face in some(house.faces):
        assert exported(face) == sorted(exported(face), key=rank), face.name


@pytest.mark.parametrize(
    ("package", "other"),
    [("legation_build", "legation_server"), ("legation_server", "legation_build")],
)
def test_build_and_server_do_not_import_each_other(package: str, other: str) -> None:
    assert modules(package)
    assert House(package, modules(package), ()).of(other) == []


@pytest.mark.parametrize("package", FOLDERS)
def test_each_module_says_what_it_is_for(package: str) -> None:
    assert modules(package)
    assert [n for n, module in modules(package).items() if not ast.get_docstring(module.tree)] == []


def test_each_face_says_it_in_one_sentence(house: House) -> None:
    faces = [module for module in house.modules.values() if module.is_face]

    for face in some(faces):
        text = ast.get_docstring(face.tree) or ""
        assert re.fullmatch(r"[A-Z/][^\n]+ [^\n]+\.", text), face.name
        assert not re.search(r"[.!?] ", text), face.name


SOUND = {
    "house.low": '__all__ = ["thing"]\nfrom house.low.inner import thing',
    "house.low.inner": "thing = 1",
    "house.high": '__all__ = ["user"]\nfrom house.high.inner import user',
    "house.high.inner": "from house.low import thing\nuser = thing",
}


def house_of(**changed: str) -> House:
    """Return a small house, sound but for the `changed` sources, by module with __ for a dot."""
    sources = SOUND | {name.replace("__", "."): text for name, text in changed.items()}
    modules = {
        name: Module(name, name.count(".") == 1, ast.parse(text)) for name, text in sources.items()
    }
    return House("house", modules, ({"low"}, {"high"}))


OUTSIDE = [Module("tests.test_high", False, ast.parse("from house.high import user"))]


def test_sound_house_has_no_fault() -> None:
    house = house_of()

    assert house.upward() == house.past_faces() == house.faces_that_look_out() == []
    assert house.circle() == house.hidden() == house.of("other") == []
    assert house.not_offered() == house.unused(OUTSIDE, ()) == set()


def test_import_upward_is_found() -> None:
    house = house_of(house__low__inner="def late():\n    from house.high import user")

    assert house.upward() == ["house.low.inner:2 house.high user"]


def test_import_past_a_face_is_found() -> None:
    house = house_of(house__high__inner="from house.low.inner import thing")

    assert house.past_faces() == ["house.high.inner:1 house.low.inner thing"]


def test_import_of_the_own_face_is_found() -> None:
    house = house_of(house__low__other="from house.low import thing")

    assert house.past_faces() == ["house.low.other:1 house.low thing"]


def test_face_that_imports_another_wing_is_found() -> None:
    house = house_of(house__high='__all__ = ["thing"]\nfrom house.low import thing')

    assert house.faces_that_look_out() == ["house.high:2 house.low thing"]


def test_module_that_a_face_hides_is_found() -> None:
    house = house_of(house__low='__all__ = ["inner"]\nfrom house.low.inner import inner')

    assert house.shadowed() == ["house.low.inner"]


def test_circle_inside_a_wing_is_found() -> None:
    house = house_of(
        house__low__inner="from house.low.other import x",
        house__low__other="import house.low.inner",
    )

    assert set(house.circle()) == {"house.low.inner", "house.low.other"}


@pytest.mark.parametrize(
    "source",
    [
        "from typing import TYPE_CHECKING",
        "import typing\nif typing.TYPE_CHECKING: ...",
        "from . import x",
    ],
)
def test_hidden_import_is_found(source: str) -> None:
    assert house_of(house__low__inner=source).hidden() == ["house.low.inner"]


def test_name_that_a_face_does_not_offer_is_found() -> None:
    house = house_of(house__high__inner="from house import low\nlow.other()")

    assert house.not_offered() == {("low", "other")}


def test_name_that_nobody_uses_is_found() -> None:
    house = house_of()

    assert house.unused([], ()) == {("high", "user")}
    assert house.unused([], ["house.high.inner:user"]) == set()


def test_import_of_the_other_package_is_found() -> None:
    house = house_of(house__low__inner="import other.module")

    assert house.of("other") == ["house.low.inner:1 other.module"]
