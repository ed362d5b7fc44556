"""Read plain requests to the endpoints from the bytes of a connection, and leave all others alone.

A request is plain when nothing in it can be read in two ways, and when it asks for nothing unusual
about the connection or the answer. The web server reads all others.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from legation_server.query import ENDPOINTS

# Longer requests are rare, and keeping them would cost memory.
LONGEST_BYTES = 8_000
PEEKED_BYTES = LONGEST_BYTES + 4_000
HEADERS_KEPT = 512
# The answer depends on these headers; more than one of them is not plain.
READ = frozenset(b"accept accept-encoding content-type".split())
# These ask for something that only the web server does, or say how long a request is.
SPECIAL = frozenset(
    b"authorization content-encoding content-length expect http2-settings if-match "
    b"if-modified-since if-none-match if-range if-unmodified-since range te trailer "
    b"transfer-encoding upgrade".split()
)

# RFC 9112, sections 3 and 5, and RFC 3986, section 3.4: nothing a careful reader need not accept.
REQUEST_LINE = re.compile(
    rb"(GET|POST) /(" + b"|".join(path.encode() for path in ENDPOINTS) + rb")"
    rb"(?:\?([A-Za-z0-9._~!$&'()*+,;=:@/?%-]*))? HTTP/1\.1\r\n"
)
FIELD = re.compile(rb"([!#$%&'*+.^`|~0-9A-Za-z-]+):[ \t]*+((?:[!-~](?:[ -~\t]*[!-~])?)?)[ \t]*")
# A line may begin after CR LF only: what begins after LF alone, readers take for different things.
CONTENT_LENGTH = re.compile(rb"(?i)(?:(?<=\r\n)|\A)content-length:[ \t]*([0-9]{1,4})[ \t]*\r\n")
END = b"\r\n\r\n"


@dataclass(frozen=True)
class Fields:
    """The headers that an answer depends on; None for one that is not there."""

    accept: str | None = None
    accept_encoding: str | None = None
    content_type: str | None = None


class PlainRequest(NamedTuple):
    """A request to an endpoint, by its path, as it stands on a connection.

    `size_bytes` is the length of all of it, on the connection too. Of one that is not `whole` the
    last bytes of the body are still to come.
    """

    size_bytes: int
    method: str
    endpoint: str
    query_string: bytes
    fields: Fields
    body: bytes = b""
    whole: bool = True


def read_plain(data: bytes) -> PlainRequest | None:
    """Return the plain request at the beginning of some bytes; None when there is none."""
    line = REQUEST_LINE.match(data)
    end = data.find(END, line.end() - 2) if line else -1
    if line is None or end < 0:
        return None
    method, endpoint, query_string = line.groups()
    block, begin = data[line.end() : end + 2], end + len(END)
    length = 0
    if method == b"POST":
        lengths = CONTENT_LENGTH.findall(block)
        if len(lengths) != 1:
            return None
        length = int(lengths[0])
        block = CONTENT_LENGTH.sub(b"", block)
    size = begin + length
    fields = read_fields(block) if size <= LONGEST_BYTES else None
    if fields is None:
        return None
    return PlainRequest(
        size,
        method.decode(),
        endpoint.decode(),
        query_string or b"",
        fields,
        data[begin:size],
        len(data) >= size,
    )


@lru_cache(HEADERS_KEPT)
def read_fields(block: bytes) -> Fields | None:
    """Return what a block of headers says; None when it says anything that is not plain.

    The block holds no Content-Length of a body; each line ends in CR LF.
    """
    *lines, after = block.split(b"\r\n")
    fields = [FIELD.fullmatch(line) for line in lines]
    if after or not all(fields):
        return None
    pairs = [(field[1].lower(), field[2]) for field in fields if field]
    count = Counter(name for name, _ in pairs)
    values = dict(pairs)
    if count[b"host"] != 1 or any(count[name] > 1 for name in (*READ, b"connection")):
        return None
    if values.get(b"connection", b"keep-alive").lower() != b"keep-alive":
        return None
    if not SPECIAL.isdisjoint(count):
        return None
    read = {name.decode().replace("-", "_"): values[name].decode() for name in READ & values.keys()}
    return Fields(**read)
