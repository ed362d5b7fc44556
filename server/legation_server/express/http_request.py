"""Read requests of the common kind from the bytes of a connection, and leave all others alone.

Whatever has another way of saying where a request ends, or asks for anything unusual about the
connection, is not plain: the web server reads that.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from legation_server.formats import FORM, QUERY

PATH = b"/sparql"
# Longer requests are rare, and keeping them would cost memory.
LONGEST = 8_000
PEEKED = LONGEST + 4_000
LONGEST_VALUE = 500
HEADERS_KEPT = 512
# An answer may depend on these headers, so they belong to the kind of a request.
RELEVANT = frozenset(
    b"accept accept-charset accept-encoding accept-language content-encoding content-type "
    b"forwarded host origin x-forwarded-host x-forwarded-port x-forwarded-prefix "
    b"x-forwarded-proto".split()
)
# These ask for something out of the ordinary.
SPECIAL = frozenset(
    b"authorization if-match if-modified-since if-none-match if-unmodified-since range".split()
)
# These are about the connection, or say how long a request is.
FRAMING = frozenset(b"expect http2-settings te trailer transfer-encoding upgrade".split())

# RFC 9112, sections 3 and 5, and RFC 3986, section 3.4: nothing a careful reader need not accept.
REQUEST_LINE = re.compile(
    rb"(GET|POST) (/sparql(?:\?[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*)?) HTTP/1\.1\r\n"
)
FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*+((?:[!-~](?:[ -~\t]*[!-~])?)?)[ \t]*")
# A line may begin after CR LF only: what begins after LF alone, readers take for different things.
CONTENT_LENGTH = re.compile(rb"(?i)(?:(?<=\r\n)|\A)content-length:[ \t]*([0-9]{1,4})[ \t]*\r\n")
END = b"\r\n\r\n"

Fields = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True)
class PlainRequest:
    """A request to the endpoint: its bytes on the connection, and what it asks.

    `kind` holds all that an answer depends on but the query; None when the request is not one
    that others are like. `written` is the query as it came, percent-encoded when `encoded`. Of
    one that is not `whole` the last bytes are still to come.
    """

    size: int
    kind: bytes | None
    written: bytes = b""
    encoded: bool = True
    whole: bool = True


@dataclass(frozen=True)
class Kind:
    """What the headers of a request say: their part in its kind, and its media type.

    `text` is None when they ask for something out of the ordinary.
    """

    text: bytes | None
    media_type: str


def read_plain(data: bytes) -> PlainRequest | None:
    """Return the request at the beginning of some bytes, once its headers are there; or None."""
    line = REQUEST_LINE.match(data)
    end = data.find(END, line.end() - 2) if line else -1
    if line is None or end < 0:
        return None
    method, target = line.groups()
    block, size = data[line.end() : end + 2], end + len(END)
    body = b""
    if method == b"POST":
        lengths = CONTENT_LENGTH.findall(block)
        if len(lengths) != 1:
            return None
        body = data[size : size + int(lengths[0])]
        size += int(lengths[0])
        block = CONTENT_LENGTH.sub(b"", block)
    kind = read_block(block) if len(block) <= LONGEST else None
    if kind is None or size > LONGEST:
        return None
    if len(data) < size:
        return PlainRequest(size, None, whole=False)
    return PlainRequest(size, *asked(method, target.partition(b"?")[2], body, kind))


@lru_cache(HEADERS_KEPT)
def read_block(block: bytes) -> Kind | None:
    """Return what a block of headers says; None when it says anything about the connection.

    The block holds no Content-Length; each line ends in CR LF.
    """
    fields: list[tuple[bytes, bytes]] = []
    *lines, after = block.split(b"\r\n")
    if after:
        return None
    for line in lines:
        field = FIELD.fullmatch(line)
        if field is None:
            return None
        fields.append((field[1].lower(), field[2]))
    names = [name for name, _ in fields]
    connection = b",".join(value for name, value in fields if name == b"connection")
    if connection.lower() not in (b"", b"keep-alive") or names.count(b"host") != 1:
        return None
    if not FRAMING.isdisjoint(names) or b"content-length" in names:
        return None
    return kind_of(fields)


def kind_of(fields: Fields) -> Kind:
    """Return what headers say, their names in lower case."""
    relevant: list[bytes] = []
    media_type = ""
    usual = True
    for name, value in fields:
        if name in RELEVANT:
            relevant.append(name + b":" + value)
            usual = usual and len(value) < LONGEST_VALUE
            if name == b"content-type":
                media_type = value.decode("latin-1").partition(";")[0].strip().lower()
        elif name in SPECIAL or name in FRAMING:
            usual = False
    # Which of two values came first may matter.
    relevant.sort(key=lambda row: row.partition(b":")[0])
    return Kind(b"".join(row + b"\n" for row in relevant) if usual else None, media_type)


def asked(
    method: bytes, address: bytes, body: bytes, kind: Kind
) -> tuple[bytes | None, bytes, bool]:
    """Return the kind of a request to the endpoint, its query, and whether that is encoded."""
    unusual = None, b"", True
    if kind.text is None or len(address) + len(body) > LONGEST:
        return unusual
    # An empty line ends the headers: no parameter is to be taken for one.
    begun = method + b"\n" + kind.text + b"\n"
    if method == b"GET":
        return unusual if body else _without_query(begun, address)
    if method != b"POST":
        return unusual
    text = begun + address
    if kind.media_type == FORM:
        return _without_query(text, body)
    return (text, body, False) if kind.media_type == QUERY else unusual


def _without_query(text: bytes, parameters: bytes) -> tuple[bytes | None, bytes, bool]:
    """Take the query out of encoded parameters; what is left belongs to the kind."""
    queries: list[bytes] = []
    others = [text]
    for part in parameters.split(b"&"):
        (queries if part.startswith(b"query=") else others).append(part)
    written = queries[0][len(b"query=") :] if len(queries) == 1 else b""
    if not written or not parameters.isascii():
        return None, b"", True
    return b"\n".join(others), written, True
