"""A server whose releases are on disk goes from one to the next without a gap."""

import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

from click.testing import CliRunner
from legation_build.cli.legation import main
from legation_server.releases.store_folder import being_made, read_record
from support.eventually import eventually
from support.heavy_queries import ENDLESS
from support.server_processes import Served
from support.swapping import OFTEN, SHARE, figure, ready, serves
from support.two_releases import names, point_to, stored_at

ON_DISK = (*OFTEN, "--store-above", "0")


def share(server: Served) -> str:
    """Return the figure that differs between the two releases."""
    return str(server.select(SHARE, format="csv").text.split()[-1])


def test_the_old_release_answers_until_the_new_one_is_loaded(
    pair_copy: Path, serve: Callable[..., Served]
) -> None:
    old, _ = names(pair_copy)
    server = serve(pair_copy, *ON_DISK)
    assert share(server) == "40"
    coming = stored_at(pair_copy, old)
    loading, may_end = threading.Event(), threading.Event()

    def hold_up() -> None:
        # Whoever loads it waits for the lock that a process has which fills the same folder.
        with being_made(coming):
            loading.set()
            may_end.wait()
            raise KeyboardInterrupt

    with ThreadPoolExecutor(1) as executor:
        holding = executor.submit(hold_up)
        try:
            assert loading.wait(60)
            point_to(pair_copy, old)
            # The process that is to load the new one has begun, and waits for the lock.
            eventually(coming.with_name(f"{coming.name}.used").exists)
            answers = {share(server) for _ in range(20)}
            swaps = figure(server, "legation_release_swaps_total")
        finally:
            may_end.set()
        assert isinstance(holding.exception(), KeyboardInterrupt)

    assert (answers, swaps) == ({"40"}, 0)
    assert serves(server, old)
    assert share(server) == "50"
    assert read_record(coming) is not None


def test_what_runs_ends_on_the_old_release_whose_files_stay_until_then(
    pair_copy: Path, serve: Callable[..., Served]
) -> None:
    old, new = names(pair_copy)
    load = ["release", "load", old, "--dataset", str(pair_copy)]
    unload = ["release", "unload", new, "--dataset", str(pair_copy)]
    assert CliRunner().invoke(main, load).exit_code == 0
    server = serve(pair_copy, *ON_DISK)
    place = urlsplit(server.url)
    with socket.create_connection((place.hostname, place.port)) as asking:
        asking.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: e\r\n\r\n".encode())
        assert eventually(lambda: ready(server)["free"] < 4)

        point_to(pair_copy, old)

        assert serves(server, old)
        assert figure(server, "legation_releases_held") == 2
        assert CliRunner().invoke(main, unload).exit_code == 3
    # The query ends when its client is gone.
    assert eventually(lambda: figure(server, "legation_releases_held") == 1)
    assert eventually(lambda: CliRunner().invoke(main, unload).exit_code == 0)
    assert not stored_at(pair_copy, new).exists()
    assert share(server) == "50"


def test_going_back_needs_no_loading(pair_copy: Path, serve: Callable[..., Served]) -> None:
    old, new = names(pair_copy)
    server = serve(pair_copy, *ON_DISK)
    point_to(pair_copy, old)
    assert serves(server, old)
    record = stored_at(pair_copy, new) / "loaded.json"
    written = record.stat().st_mtime_ns

    point_to(pair_copy, new)

    assert serves(server, new)
    assert share(server) == "40"
    assert record.stat().st_mtime_ns == written
