import hashlib
import http.client
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlparse

import pytest
import requests
from click.testing import CliRunner
from legation_server.commands import serve as serve_command
from server_processes import Served, all_end, descendants

START = "from legation_server.commands import serve; serve()"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
# Some 5 million rows: its first megabyte is there long before its last.
HUGE = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"


def busy(server: "Served") -> dict[str, int]:
    answer = server.get("/readyz").json()
    return {name: answer[name] for name in ("free", "long", "waiting")}


def comes_to_rest(server: "Served", workers: int) -> bool:
    """Tell whether all workers come back, waiting a little for those on their way."""
    for _ in range(60):
        if busy(server) == {"free": workers, "long": 0, "waiting": 0}:
            return True
        time.sleep(0.1)
    return False


def test_a_query_is_answered_over_http(server: "Served") -> None:
    response = server.select("SELECT * { ?c a bil:Claim }")

    assert response.headers["Content-Type"] == "application/sparql-results+json"
    assert len(response.json()["results"]["bindings"]) == 3


def test_an_endless_query_gets_503_and_the_server_goes_on(server: "Served") -> None:
    began = time.monotonic()
    response = server.select(ENDLESS)

    assert response.status_code == 503
    assert response.json()["type"] == "/errors#query-timeout"
    assert time.monotonic() - began < 20
    assert server.select("ASK {}").json()["boolean"] is True


def test_a_client_may_ask_for_a_shorter_deadline(server: "Served") -> None:
    assert server.select(ENDLESS, timeout="0.3").json()["limit"] == 0.3


def test_deep_nesting_is_refused_and_the_server_goes_on(server: "Served") -> None:
    for query in ("SELECT * " + "{" * 10_000, "SELECT * {" + "OPTIONAL{?s ?p ?o}" * 5_000 + "}"):
        response = server.post("/sparql", data={"query": query})
        assert response.status_code in (400, 503)
    assert server.select("ASK {}").json()["boolean"] is True


