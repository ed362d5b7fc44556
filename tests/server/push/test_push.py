"""A push loads what an engine lacks, goes on where it was ended, and removes what is left over."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from legation_server.errors import PushError
from legation_server.push import GraphStore, Progress, push_release
from legation_server.push import graphs as sending
from legation_server.releases.manifest import Release
from legation_server.releases.opening import open_release
from support.graph_stores import Kept, graph_store
from support.some import some
from support.two_releases import releases

OWN = "urn:legation:pushed"


@pytest.fixture
def kept() -> Kept:
    return Kept()


def quads_of(release: Release) -> set[ox.Quad]:
    """Return the quads of a release, blank nodes with their labels."""
    store = ox.Store()
    for file in some(release.loaded_files):
        store.load(path=str(release.folder / file.path))
    return set(store)


def pushed(release: Release, kept: Kept, credentials: str = "") -> Progress:
    with graph_store(kept) as address, GraphStore(address, credentials=credentials) as store:
        return push_release(release, store)


def named(quads: set[ox.Quad]) -> set[ox.Quad]:
    """Return those quads without blank nodes, whose labels may become others."""
    return {
        q
        for q in quads
        if not isinstance(q.subject, ox.BlankNode | ox.Triple)
        and not isinstance(q.object, ox.BlankNode)
    }


def test_an_engine_holds_the_release_graph_by_graph(pair: Path, kept: Kept) -> None:
    release = open_release(pair)

    done = pushed(release, kept)

    assert named(kept.quads()) == named(quads_of(release))
    assert len(kept.quads()) == release.quads == done.quads == done.sent
    assert done.graphs == done.all_graphs == len({q.graph_name for q in kept.quads()})


def test_a_release_that_is_there_is_not_sent_again(pair: Path, kept: Kept) -> None:
    release = open_release(pair)
    pushed(release, kept)
    kept.changes.clear()

    again = pushed(release, kept)

    assert (again.sent, kept.changes) == (0, [])


def test_another_release_takes_the_place_of_the_first_by_what_differs(
    pair: Path, kept: Kept
) -> None:
    old, new = releases(pair)
    pushed(old, kept)
    kept.changes.clear()

    pushed(new, kept)

    sent = {graph for _, graph in kept.changes} - {OWN}
    same = {g.iri for g in old.graphs} - sent
    assert named(kept.quads()) == named(quads_of(new))
    assert {"graph/ontology", "graph/codes"} <= {iri.removeprefix(new.base) for iri in same}
    assert new.base + "graph/freedonia-sylvania" in sent


def test_a_graph_that_is_left_over_is_removed(pair: Path, kept: Kept) -> None:
    release = open_release(pair)
    pushed(release, kept)
    other = "urn:of:somebody:else"
    kept.store.add(ox.Quad(*[ox.NamedNode(other)] * 4))
    (first, *_) = (graph for graph in release.graphs if graph.quads)
    kept.store.add(
        ox.Quad(
            ox.NamedNode("urn:left:over"),
            ox.NamedNode(f"{OWN}#sha256"),
            ox.Literal("0" * 64),
            ox.NamedNode(OWN),
        )
    )
    kept.store.add(ox.Quad(*[ox.NamedNode("urn:left:over")] * 4))

    pushed(release, kept)

    graphs = {node.value for node in kept.store.named_graphs() if isinstance(node, ox.NamedNode)}
    assert "urn:left:over" not in graphs
    assert {other, first.iri} <= graphs


@pytest.mark.parametrize("changes", range(1, 20, 3))
def test_a_push_goes_on_where_it_was_ended(
    pair: Path, kept: Kept, changes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legation_server.push.loading.NOTED_GRAPHS", 2)
    old, new = releases(pair)
    pushed(old, kept)
    kept.fails_after = len(kept.changes) + changes
    ended = False
    try:
        pushed(new, kept)
    except PushError as error:
        ended = True
        assert "run the same command again" in str(error)
    kept.fails_after = 1_000_000

    done = pushed(new, kept)

    assert named(kept.quads()) == named(quads_of(new))
    assert len(kept.quads()) == new.quads == done.quads
    assert ended or changes > 6


def test_what_was_loaded_before_the_end_is_not_sent_again(
    pair: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legation_server.push.loading.NOTED_GRAPHS", 1)
    release = open_release(pair)
    kept.fails_after = 8
    with pytest.raises(PushError):
        pushed(release, kept)
    before = {graph for _, graph in kept.changes[:-2]} - {OWN}
    kept.changes.clear()
    kept.fails_after = 1_000_000

    pushed(release, kept)

    assert before
    assert before & {graph for _, graph in kept.changes} == set()


def test_an_ended_push_of_a_new_release_does_not_pass_for_the_old_one(
    pair: Path, kept: Kept
) -> None:
    old, new = releases(pair)
    pushed(old, kept)
    kept.fails_after = len(kept.changes) + 2
    with pytest.raises(PushError):
        pushed(new, kept)
    kept.fails_after = 1_000_000

    back = pushed(old, kept)

    assert back.sent > 0
    assert named(kept.quads()) == named(quads_of(old))


def test_a_large_graph_is_sent_in_pieces_unless_it_has_blank_nodes(
    pair: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "CHUNK_BYTES", 2_000)
    release = open_release(pair)

    pushed(release, kept)

    pieces = {
        name.removeprefix(release.base): [m for m, graph in kept.changes if graph == name]
        for name in {graph for _, graph in kept.changes}
    }
    assert named(kept.quads()) == named(quads_of(release))
    assert pieces["graph/codes"][:2] == ["PUT", "POST"]
    assert pieces["graph/shapes"] == ["PUT"]


def test_what_an_engine_loses_is_seen(pair: Path, kept: Kept) -> None:
    kept.loses = True

    with pytest.raises(PushError, match=r"holds [\d,]+ triples of it, not [\d,]+"):
        pushed(open_release(pair), kept)


@pytest.mark.parametrize(
    ("credentials", "authorization"),
    [("me:secret\n", "Basic bWU6c2VjcmV0"), ("Bearer abc", "Bearer abc")],
)
def test_credentials_go_with_each_request(
    pair: Path, kept: Kept, credentials: str, authorization: str
) -> None:
    kept.authorization = authorization

    assert pushed(open_release(pair), kept, credentials).sent > 0


def test_credentials_that_are_refused_or_none_are_told_but_not_shown(
    pair: Path, kept: Kept
) -> None:
    kept.authorization = "Basic other"

    with pytest.raises(PushError, match="LEGATION_PUSH_CREDENTIALS") as refused:
        pushed(open_release(pair), kept, "me:secret")
    with pytest.raises(PushError, match="neither") as none:
        pushed(open_release(pair), kept, "secret")

    assert "secret" not in f"{refused.value} {none.value}"


def test_a_manifest_that_counts_other_quads_is_refused(pair: Path, kept: Kept) -> None:
    release = open_release(pair)
    first, *others = release.graphs
    counted = replace(release, graphs=(replace(first, quads=first.quads + 1), *others))

    with pytest.raises(PushError, match=f"{first.iri}. Build"):
        pushed(counted, kept)

    assert kept.changes == []


def test_a_line_outside_every_graph_is_refused(pair: Path, tmp_path: Path, kept: Kept) -> None:
    release = open_release(pair)
    (tmp_path / "dumps").mkdir()
    for file in some(release.loaded_files):
        (tmp_path / file.path).write_text("<urn:a> <urn:b> 'c' .\n")

    with pytest.raises(PushError, match="no quad of a named graph"):
        pushed(replace(release, folder=tmp_path), kept)
