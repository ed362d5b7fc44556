"""A release on disk is loaded once, whole or not at all, and answers as one in memory does."""

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from legation_server.errors import ReleaseError
from legation_server.isolation.pool import Pool
from legation_server.query import ENDPOINTS, Task
from legation_server.releases.manifest import Release
from legation_server.releases.opening import open_release
from legation_server.releases.store_folder import (
    QUADS,
    RECORD,
    as_served,
    read_record,
    store_folder_of,
)
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.eventually import eventually
from support.examples import CONCATENATED, FILES, Table, comparable, query
from support.server_processes import Served, all_end, descendants
from support.some import some

ADDRESSES = [
    "/id/israel.ttl",
    "/id/israel.jsonld",
    "/azerbaijan-israel.nt",
    "/code/modality/alleged.ttl",
    "/ns.ttl",
    "/graphs?graph=https%3A%2F%2Fw3id.org%2Flegation%2Fgraph%2Fcatalog",
    "/graphs?graph=https%3A%2F%2Fw3id.org%2Flegation%2Fgraph%2Fwikidata",
    "/sparql?query=SELECT+*+%7B+%3Fs+a+bil%3AEvnt+%7D&format=csv",
    "/reconcile?query=Baku",
    "/reconcile/suggest/entity?prefix=Isr",
    "/",
]
COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
EVERYTHING = Task("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", internal=True, graph="nt")
ODD = """
_:x <http://e/p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g> .
<http://e/s> <http://e/p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g> .
<http://e/s> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g> .
<http://e/s>  <http://e/p>\t"a . <http://e/g> .\\"^^<x>" <http://e/h> .  # with a comment
<http://e/s> <http://e/p> <<( _:x <http://e/p> "+1"^^<http://www.w3.org/2001/XMLSchema#byte> )>> .
<http://e/s> <http://e/q> <http://e/g> .
<http://e/s> <http://e/q> "2000-01-01"^^<http://www.w3.org/2001/XMLSchema#date> <http://e/h> .
"""


def whole(pool: Pool, task: Task) -> bytes:
    answer = pool.run(task)
    return answer.first + b"".join(answer.rest or ())


def lines(pool: Pool, task: Task) -> list[bytes]:
    return sorted(whole(pool, task).splitlines())


def table(pool: Pool, task: Task, stem: str) -> Table:
    """Return an answer with all that may come in any order sorted."""
    columns, *rows = csv.reader(whole(pool, task).decode().splitlines() or [""])
    # A graph, or truth, has no columns.
    free = CONCATENATED.get(stem, set()) <= set(columns)
    return comparable(stem if free else "", columns, rows)


@pytest.fixture(scope="module")
def pools(published: Path) -> Iterator[tuple[Pool, Pool]]:
    """The release of Legation's own mappings in memory, and on disk."""
    release = open_release(published)
    settings = Settings(workers=1, memory=256)
    with (
        closing(Pool(release, settings)) as one,
        closing(Pool(replace(release, on_disk=True), settings)) as other,
    ):
        yield one, other


@pytest.fixture(scope="module")
def clients(published: Path, pools: tuple[Pool, Pool]) -> list[FlaskClient]:
    release = open_release(published)
    return [
        create_app(replace(release, on_disk=on_disk), pool).test_client()
        for on_disk, pool in zip((False, True), pools, strict=True)
    ]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_example_has_the_same_answer_in_both_forms(
    pools: tuple[Pool, Pool], file: Path, endpoint: str
) -> None:
    task = Task(query(file), solutions="csv", graph="nt", endpoint=endpoint)

    one, other = (table(pool, task, file.stem) for pool in pools)

    assert one == other


@pytest.mark.parametrize("task", [Task(COUNTS), EVERYTHING], ids=["counts", "everything"])
def test_both_forms_hold_the_same(pools: tuple[Pool, Pool], task: Task) -> None:
    assert lines(pools[0], task) == lines(pools[1], task)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_has_the_same_answer_in_both_forms(
    clients: list[FlaskClient], address: str
) -> None:
    one, other = (client.get(address, buffered=True) for client in clients)

    assert (one.status_code, other.status_code) == (200, 200)
    assert sorted(one.data.splitlines()) == sorted(other.data.splitlines())
    assert one.headers.get("X-Query-Hints") == other.headers.get("X-Query-Hints")


def test_rows_come_in_another_order_so_that_the_tag_is_another(clients: list[FlaskClient]) -> None:
    one, other = (
        client.get("/sparql?query=SELECT+*+%7B+%3Fs+a+bil%3AClaim+%7D") for client in clients
    )

    assert one.headers["ETag"] != other.headers["ETag"]


def folder_of(release: Release) -> Path:
    return store_folder_of(release, "")


def opened(dataset: Path) -> Release:
    return replace(open_release(dataset), on_disk=True)


def answers(release: Release) -> bool:
    with closing(Pool(release, Settings(workers=1, memory=256))) as pool:
        return b"true" in pool.run(Task("ASK { ?s a bil:Claim }")).first


