"""The program that holds a release's data, and forks what answers queries from it.

The server starts it as `python -m legation_server.data_process SOCKET`.
"""

import socket
import sys

from legation_server.express import DESK, desk
from legation_server.isolation import WORKER, ChildKind, main, worker

KINDS = {
    WORKER: ChildKind(worker.prepare, socket.SOCK_STREAM, single=False),
    DESK: ChildKind(desk.prepare, socket.SOCK_SEQPACKET, single=True),
}

if __name__ == "__main__":
    main(int(sys.argv[1]), KINDS)
