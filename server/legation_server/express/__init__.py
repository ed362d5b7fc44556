"""Answer brief queries in processes that have the client's connection; can be left out."""

from legation_server.express import desk
from legation_server.express.desk_limits import IDLE_SECONDS, desks_possible
from legation_server.express.desk_registry import Client, Returns
from legation_server.express.desks import DESK, Desks, desks_wanted
from legation_server.express.supervisor import ExpressWay

__all__ = [
    "DESK",
    "IDLE_SECONDS",
    "Client",
    "Desks",
    "ExpressWay",
    "Returns",
    "desk",
    "desks_possible",
    "desks_wanted",
]
