"""The YAML language server that editors use, asked by the Language Server Protocol 3.17."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from support.other_clients import NODE_MODULES, environment

PROGRAM = NODE_MODULES / ".bin" / "yaml-language-server"
needs_language_server = pytest.mark.skipif(
    not PROGRAM.exists(),
    reason="no YAML language server: `make tests/clients/node_modules/ready` installs it",
)


class Editor:
    """An editor in which one file is open."""

    def __init__(self, process: subprocess.Popen[bytes], root: Path) -> None:
        """Take the running server and the folder that the editor shows."""
        assert process.stdin is not None and process.stdout is not None
        self.sent, self.received, self.count = process.stdin, process.stdout, 0
        self.published: list[Any] = []
        capabilities = {
            "textDocument": {
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "publishDiagnostics": {},
            }
        }
        self.ask("initialize", processId=None, rootUri=root.as_uri(), capabilities=capabilities)
        self.tell("initialized")
        settings = {"yaml": {"validate": True, "completion": True, "hover": True}}
        self.tell("workspace/didChangeConfiguration", settings=settings)

    def open(self, file: Path, text: str) -> None:
        """Open a file, as if it held `text`."""
        self.uri = file.as_uri()
        document = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)

    def completions(self, line: int, character: int) -> dict[str, str]:
        """Return label → documentation of what is offered at a place, counted from 0."""
        place = {"line": line, "character": character}
        found = self.ask("textDocument/completion", textDocument={"uri": self.uri}, position=place)
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: _text(item.get("documentation")) for item in items}

    def hover(self, line: int, character: int) -> str:
        """Return what is shown when the pointer rests at a place, counted from 0."""
        place = {"line": line, "character": character}
        found = self.ask("textDocument/hover", textDocument={"uri": self.uri}, position=place)
        return _text(found["contents"]) if found else ""

    def diagnostics(self) -> list[tuple[int, str]]:
        """Return line, counted from 0, and message of what the server finds wrong."""
        while not self.published:
            self._next()
        return [(d["range"]["start"]["line"], d["message"]) for d in self.published.pop(0)]

    def ask(self, method: str, **parameters: Any) -> Any:
        """Send a request and return its result."""
        self.count += 1
        self._send({"id": self.count, "method": method, "params": parameters})
        while True:
            message = self._next()
            if message.get("id") == self.count and "method" not in message:
                return message.get("result")

    def tell(self, method: str, **parameters: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.sent.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.sent.flush()

    def _next(self) -> Any:
        """Return the next message; answers what the server asks, and keeps what it publishes."""
        length = 0
        while line := self.received.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the language server has ended"
        message = json.loads(self.received.read(length))
        if "method" in message and "id" in message:
            asked = message["params"].get("items", []) if message.get("params") else []
            result: Any = [None for _ in asked] if "configuration" in message["method"] else None
            self._send({"id": message["id"], "result": result})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.published.append(message["params"]["diagnostics"])
        return message


def _text(value: Any) -> str:
    return str(value["value"]) if isinstance(value, dict) else str(value or "")


@contextmanager
def editor(root: Path) -> Iterator[Editor]:
    """Run the server for a folder until the context ends."""
    process = subprocess.Popen(
        [PROGRAM, "--stdio"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(root),
    )
    try:
        yield Editor(process, root)
    finally:
        process.kill()
        process.communicate()
