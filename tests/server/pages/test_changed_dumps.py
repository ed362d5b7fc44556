"""A file that was changed on disk is not served under its old ETag and digest."""

import hashlib
import os
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from support.memory_store import get, loaded
from support.server_processes import Served

NAME = "dumps/legation.nt"
ADDRESSES = ["/" + NAME, "/releases/0123456789abcdef/" + NAME]


@pytest.fixture
def client(dataset_copy: Path) -> Iterator[FlaskClient]:
    release = open_release(dataset_copy)
    with create_app(release, loaded(release)).test_client() as client:
        yield client


def overwrite(path: Path) -> None:
    path.write_bytes(path.read_bytes()[::-1])


def lengthen(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b"\n")


def replace(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes()[::-1])
    other.replace(path)


def remove(path: Path) -> None:
    path.unlink()


def put_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def lead_out(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("spoil", [overwrite, lengthen, replace, remove, put_a_pipe, lead_out])
def test_other_bytes_are_not_sent(
    dataset_copy: Path, client: FlaskClient, spoil: Callable[[Path], None], address: str
) -> None:
    before = get(client, address)
    spoil(dataset_copy / "current" / NAME)

    after = get(client, address)
    again = get(client, address, headers={"If-None-Match": before.headers["ETag"]})

    assert before.status_code == 200
    assert (after.status_code, again.status_code) == (500, 500)
    assert "ETag" not in after.headers and "Repr-Digest" not in after.headers
    said: Any = after.json
    assert "is damaged" in said["detail"]
    ready: Any = get(client, "/readyz").json
    assert ready["damaged"] == [NAME]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_file_that_is_what_it_was_is_served_on(
    dataset_copy: Path, client: FlaskClient, address: str
) -> None:
    path = dataset_copy / "current" / NAME
    whole = path.read_bytes()
    overwrite(path)
    assert get(client, address).status_code == 500
    path.unlink()
    path.write_bytes(whole)

    answer = get(client, address)

    assert answer.data == whole
    assert answer.headers["Repr-Digest"].split(":")[1] == (
        b64encode(hashlib.sha256(whole).digest()).decode()
    )
    ready: Any = get(client, "/readyz").json
    assert "damaged" not in ready


def test_a_range_of_a_file_is_of_the_right_one(dataset_copy: Path, client: FlaskClient) -> None:
    asked = {"headers": {"Range": "bytes=0-9"}}
    assert get(client, ADDRESSES[0], **asked).status_code == 206
    overwrite(dataset_copy / "current" / NAME)

    assert get(client, ADDRESSES[0], **asked).status_code == 500


def test_what_is_changed_while_it_is_sent_breaks_off(
    dataset_copy: Path, serve: Callable[..., Served]
) -> None:
    path = dataset_copy / "current" / "dumps" / "legation.nt"
    manifest = dataset_copy / "current" / "manifest.json"
    # More than the kernel holds for a client that does not fetch it.
    data = b"<http://e/s> <http://e/p> <http://e/o> .\n" * 1_000_000
    old, size = hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size
    path.write_bytes(data)
    text = manifest.read_text().replace(old, hashlib.sha256(data).hexdigest())
    manifest.write_text(text.replace(f'"size": {size}', f'"size": {len(data)}'))
    served = serve(dataset_copy, "--workers", "2")

    answer = requests.get(
        served.url + ADDRESSES[0], stream=True, headers={"Accept-Encoding": "identity"}, timeout=60
    )
    first = answer.raw.read(1_000)
    with path.open("r+b") as stream:
        stream.write(b"#")

    assert first == data[:1_000]
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
        assert answer.content != data[1_000:]
