"""What the tests of the pipeline build: a mapping of a few small documents."""

from pathlib import Path

import pytest
from support.several_documents import COUNT, write_documents


@pytest.fixture
def mappings(tmp_path: Path) -> Path:
    """A folder of mappings of COUNT documents."""
    return write_documents(tmp_path, COUNT)
