"""Servers are compared on a release in which no statement stands twice."""

from pathlib import Path

from corpus import GRAPH, triples, write
from legation_server.releases import open_release


def test_no_statement_stands_in_it_twice() -> None:
    lines = list(triples(10_000))

    assert len(lines) > 9_000
    assert len(set(lines)) == len(lines)


def test_it_is_a_release_of_the_statements_that_other_servers_load(tmp_path: Path) -> None:
    count = write(3_000, tmp_path)

    plain = (tmp_path / "corpus.nt").read_text(encoding="utf-8").splitlines()
    release = open_release(tmp_path / "dataset")
    named = (release.folder / "dumps" / "legation.nq").read_text(encoding="utf-8").splitlines()
    assert len(plain) == count
    assert named == [f"{line[:-1]}{GRAPH} ." for line in plain]
