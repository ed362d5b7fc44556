"""Ignore Host and forwarding headers with values that no address can have."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from werkzeug.sansio.utils import get_current_url, get_host

Application = Callable[..., Iterable[bytes]]

# A path that begins with two slashes would mean another host.
PREFIX = re.compile(r"(?:/[\w.~!$&'()*+;=:@%-]+)*/?", re.ASCII)


class HostChecks:
    """A WSGI application that removes an invalid host, scheme or prefix from each request.

    Host is the header of RFC 9110, section 7.2; proxies set the others, each of them appending to
    the list of those before it.
    """

    def __init__(self, application: Application) -> None:
        """Check the requests of an application."""
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request."""
        for name, fits in CHECKS.items():
            if name in environ and not fits(environ[name]):
                del environ[name]
        return self._application(environ, start_response)


@lru_cache(maxsize=256)
def is_host(text: str) -> bool:
    """Return whether the value of a Host header can be part of an address.

    >>> [is_host(text) for text in ("example.org:8000", "[::1]", "a/b", "xn--a", "a" * 64 + ".b")]
    [True, True, False, False, False]
    """
    try:
        # Werkzeug decodes it for addresses. With Python 3.13 it lets pass what cannot be decoded.
        text.encode("idna").decode("idna")
        return bool(get_host("http", text)) and bool(get_current_url("http", text))
    except UnicodeError:
        return False


def each(fits: Callable[[str], bool]) -> Callable[[str], bool]:
    """Return a function that checks each entry of a list with commas."""
    return lambda text: all(fits(entry.strip()) for entry in text.split(","))


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "HTTP_HOST": is_host,
    "HTTP_X_FORWARDED_HOST": each(is_host),
    "HTTP_X_FORWARDED_PROTO": each(lambda scheme: scheme in ("http", "https")),
    "HTTP_X_FORWARDED_PREFIX": each(lambda prefix: PREFIX.fullmatch(prefix) is not None),
}