def test_a_large_answer_arrives_whole(server: "Served") -> None:
    response = server.select(LARGE, format="csv")

    quads = int(server.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", format="csv").text.split()[1])
    assert response.status_code == 200
    assert response.text.count("\r\n") == quads**2 + 1


def test_an_answer_cut_by_its_deadline_does_not_look_whole(server: "Served") -> None:
    with server.get("/sparql", params={"query": HUGE}, stream=True) as response:
        assert response.status_code == 200
        assert "Content-Length" not in response.headers
        with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
            response.content  # noqa: B018

    assert comes_to_rest(server, 6)


def test_a_client_that_hangs_up_frees_its_worker(server: "Served") -> None:
    address = urlparse(server.url)
    for _ in range(3):
        with socket.create_connection((address.hostname or "", address.port or 0)) as connection:
            path = "/sparql?query=" + quote(ENDLESS + f" # {time.monotonic()}")
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(0.4)
            began = time.monotonic()

        while busy(server)["free"] < 6 and time.monotonic() - began < 5:
            time.sleep(0.05)
        # The query's own deadline is two seconds.
        assert time.monotonic() - began < 1.2


def test_a_client_that_hangs_up_in_a_stream_frees_its_worker(server: "Served") -> None:
    with server.get("/sparql", params={"query": HUGE}, stream=True) as response:
        next(response.iter_content(100_000))

    assert comes_to_rest(server, 6)


def test_good_queries_and_pages_are_answered_in_a_storm(server: "Served") -> None:
    with ThreadPoolExecutor(32) as executor:
        storm = [executor.submit(server.select, f"{ENDLESS} # {n}") for n in range(20)]
        paths = ["/healthz", "/id/freedonia.html", "/dumps/legation.nt", "/"] * 3
        good = [executor.submit(server.get, path) for path in paths]
        asked = [executor.submit(server.select, "ASK {}") for _ in range(20)]

        assert {run.result().status_code for run in good + asked} == {200}
        assert {run.result().status_code for run in storm} == {503}
        refused = [run.result() for run in storm if "overloaded" in run.result().text]
        assert refused and all(int(r.headers["Retry-After"]) > 0 for r in refused)
    assert comes_to_rest(server, 6)


def test_a_body_that_is_too_large_is_refused(server: "Served") -> None:
    small = server.post("/sparql", data={"query": "ASK {} #" + "x" * 100_001})
    large = server.post("/sparql", data=b"x" * 5_000_000)

    assert small.status_code == large.status_code == 413
    assert small.json()["limit"] == 100_000


def test_a_long_query_in_the_address_is_refused(server: "Served") -> None:
    response = server.get("/sparql?query=" + "a" * 101_000)

    assert response.status_code == 414


def test_the_query_method_works(server: "Served") -> None:
    response = requests.request(
        "QUERY",
        server.url + "/sparql",
        data="ASK {}",
        headers={"Content-Type": "application/sparql-query"},
        timeout=60,
    )

    assert response.json()["boolean"] is True


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_a_body_needs_a_length(server: "Served", method: str) -> None:
    address = urlparse(server.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    connection.putrequest(method, "/sparql")
    connection.putheader("Content-Type", "application/sparql-query")
    connection.endheaders()
    response = connection.getresponse()
    problem = json.loads(response.read())
    connection.close()

    assert (response.status, problem["type"]) == (411, "/errors#length-required")


def test_a_body_may_come_in_chunks(server: "Served") -> None:
    response = server.post(
        "/sparql",
        data=iter([b"ASK ", b"{}"]),
        headers={"Content-Type": "application/sparql-query"},
    )

    assert response.json()["boolean"] is True


def test_names_beyond_ascii_lead_to_their_page(server: "Served") -> None:
    response = server.get("/id/osterl%C3%A4nder", headers={"Accept": "text/html"})

    assert response.status_code == 200
    assert response.url.endswith("/id/osterl%C3%A4nder.html")
    assert "Osterländer" in response.text


@pytest.mark.parametrize("path", ["/id/%ff", "/%2e%2e/%2e%2e/etc/passwd", "/id/%00", "/%"])
def test_odd_paths_are_not_found(server: "Served", path: str) -> None:
    address = urlparse(server.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()

    assert status in (400, 404)


def test_a_dump_can_be_resumed(server: "Served") -> None:
    whole = server.get("/dumps/legation.nq").content

    rest = server.get("/dumps/legation.nq", headers={"Range": "bytes=1000-"})

    assert rest.status_code == 206
    assert whole[1000:] == rest.content


def test_the_server_writes_nothing_into_the_release(server: "Served", dataset: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in dataset.rglob("*")}

    server.select("ASK {}")
    server.post("/sparql", data={"update": "CLEAR ALL"})

    assert before == {path: path.stat().st_mtime_ns for path in dataset.rglob("*")}


def test_requests_are_logged_when_asked_for(dataset: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", START, str(dataset), "--port", str(port), "--access-log"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        answer = _answer_of(f"http://127.0.0.1:{port}/sparql?query=ASK%20%7B%7D")
        process.terminate()
        lines = process.stderr.read().splitlines() if process.stderr else []

    logged = [json.loads(line) for line in lines if line.startswith(b"{")][-1]
    assert (logged["path"], logged["status"]) == ("/sparql", 200)
    assert logged["query"] == answer.headers["X-Query-Id"]


def _answer_of(address: str) -> requests.Response:
    for _ in range(200):
        try:
            return requests.get(address, timeout=60)
        except requests.ConnectionError:
            time.sleep(0.05)
    raise AssertionError("the server did not start")


def test_a_port_in_use_is_said_so(server: "Served", dataset: Path) -> None:
    port = str(urlparse(server.url).port)

    result = CliRunner().invoke(serve_command, [str(dataset), "--port", port])

    assert result.exit_code == 1
    assert f"Cannot listen on 127.0.0.1 port {port}" in result.stderr
    assert "--port" in result.stderr


def test_a_release_that_cannot_be_loaded_ends_the_server(dataset: Path, tmp_path: Path) -> None:
    damaged = Path(shutil.copytree(dataset, tmp_path / "damaged", symlinks=True))
    path = damaged / "current" / "manifest.json"
    manifest = json.loads(path.read_text())
    for file in manifest["files"]:
        if file["path"] == "dumps/legation.nq":
            (damaged / "current" / file["path"]).write_text("nonsense")
            file["size"], file["sha256"] = 8, hashlib.sha256(b"nonsense").hexdigest()
    path.write_text(json.dumps(manifest))

    ended = subprocess.run(
        [sys.executable, "-c", START, str(damaged), "--port", "0"],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ended.returncode == 1
    assert "Error: The release cannot be loaded" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_stopping_the_server_stops_all_its_processes(
    dataset: Path, serve: "Callable[..., Served]"
) -> None:
    served = serve(dataset, "--workers", "3")
    family = descendants(served.process.pid)
    assert len(family) >= 5

    served.stop()

    assert all_end(family)


def test_a_server_that_is_stopped_finishes_its_queries(
    dataset: Path, serve: "Callable[..., Served]"
) -> None:
    served = serve(dataset, "--workers", "2")
    with ThreadPoolExecutor(1) as executor:
        running = executor.submit(served.select, ENDLESS, timeout="2")
        while busy(served)["free"] == 2 and not running.done():
            time.sleep(0.01)

        served.stop()

        assert running.result().json()["limit"] == 2.0
    assert served.process.returncode == 0
    with pytest.raises(requests.ConnectionError):
        served.get("/healthz")


def test_a_client_that_does_not_fetch_cannot_keep_a_server_running(
    dataset: Path, serve: "Callable[..., Served]"
) -> None:
    served = serve(dataset, "--workers", "2", "--deadline", "1")
    family = descendants(served.process.pid)
    with served.get("/sparql", params={"query": HUGE}, stream=True) as response:
        assert response.status_code == 200

        served.stop()

        assert all_end(family)


def test_json_problems_are_whole_documents(server: "Served") -> None:
    problem = json.loads(server.select("SELEC").text)

    assert list(problem)[:4] == ["type", "title", "status", "detail"]
