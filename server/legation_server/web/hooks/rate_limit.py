"""Limit the requests a minute of each client, by its address."""

import math
import time
from ipaddress import IPv6Network, ip_address

from flask import Flask, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from legation_server.errors import Problem

# Monitoring must always get an answer; a page with its icon and style counts as one request.
EXEMPT_BLUEPRINT = "operations"
EXEMPT_ENDPOINTS = frozenset(("pages.favicon", "static"))


class RateLimiter:
    """Counts the requests of each client over the last minute."""

    def __init__(self, requests: int) -> None:
        """Allow each client this number of requests a minute."""
        self._requests = requests
        self._item = RateLimitItemPerMinute(requests)
        self._strategy = SlidingWindowCounterRateLimiter(MemoryStorage())

    def count(self, address: str) -> None:
        """Count a request from an address; raise Problem when it is over the limit."""
        key = client_key(address)
        if self._strategy.hit(self._item, key):
            return
        until = self._strategy.get_window_stats(self._item, key).reset_time
        seconds = max(1, math.ceil(until - time.time()))
        raise Problem(
            "too-many-requests",
            f"A client may make {self._requests:,} requests a minute.",
            members={"limit": self._requests, "retryAfter": seconds},
            headers={"Retry-After": str(seconds)},
        )


def client_key(address: str) -> str:
    """Return the key of a client: its IPv4 address, or the /64 network of its IPv6 address.

    >>> client_key("2001:db8:0:7::1"), client_key("192.0.2.1"), client_key("")
    ('2001:db8:0:7::/64', '192.0.2.1', '')
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    mapped = parsed.ipv4_mapped
    return str(mapped) if mapped else str(IPv6Network((int(parsed), 64), strict=False))


def install(app: Flask, limiter: RateLimiter) -> None:
    """Limit the requests of each client of an application."""

    @app.before_request
    def count() -> None:
        exempt = request.blueprint == EXEMPT_BLUEPRINT or request.endpoint in EXEMPT_ENDPOINTS
        if not exempt and request.method != "OPTIONS":
            limiter.count(request.remote_addr or "")
