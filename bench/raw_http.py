"""Send bytes to a server as they are, and read the status and the whole of what comes back."""

import socket
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlsplit

PATIENCE = 60.0


def send(url: str, data: bytes, whole: bool) -> str:
    """Return the status of the answer to a request given as bytes; raises OSError.

    `whole` says that the bytes are a request from beginning to end. `broken` means that a status
    came and then not all of the body, `bare` that nothing said what the body is.
    """
    address = urlsplit(url)
    with socket.create_connection((address.hostname or "", address.port or 80), PATIENCE) as peer:
        peer.sendall(data)
        if not whole:
            # Whoever waits for more of it shall know that there is none.
            peer.shutdown(socket.SHUT_WR)
        method = data.partition(b" ")[0].decode("latin-1")
        response = HTTPResponse(peer, method=method)
        try:
            response.begin()
        except HTTPException as error:
            raise ConnectionError(str(error)) from error
        try:
            while response.read(65_536):
                pass
        except (HTTPException, OSError):
            return f"{response.status} broken"
        finally:
            response.close()
        # The web server below the application answers without a type.
        return str(response.status) + ("" if response.headers["Content-Type"] else " bare")
