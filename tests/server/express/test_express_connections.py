"""What clients of the express way may do with their connections."""

import re
import socket

import pytest
import requests
from support.at_desks import at_a_desk, head, open_connection, wire
from support.server_processes import Served

pytestmark = pytest.mark.alone


def test_requests_sent_together_are_answered_in_order(express_server: Served) -> None:
    queries = [f"SELECT ({number} AS ?n) {{}}" for number in range(9)]
    queries[4] = "SELECT * {"

    for _ in range(3):
        with open_connection(express_server) as connection:
            connection.sendall(b"".join(wire(query) for query in queries[:-1]))
            connection.sendall(wire(queries[-1], "Connection: close\r\n"))
            said = b""
            while data := connection.recv(65_536):
                said += data

        statuses = re.findall(rb"HTTP/1\.1 (\d+)", said)
        assert statuses == [b"200"] * 4 + [b"400"] + [b"200"] * 4
        assert re.findall(rb'"value":"(\d)"', said) == [b"0", b"1", b"2", b"3", *b"5 6 7 8".split()]


def test_a_request_may_come_byte_by_byte(express_server: Served) -> None:
    at_a_desk(
        lambda: requests.get(express_server.url + "/sparql", params={"query": "ASK {}"}, timeout=60)
    )
    with open_connection(express_server) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in wire("ASK { FILTER(true) }"):
            connection.send(bytes([byte]))

        assert b'"boolean":true' in head(connection)


def test_a_client_may_stop_sending_and_still_gets_its_answers(express_server: Served) -> None:
    for query in ("ASK {}", "ASK { FILTER(1 = 1) }", "ASK {}"):
        with open_connection(express_server) as connection:
            connection.sendall(wire(query))
            connection.shutdown(socket.SHUT_WR)

            assert b'"boolean":true' in head(connection)
            assert connection.recv(1) == b""


def test_a_client_that_names_no_host_gets_the_address_it_used(express_server: Served) -> None:
    with open_connection(express_server) as connection:
        connection.sendall(b"GET /sparql HTTP/1.0\r\nAccept: text/turtle\r\n\r\n")
        said = b""
        while data := connection.recv(65_536):
            said += data

    assert f"sd:endpoint <{express_server.url}/sparql>".encode() in said
