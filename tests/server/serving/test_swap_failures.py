"""Whatever becomes of a new release, the one that is served goes on being served."""

import hashlib
import json
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from legation_server.releases.opening import open_release
from support.eventually import eventually
from support.server_processes import Served
from support.swapping import OFTEN, SHARE, figure, ready, serves
from support.two_releases import change, names, point_to


def test_damaged_release_is_refused_until_it_is_whole(
    pair_copy: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    old, new = names(pair_copy)
    file = pair_copy / "releases" / old / "dumps" / "legation.nq"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with (tmp_path / "stderr").open("wb") as stderr:
        server = serve(pair_copy, *OFTEN, stderr=stderr)
        point_to(pair_copy, old)

        assert eventually(lambda: "refused" in ready(server))
        told = ready(server)
        assert (told["status"], told["release"][:16]) == ("ok", new)
        assert "legation.nq differs from the manifest" in told["refused"]
        assert figure(server, "legation_release_refused") == 1
        assert server.select(SHARE, format="csv").text.split() == ["v", "40"]

        file.write_bytes(whole)
        server.process.send_signal(signal.SIGHUP)
        assert serves(server, old)
        assert "refused" not in ready(server)
        # It answers a moment before it says so.
        now = f"Release {old} is being served now."
        eventually(lambda: now in (tmp_path / "stderr").read_text())
    said = (tmp_path / "stderr").read_text()
    assert said.count("is refused") == 1
    assert "is current and being served" not in said
    assert said.index(f"{new} stays: ") < said.index(now)
    assert "Traceback" not in said


@pytest.mark.parametrize("damage", ["no manifest", "no folder", "no link", "cannot be loaded"])
def test_server_outlives_whatever_becomes_current(
    pair_copy: Path, damage: str, serve: Callable[..., Served]
) -> None:
    old, new = names(pair_copy)
    server = serve(pair_copy, *OFTEN)
    manifest = pair_copy / "releases" / old / "manifest.json"
    if damage == "no manifest":
        manifest.unlink()
    elif damage == "cannot be loaded":
        told = json.loads(manifest.read_text())
        entry = next(file for file in told["files"] if file["path"] == "dumps/legation.nq")
        (manifest.parent / entry["path"]).write_text("nonsense")
        entry.update(size=8, sha256=hashlib.sha256(b"nonsense").hexdigest())
        manifest.write_text(json.dumps(told))
    if damage == "no link":
        (pair_copy / "current").unlink()
    else:
        point_to(pair_copy, "nowhere" if damage == "no folder" else old)

    assert eventually(lambda: "refused" in ready(server))
    assert server.select(SHARE, format="csv").text.split() == ["v", "40"]
    point_to(pair_copy, new)
    assert eventually(lambda: "refused" not in ready(server))
    assert ready(server)["release"].startswith(new)


def test_builds_killed_at_random_leave_the_served_release_whole(
    pair: Path, pair_copy: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    mappings = Path(shutil.copytree(pair.parent / "mappings", tmp_path / "mappings"))
    chance = random.Random(1)
    server = serve(pair_copy, *OFTEN)
    command = [sys.executable, "-m", "legation_build", "build", "--quiet"]
    command += ["--mappings", str(mappings), "--output", str(pair_copy)]
    for number in range(3):
        change(mappings, lambda text: re.sub(r"value: \d+", f"value: {60 + number}", text))
        with subprocess.Popen(command) as build:
            files = chance.choice([0, 1, 10, 30, 44])
            eventually(lambda: build.poll() is not None or _written(pair_copy, build.pid) >= files)
            build.kill()
        assert open_release(pair_copy).folder.name in {f.name for f in pair_copy.glob("releases/*")}
        assert ready(server)["status"] == "ok"
        assert server.select(SHARE, format="csv").status_code == 200
    assert "refused" not in ready(server)

    subprocess.run(command, check=True)

    assert eventually(lambda: server.select(SHARE, format="csv").text.split() == ["v", "62"])
    assert list(pair_copy.glob("releases/.writing-*")) == []


def _written(dataset: Path, build: int) -> int:
    """Return how many files a build that is not done has written."""
    return sum(1 for _ in dataset.glob(f"releases/.writing-{build}-*/**/*.*"))
