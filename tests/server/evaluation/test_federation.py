"""What SERVICE may reach: nothing, unless listed; nothing private, unless that is allowed too."""

import io
import json
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path

import pyoxigraph as ox
import pytest
from legation_server.errors import Problem
from legation_server.evaluation import Engine, evaluate
from legation_server.evaluation.service_addresses import check_public, is_public
from legation_server.isolation.pool import Pool
from legation_server.query import Task
from legation_server.releases.manifest import Release
from legation_server.settings import Settings
from support.listening import Endpoint
from support.server_processes import Served


def call(release: Release, endpoint: str, settings: Settings) -> bytes:
    pool = Pool(release, settings)
    try:
        return pool.run(Task(f"SELECT ?x {{ SERVICE <{endpoint}> {{ ?x ?y ?z }} }}")).first
    finally:
        pool.close()


def test_a_listed_private_endpoint_is_not_called(release: Release, inner: str) -> None:
    before = Endpoint.calls

    with pytest.raises(Problem) as caught:
        call(release, inner, Settings(workers=1, service_allow=inner))

    assert caught.value.kind == "service-refused"
    assert "127.0.0.1" in caught.value.detail
    assert Endpoint.calls == before


def test_a_listed_private_endpoint_is_called_when_that_is_allowed(
    release: Release, inner: str
) -> None:
    settings = Settings(workers=1, service_allow=inner, service_private=True)

    rows = json.loads(call(release, inner, settings))["results"]["bindings"]

    assert rows == [{"x": {"type": "literal", "value": "told"}}]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ SERVICE <{}> {{ ?x ?y ?z }} }}",
        "SELECT DISTINCT * {{ SERVICE SILENT <{}> {{ ?x ?y ?z }} }} ORDER BY ?x",
        "SELECT * {{ ?s ?p ?o {{ SELECT * {{ SERVICE <{}> {{ ?x ?y ?z }} }} }} }} LIMIT 1",
        "SELECT * {{ SERVICE <{}> {{ ?x ?y ?z }} BIND(STR(?x) AS ?text) }}",
        # The engine refuses these at first: long names, and names of aggregates.
        "PREFIX e: <http://e/> SELECT * {{ SERVICE <{}> {{ ?x ?y ?z }} FILTER(?x != e:a.b.c) }}",
        "SELECT (COUNT(*) AS ?n) (?n + 1 AS ?m) {{ SERVICE <{}> {{ ?x ?y ?z }} }}",
        "ASK {{ SERVICE <{}> {{ ?x ?y ?z }} }} HAVING (COUNT(*) = 1)",
        "CONSTRUCT {{ ?s ?p ?x }} {{ ?s ?p ?o SERVICE <{}> {{ ?x ?y ?z }} }}",
    ],
)
def test_an_endpoint_is_called_once(inner: str, query: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(*[ox.NamedNode("http://e/s")] * 3))
    engine = Engine(store, "http://e/", {}, frozenset({inner}), True, 100)
    before, output = Endpoint.calls, io.BytesIO()

    evaluate(engine, Task(query.format(inner), graph="nt"), lambda head: None, output)

    assert Endpoint.calls == before + 1
    assert output.getvalue()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_listed_endpoint_cannot_send_a_query_elsewhere(
    release: Release, inner: str, status: int
) -> None:
    endpoint, before = f"{inner}redirect/{status}", Endpoint.calls
    settings = Settings(workers=1, service_allow=endpoint, service_private=True)

    with pytest.raises(Problem) as caught:
        call(release, endpoint, settings)

    assert caught.value.kind == "query-failed"
    assert Endpoint.calls == before


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://localhost/sparql",
        "http://127.1/",
        "http://2130706433/",
        "http://10.1.2.3:8000/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://224.0.0.1/",
    ],
)
def test_private_addresses_are_known_however_they_are_written(endpoint: str) -> None:
    with pytest.raises(Problem):
        check_public(endpoint)


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4001::1", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_a_host_that_cannot_be_found_is_left_to_the_engine() -> None:
    check_public(f"http://{'x' * 70}.example/")
    check_public("no address")


def can_leave() -> bool:
    """Tell whether this system lets a process leave the network."""
    program = "from legation_server.isolation.system_calls import leave_network as leave; exit(not leave())"
    return subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def interfaces(pool: Pool) -> set[str]:
    """Return the network interfaces a worker sees."""
    pid = pool.workers.free_processes()[0]
    lines = Path(f"/proc/{pid}/net/dev").read_text().splitlines()[2:]
    return {line.partition(":")[0].strip() for line in lines}


def test_workers_that_may_not_call_out_have_no_network(release: Release) -> None:
    pool = Pool(release, Settings(workers=1))
    try:
        # Where the system does not allow it the server runs all the same, and says so.
        assert pool.network == ("none" if can_leave() else "shared")
        if pool.network == "none":
            assert interfaces(pool) <= {"lo"}
    finally:
        pool.close()


def test_workers_that_may_call_out_keep_the_network(release: Release) -> None:
    pool = Pool(release, Settings(workers=1, service_allow="https://example.org/sparql"))
    try:
        assert pool.network == "shared"
        with open("/proc/self/net/dev", encoding="ascii") as mine:
            assert len(interfaces(pool)) == len(mine.read().splitlines()) - 2
    finally:
        pool.close()


def test_the_server_says_what_its_workers_see(server: Served) -> None:
    assert server.get("/readyz").json()["network"] == ("none" if can_leave() else "shared")
