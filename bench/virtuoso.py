"""Virtuoso as a peer: its configuration, its bulk load, and what its SPARQL needs to be asked."""

import subprocess
import time
from pathlib import Path

from corpus import GRAPH
from ports import free_port

PROGRAM, CLIENT = "virtuoso-t", "isql-vt"
# Everything it keeps lies in one folder. A buffer is 8 KiB.
CONFIGURATION = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{client_port}
DirsAllowed = {folder}, {folder}/..
NumberOfBuffers = 100000
MaxDirtyBuffers = 75000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 40
MaxClientConnections = 40
MaxKeepAlives = 40
KeepAliveTimeout = 30
[SPARQL]
ResultSetMaxRows = 1000000
"""
PATIENCE = 60.0


def command(folder: Path, port: int) -> list[str]:
    """Return what starts it on the database in `folder`/virtuoso, with HTTP on `port`."""
    return _command(folder / "virtuoso", port, free_port())


def load(folder: Path) -> None:
    """Load `folder`/corpus.nt into a database, once."""
    database = folder / "virtuoso"
    if (database / "loaded").exists():
        return
    database.mkdir(exist_ok=True)
    port = free_port()
    process = subprocess.Popen(
        _command(database, free_port(), port),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + PATIENCE
        while _run(port, "select 1;").returncode:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{PROGRAM} did not start; see {database}/virtuoso.log")
            time.sleep(0.5)
        graph = GRAPH.strip("<>")
        _run(port, f"ld_dir('{folder.resolve()}', 'corpus.nt', '{graph}');").check_returncode()
        _run(port, "rdf_loader_run(); checkpoint;").check_returncode()
        (database / "loaded").touch()
    finally:
        _run(port, "shutdown;")
        process.wait(PATIENCE)


def spelled(query: str) -> str:
    """Return a query as it means the same there: DESCRIBE gives what points at a thing too."""
    return f'DEFINE sql:describe-mode "CBD" {query}' if query.startswith("DESCRIBE") else query


def _command(database: Path, port: int, client_port: int) -> list[str]:
    file = database / f"{port}.ini"
    whole = database.resolve()
    file.write_text(CONFIGURATION.format(folder=whole, port=port, client_port=client_port))
    return [PROGRAM, "-f", "-c", str(file)]


def _run(port: int, statements: str) -> "subprocess.CompletedProcess[str]":
    login = [f"127.0.0.1:{port}", "dba", "dba"]
    return subprocess.run([CLIENT, *login, f"exec={statements}"], capture_output=True, text=True)
