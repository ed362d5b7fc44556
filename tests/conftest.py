"""A small release of our own, and servers that serve it."""

import json
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from legation_build import pipeline
from legation_build.pipeline.merging import whole
from legation_build.resources import resource
from legation_server.agents.library import Library
from legation_server.evaluation.engine import Engine
from legation_server.isolation.pool import Pool
from legation_server.query import Answer, Task
from legation_server.releases.manifest import Release
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from legation_server.site_index import PATH, SiteIndex
from rdflib import Graph
from support.dialect_engine import small_engine
from support.line_counts import paused
from support.listening import Endpoint, listening
from support.made_once import made_once
from support.memory_store import MemoryStore, client_of, loaded
from support.server_processes import Served, start_server
from support.several_documents import COUNT, write_documents
from support.small_mapping import write_mapping, write_text
from support.small_release import parse_trig, write_release
from support.two_releases import build_two, copied

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


ENDPOINT = Path(__file__).parent / "server" / "endpoint"

# No clock decides: an example may take long where much else runs.
hypothesis_settings.register_profile("no clock", deadline=None)
hypothesis_settings.load_profile("no clock")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Count no lines in tests that are marked `uncounted`, nor in processes that they start."""
    with paused() if item.get_closest_marker("uncounted") else nullcontext():
        return (yield)


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder with one release, about Freedonia and Sylvania."""
    source = Path(__file__).parent / "data" / "release.trig"
    quads, prefixes = parse_trig(source.read_text(encoding="utf-8"))
    return write_release(tmp_path_factory.mktemp("served") / "dataset", quads, prefixes)


@pytest.fixture
def dataset_copy(dataset: Path, tmp_path: Path) -> Path:
    """A dataset folder with one release, which a test may spoil."""
    return copied(dataset, tmp_path)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder with the release that is made of Legation's own mappings."""
    return (
        made_once(
            tmp_path_factory,
            "published",
            lambda folder: pipeline.build([resource("mappings")], folder / "dataset"),
        )
        / "dataset"
    )


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder of two small releases, not to be changed; the mappings lie beside it."""
    return made_once(tmp_path_factory, "pair", build_two) / "dataset"


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small mapping, its text and a dataset of one release, not to be changed."""

    def make(root: Path) -> None:
        pipeline.build([write_mapping(root)], root / "dataset", write_text(root))

    return made_once(tmp_path_factory, "original", make)


@pytest.fixture
def built(original: Path, tmp_path: Path) -> Path:
    """A dataset folder with one release; its mapping and its text are beside it."""
    shutil.copytree(original, tmp_path, symlinks=True, dirs_exist_ok=True)
    return tmp_path / "dataset"


@pytest.fixture(scope="session")
def published_manifest(published: Path) -> dict[str, Any]:
    """What the manifest of the release of Legation's own mappings says."""
    return dict(json.loads((published / "current" / "manifest.json").read_text()))


@pytest.fixture
def pair_copy(pair: Path, tmp_path: Path) -> Path:
    """A dataset folder of two small releases, which a test may change."""
    return copied(pair, tmp_path)


@pytest.fixture
def make_dataset(tmp_path: Path) -> Callable[[str], Path]:
    """Make a dataset folder out of a TriG text."""

    def make(trig: str) -> Path:
        return write_release(tmp_path / "made", *parse_trig(trig))

    return make


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test of the endpoint over both forms of a release."""
    if "on_disk" in metafunc.fixturenames and metafunc.definition.path.is_relative_to(ENDPOINT):
        forms = {"in memory": False, "on disk": True}
        metafunc.parametrize("on_disk", forms.values(), ids=forms, indirect=True, scope="session")


@pytest.fixture(scope="session")
def on_disk(request: pytest.FixtureRequest) -> bool:
    """Whether releases are queried on disk."""
    return bool(getattr(request, "param", False))


@pytest.fixture(scope="session")
def release(dataset: Path, on_disk: bool) -> Release:
    return replace(open_release(dataset), on_disk=on_disk)


@pytest.fixture(scope="session")
def published_release(published: Path, on_disk: bool) -> Release:
    return replace(open_release(published), on_disk=on_disk)


@pytest.fixture(scope="session")
def pool(release: Release) -> Iterator[Pool]:
    """A pool whose queries may take as long as they need, however busy the machine is."""
    pool = Pool(release, Settings(workers=4, deadline=60.0, memory=256))
    yield pool
    pool.close()


@pytest.fixture
def small_pool(release: Release) -> Iterator[Pool]:
    """A pool of two workers, one of which may run long."""
    pool = Pool(
        release,
        Settings(
            workers=2,
            long_runners=1,
            long_wait=0.2,
            deadline=1.0,
            queue_wait=0.2,
            memory=64,
            result_size=2,
        ),
    )
    yield pool
    pool.close()


@pytest.fixture(scope="session")
def client(release: Release, pool: Pool) -> FlaskClient:
    """A client of the application, without a network in between."""
    return create_app(release, pool, pool.settings).test_client()


@pytest.fixture
def fresh(release: Release, pool: Pool) -> FlaskClient:
    """A client of an application that has answered nothing yet."""
    return create_app(release, pool, Settings(cache=1)).test_client()


@pytest.fixture(scope="session")
def published_client(published_release: Release) -> Iterator[FlaskClient]:
    """A client of the application over the release of Legation's own mappings."""
    pool = Pool(published_release, Settings(workers=4, memory=256))
    yield create_app(published_release, pool, pool.settings).test_client()
    pool.close()


