"""The process that holds the data: it loads a release once and forks query workers on request.

Started as `python -m legation_server.isolation.zygote SOCKET`, where SOCKET is the number of an
inherited Unix socket. The server sends one JSON line with what to load, then one request a message:
FORK or OPEN, for the desk of the express lane in a slot, is answered with a process id and that
process's socket; REAP with how a process ended.
A worker that ended stays a zombie until it is reaped, so a process id is never someone else's; a
desk does until there is another in its slot.
"""

import gc
import json
import os
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pyoxigraph as ox

from legation_server.evaluation.engine import Engine
from legation_server.express.desk import Desk
from legation_server.express.desk_limits import Rules
from legation_server.express.shared_state import Board
from legation_server.isolation.network_namespace import leave_network
from legation_server.isolation.worker import Limits, work
from legation_server.rdf.json_ld import Words

FORK, OPEN, REAP = b"F", b"O", b"R"
REQUEST = struct.Struct("!cI")
ANSWER = struct.Struct("!i")
LOADERS = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "nt": ox.RdfFormat.N_TRIPLES}

REPEATED = "ASK { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(?g != ?h) }"


def main(descriptor: int) -> None:
    """Serve one server until it closes the socket."""
    # The terminal's Ctrl-C reaches the whole group; the server decides when we end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as control:
        serve(control)


def serve(control: socket.socket) -> None:
    """Load what the server names, and fork as it asks."""
    with control.makefile("rb", buffering=0) as stream:
        plan: dict[str, Any] = json.loads(stream.readline())
    # Before loading, which starts threads.
    alone = not plan["allowed_services"] and leave_network()
    try:
        store = load(plan["files"])
        quads = len(store)
        merged = merge_repeated(store)
    except Exception as error:
        control.sendall(json.dumps({"error": str(error)}).encode() + b"\n")
        return
    control.sendall(json.dumps({"quads": quads, "alone": alone}).encode() + b"\n")
    engine = Engine(
        store,
        plan["base"],
        plan["prefixes"],
        frozenset(plan["allowed_services"]),
        plan["private_services"],
        plan["rows"],
        Words(plan["context"]),
        merged,
    )
    # Freezing keeps the collector from touching, and so copying, the pages workers share.
    gc.collect()
    gc.freeze()
    limits, rules = Limits(**plan["limits"]), Rules(**plan["rules"])
    board = Board(plan["board"])
    desks: dict[int, int] = {}

    while len(request := control.recv(REQUEST.size, socket.MSG_WAITALL)) == REQUEST.size:
        kind, number = REQUEST.unpack(request)
        if kind == FORK:
            _fork(control, socket.SOCK_STREAM, partial(work, engine, limits))
        elif kind == OPEN:
            if number in desks:
                # Nobody speaks to it any more; it may still be at its last query.
                os.kill(desks[number], signal.SIGKILL)
                _reap(desks[number])
            desk = partial(_work_as_desk, engine, rules, board, number)
            desks[number] = _fork(control, socket.SOCK_SEQPACKET, desk)
        elif kind == REAP:
            control.sendall(ANSWER.pack(_reap(number)))


def load(files: list[dict[str, str]]) -> ox.Store:
    """Return an in-memory store of dump files, each with `path` and `format`."""
    store = ox.Store()
    for file in files:
        store.bulk_load(path=file["path"], format=LOADERS[file["format"]])
    return store


def merge_repeated(store: ox.Store) -> bool:
    """Put the merge of all graphs into the default graph if they repeat each other's triples.

    The engine's union of graphs gives such a triple once for each graph, whereas a merge of
    graphs is a set (RDF 1.1 Semantics, section 4.1). Returns whether there is a merge now. It
    takes as much memory as the graphs do, so it is made only where it says something else.
    """
    if not store.query(REPEATED):
        return False
    store.bulk_extend([ox.Quad(q.subject, q.predicate, q.object) for q in store])
    return True


def _work_as_desk(
    engine: Engine, rules: Rules, board: Board, slot: int, connection: socket.socket
) -> None:
    Desk(connection, engine, rules, board, slot).work()


def _fork(
    control: socket.socket,
    kind: socket.SocketKind,
    serve_connection: Callable[[socket.socket], None],
) -> int:
    """Fork a process that serves one end of a new connection, and answer with the other.

    Returns its process id.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
    pid = os.fork()
    if pid == 0:
        control.close()
        theirs.close()
        status = 0
        try:
            serve_connection(ours)
        except (BrokenPipeError, ConnectionResetError):
            pass
        except BaseException:
            traceback.print_exc()
            status = 1
        finally:
            os._exit(status)
    ours.close()
    socket.send_fds(control, [ANSWER.pack(pid)], [theirs.fileno()])
    theirs.close()
    return pid


def _reap(pid: int) -> int:
    """Return how a worker ended: its exit status, or minus the signal that ended it."""
    try:
        _, status = os.waitpid(pid, 0)
    except ChildProcessError:
        return 0
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    with suppress(BrokenPipeError, ConnectionResetError):
        main(int(sys.argv[1]))
