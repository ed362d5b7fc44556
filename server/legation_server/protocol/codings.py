"""The content codings that text is compressed in (RFC 9110, section 8.4.1)."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import brotli
import zstandard


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


def compressed(data: bytes, coding: str) -> bytes:
    """Return some bytes in a coding."""
    encoder = CODINGS[coding]()
    return encoder.compress(data) + encoder.finish()
