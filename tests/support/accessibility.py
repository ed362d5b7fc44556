"""Find what of a page not everyone can use, by the rules of axe-core."""

from typing import Any

import pytest
from selenium import webdriver

from support.other_clients import NODE_MODULES

AXE = NODE_MODULES / "axe-core" / "axe.min.js"
needs_axe = pytest.mark.skipif(
    not AXE.exists(), reason="no axe-core: `make tests/clients/node_modules/ready` installs it"
)
RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# In the dark only the colours differ.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
CHECK = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: arguments[0], resultTypes: ["violations"]})
  .then(found => done(found.violations.map(v => [v.id, v.nodes.map(n => n.html).slice(0, 3)])));
"""


def violations(page: webdriver.Chrome, rules: dict[str, Any]) -> list[Any]:
    page.execute_script(AXE.read_text(encoding="utf-8"))
    return list(page.execute_async_script(CHECK, rules))
