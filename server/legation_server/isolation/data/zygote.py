"""The process that holds the data: it has a release loaded once and forks children on request.

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
import select
import signal
import socket
import struct
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from legation_server.evaluation import Engine
from legation_server.isolation.data.holding import Holding, hold
from legation_server.isolation.system_calls import end_with_parent, leave_network

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
        holding = hold(plan)
    except Exception as error:
        control.sendall(json.dumps({"error": str(error)}).encode() + b"\n")
        return
    control.sendall(json.dumps({"quads": holding.quads, "alone": alone}).encode() + b"\n")
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
            prepared[letter] = _prepared(kind, holding, plan)
        if before := children.pop((letter, number), None):
            # Nobody speaks to it any more; it may still be at its last query.
            os.kill(before, signal.SIGKILL)
            _reap(before)
        pid = _fork(control, kind.socket_type, partial(prepared[letter], number))
        if kind.single:
            children[letter, number] = pid


def _prepared(kind: ChildKind, holding: Holding, plan: Mapping[str, Any]) -> Serve:
    """Return what a child of a kind does, with an engine of all children or of its own.

    An engine of its own takes time and memory: where there are many children, it is made once the
    child has something to do.
    """
    if holding.shared:
        return kind.prepare(holding.engine(), plan)

    def serve_alone(number: int, connection: socket.socket) -> None:
        if kind.single or _is_asked(connection):
            kind.prepare(holding.engine(), plan)(number, connection)

    return serve_alone


def _is_asked(connection: socket.socket) -> bool:
    """Wait for something to read; tell whether there is, or else the other side is gone."""
    asked = select.poll()
    asked.register(connection, select.POLLIN)
    return not asked.poll()[0][1] & select.POLLHUP


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
