"""Run queries where they can hurt nobody: in worker processes, or on another endpoint."""

from legation_server.isolation import worker
from legation_server.isolation.data.zygote import ChildKind, main
from legation_server.isolation.data.zygote_client import WORKER
from legation_server.isolation.long_queries import BRIEF_CPU_SECONDS
from legation_server.isolation.pool import Pool
from legation_server.isolation.remote.store import RemoteStore
from legation_server.isolation.system_calls import end_with_parent
from legation_server.isolation.worker import limit_memory

__all__ = [
    "BRIEF_CPU_SECONDS",
    "WORKER",
    "ChildKind",
    "Pool",
    "RemoteStore",
    "end_with_parent",
    "limit_memory",
    "main",
    "worker",
]
