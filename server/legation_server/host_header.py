"""Go by our own address when a request names a host that no address can be made of."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from werkzeug.sansio.utils import get_current_url, get_host

HOST, FORWARDED = "HTTP_HOST", "HTTP_X_FORWARDED_HOST"
Application = Callable[..., Iterable[bytes]]


class SoundHost:
    """A WSGI application that never sees a Host (RFC 9110, section 7.2) which cannot be used."""

    def __init__(self, application: Application) -> None:
        """Stand before an application."""
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request."""
        # Each proxy adds its own to what the one before it was asked for.
        said = {HOST: [environ.get(HOST, "")], FORWARDED: environ.get(FORWARDED, "").split(",")}
        for header, hosts in said.items():
            if header in environ and not all(is_sound(host.strip()) for host in hosts):
                del environ[header]
        return self._application(environ, start_response)


@lru_cache(maxsize=256)
def is_sound(host: str) -> bool:
    """Tell whether addresses can be made of the value of a Host header.

    >>> [is_sound(host) for host in ("example.org:8000", "[::1]", "a/b", "xn--a", "a" * 64 + ".b")]
    [True, True, False, False, False]
    """
    try:
        host.encode("idna")
        return bool(get_host("http", host)) and bool(get_current_url("http", host, "/"))
    except UnicodeError:
        return False
