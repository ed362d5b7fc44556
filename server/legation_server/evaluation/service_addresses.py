"""Refuse endpoints with private addresses, which may be in the server's own network."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from legation_server.errors import Problem

NAT64 = IPv6Network("64:ff9b::/96")


def check_public(endpoint: str) -> None:
    """Raise Problem when an endpoint's host has an address that is not public.

    The engine itself reports a host without any address.
    """
    for address in addresses(endpoint):
        if not is_public(address):
            raise Problem(
                "service-refused",
                f"<{endpoint}> has the address {address}, which is not public.",
            )


def addresses(endpoint: str) -> list[IPv4Address | IPv6Address]:
    """Return the addresses of an endpoint's host."""
    try:
        host = urlsplit(endpoint).hostname or ""
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return []
    return [ip_address(str(address[0]).partition("%")[0]) for *_, address in found]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address, or the IPv4 address inside it, is a public one.

    >>> is_public(ip_address("::ffff:10.0.0.1"))
    False
    """
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast
