"""Put a release on the network, and the next one in its place."""

from legation_server.serving.server import serve_dataset

__all__ = [
    "serve_dataset",
]
