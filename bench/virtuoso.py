"""Virtuoso: its configuration, its bulk load, and what its SPARQL needs to be asked as a peer."""

import shutil
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
DirsAllowed = {data}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 40
MaxClientConnections = 40
MaxKeepAlives = 40
KeepAliveTimeout = 30
[SPARQL]
ResultSetMaxRows = {rows}
"""
PATIENCE_SECONDS = 60.0


def is_installed() -> bool:
    """Tell whether the server and its client are here."""
    return bool(shutil.which(PROGRAM) and shutil.which(CLIENT))


def command(folder: Path, port: int) -> list[str]:
    """Return what starts it on the database in `folder`/virtuoso, with HTTP on `port`."""
    return configured(folder / "virtuoso", folder, port, free_port())


def load(folder: Path) -> None:
    """Load `folder`/corpus.nt into a database, once."""
    database = folder / "virtuoso"
    if (database / "loaded").exists():
        return
    database.mkdir(exist_ok=True)
    port = free_port()
    process = subprocess.Popen(
        configured(database, folder, free_port(), port),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        load_file(port, folder / "corpus.nt", GRAPH.strip("<>"), process)
        (database / "loaded").touch()
    finally:
        run(port, "shutdown;")
        process.wait(PATIENCE_SECONDS)


def load_file(
    port: int, file: Path, graph: str, process: "subprocess.Popen[bytes] | None" = None
) -> None:
    """Load a file through the port for clients, once that answers; triples go to a graph.

    Raises RuntimeError when it does not answer in time or its process has ended.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while run(port, "select 1;").returncode:
        if (process and process.poll() is not None) or time.monotonic() > until:
            raise RuntimeError(f"{PROGRAM} did not start; see its virtuoso.log")
        time.sleep(0.2)
    whole = file.resolve()
    run(port, f"ld_dir('{whole.parent}', '{whole.name}', '{graph}');").check_returncode()
    run(port, "rdf_loader_run(); checkpoint;").check_returncode()


def spelled(query: str) -> str:
    """Return a query as it means the same there: DESCRIBE gives what points at a thing too."""
    return f'DEFINE sql:describe-mode "CBD" {query}' if query.startswith("DESCRIBE") else query


def configured(
    database: Path,
    data: Path,
    port: int,
    client_port: int,
    *,
    rows: int = 1_000_000,
    buffers: int = 100_000,
) -> list[str]:
    """Return what starts it on a database, with HTTP and its clients on two ports.

    It may read files in the folder `data`, and gives `rows` rows at most.
    """
    file = database / f"{port}.ini"
    file.write_text(
        CONFIGURATION.format(
            folder=database.resolve(),
            data=data.resolve(),
            port=port,
            client_port=client_port,
            rows=rows,
            buffers=buffers,
            dirty=buffers * 3 // 4,
        )
    )
    return [PROGRAM, "-f", "-c", str(file)]


def run(port: int, statements: str) -> "subprocess.CompletedProcess[str]":
    """Run SQL statements through the port for clients."""
    login = [f"127.0.0.1:{port}", "dba", "dba"]
    return subprocess.run([CLIENT, *login, f"exec={statements}"], capture_output=True, text=True)
