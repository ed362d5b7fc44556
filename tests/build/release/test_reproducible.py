"""Two people who build the same mappings get the same bytes, wherever and however they build."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from legation_build.resources import resource
from support.two_releases import contents

CHECKOUT = Path(__file__).parents[3]
BUILD = """
import sys
import legation_build
from legation_build.cli import main
assert legation_build.__file__.startswith(sys.argv.pop(1)), legation_build.__file__
main(prog_name="legation")
"""


def test_a_copy_of_the_project_elsewhere_builds_the_same_release(
    published: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "another place" / "été"
    for name in ("build/legation_build", "ontology", "mappings"):
        source = CHECKOUT / name if name.startswith("build") else resource(name)
        # Files are listed in the order in which they were made.
        for file in sorted(source.rglob("*"), reverse=True):
            if file.is_file() and "__pycache__" not in file.parts:
                (copy / name / file.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, copy / name / file.relative_to(source))
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy / "build"),
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
    }
    command = [sys.executable, "-c", BUILD, str(copy), "build", "--jobs", "3", "--output", "out"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, umask=0o027, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    ours, theirs = contents(published / "current"), contents(tmp_path / "out" / "current")
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
