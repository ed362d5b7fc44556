"""No arrangement of a query or a name makes the server's work grow faster than it does itself.

Each is read by a process that the system ends after a hundred times the processor time that it
needs; before, each of them took minutes.
"""

import subprocess
import sys

import pytest
from legation_server.reconciliation.matching.names import MOST_CHARACTERS, normal_forms

LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (40, 40))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from legation_server.sparql.wdqs.dialect import as_sparql

LABELS = 'SERVICE wikibase:label { bd:serviceParam wikibase:language "en" }'
"""
LONG = {
    "keywords that open no bracket": (
        "as_sparql('SELECT ?aLabel { ?aLabel ?b ?c ' + 'FILTER ' * 60_000 + '(1) ' + LABELS + '}', "
        "{})"
    ),
    "a variable deep down in many groups": (
        "as_sparql('SELECT ?aLabel {' + ('{ ?a ?b ?c ' + LABELS) * 49 + '{' * 430 "
        "+ '?aLabel ' * 60_000 + '}' * 430 + '}' * 49 + '}', {})"
    ),
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_long_queries_are_read_in_bounded_time(text: str) -> None:
    read = subprocess.run([sys.executable, "-c", LIMITED + text], capture_output=True, check=False)

    assert (read.returncode, read.stderr) == (0, b"")


def test_characters_that_stand_for_many_make_no_longer_names() -> None:
    forms = normal_forms("\ufdfa" * MOST_CHARACTERS)

    assert forms
    assert all(len(form) <= MOST_CHARACTERS for form in forms)
