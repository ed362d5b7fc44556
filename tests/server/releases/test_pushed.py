"""stores.json says which engine holds which release, and which of them is served."""

import json
from pathlib import Path

import pytest
from legation_server.errors import PushError, ReleaseError
from legation_server.releases.pushed import (
    STORES,
    PushedStores,
    one_push,
    open_pushed,
    read_stores,
    write_stores,
)
from legation_server.releases.watch import ReleaseWatch
from support.legation_command import legation
from support.two_releases import names

A, B, C = "http://a.example/sparql", "http://b.example/sparql", "http://c.example/sparql"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    stores = PushedStores().switched("one", A).switched("two", B)

    write_stores(tmp_path, stores)

    assert read_stores(tmp_path) == stores
    assert [file.name for file in tmp_path.iterdir()] == [STORES]


def test_a_store_holds_one_release_and_a_release_is_in_one_store() -> None:
    stores = PushedStores().switched("one", A).switched("two", B).switched("three", A)

    assert stores.stores == (("two", B), ("three", A))
    assert stores.switched("three", C).stores == (("two", B), ("three", C))


def test_back_is_to_the_release_before_while_there_is_one() -> None:
    stores = PushedStores().switched("one", A).switched("two", B)

    back = stores.back()

    assert back is not None
    assert (back.current, back.store_of(back.current)) == ("one", A)
    assert back.back() is None
    assert PushedStores().back() is None


def test_no_way_leads_back_to_a_store_that_was_overwritten() -> None:
    stores = PushedStores().switched("one", A).switched("two", B).without(A)

    assert stores.back() is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "legation-stores/9"}'])
def test_a_damaged_file_is_told_with_its_remedy(tmp_path: Path, text: str) -> None:
    (tmp_path / STORES).write_text(text)

    with pytest.raises(ReleaseError, match=r"stores\.json cannot be read.*legation push again"):
        read_stores(tmp_path)


def test_without_a_push_the_command_is_told(pair_copy: Path) -> None:
    with pytest.raises(ReleaseError, match="Run: legation push"):
        open_pushed(pair_copy)
    assert "Run: legation push" in legation("serve", pair_copy, "--pushed").output
    assert "Push one with --release" in legation("push", pair_copy, "--back").output


def test_the_watch_sees_another_release_and_another_store(pair_copy: Path) -> None:
    old, new = names(pair_copy)
    write_stores(pair_copy, PushedStores().switched(old, A))
    watch = ReleaseWatch(pair_copy, pushed=True)
    first = watch.open()

    assert watch.newer(first) is None
    write_stores(pair_copy, PushedStores().switched(old, B))
    moved = watch.newer(first)
    assert moved is not None
    assert (moved.folder.name, moved.store) == (old, B)
    write_stores(pair_copy, PushedStores().switched(new, B))
    second = watch.newer(moved)
    assert second is not None
    assert (second.folder.name, second.store) == (new, B)


def test_one_push_at_a_time(tmp_path: Path) -> None:
    with one_push(tmp_path), pytest.raises(PushError, match="Wait for it"), one_push(tmp_path):
        pass


@pytest.mark.parametrize(
    "store", [(), ("--store", "localhost"), ("--store", "http://me:secret@h/sparql")]
)
def test_a_store_is_an_address_without_a_password(pair_copy: Path, store: tuple[str, ...]) -> None:
    refused = legation("push", pair_copy, *store)

    assert refused.exit_code == 2
    assert "LEGATION_PUSH_CREDENTIALS" in " ".join(refused.output.split())
    assert "secret" not in refused.output


def test_a_folder_with_stores_is_read_as_json(tmp_path: Path) -> None:
    write_stores(tmp_path, PushedStores().switched("one", A))

    assert json.loads((tmp_path / STORES).read_text()) == {
        "format": "legation-stores/1",
        "current": "one",
        "stores": [{"release": "one", "store": A}],
    }


def test_one_endpoint_is_asked_not_two(pair_copy: Path) -> None:
    refused = legation("serve", pair_copy, "--pushed", "--store", A)

    assert refused.exit_code == 2
    assert "leave out" in refused.output
