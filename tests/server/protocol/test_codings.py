"""Text comes back out of every coding as it went in, in pieces too; the client chooses which."""

import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from legation_server.protocol.codings import CODINGS, chosen_coding, compressed
from support.decoders import DECODERS

every_coding = pytest.mark.parametrize("coding", CODINGS)
# Each reads what there is of a stream that has not ended.
READERS: dict[str, Callable[[], Callable[[bytes], bytes]]] = {
    "gzip": lambda: zlib.decompressobj(16 + zlib.MAX_WBITS).decompress,
    "br": lambda: brotli.Decompressor().process,
    "zstd": lambda: zstandard.ZstdDecompressor().decompressobj().decompress,
}
# The quality of a coding in a header; None where it does not name it.
qualities = st.dictionaries(
    st.sampled_from([*CODINGS, "identity", "*", "deflate", "x-other"]), st.integers(0, 1000)
)


@every_coding
@given(st.binary(max_size=2_000))
def test_bytes_come_back_as_they_were(coding: str, data: bytes) -> None:
    assert DECODERS[coding](compressed(data, coding)) == data


@every_coding
@given(st.lists(st.binary(max_size=200), max_size=8))
def test_pieces_come_back_as_a_whole(coding: str, pieces: list[bytes]) -> None:
    encoder = CODINGS[coding]()
    sent = b"".join([encoder.compress(piece) for piece in pieces] + [encoder.finish()])

    assert DECODERS[coding](sent) == b"".join(pieces)


@every_coding
@given(st.lists(st.binary(min_size=1, max_size=200), min_size=1, max_size=6))
def test_all_that_went_in_can_be_read_after_a_pause(coding: str, pieces: list[bytes]) -> None:
    encoder, read = CODINGS[coding](), READERS[coding]()
    got = b""
    for number, piece in enumerate(pieces, 1):
        got += read(encoder.compress(piece) + encoder.pause())
        assert got == b"".join(pieces[:number])


@every_coding
def test_text_becomes_shorter(coding: str) -> None:
    text = b"<https://w3id.org/legation/id/freedonia> a <https://w3id.org/legation/ns#State> .\n"

    assert len(compressed(text * 100, coding)) < len(text) * 10


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        (None, None),
        ("", None),
        ("identity", None),
        ("deflate", None),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("*", "zstd"),
        ("*;q=0", None),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0.9", "gzip"),
        ("zstd;q=0, *", "br"),
        ("zstd;q=0, br;q=0, *", "gzip"),
        ("zstd;q=0, br;q=0, gzip;q=0, *", None),
        ("identity;q=0.5, gzip;q=0.4", None),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("identity;q=0", None),
        ("gzip;q=nonsense", None),
    ],
)
def test_the_coding_is_what_the_client_likes_best(header: str | None, coding: str | None) -> None:
    assert chosen_coding(header) == coding


@given(qualities)
def test_a_coding_is_never_one_that_the_client_refuses(given_qualities: dict[str, int]) -> None:
    header = ", ".join(f"{name};q={n / 1000:.3f}" for name, n in given_qualities.items())
    chosen = chosen_coding(header)

    if chosen is None:
        plain = given_qualities.get("identity", 0)
        others = [given_qualities.get(c, given_qualities.get("*", 0)) for c in CODINGS]
        assert max(others) == 0 or plain > max(others)
    else:
        liked = given_qualities.get(chosen, given_qualities.get("*", 0))
        assert liked > 0
        assert all(liked >= given_qualities.get(c, given_qualities.get("*", 0)) for c in CODINGS)


@given(st.text(max_size=100))
def test_no_header_makes_it_fail(header: str) -> None:
    assert chosen_coding(header) in (None, *CODINGS)