@pytest.fixture(scope="session")
def wikidata_folder(published: Path) -> Path:
    """The folder of files for Wikidata's tools."""
    return published / "current" / "wikidata"


@pytest.fixture(scope="session")
def published_pool(published_release: Release) -> Iterator[Pool]:
    """A pool over the release that is made of Legation's own mappings."""
    pool = Pool(published_release, Settings(workers=2))
    yield pool
    pool.close()


@pytest.fixture
def pooled_client(published_release: Release, published_pool: Pool) -> FlaskClient:
    """A client of an application over the release of Legation's own mappings, with processes."""
    return create_app(published_release, published_pool).test_client()


@pytest.fixture(scope="session")
def published_store(published: Path) -> MemoryStore:
    """A store in this process that holds the release of Legation's own mappings."""
    return loaded(open_release(published))


@pytest.fixture(scope="session")
def page_client(published: Path, published_store: MemoryStore, published_pool: Pool) -> FlaskClient:
    """A client that gets pages of Legation's own mappings without processes in between.

    What is no query of the server itself is asked in the pool, as always.
    """

    class PageStore(MemoryStore):
        def __init__(self) -> None:
            self.triples = published_store.triples

        def run(self, task: Task, *args: Any, **options: Any) -> Answer:
            run = super().run if task.internal else published_pool.run
            return run(task, *args, **options)

    return create_app(open_release(published), PageStore()).test_client()


@pytest.fixture(scope="session")
def index(published: Path) -> Iterator[SiteIndex]:
    """The index of pages of the release of Legation's own mappings."""
    with closing(SiteIndex((published / "current" / PATH).resolve())) as index:
        yield index


@pytest.fixture(scope="session")
def library(published: Path, index: SiteIndex, published_pool: Pool) -> Library:
    """What tools for agents read of Legation's own mappings, with a pool that answers queries."""
    return Library(
        open_release(published),
        Settings(),
        index,
        lambda task, seconds, buffered: published_pool.run(task, seconds, buffered=buffered),
    )


@pytest.fixture(scope="module")
def reconciler(published: Path, published_store: MemoryStore) -> Iterator[FlaskClient]:
    """A client to match names with, of the application over Legation's own mappings."""
    with create_app(open_release(published), published_store).test_client() as client:
        yield client


@pytest.fixture(scope="session")
def engine() -> Engine:
    """An engine that holds a few made-up countries."""
    return small_engine()


@pytest.fixture(scope="module")
def pair_client(pair: Path) -> FlaskClient:
    """A client of an application over the newer of the two releases, with nothing remembered."""
    return client_of(pair)


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Start servers that end with the test."""
    started: list[Served] = []

    def start(dataset: Path, *options: str, **more: Any) -> Served:
        started.append(start_server(dataset, *options, **more))
        return started[-1]

    yield start
    for served in started:
        if served.process.poll() is None:
            served.stop()


@pytest.fixture(scope="session")
def server(dataset: Path) -> Iterator[Served]:
    """A server whose queries may take two seconds."""
    served = start_server(dataset, "--deadline", "2", "--workers", "6", "--memory", "256")
    yield served
    served.stop()


@pytest.fixture(scope="module")
def express_server(dataset: Path) -> Iterator[Served]:
    """A server for the tests of one file, whose desks and processes they may end."""
    served = start_server(dataset, "--deadline", "2", "--workers", "4", "--memory", "256")
    yield served
    served.stop()


@pytest.fixture(scope="session")
def published_server(published: Path) -> Iterator[Served]:
    """A server of the release of Legation's own mappings; tests in a browser ask it much."""
    with paused():
        served = start_server(published, "--workers", "4")
    yield served
    served.stop()


@pytest.fixture(scope="module")
def inner() -> Iterator[str]:
    """The address of an endpoint on this machine."""
    with listening(Endpoint) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> "Iterator[Chrome]":
    """A real browser for the tests of one file."""
    from support.browser import opened

    with opened() as browser:
        yield browser


@pytest.fixture
def page(browser: "Chrome") -> "Chrome":
    """The browser, with nothing in its logs."""
    from support.browser import log

    browser.get("about:blank")
    log(browser, "performance")
    log(browser, "browser")
    return browser


def _in_turtle(name: str) -> Graph:
    return Graph().parse(resource("ontology") / name)


@pytest.fixture(scope="session")
def ontology() -> Graph:
    return _in_turtle("bilateral.ttl")


@pytest.fixture(scope="session")
def codes() -> Graph:
    return _in_turtle("codes.ttl")


@pytest.fixture(scope="session")
def shapes() -> Graph:
    return _in_turtle("shapes.ttl")


@pytest.fixture
def without_dumps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds in this process make no dumps, tables and pages: these take two thirds of their time."""
    monkeypatch.setattr(whole, "FILE_MAKERS", {})


@pytest.fixture
def three_documents(tmp_path: Path) -> Path:
    """A folder of mappings of three small documents."""
    return write_documents(tmp_path, COUNT)
