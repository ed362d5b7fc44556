"""How a server starts on a release: until it answers queries, and with how much memory."""

import json
import tempfile
import time
from pathlib import Path
from typing import Any

from own_server import own_server

from measure.watched import mebibytes


def measure_start(dataset: Path, patience: float = 120.0) -> dict[str, Any]:
    """Start a server twice on a dataset folder; return figures of each start.

    The first may prepare what later ones find. Each has seconds until queries are answered, and
    MiB of all its processes then.
    """
    manifest = json.loads((dataset / "current" / "manifest.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = {"quads": manifest["counts"]["quads"]}
    for name in ("first", "later"):
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            with own_server(dataset, Path(folder), patience=patience) as server:
                seconds = time.perf_counter() - began
                found[name] = {
                    "seconds": round(seconds, 2),
                    "mib": round(mebibytes(server.process.pid), 1),
                }
    return found
