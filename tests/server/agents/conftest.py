"""The release of Legation's own mappings, as the tools for agents read it."""

from pathlib import Path

import pytest
from legation_server.agents.library import Library
from legation_server.isolation.pool import Pool
from legation_server.releases.opening import open_release
from legation_server.settings import Settings
from legation_server.site_index import SiteIndex


@pytest.fixture(scope="session")
def library(published: Path, index: SiteIndex, published_pool: Pool) -> Library:
    """What the tools read, with a pool that answers queries."""
    return Library(
        open_release(published),
        Settings(),
        index,
        lambda task, seconds, buffered: published_pool.run(task, seconds, buffered=buffered),
    )
