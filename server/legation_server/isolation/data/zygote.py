"""The process that holds the data: it loads a release once and forks children on request.

It is given the number of an inherited Unix socket. The server sends one JSON line with what to
load, then requests: the letter of a kind of children and a number is answered with the process id
and the socket of a new child; REAP and a process id with how that process ended. What the children
of a kind do stands in a table that the program hands in. LEAVE and a process id, which has no
answer, is for a child that was killed and may take its time to end.
A child that ended stays a zombie until it is reaped, so a process id is never someone else's. Where
a kind has one child a number, a new one takes the place of the one before.
"""

import gc
import json
import os
import signal
import socket
import struct
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from legation_server.evaluation import Engine, count_statements, make_default_graphs
from legation_server.isolation.data.loading import load
from legation_server.isolation.system_calls import end_with_parent, leave_network
from legation_server.rdf import Words

REAP, LEAVE = b"R", b"L"
REQUEST = struct.Struct("!cI")
ANSWER = struct.Struct("!i")
Serve = Callable[[int, socket.socket], None]


@dataclass(frozen=True)
class ChildKind:
    """A kind of children.

    `prepare` takes the engine and what the server sent as JSON, and returns what a child does with
    its number and its socket, which is of type `socket_type`. Of a `single` kind there is one child
    a number.
    """

    prepare: Callable[[Engine, Mapping[str, Any]], Serve]
    socket_type: socket.SocketKind
    single: bool


def main(descriptor: int, kinds: Mapping[bytes, ChildKind]) -> None:
    """Serve one server until it closes the socket."""
    # The terminal's Ctrl-C reaches the whole group; the server decides when we end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    gone = suppress(BrokenPipeError, ConnectionResetError)
    with socket.socket(fileno=descriptor) as control, gone:
        serve(control, kinds)


def serve(control: socket.socket, kinds: Mapping[bytes, ChildKind]) -> None:
    """Load what the server names, and fork as it asks."""
    with control.makefile("rb", buffering=0) as stream:
        plan: dict[str, Any] = json.loads(stream.readline())
    # Before loading, which starts threads.
    alone = not plan["allowed_services"] and leave_network()
    try:
        store, originals = load(plan["files"])
        quads = len(store)
        default_graphs = make_default_graphs(store, plan["graphs"])
        counts = count_statements(store, default_graphs)
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
        default_graphs,
        originals=originals,
        counts=counts,
    )
    # Freezing keeps the collector from touching, and so copying, the pages workers share.
    gc.collect()
    gc.freeze()
    prepared: dict[bytes, Serve] = {}
    children: dict[tuple[bytes, int], int] = {}
    ending: set[int] = set()

    while len(request := control.recv(REQUEST.size, socket.MSG_WAITALL)) == REQUEST.size:
        letter, number = REQUEST.unpack(request)
        ending = {pid for pid in ending if not _has_ended(pid)}
        if letter == LEAVE:
            ending.add(number)
            continue
        if letter == REAP:
            control.sendall(ANSWER.pack(_reap(number)))
            continue
        kind = kinds[letter]
        if letter not in prepared:
            prepared[letter] = kind.prepare(engine, plan)
        if before := children.pop((letter, number), None):
            # Nobody speaks to it any more; it may still be at its last query.
            os.kill(before, signal.SIGKILL)
            _reap(before)
        pid = _fork(control, kind.socket_type, partial(prepared[letter], number))
        if kind.single:
            children[letter, number] = pid


def _fork(
    control: socket.socket,
    kind: socket.SocketKind,
    serve_connection: Callable[[socket.socket], None],
) -> int:
    """Fork a process that serves one end of a new connection, and answer with the other.

    Returns its process id.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        control.close()
        theirs.close()
        status = 0
        try:
            # A query that runs does not hear that nobody waits for it any more.
            end_with_parent(parent, signal.SIGKILL)
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
        # It was forked by the process before this one, and ended with it.
        return -signal.SIGKILL
    return os.waitstatus_to_exitcode(status)


def _has_ended(pid: int) -> bool:
    """Reap a worker if it has ended; tell whether it has."""
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True
