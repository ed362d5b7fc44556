"""The content codings for text, and how one is chosen (RFC 9110, sections 8.4.1 and 12.5.3)."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

import brotli
import zstandard
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

# Values of Accept-Encoding whose choice is kept.
CHOICES_KEPT = 256


@dataclass(frozen=True)
class Encoder:
    """What compresses a stream piece by piece.

    `compress` takes bytes in and returns those that are ready; `pause` returns all that can be
    known so far, `finish` the last ones.
    """

    compress: Callable[[bytes], bytes]
    pause: Callable[[], bytes]
    finish: Callable[[], bytes]


def _brotli() -> Encoder:
    made = brotli.Compressor(mode=brotli.MODE_TEXT, quality=4)
    return Encoder(made.process, made.flush, made.finish)


def _gzip() -> Encoder:
    made = zlib.compressobj(5, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return Encoder(made.compress, partial(made.flush, zlib.Z_SYNC_FLUSH), made.flush)


def _zstd() -> Encoder:
    made = zstandard.ZstdCompressor(level=3).compressobj()
    return Encoder(
        made.compress, partial(made.flush, zstandard.COMPRESSOBJ_FLUSH_BLOCK), made.flush
    )


# The fastest first: it is taken when a client likes several as much.
CODINGS: dict[str, Callable[[], Encoder]] = {"zstd": _zstd, "br": _brotli, "gzip": _gzip}


@lru_cache(CHOICES_KEPT)
def chosen_coding(accept_encoding: str | None) -> str | None:
    """Return the coding a client likes best (RFC 9110, section 12.5.3); None for none.

    >>> chosen_coding("br, gzip;q=0.5"), chosen_coding("identity, gzip;q=0.5"), chosen_coding(None)
    ('br', None, None)
    """
    accepted = parse_accept_header(accept_encoding, Accept)
    if not accepted:
        return None
    best = max(CODINGS, key=accepted.quality)
    plain_is_better = "identity" in accepted.values() and (
        accepted.quality("identity") > accepted.quality(best)
    )
    return best if accepted.quality(best) > 0 and not plain_is_better else None


def compressed(data: bytes, coding: str) -> bytes:
    """Return some bytes in a coding."""
    encoder = CODINGS[coding]()
    return encoder.compress(data) + encoder.finish()