def spoilt(dataset: Path, line: str) -> Path:
    """Give a release other data, as its manifest says."""
    folder = dataset / "current"
    dump = folder / "dumps" / "legation.nq"
    dump.write_text(line)
    manifest = json.loads((folder / "manifest.json").read_text())
    (entry,) = (file for file in manifest["files"] if file["path"] == "dumps/legation.nq")
    entry |= {"size": dump.stat().st_size, "sha256": sha256(dump.read_bytes()).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return dataset


def test_odd_lines_are_loaded_as_in_memory(dataset_copy: Path) -> None:
    release = open_release(spoilt(dataset_copy, ODD))
    settings = Settings(workers=1, memory=256)

    with (
        closing(Pool(release, settings)) as one,
        closing(Pool(replace(release, on_disk=True), settings)) as other,
    ):
        for task in (Task(COUNTS), EVERYTHING, Task("SELECT * { ?s ?p ?o }", solutions="csv")):
            assert lines(one, task) == some(lines(other, task))


def test_a_release_is_loaded_once(dataset_copy: Path) -> None:
    release = opened(dataset_copy)
    assert answers(release)
    record = folder_of(release) / RECORD
    written = record.stat().st_mtime_ns

    assert answers(release)

    assert record.stat().st_mtime_ns == written


def test_two_servers_that_start_at_once_load_it_once(dataset_copy: Path) -> None:
    release = opened(dataset_copy)

    with ThreadPoolExecutor(2) as executor:
        assert [*executor.map(answers, [release, release])] == [True, True]

    names = {path.name for path in folder_of(release).parent.iterdir()}
    name = folder_of(release).name
    assert names == {name, f"{name}.lock", f"{name}.used"}


def test_what_is_half_loaded_is_not_taken_for_whole(dataset_copy: Path) -> None:
    release = opened(dataset_copy)
    folder = folder_of(release)
    program = (
        "import sys, time; from pathlib import Path;"
        "from legation_server.releases import being_made\n"
        "with being_made(Path(sys.argv[1])) as part:\n"
        "    (part / 'quads').mkdir(); time.sleep(3600)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(folder)]) as loading:
        part = folder.with_name(folder.name + ".part")
        eventually((part / "quads").is_dir)
        os.kill(loading.pid, signal.SIGKILL)
    assert read_record(folder) is None

    assert answers(release)

    assert not part.exists()


def test_a_folder_without_a_record_is_loaded_anew(dataset_copy: Path) -> None:
    release = opened(dataset_copy)
    assert answers(release)
    (folder_of(release) / RECORD).write_text("{}")

    assert answers(release)

    assert read_record(folder_of(release)) is not None


def test_other_data_have_another_folder(dataset_copy: Path) -> None:
    before = folder_of(opened(dataset_copy))

    assert folder_of(opened(spoilt(dataset_copy, ODD))) != before


def test_a_place_that_cannot_be_written_to_is_told_with_a_remedy(dataset_copy: Path) -> None:
    (dataset_copy / "stores").write_text("")

    with pytest.raises(ReleaseError, match=r"stores cannot be written to: .* --store-folder"):
        answers(opened(dataset_copy))


def test_a_file_that_is_the_same_since_is_not_read_again(dataset_copy: Path) -> None:
    assert answers(opened(dataset_copy))
    dump = dataset_copy / "current" / "dumps" / "legation.nt"
    record = folder_of(opened(dataset_copy)) / RECORD
    said = json.loads(record.read_text())
    dump.write_bytes(dump.read_bytes().swapcase())
    with pytest.raises(ReleaseError, match=r"legation\.nt differs from the manifest"):
        open_release(dataset_copy)

    # As if it had been like this when it was compared.
    found = dump.stat()
    said["stamps"]["dumps/legation.nt"] = [
        found.st_dev,
        found.st_ino,
        found.st_size,
        found.st_mtime_ns,
        found.st_ctime_ns,
    ]
    record.write_text(json.dumps(said))

    assert open_release(dataset_copy).name


def test_a_dump_that_changes_after_the_check_is_refused(dataset_copy: Path) -> None:
    release = opened(dataset_copy)
    dump = dataset_copy / "current" / "dumps" / "legation.nq"
    dump.write_bytes(dump.read_bytes())

    with pytest.raises(ReleaseError, match=r"legation\.nq was changed after it had been checked"):
        answers(release)

    assert read_record(folder_of(release)) is None


@pytest.mark.parametrize(("above", "on_disk"), [(0, True), (10_000_000, False)])
def test_a_setting_says_from_which_size_on(dataset: Path, above: int, on_disk: bool) -> None:
    release = open_release(dataset)

    assert as_served(release, Settings(store_above=above)).on_disk is on_disk
    assert as_served(release, Settings(store_above=0, store="http://e/")).on_disk is False


def test_a_server_answers_from_disk_through_desks_and_workers(
    dataset_copy: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    place = tmp_path / "elsewhere"
    served = serve(
        dataset_copy, "--store-above", "0", "--store-folder", str(place), "--workers", "2"
    )

    found = [served.select(f"SELECT * {{ ?c a bil:Claim }} # {n}") for n in range(4)]

    assert {len(one.json()["results"]["bindings"]) for one in found} == {3}
    assert served.get("/id/freedonia.ttl").ok
    assert place.is_dir() and not (dataset_copy / "stores").exists()


def has_opened(pid: int, folder: Path) -> bool:
    """Tell whether a process holds a file of a folder."""
    files = (os.readlink(file) for file in some(Path(f"/proc/{pid}/fd").iterdir()))
    return any(Path(file).is_relative_to(folder) for file in files)


def test_a_worker_opens_the_files_once_it_is_asked(
    dataset_copy: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset_copy, "--store-above", "0", "--workers", "4", "--desks", "0")
    quads = folder_of(open_release(dataset_copy)) / QUADS

    for n in range(4):
        assert served.select(f"SELECT * {{ ?c a bil:Claim }} # {n}").ok

    assert [has_opened(pid, quads) for pid in descendants(served.process.pid)].count(True) == 1


def test_workers_that_were_never_asked_end_with_the_server(
    dataset_copy: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset_copy, "--store-above", "0", "--workers", "4", "--desks", "0")
    family = descendants(served.process.pid)

    served.stop()

    assert all_end(family)
