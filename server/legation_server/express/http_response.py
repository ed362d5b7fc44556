"""Write the answer to a plain request as it goes over a connection (RFC 9112, section 4)."""

import time
from email.utils import formatdate
from functools import lru_cache

from legation_server.express.answer_template import Variant
from legation_server.protocol.codings import compressed
from legation_server.protocol.query_id import new_id, server_timing
from legation_server.results.cache import CachedResult


def as_bytes(
    variant: Variant, result: CachedResult, tag: str | None, source: str, seconds: float
) -> bytes:
    """Return an answer with its headers.

    `source` says where the result came from, cache or query, and `seconds` how long it took.
    """
    body = compressed(result.body, variant.coding) if variant.coding else result.body
    coded = f"{tag}-{variant.coding}" if variant.coding else tag
    name = new_id()
    own = (
        f"date: {_date(int(time.time()))}\r\nx-query-id: {name}\r\n"
        f"server-timing: {server_timing(source, seconds, name)}\r\n"
        + (f'etag: "{coded}"\r\n' if tag else "")
        + f"content-length: {len(body)}\r\n\r\n"
    )
    return b"".join((b"HTTP/1.1 200 OK\r\n", variant.headers, own.encode(), body))


@lru_cache(1)
def _date(second: int) -> str:
    """Return the value of a Date header (RFC 9110, section 6.6.1)."""
    return formatdate(second, usegmt=True)
